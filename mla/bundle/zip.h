/* zip.h - is a ZIP file what it seems to be? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_ZIP_H
#define MLA_BUNDLE_ZIP_H

#include "base/err.h"

#define ZIP_MAX_ENTRIES 200000UL
#define ZIP_MAX_DIRECTORY (64UL * 1024 * 1024) /* bytes of its directory */

/*
 * Compare the central directory of the ZIP at path with its local headers:
 * equal names, sizes and checksums, no overlap, nothing before, between or
 * behind the entries, no encryption, only stored or deflated, only files and
 * folders.  One entry that lies elsewhere is how two readers are made to see
 * two contents (APPNOTE.TXT 4.3).  Where most entries are as bundle/pack.h
 * writes them, all must be, also in what carries no content: versions, flags,
 * times, owner, mode and extra fields, in the directory and before the data;
 * so that a changed byte is found there too.  MLA_EDAMAGED with what is wrong;
 * MLA_EIO.
 */
enum mla_rc zip_check(const char *path, struct err *err);

#endif
