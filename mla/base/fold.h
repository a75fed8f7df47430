/* fold.h - text without case, accents and width, for comparing and finding */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BASE_FOLD_H
#define MLA_BASE_FOLD_H

#include "base/ban.h"

/*
 * Case-folded, compatibly decomposed (Unicode NFKD) and without marks, in any
 * script; the caller frees it.  What is no UTF-8 stays as it is.
 */
char *str_fold(const char *text);

/* Composed (NFC) and else as it is; the caller frees it. */
char *str_compose(const char *text);

/* Case-folded and composed (NFC), marks and all; the caller frees it. */
char *str_fold_case(const char *text);

/*
 * The same as str_fold for an index of words: in scripts that put no blanks
 * between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) each character
 * is a word.
 */
char *str_fold_words(const char *text);

#endif
