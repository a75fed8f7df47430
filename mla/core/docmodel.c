/* docmodel.c - rendering, stage one: from a form and data to a document */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/docmodel.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/docvalue.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/write.h"

/* A document while it is being written. */
struct maker {
	const struct docmodel_in *in;
	struct doctitles *titles;
	struct buf out;
	int sections; /* written so far */
	struct err *err;
	enum mla_rc rc;
};

static void
add_element(struct buf *b, const char *name, const char *text)
{
	buf_addf(b, "<%s>", name);
	xml_add_text(b, text);
	buf_addf(b, "</%s>", name);
}

static void
add_lang(struct buf *b, const xmlNode *node)
{
	char *lang =
	    xml_attr_ns(node, "http://www.w3.org/XML/1998/namespace", "lang");
	char *dir = xml_attr(node, "dir");

	xml_add_attr(b, "xml:lang", lang);
	xml_add_attr(b, "dir", dir);
	free(lang);
	free(dir);
}

/* A paragraph with its runs in other languages. */
static void
add_runs(struct buf *b, const xmlNode *p)
{
	for (const xmlNode *run = p->children; run != NULL; run = run->next) {
		char *text = xml_text(run);

		if (run->type == XML_ELEMENT_NODE) {
			buf_adds(b, "<span");
			add_lang(b, run);
			buf_addch(b, '>');
			xml_add_text(b, text);
			buf_adds(b, "</span>");
		} else if (run->type == XML_TEXT_NODE ||
		    run->type == XML_CDATA_SECTION_NODE) {
			xml_add_text(b, text);
		}
		free(text);
	}
}

/* A text is paragraphs (p), questions (q), or all that is in it. */
static void
add_text_value(struct buf *b, const xmlNode *node)
{
	const xmlNode *p = xml_first(node);

	buf_adds(b, "<value");
	add_lang(b, node);
	buf_addch(b, '>');
	if (p == NULL) {
		char *text = xml_text(node);

		add_element(b, "p", text);
		free(text);
	}
	for (; p != NULL; p = xml_after(p)) {
		const char *name = xml_is(p, NULL, "q") ? "q" : "p";

		if (!xml_is(p, NULL, name))
			continue; /* structure beside the text */
		buf_addf(b, "<%s", name);
		add_lang(b, p);
		buf_addch(b, '>');
		add_runs(b, p);
		buf_addf(b, "</%s>", name);
	}
	buf_adds(b, "</value>");
}

static void
add_value(struct maker *m, const struct form_item *item, const xmlNode *node)
{
	bool is_element = node->type == XML_ELEMENT_NODE;
	char *raw = xml_text(node), *text = str_trim(raw);
	char *shown = docvalue(m->in, m->titles, item, text);

	if (*text != '\0' && is_element && str_eq(item->type, "text")) {
		add_text_value(&m->out, node);
	} else if (*text != '\0') {
		buf_adds(&m->out, "<value");
		if (is_element)
			add_lang(&m->out, node);
		buf_addch(&m->out, '>');
		xml_add_text(&m->out, shown);
		buf_adds(&m->out, "</value>");
	}
	free(shown);
	free(text);
	free(raw);
}

static xmlNode **
nodes_of(size_t *n, struct maker *m, const struct form_item *item, xmlNode *at)
{
	xmlNode **node = NULL;

	*n = 0;
	if (m->rc == MLA_OK && *item->path != '\0')
		m->rc = env_nodes(&node, n, m->in->env, at, item->path, m->err);
	return node;
}

static bool
applies(struct maker *m, const struct form_item *item, xmlNode *at)
{
	bool is = false;

	if (m->rc == MLA_OK)
		m->rc = form_applies(&is, item, m->in->env, at, m->err);
	return is && m->rc == MLA_OK;
}

/* Does the title of the group say the same already? */
static bool
is_in_title(struct maker *m, const struct form_item *item, xmlNode *at)
{
	char *title = NULL;
	bool is;

	if (m->rc != MLA_OK || item->parent == NULL ||
	    !str_eq(item->parent->title, item->path))
		return false;
	m->rc = env_string(&title, m->in->env, at, item->path, m->err);
	is = !str_is_blank(title);
	free(title);
	return is;
}

