/* write.h - from trees and texts to bytes of XML */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_XML_WRITE_H
#define MLA_XML_WRITE_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "base/buf.h"

/*
 * Append a document as UTF-8: the same tree gives the same bytes; indented
 * with two blanks where that changes no text; one line end at the end.
 */
void xml_write(struct buf *out, xmlDoc *doc);

/* Append one element with all inside, without declaration or indentation. */
void xml_write_node(struct buf *out, xmlNode *node);

/* Append text with markup escaped; what XML cannot hold becomes U+FFFD. */
void xml_add_text(struct buf *out, const char *text);

/* Is it UTF-8 without a NUL, of which XML can hold every character? */
bool xml_is_text(const char *data, size_t len);

/* Append ` name="value"`; nothing if value is NULL. */
void xml_add_attr(struct buf *out, const char *name, const char *value);

#endif
