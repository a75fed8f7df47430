/* declaration.h - the two lines of bagit.txt, and those of bag-info.txt */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_DECLARATION_H
#define MLA_BUNDLE_DECLARATION_H

#include <stdbool.h>
#include <stddef.h>

#define DECLARATION_MAX_BYTES 1024 /* of bagit.txt */
#define ENCODING_MAX 40 /* bytes of the name of an encoding, and NUL */

struct declaration {
	int version; /* 100 * major + minor; what cannot be read is 100 */
	char encoding[ENCODING_MAX]; /* of the other tag files */
	const char *problem; /* what is wrong with it, or NULL */
	const char *warning; /* what is odd, or NULL */
};

/*
 * Read the declaration of a bag (RFC 8493 section 2.1.1), len bytes with a NUL
 * behind them: two lines in this order, UTF-8 without a byte order mark.
 */
void declaration_read(struct declaration *out, const char *text, size_t len);

/* A line of bag-info.txt; all points into the line. */
struct info_line {
	char *label; /* NULL: it goes on with the value before, or is none */
	char *value;
	const char *problem; /* a sentence, or NULL */
	bool warning; /* it is a mere warning */
};

/* Read a line of bag-info.txt (section 2.2.2); first: none was before it. */
void info_line_read(struct info_line *out, char *line, bool first, int version);

#endif
