/* order.h - times in order, and which of them are the same */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STATS_ORDER_H
#define MLA_STATS_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* Times as places on one ascending scale. */
struct order {
	double *time; /* the scale: distinct times, ascending */
	size_t n; /* of them */
	uint32_t *place; /* of each time that was put in */
	uint32_t *sorted; /* numbers of those that were put in, ascending */
};

/*
 * Sort n times (finite, >= 0) by the bits of the doubles, stably: radix, least
 * digit first, n < 2^32.  Neighbours are the same time where they differ by at
 * most sqrt(epsilon), absolutely or relative to the mean of the distinct
 * times; the first of a chain of them gives its value (the rule of R
 * survival's aeqSurv).  The arrays are owned: order_free.
 */
void order_make(struct order *out, const double *times, size_t n);
void order_free(struct order *o);

/*
 * Stable sort of n items (item < 2^32) by key[item] < keys, in place; scratch
 * has room for n.
 */
void order_by(uint32_t *items, uint32_t *scratch, size_t n, const uint32_t *key,
    size_t keys);

#endif
