/* buf.h - a text or bytes that grow */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BASE_BUF_H
#define MLA_BASE_BUF_H

#include <stddef.h>

#include "base/ban.h"

/*
 * Start with `struct buf b = { 0 };`, end with buf_free.  data is NULL while
 * nothing was added, and otherwise followed by a NUL that len does not count.
 */
struct buf {
	char *data;
	size_t len; /* bytes in use */
	size_t cap; /* bytes allocated */
};

void buf_add(struct buf *b, const void *data, size_t len);
void buf_adds(struct buf *b, const char *s);
void buf_addch(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The text so far; "" while nothing was added; valid until the next change. */
const char *buf_text(const struct buf *b);

/* Hand the bytes over (never NULL); the buffer is empty afterwards. */
char *buf_steal(struct buf *b);

/* Forget the content, keep the room. */
void buf_clear(struct buf *b);
void buf_free(struct buf *b);

#endif
