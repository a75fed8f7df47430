/* str.c - small questions about texts */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

#include "base/alloc.h"

bool
str_eq(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

bool
str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool
str_ends(const char *s, const char *suffix)
{
	size_t len = strlen(s), tail = strlen(suffix);

	return len >= tail && strcmp(s + len - tail, suffix) == 0;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool
str_is_blank(const char *s)
{
	if (s == NULL)
		return true;
	while (is_space(*s))
		s++;
	return *s == '\0';
}

char *
str_trim(const char *s)
{
	size_t len;

	while (is_space(*s))
		s++;
	len = strlen(s);
	while (len > 0 && is_space(s[len - 1]))
		len--;
	return xstrndup(s, len);
}

/*
 * Length in bytes of the well-formed sequence that begins at s (left bytes
 * are there), or 0 if none does; RFC 3629 section 4.
 */
static size_t
utf8_sequence(const unsigned char *s, size_t left)
{
	unsigned char lo = 0x80, hi = 0xbf;
	size_t need;

	if (s[0] < 0x80)
		return 1;
	if (s[0] >= 0xc2 && s[0] <= 0xdf)
		need = 2;
	else if (s[0] >= 0xe0 && s[0] <= 0xef)
		need = 3;
	else if (s[0] >= 0xf0 && s[0] <= 0xf4)
		need = 4;
	else
		return 0;
	if (need > left)
		return 0;
	if (s[0] == 0xe0)
		lo = 0xa0;
	else if (s[0] == 0xed)
		hi = 0x9f;
	else if (s[0] == 0xf0)
		lo = 0x90;
	else if (s[0] == 0xf4)
		hi = 0x8f;
	if (s[1] < lo || s[1] > hi)
		return 0;
	for (size_t i = 2; i < need; i++) {
		if (s[i] < 0x80 || s[i] > 0xbf)
			return 0;
	}
	return need;
}

bool
str_is_utf8(const char *s, size_t len)
{
	const unsigned char *at = (const unsigned char *)s;

	while (len > 0) {
		size_t step = utf8_sequence(at, len);

		if (step == 0)
			return false;
		at += step;
		len -= step;
	}
	return true;
}

unsigned
str_next_char(const char **s)
{
	static const unsigned char mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	const unsigned char *at = (const unsigned char *)*s;
	size_t step = utf8_sequence(at, strnlen(*s, 4));
	unsigned c;

	if (step == 0) {
		*s += 1;
		return 0xfffd;
	}
	c = at[0] & mask[step];
	for (size_t i = 1; i < step; i++)
		c = c << 6 | (at[i] & 0x3fU);
	*s += step;
	return c;
}

/* Characters that steer a terminal or hide themselves; Unicode Cc, Cf, Zl. */
static bool
is_unsafe(unsigned c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		return true;
	return c == 0xad || c == 0x61c || c == 0x180e || c == 0xfeff ||
	    (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x206f) || (c >= 0xfff9 && c <= 0xfffb) ||
	    (c >= 0xe0000 && c <= 0xe007f);
}

void
str_add_safe(struct buf *b, const char *s, bool lines)
{
	for (const char *from = s; *s != '\0'; from = s) {
		unsigned c;

		/* Most of it is plain. */
		while (*s >= ' ' && *s <= '~')
			s++;
		buf_add(b, from, (size_t)(s - from));
		if (*s == '\0')
			break;
		from = s;
		c = str_next_char(&s);
		if (c == 0xfffd && s - from == 1)
			buf_addf(b, "\\x%02x", (unsigned char)*from);
		else if (is_unsafe(c) && !(lines && c == '\n'))
			buf_addf(b, "\\u{%x}", c);
		else
			buf_add(b, from, (size_t)(s - from));
	}
}

char *
str_safe(const char *s)
{
	struct buf b = { 0 };

	str_add_safe(&b, s, false);
	return buf_steal(&b);
}

char *
str_replace(const char *text, const char *what, const char *with)
{
	struct buf b = { 0 };
	const char *at;

	for (; (at = strstr(text, what)) != NULL; text = at + strlen(what)) {
		buf_add(&b, text, (size_t)(at - text));
		buf_adds(&b, with);
	}
	buf_adds(&b, text);
	return buf_steal(&b);
}

size_t
str_distance(const char *a, const char *b)
{
	size_t n = strlen(b), width = n + 1;
	size_t *rows = xcalloc(3 * width, sizeof(*rows));
	size_t *before = rows, *above = rows + width, *row = above + width;
	size_t result;

	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1] != '\0'; i++) {
		size_t *spare = before;

		before = above;
		above = row;
		row = spare;
		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);

			if (above[j] + 1 < best)
				best = above[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			row[j] = best;
		}
	}
	result = row[n];
	free(rows);
	return result;
}
