/* docmaker.h - a document model while it is being written */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_DOCMAKER_H
#define MLA_CORE_DOCMAKER_H

#include "base/buf.h"
#include "core/docmodel.h"
#include "core/docvalue.h"

enum {
	BLANK_LINES = 4, /* of a text in an empty form */
	BLANK_ROWS = 3 /* of a table in it */
};

/* A document while it is being written. */
struct docmaker {
	const struct docmodel_in *in;
	struct doctitles *titles;
	struct buf out;
	bool rtl; /* is the language of the document read from the right? */
	int sections; /* written so far */
	int tables; /* the same */
	bool second; /* the second of two languages */
	struct used {
		char *lang;
		bool rtl;
	} * used; /* languages of texts, each once */
	size_t nused, cap_used;
	struct err *err;
	enum mla_rc rc;
};

/* Append <name>text</name>, its text escaped. */
void docmaker_element(struct buf *b, const char *name, const char *text);

/* Append a text that may run the other way, isolated and escaped. */
void docmaker_isolated(struct docmaker *m, const char *text);

/* Append the value of a field at a node: as text, or shown by its type. */
void docmaker_value(
    struct docmaker *m, const struct form_item *item, const xmlNode *node);

/*
 * The nodes of an item seen from at, *n of them, for the caller to free; of an
 * empty form NULL, once or as often as a table has rows.  m->rc on failure.
 */
xmlNode **docmaker_nodes(
    size_t *n, struct docmaker *m, const struct form_item *item, xmlNode *at);

/* Append a table: a row for each node, a column for each field. */
void docmaker_table(
    struct docmaker *m, const struct form_item *item, xmlNode *at);

#endif
