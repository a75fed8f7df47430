/* deadline.h - derived rows: what is due, on whom, under which rule */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STORE_DEADLINE_H
#define MLA_STORE_DEADLINE_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

/* One of them; texts are owned where it was read, "" where none applies. */
struct store_deadline {
	int64_t request;
	char *part; /* id of a part */
	char *name; /* limit of the workflow; "": the next action */
	char *clock; /* law, asked, ours, contract */
	char *who; /* us, them */
	char *due, *latest; /* ISO days or moments */
	char *basis;
	char *rule, *state, *within, *start, *held, *moved; /* see the schema */
	/* Read only: of the request. */
	char *reference, *theirs, *kind, *side, *partner, *at, *assignee;
	char *action;
};

struct store_deadlines {
	struct store_deadline *at;
	size_t n, cap;
};

void store_deadline_free(struct store_deadline *d);
void store_deadlines_free(struct store_deadlines *all);

/* Inside a write transaction. */
enum mla_rc store_deadline_clear(
    struct store *store, int64_t request, struct err *err);
enum mla_rc store_deadline_put(
    struct store *store, const struct store_deadline *d, struct err *err);

/* Give a row another due and latest. */
enum mla_rc store_deadline_move(
    struct store *store, const struct store_deadline *d, struct err *err);

/* Which ones; NULL: any. */
struct store_deadline_want {
	const char *until; /* ISO day: due on or before it */
	const char *assignee; /* any case */
	int64_t request; /* 0: any */
};

/* By day, then by reference. */
enum mla_rc store_deadline_list(struct store_deadlines *out,
    struct store *store, const struct store_deadline_want *want,
    struct err *err);

#endif
