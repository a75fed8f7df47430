/* pool.c - many texts that last equally long */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pool.h"

#include <string.h>

#include "base/alloc.h"

#define obstack_chunk_alloc xmalloc
#define obstack_chunk_free free

enum {
	CHUNK_BYTES = 1 << 16
};

char *
pool_text(struct pool *p, const char *text)
{
	size_t len = text != NULL ? strlen(text) : 0;

	if (!p->is_open) {
		obstack_begin(&p->texts, CHUNK_BYTES);
		obstack_alignment_mask(&p->texts) = 0;
		p->is_open = true;
	}
	return obstack_copy0(&p->texts, len > 0 ? text : "", len);
}

void
pool_free(struct pool *p)
{
	if (p->is_open)
		obstack_free(&p->texts, NULL);
	memset(p, 0, sizeof(*p));
}
