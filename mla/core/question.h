/* question.h - what a drafter can be asked: the form, seen by the schema */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_QUESTION_H
#define MLA_CORE_QUESTION_H

#include "core/place.h"
#include "model/form.h"
#include "model/lang.h"
#include "model/vocab.h"

enum question_shape {
	QUESTION_SECTION, /* has questions below it */
	QUESTION_PART, /* has, once for each node at its place */
	QUESTION_VALUE, /* one value */
	QUESTION_VALUES, /* several values, each in an element of its own */
	QUESTION_TEXT, /* paragraphs */
};

/*
 * One question.  Whether it takes one value, several or a text, and of which
 * type, is what the schema says of its place; the form says the order and the
 * words.  Items whose path cannot be written to are not asked.
 */
struct question {
	enum question_shape shape;
	const struct form_item *item;
	char *words; /* what is asked, as it stands in the file */
	const char *help; /* a sentence, or NULL */
	struct place *place; /* NULL for a section */
	const struct vocab_type *type; /* at the place; NULL: a simple one */
	const struct vocab_attr *attr; /* NULL: the value is an element's */
	const char *simple; /* name of the simple type of a value, or "" */
	const char *list; /* code list of a value, or NULL */
	const char *id_prefix; /* of a part that has an id, or NULL */
	const char *paragraph; /* name of the paragraphs of a text */
	bool takes_lang; /* may a value say its language? */
	struct question *parent, *child, *next;
};

/* The questions of a form; the caller frees them with question_free. */
struct question *question_tree(const struct form *form, const struct lang *lang,
    const struct vocab *vocab);
void question_free(struct question *question);

/*
 * The one among first and its siblings that goes by a name: its words or the
 * id in the form, whatever the case; NULL if there is none.
 */
struct question *question_find(struct question *first, const char *name);

#endif
