/* test_incidence.c - competing outcomes, equal to R's survival */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <math.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "stats/incidence.h"

enum {
	MAX_COLUMNS = 32
};

/* A table of numbers with a head; NA is NAN. */
struct table {
	char *head[MAX_COLUMNS];
	size_t width, rows, cap;
	double *at;
};

static size_t
column(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->width; i++) {
		if (str_eq(t->head[i], name))
			return i;
	}
	fail_msg("no column %s", name);
	return 0;
}

static void
read_table(struct table *t, const char *path)
{
	struct buf b = { 0 };
	struct err err = { 0 };
	char *line, *rest = NULL;

	memset(t, 0, sizeof(*t));
	assert_ok(file_read(&b, path, SIZE_MAX, &err), err);
	for (line = strtok_r(b.data, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		char *cell, *cells = NULL;
		size_t i = 0;

		for (cell = strtok_r(line, ",", &cells); cell != NULL;
		     cell = strtok_r(NULL, ",", &cells), i++) {
			if (t->rows == 0 && t->at == NULL && i == t->width) {
				assert_true(t->width < MAX_COLUMNS);
				t->head[t->width++] = xstrdup(cell);
			} else {
				t->at = vec_more(t->at, &t->cap,
				    t->rows * t->width + i, sizeof(*t->at));
				t->at[t->rows * t->width + i] =
				    str_starts(cell, "N") ? NAN
				                          : strtod(cell, NULL);
			}
		}
		if (t->at != NULL)
			t->rows++;
		else
			t->at = vec_more(NULL, &t->cap, 0, sizeof(*t->at));
	}
	buf_free(&b);
}

static void
table_free(struct table *t)
{
	for (size_t i = 0; i < t->width; i++)
		free(t->head[i]);
	free(t->at);
}

static void
near(double want, double have, const char *what, size_t row)
{
	if (fabs(want - have) > 1e-9 * (fabs(want) + 1e-300) &&
	    fabs(want - have) > 1e-15)
		fail_msg(
		    "%s, row %zu: %.17g, not %.17g", what, row, have, want);
}

static void
equals_r(const char *name, const char *const *causes, int n)
{
	char *in = xasprintf("tests/data/survival/%s.csv", name);
	char *out = xasprintf("tests/data/survival/%s.all.aj.loglog.csv", name);
	struct table data, want;
	struct incidence f;
	int32_t *days;
	int *cause;

	read_table(&data, in);
	read_table(&want, out);
	days = xcalloc(data.rows, sizeof(*days));
	cause = xcalloc(data.rows, sizeof(*cause));
	for (size_t i = 0; i < data.rows; i++) {
		days[i] =
		    (int32_t)data.at[i * data.width + column(&data, "time")];
		cause[i] =
		    (int)data.at[i * data.width + column(&data, "event")];
	}
	incidence_make(&f, days, cause, data.rows, n);
	assert_int_equal(want.rows, f.n);
	for (size_t i = 0; i < f.n; i++) {
		const double *row = &want.at[i * want.width];
		double sum = f.open[i];

		near(row[column(&want, "time")], f.day[i], "time", i);
		near(
		    row[column(&want, "n.risk")], (double)f.risk[i], "risk", i);
		near(row[column(&want, "p.open")], f.open[i], "open", i);
		for (int j = 1; j <= n; j++) {
			char *p = xasprintf("p.%s", causes[j - 1]);
			char *se = xasprintf("se.%s", causes[j - 1]);

			near(row[column(&want, p)], f.share[j][i], p, i);
			near(row[column(&want, se)], f.error[j][i], se, i);
			sum += f.share[j][i];
			free(p);
			free(se);
		}
		/* S and the shares of all causes are everything. */
		assert_true(fabs(sum - 1) < 1e-12);
	}
	incidence_free(&f);
	free(days);
	free(cause);
	table_free(&data);
	table_free(&want);
	free(in);
	free(out);
}

static void
shares_and_errors_equal_those_of_r(void **state)
{
	static const char *const mgus2[] = { "pcm", "death" };
	static const char *const requests[] = { "executed", "refused",
		"withdrawn" };

	(void)state;
	equals_r("mgus2", mgus2, 2);
	equals_r("synmla2000", requests, 3);
}

static void
the_order_of_the_rows_changes_nothing(void **state)
{
	int32_t days[] = { 5, 1, 9, 5, 3, 3 }, back[6];
	int cause[] = { 1, 2, 0, 0, 1, 2 }, cback[6];
	struct incidence a, b;

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		back[i] = days[5 - i];
		cback[i] = cause[5 - i];
	}
	incidence_make(&a, days, cause, 6, 2);
	incidence_make(&b, back, cback, 6, 2);
	assert_int_equal(a.n, b.n);
	for (size_t i = 0; i < a.n; i++) {
		assert_true(a.share[1][i] == b.share[1][i]);
		assert_true(a.error[2][i] == b.error[2][i]);
	}
	incidence_free(&a);
	incidence_free(&b);
}

static void
the_median_is_the_day_by_which_half_had_it(void **state)
{
	int32_t days[40], day, lower, upper;
	int cause[40];
	struct incidence f;

	(void)state;
	for (int i = 0; i < 40; i++) {
		days[i] = i + 1;
		cause[i] = 1;
	}
	incidence_make(&f, days, cause, 40, 1);
	incidence_quantile(&day, &lower, &upper, &f, 1, 0.5);
	assert_int_equal(20, day);
	assert_true(lower > 0 && lower < 20 && upper > 20);
	assert_true(fabs(incidence_by(&f, 1, 10) - 0.25) < 1e-12);
	assert_true(incidence_by(&f, 1, 0) == 0);
	incidence_free(&f);
	/* Where the others were refused, half may never have it. */
	for (int i = 0; i < 40; i++)
		cause[i] = i % 4 == 0 ? 1 : 2;
	incidence_make(&f, days, cause, 40, 2);
	incidence_quantile(&day, &lower, &upper, &f, 1, 0.5);
	assert_int_equal(-1, day);
	assert_int_equal(-1, upper);
	incidence_free(&f);
}

static void
nothing_and_one_are_no_trouble(void **state)
{
	int32_t none[1] = { 0 }, day, lower, upper;
	int open[1] = { 0 }, event[1] = { 1 };
	struct incidence f;

	(void)state;
	incidence_make(&f, none, open, 0, 1);
	assert_int_equal(0, f.n);
	incidence_quantile(&day, &lower, &upper, &f, 1, 0.5);
	assert_int_equal(-1, day);
	incidence_free(&f);
	incidence_make(&f, none, open, 1, 1);
	assert_true(f.open[0] == 1);
	incidence_free(&f);
	incidence_make(&f, none, event, 1, 1);
	incidence_quantile(&day, &lower, &upper, &f, 1, 0.5);
	assert_int_equal(0, day);
	assert_int_equal(-1, lower);
	incidence_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_and_errors_equal_those_of_r),
		cmocka_unit_test(the_order_of_the_rows_changes_nothing),
		cmocka_unit_test(the_median_is_the_day_by_which_half_had_it),
		cmocka_unit_test(nothing_and_one_are_no_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
