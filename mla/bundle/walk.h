/* walk.h - every file of a bag, wherever it is kept, one after the other */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_WALK_H
#define MLA_BUNDLE_WALK_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define WALK_MAX_DEPTH 300 /* folders inside one another */
#define WALK_MAX_ELEMENT 1024 /* bytes of one name */
#define WALK_MAX_PATH 4096 /* bytes of a path */
#define WALK_MAX_FILES 200000UL /* files of a bag */
#define WALK_MAX_RATIO 100 /* unpacked to packed ... */
#define WALK_RATIO_FROM (1UL << 20) /* ... above this many bytes */

/* What is called; a code other than MLA_OK ends the walk with it. */
struct walk {
	/* A file begins: its path below the bag's folder, with "/". */
	enum mla_rc (*file)(void *arg, const char *path, struct err *err);
	/* Some bytes of it, in order; NULL: the bytes are not wanted. */
	enum mla_rc (*bytes)(
	    void *arg, const void *data, size_t len, struct err *err);
	/* It has ended, after so many bytes. */
	enum mla_rc (*end)(void *arg, uint64_t bytes, struct err *err);
	void *arg;
	/*
	 * The checksum that the archive keeps of it is wrong (why); comes
	 * before end.  NULL: that ends the walk with MLA_EDAMAGED.
	 */
	void (*damaged)(void *arg, const char *why);
};

/*
 * Visit every file of the bag at path: a folder, or a ZIP, tar or gzipped tar
 * with one folder in it.  Paths are checked before anything else: relative,
 * no "..", no links or devices, no name twice, the limits above.
 * MLA_EDAMAGED: hostile or damaged; MLA_ENOTFOUND; MLA_EIO.
 */
enum mla_rc walk_bag(
    const char *path, const struct walk *walk, struct err *err);

#endif
