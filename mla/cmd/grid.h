/* grid.h - tables of numbers of any length, row by row */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_GRID_H
#define MLA_CMD_GRID_H

#include "cmd/out.h"

/*
 * Prints to stdout as the cells come (for people: at the end of each table).
 * What is not defined (NAN, infinite) is NA in CSV, null in JSON, not there in
 * XML, a dash for people.  JSON: one table is an array of rows, several are an
 * object of such arrays.  CSV: several are separated by an empty line.
 */
struct grid {
	enum out_format form;
	int digits; /* significant, of numbers that are not whole: 1 to 17 */
	bool several; /* tables */
	size_t tables; /* so far */
	/* Of the table that is printed: */
	struct out_table table;
	size_t width, cell, rows;
};

void grid_begin(struct grid *g, enum out_format form, int digits, bool several);
void grid_end(struct grid *g);

/*
 * Begin a table and end it.  name: of the table, for programs; title: a line
 * for people; columns as in out.h, they last as long as the table.
 */
void grid_table(struct grid *g, const char *name, const char *title,
    const struct out_column *columns);
void grid_close(struct grid *g);

/* The next cell, row by row. */
void grid_text(struct grid *g, const char *text);
void grid_number(struct grid *g, double value);

/* A probability of a test: for people "< 1e-300" where it is less. */
void grid_p(struct grid *g, double p);

#endif
