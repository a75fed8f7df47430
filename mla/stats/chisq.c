/* chisq.c - the upper tail of the chi-square distribution */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/chisq.h"

#include <assert.h>
#include <math.h>

double
chisq_tail(double x, size_t df)
{
	long double y = x / 2.0L, term, sum = 0;

	assert(df >= 1);
	if (isnan(x))
		return NAN;
	if (x <= 0)
		return 1;
	/* Long double: exp(-y) is above 0 where the sum makes up for it. */
	term = expl(-y);
	if (df % 2 == 0) {
		for (size_t j = 0; j < df / 2; j++) {
			sum += term;
			term *= y / (long double)(j + 1);
		}
		return (double)sum;
	}
	sum = erfcl(sqrtl(y));
	term *= sqrtl(y) / (sqrtl(acosl(-1)) / 2);
	for (size_t j = 1; j <= (df - 1) / 2; j++) {
		sum += term;
		term *= y / ((long double)j + 0.5L);
	}
	return (double)sum;
}
