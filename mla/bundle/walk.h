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
#define WALK_MAX_ENTRIES 400000UL /* files and folders of an archive */
#define WALK_MAX_RATIO 100 /* unpacked to packed ... */
#define WALK_RATIO_FROM (1UL << 20) /* ... above this many bytes */

/*
 * What is called, with paths that have "/" between names and none at their
 * end; a code other than MLA_OK ends the walk with it.
 */
struct walk {
	/*
	 * All lies below it, and it is left out of the paths: "bag/"; "" where
	 * nothing is left out.
	 */
	const char *root;
	/* A file begins. */
	enum mla_rc (*file)(void *arg, const char *path, struct err *err);
	/* Some bytes of it, in order; NULL: the bytes are not wanted. */
	enum mla_rc (*bytes)(
	    void *arg, const void *data, size_t len, struct err *err);
	/* It has ended. */
	enum mla_rc (*end)(void *arg, struct err *err);
	void *arg;
	/* A folder; NULL: they are not wanted. */
	enum mla_rc (*folder)(void *arg, const char *path, struct err *err);
	/* A link, device or FIFO: what it is.  NULL: they are not wanted. */
	enum mla_rc (*odd)(
	    void *arg, const char *path, const char *what, struct err *err);
	/*
	 * The checksum that the archive keeps of a file is wrong (why); comes
	 * before end.  NULL: that ends the walk with MLA_EDAMAGED.
	 */
	void (*damaged)(void *arg, const char *why);
};

/*
 * Visit all that is in a folder, or in a ZIP, tar or gzipped tar.  Paths are
 * checked before anything else: relative, no "..", the limits above; nothing
 * is followed.  The same path may come twice.  MLA_EDAMAGED: hostile or
 * damaged; MLA_ENOTFOUND; MLA_EIO.
 */
enum mla_rc walk_bag(
    const char *path, const struct walk *walk, struct err *err);

/* What is wrong with a path that leads to a file of a bag, or NULL. */
const char *walk_path_fault(const char *path);

#endif
