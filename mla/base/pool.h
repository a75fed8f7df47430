/* pool.h - many texts that last equally long */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BASE_POOL_H
#define MLA_BASE_POOL_H

#include <stddef.h>

/* All zero: empty. */
struct pool {
	struct pool_chunk *last;
	size_t used; /* of the last chunk */
};

/* A copy of text (NULL: of ""), which lasts until pool_free. */
char *pool_text(struct pool *p, const char *text);

/* Free all texts at once; the pool is empty again. */
void pool_free(struct pool *p);

#endif
