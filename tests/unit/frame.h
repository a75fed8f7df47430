/* frame.h - small CSV files of the tests: numbers and names, by column */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_FRAME_H
#define TESTS_UNIT_FRAME_H

#include "unit.h"

#include <math.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "stats/tally.h"

/* No cell of these files is empty or quoted. */
struct frame {
	struct buf text;
	char **cell; /* the head, then the rows */
	size_t width, rows, cap;
};

static inline void
frame_read(struct frame *f, const char *path)
{
	struct err err = { 0 };
	char *rest = NULL;
	size_t n = 0;

	memset(f, 0, sizeof(*f));
	assert_ok(file_read(&f->text, path, SIZE_MAX, &err), err);
	for (char *line = strtok_r(f->text.data, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		char *cells = NULL;

		for (char *cell = strtok_r(line, ",", &cells); cell != NULL;
		     cell = strtok_r(NULL, ",", &cells)) {
			f->cell =
			    vec_more(f->cell, &f->cap, n, sizeof(*f->cell));
			f->cell[n++] = cell;
		}
		if (f->width == 0)
			f->width = n;
		assert_int_equal(0, n % f->width);
	}
	assert_true(n > f->width);
	f->rows = n / f->width - 1;
}

static inline void
frame_free(struct frame *f)
{
	buf_free(&f->text);
	free(f->cell);
}

static inline bool
frame_has(const struct frame *f, const char *column)
{
	for (size_t i = 0; i < f->width; i++) {
		if (str_eq(f->cell[i], column))
			return true;
	}
	return false;
}

static inline const char *
frame_text(const struct frame *f, size_t row, const char *column)
{
	assert_true(row < f->rows);
	for (size_t i = 0; i < f->width; i++) {
		if (str_eq(f->cell[i], column))
			return f->cell[(row + 1) * f->width + i];
	}
	fail_msg("no column %s", column);
	return NULL;
}

/* NA and NaN are NAN. */
static inline double
frame_number(const struct frame *f, size_t row, const char *column)
{
	const char *text = frame_text(f, row, column);

	return str_starts(text, "N") ? NAN : strtod(text, NULL);
}

/* Within 1e-9 relative; both may be NAN. */
static inline void
near(double want, double have, const char *what, size_t row)
{
	if (isnan(want) && isnan(have))
		return;
	/* Written the way that a NAN fails too. */
	if (!(fabs(want - have) <= 1e-9 * fabs(want)) &&
	    !(fabs(want - have) <= 1e-15))
		fail_msg(
		    "%s, row %zu: %.17g, not %.17g", what, row, have, want);
}

/* Names become numbers, in the order of the bytes. */
struct names {
	const char *at[64];
	size_t n;
};

static inline size_t
names_number(const struct names *names, const char *name)
{
	size_t i = 0;

	while (i < names->n && !str_eq(names->at[i], name))
		i++;
	assert_true(i < names->n);
	return i;
}

static inline void
names_of(struct names *names, const struct frame *f, const char *column)
{
	names->n = 0;
	for (size_t row = 0; row < f->rows; row++) {
		const char *name = frame_text(f, row, column);
		size_t i = 0;

		while (i < names->n && strcmp(names->at[i], name) < 0)
			i++;
		if (i < names->n && str_eq(names->at[i], name))
			continue;
		assert_true(names->n < 64);
		memmove(&names->at[i + 1], &names->at[i],
		    (names->n - i) * sizeof(*names->at));
		names->at[i] = name;
		names->n++;
	}
}

/* The columns of a tally, owned. */
struct sample {
	struct tally_rows rows;
	double *time, *entry;
	uint8_t *cause;
	uint16_t *group;
	uint32_t *stratum;
	struct names groups, strata;
};

/* group, stratum: names of columns, or NULL: all in one. */
static inline void
sample_of(struct sample *s, const struct frame *f, const char *group,
    const char *stratum)
{
	const char *status = frame_has(f, "status") ? "status" : "event";

	memset(s, 0, sizeof(*s));
	s->time = xcalloc(f->rows, sizeof(*s->time));
	s->cause = xcalloc(f->rows, sizeof(*s->cause));
	s->group = xcalloc(f->rows, sizeof(*s->group));
	s->stratum = xcalloc(f->rows, sizeof(*s->stratum));
	if (frame_has(f, "entry"))
		s->entry = xcalloc(f->rows, sizeof(*s->entry));
	if (group != NULL)
		names_of(&s->groups, f, group);
	if (stratum != NULL)
		names_of(&s->strata, f, stratum);
	s->rows = (struct tally_rows){ .time = s->time,
		.entry = s->entry,
		.cause = s->cause,
		.group = s->group,
		.stratum = s->stratum,
		.n = f->rows,
		.causes = 1,
		.groups = group != NULL ? s->groups.n : 1,
		.strata = stratum != NULL ? s->strata.n : 1 };
	for (size_t i = 0; i < f->rows; i++) {
		s->time[i] = frame_number(f, i, "time");
		if (s->entry != NULL)
			s->entry[i] = frame_number(f, i, "entry");
		s->cause[i] = (uint8_t)frame_number(f, i, status);
		if (s->cause[i] > s->rows.causes)
			s->rows.causes = s->cause[i];
		if (group != NULL)
			s->group[i] = (uint16_t)names_number(
			    &s->groups, frame_text(f, i, group));
		if (stratum != NULL)
			s->stratum[i] = (uint32_t)names_number(
			    &s->strata, frame_text(f, i, stratum));
	}
}

static inline void
sample_free(struct sample *s)
{
	free(s->time);
	free(s->entry);
	free(s->cause);
	free(s->group);
	free(s->stratum);
}

#endif
