/* parity.c - do two language versions of a request say the same? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/parity.h"

#include <libxml/hash.h>

#include "base/alloc.h"
#include "base/fold.h"
#include "base/str.h"
#include "core/docvalue.h"
#include "core/names.h"
#include "core/place.h"
#include "core/quantity.h"
#include "core/say.h"
#include "model/env.h"
#include "model/vocab.h"
#include "xml/node.h"

enum {
	MAX_LISTED = 5 /* numbers that a finding lists */
};

struct parity {
	struct findings *out;
	const struct parity_in *in;
	struct vocab *vocab;
	struct names *names; /* of the persons in the original */
};

/* A finding at an element of the original; line is in the translation. */
static void
add(struct parity *p, enum finding_severity severity, const char *key,
    const xmlNode *node, long line, const char *what, const char *here,
    const char *there)
{
	char *todo_key = xasprintf("%s.todo", key);
	char *where = place_where(node, true);
	char *a = str_safe(here), *b = str_safe(there);
	const char *none = lang_word(p->in->lang, "parity.nothing");
	char *text =
	    say(p->in->lang, key, "what", what, "here", *a != '\0' ? a : none,
	        "there", *b != '\0' ? b : none, (char *)NULL);

	findings_add(p->out, severity, key, where, line, text,
	    lang_find(p->in->lang, todo_key), "");
	free(todo_key);
	free(where);
	free(a);
	free(b);
	free(text);
}

/* Those of one sort, with commas; whether there are any. */
static bool
list(struct buf *out, const struct quantities *q, bool dates)
{
	size_t n = 0;

	for (size_t i = 0; i < q->n; i++) {
		if (q->at[i].is_date != dates)
			continue;
		if (++n <= MAX_LISTED)
			buf_addf(
			    out, "%s%s", n > 1 ? "; " : "", q->at[i].shown);
	}
	if (n > MAX_LISTED)
		buf_adds(out, "; ...");
	return n > 0;
}

/* What is left on both sides differs; on one side, it may stand in words. */
static void
compare_quantities(struct parity *p, const xmlNode *a, const char *here,
    const xmlNode *b, const char *there)
{
	struct quantities x = { 0 }, y = { 0 };
	bool differ;

	quantities_of(&x, here);
	quantities_of(&y, there);
	quantities_subtract(&x, &y);
	differ = x.n > 0 && y.n > 0;
	for (int dates = 0; dates <= 1; dates++) {
		struct buf left = { 0 }, right = { 0 };
		bool any = list(&left, &x, dates != 0);

		if (list(&right, &y, dates != 0) || any)
			add(p, differ ? FINDING_ERROR : FINDING_WARNING,
			    dates != 0 ? "parity.dates" : "parity.numbers", a,
			    xml_line(b), "", buf_text(&left), buf_text(&right));
		buf_free(&left);
		buf_free(&right);
	}
	quantities_free(&x);
	quantities_free(&y);
}

static void
compare_names(struct parity *p, const xmlNode *a, const char *here,
    const xmlNode *b, const char *there)
{
	struct buf missing = { 0 };

	if (names_is_latin(there)) {
		names_missing(&missing, p->names, here, there);
		if (missing.len > 0)
			add(p, FINDING_WARNING, "parity.names", a, xml_line(b),
			    "", buf_text(&missing), "");
	} else {
		names_missing(&missing, NULL, there, here);
		if (missing.len > 0)
			add(p, FINDING_WARNING, "parity.names", a, xml_line(b),
			    "", "", buf_text(&missing));
	}
	buf_free(&missing);
}

static void
compare_value(struct parity *p, const xmlNode *a, const char *here,
    const xmlNode *b, const char *there, const char *what)
{
	char *x = str_trim(here), *y = str_trim(there);

	if (!str_eq(x, y))
		add(p, FINDING_ERROR, "parity.value", a, xml_line(b), what, x,
		    y);
	free(x);
	free(y);
}

/* "AB123456", "a@b.example": one word that no translator touches. */
static bool
is_identifier(const char *text)
{
	char *word = str_trim(text);
	bool is = strpbrk(word, " \t\n") == NULL &&
	    strpbrk(word, "0123456789@") != NULL;

	free(word);
	return is;
}

