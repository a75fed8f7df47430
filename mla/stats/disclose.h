/* disclose.h - which counts of a table may not be published */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STATS_DISCLOSE_H
#define MLA_STATS_DISCLOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DISCLOSE_OPEN INT64_MAX /* an interval without an upper end */

/*
 * A table of counts with its totals: (rows + 1) x (columns + 1) cells by rows,
 * the last row and column the totals, the last cell the grand total.  Arrays
 * belong to the caller.
 */
struct disclose {
	size_t rows, columns;
	const int64_t *count; /* >= 0, the totals right */
	bool *hidden; /* of the same shape */
	/*
	 * The totals of the columns stand in other tables of the same release:
	 * they stay shown, so that no table says anything about another one.
	 * None of them may be from 1 to k - 1.
	 */
	bool keep;
};

/*
 * Fill hidden, for a threshold k >= 2.  First what tells of few: a count from
 * 1 to k - 1, totals too, and the one count of a row of less than 2 k that
 * holds all of it (what is true of a group is true of each in it).  Then, so
 * that nothing hidden can be computed from what is shown, further cells, the
 * least counts first (Hundepool et al., Statistical Disclosure Control, 2012,
 * 4.4), until disclose_audit holds; at the end those of them that turn out not
 * to be needed are shown again.  Both have one mark, so that nobody sees which
 * are the small ones.  The same table gives the same marks.  false: it cannot
 * be published (a table of one row whose totals are kept); hidden is as far as
 * it went.
 */
bool disclose_hide(struct disclose *t, int64_t k);

/*
 * What a reader of the shown cells who knows that all are counts can say of a
 * cell: it lies between low and high (DISCLOSE_OPEN: no upper end).  Exact: the
 * table with its totals is a circulation in a network, and both ends are
 * integral maximal flows (Cox, Journal of the American Statistical Association
 * 90 (1995) 1453-1462).
 */
void disclose_interval(int64_t *low, int64_t *high, const struct disclose *t,
    size_t row, size_t column);

/* Is the interval of every hidden cell at least k wide? */
bool disclose_audit(const struct disclose *t, int64_t k);

/*
 * The other way: each count rounded by itself to a multiple of base, a half
 * upwards; totals do not add up, and nothing exact stands beside them.
 */
int64_t disclose_round(int64_t count, int64_t base);

#endif
