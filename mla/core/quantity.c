/* quantity.c - numbers and dates of a text, in whatever digits they stand */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/quantity.h"

#include <utf8proc.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/str.h"

enum {
	THOUSANDS = 3, /* digits of a group */
	DECIMAL_MARK = 0x66b,
	GROUP_MARK = 0x66c,
	MAX_LEFT = 64, /* beyond, parts are not tried: they differ anyway */
	MAX_DAY = 31,
	MAX_MONTH = 12
};

/* Runs of digits, as 1 234,5: what is between them is in sep. */
struct chain {
	struct buf run[QUANTITY_PARTS]; /* ASCII digits */
	unsigned sep[QUANTITY_PARTS]; /* before each run; 0 before the first */
	const char *end[QUANTITY_PARTS]; /* where each run ends in the text */
	size_t n;
};

/* Value of a decimal digit of any script, -1: it is none. */
static int
digit_of(unsigned c)
{
	unsigned zero = c;

	if (c < 0x80)
		return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
	if (utf8proc_category((utf8proc_int32_t)c) != UTF8PROC_CATEGORY_ND)
		return -1;
	/* Digits stand in rows of ten, one or several (Unicode, 4.6). */
	while (utf8proc_category((utf8proc_int32_t)zero - 1) ==
	    UTF8PROC_CATEGORY_ND)
		zero--;
	return (int)((c - zero) % 10);
}

static bool
is_blank(unsigned c)
{
	return c == ' ' || c == 0xa0 || c == 0x2009 || c == 0x202f;
}

static bool
is_separator(unsigned c)
{
	return c == '.' || c == ',' || c == '\'' || c == 0x2019 ||
	    c == DECIMAL_MARK || c == GROUP_MARK || c == '/' || c == '-' ||
	    is_blank(c);
}

/* Append the digits at *s to a run, and step over them. */
static void
take_run(struct buf *run, const char **s)
{
	for (;;) {
		const char *next = *s;
		int digit = **s != '\0' ? digit_of(str_next_char(&next)) : -1;

		if (digit < 0)
			return;
		buf_addch(run, (char)('0' + digit));
		*s = next;
	}
}

static void
take_chain(struct chain *c, const char *s)
{
	memset(c, 0, sizeof(*c));
	while (c->n < QUANTITY_PARTS) {
		const char *next = s;
		unsigned sep;

		take_run(&c->run[c->n], &s);
		if (c->run[c->n].len == 0)
			return;
		c->end[c->n++] = s;
		next = s;
		sep = *s != '\0' ? str_next_char(&next) : 0;
		if (!is_separator(sep) || c->n == QUANTITY_PARTS)
			return;
		c->sep[c->n] = sep;
		s = next;
	}
}

static void
free_chain(struct chain *c)
{
	for (size_t i = 0; i < QUANTITY_PARTS; i++)
		buf_free(&c->run[i]);
}

static long
value_of(const struct buf *run)
{
	return strtol(buf_text(run), NULL, 10);
}

static const char *
without_zeros(const char *digits)
{
	while (digits[0] == '0' && digits[1] != '\0')
		digits++;
	return digits;
}

/* "2026-07-17" if the first three runs are a date, else NULL. */
static char *
date_of(const struct chain *c)
{
	bool year_first = c->n >= 3 && c->run[0].len == 4;
	size_t y = year_first ? 0 : 2, d = 2 - y;
	long day, month;

	if (c->n < 3 || c->sep[1] != c->sep[2] ||
	    (c->n > 3 && c->sep[3] == c->sep[1]) || c->run[y].len != 4 ||
	    c->run[1].len > 2 || c->run[d].len > 2 ||
	    (c->sep[1] != '.' && c->sep[1] != '/' && c->sep[1] != '-'))
		return NULL;
	day = value_of(&c->run[d]);
	month = value_of(&c->run[1]);
	if (!year_first && month > MAX_MONTH) { /* month before day */
		month = day;
		day = value_of(&c->run[1]);
	}
	if (day < 1 || day > MAX_DAY || month < 1 || month > MAX_MONTH)
		return NULL;
	return xasprintf("%s-%02ld-%02ld", buf_text(&c->run[y]), month, day);
}

/* How many runs from the first one on are one number? */
static size_t
length_of(const struct chain *c)
{
	size_t n = 1;
	bool groups =
	    c->run[0].len <= THOUSANDS && *buf_text(&c->run[0]) != '0';

	while (n < c->n) {
		unsigned sep = c->sep[n];
		bool whole = groups && c->run[n].len == THOUSANDS;

		if (sep == '/' || sep == '-' || (is_blank(sep) && !whole))
			break;
		groups = whole;
		n++;
	}
	return n;
}

/* Is the last run of n behind a decimal mark? */
static bool
has_fraction(const struct chain *c, size_t n)
{
	unsigned last = n > 1 ? c->sep[n - 1] : 0;

	if (n < 2 || last == GROUP_MARK || is_blank(last))
		return false;
	if (last == DECIMAL_MARK || c->run[n - 1].len != THOUSANDS)
		return n == 2 || c->sep[n - 2] != last;
	return n > 2 && c->sep[n - 2] != last;
}

