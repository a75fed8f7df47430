/* lang.h - the words of a language, from XLIFF */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_LANG_H
#define MLA_MODEL_LANG_H

#include <stdbool.h>

#include "base/err.h"
#include "res/res.h"

struct lang;

/*
 * Read forms/lang/CODE.xlf (XLIFF 1.2).  MLA_OK: free *out with lang_free.
 * MLA_ENOTFOUND: no such language here; MLA_EDAMAGED.
 */
enum mla_rc lang_load(struct lang **out, struct res_source source,
    const char *code, struct err *err);
void lang_free(struct lang *lang);

/* Its code ("fr"), and its direction ("ltr" or "rtl"). */
const char *lang_code(const struct lang *lang);
const char *lang_dir(const struct lang *lang);

/* The word, the English one where it is not translated; NULL: no such key. */
const char *lang_find(const struct lang *lang, const char *key);

/* The same, but the key itself where there is none. */
const char *lang_word(const struct lang *lang, const char *key);

/* Has a person reviewed the translation? */
bool lang_is_reviewed(const struct lang *lang, const char *key);

#endif