static void
compare_text(struct parity *p, const xmlNode *a, const char *here,
    const xmlNode *b, const char *there, const char *what)
{
	if (is_identifier(here)) {
		compare_value(p, a, here, b, there, what);
		return;
	}
	compare_quantities(p, a, here, b, there);
	compare_names(p, a, here, b, there);
}

/* The same name; in two scripts, who can tell? */
static void
compare_name(struct parity *p, const xmlNode *a, const char *here,
    const xmlNode *b, const char *there)
{
	char *x = str_fold_case(here), *y = str_fold_case(there);

	if (!str_eq(x, y) && names_is_latin(here) && names_is_latin(there))
		compare_value(p, a, here, b, there, (const char *)a->name);
	free(x);
	free(y);
}

/* What may differ: the language, and from which side it is read. */
static bool
is_free(const xmlAttr *at)
{
	return at->ns != NULL || str_eq((const char *)at->name, "dir");
}

static void
compare_attrs(struct parity *p, const xmlNode *a, const xmlNode *b,
    const struct vocab_type *type)
{
	for (const xmlAttr *at = a->properties; at != NULL; at = at->next) {
		const char *name = (const char *)at->name;
		const struct vocab_attr *known = vocab_attr(type, name);
		char *here, *there;

		if (is_free(at))
			continue;
		here = xml_attr(a, name);
		there = xml_attr(b, name);
		if (there != NULL && known != NULL &&
		    str_eq(known->type_name, "line"))
			compare_text(p, a, here, b, there, name);
		else
			compare_value(
			    p, a, here, b, there != NULL ? there : "", name);
		free(here);
		free(there);
	}
	for (const xmlAttr *at = b->properties; at != NULL; at = at->next) {
		const char *name = (const char *)at->name;
		char *there = xml_attr(b, name);

		if (!is_free(at) && xmlHasProp(a, at->name) == NULL)
			compare_value(p, a, "", b, there, name);
		free(there);
	}
}

/* "e1" of an element with an id, else "p 3": the third one of its name. */
static char *
key_of(const xmlNode *node, xmlHashTablePtr counts)
{
	char *id = xml_attr(node, "id"), *key;
	uintptr_t n;

	if (id != NULL) {
		key = xasprintf("%s=%s", (const char *)node->name, id);
		free(id);
		return key;
	}
	n = (uintptr_t)xmlHashLookup(counts, node->name) + 1;
	(void)xmlHashUpdateEntry(counts, node->name, (void *)n, NULL);
	return xasprintf("%s %zu", (const char *)node->name, (size_t)n);
}

static xmlHashTablePtr
new_hash(void)
{
	xmlHashTablePtr hash = xmlHashCreate(64);

	if (hash == NULL)
		abort();
	return hash;
}

/* The children of an element by their keys. */
static xmlHashTablePtr
index_of(const xmlNode *parent)
{
	xmlHashTablePtr counts = new_hash(), index = new_hash();
	xmlNode *node = xml_first(parent);

	for (; node != NULL; node = xml_after(node)) {
		char *key = key_of(node, counts);

		(void)xmlHashAddEntry(index, (const xmlChar *)key, node);
		free(key);
	}
	xmlHashFree(counts, NULL);
	return index;
}

/* Whose translations there are is said in the original. */
static bool
may_differ(const xmlNode *node)
{
	return xml_is(node, REQUEST_NS, "translations");
}

/* Say which children of one the other has not; line 0: each has its own. */
static void
add_lonely(struct parity *p, const char *key, const xmlNode *parent,
    const xmlNode *other, long line)
{
	xmlHashTablePtr counts = new_hash(), index = index_of(other);
	const xmlNode *node = xml_first(parent);

	for (; node != NULL; node = xml_after(node)) {
		char *id = key_of(node, counts);

		if (xmlHashLookup(index, (const xmlChar *)id) == NULL &&
		    !may_differ(node)) {
			char *where = place_where(node, true);

			add(p, FINDING_ERROR, key, node,
			    line > 0 ? line : xml_line(node), where, "", "");
			free(where);
		}
		free(id);
	}
	xmlHashFree(counts, NULL);
	xmlHashFree(index, NULL);
}

