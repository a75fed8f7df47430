/* fuzz_bag.c - any bytes as a bundle: verify it */
/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "bundle/verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bag_report report;
	struct err err = { 0 };
	char path[64];
	int fd = memfd_create("bag", MFD_CLOEXEC);

	if (fd < 0)
		return 0;
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (file_write_all(fd, data, size, path, &err) == MLA_OK)
		(void)bag_verify(&report, path, &err);
	else
		memset(&report, 0, sizeof(report));
	bag_report_free(&report);
	(void)close(fd);
	return 0;
}
