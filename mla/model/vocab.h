/* vocab.h - what the schema of requests says about order, codes and types */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_VOCAB_H
#define MLA_MODEL_VOCAB_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "res/res.h"

#define VOCAB_NS "urn:mla:vocabulary:1" /* of the annotations in the schema */

struct vocab; /* forms/schema/request.xsd, read as data */
struct vocab_type; /* a complex type of it */

/* An element that may stand in a type. */
struct vocab_child {
	char *name;
	char *type_name; /* of a complex or simple type */
	const struct vocab_type *type; /* NULL: a simple type */
	unsigned rank; /* place in the order; in a choice all have the same */
	bool many; /* may it be there more than once? */
	bool is_name; /* a name: it is not translated */
};

/* An attribute that an element may have. */
struct vocab_attr {
	char *name; /* local name; "lang" with is_lang is xml:lang */
	char *type_name; /* of its simple type */
	bool is_lang;
	bool required;
	char *list; /* code list that it takes its values from, or NULL */
	bool is_treaty; /* an instrument of the law data */
	bool is_kind; /* a kind of request */
	char *prefix; /* how an identifier that we make up begins, or NULL */
};

/*
 * Read the schema of requests.  MLA_OK: the caller frees *out with
 * vocab_free; all that the functions below return belongs to it.
 * MLA_ENOTFOUND, MLA_EDAMAGED: there is no such schema, or it is none.
 */
enum mla_rc vocab_load(
    struct vocab **out, struct res_source source, struct err *err);
void vocab_free(struct vocab *vocab);

/* The type of the document element. */
const struct vocab_type *vocab_root(const struct vocab *vocab);

/* A child or an attribute of a type (NULL is a simple one); NULL: none. */
const struct vocab_child *vocab_child(
    const struct vocab_type *type, const char *name);
const struct vocab_attr *vocab_attr(
    const struct vocab_type *type, const char *name);
const struct vocab_attr *vocab_lang(const struct vocab_type *type);

/* Does it hold elements? Text with runs in it counts as well. */
bool vocab_is_structured(const struct vocab_type *type);

/* May text stand between its elements? */
bool vocab_is_mixed(const struct vocab_type *type);

/* Name of the paragraphs that it holds ("p"); NULL: it holds none. */
const char *vocab_paragraph(const struct vocab_type *type);

/*
 * What an element of a request is, found from the document element downwards.
 * NULL: its type is simple, or the schema does not know it.
 */
const struct vocab_type *vocab_of(
    const struct vocab *vocab, const xmlNode *node);

/*
 * A new child of a request's element, put where the schema wants it.  It is
 * the document's; the schema must know the name (asserted).
 */
xmlNode *vocab_add(
    const struct vocab *vocab, xmlNode *parent, const char *name);

#endif
