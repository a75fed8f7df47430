/* alloc.h - memory; out of memory ends the program */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BASE_ALLOC_H
#define MLA_BASE_ALLOC_H

#include <stddef.h>

#include "base/ban.h"

/* Each returns memory that the caller frees with free(); never NULL. */
void *xmalloc(size_t bytes);
void *xcalloc(size_t n, size_t bytes);
void *xrealloc(void *at, size_t n, size_t bytes);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* xstrdup, but NULL stays NULL. */
char *xstrdup_null(const char *s);

/*
 * Make room for one more element: returns the array, moved if it had to grow;
 * *cap is its room in elements.
 *     v->at = vec_more(v->at, &v->cap, v->n, sizeof(*v->at));
 *     v->at[v->n++] = item;
 */
void *vec_more(void *at, size_t *cap, size_t n, size_t bytes);

#endif
