/* language.h - names of languages in every language, from iso-codes */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_LANGUAGE_H
#define MLA_MODEL_LANGUAGE_H

#include "base/ban.h"

/*
 * Name of a language (ISO 639, two or three letters; what follows in a tag of
 * BCP 47 is ignored) in the language lang; the caller frees it.  English where
 * iso-codes has no translation; NULL: no such language.
 */
char *language_name(const char *code, const char *lang);

#endif
