/* gray.h - do groups differ in how many have one outcome, others competing? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STATS_GRAY_H
#define MLA_STATS_GRAY_H

#include "stats/logrank.h"

/* The cost of a time grows with the cube of the number of groups. */
#define GRAY_MAX_GROUPS 100

/*
 * Gray's test (rho = 0) of one cause (1 to causes) over all strata: compares
 * the subdistribution hazards of groups; scores and variances of the strata
 * are added up.  In a stratum, with n_k of group k at risk, S_k and F_k its
 * shares just before t, R_k = n_k / S_k, and d_k ends by the cause, d in all:
 *   score_k += d_k - d R_k (1 - F_k) / sum R (1 - F)
 * The variance follows section 3 of Gray, Annals of Statistics 16 (1988) 1141,
 * with his correction for ties.  Equal to R's cmprsk::cuminc.  Late entries
 * are not provided for (asserted).  df = groups - 1; chisq is NAN if the
 * variance is singular.
 */
struct chi_test gray_test(const struct tally *t, size_t cause);

#endif
