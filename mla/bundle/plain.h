/* plain.h - the bytes of one file, unpacked if it is gzipped */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_PLAIN_H
#define MLA_BUNDLE_PLAIN_H

#include <stddef.h>

#include "base/err.h"

/* A file that is read from its beginning, in constant memory. */
struct plain;

/*
 * Open a file, or "-" for standard input; gzip (RFC 1952) is found by its
 * first bytes, whatever the name.  On MLA_OK the caller ends with plain_close.
 * MLA_ENOTFOUND: there is no such file; MLA_EIO: it cannot be read, or is a
 * folder.
 */
enum mla_rc plain_open(struct plain **out, const char *path, struct err *err);

/*
 * Up to size bytes more, *got of them; 0 at the end.  MLA_EDAMAGED: the gzip
 * is cut off or damaged; MLA_EIO.
 */
enum mla_rc plain_read(
    size_t *got, struct plain *p, void *data, size_t size, struct err *err);
void plain_close(struct plain *p);

#endif
