/* fuzz_zip.c - any bytes as the structure of a ZIP */
/* SPDX-License-Identifier: Apache-2.0 */
#include "container.h"

#include "bundle/zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const char *path)
{
	struct zip_names names;
	struct err err = { 0 };

	(void)zip_check(&names, path, &err);
	zip_names_free(&names);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	container_of(data, size, check);
	return 0;
}
