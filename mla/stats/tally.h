/* tally.h - durations counted by group, stratum, time and what ended them */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STATS_TALLY_H
#define MLA_STATS_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TALLY_MAX_CAUSES 100 /* ways to end */
#define TALLY_MAX_GROUPS 1000 /* that are compared */
#define TALLY_MAX_CELLS 10000000UL /* groups x strata */
#define TALLY_MAX_ROWS 2000000000UL /* so that places fit 32 bits */

/* The rows that are counted: columns of n values each, borrowed. */
struct tally_rows {
	const double *time; /* finite, >= 0, in any unit */
	/* Watched only after this time (left truncation); <= 0: always. */
	const double *entry; /* NULL: all always */
	const uint8_t *cause; /* 0 still open at time; else 1 to causes */
	const uint16_t *group; /* below groups; NULL: all are of group 0 */
	const uint32_t *stratum; /* below strata; NULL: all are of stratum 0 */
	size_t n;
	size_t causes, groups, strata; /* each at least 1, within the limits */
};

/* A row that was watched only from a time after 0 on. */
struct tally_late {
	uint32_t in; /* place of the first time at which it is at risk */
	uint32_t out; /* place of the time at which it left */
	uint32_t cause;
};

/* One group of one stratum. */
struct tally_cell {
	size_t rows;
	size_t step, nsteps; /* its steps: times at which somebody left */
	size_t late, nlate; /* its late rows, by out */
};

/*
 * All that the estimators need.  A row is at risk at time t if its entry < t
 * <= its time: who is open at t still was at risk when others ended at t.
 */
struct tally {
	double *time; /* distinct times, ascending */
	size_t ntimes;
	size_t causes, groups, strata;
	struct tally_cell *cell; /* strata x groups */
	uint32_t *place; /* of each step: into time; ascending in a cell */
	uint32_t *count; /* of each step: causes + 1 counts, [0] open */
	struct tally_late *late;
	uint32_t *in; /* the same rows' in, ascending in a cell */
	size_t empty; /* rows left out: entry and time are the same */
};

/*
 * Count.  Whole times up to about a million (days) are counted in a table,
 * never sorted; others are sorted by radix, and times that differ only by
 * rounding are the same (order.h).  The arrays are owned: tally_free.
 */
void tally_make(struct tally *out, const struct tally_rows *rows);

void tally_free(struct tally *t);

#endif
