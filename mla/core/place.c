/* place.c - a simple path into a request: find what is there, or put it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/place.h"

#include <ctype.h>

#include "base/alloc.h"
#include "base/str.h"
#include "model/env.h"
#include "xml/node.h"

#define XML_NS "http://www.w3.org/XML/1998/namespace"

static char *
take_name(const char **s)
{
	const char *from = *s;

	while (isalnum((unsigned char)**s) ||
	    (*s != from && strchr("-._", **s) != NULL && **s != '\0'))
		(*s)++;
	return *s > from ? xstrndup(from, (size_t)(*s - from)) : NULL;
}

static bool
take(const char **s, const char *what)
{
	if (!str_starts(*s, what))
		return false;
	*s += strlen(what);
	return true;
}

/* [@name='value'] */
static bool
parse_test(struct place_step *step, const char **s)
{
	struct place_test *test;
	const char *end;
	char *name, quote;

	if (!take(s, "[@") || (name = take_name(s)) == NULL)
		return false;
	step->test =
	    xrealloc(step->test, step->ntests + 1, sizeof(*step->test));
	test = &step->test[step->ntests++];
	*test = (struct place_test){ .name = name };
	if (!take(s, "=") || (**s != '\'' && **s != '"'))
		return false;
	quote = *(*s)++;
	if ((end = strchr(*s, quote)) == NULL)
		return false;
	test->value = xstrndup(*s, (size_t)(end - *s));
	*s = end + 1;
	return take(s, "]");
}

static bool
parse_step(struct place *p, const char **s)
{
	struct place_step *step;
	char *name;

	if (!take(s, "r:") || (name = take_name(s)) == NULL)
		return false;
	p->step = xrealloc(p->step, p->nsteps + 1, sizeof(*p->step));
	step = &p->step[p->nsteps++];
	*step = (struct place_step){ .name = name };
	while (**s == '[') {
		if (!parse_test(step, s))
			return false;
	}
	return true;
}

static bool
parse_path(struct place *p, const char *s)
{
	if (str_eq(s, "."))
		return true;
	do {
		if (take(&s, "@")) {
			p->attr_is_lang = take(&s, "xml:");
			p->attr = take_name(&s);
			return p->attr != NULL && *s == '\0' &&
			    (!p->attr_is_lang || str_eq(p->attr, "lang"));
		}
		if (!parse_step(p, &s))
			return false;
	} while (take(&s, "/"));
	return *s == '\0';
}

struct place *
place_parse(const char *path)
{
	struct place *p = xcalloc(1, sizeof(*p));

	if (parse_path(p, path))
		return p;
	place_free(p);
	return NULL;
}

void
place_free(struct place *p)
{
	for (size_t i = 0; p != NULL && i < p->nsteps; i++) {
		for (size_t t = 0; t < p->step[i].ntests; t++) {
			free(p->step[i].test[t].name);
			free(p->step[i].test[t].value);
		}
		free(p->step[i].test);
		free(p->step[i].name);
	}
	if (p != NULL) {
		free(p->step);
		free(p->attr);
	}
	free(p);
}

static bool
step_fits(const struct place_step *step, const xmlNode *node)
{
	if (!xml_is(node, REQUEST_NS, step->name))
		return false;
	for (size_t i = 0; i < step->ntests; i++) {
		if (!xml_attr_is(node, step->test[i].name, step->test[i].value))
			return false;
	}
	return true;
}

struct found {
	xmlNode **at;
	size_t n, cap;
};

static void
find_below(struct found *f, const struct place *p, size_t depth, xmlNode *from)
{
	if (depth == p->nsteps) {
		f->at = vec_more(f->at, &f->cap, f->n, sizeof(xmlNode *));
		f->at[f->n++] = from;
		return;
	}
	for (xmlNode *n = xml_first(from); n != NULL; n = xml_after(n)) {
		if (step_fits(&p->step[depth], n))
			find_below(f, p, depth + 1, n);
	}
}

xmlNode **
place_find(size_t *n, const struct place *place, xmlNode *from)
{
	struct found f = { 0 };

	find_below(&f, place, 0, from);
	*n = f.n;
	return f.at;
}

static xmlNode *
make_step(const struct place_step *step, const struct vocab *vocab,
    xmlNode *parent, bool more)
{
	xmlNode *node;

	for (node = xml_first(parent); !more && node != NULL;
	     node = xml_after(node)) {
		if (step_fits(step, node))
			return node;
	}
	if (vocab_child(vocab_of(vocab, parent), step->name) == NULL)
		return NULL;
	node = vocab_add(vocab, parent, step->name);
	for (size_t i = 0; i < step->ntests; i++)
		xmlSetProp(node, (const xmlChar *)step->test[i].name,
		    (const xmlChar *)step->test[i].value);
	return node;
}

static xmlNode *
make(const struct place *place, const struct vocab *vocab, xmlNode *node,
    bool more)
{
	for (size_t i = 0; i < place->nsteps && node != NULL; i++) {
		node = make_step(&place->step[i], vocab, node,
		    more && i + 1 == place->nsteps);
		if (node != NULL)
			place_touch(node);
	}
	return node;
}

xmlNode *
place_make(const struct place *place, const struct vocab *vocab, xmlNode *from)
{
	return make(place, vocab, from, false);
}

xmlNode *
place_more(const struct place *place, const struct vocab *vocab, xmlNode *from)
{
	return make(place, vocab, from, true);
}

