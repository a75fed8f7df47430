/* curve.h - Kaplan-Meier: the share that is still open, over time */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STATS_CURVE_H
#define MLA_STATS_CURVE_H

#include "stats/limits.h"
#include "stats/tally.h"

/* One row for each time at which somebody left, those still open too. */
struct curve {
	size_t n;
	size_t rows; /* that were counted */
	double *time; /* ascending */
	double *risk; /* n: at risk */
	double *events; /* d: that ended, of whatever cause */
	double *open; /* that left without an end */
	double *surv; /* S *= (n - d) / n, Kaplan-Meier */
	double *greenwood; /* G += d / (n (n - d)); infinite where n = d */
	double *cumhaz; /* H += d / n, Nelson-Aalen */
	double *cumvar; /* its variance += d / n^2 */
	double *lower, *upper; /* 95 % limits of S */
};

/*
 * The curve of one group of a tally without strata.  Reverse: ends and open
 * ones change places, which is the follow-up: how long rows were watched.
 * Equal to R's survfit (stype = 1, ctype = 1); the arrays are owned:
 * curve_free.
 */
void curve_make(struct curve *out, const struct tally *t, size_t group,
    enum limits_kind kind, bool reverse);
void curve_free(struct curve *c);

/* Standard error of S at row i: S sqrt(G); NAN where S = 0. */
double curve_error(const struct curve *c, size_t i);

/*
 * Restricted mean: the area under S from 0 to tau; past the last time S stays
 * as it is.  Error: sqrt(sum over times t <= tau of A^2 d / (n (n - d))), A the
 * area from t to tau; a term with n = d is left out; no correction by m / (m -
 * 1).  Equal to R's print(rmean = tau).
 */
struct estimate curve_mean(const struct curve *c, double tau);

/*
 * Area under a step function from 0 to tau: first until time[0], then y[i]
 * from time[i] on, the last one up to tau.
 */
double steps_area(
    const double *time, const double *y, size_t n, double first, double tau);

/* Its value at time t. */
double steps_at(
    const double *time, const double *y, size_t n, double first, double t);

#endif
