/* due.h - what is due, on whom, by when, and why */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_DUE_H
#define MLA_CORE_DUE_H

#include "base/buf.h"
#include "core/dossier.h"
#include "store/deadline.h"

/*
 * Write the derived rows of a request anew: its limits that run, each with its
 * day, and the next action.  Inside a write transaction.
 */
enum mla_rc due_put(struct dossier *d, struct err *err);

/*
 * How far away a row is, seen from the office's now: whole days, and for a
 * moment the seconds.  Below 0: it is past.
 */
struct due_left {
	bool timed;
	int32_t days;
	int64_t seconds;
};

struct due_left due_left(
    const struct office *office, const struct store_deadline *row);

/* Is it past? A day is past when it has ended. */
bool due_is_late(const struct office *office, const struct store_deadline *row);

/*
 * Append how the day of a limit that runs was found: the event it starts from,
 * the period and its rule, days that moved it, when it was held, whether it was
 * moved, each line with its source.
 */
enum mla_rc due_explain(struct buf *out, struct dossier *d,
    const struct dossier_limit *limit, struct err *err);

/* A row whose day is another one by the calendars of today. */
struct due_move {
	char *reference, *part, *name, *before, *after;
};

struct due_moves {
	struct due_move *at;
	size_t n, cap;
	int64_t rows; /* that were computed */
};

/*
 * Compute every day again from what stands beside it, without a replay: after
 * a change of a calendar or a rule.  In one transaction.  The caller frees
 * *out with due_moves_free.
 */
enum mla_rc due_again(
    struct due_moves *out, struct office *office, struct err *err);
void due_moves_free(struct due_moves *moves);

#endif
