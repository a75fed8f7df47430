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
 * two contents (APPNOTE.TXT 4.3).  MLA_EDAMAGED with what is wrong; MLA_EIO.
 */
enum mla_rc zip_check(const char *path, struct err *err);

#endif