static void compare(struct parity *p, const xmlNode *a, const xmlNode *b,
    const struct vocab_type *type, const struct vocab_child *as);

static void
compare_children(struct parity *p, const xmlNode *a, const xmlNode *b,
    const struct vocab_type *type)
{
	xmlHashTablePtr counts = new_hash(), index = index_of(b);
	const xmlNode *node = xml_first(a);

	for (; node != NULL; node = xml_after(node)) {
		char *key = key_of(node, counts);
		const xmlNode *like =
		    xmlHashLookup(index, (const xmlChar *)key);
		const struct vocab_child *as =
		    vocab_child(type, (const char *)node->name);

		if (like != NULL && !may_differ(node))
			compare(
			    p, node, like, as != NULL ? as->type : NULL, as);
		free(key);
	}
	xmlHashFree(counts, NULL);
	xmlHashFree(index, NULL);
	add_lonely(p, "parity.missing", a, b, xml_line(b));
	add_lonely(p, "parity.added", b, a, 0);
}

/* Texts, lines of text and names are read; all else must be the same. */
static void
compare(struct parity *p, const xmlNode *a, const xmlNode *b,
    const struct vocab_type *type, const struct vocab_child *as)
{
	char *here, *there;

	compare_attrs(p, a, b, type);
	if (vocab_is_structured(type) && !vocab_is_mixed(type)) {
		compare_children(p, a, b, type);
		return;
	}
	here = xml_text(a);
	there = xml_text(b);
	if (as != NULL && as->is_name)
		compare_name(p, a, here, b, there);
	else if (type != NULL || as == NULL || str_eq(as->type_name, "line"))
		compare_text(p, a, here, b, there, (const char *)a->name);
	else
		compare_value(p, a, here, b, there, (const char *)a->name);
	free(here);
	free(there);
}

/* The names of the original, from the elements that hold one. */
static void
collect_names(
    struct parity *p, const xmlNode *node, const struct vocab_type *type)
{
	for (node = xml_first(node); node != NULL; node = xml_after(node)) {
		const struct vocab_child *as =
		    vocab_child(type, (const char *)node->name);

		if (as == NULL)
			continue;
		if (as->is_name) {
			char *name = xml_text(node);

			names_add(p->names, name);
			free(name);
		}
		collect_names(p, node, as->type);
	}
}

static void
compare_roots(struct parity *p, const xmlNode *a, const xmlNode *b)
{
	const struct vocab_type *type = vocab_root(p->vocab);
	char *here = xml_attr(a, "uid"), *there = xml_attr(b, "uid");
	xmlChar *from = xmlNodeGetLang(a), *into = xmlNodeGetLang(b);

	if (!str_eq(here, there)) {
		add(p, FINDING_ERROR, "parity.other-request", a, xml_line(b),
		    "", here != NULL ? here : "", there != NULL ? there : "");
		goto out;
	}
	if (from != NULL && xmlStrEqual(from, into)) {
		char *name = docvalue_language(p->in->lang, (const char *)from);

		add(p, FINDING_WARNING, "parity.same-language", a, xml_line(b),
		    name, "", "");
		free(name);
	}
	collect_names(p, a, type);
	compare(p, a, b, type, NULL);
out:
	free(here);
	free(there);
	xmlFree(from);
	xmlFree(into);
}

enum mla_rc
parity_check(struct findings *out, const struct parity_in *in, struct err *err)
{
	struct parity p = { .out = out, .in = in };
	const xmlNode *a = xml_root(in->original);
	const xmlNode *b = xml_root(in->translation);
	enum mla_rc rc;

	if ((rc = vocab_load(&p.vocab, res_as_source(in->res), err)) != MLA_OK)
		return rc;
	if (!xml_is(a, REQUEST_NS, "request") ||
	    !xml_is(b, REQUEST_NS, "request")) {
		const xmlNode *bad = xml_is(a, REQUEST_NS, "request") ? b : a;

		add(&p, FINDING_ERROR, "check.no-request", bad, xml_line(bad),
		    (const char *)bad->name, "", "");
	} else {
		p.names = names_new();
		compare_roots(&p, a, b);
		names_free(p.names);
	}
	vocab_free(p.vocab);
	findings_sort(out);
	return MLA_OK;
}
