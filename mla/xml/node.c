/* node.c - small questions to XML elements */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/node.h"

#include "base/alloc.h"
#include "base/str.h"

bool
xml_is(const xmlNode *node, const char *ns, const char *name)
{
	if (node == NULL || node->type != XML_ELEMENT_NODE ||
	    !str_eq((const char *)node->name, name))
		return false;
	if (ns == NULL)
		return true;
	return node->ns != NULL && str_eq((const char *)node->ns->href, ns);
}

static xmlNode *
seek(xmlNode *node, const char *ns, const char *name)
{
	while (node != NULL && !xml_is(node, ns, name))
		node = node->next;
	return node;
}

xmlNode *
xml_child(const xmlNode *node, const char *ns, const char *name)
{
	return node != NULL ? seek(node->children, ns, name) : NULL;
}

xmlNode *
xml_next(const xmlNode *node, const char *ns, const char *name)
{
	return node != NULL ? seek(node->next, ns, name) : NULL;
}

static xmlNode *
seek_any(xmlNode *node)
{
	while (node != NULL && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

xmlNode *
xml_first(const xmlNode *node)
{
	return node != NULL ? seek_any(node->children) : NULL;
}

xmlNode *
xml_after(const xmlNode *node)
{
	return node != NULL ? seek_any(node->next) : NULL;
}

/* Hand over a text of libxml2 as one of ours. */
static char *
ours(xmlChar *text)
{
	char *copy = xstrdup_null((const char *)text);

	xmlFree(text);
	return copy;
}

char *
xml_attr(const xmlNode *node, const char *name)
{
	return ours(xmlGetNoNsProp(node, (const xmlChar *)name));
}

char *
xml_attr_ns(const xmlNode *node, const char *ns, const char *name)
{
	return ours(
	    xmlGetNsProp(node, (const xmlChar *)name, (const xmlChar *)ns));
}

bool
xml_attr_is(const xmlNode *node, const char *name, const char *value)
{
	const xmlAttr *a = node != NULL && node->type == XML_ELEMENT_NODE
	    ? node->properties
	    : NULL;
	char *have;
	bool same;

	while (a != NULL &&
	    (a->ns != NULL || !str_eq((const char *)a->name, name)))
		a = a->next;
	/* Nearly always it is one piece of text: nothing is copied. */
	if (a != NULL && a->children != NULL && a->children->next == NULL &&
	    a->children->type == XML_TEXT_NODE)
		return str_eq((const char *)a->children->content, value);
	have = a != NULL ? xml_attr(node, name) : NULL;
	same = have != NULL && str_eq(have, value);
	free(have);
	return same;
}

char *
xml_text(const xmlNode *node)
{
	char *text = ours(xmlNodeGetContent(node));

	return text != NULL ? text : xstrdup("");
}

long
xml_line(const xmlNode *node)
{
	long line = xmlGetLineNo(node);

	return line > 0 ? line : 0;
}

xmlNode *
xml_root(const xmlDoc *doc)
{
	return xmlDocGetRootElement(doc);
}

void
xml_set(xmlNode *node, const char *name, const char *value)
{
	(void)xmlNewProp(node, (const xmlChar *)name, (const xmlChar *)value);
}
