/* tally.c - durations counted by group, stratum, time and what ended them */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/tally.h"

#include <assert.h>
#include <math.h>

#include "base/alloc.h"
#include "stats/order.h"

#define DAYS_MAX 1048576 /* whole times below it may be counted by day */
#define TABLE_LEAST (1UL << 22) /* counts in a table that is always fine */

/* Late rows while they are collected. */
struct lates {
	uint32_t *row, *in, *out;
	size_t n;
};

static size_t
cell_of(const struct tally_rows *rows, size_t row)
{
	size_t group = rows->group != NULL ? rows->group[row] : 0;

	return rows->stratum != NULL ? rows->stratum[row] * rows->groups + group
	                             : group;
}

static bool
is_late(const struct tally_rows *rows, size_t row)
{
	return rows->entry != NULL && rows->entry[row] > 0;
}

static void
start(struct tally *out, const struct tally_rows *rows)
{
	memset(out, 0, sizeof(*out));
	assert(rows->causes >= 1 && rows->causes <= TALLY_MAX_CAUSES);
	assert(rows->groups >= 1 && rows->groups <= TALLY_MAX_GROUPS);
	assert(rows->strata >= 1 && rows->n <= TALLY_MAX_ROWS);
	out->causes = rows->causes;
	out->groups = rows->groups;
	out->strata = rows->strata;
	out->cell = xcalloc(out->strata * out->groups, sizeof(*out->cell));
}

static void
add_late(struct lates *l, size_t row, uint32_t in, uint32_t out)
{
	l->row[l->n] = (uint32_t)row;
	l->in[l->n] = in;
	l->out[l->n++] = out;
}

static void
lates_begin(struct lates *l, const struct tally_rows *rows)
{
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++)
		n += is_late(rows, i);
	l->row = xcalloc(n + 1, sizeof(*l->row));
	l->in = xcalloc(n + 1, sizeof(*l->in));
	l->out = xcalloc(n + 1, sizeof(*l->out));
	l->n = 0;
}

/* By cell, and within it by the time given. */
static void
sort_lates(uint32_t *items, const struct lates *l, const uint32_t *by,
    const uint32_t *cell, const struct tally *t)
{
	uint32_t *scratch = xcalloc(l->n + 1, sizeof(*scratch));

	for (size_t i = 0; i < l->n; i++)
		items[i] = (uint32_t)i;
	order_by(items, scratch, l->n, by, t->ntimes + 1);
	order_by(items, scratch, l->n, cell, t->strata * t->groups);
	free(scratch);
}

static void
lates_end(struct tally *out, struct lates *l, const struct tally_rows *rows)
{
	uint32_t *items = xcalloc(l->n + 1, sizeof(*items));
	uint32_t *cell = xcalloc(l->n + 1, sizeof(*cell));
	size_t sum = 0;

	for (size_t i = 0; i < l->n; i++) {
		cell[i] = (uint32_t)cell_of(rows, l->row[i]);
		out->cell[cell[i]].nlate++;
	}
	for (size_t c = 0; c < out->strata * out->groups; c++) {
		out->cell[c].late = sum;
		sum += out->cell[c].nlate;
	}
	out->late = xcalloc(l->n + 1, sizeof(*out->late));
	out->in = xcalloc(l->n + 1, sizeof(*out->in));
	sort_lates(items, l, l->out, cell, out);
	for (size_t i = 0; i < l->n; i++) {
		uint32_t k = items[i];

		out->late[i] = (struct tally_late){ l->in[k], l->out[k],
			rows->cause[l->row[k]] };
	}
	sort_lates(items, l, l->in, cell, out);
	for (size_t i = 0; i < l->n; i++)
		out->in[i] = l->in[items[i]];
	free(l->row);
	free(l->in);
	free(l->out);
	free(items);
	free(cell);
}

/* --- whole days: a table --- */

