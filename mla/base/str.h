/* str.h - small questions about texts */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BASE_STR_H
#define MLA_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/ban.h"
#include "base/buf.h"

/* NULL is equal to NULL and to nothing else. */
bool str_eq(const char *a, const char *b);
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);

/* Is there no visible character (NULL counts as blank)? */
bool str_is_blank(const char *s);

/* A new text without white space at both ends; the caller frees it. */
char *str_trim(const char *s);

/* Is it well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms)? */
bool str_is_utf8(const char *s, size_t len);

/*
 * Decode one character of well-formed UTF-8 at *s, and step over it.
 * A byte that begins no character gives U+FFFD and is stepped over alone.
 */
unsigned str_next_char(const char **s);

/*
 * Append s so that a terminal does nothing but show it: control, bidi and
 * zero-width characters are written as \u{XX}.  Newlines too, unless lines.
 */
void str_add_safe(struct buf *b, const char *s, bool lines);

/* The same as a new text; the caller frees it. */
char *str_safe(const char *s);

/* text with each what replaced; what is not "".  The caller frees it. */
char *str_replace(const char *text, const char *what, const char *with);

/*
 * How far apart are two words: insertions, deletions, replacements and
 * exchanged neighbours (restricted Damerau-Levenshtein), in bytes; for
 * suggestions of near misses.
 */
size_t str_distance(const char *a, const char *b);

#endif
