/* due.h - what is due, on whom, by when, and why */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_DUE_H
#define MLA_CORE_DUE_H

#include "core/dossier.h"
#include "core/where.h"
#include "store/deadline.h"

/*
 * From what a day is computed; everything is borrowed.  rule may name two
 * rules, with a blank between, where the law leaves doubt which one applies.
 */
struct due_input {
	const char *within, *rule, *state;
	struct when start;
	const struct period_stop *stops;
	size_t nstops;
	bool moved; /* a notice moved the end to that day ... */
	int32_t moved_to;
	/* ... but by no more than this period, "" for any. */
	const char *extend;
};

/* What came of it.  Where there is no doubt both are the same. */
struct due_day {
	bool stands; /* it is held: nothing is due */
	struct when earliest; /* by the rule and the region that end first */
	struct when latest; /* by those that end last */
};

enum mla_rc due_compute(struct due_day *out, struct office *office,
    const struct due_input *in, struct err *err);

/*
 * The input of a limit of a request, with stops that the caller frees.
 * *stops is NULL where it was never held.
 */
void due_input_of(struct due_input *out, struct period_stop **stops,
    const struct dossier *d, const struct dossier_limit *l);

/* When it ends; a day that is named is never rolled, but may be moved. */
enum mla_rc due_of_limit(struct due_day *out, const struct dossier *d,
    const struct dossier_limit *l, struct err *err);

/* Is it on us? What a third party owes is on them. */
bool due_is_ours(const struct dossier *d, const struct dossier_limit *l);

/* The end of a limit that names a day, or the day that took its place. */
struct when due_dated(const struct dossier_limit *l);

/*
 * Did an instrument behind it bind both States on the day it started? A clock
 * of law needs it.
 */
bool due_binds(const struct dossier *d, const struct dossier_limit *l);

/*
 * What is due of a request by its journal: its limits that run and are not
 * held, each with its day (the earliest if it is on us, the latest if it is on
 * them), and the next action.  The texts about the request stay empty.  MLA_OK:
 * the caller frees *out with store_deadlines_free.
 */
enum mla_rc due_rows(
    struct store_deadlines *out, const struct dossier *d, struct err *err);

/* Write these rows anew.  Inside a write transaction. */
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
bool due_is_late(const struct due_left *left);

/*
 * A row whose day is another one by the calendars of today; "DAY to DAY" where
 * the law leaves doubt.
 */
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
