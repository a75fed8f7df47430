/* fuzz_mail.c - any bytes as a mail: take its attachment out */
/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "bundle/mailin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { 0 };
	char path[64], *name = NULL;
	int fd = memfd_create("mail", MFD_CLOEXEC);
	int out = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (fd < 0 || out < 0)
		return 0;
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (file_write_all(fd, data, size, path, &err) == MLA_OK &&
	    mailin_is_mail(path))
		(void)mailin_extract(&name, out, path, &err);
	free(name);
	(void)close(out);
	(void)close(fd);
	return 0;
}