bool
place_known(const struct place *place, const struct vocab_type *from,
    const struct vocab_type **type, const struct vocab_attr **attr)
{
	*attr = NULL;
	*type = from;
	for (size_t i = 0; i < place->nsteps; i++) {
		const struct vocab_child *c =
		    vocab_child(*type, place->step[i].name);

		if (c == NULL)
			return false;
		*type = c->type;
		for (size_t t = 0; t < place->step[i].ntests; t++) {
			if (vocab_attr(*type, place->step[i].test[t].name) ==
			    NULL)
				return false;
		}
	}
	if (place->attr == NULL)
		return true;
	*attr = place->attr_is_lang ? vocab_lang(*type)
	                            : vocab_attr(*type, place->attr);
	return *attr != NULL;
}

void
place_put(const struct place *place, xmlNode *node, const char *value)
{
	const xmlChar *text = (const xmlChar *)value;

	if (place->attr == NULL) {
		xmlNode *child;

		while ((child = node->children) != NULL) {
			xmlUnlinkNode(child);
			xmlFreeNode(child);
		}
		xmlAddChild(node, xmlNewDocText(node->doc, text));
	} else if (place->attr_is_lang) {
		xmlSetNsProp(node,
		    xmlSearchNsByHref(node->doc, node, (const xmlChar *)XML_NS),
		    (const xmlChar *)place->attr, text);
	} else {
		xmlSetProp(node, (const xmlChar *)place->attr, text);
	}
}

bool
place_set(xmlDoc *request, const struct vocab *vocab, const char *path,
    const char *value)
{
	const struct vocab_type *type;
	const struct vocab_attr *attr;
	struct place *place = place_parse(path);
	bool known = place != NULL &&
	    place_known(place, vocab_root(vocab), &type, &attr);

	if (known)
		place_put(
		    place, place_make(place, vocab, xml_root(request)), value);
	place_free(place);
	return known;
}

static bool
is_empty(const struct vocab *vocab, const xmlNode *node)
{
	const struct vocab_type *type = vocab_of(vocab, node);

	for (const xmlNode *n = node->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE ||
		    (n->content != NULL && n->type != XML_COMMENT_NODE &&
		        !str_is_blank((const char *)n->content)))
			return false;
	}
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
		const struct vocab_attr *known =
		    vocab_attr(type, (const char *)a->name);

		if (known == NULL || known->prefix == NULL)
			return false;
	}
	return true;
}

/* Marks are kept in the field that libxml2 leaves to its user. */
void
place_touch(xmlNode *node)
{
	node->_private = node;
}

static void
prune(const struct vocab *vocab, xmlNode *node)
{
	xmlNode *parent = node->parent;
	xmlNode *next;
	bool touched;

	for (xmlNode *n = xml_first(node); n != NULL; n = next) {
		next = xml_after(n);
		prune(vocab, n);
	}
	touched = node->_private != NULL;
	node->_private = NULL;
	if (!touched || node == xml_root(node->doc) || !is_empty(vocab, node))
		return;
	place_touch(parent);
	xmlUnlinkNode(node);
	xmlFreeNode(node);
}

void
place_prune(const struct vocab *vocab, xmlDoc *request)
{
	prune(vocab, xml_root(request));
}

static void
tidy(const struct vocab *vocab, xmlNode *node)
{
	const struct vocab_type *type = vocab_of(vocab, node);
	xmlNode *next;

	if (!vocab_is_structured(type) || vocab_is_mixed(type))
		return;
	for (xmlNode *n = node->children; n != NULL; n = next) {
		next = n->next;
		if (n->type == XML_ELEMENT_NODE) {
			tidy(vocab, n);
		} else if (xmlIsBlankNode(n)) {
			xmlUnlinkNode(n);
			xmlFreeNode(n);
		}
	}
}

void
place_tidy(const struct vocab *vocab, xmlDoc *request)
{
	tidy(vocab, xml_root(request));
}

xmlDoc *
place_new(const char *uid, const char *kind, const char *lang)
{
	xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
	xmlNode *root =
	    xmlNewDocNode(doc, NULL, (const xmlChar *)"request", NULL);

	xmlDocSetRootElement(doc, root);
	xmlSetNs(root, xmlNewNs(root, (const xmlChar *)REQUEST_NS, NULL));
	xmlSetProp(root, (const xmlChar *)"uid", (const xmlChar *)uid);
	xmlSetProp(root, (const xmlChar *)"kind", (const xmlChar *)kind);
	xmlSetNsProp(root,
	    xmlSearchNsByHref(doc, root, (const xmlChar *)XML_NS),
	    (const xmlChar *)"lang", (const xmlChar *)lang);
	return doc;
}

/* Which of its name is it, if there are several? 0: it is the only one. */
static size_t
number_of(const xmlNode *node)
{
	const char *name = (const char *)node->name;
	size_t n = 1;
	bool alone = xml_next(node, NULL, name) == NULL;

	for (const xmlNode *at = node->prev; at != NULL; at = at->prev)
		n += xml_is(at, NULL, name) ? 1 : 0;
	return n == 1 && alone ? 0 : n;
}

char *
place_where(const xmlNode *node, bool numbered)
{
	char *above, *id, *where;
	size_t number;

	if (node->parent == NULL || node->parent->type != XML_ELEMENT_NODE)
		return xstrdup("");
	above = place_where(node->parent, numbered);
	id = xml_attr(node, "id");
	number = numbered && id == NULL ? number_of(node) : 0;
	where = xasprintf("%s%s%s", above, *above != '\0' ? "/" : "",
	    id != NULL ? id : (const char *)node->name);
	free(above);
	free(id);
	if (number > 0) {
		above = where;
		where = xasprintf("%s[%zu]", above, number);
		free(above);
	}
	return where;
}
