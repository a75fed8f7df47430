/* tables.c - results of figures for people and for programs */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/tables.h"

#include <jansson.h>
#include <math.h>

#include "base/alloc.h"
#include "base/str.h"

enum {
	NUMBER_BYTES = 64,
	WRAP_LEAST = 16, /* columns that a text may be wrapped to */
	GAP = 2 /* between columns */
};

#define LEAST_P 0.0001 /* less is not told apart by people */

static void
show_number(char text[NUMBER_BYTES], const struct table_column *c, double x)
{
	if (!isfinite(x))
		(void)snprintf(text, NUMBER_BYTES, "–");
	else if (c->type == TABLE_COUNT || c->type == TABLE_DAYS)
		(void)snprintf(text, NUMBER_BYTES, "%.0f", x);
	else if (c->type == TABLE_SHARE)
		(void)snprintf(text, NUMBER_BYTES, "%.0f %%", 100 * x);
	else if (c->type == TABLE_P && x < LEAST_P)
		(void)snprintf(text, NUMBER_BYTES, "< %g", LEAST_P);
	else if (c->type == TABLE_P)
		(void)snprintf(text, NUMBER_BYTES, "%.4f", x);
	else
		(void)snprintf(text, NUMBER_BYTES, "%.4g", x);
}

static bool
is_joined(const struct table_column *c)
{
	return str_eq(c->header, TABLE_TO);
}

static bool
is_shown(const struct table_column *c)
{
	return *c->header != '\0' && !is_joined(c);
}

/* "MEDIAN, BY 90 D: Aalen-Johansen", one for each estimator. */
static void
print_estimators(const struct table *t, int width)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < t->ncolumns; i++) {
		const struct table_column *c = &t->column[i];
		bool first = *c->estimator != '\0' && is_shown(c);

		for (size_t k = 0; first && k < i; k++)
			first = !is_shown(&t->column[k]) ||
			    !str_eq(t->column[k].estimator, c->estimator);
		for (size_t k = i; first && k < t->ncolumns; k++) {
			const struct table_column *d = &t->column[k];

			if (is_shown(d) && str_eq(d->estimator, c->estimator))
				buf_addf(&b, "%s%s",
				    k > i           ? ", "
				        : b.len > 0 ? "; "
				                    : "",
				    d->header);
		}
		if (first)
			buf_addf(&b, ": %s", c->estimator);
	}
	if (b.len > 0) {
		buf_addch(&b, '.');
		out_wrapped(buf_text(&b), 0, width);
	}
	buf_free(&b);
}

/* What stands in a cell for people. */
static void
cell_text(
    char *text, size_t bytes, const struct table *t, size_t row, size_t at)
{
	const struct table_column *c = &t->column[at];
	const struct table_cell *cell = &t->cell[row * t->ncolumns + at];
	const bool last = at + 1 == t->ncolumns;
	char other[NUMBER_BYTES];

	show_number(text, c, cell->number);
	if (!last && is_joined(c + 1) &&
	    (isfinite(cell->number) || isfinite(cell[1].number))) {
		show_number(other, c + 1, cell[1].number);
		(void)snprintf(
		    text + strlen(text), bytes - strlen(text), " – %s", other);
	}
}

static void
add_cell(struct out_table *out, const struct table *t, size_t row, size_t at)
{
	const struct table_cell *cell = &t->cell[row * t->ncolumns + at];
	char text[2 * NUMBER_BYTES + 8];

	if (cell->text != NULL) {
		out_cell(out, cell->word);
		return;
	}
	cell_text(text, sizeof(text), t, row, at);
	out_cell(out, text);
}

/* The longest word of a text, in columns. */
static int
longest_word(const char *text)
{
	char *copy = xstrdup(text), *rest = NULL;
	int n = 0;

	for (char *word = strtok_r(copy, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest)) {
		if (out_columns(word) > n)
			n = out_columns(word);
	}
	free(copy);
	return n;
}

/* Columns of the terminal that a column needs: texts may be wrapped. */
static int
width_of(const struct table *t, size_t c)
{
	int n = out_columns(t->column[c].header);

	for (size_t r = 0; r < table_rows(t); r++) {
		const struct table_cell *cell = &t->cell[r * t->ncolumns + c];
		char text[2 * NUMBER_BYTES + 8];
		int needs, whole;

		if (cell->text == NULL) {
			cell_text(text, sizeof(text), t, r, c);
			needs = out_columns(text);
		} else {
			needs = longest_word(cell->word);
			whole = out_columns(cell->word);
			if (needs < WRAP_LEAST)
				needs = whole < WRAP_LEAST ? whole : WRAP_LEAST;
		}
		n = needs > n ? needs : n;
	}
	return n + GAP;
}

/* A column that every part of a table begins with. */
static bool
is_key(const struct table *t, size_t c)
{
	for (size_t i = 0; i <= c; i++) {
		if (t->column[i].type != TABLE_TEXT)
			return false;
	}
	return true;
}

/*
 * How many parts the table has, and in which each column stands, so that none
 * is wider than that, if that can be: keys stand in each.
 */