/* A field without a value is left out, unless it is demanded. */
static void
add_field(struct maker *m, const struct form_item *item, xmlNode *at)
{
	size_t start = m->out.len, empty, n;
	bool demanded = false;
	xmlNode **node;

	if (is_in_title(m, item, at))
		return;
	buf_addf(&m->out, "<field id=\"%s\"><label>", item->id);
	xml_add_text(&m->out, lang_word(m->in->lang, item->label));
	buf_adds(&m->out, "</label>");
	empty = m->out.len;
	node = nodes_of(&n, m, item, at);
	for (size_t i = 0; i < n; i++)
		add_value(m, item, node[i]);
	free(node);
	if (m->out.len == empty && m->rc == MLA_OK)
		m->rc = form_demands(&demanded, item, m->in->env, at, m->err);
	if (m->out.len == empty && !demanded) {
		m->out.len = start;
		return;
	}
	if (m->out.len == empty)
		buf_adds(&m->out, "<missing/>");
	buf_adds(&m->out, "</field>");
}

static void add_items(
    struct maker *m, const struct form_item *item, xmlNode *at);

/* "Person: Jean Modèle"; the id where there is no name. */
static void
add_title(struct maker *m, const struct form_item *item, xmlNode *node)
{
	char *title = NULL;

	xml_add_text(&m->out, lang_word(m->in->lang, item->label));
	if (*item->title == '\0')
		return;
	m->rc = env_string(&title, m->in->env, node, item->title, m->err);
	if (str_is_blank(title)) {
		free(title);
		title = xml_attr(node, "id");
	}
	if (!str_is_blank(title)) {
		xml_add_text(&m->out, lang_word(m->in->lang, "doc.colon"));
		buf_addch(&m->out, ' ');
		xml_add_text(&m->out, title);
	}
	free(title);
}

static void
add_group(struct maker *m, const struct form_item *item, xmlNode *at)
{
	size_t n;
	xmlNode **node = nodes_of(&n, m, item, at);

	for (size_t i = 0; i < n && m->rc == MLA_OK; i++) {
		buf_addf(&m->out, "<group id=\"%s\"><title>", item->id);
		add_title(m, item, node[i]);
		buf_adds(&m->out, "</title>");
		add_items(m, item->child, node[i]);
		buf_adds(&m->out, "</group>");
	}
	free(node);
}

static void
add_cell(struct maker *m, const struct form_item *column, xmlNode *row)
{
	size_t n;
	xmlNode **node = nodes_of(&n, m, column, row);

	buf_addf(&m->out, "<cell type=\"%s\">", column->type);
	for (size_t i = 0; i < n; i++) {
		char *raw = xml_text(node[i]), *text = str_trim(raw);
		char *shown = docvalue(m->in, m->titles, column, text);

		if (i > 0)
			buf_adds(&m->out, ", ");
		xml_add_text(&m->out, shown);
		free(shown);
		free(text);
		free(raw);
	}
	buf_adds(&m->out, "</cell>");
	free(node);
}

static void
add_table(struct maker *m, const struct form_item *item, xmlNode *at)
{
	size_t n;
	xmlNode **row = nodes_of(&n, m, item, at);
	const struct form_item *column;

	if (n > 0) {
		buf_addf(&m->out, "<table id=\"%s\"><caption>", item->id);
		xml_add_text(&m->out, lang_word(m->in->lang, item->label));
		buf_adds(&m->out, "</caption><head>");
		for (column = item->child; column != NULL;
		     column = column->next)
			add_element(&m->out, "cell",
			    lang_word(m->in->lang, column->label));
		buf_adds(&m->out, "</head>");
	}
	for (size_t i = 0; i < n; i++) {
		buf_adds(&m->out, "<row>");
		for (column = item->child; column != NULL;
		     column = column->next)
			add_cell(m, column, row[i]);
		buf_adds(&m->out, "</row>");
	}
	if (n > 0)
		buf_adds(&m->out, "</table>");
	free(row);
}

