/* limits.h - 95 % limits of a share that was estimated */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STATS_LIMITS_H
#define MLA_STATS_LIMITS_H

#include <stddef.h>

#define LIMITS_Z 1.959963984540054 /* the normal quantile of 0.975 */

/* Tolerance of comparisons of shares and times, as R's: sqrt of epsilon. */
#define LIMITS_TOLERANCE 1.4901161193847656e-08

enum limits_kind {
	LIMITS_LOGLOG, /* exp(-exp(log(-log p) -+ z s / log p)) */
	LIMITS_LOG, /* exp(log p -+ z s), upper at most 1 */
	LIMITS_PLAIN, /* p -+ z s p, within 0 to 1 */
};

struct limits {
	double lower, upper; /* NAN where they are not defined */
};

/*
 * Limits of the share p whose logarithm has the standard error s (for
 * Kaplan-Meier s = sqrt of Greenwood's sum, for a cumulative incidence its
 * standard error / p).  Not defined: log where p = 0; log-log where p is 0 or
 * 1; plain where s is infinite.  Source: Kalbfleisch and Prentice, The
 * Statistical Analysis of Failure Time Data, 1.4; equal to R survival's
 * survfit_confint.
 */
struct limits limits_of(enum limits_kind kind, double p, double s);

/* An estimate with its standard error. */
struct estimate {
	double value, error;
};

/* An estimate with 95 % limits. */
struct contrast {
	double value, lower, upper;
};

/* a - b, +- z sqrt(se_a^2 + se_b^2). */
struct contrast limits_difference(struct estimate a, struct estimate b);

/*
 * a / b, limits exp(log(a / b) -+ z sqrt((se_a / a)^2 + (se_b / b)^2)); NAN
 * where one of them is 0.  Source: Uno et al., J Clin Oncol 32 (2014) 2380.
 */
struct contrast limits_ratio(struct estimate a, struct estimate b);

/*
 * A step function that falls from 1 (S, or one of its limits), y[i] from
 * time[i] on, NAN where it is not defined, at its n times: when does it come
 * to one half?  The first time with y <= 1/2; where it stays on 1/2 exactly,
 * the middle between that time and the next lower step; NAN: never.  The rule
 * of R's print.survfit.
 */
double limits_half(const double *time, const double *y, size_t n);

/*
 * The same for any p above 0, at most 1: where does y come down to 1 - p[k],
 * k < np, to out[k]?  The rule of R's quantile.survfit: where y ends on 1 - p,
 * the middle between that time and the last of all; of a y that rises again
 * (upper limits may) the value next below 1 - p counts.
 */
void limits_quantiles(double *out, const double *p, size_t np,
    const double *time, const double *y, size_t n);

#endif