static size_t
divide(size_t *part, const struct table *t, const int *needs, int width)
{
	int keys = -GAP, used = 0;
	size_t n = 1;

	for (size_t c = 0; c < t->ncolumns; c++)
		keys += is_shown(&t->column[c]) && is_key(t, c) ? needs[c] : 0;
	for (size_t c = 0; c < t->ncolumns; c++) {
		if (!is_shown(&t->column[c]) || is_key(t, c))
			continue;
		if (used > 0 && keys + used + needs[c] > width) {
			n++;
			used = 0;
		}
		used += needs[c];
		part[c] = n - 1;
	}
	return n;
}

/* As few parts as the terminal allows, about as wide as one another. */
static size_t
divide_evenly(size_t *part, const struct table *t, int width)
{
	int *needs = xcalloc(t->ncolumns, sizeof(*needs)), least = 1;
	size_t n;

	for (size_t c = 0; c < t->ncolumns; c++)
		needs[c] = width_of(t, c);
	n = divide(part, t, needs, width);
	while (n > 1 && least < width && divide(part, t, needs, least) > n)
		least++;
	free(needs);
	return n;
}

static void
print_part(const struct table *t, const size_t *part, size_t number)
{
	static const struct out_column last = { NULL, NULL, false, false };
	struct out_column *column = xcalloc(t->ncolumns + 1, sizeof(*column));
	struct out_table out = { .name = t->id, .columns = column };
	size_t *at = xcalloc(t->ncolumns, sizeof(*at)), n = 0;

	for (size_t c = 0; c < t->ncolumns; c++) {
		const struct table_column *from = &t->column[c];

		if (!is_shown(from) || (!is_key(t, c) && part[c] != number))
			continue;
		column[n] = (struct out_column){ from->key, from->header,
			from->type != TABLE_TEXT, false };
		at[n++] = c;
	}
	column[n] = last;
	for (size_t r = 0; r < table_rows(t); r++) {
		for (size_t c = 0; c < n; c++)
			add_cell(&out, t, r, at[c]);
	}
	(void)putchar('\n');
	out_print(&out, OUT_TEXT);
	out_table_free(&out);
	free(at);
	free(column);
}

static void
print_text(const struct table *t)
{
	size_t *part = xcalloc(t->ncolumns + 1, sizeof(*part)), parts;
	const int width = out_width();

	out_wrapped(t->title, 0, width);
	parts = t->ncells > 0 ? divide_evenly(part, t, width) : 0;
	for (size_t i = 0; i < parts; i++)
		print_part(t, part, i);
	if (t->ncells > 0)
		print_estimators(t, width);
	for (size_t i = 0; i < t->nnotes; i++)
		out_wrapped(t->note[i], 0, width);
	free(part);
}

static void
print_csv(const struct table *t)
{
	size_t at = 0;

	for (size_t c = 0; c < t->ncolumns; c++)
		(void)printf("%s%s", c > 0 ? "," : "", t->column[c].key);
	(void)putchar('\n');
	for (size_t i = 0; i < t->ncells; i++) {
		char number[NUMBER_BYTES];

		if (t->cell[i].text != NULL) {
			out_csv_cell(t->cell[i].text);
		} else {
			table_write(number, sizeof(number), t->cell[i].number);
			(void)fputs(*number != '\0' ? number : "NA", stdout);
		}
		at = at + 1 < t->ncolumns ? at + 1 : 0;
		(void)putchar(at == 0 ? '\n' : ',');
	}
}

static json_t *
json_of(const struct table_cell *cell)
{
	if (cell->text != NULL)
		return json_string(cell->text);
	if (!isfinite(cell->number))
		return json_null();
	if (fabs(cell->number) < 1e15 &&
	    cell->number == (double)(json_int_t)cell->number)
		return json_integer((json_int_t)cell->number);
	return json_real(cell->number);
}

static json_t *
json_rows(const struct table *t)
{
	json_t *rows = json_array();

	for (size_t r = 0; r < table_rows(t); r++) {
		json_t *row = json_object();

		for (size_t c = 0; c < t->ncolumns; c++)
			(void)json_object_set_new(row, t->column[c].key,
			    json_of(&t->cell[r * t->ncolumns + c]));
		(void)json_array_append_new(rows, row);
	}
	return rows;
}

static void
print_json(const struct tables *all)
{
	json_t *root = all->n == 1 ? json_rows(all->at[0]) : json_object();

	for (size_t i = 0; all->n != 1 && i < all->n; i++)
		(void)json_object_set_new(
		    root, all->at[i]->id, json_rows(all->at[i]));
	(void)json_dumpf(root, stdout, JSON_INDENT(2));
	(void)putchar('\n');
	json_decref(root);
}

void
tables_print(const struct tables *all, enum out_format form)
{
	struct buf b = { 0 };

	if (form == OUT_XML) {
		tables_xml(&b, all);
		(void)fwrite(buf_text(&b), 1, b.len, stdout);
		buf_free(&b);
		return;
	}
	if (form == OUT_JSON) {
		print_json(all);
		return;
	}
	for (size_t i = 0; i < all->n; i++) {
		if (i > 0)
			(void)putchar('\n');
		if (form == OUT_CSV)
			print_csv(all->at[i]);
		else
			print_text(all->at[i]);
	}
}
