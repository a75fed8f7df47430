/* lang.h - the words of a language, from XLIFF */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_LANG_H
#define MLA_MODEL_LANG_H

#include <stdbool.h>

#include "base/err.h"
#include "base/file.h"
#include "res/res.h"

struct lang;

/*
 * Read forms/lang/CODE.xlf (XLIFF 1.2).  MLA_OK: free *out with lang_free.
 * MLA_ENOTFOUND: no such language here; MLA_EDAMAGED.
 */
enum mla_rc lang_load(struct lang **out, struct res_source source,
    const char *code, struct err *err);
void lang_free(struct lang *lang);

/* The same from bytes; name is for messages.  MLA_EDAMAGED: no XLIFF 1.2. */
enum mla_rc lang_parse(struct lang **out, const char *code, const char *data,
    size_t len, const char *name, struct err *err);

/* Let a word of somebody's own stand for the one that there is. */
void lang_put(struct lang *lang, const char *key, const char *text);

/* Its code ("fr"), and its direction ("ltr" or "rtl"). */
const char *lang_code(const struct lang *lang);
const char *lang_dir(const struct lang *lang);

/* The word, the English one where it is not translated; NULL: no such key. */
const char *lang_find(const struct lang *lang, const char *key);

/* The same, but the key itself where there is none. */
const char *lang_word(const struct lang *lang, const char *key);

/* How far is a word in this language? */
enum lang_state {
	LANG_MISSING, /* no such key, or only the English word */
	LANG_MACHINE, /* there, and not reviewed by a person */
	LANG_REVIEWED,
};
enum lang_state lang_state(const struct lang *lang, const char *key);

/* Every key of it, sorted; the caller frees with file_names_free. */
void lang_keys(struct file_names *out, const struct lang *lang);

#endif
