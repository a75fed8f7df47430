/* test_tally.c - what must hold of all figures, on rows made at random */
/* SPDX-License-Identifier: Apache-2.0 */
#include "frame.h"

#include "stats/curve.h"
#include "stats/gray.h"
#include "stats/incidence.h"
#include "stats/logrank.h"
#include "stats/order.h"

enum {
	N = 400,
	GROUPS = 3,
	STRATA = 4,
	CAUSES = 3,
	ROUNDS = 40
};

static uint64_t seed;

/* xorshift64: the same rows in every run. */
static unsigned
below(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % n;
}

/* Rows of one round: whole days, or eighths of days. */
struct rows {
	double time[N], entry[N];
	uint8_t cause[N];
	uint16_t group[N];
	uint32_t stratum[N];
	struct tally_rows in;
};

static void
make_rows(struct rows *r, unsigned round, bool late)
{
	double unit = round % 2 == 0 ? 1 : 0.125;
	unsigned longest;

	seed = round * 7919 + 17;
	longest = 1 + below(200);
	r->in = (struct tally_rows){ .time = r->time,
		.entry = late ? r->entry : NULL,
		.cause = r->cause,
		.group = r->group,
		.stratum = r->stratum,
		.n = 1 + below(N),
		.causes = CAUSES,
		.groups = GROUPS,
		.strata = STRATA };
	for (size_t i = 0; i < r->in.n; i++) {
		unsigned before = below(3) == 0 ? below(longest) : 0;

		r->entry[i] = before * unit;
		r->time[i] = (before + below(longest) + (late ? 1 : 0)) * unit;
		r->cause[i] = (uint8_t)below(CAUSES + 1);
		r->group[i] = (uint16_t)below(GROUPS);
		r->stratum[i] = below(STRATA);
	}
}

static void
pooled(struct tally *t, const struct rows *r)
{
	struct tally_rows in = r->in;

	in.stratum = NULL;
	in.strata = 1;
	tally_make(t, &in);
}

static void
shares_add_up_and_limits_stand_in_order(void **state)
{
	struct rows r;

	(void)state;
	for (unsigned round = 0; round < ROUNDS; round++) {
		enum limits_kind kind = (enum limits_kind)(round % 3);
		struct tally t;

		make_rows(&r, round, round % 4 > 1);
		pooled(&t, &r);
		for (size_t g = 0; g < GROUPS; g++) {
			struct incidence f;
			struct curve c;

			curve_make(&c, &t, g, kind, false);
			incidence_make(&f, &t, g);
			assert_int_equal(c.n, f.n);
			for (size_t i = 0; i < c.n; i++) {
				double sum = 0;

				for (size_t j = 0; j <= CAUSES; j++)
					sum += f.share[j][i];
				assert_true(fabs(sum - 1) < 1e-12);
				near(c.surv[i], f.share[0][i], "S", i);
				if (!isnan(c.lower[i]))
					assert_true(c.lower[i] <= c.surv[i] &&
					    c.surv[i] <= c.upper[i] &&
					    c.upper[i] <= 1);
				assert_true(
				    c.risk[i] >= c.events[i] + c.open[i]);
			}
			curve_free(&c);
			incidence_free(&f);
		}
		tally_free(&t);
	}
}

/* Bit for bit: the counts are the same, and all follows from them. */
static void
assert_same_tally(const struct tally *a, const struct tally *b)
{
	size_t cells = a->groups * a->strata, n;

	assert_int_equal(a->ntimes, b->ntimes);
	assert_memory_equal(a->time, b->time, a->ntimes * sizeof(double));
	for (size_t c = 0; c < cells; c++) {
		assert_int_equal(a->cell[c].rows, b->cell[c].rows);
		assert_int_equal(a->cell[c].step, b->cell[c].step);
		assert_int_equal(a->cell[c].nsteps, b->cell[c].nsteps);
		assert_int_equal(a->cell[c].nlate, b->cell[c].nlate);
	}
	n = a->cell[cells - 1].step + a->cell[cells - 1].nsteps;
	assert_memory_equal(a->place, b->place, n * sizeof(*a->place));
	assert_memory_equal(
	    a->count, b->count, n * (a->causes + 1) * sizeof(*a->count));
}

