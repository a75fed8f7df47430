/* test_incidence.c - competing outcomes: what must hold whatever the data */
/* SPDX-License-Identifier: Apache-2.0 */
#include "frame.h"

#include "chance.h"
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

enum {
	MANY = 200,
	WAYS = 3
};

/* Rows that ended in several ways, or are open; many at the same time. */
static void
shuffle_up(double *time, uint8_t *cause, uint16_t *group)
{
	for (int i = 0; i < MANY; i++) {
		time[i] = (double)chance_below(40);
		cause[i] = (uint8_t)chance_below(WAYS + 1);
		group[i] = (uint16_t)chance_below(2);
	}
}

/* With staying open the shares add up to all, each within its limits. */
static void
shares_add_up_and_limits_are_ordered(void **state)
{
	double time[MANY];
	uint8_t cause[MANY];
	uint16_t group[MANY];

	(void)state;
	for (int k = 0; k < chance_tries(200); k++) {
		double area = 0;
		struct incidence f;

		shuffle_up(time, cause, group);
		make(&f, time, cause, MANY, WAYS);
		for (size_t i = 0; i < f.n; i++) {
			double sum = f.share[0][i];

			for (size_t j = 1; j <= WAYS; j++) {
				const struct limits l =
				    incidence_limits(LIMITS_LOGLOG, &f, j, i);

				sum += f.share[j][i];
				if (isnan(l.lower))
					continue;
				assert_true(l.lower >= 0 && l.upper <= 1);
				assert_true(l.lower <= f.share[j][i]);
				assert_true(l.upper >= f.share[j][i]);
			}
			if (fabs(sum - 1) > 1e-12)
				fail_msg(
				    "try %d: they add up to %.17g", k, sum);
		}
		/* And so do the mean times that they stand for. */
		for (size_t j = 1; j <= WAYS; j++)
			area += 30 - incidence_mean(&f, j, 30).value;
		area += steps_area(f.time, f.share[0], f.n, 1, 30);
		assert_true(fabs(area - 30) < 1e-9);
		incidence_free(&f);
	}
}

/* The order of the rows means nothing. */
static void
the_order_of_rows_changes_nothing(void **state)
{
	double time[MANY];
	uint8_t cause[MANY];
	uint16_t group[MANY];
	struct incidence f, again;

	(void)state;
	shuffle_up(time, cause, group);
	make(&f, time, cause, MANY, WAYS);
	for (size_t i = MANY; i-- > 1;) {
		const size_t k = chance_below(i + 1);
		const double t = time[i];
		const uint8_t c = cause[i];

		time[i] = time[k];
		cause[i] = cause[k];
		time[k] = t;
		cause[k] = c;
	}
	make(&again, time, cause, MANY, WAYS);
	assert_int_equal(f.n, again.n);
	for (size_t i = 0; i < f.n; i++) {
		for (size_t j = 0; j <= WAYS; j++) {
			assert_true(f.share[j][i] == again.share[j][i]);
			assert_true(f.error[j][i] == again.error[j][i]);
		}
	}
	incidence_free(&f);
	incidence_free(&again);
}

/* Two groups put together are the pooled one. */
static void
merged_groups_are_the_pooled_one(void **state)
{
	double time[MANY];
	uint8_t cause[MANY];
	uint16_t group[MANY];
	struct tally_rows rows = { .time = time,
		.cause = cause,
		.group = group,
		.n = MANY,
		.causes = WAYS,
		.groups = 2,
		.strata = 1 };
	struct curve all, part[2];
	struct tally t;

	(void)state;
	shuffle_up(time, cause, group);
	tally_make(&t, &rows);
	curve_make(&part[0], &t, 0, LIMITS_LOGLOG, false);
	curve_make(&part[1], &t, 1, LIMITS_LOGLOG, false);
	tally_free(&t);
	rows.group = NULL;
	rows.groups = 1;
	tally_make(&t, &rows);
	curve_make(&all, &t, 0, LIMITS_LOGLOG, false);
	for (size_t i = 0; i < all.n; i++) {
		double events = 0, open = 0, surv = i > 0 ? all.surv[i - 1] : 1;

		for (size_t g = 0; g < 2; g++) {
			for (size_t k = 0; k < part[g].n; k++) {
				if (part[g].time[k] != all.time[i])
					continue;
				events += part[g].events[k];
				open += part[g].open[k];
			}
		}
		assert_true(events == all.events[i] && open == all.open[i]);
		near(surv * (all.risk[i] - events) / all.risk[i], all.surv[i],
		    "share", i);
	}
	curve_free(&all);
	curve_free(&part[0]);
	curve_free(&part[1]);
	tally_free(&t);
}

/*
 * R: fit <- survfit(Surv(t, factor(c, 0:3)) ~ 1, id = seq_along(t));
 * 365 - summary(fit, rmean = 365)$table[2, "rmean"];
 * sqrt(colSums(residuals(fit, times = 365, type = "auc")^2))
 */
static void
the_mean_time_and_its_error_are_those_of_r(void **state)
{
	static const double time[] = { 150, 350, 90, 203, 668, 200, 291, 578,
		270, 472 };
	static const uint8_t cause[] = { 1, 1, 2, 3, 0, 1, 1, 0, 1, 0 };
	struct estimate mean;
	struct incidence f;

	(void)state;
	make(&f, time, cause, 10, 3);
	mean = incidence_mean(&f, 1, 365);
	near(308.6, mean.value, "mean", 0);
	assert_true(fabs(mean.error - 23.7416090440391) < 1e-9);
	mean = incidence_mean(&f, 1, 0);
	assert_true(mean.value == 0 && mean.error == 0);
	incidence_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_median_is_the_day_by_which_half_had_it),
		cmocka_unit_test(nothing_and_one_are_no_trouble),
		cmocka_unit_test(one_cause_alone_is_the_curve_turned_over),
		cmocka_unit_test(shares_add_up_and_limits_are_ordered),
		cmocka_unit_test(the_order_of_rows_changes_nothing),
		cmocka_unit_test(merged_groups_are_the_pooled_one),
		cmocka_unit_test(the_mean_time_and_its_error_are_those_of_r),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
