/* fuzz_bag.c - any bytes as a bundle: verify it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "container.h"

#include "bundle/verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
verify(const char *path)
{
	struct bag_report report;
	struct err err = { 0 };

	(void)bag_verify(&report, path, &err);
	bag_report_free(&report);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	container_of(data, size, verify);
	return 0;
}
