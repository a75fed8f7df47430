/* figures.h - how long it took: days from one event to another */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_FIGURES_H
#define MLA_CORE_FIGURES_H

#include <stddef.h>
#include <stdint.h>

#include "core/dossier.h"

#define FIGURES_GROUPING "grouping" /* list of codes with a path each */
#define FIGURES_BETWEEN " / " /* between the values of two groupings */

/* What to count. */
struct figures_want {
	const char *from, *to; /* names of events */
	/*
	 * What to group by, or NULL: partner, kind, side, year (of from),
	 * outcome, assignee, or a grouping of the list, with "," between.
	 */
	const char *by;
	const struct dossier_look *look; /* as they stood then; NULL: now */
};

/* A holder and its days, summed over the requests of a group. */
struct figures_holder {
	char *holder;
	int64_t days;
};

/* One line of the table. */
struct figures_group {
	char *name; /* value of what it is grouped by, "all" */
	size_t n; /* requests in which `from` happened */
	size_t reached; /* `to` happened */
	size_t open; /* neither `to` nor an end: censored today */
	char **outcome; /* how the others ended */
	size_t *outcomes; /* how many each */
	size_t noutcomes;
	/* Day by which half had `to`, others competing; -1: not reached. */
	int32_t median, lower, upper;
	double by_90, by_365; /* share with `to` by these days */
	double mean_completed; /* of those that reached it; NAN if none */
	struct figures_holder *holder;
	size_t nholders, cap_holders;
	/* While it is filled: */
	double *days;
	uint8_t *cause; /* 0 open, 1 `to`, 2 and more: outcomes */
	size_t cap_days, cap_cause;
};

struct figures {
	struct figures_group *at; /* by name */
	size_t n, cap;
};

/*
 * Durations over all requests of the register: from the first `from` to the
 * first `to` on or after it, in calendar days; open ones are censored today (or
 * on the day that is looked at), other final outcomes compete (Aalen-Johansen).
 * MLA_EUSAGE: nothing to group by has that name.  MLA_ENOTFOUND: no such event
 * in any workflow.
 */
enum mla_rc figures_make(struct figures *out, struct office *office,
    const struct figures_want *want, struct err *err);
void figures_free(struct figures *f);

#endif
