/* chisq.c - the upper tail of the chi-square distribution */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/chisq.h"

#include <assert.h>
#include <math.h>

#define PIECES 16 /* exp(-y) = exp(-y / 16)^16, of which none underflows */
#define LARGE 1e280 /* sums are made smaller from here on */

enum {
	FRACTIONS =
	    80 /* of the continued fraction; for z >= 5 more than enough */
};

/*
 * exp(z^2) erfc(z), y = z^2; where z >= 5 by the continued fraction
 * 1 / (z + (1/2) / (z + 1 / (z + (3/2) / ...))) / sqrt(pi) (7.1.14).
 */
static double
scaled_erfc(double y)
{
	double z = sqrt(y), below = 0;

	if (z < 5)
		return erfc(z) * exp(y);
	for (int k = FRACTIONS; k > 0; k--)
		below = k / 2.0 / (z + below);
	return 1 / (z + below) / sqrt(acos(-1));
}

double
chisq_tail(double x, size_t df)
{
	double y = x / 2, piece = exp(-y / PIECES), term, sum, next;
	int left = PIECES;

	assert(df >= 1);
	if (isnan(x))
		return NAN;
	if (x <= 0)
		return 1;
	if (piece == 0)
		return 0;
	/* All of it times exp(y); the pieces are put back at the end ... */
	sum = df % 2 == 0 ? 0 : scaled_erfc(y);
	term = df % 2 == 0 ? 1 : sqrt(y) / (sqrt(acos(-1)) / 2);
	next = df % 2 == 0 ? 1 : 1.5;
	for (size_t j = 0; j < df / 2; j++) {
		sum += term;
		term *= y / next;
		next++;
		/* ... or earlier, so that nothing overflows. */
		if ((sum > LARGE || term > LARGE) && left > 0) {
			sum *= piece;
			term *= piece;
			left--;
		}
	}
	while (left-- > 0)
		sum *= piece;
	return sum < 1 ? sum : 1;
}
