/* docmodel.c - rendering, stage one: from a form and data to a document */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/docmodel.h"

#include "base/alloc.h"
#include "base/bidi.h"
#include "base/str.h"
#include "core/docvalue.h"
#include "core/say.h"
#include "model/units.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/write.h"

enum {
	BLANK_LINES = 4, /* of a text in an empty form */
	BLANK_ROWS = 3 /* of a table in it */
};

/* A document while it is being written. */
struct maker {
	const struct docmodel_in *in;
	struct doctitles *titles;
	struct buf out;
	bool rtl; /* is the language of the document read from the right? */
	int sections; /* written so far */
	int tables; /* the same */
	bool second; /* the second of two languages */
	struct used {
		char *lang;
		bool rtl;
	} * used; /* languages of texts, each once */
	size_t nused, cap_used;
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

/* Remember a language of a text: what is written may need a style for it. */
static void
use_lang(struct maker *m, const char *lang, bool rtl)
{
	if (lang == NULL)
		return;
	for (size_t i = 0; i < m->nused; i++) {
		if (str_eq(m->used[i].lang, lang)) {
			m->used[i].rtl |= rtl;
			return;
		}
	}
	m->used = vec_more(m->used, &m->cap_used, m->nused, sizeof(*m->used));
	m->used[m->nused++] = (struct used){ xstrdup(lang), rtl };
}

static void
add_lang(struct maker *m, const xmlNode *node)
{
	char *lang =
	    xml_attr_ns(node, "http://www.w3.org/XML/1998/namespace", "lang");
	char *dir = xml_attr(node, "dir");

	use_lang(m, lang, str_eq(dir, "rtl"));
	xml_add_attr(&m->out, "xml:lang", lang);
	xml_add_attr(&m->out, "dir", dir);
	free(lang);
	free(dir);
}

/* A text of somebody's in a line that goes on after it. */
static void
add_isolated(struct maker *m, const char *text)
{
	char *safe = bidi_isolate(text, m->rtl);

	xml_add_text(&m->out, safe);
	free(safe);
}

static void
add_tame(struct maker *m, const char *text)
{
	char *safe = bidi_tame(text);

	xml_add_text(&m->out, safe);
	free(safe);
}

/* Are two tags (BCP 47) of the same language?  NULL is of none. */
static bool
is_same_language(const char *a, const char *b)
{
	size_t len = a != NULL ? strcspn(a, "-") : 0;

	return b != NULL && len > 0 && len == strcspn(b, "-") &&
	    strncmp(a, b, len) == 0;
}

/* The language of a text: its own, or that of what it stands in; or NULL. */
static char *
language_of(const xmlNode *node)
{
	xmlChar *lang = xmlNodeGetLang(node);
	char *copy = xstrdup_null((const char *)lang);

	xmlFree(lang);
	return copy;
}

/* A paragraph with its runs in other languages. */
static void
add_runs(struct maker *m, const xmlNode *p)
{
	for (const xmlNode *run = p->children; run != NULL; run = run->next) {
		char *text = xml_text(run);

		if (run->type == XML_ELEMENT_NODE) {
			buf_adds(&m->out, "<span");
			add_lang(m, run);
			buf_addch(&m->out, '>');
			add_isolated(m, text);
			buf_adds(&m->out, "</span>");
		} else if (run->type == XML_TEXT_NODE ||
		    run->type == XML_CDATA_SECTION_NODE) {
			add_tame(m, text);
		}
		free(text);
	}
}

/*
 * A paragraph, <p> or <q>.  It says its language and direction where one of
 * them is not the document's.
 */
static void
add_paragraph(struct maker *m, const xmlNode *p, const char *name)
{
	char *lang = language_of(p), *text = xml_text(p);
	char *dir = xml_attr(p, "dir");
	bool rtl = dir != NULL ? str_eq(dir, "rtl") : bidi_is_rtl(text);

	buf_addf(&m->out, "<%s", name);
	if (rtl != m->rtl ||
	    (lang != NULL && !is_same_language(lang, lang_code(m->in->lang)))) {
		use_lang(m, lang, rtl);
		xml_add_attr(&m->out, "xml:lang", lang);
		xml_add_attr(&m->out, "dir", rtl ? "rtl" : "ltr");
	}
	buf_addch(&m->out, '>');
	add_runs(m, p);
	buf_addf(&m->out, "</%s>", name);
	free(dir);
	free(text);
	free(lang);
}

/*
 * Of two languages, is the text printed with this one?  With its own, and with
 * the first where it is in neither: once, because it is not translated.
 */
static bool
is_printed_here(const struct maker *m, const char *lang)
{
	const struct docmodel_in *in = m->in;

	if (in->beside == NULL || lang == NULL ||
	    is_same_language(lang, lang_code(in->lang)))
		return true;
	return !m->second && !is_same_language(lang, lang_code(in->beside));
}

/* A text is paragraphs (p), questions (q), or all that is in it. */
static void
add_text_value(struct maker *m, const xmlNode *node)
{
	const xmlNode *p = xml_first(node);
	char *lang = language_of(node);
	size_t start = m->out.len;
	bool any = p == NULL;

	if (!is_printed_here(m, lang)) {
		char *name = docvalue_language(m->in->lang, lang);
		char *text = say(
		    m->in->lang, "doc.original", "what", name, (char *)NULL);

		add_element(&m->out, "value", text);
		free(text);
		free(name);
		free(lang);
		return;
	}
	buf_adds(&m->out, "<value");
	add_lang(m, node);
	buf_addch(&m->out, '>');
	if (p == NULL)
		add_paragraph(m, node, "p");
	for (; p != NULL; p = xml_after(p)) {
		const char *name = xml_is(p, NULL, "q") ? "q" : "p";

		if (!xml_is(p, NULL, name))
			continue; /* structure beside the text */
		any = true;
		add_paragraph(m, p, name);
	}
	buf_adds(&m->out, "</value>");
	if (!any)
		m->out.len = start; /* nothing but structure */
	free(lang);
}

static void
add_value(struct maker *m, const struct form_item *item, const xmlNode *node)
{
	bool is_element = node->type == XML_ELEMENT_NODE;
	char *raw = xml_text(node), *text = str_trim(raw);
	char *shown = docvalue(m->in, m->titles, item, text);

	if (*text != '\0' && is_element && str_eq(item->type, "text")) {
		add_text_value(m, node);
	} else if (*text != '\0') {
		buf_adds(&m->out, "<value");
		if (is_element)
			add_lang(m, node);
		buf_addch(&m->out, '>');
		add_isolated(m, shown);
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
	if (m->in->blank) { /* a table has some rows, the rest is there once */
		*n = item->what == FORM_TABLE ? BLANK_ROWS : 1;
		return xcalloc(*n, sizeof(xmlNode *));
	}
	if (m->rc == MLA_OK && *item->path != '\0')
		m->rc = env_nodes(&node, n, m->in->env, at, item->path, m->err);
	return node;
}

static bool
applies(struct maker *m, const struct form_item *item, xmlNode *at)
{
	bool is = m->in->blank;

	if (m->rc == MLA_OK && !is)
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

/* Is it the code at one of the nodes? */
static bool
is_ticked(xmlNode **node, size_t n, const char *code)
{
	bool is = false;

	for (size_t i = 0; i < n && !is; i++) {
		char *raw = xml_text(node[i]), *text = str_trim(raw);

		is = str_eq(text, code);
		free(text);
		free(raw);
	}
	return is;
}

/* What can be ticked, and what is: the codes at the nodes. */
static void
add_ticks(
    struct maker *m, const struct form_item *item, xmlNode **node, size_t n)
{
	struct file_names ticks;

	units_ticks(&ticks, item, m->in->codes);
	buf_addf(&m->out, "<ticks id=\"%s\">", item->id);
	add_element(&m->out, "label", lang_word(m->in->lang, item->label));
	for (size_t i = 0; i < ticks.n; i++) {
		const char *code = strrchr(ticks.at[i], '.');

		buf_addf(&m->out, "<tick on=\"%s\">",
		    code != NULL && is_ticked(node, n, code + 1) ? "yes"
		                                                 : "no");
		xml_add_text(&m->out, lang_word(m->in->lang, ticks.at[i]));
		buf_adds(&m->out, "</tick>");
	}
	buf_adds(&m->out, "</ticks>");
	file_names_free(&ticks);
}

/* A field of an empty form: what can be ticked, or lines to write on. */
static void
add_blank(struct maker *m, const struct form_item *item)
{
	int lines = str_eq(item->type, "text") ? BLANK_LINES : 1;
	struct file_names ticks;

	units_ticks(&ticks, item, m->in->codes);
	if (ticks.n > 0) {
		add_ticks(m, item, NULL, 0);
	} else {
		buf_addf(&m->out, "<field id=\"%s\">", item->id);
		add_element(
		    &m->out, "label", lang_word(m->in->lang, item->label));
		for (int i = 0; i < lines; i++)
			buf_adds(&m->out, "<line/>");
		buf_adds(&m->out, "</field>");
	}
	file_names_free(&ticks);
}

/* A field without a value is left out, unless it is demanded. */
static void
add_field(struct maker *m, const struct form_item *item, xmlNode *at)
{
	size_t start = m->out.len, empty, n;
	bool demanded = false;
	xmlNode **node;

	if (m->in->blank) {
		add_blank(m, item);
		return;
	}
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
	if (*item->title == '\0' || m->in->blank)
		return;
	m->rc = env_string(&title, m->in->env, node, item->title, m->err);
	if (str_is_blank(title)) {
		free(title);
		title = xml_attr(node, "id");
	}
	if (!str_is_blank(title)) {
		xml_add_text(&m->out, lang_word(m->in->lang, "doc.colon"));
		buf_addch(&m->out, ' ');
		add_isolated(m, title);
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

/* Characters of a text. */
static size_t
length_of(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; n++)
		(void)str_next_char(&text);
	return n;
}

/* A cell; how long it is. */
static size_t
add_cell(struct maker *m, const struct form_item *column, xmlNode *row)
{
	size_t n, length = 0;
	xmlNode **node;

	if (m->in->blank) {
		buf_adds(&m->out, "<cell><line/></cell>");
		return 0;
	}
	node = nodes_of(&n, m, column, row);
	buf_addf(&m->out, "<cell type=\"%s\">", column->type);
	for (size_t i = 0; i < n; i++) {
		char *raw = xml_text(node[i]), *text = str_trim(raw);
		char *shown = docvalue(m->in, m->titles, column, text);

		if (i > 0)
			buf_adds(&m->out, ", ");
		add_isolated(m, shown);
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
add_legend(struct maker *m, const struct form_item *table)
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
			buf_adds(&m->out, i > 0 ? ", " : " ");
			xml_add_text(&m->out, lang_word(lang, ticks.at[i]));
		}
		if (ticks.n > 0)
			buf_adds(&m->out, "</note>");
		file_names_free(&ticks);
	}
}

/* The labels of the columns. */
static void
add_table_head(struct maker *m, const struct form_item *table, size_t longest[])
{
	const struct form_item *column = table->child;

	buf_addf(&m->out, "<table id=\"%s\" number=\"%d\"><caption>", table->id,
	    ++m->tables);
	xml_add_text(&m->out, lang_word(m->in->lang, table->label));
	buf_adds(&m->out, "</caption><head>");
	for (size_t i = 0; column != NULL; column = column->next) {
		const char *label = lang_word(m->in->lang, column->label);

		add_element(&m->out, "cell", label);
		longest[i++] = length_of(label);
	}
	buf_adds(&m->out, "</head>");
}

/* At its end stands how long the longest text of each column is. */
static void
add_table(struct maker *m, const struct form_item *item, xmlNode *at)
{
	size_t n, columns = 0, *longest;
	xmlNode **row = nodes_of(&n, m, item, at);
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

static void
add_tick_list(struct maker *m, const struct form_item *item, xmlNode *at)
{
	size_t n;
	xmlNode **node = nodes_of(&n, m, item, at);

	add_ticks(m, item, node, m->in->blank ? 0 : n);
	free(node);
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
		case FORM_TICKS:
			add_tick_list(m, item, at);
			break;
		case FORM_SECTION:
		case FORM_SIGNATURE:
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
	buf_addf(&m->out, "<section id=\"%s\"", section->id);
	if (form_is_numbered(m->in->form))
		buf_addf(&m->out, " number=\"%d\"", m->sections);
	buf_adds(&m->out, "><heading>");
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
		"doc.page", "doc.of", "doc.draft", "doc.unconfirmed",
		"doc.none", "doc.source", "doc.form", "doc.date", "doc.colon",
		"doc.semicolon", "sign.place", "sign.name" };

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

/* Where several offices write, their names and references are only text. */
static void
add_safe_attr(struct maker *m, const char *name, const char *text)
{
	char *safe = text != NULL ? bidi_isolate(text, m->rtl) : NULL;

	xml_add_attr(&m->out, name, safe);
	free(safe);
}

static void
add_head(struct maker *m)
{
	const struct docmodel_in *in = m->in;
	char *state = in->sender_state != NULL
	    ? docvalue_country(in->lang, in->sender_state)
	    : NULL;
	char *on = in->on != NULL ? docvalue_date(in->lang, in->on) : NULL;
	bool draft = !form_is_verified(in->form) && !in->wording.confirmed;

	buf_adds(&m->out, "<document xmlns=\"" DOCMODEL_NS "\"");
	xml_add_attr(&m->out, "xml:lang", lang_code(in->lang));
	xml_add_attr(&m->out, "dir", lang_dir(in->lang));
	xml_add_attr(&m->out, "prefix", m->second ? "b-" : NULL);
	xml_add_attr(&m->out, "form", form_id(in->form));
	xml_add_attr(&m->out, "version", form_version(in->form));
	xml_add_attr(&m->out, "source", source_words(in));
	xml_add_attr(&m->out, "verified", draft ? "no" : "yes");
	if (draft)
		xml_add_attr(&m->out, "unconfirmed",
		    in->wording.unconfirmed != NULL
		        ? in->wording.unconfirmed
		        : lang_word(in->lang, "doc.all-sections"));
	if (form_is_one_page(in->form))
		xml_add_attr(&m->out, "page", "one");
	add_safe_attr(m, "authority", in->sender);
	add_safe_attr(m, "reference", in->reference);
	if (in->revision > 0)
		buf_addf(&m->out, " revision=\"%ld\"", in->revision);
	xml_add_attr(&m->out, "sha256", in->sha256);
	xml_add_attr(&m->out, "state", state);
	xml_add_attr(&m->out, "date", on);
	buf_adds(&m->out, ">\n");
	free(state);
	free(on);
}

/* Who signs: each node of the path, or the one that the words name. */
static void
add_signature(struct maker *m, const struct form_item *item)
{
	size_t n;
	xmlNode **node = nodes_of(&n, m, item, NULL);

	if (*item->path == '\0')
		add_element(
		    &m->out, "signature", lang_word(m->in->lang, item->label));
	for (size_t i = 0; i < n && m->rc == MLA_OK; i++) {
		buf_adds(&m->out, "<signature>");
		add_title(m, item, node[i]);
		buf_adds(&m->out, "</signature>");
	}
	free(node);
}

static void
add_signatures(struct maker *m)
{
	const struct form_item *item = form_first_signature(m->in->form);

	if (*form_signature(m->in->form) != '\0')
		add_element(&m->out, "signature",
		    lang_word(m->in->lang, form_signature(m->in->form)));
	for (; item != NULL; item = item->next) {
		if (applies(m, item, NULL))
			add_signature(m, item);
	}
}

/* The languages of its texts, for what needs to know them beforehand. */
static void
add_used(struct maker *m)
{
	for (size_t i = 0; i < m->nused; i++) {
		buf_adds(&m->out, "<used");
		xml_add_attr(&m->out, "xml:lang", m->used[i].lang);
		xml_add_attr(&m->out, "dir", m->used[i].rtl ? "rtl" : "ltr");
		buf_adds(&m->out, "/>");
		free(m->used[i].lang);
	}
	free(m->used);
}

/* The document of one language; with it, inside, that of the second one. */
static void
add_document(struct maker *m)
{
	const struct docmodel_in *first = m->in;
	const struct form *form = first->form;
	const struct lang *lang = first->lang;
	const struct form_item *section = form_first(form);

	m->rtl = str_eq(lang_dir(lang), "rtl");
	m->sections = 0;
	add_head(m);
	add_words(m);
	add_element(&m->out, "title", lang_word(lang, form_label(form)));
	for (; section != NULL; section = section->next)
		add_section(m, section);
	add_signatures(m);
	if (first->beside != NULL && !m->second) {
		struct docmodel_in in = *first;

		in.lang = first->beside;
		in.beside = lang;
		in.wording = first->wording_beside;
		m->in = &in;
		m->second = true;
		add_document(m);
		m->second = false;
		m->in = first;
	}
	if (!m->second)
		add_used(m);
	buf_adds(&m->out, "</document>\n");
}

enum mla_rc
docmodel_make(xmlDoc **out, const struct docmodel_in *in, struct err *err)
{
	struct maker m = { .in = in, .err = err };

	*out = NULL;
	if (!in->blank && (m.rc = doctitles_new(&m.titles, in, err)) != MLA_OK)
		return m.rc;
	add_document(&m);
	if (m.rc == MLA_OK)
		m.rc = xml_read_made(out, &m.out, "the document model", err);
	doctitles_free(m.titles);
	buf_free(&m.out);
	return m.rc;
}
