/* test_incidence.c - competing outcomes: what must hold whatever the data */
/* SPDX-License-Identifier: Apache-2.0 */
#include "frame.h"

#include "stats/curve.h"
#include "stats/incidence.h"

/* Shares of rows with whole or other times, all in one group. */
static void
make(struct incidence *f, const double *time, const uint8_t *cause, size_t n,
    size_t causes)
{
	const struct tally_rows rows = { .time = time,
		.cause = cause,
		.n = n,
		.causes = causes,
		.groups = 1,
		.strata = 1 };
	struct tally t;

	tally_make(&t, &rows);
	incidence_make(f, &t, 0);
	tally_free(&t);
}

static void
the_median_is_the_day_by_which_half_had_it(void **state)
{
	double days[40];
	uint8_t cause[40];
	struct contrast half;
	struct incidence f;

	(void)state;
	for (int i = 0; i < 40; i++) {
		days[i] = i + 1;
		cause[i] = 1;
	}
	make(&f, days, cause, 40, 1);
	half = incidence_quantile(LIMITS_LOGLOG, &f, 1, 0.5);
	assert_true(half.value == 20);
	assert_true(half.lower > 0 && half.lower < 20 && half.upper > 20);
	assert_true(
	    fabs(steps_at(f.time, f.share[1], f.n, 0, 10) - 0.25) < 1e-12);
	assert_true(steps_at(f.time, f.share[1], f.n, 0, 0.5) == 0);
	incidence_free(&f);
	/* Where the others were refused, half may never have it. */
	for (int i = 0; i < 40; i++)
		cause[i] = i % 4 == 0 ? 1 : 2;
	make(&f, days, cause, 40, 2);
	half = incidence_quantile(LIMITS_LOGLOG, &f, 1, 0.5);
	assert_true(isnan(half.value) && isnan(half.upper));
	incidence_free(&f);
}

static void
nothing_and_one_are_no_trouble(void **state)
{
	double none[1] = { 0 };
	uint8_t open[1] = { 0 }, event[1] = { 1 };
	struct contrast half;
	struct incidence f;

	(void)state;
	make(&f, none, open, 0, 1);
	assert_int_equal(0, f.n);
	half = incidence_quantile(LIMITS_LOGLOG, &f, 1, 0.5);
	assert_true(isnan(half.value));
	incidence_free(&f);
	make(&f, none, open, 1, 1);
	assert_true(f.share[0][0] == 1);
	incidence_free(&f);
	make(&f, none, event, 1, 1);
	half = incidence_quantile(LIMITS_LOGLOG, &f, 1, 0.5);
	assert_true(half.value == 0 && isnan(half.lower));
	incidence_free(&f);
}

/* With one cause only, F is 1 - S, and both have the same error. */
static void
one_cause_alone_is_the_curve_turned_over(void **state)
{
	double time[] = { 1, 2, 2, 5, 7, 7, 9, 12 };
	uint8_t cause[] = { 1, 0, 1, 1, 0, 1, 0, 1 };
	const struct tally_rows rows = { .time = time,
		.cause = cause,
		.n = 8,
		.causes = 1,
		.groups = 1,
		.strata = 1 };
	struct incidence f;
	struct curve c;
	struct tally t;

	(void)state;
	tally_make(&t, &rows);
	incidence_make(&f, &t, 0);
	curve_make(&c, &t, 0, LIMITS_LOGLOG, false);
	assert_int_equal(c.n, f.n);
	for (size_t i = 0; i < f.n; i++) {
		near(1 - c.surv[i], f.share[1][i], "share", i);
		if (c.surv[i] > 0)
			near(curve_error(&c, i), f.error[1][i], "error", i);
	}
	incidence_free(&f);
	curve_free(&c);
	tally_free(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_median_is_the_day_by_which_half_had_it),
		cmocka_unit_test(nothing_and_one_are_no_trouble),
		cmocka_unit_test(one_cause_alone_is_the_curve_turned_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
