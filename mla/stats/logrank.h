/* logrank.h - do groups differ in how long it takes? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STATS_LOGRANK_H
#define MLA_STATS_LOGRANK_H

#include "stats/tally.h"

/* A test of chi-square. */
struct chi_test {
	double chisq; /* NAN: not defined (less than two groups, no variance) */
	size_t df;
	double p; /* upper tail; NAN with chisq */
};

struct logrank {
	size_t groups;
	double *observed, *expected; /* of each group, weighted */
	double *var; /* groups x groups, of observed - expected */
	struct chi_test test;
};

/*
 * Weighted log-rank test over all event times t of all strata: weight w =
 * S(t-)^rho, S Kaplan-Meier of the whole stratum (rho = 0: log-rank; 1: Peto
 * and Peto).  With n_k of n at risk and d ends (of whatever cause):
 *   E_k += w d n_k / n
 *   V_jk += w^2 d (n - d) / (n - 1) (n_j / n) (delta_jk - n_k / n), n > 1
 * chisq = u' V^-1 u, u = O - E without one of the groups that have E > 0; df =
 * those groups - 1.  Source: Harrington and Fleming, Biometrika 69 (1982) 553;
 * equal to R's survdiff.  The arrays are owned: logrank_free.
 */
void logrank_make(struct logrank *out, const struct tally *t, int rho);
void logrank_free(struct logrank *l);

#endif
