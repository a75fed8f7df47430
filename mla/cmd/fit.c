/* fit.c - make a table fit the terminal */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/fit.h"

#include <wchar.h>

#include "base/alloc.h"
#include "base/str.h"

enum {
	CUT_LEAST = 16, /* a column that is cut has so much left */
	CUT_WORST = 8, /* where nothing else helps */
	WRAP_LEAST = 10 /* no column is wrapped to less */
};

/* What the columns take that are not left out, with the gaps between them. */
static size_t
total(const size_t *width, size_t n)
{
	size_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += width[i] > 0 ? width[i] + (sum > 0 ? FIT_GAP : 0) : 0;
	return sum;
}

static void
natural(size_t *width, const struct out_table *t, char **cell, size_t n)
{
	for (size_t c = 0; c < n; c++) {
		const char *header = str_eq(t->columns[c].key, t->below)
		    ? NULL
		    : t->columns[c].header;

		width[c] = header != NULL ? (size_t)out_columns(header) : 0;
		for (size_t i = c; width[c] > 0 && i < t->n; i += n) {
			size_t w = (size_t)out_columns(cell[i]);

			width[c] = w > width[c] ? w : width[c];
		}
	}
}

/* Columns that may be cut give what is too much, down to the least. */
static void
cut_columns(
    size_t *width, const struct out_table *t, size_t n, size_t room, size_t low)
{
	for (size_t c = 0; c < n; c++) {
		size_t sum = total(width, n), give;

		if (sum <= room)
			return;
		if (!t->columns[c].shrink || width[c] <= low)
			continue;
		give = width[c] - low;
		width[c] -= give < sum - room ? give : sum - room;
	}
}

/* The width of the longest word of a column, or of its header. */
static size_t
least(const struct out_table *t, char **cell, size_t n, size_t c)
{
	size_t most = (size_t)out_columns(t->columns[c].header);

	most = most > WRAP_LEAST ? most : WRAP_LEAST;
	for (size_t i = c; i < t->n; i += n) {
		const char *at = cell[i];

		while (*at != '\0') {
			char *word = xstrndup(at, strcspn(at, " "));
			size_t w = (size_t)out_columns(word);

			most = w > most ? w : most;
			at += strlen(word);
			at += strspn(at, " ");
			free(word);
		}
	}
	return most;
}

/* The widest columns are wrapped. */
static void
wrap_columns(size_t *width, const struct out_table *t, char **cell, size_t n,
    size_t room)
{
	size_t *low = xcalloc(n, sizeof(*low));
	size_t widest = 0;

	for (size_t c = 0; c < n; c++)
		low[c] = width[c] > 0 ? least(t, cell, n, c) : 0;
	while (widest < n && total(width, n) > room) {
		widest = n;
		for (size_t c = 0; c < n; c++) {
			if (width[c] > low[c] &&
			    (widest == n || width[c] > width[widest]))
				widest = c;
		}
		if (widest < n)
			width[widest]--;
	}
	free(low);
}

static size_t
column_named(const struct out_table *t, const char *key, size_t n)
{
	size_t c = 0;

	while (c < n && !str_eq(t->columns[c].key, key))
		c++;
	return c;
}

void
fit_columns(size_t *width, const struct out_table *t, char **cell, size_t room)
{
	size_t n = out_count_columns(t), *whole = xcalloc(n, sizeof(*whole));
	char *names = xstrdup(t->give_way != NULL ? t->give_way : "");
	char *rest = NULL, *name = strtok_r(names, ",", &rest);

	natural(whole, t, cell, n);
	memcpy(width, whole, n * sizeof(*width));
	cut_columns(width, t, n, room, CUT_LEAST);
	for (; name != NULL && total(width, n) > room;
	     name = strtok_r(NULL, ",", &rest)) {
		size_t c = column_named(t, name, n);

		if (c < n)
			whole[c] = 0;
		memcpy(width, whole, n * sizeof(*width));
		cut_columns(width, t, n, room, CUT_LEAST);
	}
	if (total(width, n) > room)
		wrap_columns(width, t, cell, n, room);
	cut_columns(width, t, n, room, CUT_WORST);
	free(names);
	free(whole);
}

char *
fit_cut(const char *text, size_t width)
{
	const char *at = text, *end = text;
	size_t kept = 0;

	if ((size_t)out_columns(text) <= width)
		return xstrdup(text);
	while (*at != '\0') {
		int w = wcwidth((wchar_t)str_next_char(&at));

		kept += w > 0 ? (size_t)w : 0;
		if (kept + 1 > width)
			break;
		end = at;
	}
	return xasprintf("%.*s…", (int)(end - text), text);
}

char *
fit_wrap(const char *text, size_t width)
{
	char *copy = xstrdup(text), *rest = NULL, *word;
	struct buf b = { 0 };
	size_t at = 0;

	for (word = strtok_r(copy, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest)) {
		size_t w = (size_t)out_columns(word);

		if (at > 0 && at + 1 + w > width) {
			buf_addch(&b, '\n');
			at = 0;
		} else if (at > 0) {
			buf_addch(&b, ' ');
			at++;
		}
		buf_adds(&b, word);
		at += w;
	}
	free(copy);
	return buf_steal(&b);
}
