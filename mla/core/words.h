/* words.h - words of the journal's entries, for finding them again */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_WORDS_H
#define MLA_CORE_WORDS_H

#include "core/dossier.h"
#include "core/journal.h"

/*
 * Index the payloads of an entry of a request, with the first one its
 * references; in a write transaction.  e: the entry with the payloads as they
 * were read, the event being the first of them; or NULL.
 */
enum mla_rc words_add(struct dossier *d, int64_t seq,
    const struct dossier_event *e, const struct journal_payload *payload,
    size_t n, bool first, struct err *err);

/*
 * Requests in which every word of the text is found, or begins a word; in any
 * script and case.  The caller frees out->at.
 */
struct store_ids;
enum mla_rc words_find(struct store_ids *out, struct office *office,
    const char *text, struct err *err);

/* The first word of a text, "" if there is none; the caller frees it. */
char *words_first(const char *text);

#endif
