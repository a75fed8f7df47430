/* studytable.c - counts of requests that may leave an office */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/studytable.h"

#include "base/alloc.h"
#include "base/str.h"
#include "stats/disclose.h"

void
study_table_free(struct study_table *t)
{
	for (size_t i = 0; i < t->rows; i++)
		free(t->row[i]);
	for (size_t i = 0; i < t->columns; i++)
		free(t->column[i]);
	free(t->row);
	free(t->column);
	free(t->count);
	free(t->hidden);
	memset(t, 0, sizeof(*t));
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t
place_of(char *const *names, size_t n, const char *name)
{
	size_t i = 0;

	while (i < n && !str_eq(names[i], name))
		i++;
	return i;
}

/* Values of a variable that at least so many requests have, in order. */
static char **
values_of(size_t *n, const struct study *s, size_t variable, size_t least)
{
	size_t *count = xcalloc(s->names.n + 1, sizeof(*count));
	char **value = xcalloc(s->names.n + 1, sizeof(*value));

	*n = 0;
	for (size_t i = 0; i < s->nraw; i++)
		count[s->raw[i].fine[variable]]++;
	for (size_t i = 0; i < s->names.n; i++) {
		if (count[i] > 0 && count[i] >= least)
			value[(*n)++] = xstrdup(s->names.at[i]);
	}
	if (*n > 1)
		qsort(value, *n, sizeof(*value), by_text);
	free(count);
	return value;
}

static void
count_all(
    struct study_table *t, const struct study *s, size_t row, size_t column)
{
	const size_t across = t->columns + 1;

	for (size_t i = 0; i < s->nraw; i++) {
		size_t r =
		    place_of(t->row, t->rows, s->names.at[s->raw[i].fine[row]]);
		size_t c = place_of(
		    t->column, t->columns, s->names.at[s->raw[i].fine[column]]);

		if (c == t->columns) /* the last one is for all others */
			c--;
		t->count[r * across + c]++;
		t->count[r * across + t->columns]++;
		t->count[t->rows * across + c]++;
		t->count[t->rows * across + t->columns]++;
	}
}

/*
 * Put together what is less than k: the small values, and then the least of
 * the others until that is enough.
 */
static void
pool(struct study_table *t, const struct study *s, size_t column)
{
	size_t all, small = 0, kept = 0;
	char **every = values_of(&all, s, column, 0);

	t->column = values_of(&kept, s, column, (size_t)s->k);
	for (size_t i = 0; i < s->nraw; i++)
		small += place_of(t->column, kept,
		             s->names.at[s->raw[i].fine[column]]) == kept
		    ? 1
		    : 0;
	while (small > 0 && small < (size_t)s->k && kept > 0) {
		size_t least = SIZE_MAX, at = 0;

		for (size_t k = 0; k < kept; k++) {
			size_t n = 0;

			for (size_t i = 0; i < s->nraw; i++)
				n += str_eq(t->column[k],
				         s->names.at[s->raw[i].fine[column]])
				    ? 1
				    : 0;
			if (n < least) {
				least = n;
				at = k;
			}
		}
		small += least;
		free(t->column[at]);
		memmove(&t->column[at], &t->column[at + 1],
		    (kept - at - 1) * sizeof(*t->column));
		kept--;
	}
	if (small > 0)
		t->column[kept++] = xstrdup(STUDY_ANY);
	t->columns = kept;
	for (size_t i = 0; i < all; i++)
		free(every[i]);
	free(every);
}

static enum mla_rc
no_variable(const struct study *s, const char *id, struct err *err)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < s->nvariables; i++)
		buf_addf(&b, "%s%s", i > 0 ? ", " : "", s->variable[i]);
	err_hint(err, "There are: %s", buf_text(&b));
	buf_free(&b);
	return err_set(err, MLA_EUSAGE, "there is no variable \"%s\"", id);
}

enum mla_rc
study_tabulate(struct study_table *out, const struct study *s, const char *row,
    const char *column, int64_t base, struct err *err)
{
	const size_t r = study_variable(s, row), c = study_variable(s, column);
	struct disclose d;
	size_t cells;

	memset(out, 0, sizeof(*out));
	if (r == s->nvariables || c == s->nvariables)
		return no_variable(s, r == s->nvariables ? row : column, err);
	if (r == c)
		return err_set(err, MLA_EUSAGE,
		    "a table needs two variables, not \"%s\" twice", row);
	out->row = values_of(&out->rows, s, r, 0);
	pool(out, s, c);
	cells = (out->rows + 1) * (out->columns + 1);
	out->count = xcalloc(cells, sizeof(*out->count));
	out->hidden = xcalloc(cells, sizeof(*out->hidden));
	count_all(out, s, r, c);
	for (size_t i = 0; base > 0 && i < cells; i++)
		out->count[i] = disclose_round(out->count[i], base);
	if (base > 0 || s->nraw == 0)
		return MLA_OK;
	d = (struct disclose){ out->rows, out->columns, out->count, out->hidden,
		true };
	if (s->nraw >= (size_t)s->k && disclose_hide(&d, s->k))
		return MLA_OK;
	study_table_free(out);
	return err_set(err, MLA_EREFUSED,
	    "%s by %s cannot be published: there are too few requests", column,
	    row);
}
