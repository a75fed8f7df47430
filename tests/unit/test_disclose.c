/* test_disclose.c - what is hidden in a table cannot be computed from it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "chance.h"
#include "stats/disclose.h"

enum {
	SIDE = 5,
	CELLS = (SIDE + 1) * (SIDE + 1)
};

struct table {
	int64_t count[CELLS];
	bool hidden[CELLS];
	struct disclose d;
};

static int64_t *
cell(struct table *t, size_t row, size_t column)
{
	return &t->count[row * (t->d.columns + 1) + column];
}

/* Fill in the totals. */
static void
add_up(struct table *t)
{
	const size_t rows = t->d.rows, columns = t->d.columns;

	for (size_t r = 0; r <= rows; r++)
		*cell(t, r, columns) = 0;
	for (size_t c = 0; c <= columns; c++)
		*cell(t, rows, c) = 0;
	for (size_t r = 0; r < rows; r++) {
		for (size_t c = 0; c < columns; c++) {
			*cell(t, r, columns) += *cell(t, r, c);
			*cell(t, rows, c) += *cell(t, r, c);
			*cell(t, rows, columns) += *cell(t, r, c);
		}
	}
}

/* A table from its inner counts. */
static void
make(struct table *t, size_t rows, size_t columns, const int *inner)
{
	memset(t, 0, sizeof(*t));
	t->d = (struct disclose){ rows, columns, t->count, t->hidden, false };
	for (size_t i = 0; i < rows * columns; i++)
		*cell(t, i / columns, i % columns) = inner[i];
	add_up(t);
}

/* "x 7|x x|..." : x is hidden. */
static void
assert_shown(const char *expected, struct table *t)
{
	struct buf b = { 0 };

	for (size_t r = 0; r <= t->d.rows; r++) {
		for (size_t c = 0; c <= t->d.columns; c++) {
			size_t at = r * (t->d.columns + 1) + c;

			if (c > 0)
				buf_addch(&b, ' ');
			if (t->hidden[at])
				buf_addch(&b, 'x');
			else
				buf_addf(&b, "%lld", (long long)t->count[at]);
		}
		buf_addch(&b, '|');
	}
	assert_string_equal(expected, buf_text(&b));
	buf_free(&b);
}

static void
a_table_without_small_counts_is_shown_whole(void **state)
{
	const int inner[] = { 7, 9, 0, 12 };
	struct table t;

	(void)state;
	make(&t, 2, 2, inner);
	*cell(&t, 1, 0) = 6; /* no cell may hold all of a small row */
	add_up(&t);
	(void)disclose_hide(&t.d, 5);
	assert_shown("7 9 16|6 12 18|13 21 34|", &t);
	assert_true(disclose_audit(&t.d, 5));
}

static void
a_small_count_is_hidden_with_others_that_would_tell_it(void **state)
{
	const int inner[] = { 2, 30, 40, 20, 35, 45, 25, 50, 60 };
	struct table t;
	int64_t low, high;

	(void)state;
	make(&t, 3, 3, inner);
	(void)disclose_hide(&t.d, 5);
	assert_shown("x x 40 72|x x 45 100|25 50 60 135|47 115 145 307|", &t);
	disclose_interval(&low, &high, &t.d, 0, 0);
	assert_int_equal(0, low);
	assert_int_equal(22, high);
	disclose_interval(&low, &high, &t.d, 1, 1);
	assert_int_equal(33, low);
	assert_int_equal(55, high);
	disclose_interval(&low, &high, &t.d, 2, 2);
	assert_int_equal(60, low);
	assert_int_equal(60, high);
}

