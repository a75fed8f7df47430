/* studytable.h - counts of requests that may leave an office */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_STUDYTABLE_H
#define MLA_CORE_STUDYTABLE_H

#include <stdbool.h>

#include "core/study.h"

/* Requests by two variables, with totals in the last row and column. */
struct study_table {
	char **row, **column; /* values, in their order; "" where not said */
	size_t rows, columns;
	int64_t *count; /* (rows + 1) x (columns + 1), by rows */
	bool *hidden; /* not to be shown (stats/disclose.h) */
};

/*
 * Count the requests of a study (of study_make) by the fine values of two
 * variables.  Tables of one release have the same column: its values of less
 * than k requests are put together (STUDY_ANY), so that all its totals can be
 * shown and no table tells anything of another.  What must not be shown is
 * hidden; or, with base > 0, nothing is hidden and every count rounded to a
 * multiple of it.  MLA_EUSAGE: no such variable; MLA_EREFUSED: it cannot be
 * published.  The caller frees with study_table_free.
 */
enum mla_rc study_tabulate(struct study_table *out, const struct study *s,
    const char *row, const char *column, int64_t base, struct err *err);
void study_table_free(struct study_table *t);

#endif
