/* doctable.c - the tables of a document model */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "core/docmaker.h"
#include "model/units.h"
#include "xml/node.h"
#include "xml/write.h"

/* Characters of a text. */
static size_t
length_of(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; n++)
		(void)str_next_char(&text);
	return n;
}

/* Between the values of a list. */
static void
add_comma(struct docmaker *m)
{
	xml_add_text(&m->out, lang_word(m->in->lang, "doc.comma"));
	buf_addch(&m->out, ' ');
}

/* A cell; how long it is. */
static size_t
add_cell(struct docmaker *m, const struct form_item *column, xmlNode *row)
{
	size_t n, length = 0;
	xmlNode **node;

	if (m->in->blank) {
		buf_adds(&m->out, "<cell><line/></cell>");
		return 0;
	}
	node = docmaker_nodes(&n, m, column, row);
	buf_addf(&m->out, "<cell type=\"%s\">", column->type);
	for (size_t i = 0; i < n; i++) {
		char *raw = xml_text(node[i]), *text = str_trim(raw);
		char *shown = docvalue(m->in, m->titles, column, text);

		if (i > 0)
			add_comma(m);
		docmaker_isolated(m, shown);
		length += length_of(shown) + (i > 0 ? 2 : 0);
		free(shown);
		free(text);
		free(raw);
	}
	buf_adds(&m->out, "</cell>");
	free(node);
	return length;
}

/* What can stand in the columns of an empty table that take codes. */
static void
add_legend(struct docmaker *m, const struct form_item *table)
{
	const struct form_item *column = table->child;

	for (; column != NULL; column = column->next) {
		const struct lang *lang = m->in->lang;
		struct file_names ticks;

		units_ticks(&ticks, column, m->in->codes);
		if (ticks.n > 0) {
			buf_adds(&m->out, "<note>");
			xml_add_text(&m->out, lang_word(lang, column->label));
			xml_add_text(&m->out, lang_word(lang, "doc.colon"));
		}
		for (size_t i = 0; i < ticks.n; i++) {
			if (i > 0)
				add_comma(m);
			else
				buf_addch(&m->out, ' ');
			xml_add_text(&m->out, lang_word(lang, ticks.at[i]));
		}
		if (ticks.n > 0)
			buf_adds(&m->out, "</note>");
		file_names_free(&ticks);
	}
}

/* The labels of the columns. */
static void
add_table_head(
    struct docmaker *m, const struct form_item *table, size_t longest[])
{
	const struct form_item *column = table->child;

	buf_addf(&m->out, "<table id=\"%s\" number=\"%d\"><caption>", table->id,
	    ++m->tables);
	xml_add_text(&m->out, lang_word(m->in->lang, table->label));
	buf_adds(&m->out, "</caption><head>");
	for (size_t i = 0; column != NULL; column = column->next) {
		const char *label = lang_word(m->in->lang, column->label);

		docmaker_element(&m->out, "cell", label);
		longest[i++] = length_of(label);
	}
	buf_adds(&m->out, "</head>");
}

/* At its end stands how long the longest text of each column is. */
void
docmaker_table(struct docmaker *m, const struct form_item *item, xmlNode *at)
{
	size_t n, columns = 0, *longest;
	xmlNode **row = docmaker_nodes(&n, m, item, at);
	const struct form_item *column;

	for (column = item->child; column != NULL; column = column->next)
		columns++;
	longest = xcalloc(columns + 1, sizeof(*longest));
	if (n > 0)
		add_table_head(m, item, longest);
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		buf_adds(&m->out, "<row>");
		for (column = item->child; column != NULL;
		     column = column->next, k++) {
			size_t length = add_cell(m, column, row[i]);

			longest[k] = length > longest[k] ? length : longest[k];
		}
		buf_adds(&m->out, "</row>");
	}
	for (size_t k = 0; n > 0 && k < columns; k++)
		buf_addf(&m->out, "<column longest=\"%zu\"/>", longest[k]);
	if (n > 0)
		buf_adds(&m->out, "</table>");
	free(longest);
	if (m->in->blank)
		add_legend(m, item);
	free(row);
}
