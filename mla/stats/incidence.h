/* incidence.h - competing outcomes: how many had which one by which day */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STATS_INCIDENCE_H
#define MLA_STATS_INCIDENCE_H

#include <stddef.h>
#include <stdint.h>

#define INCIDENCE_CAUSES 8 /* at most */

/*
 * Aalen-Johansen estimator for whole days.  In: n durations (days >= 0) and
 * what ended them: 0 still open at that day, 1 to causes.  At each day with n
 * at risk, d_j ends by cause j and d in all, with S before it:
 *   F_j += S d_j / n,  S *= (n - d) / n
 * Standard errors are the infinitesimal jackknife (R survival 3.5) in its O(1)
 * form for unweighted data:
 *   V_j += 2 h_j C_j + h_j^2 V_S + S^2 d_j (n - d_j) / n^3
 *   C_j  = (1 - h)(C_j + h_j V_S) - S^2 d_j (n - d) / n^3
 *   V_S  = (1 - h)^2 V_S + S^2 d (n - d) / n^3,  h = d / n, h_j = d_j / n
 */
struct incidence {
	int32_t *day; /* distinct days, ascending */
	size_t *risk; /* at risk on that day */
	double *open; /* S: share still open after it */
	double *share[INCIDENCE_CAUSES + 1]; /* F_j, from 1; [0] is unused */
	double *error[INCIDENCE_CAUSES + 1]; /* its standard error */
	size_t n; /* days */
	int causes;
};

/* The arrays are owned: incidence_free. */
void incidence_make(struct incidence *out, const int32_t *days,
    const int *cause, size_t n, int causes);
void incidence_free(struct incidence *f);

/* Share with cause by the end of that day: F_j(day). */
double incidence_by(const struct incidence *f, int cause, int32_t day);

/*
 * The first day on which F_j >= p, and 95 % limits by inverting the pointwise
 * log-log limits of F_j: lower is where the upper limit reaches p, upper where
 * the lower one does.  -1: not reached.
 */
void incidence_quantile(int32_t *day, int32_t *lower, int32_t *upper,
    const struct incidence *f, int cause, double p);

#endif
