/* pool.c - many texts that last equally long */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pool.h"

#include <string.h>

#include "base/alloc.h"

enum {
	CHUNK_BYTES = 1 << 16
};

/* A larger text has a chunk of its own size. */
struct pool_chunk {
	struct pool_chunk *before;
	size_t bytes;
	char text[];
};

char *
pool_text(struct pool *p, const char *text)
{
	size_t len = text != NULL ? strlen(text) + 1 : 1;
	char *copy;

	if (p->last == NULL || len > p->last->bytes - p->used) {
		size_t bytes = len > CHUNK_BYTES ? len : CHUNK_BYTES;
		struct pool_chunk *more = xmalloc(sizeof(*more) + bytes);

		more->before = p->last;
		more->bytes = bytes;
		p->last = more;
		p->used = 0;
	}
	copy = p->last->text + p->used;
	memcpy(copy, text != NULL ? text : "", len);
	p->used += len;
	return copy;
}

void
pool_free(struct pool *p)
{
	while (p->last != NULL) {
		struct pool_chunk *before = p->last->before;

		free(p->last);
		p->last = before;
	}
	p->used = 0;
}
