/* order.c - times in order, and which of them are the same */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/order.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

#include "base/alloc.h"
#include "stats/limits.h"

enum {
	DIGIT_BITS = 11,
	DIGITS = 6, /* 6 x 11 bits are 64 and more */
	DIGIT_VALUES = 1 << DIGIT_BITS
};

struct item {
	uint64_t key; /* bits of a double >= 0: they sort as it does */
	uint32_t number;
};

static size_t
digit_of(uint64_t key, int digit)
{
	return key >> (digit * DIGIT_BITS) & (DIGIT_VALUES - 1);
}

/* Counts become the places where each value begins. */
static void
counts_to_places(size_t *at, size_t n)
{
	size_t sum = 0;

	for (size_t i = 0; i < n; i++) {
		size_t here = at[i];

		at[i] = sum;
		sum += here;
	}
}

/* One pass; false: all have the same digit, and nothing was moved. */
static bool
pass(struct item *to, const struct item *from, size_t n, size_t *count,
    int digit)
{
	if (n == 0 || count[digit_of(from[0].key, digit)] == n)
		return false;
	counts_to_places(count, DIGIT_VALUES);
	for (size_t i = 0; i < n; i++)
		to[count[digit_of(from[i].key, digit)]++] = from[i];
	return true;
}

/* Sort, using room for as many again; the result is in *items. */
static void
sort_items(struct item **items, struct item **room, size_t n)
{
	size_t(*count)[DIGIT_VALUES] = xcalloc(DIGITS, sizeof(*count));

	for (size_t i = 0; i < n; i++) {
		for (int d = 0; d < DIGITS; d++)
			count[d][digit_of((*items)[i].key, d)]++;
	}
	for (int d = 0; d < DIGITS; d++) {
		struct item *moved = *room;

		if (!pass(moved, *items, n, count[d], d))
			continue;
		*room = *items;
		*items = moved;
	}
	free(count);
}

static double
value_of(const struct item *item)
{
	double value;

	memcpy(&value, &item->key, sizeof(value));
	return value;
}

/* Mean of the distinct times, as R's mean: twice, the second for the rest. */
static long double
mean_of(const double *time, size_t n)
{
	long double sum = 0, rest = 0;

	for (size_t i = 0; i < n; i++)
		sum += time[i];
	sum /= (long double)n;
	for (size_t i = 0; i < n; i++)
		rest += time[i] - sum;
	return sum + rest / (long double)n;
}

/* Number the distinct values, then join those that are the same. */
static void
make_scale(struct order *out, const struct item *items, size_t n)
{
	uint32_t *joined;
	double mean, first;
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (i == 0 || items[i].key != items[i - 1].key)
			out->time[out->n++] = value_of(&items[i]);
		out->place[items[i].number] = (uint32_t)(out->n - 1);
		out->sorted[i] = items[i].number;
	}
	if (out->n == 0)
		return;
	mean = (double)mean_of(out->time, out->n);
	joined = xcalloc(out->n, sizeof(*joined));
	first = out->time[0];
	for (size_t i = 1; i < out->n; i++) {
		double before = first, gap;

		first = out->time[i];
		gap = first - before;
		if (gap > LIMITS_TOLERANCE && gap / mean > LIMITS_TOLERANCE)
			out->time[++kept] = first;
		joined[i] = (uint32_t)kept;
	}
	if (kept + 1 < out->n) {
		for (size_t i = 0; i < n; i++)
			out->place[i] = joined[out->place[i]];
		out->n = kept + 1;
	}
	free(joined);
}

void
order_make(struct order *out, const double *times, size_t n)
{
	struct item *items = xcalloc(n + 1, sizeof(*items));
	struct item *room = xcalloc(n + 1, sizeof(*room));

	assert(n < UINT32_MAX);
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < n; i++) {
		double value = times[i] + 0.0; /* -0 becomes 0 */

		assert(value >= 0 && isfinite(value));
		memcpy(&items[i].key, &value, sizeof(value));
		items[i].number = (uint32_t)i;
	}
	sort_items(&items, &room, n);
	free(room);
	out->time = xcalloc(n + 1, sizeof(*out->time));
	out->place = xcalloc(n + 1, sizeof(*out->place));
	out->sorted = xcalloc(n + 1, sizeof(*out->sorted));
	make_scale(out, items, n);
	free(items);
}

void
order_free(struct order *o)
{
	free(o->time);
	free(o->place);
	free(o->sorted);
	memset(o, 0, sizeof(*o));
}

void
order_by(uint32_t *items, uint32_t *scratch, size_t n, const uint32_t *key,
    size_t keys)
{
	size_t *count = xcalloc(keys + 1, sizeof(*count));

	for (size_t i = 0; i < n; i++)
		count[key[items[i]]]++;
	counts_to_places(count, keys);
	for (size_t i = 0; i < n; i++)
		scratch[count[key[items[i]]]++] = items[i];
	memcpy(items, scratch, n * sizeof(*items));
	free(count);
}
