/* labels.h - names become numbers, and numbers names, quickly */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_LABELS_H
#define MLA_CORE_LABELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Start with { 0 }, end with labels_free. */
struct labels {
	char **at; /* names by number */
	size_t n, cap;
	uint32_t *slot; /* a hash table: numbers + 1, 0 is empty */
	size_t slots; /* a power of two */
};

/* The number of a name of len bytes; a new one has the next number. */
uint32_t labels_number(struct labels *l, const char *name, size_t len);

/*
 * Keep the names that are used (by number) and sort them: by value if all are
 * numbers, else by bytes.  to[old number] is the new number of a name that is
 * used; the caller frees it.
 */
uint32_t *labels_sort(struct labels *l, const bool *used);
void labels_free(struct labels *l);

#endif
