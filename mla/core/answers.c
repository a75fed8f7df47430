/* answers.c - a request as a file of questions and answers in plain words */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/answers.h"

#include <stdint.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/answer.h"
#include "core/lines.h"
#include "core/place.h"
#include "core/question.h"
#include "core/reply.h"
#include "core/say.h"
#include "xml/node.h"

#define COLUMNS 78 /* of a line, as far as its words allow */
#define INDENT "    " /* before the lines of an answer */

struct writer {
	struct buf *out;
	const struct answers_in *in;
	char **list; /* code lists whose choices were printed */
	size_t nlists, list_cap;
	bool quiet; /* the same was explained just above */
};

/* One paragraph, folded between words; each line begins with a prefix. */
static void
fold(struct buf *out, const char *prefix, const char *s)
{
	size_t column = 0;

	while (*s != '\0') {
		size_t len = strcspn(s, " ");
		size_t wide = 0;

		for (const char *c = s; c < s + len; wide++)
			(void)str_next_char(&c);
		if (column == 0) {
			buf_adds(out, prefix);
			column = strlen(prefix);
		} else if (column + 1 + wide > COLUMNS) {
			buf_addf(out, "\n%s", prefix);
			column = strlen(prefix);
		} else {
			buf_addch(out, ' ');
			column++;
		}
		buf_add(out, s, len);
		column += wide;
		s += len + (s[len] == ' ' ? 1 : 0);
	}
	if (column > 0)
		buf_addch(out, '\n');
}

/* Explain in comment lines; a word may have several lines. */
static void
comment(struct writer *w, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");
		char *line = xstrndup(text, len);
		char *trim = str_trim(line);

		if (*trim == '\0')
			buf_adds(w->out, "#\n");
		fold(w->out, "# ", trim);
		free(trim);
		free(line);
		text += len + (text[len] == '\n' ? 1 : 0);
	}
}

static void
comment_word(struct writer *w, const char *key)
{
	const char *word = lang_find(w->in->lang, key);

	if (word != NULL)
		comment(w, word);
}

/* The choices of a list, the first time that it is asked for. */
static void
write_choices(struct writer *w, const struct question *q)
{
	const xmlNode *c =
	    w->in->codes != NULL ? codes_list(w->in->codes, q->list) : NULL;
	char *text;

	for (size_t i = 0; i < w->nlists; i++) {
		if (str_eq(w->list[i], q->list)) {
			text = say(w->in->lang, "answers.choices-above", "what",
			    q->list, (char *)NULL);
			comment(w, text);
			free(text);
			return;
		}
	}
	if (c == NULL)
		return;
	w->list = vec_more(w->list, &w->list_cap, w->nlists, sizeof(*w->list));
	w->list[w->nlists++] = xstrdup(q->list);
	text =
	    say(w->in->lang, "answers.choices", "what", q->list, (char *)NULL);
	comment(w, text);
	free(text);
	for (c = xml_first(c); c != NULL; c = xml_after(c)) {
		char *id = xml_attr(c, "id");
		char *key = xasprintf("%s.%s", q->list, id);

		buf_addf(
		    w->out, "#   %-24s %s\n", id, lang_word(w->in->lang, key));
		free(key);
		free(id);
	}
}

/* Everything that helps to answer. */
static void
write_help(struct writer *w, const struct question *q)
{
	char *key;

	if (w->quiet)
		return;
	buf_addch(w->out, '\n');
	if (q->help != NULL)
		comment(w, q->help);
	if (str_eq(q->item->required, "always"))
		comment_word(w, "answers.needed");
	if (q->shape == QUESTION_TEXT)
		comment_word(w, "answers.text");
	if (q->shape == QUESTION_VALUES)
		comment_word(w, "answers.values");
	if (q->list != NULL) {
		write_choices(w, q);
		return;
	}
	key = xasprintf("answers.type-%s",
	    q->attr != NULL && q->attr->is_treaty ? "treaty" : q->simple);
	comment_word(w, key);
	free(key);
}

static void
write_answer(struct writer *w, const struct question *q, xmlNode *from)
{
	struct answer a = { 0 };

	if (from != NULL)
		answer_of(&a, q, from);
	buf_addf(w->out, "%s:", q->words);
	if (a.n == 1 && q->shape != QUESTION_TEXT) {
		buf_addf(w->out, " %s\n", a.at[0]);
	} else {
		buf_addch(w->out, '\n');
		for (size_t i = 0; i < a.n; i++) {
			if (q->shape != QUESTION_TEXT) {
				buf_addf(w->out, INDENT "%s\n", a.at[i]);
				continue;
			}
			buf_adds(w->out, i > 0 ? "\n" : "");
			fold(w->out, INDENT, a.at[i]);
		}
	}
	answer_free(&a);
}

