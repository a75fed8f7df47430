/* media.h - what kind of file is it? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_MEDIA_H
#define MLA_BUNDLE_MEDIA_H

/*
 * Media type of the file at path by its content (libmagic); the caller frees
 * it; "application/octet-stream" where nothing is known.
 */
char *media_type(const char *path);

#endif
