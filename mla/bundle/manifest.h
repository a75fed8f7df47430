/* manifest.h - the lines of a manifest of a bag */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_MANIFEST_H
#define MLA_BUNDLE_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Read a manifest (RFC 8493 section 2.1.3): lines that end in LF, CR or both;
 * a digest in any case, blanks or tabulators, a path.  In version 1.0 and
 * later %0A, %0D and %25 in the path are decoded.  line is called for each
 * one: with digest and path, or path NULL where it is no line of a manifest;
 * problem is NULL or a sentence, a mere warning if warning is set.
 */
void manifest_read(const char *text, size_t len, int version,
    void (*line)(void *arg, const char *hex, const char *path,
        const char *problem, bool warning),
    void *arg);

#endif
