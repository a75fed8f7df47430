/* manifest.h - the lines of a manifest of a bag, and of its fetch.txt */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_MANIFEST_H
#define MLA_BUNDLE_MANIFEST_H

#include <stdbool.h>
#include <stdint.h>

#include "bundle/lines.h"

/* A line of a manifest; all but the problem points into the line. */
struct manifest_line {
	const char *hex; /* of the digest, in any case */
	char *path; /* NULL: it is no line of a manifest */
	char *literal; /* the path as it stands, if decoding changed it */
	const char *problem; /* a sentence, or NULL */
	bool warning; /* it is a mere warning */
};

/*
 * Read a line of a manifest (RFC 8493 section 2.1.3): a digest, blanks or
 * tabulators, a path.  In version 1.0 (version 100) %0A, %0D and %25 in the
 * path are decoded; the caller frees literal.
 */
void manifest_line_read(struct manifest_line *out, char *line, int version);

/* Read all lines of one; only those that are some count. */
void manifest_read(struct lines *l, int version,
    void (*line)(void *arg, const char *hex, const char *path), void *arg);

/* A line of fetch.txt; all points into the line. */
struct fetch_line {
	const char *url;
	int64_t bytes; /* -1: it does not say */
	char *path; /* NULL: it is no such line */
	const char *problem; /* what is wrong, or NULL */
};

/* Read a line of fetch.txt (section 2.2.3): URL, length or "-", path. */
void fetch_line_read(struct fetch_line *out, char *line, int version);

#endif
