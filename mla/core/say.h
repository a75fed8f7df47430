/* say.h - a sentence of the words, with what it is about filled in */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_SAY_H
#define MLA_CORE_SAY_H

#include "model/lang.h"

/*
 * The word of a key with each {name} replaced: pairs of name and text follow,
 * then NULL.  The caller frees it.  The key where there is no such word.
 */
char *say(const struct lang *lang, const char *key, ...)
    __attribute__((sentinel));

#endif
