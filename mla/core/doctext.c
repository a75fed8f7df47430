/* doctext.c - the texts of a document model: languages, directions, runs */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/bidi.h"
#include "base/str.h"
#include "core/docmaker.h"
#include "core/say.h"
#include "xml/node.h"
#include "xml/write.h"

void
docmaker_element(struct buf *b, const char *name, const char *text)
{
	buf_addf(b, "<%s>", name);
	xml_add_text(b, text);
	buf_addf(b, "</%s>", name);
}

/* Remember a language of a text: what is written may need a style for it. */
static void
use_lang(struct docmaker *m, const char *lang, bool rtl)
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
add_lang(struct docmaker *m, const xmlNode *node)
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
void
docmaker_isolated(struct docmaker *m, const char *text)
{
	char *safe = bidi_isolate(text, m->rtl);

	xml_add_text(&m->out, safe);
	free(safe);
}

static void
add_tame(struct docmaker *m, const char *text)
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
add_runs(struct docmaker *m, const xmlNode *p)
{
	for (const xmlNode *run = p->children; run != NULL; run = run->next) {
		char *text = xml_text(run);

		if (run->type == XML_ELEMENT_NODE) {
			buf_adds(&m->out, "<span");
			add_lang(m, run);
			buf_addch(&m->out, '>');
			docmaker_isolated(m, text);
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
add_paragraph(struct docmaker *m, const xmlNode *p, const char *name)
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
is_printed_here(const struct docmaker *m, const char *lang)
{
	const struct docmodel_in *in = m->in;

	if (in->beside == NULL || lang == NULL ||
	    is_same_language(lang, lang_code(in->lang)))
		return true;
	return !m->second && !is_same_language(lang, lang_code(in->beside));
}

/* A text is paragraphs (p), questions (q), or all that is in it. */
static void
add_text_value(struct docmaker *m, const xmlNode *node)
{
	const xmlNode *p = xml_first(node);
	char *lang = language_of(node);
	size_t start = m->out.len;
	bool any = p == NULL;

	if (!is_printed_here(m, lang)) {
		char *name = docvalue_language(m->in->lang, lang);
		char *text = say(
		    m->in->lang, "doc.original", "what", name, (char *)NULL);

		docmaker_element(&m->out, "value", text);
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

void
docmaker_value(
    struct docmaker *m, const struct form_item *item, const xmlNode *node)
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
		docmaker_isolated(m, shown);
		buf_adds(&m->out, "</value>");
	}
	free(shown);
	free(text);
	free(raw);
}