/* Two ones that hide each other: their sum of two tells too much of each. */
static void
two_singletons_do_not_protect_each_other(void **state)
{
	const int inner[] = { 1, 1, 40, 1, 1, 50, 30, 30, 60 };
	struct table t;

	(void)state;
	make(&t, 3, 3, inner);
	for (size_t i = 0; i < 2; i++)
		t.hidden[i] = t.hidden[4 + i] = true;
	assert_false(disclose_audit(&t.d, 5));
	(void)disclose_hide(&t.d, 5);
	assert_true(disclose_audit(&t.d, 5));
	assert_true(t.hidden[0] && t.hidden[1] && t.hidden[4] && t.hidden[5]);
	assert_shown("x x x 42|x x x 52|x x x 120|32 32 150 214|", &t);
}

static void
all_of_a_small_group_with_one_outcome_is_hidden(void **state)
{
	const int inner[] = { 0, 8, 0, 12, 40, 30 };
	struct table t;

	(void)state;
	make(&t, 2, 3, inner);
	(void)disclose_hide(&t.d, 5);
	assert_true(t.hidden[1]); /* each of the eight had it */
	assert_true(disclose_audit(&t.d, 5));
	make(&t, 2, 3, inner);
	(void)disclose_hide(&t.d, 4); /* eight are enough there */
	assert_false(t.hidden[1]);
}

static void
a_small_total_is_hidden_too(void **state)
{
	const int inner[] = { 1, 2, 0, 20, 30, 40, 21, 32, 43 };
	struct table t;

	(void)state;
	make(&t, 3, 3, inner);
	(void)disclose_hide(&t.d, 5);
	assert_true(t.hidden[3]);
	assert_true(disclose_audit(&t.d, 5));
}

/* Totals that stand in another table too are never hidden. */
static void
totals_of_columns_can_be_kept(void **state)
{
	const int inner[] = { 1, 1, 40, 1, 1, 50, 30, 30, 60 };
	const int one[] = { 6, 0 };
	struct table t;

	(void)state;
	make(&t, 3, 3, inner);
	t.d.keep = true;
	assert_true(disclose_hide(&t.d, 5));
	assert_true(disclose_audit(&t.d, 5));
	for (size_t c = 0; c <= 3; c++)
		assert_false(t.hidden[12 + c]);
	/* All six had it, and the total says so. */
	make(&t, 1, 2, one);
	t.d.keep = true;
	assert_false(disclose_hide(&t.d, 5));
}

static void
an_empty_table_has_nothing_to_hide(void **state)
{
	const int inner[] = { 0, 0, 0, 0 };
	struct table t;

	(void)state;
	make(&t, 2, 2, inner);
	(void)disclose_hide(&t.d, 5);
	assert_shown("0 0 0|0 0 0|0 0 0|", &t);
}

static void
counts_are_rounded_a_half_upwards(void **state)
{
	(void)state;
	assert_int_equal(0, disclose_round(2, 5));
	assert_int_equal(5, disclose_round(3, 5));
	assert_int_equal(5, disclose_round(7, 5));
	assert_int_equal(10, disclose_round(8, 5));
	assert_int_equal(6, disclose_round(5, 2));
}

/* An attacker who tries every count: the ends that he finds for each cell. */
struct attack {
	struct table *t;
	int64_t top; /* no inner cell is more */
	int64_t low[CELLS], high[CELLS];
	struct table guess;
};

static bool
agrees(struct attack *a)
{
	add_up(&a->guess);
	for (size_t i = 0; i < CELLS; i++) {
		if (!a->t->hidden[i] && a->guess.count[i] != a->t->count[i])
			return false;
	}
	return true;
}

static void
try_all(struct attack *a, size_t inner)
{
	const size_t columns = a->t->d.columns;
	size_t at;

	if (inner == a->t->d.rows * columns) {
		if (!agrees(a))
			return;
		for (size_t i = 0; i < CELLS; i++) {
			if (a->guess.count[i] < a->low[i])
				a->low[i] = a->guess.count[i];
			if (a->guess.count[i] > a->high[i])
				a->high[i] = a->guess.count[i];
		}
		return;
	}
	at = inner / columns * (columns + 1) + inner % columns;
	if (!a->t->hidden[at]) {
		try_all(a, inner + 1);
		return;
	}
	for (int64_t v = 0; v <= a->top; v++) {
		a->guess.count[at] = v;
		try_all(a, inner + 1);
	}
	a->guess.count[at] = a->t->count[at];
}

