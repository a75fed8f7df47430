/* docmodel.c - rendering, stage one: from a form and data to a document */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/docmodel.h"

#include "base/alloc.h"
#include "base/bidi.h"
#include "base/str.h"
#include "core/docmaker.h"
#include "core/say.h"
#include "model/units.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/write.h"

xmlNode **
docmaker_nodes(
    size_t *n, struct docmaker *m, const struct form_item *item, xmlNode *at)
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
applies(struct docmaker *m, const struct form_item *item, xmlNode *at)
{
	bool is = m->in->blank;

	if (m->rc == MLA_OK && !is)
		m->rc = form_applies(&is, item, m->in->env, at, m->err);
	return is && m->rc == MLA_OK;
}

/* Does the title of the group say the same already? */
static bool
is_in_title(struct docmaker *m, const struct form_item *item, xmlNode *at)
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
    struct docmaker *m, const struct form_item *item, xmlNode **node, size_t n)
{
	struct file_names ticks;

	units_ticks(&ticks, item, m->in->codes);
	buf_addf(&m->out, "<ticks id=\"%s\">", item->id);
	docmaker_element(&m->out, "label", lang_word(m->in->lang, item->label));
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
add_blank(struct docmaker *m, const struct form_item *item)
{
	int lines = str_eq(item->type, "text") ? BLANK_LINES : 1;
	struct file_names ticks;

	units_ticks(&ticks, item, m->in->codes);
	if (ticks.n > 0) {
		add_ticks(m, item, NULL, 0);
	} else {
		buf_addf(&m->out, "<field id=\"%s\">", item->id);
		docmaker_element(
		    &m->out, "label", lang_word(m->in->lang, item->label));
		for (int i = 0; i < lines; i++)
			buf_adds(&m->out, "<line/>");
		buf_adds(&m->out, "</field>");
	}
	file_names_free(&ticks);
}

/* The whole list, ticked where a node of path has the code. */
static void
add_tick_list(struct docmaker *m, const struct form_item *item,
    const char *path, xmlNode *at)
{
	xmlNode **node = NULL;
	size_t n = 0;

	if (m->rc == MLA_OK && !m->in->blank)
		m->rc = env_nodes(&node, &n, m->in->env, at, path, m->err);
	add_ticks(m, item, node, n);
	free(node);
}

/* A field without a value is left out, unless it is demanded. */
static void
add_field(struct docmaker *m, const struct form_item *item, xmlNode *at)
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
	if (*item->ticks != '\0') {
		add_tick_list(m, item, item->ticks, at);
		return;
	}
	buf_addf(&m->out, "<field id=\"%s\"><label>", item->id);
	xml_add_text(&m->out, lang_word(m->in->lang, item->label));
	buf_adds(&m->out, "</label>");
	empty = m->out.len;
	node = docmaker_nodes(&n, m, item, at);
	for (size_t i = 0; i < n; i++)
		docmaker_value(m, item, node[i]);
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
    struct docmaker *m, const struct form_item *item, xmlNode *at);

/* "Person: Jean Modèle"; the id where there is no name. */
static void
add_title(struct docmaker *m, const struct form_item *item, xmlNode *node)
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
		docmaker_isolated(m, title);
	}
	free(title);
}

static void
add_group(struct docmaker *m, const struct form_item *item, xmlNode *at)
{
	size_t n;
	xmlNode **node = docmaker_nodes(&n, m, item, at);

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
add_items(struct docmaker *m, const struct form_item *item, xmlNode *at)
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
			docmaker_table(m, item, at);
			break;
		case FORM_NOTE:
			docmaker_element(&m->out, "note",
			    lang_word(m->in->lang, item->label));
			break;
		case FORM_TICKS:
			add_tick_list(m, item, item->path, at);
			break;
		case FORM_SECTION:
		case FORM_SIGNATURE:
			break;
		}
	}
}

/* A section with nothing in it is not printed and has no number. */
static void
add_section(struct docmaker *m, const struct form_item *section)
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
add_words(struct docmaker *m)
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
add_safe_attr(struct docmaker *m, const char *name, const char *text)
{
	char *safe = text != NULL ? bidi_isolate(text, m->rtl) : NULL;

	xml_add_attr(&m->out, name, safe);
	free(safe);
}

static void
add_head(struct docmaker *m)
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
add_signature(struct docmaker *m, const struct form_item *item)
{
	size_t n;
	xmlNode **node = docmaker_nodes(&n, m, item, NULL);

	if (*item->path == '\0')
		docmaker_element(
		    &m->out, "signature", lang_word(m->in->lang, item->label));
	for (size_t i = 0; i < n && m->rc == MLA_OK; i++) {
		buf_adds(&m->out, "<signature>");
		add_title(m, item, node[i]);
		buf_adds(&m->out, "</signature>");
	}
	free(node);
}

static void
add_signatures(struct docmaker *m)
{
	const struct form_item *item = form_first_signature(m->in->form);

	if (*form_signature(m->in->form) != '\0')
		docmaker_element(&m->out, "signature",
		    lang_word(m->in->lang, form_signature(m->in->form)));
	for (; item != NULL; item = item->next) {
		if (applies(m, item, NULL))
			add_signature(m, item);
	}
}

/* The languages of its texts, for what needs to know them beforehand. */
static void
add_used(struct docmaker *m)
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
add_document(struct docmaker *m)
{
	const struct docmodel_in *first = m->in;
	const struct form *form = first->form;
	const struct lang *lang = first->lang;
	const struct form_item *section = form_first(form);

	m->rtl = str_eq(lang_dir(lang), "rtl");
	m->sections = 0;
	add_head(m);
	add_words(m);
	docmaker_element(&m->out, "title", lang_word(lang, form_label(form)));
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
	struct docmaker m = { .in = in, .err = err };

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
