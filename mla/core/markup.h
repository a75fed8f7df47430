/* markup.h - a paragraph or line of a request as one line of plain text */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_MARKUP_H
#define MLA_CORE_MARKUP_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "base/buf.h"

/*
 * In the line, [ar] or [ar rtl] at the beginning is the language (and the
 * direction) of the whole; {{ar: text}} is a run in another language.  A
 * backslash takes the meaning of the next [ { } or backslash away.
 */

/* The line for an element with text and runs; the caller frees it. */
char *markup_write(const xmlNode *node);

/* Append "[ar rtl] " for its language and direction; nothing without them. */
void markup_write_tag(struct buf *out, const xmlNode *node);

/* Fill an element from a line: language, direction, text, runs. */
void markup_read(xmlNode *node, const char *line);

/* Is the line a mere "[ar]", the language of a whole text?  Put it there. */
bool markup_is_tag(const char *line);
void markup_read_tag(xmlNode *node, const char *line);

/* Set language and direction; NULL takes them away. */
void markup_set_tag(xmlNode *node, const char *lang, const char *dir);

/* Its xml:lang as a text (the caller frees it, NULL: none) or attribute. */
char *markup_lang(const xmlNode *node);
xmlAttr *markup_lang_node(const xmlNode *node);

/* Is it a tag of BCP 47, as far as the schema of requests looks? */
bool markup_is_lang(const char *text);

#endif