static void
the_order_of_the_rows_changes_nothing(void **state)
{
	struct rows r, turned;

	(void)state;
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct tally a, b;
		struct incidence fa, fb;

		make_rows(&r, round, round % 4 > 1);
		make_rows(&turned, round, round % 4 > 1);
		for (size_t i = 0, n = r.in.n; i < n; i++) {
			turned.time[i] = r.time[n - 1 - i];
			turned.entry[i] = r.entry[n - 1 - i];
			turned.cause[i] = r.cause[n - 1 - i];
			turned.group[i] = r.group[n - 1 - i];
			turned.stratum[i] = r.stratum[n - 1 - i];
		}
		tally_make(&a, &r.in);
		tally_make(&b, &turned.in);
		assert_same_tally(&a, &b);
		tally_free(&a);
		tally_free(&b);
		/* The errors of late rows are sums in another order. */
		pooled(&a, &r);
		pooled(&b, &turned);
		incidence_make(&fa, &a, 0);
		incidence_make(&fb, &b, 0);
		for (size_t i = 0; i < fa.n; i++)
			assert_true(
			    fabs(fa.error[1][i] - fb.error[1][i]) < 1e-12);
		incidence_free(&fa);
		incidence_free(&fb);
		tally_free(&a);
		tally_free(&b);
	}
}

/* The table of days and the sorted rows lead to the same figures. */
static void
days_are_counted_as_other_times_are_sorted(void **state)
{
	struct rows r;

	(void)state;
	for (unsigned round = 0; round < ROUNDS; round += 2) {
		struct tally a, b;

		make_rows(&r, round, round % 4 > 1);
		tally_make(&a, &r.in);
		for (size_t i = 0; i < r.in.n; i++) {
			r.time[i] += 0.25;
			r.entry[i] += r.entry[i] > 0 ? 0.25 : 0;
		}
		tally_make(&b, &r.in);
		for (size_t g = 0; g < GROUPS * STRATA; g++) {
			struct incidence fa, fb;

			assert_int_equal(a.cell[g].nlate, b.cell[g].nlate);
			incidence_make(&fa, &a, g);
			incidence_make(&fb, &b, g);
			assert_int_equal(fa.n, fb.n);
			for (size_t i = 0; i < fa.n; i++) {
				assert_true(fa.time[i] + 0.25 == fb.time[i]);
				assert_true(fa.risk[i] == fb.risk[i]);
				assert_true(fa.share[1][i] == fb.share[1][i]);
				near(
				    fa.error[2][i], fb.error[2][i], "error", i);
			}
			incidence_free(&fa);
			incidence_free(&fb);
		}
		tally_free(&a);
		tally_free(&b);
	}
}

static void
merged_groups_are_the_pooled_rows(void **state)
{
	struct rows r;

	(void)state;
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct tally apart, one;
		struct tally_rows in;
		struct curve all, c;

		make_rows(&r, round, false);
		pooled(&apart, &r);
		in = r.in;
		in.group = NULL;
		in.stratum = NULL;
		in.groups = in.strata = 1;
		tally_make(&one, &in);
		curve_make(&all, &one, 0, LIMITS_LOG, false);
		for (size_t g = 0; g < GROUPS; g++) {
			curve_make(&c, &apart, g, LIMITS_LOG, false);
			for (size_t i = 0; i < c.n; i++) {
				size_t k = 0;

				while (all.time[k] != c.time[i])
					k++;
				all.events[k] -= c.events[i];
				all.open[k] -= c.open[i];
			}
			curve_free(&c);
		}
		for (size_t k = 0; k < all.n; k++)
			assert_true(all.events[k] == 0 && all.open[k] == 0);
		curve_free(&all);
		tally_free(&apart);
		tally_free(&one);
	}
}

static void
an_entry_of_zero_is_no_entry(void **state)
{
	struct rows r;

	(void)state;
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct tally a, b;

		make_rows(&r, round, false);
		tally_make(&a, &r.in);
		for (size_t i = 0; i < r.in.n; i++)
			r.entry[i] = i % 2 == 0 ? 0 : -1;
		r.in.entry = r.entry;
		tally_make(&b, &r.in);
		assert_same_tally(&a, &b);
		tally_free(&a);
		tally_free(&b);
	}
}

