/* quantity.h - numbers and dates of a text, in whatever digits they stand */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_QUANTITY_H
#define MLA_CORE_QUANTITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/ban.h"

#define QUANTITY_PARTS 8 /* digits with a separator between each two */

/* A number, or a date that is written in digits alone. */
struct quantity {
	char *shown; /* as it stands in the text */
	char *norm; /* the same for all ways to write it: 1234.5, 2026-07-17 */
	bool is_date;
	/* Runs of digits that it is made of, without zeros in front. */
	char *part[QUANTITY_PARTS];
	size_t nparts;
};

/* Start with { 0 }, end with quantities_free. */
struct quantities {
	struct quantity *at;
	size_t n, cap;
};

/*
 * Append what stands in a text, in its order.  Digits are those of every
 * script (Unicode, Nd).  Of several runs of digits with one of
 * . , ' ’ U+066B U+066C or a blank between them, the last run is a fraction if
 * its separator is U+066B, is another one than before, or stands before any
 * but three digits; all else groups thousands.  A date is day, month and year,
 * or year, month and day, with / . or - between them.
 */
void quantities_of(struct quantities *out, const char *text);
void quantities_free(struct quantities *q);

/*
 * Take out of both what they have in common, each as often as it is in both.
 * What stands alone in one is also taken out against its parts in the other:
 * 17.07.2026 against 17 and 2026 (the month may stand in words), 14:30 against
 * 14.30.
 */
void quantities_subtract(struct quantities *a, struct quantities *b);

#endif