/* How many days does a table need? 0: it is none, or too large a table. */
static size_t
count_days(const struct tally_rows *rows)
{
	size_t cells = rows->strata * rows->groups * (rows->causes + 1);
	size_t most = rows->n > TABLE_LEAST ? rows->n : TABLE_LEAST;
	double last = 0;

	for (size_t i = 0; i < rows->n; i++) {
		double t = rows->time[i];

		if (!(t < DAYS_MAX) || t != (double)(int32_t)t)
			return 0;
		last = t > last ? t : last;
		if (!is_late(rows, i))
			continue;
		t = rows->entry[i];
		if (!(t < DAYS_MAX) || t != (double)(int32_t)t)
			return 0;
	}
	return (last + 1) * (double)cells <= (double)most ? (size_t)last + 1
	                                                  : 0;
}

/* place[d]: of the first of the times that is d or later. */
static uint32_t *
place_days(struct tally *out, const uint32_t *table, size_t days)
{
	size_t width = out->causes + 1, cells = out->strata * out->groups;
	uint32_t *place = xcalloc(DAYS_MAX + 1, sizeof(*place));
	bool *any = xcalloc(days + 1, sizeof(*any));

	for (size_t c = 0; c < cells; c++) {
		for (size_t d = 0; d < days; d++) {
			const uint32_t *n = &table[(c * days + d) * width];

			for (size_t j = 0; j < width; j++)
				any[d] = any[d] || n[j] > 0;
		}
	}
	out->time = xcalloc(days + 1, sizeof(*out->time));
	for (size_t d = 0; d <= DAYS_MAX; d++) {
		place[d] = (uint32_t)out->ntimes;
		if (d < days && any[d])
			out->time[out->ntimes++] = (double)d;
	}
	free(any);
	return place;
}

/* Keep what is not empty of table[cell][place or day][cause]. */
static void
keep_steps(struct tally *out, const uint32_t *table, size_t days,
    const uint32_t *place)
{
	size_t width = out->causes + 1, cells = out->strata * out->groups;
	size_t n = 0, cap_place = 0, cap_count = 0;

	for (size_t c = 0; c < cells; c++) {
		struct tally_cell *cell = &out->cell[c];

		cell->step = n;
		for (size_t d = 0; d < days; d++) {
			const uint32_t *from = &table[(c * days + d) * width];
			uint32_t here = 0;

			for (size_t j = 0; j < width; j++)
				here += from[j];
			if (here == 0)
				continue;
			out->place = vec_more(
			    out->place, &cap_place, n, sizeof(*out->place));
			out->count = vec_more(out->count, &cap_count, n,
			    width * sizeof(*out->count));
			out->place[n] = place[d];
			memcpy(&out->count[n * width], from,
			    width * sizeof(*from));
			cell->rows += here;
			n++;
		}
		cell->nsteps = n - cell->step;
	}
}

static void
count_table(struct tally *out, const struct tally_rows *rows, size_t days)
{
	size_t width = rows->causes + 1;
	uint32_t *table =
	    xcalloc(rows->strata * rows->groups * days * width, sizeof(*table));
	struct lates l;
	uint32_t *place;

	lates_begin(&l, rows);
	for (size_t i = 0; i < rows->n; i++) {
		size_t at = cell_of(rows, i) * days + (size_t)rows->time[i];

		assert(rows->cause[i] <= rows->causes);
		if (is_late(rows, i) && rows->entry[i] >= rows->time[i])
			out->empty++;
		else
			table[at * width + rows->cause[i]]++;
	}
	place = place_days(out, table, days);
	for (size_t i = 0; rows->entry != NULL && i < rows->n; i++) {
		if (is_late(rows, i) && rows->entry[i] < rows->time[i])
			add_late(&l, i, place[(size_t)rows->entry[i] + 1],
			    place[(size_t)rows->time[i]]);
	}
	keep_steps(out, table, days, place);
	free(place);
	free(table);
	lates_end(out, &l, rows);
}