static void
what_is_expected_is_what_was_observed_in_all(void **state)
{
	struct rows r;

	(void)state;
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct logrank l;
		struct tally t;
		double more = 0;

		make_rows(&r, round, round % 4 > 1);
		tally_make(&t, &r.in);
		logrank_make(&l, &t, (int)(round % 2));
		for (size_t k = 0; k < GROUPS; k++) {
			double row = 0;

			more += l.observed[k] - l.expected[k];
			for (size_t j = 0; j < GROUPS; j++)
				row += l.var[k * GROUPS + j];
			assert_true(fabs(row) < 1e-9);
			assert_true(l.var[k * GROUPS + k] >= 0);
		}
		assert_true(fabs(more) < 1e-9);
		logrank_free(&l);
		tally_free(&t);
	}
}

/* Rows that are all in one stratum: the strata of the others are empty. */
static void
one_stratum_is_no_stratum(void **state)
{
	struct rows r;

	(void)state;
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct logrank la, lb;
		struct tally a, b;

		make_rows(&r, round, false);
		pooled(&a, &r);
		for (size_t i = 0; i < r.in.n; i++)
			r.stratum[i] = 2;
		tally_make(&b, &r.in);
		logrank_make(&la, &a, 0);
		logrank_make(&lb, &b, 0);
		near(la.test.chisq, lb.test.chisq, "logrank", round);
		near(gray_test(&a, 1).chisq, gray_test(&b, 1).chisq, "gray",
		    round);
		logrank_free(&la);
		logrank_free(&lb);
		tally_free(&a);
		tally_free(&b);
	}
}

static void
groups_that_are_the_same_do_not_differ(void **state)
{
	double time[] = { 1, 4, 4, 9, 1, 4, 4, 9 };
	uint8_t cause[] = { 1, 1, 0, 2, 1, 1, 0, 2 };
	uint16_t group[] = { 0, 0, 0, 0, 1, 1, 1, 1 };
	struct tally_rows in = { .time = time,
		.cause = cause,
		.group = group,
		.n = 8,
		.causes = 2,
		.groups = 2,
		.strata = 1 };
	struct logrank l;
	struct tally t;

	(void)state;
	tally_make(&t, &in);
	logrank_make(&l, &t, 0);
	assert_true(fabs(l.test.chisq) < 1e-12 && l.test.df == 1);
	assert_true(fabs(gray_test(&t, 1).chisq) < 1e-12);
	logrank_free(&l);
	tally_free(&t);
	/* One group alone is no test; nor are ends that all come at once. */
	in.groups = 1;
	in.group = NULL;
	tally_make(&t, &in);
	logrank_make(&l, &t, 0);
	assert_true(isnan(l.test.chisq) && isnan(l.test.p) && l.test.df == 0);
	assert_true(isnan(gray_test(&t, 1).p));
	logrank_free(&l);
	tally_free(&t);
	in = (struct tally_rows){ .time = (double[]){ 7, 7 },
		.cause = (uint8_t[]){ 1, 1 },
		.group = (uint16_t[]){ 0, 1 },
		.n = 2,
		.causes = 1,
		.groups = 2,
		.strata = 1 };
	tally_make(&t, &in);
	logrank_make(&l, &t, 0);
	assert_true(isnan(l.test.chisq) && l.test.df == 1);
	logrank_free(&l);
	tally_free(&t);
}

/* Turned over and over again, the follow-up is the curve. */
static void
follow_up_is_the_curve_of_the_open_ones(void **state)
{
	struct rows r, flipped;
	struct tally a, b;
	struct curve ca, cb;

	(void)state;
	make_rows(&r, 3, false);
	make_rows(&flipped, 3, false);
	for (size_t i = 0; i < r.in.n; i++)
		flipped.cause[i] = r.cause[i] == 0;
	pooled(&a, &r);
	pooled(&b, &flipped);
	curve_make(&ca, &a, 1, LIMITS_LOGLOG, true);
	curve_make(&cb, &b, 1, LIMITS_LOGLOG, false);
	assert_int_equal(ca.n, cb.n);
	for (size_t i = 0; i < ca.n; i++)
		assert_true(ca.surv[i] == cb.surv[i]);
	curve_free(&ca);
	curve_free(&cb);
	tally_free(&a);
	tally_free(&b);
}

