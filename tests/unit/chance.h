/* chance.h - repeatable chance for property tests */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_CHANCE_H
#define TESTS_UNIT_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* The seed stands in the message of a failure. */
static uint32_t chance_seed = 20261124;

static inline size_t
chance_below(size_t n)
{
	chance_seed = chance_seed * 1664525u + 1013904223u;
	return (chance_seed >> 8) % n;
}

/* Is each step slow, as under valgrind? Then there may be less of the same. */
static inline bool
chance_is_slow(void)
{
	return getenv("MLA_TEST_ORDERS") != NULL;
}

/* How many of a long row go to one that is tried: 1, or more where slow. */
static inline size_t
chance_stride(size_t slow)
{
	return chance_is_slow() ? slow : 1;
}

/* How many tries: all, or fewer where each is slow. */
static inline int
chance_tries(int all)
{
	const char *asked = getenv("MLA_TEST_ORDERS");
	int n = asked != NULL ? (int)strtol(asked, NULL, 10) : all;

	if (n > all)
		n = all;
#if defined(__SANITIZE_ADDRESS__) || defined(__clang__)
	if (asked == NULL)
		n = all / 20;
#endif
	return n > 0 ? n : 1;
}

#endif
