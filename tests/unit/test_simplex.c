/* test_simplex.c - the least sum of lengths, against every other answer */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <limits.h>

#include "model/simplex.h"

enum {
	GRAPHS = 400,
	NODES = 5,
	FARTHEST = 8
};

static unsigned seed = 20261125;

static int
dice(int n)
{
	seed = seed * 1103515245U + 12345U;
	return (int)(seed >> 16) % n;
}

static long
cost(const struct simplex *s, const int *at)
{
	long sum = 0;

	for (size_t e = 0; e < s->n; e++) {
		int length = at[s->edge[e].head] - at[s->edge[e].tail];

		if (length < s->edge[e].least)
			return LONG_MAX;
		sum += (long)length * s->edge[e].weight;
	}
	return sum;
}

/* The least cost of all places from 0 to FARTHEST, one after the other. */
static long
least_cost(const struct simplex *s)
{
	int at[NODES] = { 0 };
	long best = LONG_MAX;

	for (;;) {
		long now = cost(s, at);
		size_t i = 0;

		if (now < best)
			best = now;
		while (i < s->nodes && ++at[i] > FARTHEST)
			at[i++] = 0;
		if (i == s->nodes)
			return best;
	}
}

static void
no_other_places_cost_less(void **state)
{
	(void)state;
	for (int k = 0; k < GRAPHS; k++) {
		struct simplex s = { .nodes = 2 + (size_t)dice(NODES - 1) };
		int edges = 1 + dice(9);

		for (int e = 0; e < edges; e++) {
			int head = 1 + dice((int)s.nodes - 1);
			int tail = dice(head);

			simplex_add(&s, (size_t)tail, (size_t)head, dice(4) - 1,
			    dice(4));
		}
		simplex_solve(&s);
		assert_int_equal(least_cost(&s), cost(&s, s.at));
		simplex_free(&s);
	}
}

static void
nodes_without_edges_stand_somewhere(void **state)
{
	struct simplex s = { .nodes = 3 };

	(void)state;
	simplex_add(&s, 0, 2, 5, 1);
	simplex_solve(&s);
	assert_int_equal(5, s.at[2] - s.at[0]);
	assert_true(s.at[1] >= 0);
	simplex_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_other_places_cost_less),
		cmocka_unit_test(nodes_without_edges_stand_somewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
