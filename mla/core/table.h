/* table.h - results of figures: titled tables of typed columns */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_TABLE_H
#define MLA_CORE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/pool.h"
#include "core/office.h"

/*
 * The one model of what mla stats finds out: text, CSV, JSON and the XML from
 * which reports are made come from it.  Who makes a table gives its columns,
 * then its cells row by row; a table that has none is one in which nothing was
 * found.
 */
enum table_type {
	TABLE_TEXT, /* a name, a code with its word */
	TABLE_COUNT, /* a whole number */
	TABLE_DAYS, /* days */
	TABLE_SHARE, /* 0 to 1 */
	TABLE_NUMBER, /* any other number */
	TABLE_P, /* the probability of a test */
};

#define TABLE_TO "-" /* header: joined to the column before it, "a - b" */

struct table_column {
	const char *key; /* for programs: lower case, '_'; unique */
	const char *header; /* for people; "": for programs alone */
	const char *estimator; /* how it was made; "": counted or said */
	enum table_type type;
};

struct table_cell {
	const char *text; /* TABLE_TEXT, for programs; NULL: a number */
	const char *word; /* the same for people */
	double number; /* NAN, infinite: not defined, not reached */
};

struct table {
	const char *id; /* for programs, as a key */
	const char *title; /* a sentence or two for people */
	struct table_column *column;
	size_t ncolumns, cap_columns;
	struct table_cell *cell; /* row by row, ncolumns each */
	size_t ncells, cap_cells;
	const char **note; /* sentences below it */
	size_t nnotes, cap_notes;
	struct pool texts;
};

/* All zero: none. */
struct tables {
	struct table **at;
	size_t n, cap;
};

void tables_free(struct tables *all);

/* A new table at the end, owned by all. */
struct table *table_add(struct tables *all, const char *id);

void table_title(struct table *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void table_note(struct table *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void table_column(struct table *t, const char *key, const char *header,
    enum table_type type, const char *estimator);

/* The next cell; copies are kept. */
void table_text(struct table *t, const char *text);
void table_word(struct table *t, const char *text, const char *word);
void table_number(struct table *t, double number);

/*
 * The word for a value of a grouping: the name of a State, the word of a code;
 * a dash for "".  The caller frees it.
 */
char *table_value(
    const struct office *office, const char *grouping, const char *value);

/* Small letters of ASCII become capitals, for headers. */
void table_capitals(char *text);

size_t table_rows(const struct table *t);

/*
 * The XML document of the results, in no namespace:
 *   results > table(id) > title, column(key, header, type, estimator)*,
 *   row > cell(key, word)*, note*
 * A cell that is not defined has the attribute undefined="yes" and no text.
 */
void tables_xml(struct buf *out, const struct tables *all);

/* A number as programs read it; "" where it is not defined. */
void table_write(char *out, size_t bytes, double number);

#endif
