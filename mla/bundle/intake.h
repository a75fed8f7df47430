/* intake.h - files of evidence, kept in a folder under their SHA-256 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_INTAKE_H
#define MLA_BUNDLE_INTAKE_H

#include <stdint.h>

#include "base/err.h"
#include "bundle/hash.h"

#define INTAKE_PART_BYTES (1UL << 30) /* from here on it can be resumed */
#define INTAKE_STEP_BYTES (256UL << 20) /* written for good, and then more */
#define INTAKE_PART_DAYS 7 /* a part is kept for so long */

/* Where files go, and from which size on a copy can be resumed. */
struct intake {
	const char *dir; /* the folder; there is one */
	uint64_t part_bytes; /* INTAKE_PART_BYTES */
	uint64_t step_bytes; /* INTAKE_STEP_BYTES */
};

/*
 * Copy a file ("-": standard input) into the folder in one pass, hashing on
 * the way, in constant memory; it appears there under its SHA-256, whole or
 * not at all.  The same content is kept once.  Its name lasts after
 * file_sync_dir of the folder, which does it for many files at once.
 *
 * What is copied of a file of at least part_bytes is kept in DIR.part under a
 * name made of its device, inode, size and times, should the copying end
 * early: the next intake of the file goes on behind the last whole step, which
 * is on the disk, and makes the hashes anew from there.  A part of an older
 * state of the file, or older than INTAKE_PART_DAYS, is removed by the next
 * intake; so is one at once when the disk is full or the file changed.
 *
 * MLA_ENOTFOUND; MLA_EIO: it cannot be read or written, is no regular file, or
 * changed while it was read.
 */
enum mla_rc intake_file(struct hash_pair *out, const struct intake *where,
    const char *path, struct err *err);

#endif
