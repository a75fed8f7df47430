/* deadline.h - derived rows: what is due, on whom, under which rule */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STORE_DEADLINE_H
#define MLA_STORE_DEADLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"
#include "store/store.h"

/* One of them; a text that does not apply is "". */
struct store_deadline {
	int64_t request;
	const char *part; /* id of a part */
	const char *name; /* limit of the workflow; "": the next action */
	const char *clock; /* law, asked, ours, contract */
	const char *who; /* us, them */
	const char *due, *latest; /* ISO days or moments */
	const char *basis;
	bool verified; /* was the term compared with their official text? */
	/* See the schema. */
	const char *rule, *state, *within, *start, *held, *moved;
	/* Read only: of the request. */
	const char *reference, *theirs, *kind, *side, *partner, *at;
	const char *assignee, *action;
};

/* The list owns the texts of its rows. */
struct store_deadlines {
	struct store_deadline *at;
	size_t n, cap;
	struct pool texts; /* of all rows */
};

/* Add a row with copies of its texts; NULL becomes "". */
void store_deadlines_add(
    struct store_deadlines *all, const struct store_deadline *d);
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
