/* alloc.c - memory; out of memory ends the program */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"

#include <stdarg.h>
#include <stdint.h>

static void *
must(void *at)
{
	if (at == NULL) {
		(void)fputs("mla: out of memory\n", stderr);
		abort();
	}
	return at;
}

void *
xmalloc(size_t bytes)
{
	return must(malloc(bytes > 0 ? bytes : 1));
}

void *
xcalloc(size_t n, size_t bytes)
{
	return must(calloc(n > 0 ? n : 1, bytes > 0 ? bytes : 1));
}

void *
xrealloc(void *at, size_t n, size_t bytes)
{
	if (bytes != 0 && n > SIZE_MAX / bytes)
		return must(NULL);
	return must(realloc(at, n * bytes > 0 ? n * bytes : 1));
}

char *
xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

char *
xstrndup(const char *s, size_t n)
{
	size_t len = strnlen(s, n);
	char *copy = xmalloc(len + 1);

	memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *
xstrdup_null(const char *s)
{
	return s != NULL ? xstrdup(s) : NULL;
}

char *
xasprintf(const char *fmt, ...)
{
	va_list ap, again;
	char *text;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		len = 0;
	text = xmalloc((size_t)len + 1);
	text[0] = '\0';
	(void)vsnprintf(text, (size_t)len + 1, fmt, again);
	va_end(again);
	return text;
}

void *
vec_more(void *at, size_t *cap, size_t n, size_t bytes)
{
	if (n < *cap)
		return at;
	*cap = *cap < 8 ? 8 : *cap * 2;
	return xrealloc(at, *cap, bytes);
}
