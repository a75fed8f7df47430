/* container.h - any bytes as a file, for the fuzz targets */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FUZZ_CONTAINER_H
#define TESTS_FUZZ_CONTAINER_H

#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"

/* Call take with the path of a file of these bytes, which is in memory. */
static inline void
container_of(const uint8_t *data, size_t size, void (*take)(const char *path))
{
	struct err err = { 0 };
	char path[64];
	int fd = memfd_create("bag", MFD_CLOEXEC);

	if (fd < 0)
		return;
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (file_write_all(fd, data, size, path, &err) == MLA_OK)
		take(path);
	(void)close(fd);
}

#endif
