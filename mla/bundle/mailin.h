/* mailin.h - the bundle that is attached to a mail */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_MAILIN_H
#define MLA_BUNDLE_MAILIN_H

#include <stdbool.h>

#include "base/err.h"

#define MAILIN_MAX_BYTES (1UL << 30) /* of a mail */
#define MAILIN_MAX_HEAD (64UL << 10) /* of the header of a part */
#define MAILIN_MAX_DEPTH 10 /* parts inside one another */
#define MAILIN_MAX_PARTS 200 /* parts of a mail */

/* Does it begin as a mail does, with a field of a header?  False: no file. */
bool mailin_is_mail(const char *path);

/*
 * Read a mail (RFC 5322, MIME) from its stream and write the one archive that
 * is attached to it to fd: by its media type or the ending of its name, in
 * base64, also inside a forwarded mail.  *name: what it is called, NULL where
 * it has no name; the caller frees it.  Nothing else of the mail is looked at.
 * MLA_ENOTFOUND: no archive is attached, or no such file; MLA_EREFUSED: there
 * are several; MLA_EDAMAGED: cut off, no base64, or beyond a limit above;
 * MLA_EIO.
 */
enum mla_rc mailin_extract(
    char **name, int fd, const char *path, struct err *err);

#endif
