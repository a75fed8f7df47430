/* words.h - the words of the office's language for codes and names */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_WORDS_H
#define MLA_CMD_WORDS_H

#include "core/dossier.h"

/* The word for "GROUP.ID"; "" for a blank id; the id where there is none. */
const char *words_of(
    const struct office *office, const char *group, const char *id);

/* The word for a whole key; the key itself where there is none. */
const char *words_key(const struct office *office, const char *key);

/* The word for "GROUP.ID.TAIL", or "" where there is none. */
const char *words_tail(const struct office *office, const char *group,
    const char *id, const char *tail);

/* What a part of a request is called; the caller frees it. */
char *words_part(struct dossier *d, const struct dossier_part *part);

/* Name of a State; its code where iso-codes has none; the caller frees it. */
char *words_country(const struct office *office, const char *code);

/* "17 Jul", with the year where it is not today's; for columns. */
char *words_day(const struct office *office, int32_t day);

#endif
