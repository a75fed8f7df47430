/* names.h - words in Latin script that must be the same in two languages */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_NAMES_H
#define MLA_CORE_NAMES_H

#include <stdbool.h>

#include "base/buf.h"

struct names; /* a set of words */

struct names *names_new(void);
void names_free(struct names *names);

/*
 * Add the words of a name: in Latin script, beginning with a capital, of three
 * letters at least.
 */
void names_add(struct names *names, const char *name);

/* Are most letters of a text Latin ones? False where there are none. */
bool names_is_latin(const char *text);

/*
 * Append to missing, with commas, the first few words of here, each once,
 * that are not in there: of those in names; where names is NULL, all in Latin
 * script.  Case does not matter, and a word may be the beginning of another
 * (Modèle, Modèles).
 */
void names_missing(struct buf *missing, const struct names *names,
    const char *here, const char *there);

#endif
