/* incidence.h - competing outcomes: how many had which one by which time */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STATS_INCIDENCE_H
#define MLA_STATS_INCIDENCE_H

#include "stats/limits.h"
#include "stats/tally.h"

/*
 * Aalen-Johansen estimator.  At each time with n at risk, d_j ends by cause j
 * and d in all, with S before it:
 *   F_j += S d_j / n,  S *= (n - d) / n
 * Standard errors are the infinitesimal jackknife (R survival 3.5) in its O(1)
 * form for unweighted data:
 *   V_j += 2 h_j C_j + h_j^2 V_S + S^2 d_j (n - d_j) / n^3
 *   C_j  = (1 - h)(C_j + h_j V_S) - S^2 d_j (n - d) / n^3
 *   V_S  = (1 - h)^2 V_S + S^2 d (n - d) / n^3,  h = d / n, h_j = d_j / n
 * With late entries, terms of the late rows are added (late.h).
 */
struct incidence {
	size_t n; /* rows: times at which somebody left */
	size_t causes;
	double *time; /* ascending */
	double *risk; /* at risk at that time */
	double **share; /* F_j, from 1; [0]: S, the share still open */
	double **error; /* their standard errors */
};

/*
 * The shares of one group of a tally without strata; the arrays are owned:
 * incidence_free.
 */
void incidence_make(struct incidence *out, const struct tally *t, size_t group);
void incidence_free(struct incidence *f);

/* 95 % limits of the share with cause (0: still open) at row i. */
struct limits incidence_limits(
    enum limits_kind kind, const struct incidence *f, size_t cause, size_t i);

/*
 * The first time at which F_j >= p, and 95 % limits by inverting the pointwise
 * limits of F_j: lower is where the upper limit reaches p, upper where the
 * lower one does.  NAN: not reached.
 */
struct contrast incidence_quantile(
    enum limits_kind kind, const struct incidence *f, size_t cause, double p);

/*
 * The mean time without an end by the cause, restricted to tau: tau less the
 * area under F_j from 0 to tau (past the last time F_j stays as it is).  Its
 * error is the jackknife: with a_k = (tau - t_k) S(t_k-), b_k (1 - h_k) = the
 * sum of a_m h_jm over later times, m > k,
 *   sum over t_k <= tau of (a^2 h_j (1 - h_j) + b^2 h (1 - h) - 2 a b h_j (1 -
 *   h)) / n_k
 * Equal to the rmean of R's survfit for several states; of rows without late
 * entries.
 */
struct estimate incidence_mean(
    const struct incidence *f, size_t cause, double tau);

#endif
