/* test_chisq.c - the tail of chi-square against sums with 60 digits */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <math.h>

#include "stats/chisq.h"

static void
the_tail_is_right_to_twelve_digits(void **state)
{
	static const struct {
		double x;
		size_t df;
		double p;
	} known[] = {
		{ 1e-08, 1, 0.99992021154405264 },
		{ 0.5, 1, 0.47950012218695348 },
		{ 3.841458820694124, 1, 0.050000000000000058 },
		{ 10.32674195488563, 1, 0.0013111645203554901 },
		{ 700, 1, 2.9902269751246203e-154 },
		{ 1300, 1, 1.1303728441492743e-284 },
		{ 0.01, 2, 0.99501247919268232 },
		{ 50, 2, 1.3887943864964021e-11 },
		{ 0.001, 3, 0.9999915920809419 },
		{ 7.5, 3, 0.057558451972636406 },
		{ 100, 3, 1.5541594313896049e-21 },
		{ 500, 3, 4.7716720319127583e-108 },
		{ 20, 20, 0.45792971447185221 },
		{ 300, 20, 8.0828496297759105e-52 },
		{ 900, 999, 0.98862118708341884 },
		{ 1200, 999, 1.1129350448258867e-05 },
		{ 2500, 999, 1.3300230595900123e-129 },
		{ 1400, 5, 1.3765875143943704e-300 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		double p = chisq_tail(known[i].x, known[i].df);

		if (!(fabs(p / known[i].p - 1) < 1e-12))
			fail_msg("Q(%g, %zu) = %.17g, not %.17g", known[i].x,
			    known[i].df, p, known[i].p);
	}
}

static void
ends_and_nonsense_have_their_values(void **state)
{
	(void)state;
	assert_true(chisq_tail(0, 1) == 1);
	assert_true(chisq_tail(0, 2) == 1);
	assert_true(chisq_tail(1e6, 3) == 0);
	assert_true(chisq_tail(INFINITY, 2) == 0);
	assert_true(isnan(chisq_tail(NAN, 4)));
}

/* Where both are nearly 1, rounding may turn them round. */
static void
more_is_less_likely_and_more_degrees_more(void **state)
{
	(void)state;
	for (size_t df = 1; df < 40; df++) {
		for (double x = 0.5; x < 100; x += 0.5) {
			double p = chisq_tail(x, df);

			assert_true(p > 0 && p <= 1);
			assert_true(chisq_tail(x + 0.5, df) <= p * (1 + 1e-14));
			assert_true(chisq_tail(x, df + 1) >= p * (1 - 1e-14));
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_tail_is_right_to_twelve_digits),
		cmocka_unit_test(ends_and_nonsense_have_their_values),
		cmocka_unit_test(more_is_less_likely_and_more_degrees_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
