/* late.h - what rows that entered late add to the jackknife's variance */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STATS_LATE_H
#define MLA_STATS_LATE_H

#include "stats/tally.h"

/* The sums of incidence.h at one time. */
struct sums {
	size_t causes;
	double s, vs; /* S and its variance */
	double *f, *v, *c; /* of each cause, from 1: F, V and C */
};

/*
 * Without late entries all rows at risk have had the same influence a = dS, f_j
 * = dF_j on the estimates, and the mixed terms of the variance vanish.  A row
 * that entered after time e has, with u the influence of a row at risk from
 * the beginning,
 *   a = u_S(t) - u_S(e) S(t) / S(e)
 *   f_j = u_j(t) - u_j(e) - u_S(e) (F_j(t) - F_j(e)) / S(e)
 * because influences of rows at risk differ by what is carried along only.
 */
struct late;

struct late *late_new(const struct tally *t, size_t group);
void late_free(struct late *l);

/*
 * Called at each time: place, n at risk, left as in sweep.h, and the sums
 * before that time.  Adds the mixed terms to sums->vs, v and c, to be called
 * after their own recursion but with s still the one before.
 */
void late_add(struct late *l, struct sums *sums, uint32_t place, double n,
    const uint32_t *left);

#endif
