/* fit.h - make a table fit the terminal */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_FIT_H
#define MLA_CMD_FIT_H

#include "cmd/out.h"

#define FIT_GAP 2 /* columns of the terminal between two of the table */

/*
 * Widths for the columns of a table, 0: left out.  Too wide for room, columns
 * that may be cut give way first, then those of t->give_way are left out one
 * after the other, then the widest ones are wrapped between words.  cell are
 * the texts as they are printed, width has a place for each column.  What
 * cannot be wrapped stays too wide.
 */
void fit_columns(
    size_t *width, const struct out_table *t, char **cell, size_t room);

/* Cut a text, with a mark, or wrap it at blanks; the caller frees it. */
char *fit_cut(const char *text, size_t width);
char *fit_wrap(const char *text, size_t width);

#endif