/* --- other times: sorted --- */

/* Row numbers by cell, and within it by time; *n: without empty ones. */
static uint32_t *
sort_rows(size_t *n, struct tally *out, const struct tally_rows *rows,
    const struct order *o, size_t sorted)
{
	uint32_t *items = xcalloc(rows->n + 1, sizeof(*items));
	uint32_t *scratch = xcalloc(rows->n + 1, sizeof(*scratch));
	uint32_t *cell = xcalloc(rows->n + 1, sizeof(*cell));

	*n = 0;
	for (size_t i = 0; i < sorted; i++) {
		uint32_t row = o->sorted[i];

		/* Entries stand behind the times. */
		if (row >= rows->n)
			continue;
		cell[row] = (uint32_t)cell_of(rows, row);
		if (is_late(rows, row) &&
		    o->place[rows->n + row] >= o->place[row])
			out->empty++;
		else
			items[(*n)++] = row;
	}
	order_by(items, scratch, *n, cell, out->strata * out->groups);
	free(scratch);
	free(cell);
	return items;
}

static void
count_sorted(struct tally *out, const struct tally_rows *rows,
    const struct order *o, size_t sorted)
{
	size_t width = rows->causes + 1, n, steps = 0, before = SIZE_MAX;
	size_t cap_place = 0, cap_count = 0;
	uint32_t *items = sort_rows(&n, out, rows, o, sorted);

	for (size_t i = 0; i < n; i++) {
		uint32_t row = items[i], place = o->place[row];
		size_t at = cell_of(rows, row);
		struct tally_cell *cell = &out->cell[at];

		assert(rows->cause[row] <= rows->causes);
		if (at != before)
			cell->step = steps;
		if (at != before || out->place[steps - 1] != place) {
			out->place = vec_more(
			    out->place, &cap_place, steps, sizeof(*out->place));
			out->count = vec_more(out->count, &cap_count, steps,
			    width * sizeof(*out->count));
			out->place[steps] = place;
			memset(&out->count[steps * width], 0,
			    width * sizeof(*out->count));
			steps++;
			cell->nsteps++;
		}
		out->count[(steps - 1) * width + rows->cause[row]]++;
		cell->rows++;
		before = at;
	}
	free(items);
}

static void
count_order(struct tally *out, const struct tally_rows *rows)
{
	size_t n = rows->entry != NULL ? 2 * rows->n : rows->n;
	double *all = NULL;
	struct order o;
	struct lates l;

	if (rows->entry != NULL) {
		all = xcalloc(n + 1, sizeof(*all));
		for (size_t i = 0; i < rows->n; i++) {
			all[i] = rows->time[i];
			/* Others add no time of their own to the scale. */
			all[rows->n + i] =
			    is_late(rows, i) ? rows->entry[i] : rows->time[i];
		}
	}
	order_make(&o, all != NULL ? all : rows->time, n);
	free(all);
	lates_begin(&l, rows);
	for (size_t i = 0; rows->entry != NULL && i < rows->n; i++) {
		uint32_t in = o.place[rows->n + i] + 1;

		if (is_late(rows, i) && in <= o.place[i])
			add_late(&l, i, in, o.place[i]);
	}
	count_sorted(out, rows, &o, n);
	out->time = o.time; /* the tally owns it now */
	out->ntimes = o.n;
	o.time = NULL;
	order_free(&o);
	lates_end(out, &l, rows);
}

void
tally_make(struct tally *out, const struct tally_rows *rows)
{
	size_t days = count_days(rows);

	start(out, rows);
	if (days > 0)
		count_table(out, rows, days);
	else
		count_order(out, rows);
}

void
tally_free(struct tally *t)
{
	free(t->time);
	free(t->cell);
	free(t->place);
	free(t->count);
	free(t->late);
	free(t->in);
	memset(t, 0, sizeof(*t));
}
