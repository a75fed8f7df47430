/* vocab.c - what the schema of requests says about order, codes and types */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/vocab.h"

#include <assert.h>

#include "base/alloc.h"
#include "base/str.h"
#include "model/env.h"
#include "xml/node.h"
#include "xml/read.h"

#define XSD_NS "http://www.w3.org/2001/XMLSchema"

struct vocab_type {
	char *name;
	struct vocab_child *child;
	size_t nchildren, child_cap;
	struct vocab_attr *attr;
	size_t nattrs, attr_cap;
	bool mixed; /* text may stand between its elements */
};

struct vocab {
	struct vocab_type *type;
	size_t n, cap;
	char *root_name; /* of the type of the document element */
};

/* The part of a qualified name behind the prefix. */
static char *
local_name(char *qname)
{
	char *colon = qname != NULL ? strchr(qname, ':') : NULL;
	char *local = xstrdup_null(colon != NULL ? colon + 1 : qname);

	free(qname);
	return local;
}

static const struct vocab_type *
find_type(const struct vocab *v, const char *name)
{
	for (size_t i = 0; i < v->n; i++) {
		if (str_eq(v->type[i].name, name))
			return &v->type[i];
	}
	return NULL;
}

/* What the annotation of an element or attribute says; NULL: nothing. */
static const xmlNode *
first_note(const xmlNode *node)
{
	const xmlNode *at = xml_child(node, XSD_NS, "annotation");

	return xml_first(xml_child(at, XSD_NS, "appinfo"));
}

static void
read_child(struct vocab_type *t, const xmlNode *node, unsigned rank)
{
	struct vocab_child *c;

	t->child =
	    vec_more(t->child, &t->child_cap, t->nchildren, sizeof(*t->child));
	c = &t->child[t->nchildren++];
	*c = (struct vocab_child){ .rank = rank };
	c->name = xml_attr(node, "name");
	c->type_name = local_name(xml_attr(node, "type"));
	c->many = xml_attr_is(node, "maxOccurs", "unbounded");
	c->is_name = xml_is(first_note(node), VOCAB_NS, "name");
}

/* The annotation of an attribute says where its values come from. */
static void
read_notes(struct vocab_attr *a, const xmlNode *node)
{
	const xmlNode *at = first_note(node);

	for (; at != NULL; at = xml_after(at)) {
		if (xml_is(at, VOCAB_NS, "code") && a->list == NULL)
			a->list = xml_attr(at, "list");
		if (xml_is(at, VOCAB_NS, "id") && a->prefix == NULL)
			a->prefix = xml_attr(at, "prefix");
		a->is_treaty = a->is_treaty || xml_is(at, VOCAB_NS, "treaty");
		a->is_kind = a->is_kind || xml_is(at, VOCAB_NS, "kind");
	}
}

static void
read_attr(struct vocab_type *t, const xmlNode *node)
{
	struct vocab_attr *a;

	t->attr = vec_more(t->attr, &t->attr_cap, t->nattrs, sizeof(*t->attr));
	a = &t->attr[t->nattrs++];
	*a = (struct vocab_attr){ .is_lang =
		                      xml_attr_is(node, "ref", "xml:lang") };
	a->name = a->is_lang ? xstrdup("lang") : xml_attr(node, "name");
	a->type_name =
	    a->is_lang ? xstrdup("lang") : local_name(xml_attr(node, "type"));
	a->required = xml_attr_is(node, "use", "required");
	read_notes(a, node);
}

/* What a type holds: elements of a sequence or choice, and attributes. */
static void
read_content(struct vocab_type *t, const xmlNode *node)
{
	unsigned rank = 0;

	for (node = xml_first(node); node != NULL; node = xml_after(node)) {
		bool choice = xml_is(node, XSD_NS, "choice");

		if (xml_is(node, XSD_NS, "attribute"))
			read_attr(t, node);
		if (xml_is(node, XSD_NS, "simpleContent"))
			read_content(t, xml_child(node, XSD_NS, "extension"));
		if (!choice && !xml_is(node, XSD_NS, "sequence"))
			continue;
		for (const xmlNode *e = xml_child(node, XSD_NS, "element");
		     e != NULL; e = xml_next(e, XSD_NS, "element")) {
			read_child(t, e, rank);
			t->child[t->nchildren - 1].many |= choice;
			rank += choice ? 0 : 1;
		}
	}
}

static void
read_types(struct vocab *v, const xmlNode *schema)
{
	const xmlNode *node;

	for (node = xml_child(schema, XSD_NS, "complexType"); node != NULL;
	     node = xml_next(node, XSD_NS, "complexType")) {
		struct vocab_type *t;

		v->type = vec_more(v->type, &v->cap, v->n, sizeof(*v->type));
		t = &v->type[v->n++];
		*t = (struct vocab_type){ .name = xml_attr(node, "name") };
		t->mixed = xml_attr_is(node, "mixed", "true");
		read_content(t, node);
	}
	for (size_t i = 0; i < v->n; i++) {
		for (size_t c = 0; c < v->type[i].nchildren; c++)
			v->type[i].child[c].type =
			    find_type(v, v->type[i].child[c].type_name);
	}
	node = xml_child(schema, XSD_NS, "element");
	v->root_name = local_name(xml_attr(node, "type"));
}

