/* sheet.h - requests from a spreadsheet that an office kept until now */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_SHEET_H
#define MLA_CORE_SHEET_H

#include "core/office.h"

#define SHEET_MAX_BYTES (64UL << 20) /* of the CSV file */

/* The cells of a CSV file; the first row names the columns. */
struct sheet_cells {
	char **at; /* row by row, columns each; owned */
	size_t rows, columns; /* rows without the first one */
	size_t *number; /* of each row in the file, that of the names is 1 */
	char **name; /* of the columns */
};

/*
 * Read CSV (RFC 4180; UTF-8 with or without byte order mark).  Blanks around
 * a value do not count.  A row may have fewer cells than the first one; rows
 * without a single value are left out.  MLA_EDAMAGED: not UTF-8, or a row has
 * more cells; MLA_ENOTFOUND.  The caller frees with sheet_cells_free.
 */
enum mla_rc sheet_read(
    struct sheet_cells *out, const char *path, char separator, struct err *err);
void sheet_cells_free(struct sheet_cells *cells);

/* What is to be done with the rows. */
enum sheet_mode {
	SHEET_TRY, /* say what would come of each; write nothing */
	SHEET_ALL, /* write all of them, or none */
	SHEET_SKIP, /* write those in which nothing is wrong */
};

struct sheet_done {
	size_t rows, made, faulty;
};

/*
 * Register the requests in a CSV file, as a mapping (forms/schema/sheet.xsd)
 * says: each row is a request with references and acts on their days, judged
 * by its machine as if it had been typed.  say is called for each row in which
 * something is wrong: its number as in the spreadsheet, the first
 * reference, and why.  All that is written is one transaction.  MLA_ENO: rows
 * are wrong, and nothing was written (not with SHEET_SKIP); MLA_EDAMAGED,
 * MLA_ENOTFOUND: the mapping, a column that it names, or the file.
 */
enum mla_rc sheet_import(struct sheet_done *done, struct office *office,
    const char *map, const char *path, enum sheet_mode mode,
    void (*say)(void *arg, size_t row, const char *reference, const char *why),
    void *arg, struct err *err);

#endif
