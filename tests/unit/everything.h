/* everything.h - a request and an event with all that they may ever have */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_EVERYTHING_H
#define TESTS_UNIT_EVERYTHING_H

#include "doc.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/place.h"
#include "model/vocab.h"
#include "res/res.h"
#include "xml/node.h"

/* Each name of an element or an attribute in a schema, once. */
struct unit_names {
	char **at;
	size_t n, cap;
};

static inline void
unit_take_names(struct unit_names *names, const xmlNode *node)
{
	for (node = xml_first(node); node != NULL; node = xml_after(node)) {
		char *name = xml_attr(node, "name");
		size_t i = 0;

		while (i < names->n && !str_eq(names->at[i], name))
			i++;
		if (name != NULL && i == names->n) {
			names->at = vec_more(names->at, &names->cap, names->n,
			    sizeof(*names->at));
			names->at[names->n++] = xstrdup(name);
		}
		free(name);
		unit_take_names(names, node);
	}
}

/* All that may stand in an element; a type within itself is enough once. */
static inline void
unit_grow(xmlNode *node, const struct vocab_type *type,
    const struct unit_names *names)
{
	if (vocab_lang(type) != NULL)
		xmlNodeSetLang(node, (const xmlChar *)"en");
	for (size_t i = 0; i < names->n; i++) {
		const xmlChar *name = (const xmlChar *)names->at[i];
		const struct vocab_child *c = vocab_child(type, names->at[i]);
		xmlNode *child;

		if (vocab_attr(type, names->at[i]) != NULL)
			(void)xmlSetProp(node, name, (const xmlChar *)"");
		if (c == NULL)
			continue;
		child = xmlNewChild(node, node->ns, name, NULL);
		if (c->type != type)
			unit_grow(child, c->type, names);
	}
}

/* A request with all that the schema knows; free it with xmlFreeDoc. */
static inline xmlDoc *
unit_whole_request(const struct vocab *vocab)
{
	xmlDoc *xsd = unit_read_doc("forms/schema/request.xsd");
	xmlDoc *doc = place_new("", "", "en");
	struct unit_names names = { 0 };

	unit_take_names(&names, xml_root(xsd));
	unit_grow(xml_root(doc), vocab_root(vocab), &names);
	for (size_t i = 0; i < names.n; i++)
		free(names.at[i]);
	free(names.at);
	xmlFreeDoc(xsd);
	return doc;
}

/* Give an event the fields of a workflow, as it would carry them. */
static inline void
unit_take_fields(xmlNode *event, const xmlNode *node)
{
	for (node = xml_first(node); node != NULL; node = xml_after(node)) {
		bool text = xml_attr_is(node, "type", "text");
		bool whom = xml_attr_is(node, "type", "authority");
		xmlChar *name = (xmlChar *)xml_attr(node, "name");
		xmlNode *child;

		if (!xml_is(node, "urn:mla:workflow:1", "field")) {
			unit_take_fields(event, node);
		} else if (text || whom) {
			child = xmlNewChild(event, event->ns, name, NULL);
			(void)xmlNewChild(child, child->ns,
			    (const xmlChar *)(whom ? "name" : "p"), NULL);
			if (whom)
				(void)xmlNewChild(child, child->ns,
				    (const xmlChar *)"line", NULL);
		} else {
			(void)xmlSetProp(event, name, (const xmlChar *)"");
		}
		free(name);
	}
}

/* The fields of all workflows of the kind (RES_WORKFLOW, RES_PART). */
static inline void
unit_take_workflows(xmlNode *event, struct res *res, enum res_kind kind)
{
	struct file_names names;
	struct err err = { 0 };

	assert_ok(res_list(&names, res, kind, &err), err);
	for (size_t i = 0; i < names.n; i++) {
		char *path = res_path(res, kind, names.at[i]);
		xmlDoc *doc = unit_read_doc(path);

		unit_take_fields(event, xml_root(doc));
		xmlFreeDoc(doc);
		free(path);
	}
	file_names_free(&names);
}

#endif
