/* lang.c - the words of a language, from XLIFF */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/lang.h"

#include <libxml/hash.h>

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"
#include "xml/read.h"

#define XLIFF_NS "urn:oasis:names:tc:xliff:document:1.2"

struct word {
	char *text;
	bool reviewed;
};

struct lang {
	char *code;
	xmlHashTablePtr words;
};

static void
free_word(void *payload, const xmlChar *name)
{
	struct word *w = payload;

	(void)name;
	free(w->text);
	free(w);
}

void
lang_free(struct lang *lang)
{
	if (lang == NULL)
		return;
	xmlHashFree(lang->words, free_word);
	free(lang->code);
	free(lang);
}

static void
add_unit(struct lang *lang, const xmlNode *unit)
{
	const xmlNode *source = xml_child(unit, XLIFF_NS, "source");
	const xmlNode *target = xml_child(unit, XLIFF_NS, "target");
	char *id = xml_attr(unit, "id");
	struct word *w = xcalloc(1, sizeof(*w));

	w->text = xml_text(target != NULL ? target : source);
	w->reviewed = target == NULL || xml_attr_is(target, "state", "final") ||
	    xml_attr_is(target, "state", "signed-off");
	if (id == NULL ||
	    xmlHashAddEntry(lang->words, (const xmlChar *)id, w) != 0)
		free_word(w, NULL);
	free(id);
}

enum mla_rc
lang_load(struct lang **out, struct res_source source, const char *code,
    struct err *err)
{
	struct buf b = { 0 };
	struct lang *lang;
	const xmlNode *file, *unit;
	xmlDoc *doc = NULL;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = source.read(source.arg, &b, RES_LANG, code, err)) != MLA_OK)
		goto out;
	if ((rc = xml_read(&doc, buf_text(&b), b.len, code, err)) != MLA_OK)
		goto out;
	file = xml_child(xml_root(doc), XLIFF_NS, "file");
	unit = xml_child(
	    xml_child(file, XLIFF_NS, "body"), XLIFF_NS, "trans-unit");
	lang = xcalloc(1, sizeof(*lang));
	lang->code = xstrdup(code);
	lang->words = xmlHashCreate(2048);
	if (lang->words == NULL)
		abort();
	for (; unit != NULL; unit = xml_next(unit, XLIFF_NS, "trans-unit"))
		add_unit(lang, unit);
	*out = lang;
out:
	xmlFreeDoc(doc);
	buf_free(&b);
	return rc;
}

const char *
lang_code(const struct lang *lang)
{
	return lang->code;
}

const char *
lang_dir(const struct lang *lang)
{
	const char *dir = lang_find(lang, "direction");

	return str_eq(dir, "rtl") ? "rtl" : "ltr";
}

const char *
lang_find(const struct lang *lang, const char *key)
{
	const struct word *w = xmlHashLookup(lang->words, (const xmlChar *)key);

	return w != NULL ? w->text : NULL;
}

const char *
lang_word(const struct lang *lang, const char *key)
{
	const char *text = lang_find(lang, key);

	return text != NULL ? text : key;
}

bool
lang_is_reviewed(const struct lang *lang, const char *key)
{
	const struct word *w = xmlHashLookup(lang->words, (const xmlChar *)key);

	return w != NULL && w->reviewed;
}
