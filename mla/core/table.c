/* table.c - results of figures: titled tables of typed columns */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/table.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/past.h"
#include "model/country.h"
#include "xml/node.h"
#include "xml/write.h"

void
tables_free(struct tables *all)
{
	for (size_t i = 0; i < all->n; i++) {
		struct table *t = all->at[i];

		free(t->column);
		free(t->cell);
		free(t->note);
		pool_free(&t->texts);
		free(t);
	}
	free(all->at);
	memset(all, 0, sizeof(*all));
}

struct table *
table_add(struct tables *all, const char *id)
{
	struct table *t = xcalloc(1, sizeof(*t));

	t->id = pool_text(&t->texts, id);
	t->title = "";
	all->at = vec_more(all->at, &all->cap, all->n, sizeof(*all->at));
	all->at[all->n++] = t;
	return t;
}

void
table_title(struct table *t, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	t->title = pool_text(&t->texts, text);
}

void
table_note(struct table *t, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	t->note = vec_more(t->note, &t->cap_notes, t->nnotes, sizeof(*t->note));
	t->note[t->nnotes++] = pool_text(&t->texts, text);
}

void
table_column(struct table *t, const char *key, const char *header,
    enum table_type type, const char *estimator)
{
	assert(t->ncells == 0);
	t->column = vec_more(
	    t->column, &t->cap_columns, t->ncolumns, sizeof(*t->column));
	t->column[t->ncolumns++] =
	    (struct table_column){ .key = pool_text(&t->texts, key),
		    .header = pool_text(&t->texts, header),
		    .estimator = pool_text(&t->texts, estimator),
		    .type = type };
}

static void
add_cell(struct table *t, struct table_cell cell)
{
	assert(t->ncolumns > 0);
	t->cell = vec_more(t->cell, &t->cap_cells, t->ncells, sizeof(*t->cell));
	t->cell[t->ncells++] = cell;
}

void
table_word(struct table *t, const char *text, const char *word)
{
	add_cell(t,
	    (struct table_cell){ .text = pool_text(&t->texts, text),
	        .word = pool_text(&t->texts, word),
	        .number = NAN });
}

void
table_text(struct table *t, const char *text)
{
	table_word(t, text, text);
}

void
table_number(struct table *t, double number)
{
	add_cell(t, (struct table_cell){ .number = number });
}

void
table_capitals(char *text)
{
	for (; *text != '\0'; text++) {
		if (*text >= 'a' && *text <= 'z')
			*text = (char)(*text - 'a' + 'A');
	}
}

size_t
table_rows(const struct table *t)
{
	return t->ncolumns > 0 ? t->ncells / t->ncolumns : 0;
}

char *
table_value(
    const struct office *office, const char *grouping, const char *value)
{
	const xmlNode *code =
	    codes_find(office->codes, PAST_GROUPING, grouping);
	char *list = code != NULL ? xml_attr(code, "names") : NULL;
	const char *word;
	char *key, *name;

	if (*value == '\0') {
		free(list);
		return xstrdup("–");
	}
	if (str_eq(grouping, "partner"))
		return country_exists(value) &&
		        (name = country_name(value, lang_code(office->lang))) !=
		            NULL
		    ? name
		    : xstrdup(value);
	key = xasprintf("%s.%s", list != NULL ? list : grouping, value);
	word = lang_find(office->lang, key);
	name = xstrdup(word != NULL ? word : value);
	free(list);
	free(key);
	return name;
}

void
table_write(char *out, size_t bytes, double number)
{
	if (!isfinite(number))
		(void)snprintf(out, bytes, "%s", "");
	else if (fabs(number) < 1e15 && number == (double)(int64_t)number)
		(void)snprintf(out, bytes, "%lld", (long long)number);
	else
		(void)snprintf(out, bytes, "%.17g", number);
}

static void
add_row(struct buf *b, const struct table *t, const struct table_cell *cell)
{
	buf_adds(b, "    <row>\n");
	for (size_t c = 0; c < t->ncolumns; c++) {
		char number[40];

		table_write(number, sizeof(number), cell[c].number);
		buf_adds(b, "      <cell");
		xml_add_attr(b, "key", t->column[c].key);
		if (cell[c].text != NULL && !str_eq(cell[c].word, cell[c].text))
			xml_add_attr(b, "word", cell[c].word);
		if (cell[c].text == NULL && *number == '\0')
			xml_add_attr(b, "undefined", "yes");
		buf_addch(b, '>');
		xml_add_text(b, cell[c].text != NULL ? cell[c].text : number);
		buf_adds(b, "</cell>\n");
	}
	buf_adds(b, "    </row>\n");
}

static void
add_element(struct buf *b, const char *name, const char *text)
{
	buf_addf(b, "    <%s>", name);
	xml_add_text(b, text);
	buf_addf(b, "</%s>\n", name);
}

void
tables_xml(struct buf *out, const struct tables *all)
{
	static const char *const types[] = { "text", "count", "days", "share",
		"number", "p" };

	buf_adds(
	    out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<results>\n");
	for (size_t i = 0; i < all->n; i++) {
		const struct table *t = all->at[i];

		buf_adds(out, "  <table");
		xml_add_attr(out, "id", t->id);
		buf_adds(out, ">\n");
		add_element(out, "title", t->title);
		for (size_t c = 0; c < t->ncolumns; c++) {
			buf_adds(out, "    <column");
			xml_add_attr(out, "key", t->column[c].key);
			xml_add_attr(out, "header", t->column[c].header);
			xml_add_attr(out, "type", types[t->column[c].type]);
			if (*t->column[c].estimator != '\0')
				xml_add_attr(
				    out, "estimator", t->column[c].estimator);
			buf_adds(out, "/>\n");
		}
		for (size_t r = 0; r < table_rows(t); r++)
			add_row(out, t, t->cell + r * t->ncolumns);
		for (size_t k = 0; k < t->nnotes; k++)
			add_element(out, "note", t->note[k]);
		buf_adds(out, "  </table>\n");
	}
	buf_adds(out, "</results>\n");
}
