/* buf.c - a text or bytes that grow */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdarg.h>

#include "base/alloc.h"

#define FORMAT_ROOM 48 /* tried first for a formatted piece */

static void
buf_room(struct buf *b, size_t more)
{
	size_t need = b->len + more + 1;

	if (need <= b->cap)
		return;
	if (need < b->cap * 2)
		need = b->cap * 2;
	if (need < 64)
		need = 64;
	b->data = xrealloc(b->data, need, 1);
	b->cap = need;
}

void
buf_add(struct buf *b, const void *data, size_t len)
{
	buf_room(b, len);
	if (len > 0)
		memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void
buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_addch(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	int len;

	/* Mostly it fits at the first try. */
	buf_room(b, FORMAT_ROOM);
	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(b->data + b->len, b->cap - b->len, fmt, ap);
	va_end(ap);
	if (len > 0 && (size_t)len >= b->cap - b->len) {
		buf_room(b, (size_t)len);
		(void)vsnprintf(b->data + b->len, (size_t)len + 1, fmt, again);
	}
	b->len += len > 0 ? (size_t)len : 0;
	b->data[b->len] = '\0';
	va_end(again);
}

const char *
buf_text(const struct buf *b)
{
	return b->data != NULL ? b->data : "";
}

char *
buf_steal(struct buf *b)
{
	char *data;

	buf_room(b, 0);
	b->data[b->len] = '\0';
	data = b->data;
	memset(b, 0, sizeof(*b));
	return data;
}

void
buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->data != NULL)
		b->data[0] = '\0';
}

void
buf_free(struct buf *b)
{
	free(b->data);
	memset(b, 0, sizeof(*b));
}
