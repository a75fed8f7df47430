/* now.h - derived rows: where each request stands */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STORE_NOW_H
#define MLA_STORE_NOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"
#include "store/store.h"

/* Where a request stands; texts are owned where it was read. */
struct store_now {
	int64_t request;
	char *state; /* id of the state that counts */
	char *holder; /* holder code or "" */
	char *waiting; /* "us", "them" or "" */
	char *outcome; /* outcome code or "" */
	bool closed;
	char *since, *last; /* ISO days */
	char *subject;
	char *theirs; /* the partner's reference or "" */
	char *assignee; /* or "" */
	char *next, *action; /* ISO day and words of the next action, or "" */
	int64_t seq; /* of the journal entry it was derived from */
	/* Read only, and only by store_now_list: */
	char *reference, *kind, *side, *partner;
};

struct store_nows {
	struct store_now *at;
	size_t n, cap;
	struct pool texts; /* of all rows */
};

/* Of store_now_get; the rows of a list are freed with the list. */
void store_now_free(struct store_now *now);
void store_nows_free(struct store_nows *nows);

/* Insert or replace.  Inside a write transaction. */
enum mla_rc store_now_put(
    struct store *store, const struct store_now *now, struct err *err);

/* *found false if there is no row: rebuild it. */
enum mla_rc store_now_get(bool *found, struct store_now *out,
    struct store *store, int64_t request, struct err *err);

/* NULL: any; closed: 0 open, 1 closed, -1 any; waiting: us, them, holder. */
struct store_now_want {
	const char *partner, *state, *waiting;
	const char *ref; /* part of any reference, any case */
	const char *word; /* found in it, as by store_search_find */
	int closed;
	int64_t operation; /* that it belongs to, 0: any */
};

/* By own reference. */
enum mla_rc store_now_list(struct store_nows *out, struct store *store,
    const struct store_now_want *want, struct err *err);

#endif
