/* place.h - a simple path into a request: find what is there, or put it */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_PLACE_H
#define MLA_CORE_PLACE_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "model/vocab.h"

/* One step down: a child element, with the attributes that it must have. */
struct place_step {
	char *name;
	struct place_test {
		char *name;
		char *value;
	} * test;
	size_t ntests;
};

/*
 * A path of child steps with tests of attributes, and an attribute at its end
 * if it names one: r:a/r:b[@x='y']/@z, @z, @xml:lang, or "." for the node
 * itself.  Anything else of XPath can be evaluated, but not be written to.
 */
struct place {
	struct place_step *step;
	size_t nsteps;
	char *attr; /* NULL: the element itself */
	bool attr_is_lang; /* it is xml:lang */
};

/* NULL if it is no such path; the caller frees the place with place_free. */
struct place *place_parse(const char *path);
void place_free(struct place *place);

/*
 * All elements that the steps lead to, from a node; the caller frees the
 * array (not the nodes).  No steps: the node itself.
 */
xmlNode **place_find(size_t *n, const struct place *place, xmlNode *from);

/*
 * The first such element, made where it is missing, each in the order of the
 * schema.  NULL if the schema does not know the path.
 */
xmlNode *place_make(
    const struct place *place, const struct vocab *vocab, xmlNode *from);

/* One more of the last step beside those that are there; likewise. */
xmlNode *place_more(
    const struct place *place, const struct vocab *vocab, xmlNode *from);

/*
 * Is the path known to the schema from a type on?  *type is then what is at
 * its end (NULL: a simple type), *attr the attribute (NULL: none is named).
 */
bool place_known(const struct place *place, const struct vocab_type *from,
    const struct vocab_type **type, const struct vocab_attr **attr);

/*
 * Put a value at the end of the path in an element that place_find or
 * place_make gave: as the attribute, or as all that the element holds.
 */
void place_put(const struct place *place, xmlNode *node, const char *value);

/*
 * Put one value at a path from the request element, as "r:requested/r:state".
 * false if it is no simple path, or the schema does not know it.
 */
bool place_set(xmlDoc *request, const struct vocab *vocab, const char *path,
    const char *value);

/*
 * Where an element stands, from the request down, parts by their id:
 * "measures/m2"; numbered: others by their place among those of the same name,
 * "facts/p[2]".  The caller frees it.
 */
char *place_where(const xmlNode *node, bool numbered);

/* Remember that something was taken away from an element. */
void place_touch(xmlNode *node);

/*
 * Take away what was made or touched and holds nothing (no element, no text,
 * no attribute but an identifier), innermost first; the document element
 * stays.
 */
void place_prune(const struct vocab *vocab, xmlDoc *request);

/* Take away the blanks between elements, so that it is indented anew. */
void place_tidy(const struct vocab *vocab, xmlDoc *request);

/*
 * A new document with a request that has these attributes and nothing in it;
 * the caller frees it with xmlFreeDoc.
 */
xmlDoc *place_new(const char *uid, const char *kind, const char *lang);

#endif
