/* solve.c - how far a vector of scores is from zero, by its variance */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/solve.h"

#include <math.h>

#define LOST_DIGITS 1e-12 /* what is left of a pivot is rounding */

double
solve_distance(double *v, double *u, size_t n)
{
	double sum = 0;

	/* V = L L'; L w = u is solved on the way; the answer is w'w. */
	for (size_t j = 0; j < n; j++) {
		double *row = &v[j * n], before = row[j];

		for (size_t k = 0; k < j; k++) {
			const double *above = &v[k * n];
			double dot = row[k];

			for (size_t i = 0; i < k; i++)
				dot -= row[i] * above[i];
			row[k] = dot / above[k];
			row[j] -= row[k] * row[k];
			u[j] -= row[k] * u[k];
		}
		if (!(row[j] > before * LOST_DIGITS))
			return NAN;
		row[j] = sqrt(row[j]);
		u[j] /= row[j];
		sum += u[j] * u[j];
	}
	return sum;
}
