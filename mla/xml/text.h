/* text.h - what is asked of the bytes of XML before they are parsed */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_XML_TEXT_H
#define MLA_XML_TEXT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * Append the bytes of a document as UTF-8 without byte order mark.
 * MLA_EDAMAGED unless they are UTF-8, or UTF-16 with a byte order mark
 * (Unicode D98, D101), hold no NUL, and any encoding="..." says the same.
 */
enum mla_rc text_decode(struct buf *out, const char *data, size_t len,
    const char *name, struct err *err);

/* Where the look at start tags stands; begins as { 0 }. */
struct text_tags {
	enum {
		TEXT_OUTSIDE,
		TEXT_BEGINS, /* behind "<" */
		TEXT_INSIDE
	} at;
	char quote; /* the one that is open, or NUL */
	size_t values; /* of this tag so far */
};

/*
 * The next bytes of a document in UTF-8: false as soon as a start tag has more
 * than XML_MAX_ATTRIBUTES attributes.  The parser compares each with each
 * before it tells us of one, so this cannot wait for it.
 */
bool text_tags_more(struct text_tags *tags, const char *text, size_t len);

/* The same for a whole document: MLA_EDAMAGED with the line. */
enum mla_rc text_check_tags(
    const char *text, size_t len, const char *name, struct err *err);

#endif