static void
means_are_compared_with_limits(void **state)
{
	const struct estimate a = { 300, 12 }, b = { 240, 5 }, none = { 0, 0 };
	struct contrast d = limits_difference(a, b), q = limits_ratio(a, b);

	(void)state;
	near(60, d.value, "difference", 0);
	near(60 - LIMITS_Z * 13, d.lower, "difference", 1);
	near(60 + LIMITS_Z * 13, d.upper, "difference", 2);
	near(1.25, q.value, "ratio", 0);
	near(log(1.25) - LIMITS_Z * hypot(0.04, 5.0 / 240), log(q.lower),
	    "ratio", 1);
	near(2 * log(1.25), log(q.lower) + log(q.upper), "ratio", 2);
	assert_true(isnan(limits_ratio(a, none).value));
}

/* Sorted by value, whatever the bits; equal ones keep their order. */
static void
times_come_in_order(void **state)
{
	double t[] = { 3, 0, 2.5, 1e300, 1e-300, 3, 0.1 + 0.2, 0.3, -0.0 };
	uint32_t place[] = { 2, 0, 1, 3, 0, 2, 0, 0, 0 };
	struct order o;

	(void)state;
	/* Next to 1e300 all others are the same time. */
	order_make(&o, t, 9);
	assert_int_equal(2, o.n);
	order_free(&o);
	t[3] = 30;
	order_make(&o, t, 9);
	/* 0 and 1e-300 are the same, and so are 0.3 and 0.1 + 0.2. */
	assert_int_equal(5, o.n);
	assert_true(o.time[0] == 0 && o.time[1] == 0.3);
	place[2] = 2;
	place[0] = place[5] = 3;
	place[3] = 4;
	place[6] = place[7] = 1;
	for (size_t i = 0; i < 9; i++)
		assert_int_equal(place[i], o.place[i]);
	assert_int_equal(1, o.sorted[0]);
	assert_int_equal(8, o.sorted[1]);
	order_free(&o);
	order_make(&o, t, 0);
	assert_int_equal(0, o.n);
	order_free(&o);
}

/* An entry that is the time but for rounding: never at risk. */
static void
rows_without_time_are_left_out(void **state)
{
	const struct tally_rows in = { .time = (double[]){ 5.5, 7, 8 },
		.entry = (double[]){ 5.5 - 1e-12, 2, 0 },
		.cause = (uint8_t[]){ 1, 1, 0 },
		.n = 3,
		.causes = 1,
		.groups = 1,
		.strata = 1 };
	struct curve c;
	struct tally t;

	(void)state;
	tally_make(&t, &in);
	assert_int_equal(1, t.empty);
	assert_int_equal(2, t.cell[0].rows);
	curve_make(&c, &t, 0, LIMITS_LOGLOG, false);
	assert_int_equal(2, c.n);
	assert_true(c.risk[0] == 2 && c.surv[0] == 0.5);
	curve_free(&c);
	tally_free(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_add_up_and_limits_stand_in_order),
		cmocka_unit_test(the_order_of_the_rows_changes_nothing),
		cmocka_unit_test(days_are_counted_as_other_times_are_sorted),
		cmocka_unit_test(merged_groups_are_the_pooled_rows),
		cmocka_unit_test(an_entry_of_zero_is_no_entry),
		cmocka_unit_test(what_is_expected_is_what_was_observed_in_all),
		cmocka_unit_test(one_stratum_is_no_stratum),
		cmocka_unit_test(groups_that_are_the_same_do_not_differ),
		cmocka_unit_test(follow_up_is_the_curve_of_the_open_ones),
		cmocka_unit_test(means_are_compared_with_limits),
		cmocka_unit_test(times_come_in_order),
		cmocka_unit_test(rows_without_time_are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
