/* figures.h - how long it took: days between two events, or in a state */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_FIGURES_H
#define MLA_CORE_FIGURES_H

#include <stddef.h>
#include <stdint.h>

#include "core/ends.h"
#include "core/sample.h"
#include "core/table.h"
#include "stats/incidence.h"

#define FIGURES_BETWEEN " / " /* between the values of two groupings */

/* Causes of the sample: 1 what is asked for, then the ways of closing. */
#define FIGURES_REACHED 1

#define FIGURES_TAU 365 /* days to which means are restricted */

/* What to count. */
struct figures_want {
	/*
	 * Names of events, blanks between: the first of them.  Both NULL: those
	 * of each kind and side (list "timing"), which are grouped by then.
	 */
	const char *from, *to;
	const char *state; /* or the days of each stay in a state; or NULL */
	const char *who; /* only days on which it waited on us or them; NULL */
	const char
	    *by; /* groupings with "," between (past_value), year; NULL */
	const char *strata; /* the same, to compare within; NULL */
	bool parts; /* each part for itself, not each request */
	struct past_want past;
};

/* A kind of which no answer is owed: counts, and who reported back. */
struct figures_owed {
	char *kind, *side, *from, *to;
	size_t n, back; /* begun, and reported back */
};

/* One row of the sample for each request (part, stay). */
struct figures {
	struct sample sample; /* days; groups and strata by name */
	int32_t *us, *them; /* of each row: days with us, with them */
	uint16_t *ends; /* of each row: which pair below */
	size_t cap_us, cap_them, cap_ends;
	struct labels pairs; /* "from TAB to" */
	char *by; /* the groupings that were used; "": none */
	struct ends ends_of; /* its ways of closing are the causes from 2 on */
	struct figures_owed *owed;
	size_t nowed, cap_owed;
	size_t inside; /* requests inside another case, counted once */
	int32_t first, last; /* days of the earliest and latest beginning */
};

/*
 * Durations over the requests of the register: from the first `from` to the
 * first `to` on or after it, in calendar days; open ones are cut off on the day
 * that is looked at, other endings compete.  MLA_EUSAGE: nothing to group by
 * has that name.  MLA_ENOTFOUND: no such event or state in any workflow.  With
 * no request that began, sample.n is 0 and MLA_OK.
 */
enum mla_rc figures_make(struct figures *out, struct office *office,
    const struct figures_want *want, struct err *err);
void figures_free(struct figures *f);

/*
 * The tables of durations: medians and shares by group (Aalen-Johansen), and
 * what owes no answer.
 */
void figures_tables(struct tables *out, const struct office *office,
    const struct figures *f, const struct figures_want *want);

/* Was anybody watched until that day, or had all ended before it? */
bool figures_reach(const struct incidence *f, double day);

/* The share by a day; NAN where nobody was watched so long. */
double figures_share_by(const struct incidence *f, size_t cause, double day);

/*
 * Append what the request (or a part of it) says by each of a list of
 * groupings, FIGURES_BETWEEN between; year is that of a day.  MLA_EUSAGE: there
 * is none of that name.
 */
enum mla_rc figures_group(struct buf *b, const struct office *office,
    const struct past *p, const char *part, const char *by, int32_t day,
    struct err *err);

/* The names of a list of groupings as cells: codes and words, one each. */
void figures_cells(struct table *t, const struct office *office, const char *by,
    const char *name);

/* Their columns, one each, in capitals. */
void figures_columns(struct table *t, const char *by);

#endif
