/* chisq.h - the upper tail of the chi-square distribution */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STATS_CHISQ_H
#define MLA_STATS_CHISQ_H

#include <stddef.h>

/*
 * P(X > x) for X chi-square with df degrees of freedom (1 to 2,000), to 1e-12
 * relative, 0 where it is below the smallest number; NAN where x is NAN.
 * Q(df/2, x/2) as a finite sum of positive terms (Abramowitz and Stegun
 * 26.4.4 and 26.4.5), y = x / 2:
 *   even df: exp(-y) sum y^j / j!, j < df/2
 *   odd df:  erfc(sqrt y) + exp(-y) sum y^(j-1/2) / Gamma(j+1/2),
 *            1 <= j <= (df-1)/2
 */
double chisq_tail(double x, size_t df);

#endif