static void
add_items(struct maker *m, const struct form_item *item, xmlNode *at)
{
	for (; item != NULL && m->rc == MLA_OK; item = item->next) {
		if (!applies(m, item, at))
			continue;
		switch (item->what) {
		case FORM_FIELD:
			add_field(m, item, at);
			break;
		case FORM_GROUP:
			add_group(m, item, at);
			break;
		case FORM_TABLE:
			add_table(m, item, at);
			break;
		case FORM_NOTE:
			add_element(&m->out, "note",
			    lang_word(m->in->lang, item->label));
			break;
		case FORM_SECTION:
		case FORM_TICKS:
			break;
		}
	}
}

/* A section with nothing in it is not printed and has no number. */
static void
add_section(struct maker *m, const struct form_item *section)
{
	size_t start = m->out.len, empty;

	if (!applies(m, section, NULL))
		return;
	m->sections++;
	buf_addf(&m->out, "<section id=\"%s\" number=\"%d\"><heading>",
	    section->id, m->sections);
	xml_add_text(&m->out, lang_word(m->in->lang, section->label));
	buf_adds(&m->out, "</heading>");
	empty = m->out.len;
	add_items(m, section->child, NULL);
	if (m->out.len == empty) {
		m->out.len = start;
		m->sections--;
		return;
	}
	buf_adds(&m->out, "</section>\n");
}

/* Words that the layout itself needs. */
static void
add_words(struct maker *m)
{
	static const char *const keys[] = { "doc.reference", "doc.revision",
		"doc.page", "doc.of", "doc.draft", "doc.none", "doc.source",
		"doc.form", "doc.date", "doc.colon", "sign.place",
		"sign.name" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		buf_addf(&m->out, "<word key=\"%s\">", keys[i]);
		xml_add_text(&m->out, lang_word(m->in->lang, keys[i]));
		buf_adds(&m->out, "</word>");
	}
}

/* Whose wording it is, in the language where there are words for it. */
static const char *
source_words(const struct docmodel_in *in)
{
	char *key = xasprintf("%s.source", form_label(in->form));
	const char *words = lang_find(in->lang, key);

	free(key);
	return words != NULL ? words : form_source(in->form);
}

static void
add_head(struct maker *m)
{
	const struct docmodel_in *in = m->in;
	char *state = in->sender_state != NULL
	    ? docvalue_country(in->lang, in->sender_state)
	    : NULL;
	char *on = in->on != NULL ? docvalue_date(in->lang, in->on) : NULL;

	buf_adds(&m->out, "<document xmlns=\"" DOCMODEL_NS "\"");
	xml_add_attr(&m->out, "xml:lang", lang_code(in->lang));
	xml_add_attr(&m->out, "dir", lang_dir(in->lang));
	xml_add_attr(&m->out, "form", form_id(in->form));
	xml_add_attr(&m->out, "version", form_version(in->form));
	xml_add_attr(&m->out, "source", source_words(in));
	xml_add_attr(
	    &m->out, "verified", form_is_verified(in->form) ? "yes" : "no");
	xml_add_attr(&m->out, "authority", in->sender);
	xml_add_attr(&m->out, "reference", in->reference);
	if (in->revision > 0)
		buf_addf(&m->out, " revision=\"%ld\"", in->revision);
	xml_add_attr(&m->out, "sha256", in->sha256);
	xml_add_attr(&m->out, "state", state);
	xml_add_attr(&m->out, "date", on);
	buf_adds(&m->out, ">\n");
	free(state);
	free(on);
}

enum mla_rc
docmodel_make(xmlDoc **out, const struct docmodel_in *in, struct err *err)
{
	struct maker m = { .in = in, .err = err };
	const struct form_item *section = form_first(in->form);

	*out = NULL;
	if ((m.rc = doctitles_new(&m.titles, in, err)) != MLA_OK)
		return m.rc;
	add_head(&m);
	add_words(&m);
	add_element(&m.out, "title", lang_word(in->lang, form_label(in->form)));
	for (; section != NULL; section = section->next)
		add_section(&m, section);
	if (*form_signature(in->form) != '\0')
		add_element(&m.out, "signature",
		    lang_word(in->lang, form_signature(in->form)));
	buf_adds(&m.out, "</document>\n");
	if (m.rc == MLA_OK)
		m.rc = xml_read(out, buf_text(&m.out), m.out.len,
		    "the document model", err);
	doctitles_free(m.titles);
	buf_free(&m.out);
	return m.rc;
}
