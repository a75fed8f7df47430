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
	enum lang_state state;
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

/* In the language of the sources no target is needed. */
static enum lang_state
state_of(const xmlNode *target, bool own)
{
	if (target == NULL)
		return own ? LANG_REVIEWED : LANG_MISSING;
	return xml_attr_is(target, "state", "final") ||
	        xml_attr_is(target, "state", "signed-off")
	    ? LANG_REVIEWED
	    : LANG_MACHINE;
}

static void
put(struct lang *lang, const char *key, char *text, enum lang_state state)
{
	struct word *w = xcalloc(1, sizeof(*w));

	w->text = text;
	w->state = state;
	if (xmlHashUpdateEntry(
	        lang->words, (const xmlChar *)key, w, free_word) != 0)
		abort();
}

void
lang_put(struct lang *lang, const char *key, const char *text)
{
	put(lang, key, xstrdup(text), LANG_REVIEWED);
}

static void
add_unit(struct lang *lang, const xmlNode *unit, bool own)
{
	const xmlNode *source = xml_child(unit, XLIFF_NS, "source");
	const xmlNode *target = xml_child(unit, XLIFF_NS, "target");
	char *id = xml_attr(unit, "id");

	if (id != NULL)
		put(lang, id, xml_text(target != NULL ? target : source),
		    state_of(target, own));
	free(id);
}

enum mla_rc
lang_parse(struct lang **out, const char *code, const char *data, size_t len,
    const char *name, struct err *err)
{
	const xmlNode *file, *unit;
	char *source, *target;
	struct lang *lang;
	xmlDoc *doc = NULL;
	enum mla_rc rc;
	bool own;

	*out = NULL;
	if ((rc = xml_read(&doc, data, len, name, err)) != MLA_OK)
		return rc;
	if (!xml_is(xml_root(doc), XLIFF_NS, "xliff")) {
		xmlFreeDoc(doc);
		return err_set(
		    err, MLA_EDAMAGED, "%s is no XLIFF 1.2 file", name);
	}
	lang = xcalloc(1, sizeof(*lang));
	lang->code = xstrdup(code);
	lang->words = xmlHashCreate(2048);
	if (lang->words == NULL)
		abort();
	file = xml_child(xml_root(doc), XLIFF_NS, "file");
	source = xml_attr(file, "source-language");
	target = xml_attr(file, "target-language");
	own = target == NULL || str_eq(source, target);
	unit = xml_child(
	    xml_child(file, XLIFF_NS, "body"), XLIFF_NS, "trans-unit");
	for (; unit != NULL; unit = xml_next(unit, XLIFF_NS, "trans-unit"))
		add_unit(lang, unit, own);
	free(source);
	free(target);
	xmlFreeDoc(doc);
	*out = lang;
	return MLA_OK;
}

enum mla_rc
lang_load(struct lang **out, struct res_source source, const char *code,
    struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc;

	*out = NULL;
	rc = source.read(source.arg, &b, RES_LANG, code, err);
	if (rc == MLA_OK)
		rc = lang_parse(out, code, buf_text(&b), b.len, code, err);
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

enum lang_state
lang_state(const struct lang *lang, const char *key)
{
	const struct word *w = xmlHashLookup(lang->words, (const xmlChar *)key);

	return w != NULL ? w->state : LANG_MISSING;
}

static void
add_key(void *payload, void *data, const xmlChar *name)
{
	struct file_names *out = data;

	(void)payload;
	out->at = vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
	out->at[out->n++] = xstrdup((const char *)name);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
lang_keys(struct file_names *out, const struct lang *lang)
{
	memset(out, 0, sizeof(*out));
	xmlHashScan(lang->words, add_key, out);
	if (out->n > 0)
		qsort(out->at, out->n, sizeof(*out->at), by_text);
}