static void
make_any(struct table *t, size_t rows, size_t columns, size_t most)
{
	int inner[SIDE * SIDE];

	for (size_t i = 0; i < rows * columns; i++)
		inner[i] = chance_below(3) == 0 ? 0 : (int)chance_below(most);
	make(t, rows, columns, inner);
}

/* The attacker's interval, seen in a box, is that of the network. */
static void
the_interval_is_what_trying_every_table_finds(void **state)
{
	struct attack a;
	struct table t;

	(void)state;
	for (int tries = chance_tries(300); tries > 0; tries--) {
		make_any(&t, 2, 2 + chance_below(2), 5);
		for (size_t i = 0; i < CELLS; i++)
			t.hidden[i] = chance_below(2) == 0;
		memset(&a, 0, sizeof(a));
		a.t = &t;
		a.top = 9;
		a.guess = t;
		a.guess.d.count = a.guess.count;
		for (size_t i = 0; i < CELLS; i++)
			a.low[i] = INT64_MAX;
		try_all(&a, 0);
		for (size_t r = 0; r <= t.d.rows; r++) {
			for (size_t c = 0; c <= t.d.columns; c++) {
				size_t i = r * (t.d.columns + 1) + c;
				int64_t low, high;

				disclose_interval(&low, &high, &t.d, r, c);
				assert_true(low <= a.low[i]);
				assert_true(high >= a.high[i]);
				/* What his box does not cut off is equal. */
				if (high < a.top) {
					assert_int_equal(low, a.low[i]);
					assert_int_equal(high, a.high[i]);
				}
			}
		}
	}
}

/* Now and then, where no total of a column is small. */
static bool
keeps(struct table *t, int64_t k)
{
	bool keep = chance_below(2) == 0 && t->d.rows > 1;

	for (size_t c = 0; c < t->d.columns; c++)
		keep = keep &&
		    (*cell(t, t->d.rows, c) == 0 ||
		        *cell(t, t->d.rows, c) >= k);
	return keep;
}

static void
no_hidden_cell_of_any_table_can_be_told(void **state)
{
	(void)state;
	for (int tries = chance_tries(400); tries > 0; tries--) {
		const int64_t k = 3 + (int64_t)chance_below(5);
		struct table t;

		make_any(&t, 1 + chance_below(SIDE), 1 + chance_below(SIDE),
		    2 + chance_below(40));
		t.d.keep = keeps(&t, k);
		assert_true(disclose_hide(&t.d, k));
		for (size_t r = 0; r <= t.d.rows; r++) {
			for (size_t c = 0; c <= t.d.columns; c++) {
				size_t i = r * (t.d.columns + 1) + c;
				int64_t low, high;

				disclose_interval(&low, &high, &t.d, r, c);
				assert_true(!t.hidden[i] || high - low >= k);
				assert_true(t.hidden[i] || low == high);
				assert_true(t.hidden[i] || t.count[i] == 0 ||
				    t.count[i] >= k);
			}
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_without_small_counts_is_shown_whole),
		cmocka_unit_test(
		    a_small_count_is_hidden_with_others_that_would_tell_it),
		cmocka_unit_test(two_singletons_do_not_protect_each_other),
		cmocka_unit_test(
		    all_of_a_small_group_with_one_outcome_is_hidden),
		cmocka_unit_test(a_small_total_is_hidden_too),
		cmocka_unit_test(totals_of_columns_can_be_kept),
		cmocka_unit_test(an_empty_table_has_nothing_to_hide),
		cmocka_unit_test(counts_are_rounded_a_half_upwards),
		cmocka_unit_test(the_interval_is_what_trying_every_table_finds),
		cmocka_unit_test(no_hidden_cell_of_any_table_can_be_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
