/* country.h - names of States in every language, from iso-codes */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_COUNTRY_H
#define MLA_MODEL_COUNTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * Name of a State (ISO 3166-1 alpha-2) in a language; the caller frees it.
 * English where iso-codes has no translation; NULL: no such State.
 */
char *country_name(const char *code, const char *lang);

/* Is it a code of ISO 3166-1? True for all where iso-codes is missing. */
bool country_exists(const char *code);

/*
 * A name of iso-codes in another language, by its domain ("iso_3166-1"); the
 * caller frees it; NULL where there is no translation.
 */
char *iso_translate(const char *domain, const char *name, const char *lang);

/*
 * Look up a text in the bytes of a .mo file (GNU gettext, either byte order).
 * The caller frees the translation; NULL: none, or the file is damaged.
 */
char *country_mo_find(const unsigned char *mo, size_t len, const char *text);

#endif
