/* question.c - what a drafter can be asked: the form, seen by the schema */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/question.h"

#include <strings.h>

#include "base/alloc.h"
#include "base/str.h"

/* What the schema says of the end of the place. */
static bool
look_up(struct question *q, const struct vocab_type *from)
{
	const struct vocab_child *last = NULL;

	if (!place_known(q->place, from, &q->type, &q->attr))
		return false;
	for (size_t i = 0; i < q->place->nsteps; i++) {
		last = vocab_child(from, q->place->step[i].name);
		from = last->type;
	}
	q->simple = "";
	if (q->attr != NULL) {
		q->simple = q->attr->type_name;
		q->list = q->attr->list;
	} else if (q->type == NULL && last != NULL) {
		q->simple = last->type_name;
	}
	q->takes_lang = q->attr == NULL && vocab_lang(q->type) != NULL;
	q->shape =
	    last != NULL && last->many ? QUESTION_VALUES : QUESTION_VALUE;
	return true;
}

/* A text, a value, or several; a structured element is none of them. */
static bool
settle(struct question *q, const struct vocab_type *from)
{
	q->place = place_parse(q->item->path);
	if (q->place == NULL || !look_up(q, from))
		return false;
	if (q->attr == NULL)
		q->paragraph = vocab_paragraph(q->type);
	if (q->paragraph != NULL)
		q->shape = QUESTION_TEXT;
	return q->attr != NULL || q->paragraph != NULL ||
	    !vocab_is_structured(q->type);
}

static void
find_words(struct question *q, const struct lang *lang)
{
	q->words = xstrdup(lang_word(lang, q->item->label));
	q->help = lang_find(lang, q->item->help);
}

static struct question *items(struct question *parent,
    const struct form_item *item, const struct lang *lang,
    const struct vocab_type *from);

/* A group or table: its place, and what is asked below it. */
static bool
settle_part(
    struct question *q, const struct lang *lang, const struct vocab_type *from)
{
	const struct vocab_attr *id;

	if (q->item->what == FORM_SECTION) {
		q->shape = QUESTION_SECTION;
		q->child = items(q, q->item->child, lang, from);
		return q->child != NULL;
	}
	q->place = place_parse(q->item->path);
	if (q->place == NULL || !look_up(q, from) || q->attr != NULL ||
	    q->shape != QUESTION_VALUES)
		return false;
	q->shape = QUESTION_PART;
	id = vocab_attr(q->type, "id");
	q->id_prefix = id != NULL ? id->prefix : NULL;
	q->child = items(q, q->item->child, lang, q->type);
	return q->child != NULL;
}

static struct question *
one(struct question *parent, const struct form_item *item,
    const struct lang *lang, const struct vocab_type *from)
{
	struct question *q = xcalloc(1, sizeof(*q));
	bool asked;

	q->item = item;
	q->parent = parent;
	find_words(q, lang);
	switch (item->what) {
	case FORM_SECTION:
	case FORM_GROUP:
	case FORM_TABLE:
		asked = settle_part(q, lang, from);
		break;
	case FORM_FIELD:
		asked = settle(q, from);
		break;
	default:
		asked = false;
	}
	/* The codes of an element's value are known to the form alone. */
	if (asked && q->list == NULL && *item->codes != '\0')
		q->list = item->codes;
	if (asked)
		return q;
	question_free(q);
	return NULL;
}

/* Words that could not be told apart, or not be read back, give way to ids. */
static void
make_clear(struct question *first)
{
	for (struct question *q = first; q != NULL; q = q->next) {
		bool clear = strpbrk(q->words, ":[]=#\n") == NULL &&
		    !str_is_blank(q->words);

		for (struct question *o = first; o != q; o = o->next)
			clear = clear && strcasecmp(o->words, q->words) != 0;
		if (clear)
			continue;
		free(q->words);
		q->words = xstrdup(q->item->id);
	}
}

static struct question *
items(struct question *parent, const struct form_item *item,
    const struct lang *lang, const struct vocab_type *from)
{
	struct question *first = NULL, **end = &first;

	for (; item != NULL; item = item->next) {
		*end = one(parent, item, lang, from);
		if (*end != NULL)
			end = &(*end)->next;
	}
	make_clear(first);
	return first;
}

struct question *
question_tree(
    const struct form *form, const struct lang *lang, const struct vocab *vocab)
{
	return items(NULL, form_first(form), lang, vocab_root(vocab));
}

void
question_free(struct question *q)
{
	while (q != NULL) {
		struct question *next = q->next;

		question_free(q->child);
		place_free(q->place);
		free(q->words);
		free(q);
		q = next;
	}
}

struct question *
question_find(struct question *first, const char *name)
{
	for (struct question *q = first; q != NULL; q = q->next) {
		if (strcasecmp(q->words, name) == 0 ||
		    strcasecmp(q->item->id, name) == 0)
			return q;
	}
	return NULL;
}