enum mla_rc
vocab_load(struct vocab **out, struct res_source source, struct err *err)
{
	struct buf b = { 0 };
	xmlDoc *doc = NULL;
	struct vocab *v = xcalloc(1, sizeof(*v));
	enum mla_rc rc;

	*out = NULL;
	if ((rc = source.read(source.arg, &b, RES_SCHEMA, "request", err)) !=
	    MLA_OK)
		goto out;
	if ((rc = xml_read(&doc, buf_text(&b), b.len,
	         "forms/schema/request.xsd", err)) != MLA_OK)
		goto out;
	read_types(v, xml_root(doc));
	if (find_type(v, v->root_name) == NULL) {
		rc = err_set(err, MLA_EDAMAGED,
		    "forms/schema/request.xsd: no named type for the document "
		    "element");
		goto out;
	}
	*out = v; /* the caller owns it now */
	v = NULL;
out:
	vocab_free(v);
	xmlFreeDoc(doc);
	buf_free(&b);
	return rc;
}

void
vocab_free(struct vocab *v)
{
	for (size_t i = 0; v != NULL && i < v->n; i++) {
		struct vocab_type *t = &v->type[i];

		for (size_t c = 0; c < t->nchildren; c++) {
			free(t->child[c].name);
			free(t->child[c].type_name);
		}
		for (size_t a = 0; a < t->nattrs; a++) {
			free(t->attr[a].name);
			free(t->attr[a].type_name);
			free(t->attr[a].list);
			free(t->attr[a].prefix);
		}
		free(t->child);
		free(t->attr);
		free(t->name);
	}
	if (v != NULL) {
		free(v->type);
		free(v->root_name);
	}
	free(v);
}

const struct vocab_type *
vocab_root(const struct vocab *v)
{
	return find_type(v, v->root_name);
}

const struct vocab_child *
vocab_child(const struct vocab_type *type, const char *name)
{
	for (size_t i = 0; type != NULL && i < type->nchildren; i++) {
		if (str_eq(type->child[i].name, name))
			return &type->child[i];
	}
	return NULL;
}

const struct vocab_attr *
vocab_attr(const struct vocab_type *type, const char *name)
{
	for (size_t i = 0; type != NULL && i < type->nattrs; i++) {
		if (!type->attr[i].is_lang && str_eq(type->attr[i].name, name))
			return &type->attr[i];
	}
	return NULL;
}

const struct vocab_attr *
vocab_lang(const struct vocab_type *type)
{
	for (size_t i = 0; type != NULL && i < type->nattrs; i++) {
		if (type->attr[i].is_lang)
			return &type->attr[i];
	}
	return NULL;
}

bool
vocab_is_structured(const struct vocab_type *type)
{
	return type != NULL && type->nchildren > 0;
}

bool
vocab_is_mixed(const struct vocab_type *type)
{
	return type != NULL && type->mixed;
}

const char *
vocab_paragraph(const struct vocab_type *type)
{
	for (size_t i = 0; type != NULL && i < type->nchildren; i++) {
		if (type->child[i].type != NULL &&
		    str_eq(type->child[i].type_name, "paragraph"))
			return type->child[i].name;
	}
	return NULL;
}

const struct vocab_type *
vocab_of(const struct vocab *v, const xmlNode *node)
{
	const struct vocab_child *c;

	if (!xml_is(node, REQUEST_NS, (const char *)node->name))
		return NULL;
	if (node->parent == NULL || node->parent->type != XML_ELEMENT_NODE)
		return vocab_root(v);
	c = vocab_child(vocab_of(v, node->parent), (const char *)node->name);
	return c != NULL ? c->type : NULL;
}

xmlNode *
vocab_add(const struct vocab *v, xmlNode *parent, const char *name)
{
	const struct vocab_type *type = vocab_of(v, parent);
	const struct vocab_child *c = vocab_child(type, name);
	xmlNode *last = NULL;
	xmlNode *node;

	assert(c != NULL);
	for (xmlNode *n = xml_first(parent); n != NULL; n = xml_after(n)) {
		const struct vocab_child *other =
		    vocab_child(type, (const char *)n->name);

		if (other != NULL && other->rank <= c->rank)
			last = n;
	}
	node =
	    xmlNewDocNode(parent->doc, parent->ns, (const xmlChar *)name, NULL);
	if (last != NULL)
		return xmlAddNextSibling(last, node);
	if (parent->children != NULL)
		return xmlAddPrevSibling(parent->children, node);
	return xmlAddChild(parent, node);
}
