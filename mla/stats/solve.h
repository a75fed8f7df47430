/* solve.h - how far a vector of scores is from zero, by its variance */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STATS_SOLVE_H
#define MLA_STATS_SOLVE_H

#include <stddef.h>

/*
 * u' V^-1 u by Cholesky's decomposition.  V: n x n by rows, symmetric; both
 * are overwritten.  NAN if V is singular (a pivot lost 12 digits or more), 0
 * if n is 0.
 */
double solve_distance(double *v, double *u, size_t n);

#endif
