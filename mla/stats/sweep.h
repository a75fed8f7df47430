/* sweep.h - the times of a tally one after the other, with who is at risk */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STATS_SWEEP_H
#define MLA_STATS_SWEEP_H

#include "stats/tally.h"

/* Some cells that are looked at together, time by time. */
struct sweep {
	const struct tally *t;
	const struct tally_cell *cell;
	size_t ncells;
	/* What sweep_next found: */
	uint32_t place; /* the time, as a place */
	double *risk; /* of each cell: at risk at that time */
	const uint32_t **left; /* of each cell: who left, causes + 1 */
	/* For its own use: */
	size_t *step, *in;
	uint32_t *none;
};

/*
 * Begin before the first time of ncells cells from cell on; sweep_next goes to
 * the next time at which somebody left, false at the end.  The tally must
 * outlive the sweep; sweep_end frees what the sweep has.
 */
void sweep_begin(
    struct sweep *s, const struct tally *t, size_t cell, size_t ncells);
bool sweep_next(struct sweep *s);
void sweep_end(struct sweep *s);

#endif
