/* text.h - what is asked of the bytes of XML before they are parsed */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_XML_TEXT_H
#define MLA_XML_TEXT_H

#include "base/buf.h"
#include "base/err.h"

/*
 * Append the bytes of a document as UTF-8 without byte order mark.
 * MLA_EDAMAGED unless they are UTF-8, or UTF-16 with a byte order mark
 * (Unicode D98, D101), hold no NUL, and any encoding="..." says the same.
 */
enum mla_rc text_decode(struct buf *out, const char *data, size_t len,
    const char *name, struct err *err);

/*
 * MLA_EDAMAGED with the line if a start tag has more than XML_MAX_ATTRIBUTES
 * attributes.  The parser compares each with each before it tells us of one,
 * so this cannot wait for it.  text is UTF-8.
 */
enum mla_rc text_check_tags(
    const char *text, size_t len, const char *name, struct err *err);

#endif