/* "1234.5" for the first n runs; "1.2.3" where they are no number. */
static char *
number_of(const struct chain *c, size_t n)
{
	bool fraction = has_fraction(c, n);
	bool dotted = n > 2 && !fraction && c->run[n - 1].len != THOUSANDS;
	size_t whole = fraction ? n - 1 : n;
	struct buf b = { 0 };
	char *out;

	for (size_t i = 0; i < whole; i++)
		buf_addf(&b, "%s%s", dotted && i > 0 ? "." : "",
		    buf_text(&c->run[i]));
	if (fraction) {
		size_t len = c->run[n - 1].len;

		while (len > 0 && c->run[n - 1].data[len - 1] == '0')
			len--;
		if (len > 0)
			buf_addch(&b, '.');
		buf_add(&b, buf_text(&c->run[n - 1]), len);
	}
	out = xstrdup(without_zeros(buf_text(&b)));
	buf_free(&b);
	return out;
}

/* What begins at s; it ends at the result. */
static const char *
add_quantity(struct quantities *out, const char *s)
{
	struct quantity *q;
	struct chain c;
	size_t n;

	out->at = vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
	q = &out->at[out->n++];
	memset(q, 0, sizeof(*q));
	take_chain(&c, s);
	q->norm = date_of(&c);
	q->is_date = q->norm != NULL;
	n = q->is_date ? 3 : length_of(&c);
	if (!q->is_date)
		q->norm = number_of(&c, n);
	q->shown = xstrndup(s, (size_t)(c.end[n - 1] - s));
	for (size_t i = 0; i < n; i++) {
		/* A month may stand in words: no other part stands for it. */
		if (!q->is_date || i != 1)
			q->part[q->nparts++] =
			    xstrdup(without_zeros(buf_text(&c.run[i])));
	}
	s = c.end[n - 1];
	free_chain(&c);
	return s;
}

void
quantities_of(struct quantities *out, const char *text)
{
	while (*text != '\0') {
		const char *next = text;

		if (digit_of(str_next_char(&next)) >= 0)
			next = add_quantity(out, text);
		text = next;
	}
}

static void
free_one(struct quantity *q)
{
	free(q->shown);
	free(q->norm);
	for (size_t i = 0; i < q->nparts; i++)
		free(q->part[i]);
}

void
quantities_free(struct quantities *q)
{
	for (size_t i = 0; i < q->n; i++)
		free_one(&q->at[i]);
	free(q->at);
	memset(q, 0, sizeof(*q));
}

/* Where one stands among the quantities of a text, sorted by what it is. */
struct place {
	struct quantity *q;
	size_t at;
};

static int
by_norm(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int cmp = strcmp(x->q->norm, y->q->norm);

	if (cmp != 0)
		return cmp;
	return x->at < y->at ? -1 : 1;
}

static struct place *
sorted(const struct quantities *q)
{
	struct place *p = xcalloc(q->n + 1, sizeof(*p));

	for (size_t i = 0; i < q->n; i++)
		p[i] = (struct place){ &q->at[i], i };
	if (q->n > 1)
		qsort(p, q->n, sizeof(*p), by_norm);
	return p;
}

/* Keep those that are not gone, in their order. */
static void
drop(struct quantities *q, const bool *gone)
{
	size_t kept = 0;

	for (size_t i = 0; i < q->n; i++) {
		if (gone[i])
			free_one(&q->at[i]);
		else
			q->at[kept++] = q->at[i];
	}
	q->n = kept;
}

static void
drop_same(struct quantities *a, struct quantities *b)
{
	bool *gone_a = xcalloc(a->n + 1, sizeof(*gone_a));
	bool *gone_b = xcalloc(b->n + 1, sizeof(*gone_b));
	struct place *x = sorted(a), *y = sorted(b);
	size_t i = 0, k = 0;

	while (i < a->n && k < b->n) {
		int cmp = strcmp(x[i].q->norm, y[k].q->norm);

		if (cmp == 0)
			gone_a[x[i].at] = gone_b[y[k].at] = true;
		i += cmp <= 0 ? 1 : 0;
		k += cmp >= 0 ? 1 : 0;
	}
	drop(a, gone_a);
	drop(b, gone_b);
	free(x);
	free(y);
	free(gone_a);
	free(gone_b);
}

/* Mark each part of q among others; false, and nothing marked: not all. */
static bool
mark_parts(
    const struct quantity *q, const struct quantities *others, bool *gone)
{
	size_t at[QUANTITY_PARTS];

	for (size_t p = 0; p < q->nparts; p++) {
		size_t i = 0;

		while (i < others->n &&
		    (gone[i] || !str_eq(others->at[i].norm, q->part[p])))
			i++;
		if (i == others->n) {
			while (p-- > 0)
				gone[at[p]] = false;
			return false;
		}
		gone[i] = true;
		at[p] = i;
	}
	return true;
}

static void
drop_parts(struct quantities *whole, struct quantities *parts)
{
	bool gone[MAX_LEFT] = { false }, taken[MAX_LEFT] = { false };

	if (whole->n > MAX_LEFT || parts->n > MAX_LEFT)
		return;
	for (size_t i = 0; i < whole->n; i++) {
		if (whole->at[i].nparts > 1)
			taken[i] = mark_parts(&whole->at[i], parts, gone);
	}
	drop(whole, taken);
	drop(parts, gone);
}

void
quantities_subtract(struct quantities *a, struct quantities *b)
{
	drop_same(a, b);
	drop_parts(a, b);
	drop_parts(b, a);
}
