/* answer.c - one answer: lines of a file, and nodes of a request */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/answer.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/markup.h"
#include "xml/node.h"

#define BLANKS " \t\r\n"

static char *
collapse(const char *s)
{
	struct buf b = { 0 };

	for (s += strspn(s, BLANKS); *s != '\0'; s += strspn(s, BLANKS)) {
		size_t len = strcspn(s, BLANKS);

		if (b.len > 0)
			buf_addch(&b, ' ');
		buf_add(&b, s, len);
		s += len;
	}
	return buf_steal(&b);
}

void
answer_add(struct answer *a, const char *line)
{
	char *copy = collapse(line);

	if (*copy == '\0') {
		free(copy);
		return;
	}
	a->at = vec_more(a->at, &a->cap, a->n, sizeof(*a->at));
	a->at[a->n++] = copy;
}

void
answer_free(struct answer *a)
{
	for (size_t i = 0; i < a->n; i++)
		free(a->at[i]);
	free(a->at);
	*a = (struct answer){ 0 };
}

bool
answer_equal(const struct answer *a, const struct answer *b)
{
	bool equal = a->n == b->n;

	for (size_t i = 0; equal && i < a->n; i++)
		equal = str_eq(a->at[i], b->at[i]);
	return equal;
}

/* The value at one node of the place, as it stands in a file. */
static char *
value_of(const struct question *q, const xmlNode *node)
{
	char *text;

	if (q->attr != NULL) {
		text = q->attr->is_lang ? markup_lang(node)
		                        : xml_attr(node, q->place->attr);
		return text != NULL ? text : xstrdup("");
	}
	return q->takes_lang ? markup_write(node) : xml_text(node);
}

static void
add_paragraphs(struct answer *out, const struct question *q, xmlNode *node)
{
	struct buf tag = { 0 };

	if (q->takes_lang)
		markup_write_tag(&tag, node);
	answer_add(out, buf_text(&tag));
	buf_free(&tag);
	for (xmlNode *p = xml_first(node); p != NULL; p = xml_after(p)) {
		char *line;

		if (!str_eq((const char *)p->name, q->paragraph))
			continue;
		line = markup_write(p);
		answer_add(out, line);
		free(line);
	}
}

void
answer_of(struct answer *out, const struct question *q, xmlNode *from)
{
	size_t n;
	xmlNode **at = place_find(&n, q->place, from);

	if (n > 1 && q->shape != QUESTION_VALUES)
		n = 1;
	for (size_t i = 0; i < n; i++) {
		char *line;

		if (q->shape == QUESTION_TEXT) {
			add_paragraphs(out, q, at[i]);
			continue;
		}
		line = value_of(q, at[i]);
		answer_add(out, line);
		free(line);
	}
	free(at);
}

static void
drop(xmlNode *node)
{
	if (node->parent != NULL)
		place_touch(node->parent);
	xmlUnlinkNode(node);
	xmlFreeNode(node);
}

/* Take a value away: an attribute, an element, or the text of the part. */
static void
clear_value(const struct question *q, xmlNode *node)
{
	if (q->attr != NULL) {
		xmlAttr *a = q->attr->is_lang
		    ? markup_lang_node(node)
		    : xmlHasProp(node, (const xmlChar *)q->place->attr);

		if (a != NULL)
			xmlRemoveProp(a);
		place_touch(node);
	} else if (q->place->nsteps == 0) {
		xmlNodeSetContent(node, NULL);
		place_touch(node);
	} else {
		drop(node);
	}
}

static void
put_value(const struct question *q, xmlNode *node, const char *line)
{
	if (q->attr == NULL && q->takes_lang)
		markup_read(node, line);
	else
		place_put(q->place, node, line);
}

static void
clear_paragraphs(const struct question *q, xmlNode *node)
{
	xmlNode *next;

	if (q->takes_lang)
		markup_set_tag(node, NULL, NULL);
	for (xmlNode *p = xml_first(node); p != NULL; p = next) {
		next = xml_after(p);
		if (str_eq((const char *)p->name, q->paragraph))
			drop(p);
	}
	place_touch(node);
}

static void
put_text(const struct answer *a, const struct question *q,
    const struct vocab *vocab, xmlNode *node)
{
	size_t i = 0;

	clear_paragraphs(q, node);
	if (q->takes_lang && a->n > 0 && markup_is_tag(a->at[0]))
		markup_read_tag(node, a->at[i++]);
	for (; i < a->n; i++)
		markup_read(vocab_add(vocab, node, q->paragraph), a->at[i]);
}

/* An element that has the value already, so that it keeps what else it has. */
static xmlNode *
take_equal(const struct question *q, xmlNode **at, size_t n, const char *line)
{
	for (size_t i = 0; i < n; i++) {
		char *value = at[i] != NULL ? value_of(q, at[i]) : NULL;
		char *flat = value != NULL ? collapse(value) : NULL;
		bool equal = str_eq(flat, line);
		xmlNode *node = at[i];

		free(value);
		free(flat);
		if (equal) {
			at[i] = NULL;
			return node;
		}
	}
	return NULL;
}

static void
put_values(const struct answer *a, const struct question *q,
    const struct vocab *vocab, xmlNode *from)
{
	size_t n;
	xmlNode **at = place_find(&n, q->place, from);
	xmlNode *last = NULL;

	for (size_t i = 0; i < a->n; i++) {
		xmlNode *node = take_equal(q, at, n, a->at[i]);

		if (node == NULL) {
			node = place_more(q->place, vocab, from);
			put_value(q, node, a->at[i]);
		}
		if (last != NULL && last->parent == node->parent)
			xmlAddNextSibling(last, node);
		last = node;
	}
	for (size_t i = 0; i < n; i++) {
		if (at[i] != NULL)
			drop(at[i]);
	}
	free(at);
}

void
answer_put(const struct answer *a, const struct question *q,
    const struct vocab *vocab, xmlNode *from)
{
	size_t n;
	xmlNode **at;

	if (q->shape == QUESTION_VALUES) {
		put_values(a, q, vocab, from);
		return;
	}
	at = place_find(&n, q->place, from);
	if (a->n == 0 && n > 0) {
		if (q->shape == QUESTION_TEXT)
			clear_paragraphs(q, at[0]);
		else
			clear_value(q, at[0]);
	} else if (a->n > 0) {
		xmlNode *node = place_make(q->place, vocab, from);

		if (q->shape == QUESTION_TEXT)
			put_text(a, q, vocab, node);
		else
			put_value(q, node, a->at[0]);
	}
	free(at);
}
