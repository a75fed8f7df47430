/* spool.h - bytes that are read again: a few in memory, many on the disk */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_SPOOL_H
#define MLA_BUNDLE_SPOOL_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define SPOOL_MEMORY_BYTES (1UL << 20) /* more than that goes to a file */

/*
 * Start with `struct spool s = { .fd = -1 };`, end with spool_free.  The file
 * has no name and lies in TMPDIR, or /tmp.
 */
struct spool {
	struct buf memory;
	int fd; /* -1: all is in memory */
	uint64_t bytes; /* of both */
};

/* MLA_EIO: the disk is full, or there is no folder for such files. */
enum mla_rc spool_add(
    struct spool *s, const void *data, size_t len, struct err *err);

/* Read len bytes from offset on, which are there.  MLA_EIO. */
enum mla_rc spool_read(const struct spool *s, void *out, size_t len,
    uint64_t offset, struct err *err);
void spool_free(struct spool *s);

#endif
