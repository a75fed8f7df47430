/* shim.c - a disk that is full, or breaks, at one chosen call */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded into the program under test.  The calls that change files below
 * $FAULT_DIR are counted, the database's as well; from the one with the number
 * $FAULT_AT on they fail with $FAULT_ERRNO (28: no space, 5: input/output).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long count;

/* Does the descriptor lead to a file that is watched? */
static bool
is_watched(int fd)
{
	const char *dir = getenv("FAULT_DIR");
	char link[64], path[4096];
	ssize_t n;

	if (dir == NULL)
		return false;
	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	if (n < 0)
		return false;
	path[n] = '\0';
	return strncmp(path, dir, strlen(dir)) == 0;
}

static bool
fails(void)
{
	const char *at = getenv("FAULT_AT"), *code = getenv("FAULT_ERRNO");

	if (at == NULL || ++count < strtol(at, NULL, 10))
		return false;
	errno = code != NULL ? (int)strtol(code, NULL, 10) : ENOSPC;
	return true;
}

/* The real function behind the name. */
static void *
real(const char *name)
{
	void *f = dlsym(RTLD_NEXT, name);

	if (f == NULL)
		abort();
	return f;
}

#define CALL(type, name) ((type)(uintptr_t)real(name))

typedef ssize_t write_fn(int fd, const void *data, size_t n);
typedef ssize_t pwrite_fn(int fd, const void *data, size_t n, off_t at);
typedef int fd_fn(int fd);
typedef int truncate_fn(int fd, off_t size);
typedef int rename_fn(const char *from, const char *to);
typedef int linkat_fn(
    int folder, const char *from, int other, const char *to, int flags);

ssize_t
write(int fd, const void *data, size_t n)
{
	if (fd > 2 && is_watched(fd) && fails())
		return -1;
	return CALL(write_fn *, "write")(fd, data, n);
}

ssize_t
pwrite(int fd, const void *data, size_t n, off_t at)
{
	if (is_watched(fd) && fails())
		return -1;
	return CALL(pwrite_fn *, "pwrite")(fd, data, n, at);
}

ssize_t
pwrite64(int fd, const void *data, size_t n, off_t at)
{
	if (is_watched(fd) && fails())
		return -1;
	return CALL(pwrite_fn *, "pwrite64")(fd, data, n, at);
}

int
fsync(int fd)
{
	if (is_watched(fd) && fails())
		return -1;
	return CALL(fd_fn *, "fsync")(fd);
}

int
fdatasync(int fd)
{
	if (is_watched(fd) && fails())
		return -1;
	return CALL(fd_fn *, "fdatasync")(fd);
}

int
ftruncate(int fd, off_t size)
{
	if (is_watched(fd) && fails())
		return -1;
	return CALL(truncate_fn *, "ftruncate")(fd, size);
}

int
ftruncate64(int fd, off_t size)
{
	if (is_watched(fd) && fails())
		return -1;
	return CALL(truncate_fn *, "ftruncate64")(fd, size);
}

int
rename(const char *from, const char *to)
{
	const char *dir = getenv("FAULT_DIR");

	if (dir != NULL && strncmp(to, dir, strlen(dir)) == 0 && fails())
		return -1;
	return CALL(rename_fn *, "rename")(from, to);
}

int
linkat(int folder, const char *from, int other, const char *to, int flags)
{
	const char *dir = getenv("FAULT_DIR");

	if (dir != NULL && strncmp(to, dir, strlen(dir)) == 0 && fails())
		return -1;
	return CALL(linkat_fn *, "linkat")(folder, from, other, to, flags);
}
