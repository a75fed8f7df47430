/* search.h - words of the journal, and whether derived tables are whole */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STORE_SEARCH_H
#define MLA_STORE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

/* The words of one journal entry.  Inside a write transaction. */
enum mla_rc store_search_add(struct store *store, int64_t seq, int64_t request,
    const char *words, struct err *err);

/* Forget the words of an entry, in the file too. */
enum mla_rc store_search_erase(
    struct store *store, int64_t seq, struct err *err);

/* Forget all. */
enum mla_rc store_search_clear(struct store *store, struct err *err);

/* Numbers of requests, ascending. */
struct store_ids {
	int64_t *at;
	size_t n, cap;
};

/*
 * Requests with an entry that has a word, or the beginning of one, in any
 * script and case.  The caller frees out->at.
 */
enum mla_rc store_search_find(struct store_ids *out, struct store *store,
    const char *word, struct err *err);

/* The query for one word or its beginning; the caller frees it. */
char *store_search_query(const char *word);

/* Are the derived tables whole?  An upgrade may leave them to be rebuilt. */
enum mla_rc store_derived_whole(
    bool *whole, struct store *store, struct err *err);
enum mla_rc store_derived_set(struct store *store, bool whole, struct err *err);

#endif