static void write_all(struct writer *w, const struct question *first,
    xmlNode *from, size_t depth);

/* [Part p1] and what is asked about it; number is for parts without an id. */
static void
write_part(struct writer *w, const struct question *q, xmlNode *node,
    size_t number, size_t depth)
{
	bool quiet = w->quiet;
	char *id = NULL;

	if (node != NULL && q->id_prefix != NULL)
		id = xml_attr(node, "id");
	w->quiet = quiet || number > 1;
	write_help(w, q);
	if (w->quiet)
		buf_addch(w->out, '\n');
	for (size_t i = 0; i < depth; i++)
		buf_addch(w->out, '[');
	buf_adds(w->out, q->words);
	if (id != NULL)
		buf_addf(w->out, " %s", id);
	else if (node != NULL)
		buf_addf(w->out, " %zu", number);
	for (size_t i = 0; i < depth; i++)
		buf_addch(w->out, ']');
	buf_addch(w->out, '\n');
	free(id);
	write_all(w, q->child, node, depth);
	w->quiet = quiet;
}

static void
write_parts(
    struct writer *w, const struct question *q, xmlNode *from, size_t depth)
{
	size_t n = 0;
	xmlNode **at = from != NULL ? place_find(&n, q->place, from) : NULL;

	if (n == 0)
		write_part(w, q, NULL, 1, depth);
	for (size_t i = 0; i < n; i++)
		write_part(w, q, at[i], i + 1, depth);
	free(at);
}

/* The answers first, then the parts, so that each belongs where it stands. */
static void
write_all(
    struct writer *w, const struct question *first, xmlNode *from, size_t depth)
{
	for (const struct question *q = first; q != NULL; q = q->next) {
		if (q->shape == QUESTION_PART)
			continue;
		write_help(w, q);
		write_answer(w, q, from);
	}
	for (const struct question *q = first; q != NULL; q = q->next) {
		if (q->shape == QUESTION_PART)
			write_parts(w, q, from, depth + 1);
	}
}

static enum mla_rc
write_file(struct buf *out, const struct answers_in *in, xmlNode *request,
    struct err *err)
{
	struct writer w = { .out = out, .in = in };
	struct question *sections =
	    question_tree(in->form, in->lang, in->vocab);

	if (sections == NULL)
		return err_set(err, MLA_EREFUSED,
		    "the form \"%s\" asks nothing that a request could hold",
		    form_id(in->form));
	comment(&w, lang_word(in->lang, form_label(in->form)));
	buf_adds(out, "#\n");
	comment_word(&w, "answers.intro");
	for (struct question *q = sections; q != NULL; q = q->next) {
		buf_addf(out, "\n\n== %s\n", q->words);
		write_all(&w, q->child, request, 0);
	}
	for (size_t i = 0; i < w.nlists; i++)
		free(w.list[i]);
	free(w.list);
	question_free(sections);
	return MLA_OK;
}

enum mla_rc
answers_blank(struct buf *out, const struct answers_in *in, struct err *err)
{
	return write_file(out, in, NULL, err);
}

enum mla_rc
answers_write(struct buf *out, const struct answers_in *in, xmlDoc *request,
    struct err *err)
{
	return write_file(out, in, xml_root(request), err);
}

enum mla_rc
answers_read(xmlDoc **out, struct findings *faults, const struct answers_in *in,
    const char *text, size_t len, const xmlDoc *base, struct err *err)
{
	struct lines lines = { 0 };
	struct question *sections;
	size_t before = faults->n;
	xmlDoc *doc;

	*out = NULL;
	if (len > ANSWERS_MAX_BYTES)
		return err_set(err, MLA_EDAMAGED,
		    "the answers have more than %lu bytes", ANSWERS_MAX_BYTES);
	if (!str_is_utf8(text, len))
		return err_set(err, MLA_EDAMAGED,
		    "the answers are not in UTF-8; save the file in UTF-8");
	sections = question_tree(in->form, in->lang, in->vocab);
	doc = xmlCopyDoc((xmlDoc *)(uintptr_t)base, 1);
	lines_read(&lines, faults, in->lang, text, len);
	/* What did not change keeps its blanks too, and so its bytes. */
	if (reply_apply(doc, faults, in, sections, &lines))
		place_tidy(in->vocab, doc);
	else
		doc->properties = base->properties;
	lines_free(&lines);
	question_free(sections);
	if (faults->n > before) {
		xmlFreeDoc(doc);
		return err_set(err, MLA_ENO,
		    "lines of the answers are wrong: %zu", faults->n - before);
	}
	*out = doc; /* the caller owns it now */
	return MLA_OK;
}
