/* out.h - results for people and for programs, from one table */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_OUT_H
#define MLA_CMD_OUT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/pool.h"

enum out_format {
	OUT_TEXT,
	OUT_JSON,
	OUT_XML,
	OUT_CSV
};

/* "table" or NULL, "json", "xml", "csv"; MLA_EUSAGE for others. */
enum mla_rc out_format_parse(
    enum out_format *out, const char *name, struct err *err);

struct out_column {
	const char *key; /* name for programs: lower case, '_' */
	const char *header; /* for people; NULL: for programs alone */
	bool number; /* right-aligned; a bare number in JSON */
	bool shrink; /* is cut, not wrapped, when the terminal is narrow */
};

/*
 * Rows of texts.  For people and for programs one cell may differ: add with
 * out_cell2.  An empty cell is null in JSON.
 */
struct out_table {
	const char *name; /* element name in XML: "requests" */
	const char *row; /* element name of a row: "request" */
	const struct out_column *columns; /* key NULL at the end */
	/* Keys that are left out, in this order, for want of room; or NULL. */
	const char *give_way;
	/* Key of a column that stands below its row for people; or NULL. */
	const char *below;
	char **cells; /* text for programs */
	char **shown; /* text for people */
	size_t n; /* cells so far */
	size_t cap;
	size_t cap_shown;
	struct pool texts; /* of all cells */
};

/* How many columns, those for programs as well. */
size_t out_count_columns(const struct out_table *t);

/* Add the next cell, row by row; text may be NULL; a copy is kept. */
void out_cell(struct out_table *t, const char *text);
void out_cell2(struct out_table *t, const char *machine, const char *people);
void out_cellf(struct out_table *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Print the whole table to stdout in the form asked for. */
void out_print(const struct out_table *t, enum out_format format);
void out_table_free(struct out_table *t);

/*
 * One cell to stdout.  CSV: quoted where it holds a comma, a quote or a line
 * end (RFC 4180).  XML: escaped for an attribute; characters that XML 1.0
 * cannot hold become U+FFFD.
 */
void out_csv_cell(const char *text);
void out_csv_add(struct buf *b, const char *text); /* the same, appended */
void out_xml_text(const char *text);

/* May colour and emphasis be used on stdout? (terminal, no NO_COLOR) */
bool out_colour(void);

/* Print text from data to stdout: harmless on a terminal; lines are kept. */
void out_safe(const char *text);

/* Wrap at width columns with an indent; printed to stdout, made harmless. */
void out_wrapped(const char *text, int indent, int width);

/* The same, where the first line is begun and stands at the indent. */
void out_beside(const char *text, int indent, int width);

/* Width of the terminal, or 100 where stdout is none; COLUMNS wins. */
int out_width(void);

/* How many columns does the text take on a terminal? */
int out_columns(const char *text);

/*
 * Print text in exactly so many columns of stdout, made harmless: blanks behind
 * it, or cut with an ellipsis.
 */
void out_fit(const char *text, int columns);

/* The bytes of a paper to stdout; or, with a path, to a file, and a notice. */
enum mla_rc out_paper(
    const char *path, const struct buf *paper, struct err *err);

/*
 * Before a PDF is made: can it be, in that profile (NULL: none), and has it a
 * path to go to?  MLA_EUSAGE where it would go to a terminal; else as pdf_can.
 */
enum mla_rc out_can_pdf(const char *path, const char *profile, struct err *err);

/* One line of a notice on stderr. */
void out_notice(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
