/* zip.h - is a ZIP file what it seems to be? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_ZIP_H
#define MLA_BUNDLE_ZIP_H

#include <stddef.h>

#include "base/err.h"
#include "base/pool.h"

#define ZIP_MAX_ENTRIES 400000UL
#define ZIP_MAX_DIRECTORY (64UL * 1024 * 1024) /* bytes of its directory */

/*
 * What libarchive does not tell of a ZIP, for each entry in the order of their
 * places: names as they stand there (NULL: all ASCII), which it composes, and
 * modes as of stat() (0: none), of which it forgets some.
 */
struct zip_names {
	struct zip_name {
		const char *name;
		unsigned mode;
	} * at;
	size_t n;
	struct pool texts;
};

void zip_names_free(struct zip_names *names);

/*
 * Compare the central directory of the ZIP at path with its local headers:
 * equal names, sizes and checksums, no overlap, nothing before, between or
 * behind the entries, no encryption, only stored or deflated.  One entry that
 * lies elsewhere is how two readers are made to see two contents (APPNOTE.TXT
 * 4.3).  Where most entries are as bundle/pack.h
 * writes them, all must be, also in what carries no content: versions, flags,
 * times, owner, mode and extra fields, in the directory and before the data;
 * so that a changed byte is found there too.  MLA_EDAMAGED with what is wrong;
 * MLA_EIO.  The caller frees *names with zip_names_free in any case.
 */
enum mla_rc zip_check(
    struct zip_names *names, const char *path, struct err *err);

#endif
