/* reply.c - put the lines of an answers file into a request */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/reply.h"

#include <ctype.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/answer.h"
#include "core/value.h"
#include "xml/node.h"

#define ID_DIGITS_MAX 9 /* of the number in an identifier, or of a part */
#define NEAR_MAX 4 /* edits between a typing error and the name meant */

/* Where the file has come to: a section (depth 0), parts inside it. */
struct frame {
	struct question *q; /* NULL: no section was named yet */
	xmlNode *node;
};

struct seen {
	const struct question *q;
	const xmlNode *node;
};

struct reply {
	const struct answers_in *in;
	struct findings *faults;
	struct question *sections;
	const struct lines *lines;
	struct frame frame[ANSWERS_MAX_DEPTH + 1];
	size_t depth;
	bool skip; /* below a part that is not known */
	struct seen *seen; /* what the file has spoken of already */
	size_t nseen, seen_cap;
	const struct lines_entry *at;
	bool changed;
};

static void
fault(struct reply *r, const char *key, const char *what, const char *more)
{
	char *safe = str_safe(what);

	lines_fault(r->faults, r->in->lang, r->at->line, key, safe,
	    more != NULL ? more : "");
	free(safe);
}

/* The first time that the file speaks of it? */
static bool
is_new(struct reply *r, const struct question *q, const xmlNode *node)
{
	for (size_t i = 0; i < r->nseen; i++) {
		if (r->seen[i].q == q && r->seen[i].node == node)
			return false;
	}
	r->seen = vec_more(r->seen, &r->seen_cap, r->nseen, sizeof(*r->seen));
	r->seen[r->nseen++] = (struct seen){ q, node };
	return true;
}

static bool
is_asked(const struct question *q)
{
	return q->shape != QUESTION_SECTION && q->shape != QUESTION_PART;
}

/* The question of that name among some; parts and answers do not mix. */
static struct question *
pick(struct question *q, const char *name, bool asked)
{
	while ((q = question_find(q, name)) != NULL && is_asked(q) != asked)
		q = q->next;
	return q;
}

/* In the innermost frame that has it; the frame becomes the current one. */
static struct question *
find_question(struct reply *r, const char *name)
{
	struct question *q;

	for (size_t d = r->depth + 1; d-- > 0;) {
		q = r->frame[d].q != NULL
		    ? pick(r->frame[d].q->child, name, true)
		    : NULL;
		if (q != NULL) {
			r->depth = d;
			return q;
		}
	}
	for (struct question *s = r->sections; s != NULL; s = s->next) {
		if ((q = pick(s->child, name, true)) != NULL) {
			r->depth = 0;
			r->frame[0].q = s;
			return q;
		}
	}
	return NULL;
}

/* The name that is spelt most like it, of those that could be meant. */
static const char *
nearest(const struct question *q, const char *name, const char *best)
{
	size_t far = best != NULL ? str_distance(best, name) : NEAR_MAX + 1;

	for (; q != NULL; q = q->next) {
		size_t d = str_distance(q->words, name);

		if (d < far) {
			best = q->words;
			far = d;
		}
	}
	return best;
}

static void
fault_unknown(struct reply *r, const char *key, const char *name)
{
	const char *best = NULL;
	char *longer;

	for (size_t d = r->depth + 1; d-- > 0;) {
		if (r->frame[d].q != NULL)
			best = nearest(r->frame[d].q->child, name, best);
	}
	best = nearest(r->sections, name, best);
	for (struct question *s = r->sections; s != NULL; s = s->next)
		best = nearest(s->child, name, best);
	longer = xasprintf("%s-near", key);
	fault(r, best != NULL ? longer : key, name, best);
	free(longer);
}

/* Is s the name of the part, and then nothing or an identifier? */
static const char *
part_ident(const struct question *q, const char *s)
{
	const char *name[] = { q->words, q->item->id };

	for (size_t i = 0; i < sizeof(name) / sizeof(name[0]); i++) {
		size_t len = strlen(name[i]);

		if (strncasecmp(s, name[i], len) != 0)
			continue;
		if (s[len] == '\0')
			return s + len;
		if (s[len] == ' ' && strchr(s + len + 1, ' ') == NULL)
			return s + len + 1;
	}
	return NULL;
}

static struct question *
find_part_among(struct question *q, const char *s, const char **ident)
{
	struct question *best = NULL;

	for (; q != NULL; q = q->next) {
		const char *rest =
		    q->shape == QUESTION_PART ? part_ident(q, s) : NULL;

		if (rest == NULL || (best != NULL && rest < *ident))
			continue;
		best = q;
		*ident = rest;
	}
	return best;
}

/* Below the frame above it; on the first level in any section. */
static struct question *
find_part(struct reply *r, size_t depth, const char *s, const char **ident)
{
	struct question *up = r->frame[depth - 1].q;
	struct question *q =
	    up != NULL ? find_part_among(up->child, s, ident) : NULL;

	for (up = r->sections; q == NULL && depth == 1 && up != NULL;
	     up = up->next)
		q = find_part_among(up->child, s, ident);
	return q;
}

/* The number in an identifier like p12, 0 if it is none of that kind. */
static long
id_number(const char *id, const char *prefix)
{
	if (!str_starts(id, prefix))
		return 0;
	id += strlen(prefix);
	return strlen(id) <= ID_DIGITS_MAX &&
	        id[strspn(id, "0123456789")] == '\0'
	    ? strtol(id, NULL, 10)
	    : 0;
}

static long
highest_below(const xmlNode *node, const char *prefix)
{
	char *id = xml_attr(node, "id");
	long high = id != NULL ? id_number(id, prefix) : 0;

	free(id);
	for (node = xml_first(node); node != NULL; node = xml_after(node)) {
		long n = highest_below(node, prefix);

		high = n > high ? n : high;
	}
	return high;
}

/* An identifier that neither the request nor the file uses. */
static char *
fresh_id(const struct reply *r, const char *prefix)
{
	long high = highest_below(r->frame[0].node, prefix);

	for (size_t i = 0; i < r->lines->n; i++) {
		const struct lines_entry *e = &r->lines->at[i];
		const char *last = strrchr(e->name, ' ');
		long n = e->what == LINES_PART && last != NULL
		    ? id_number(last + 1, prefix)
		    : 0;

		high = n > high ? n : high;
	}
	return xasprintf("%s%ld", prefix, high + 1);
}

static xmlNode *
with_id(struct reply *r, struct question *q, xmlNode *from, const char *id)
{
	size_t n;
	xmlNode **at = place_find(&n, q->place, from);
	xmlNode *node = NULL;

	for (size_t i = 0; i < n && node == NULL; i++) {
		if (xml_attr_is(at[i], "id", id))
			node = at[i];
	}
	free(at);
	if (node == NULL) {
		node = place_more(q->place, r->in->vocab, from);
		xmlSetProp(node, (const xmlChar *)"id", (const xmlChar *)id);
	}
	return node;
}

/* The part that a heading speaks of, made where it is new. */
static xmlNode *
part_node(struct reply *r, struct question *q, xmlNode *from, const char *ident)
{
	xmlNode **at, *node = NULL;
	size_t n;
	long number;
	char *id;

	if (q->id_prefix != NULL) {
		if (*ident != '\0' && !value_is(ident, "id", NULL, NULL)) {
			fault(r, "answers.bad-id", ident, NULL);
			return NULL;
		}
		id =
		    *ident != '\0' ? xstrdup(ident) : fresh_id(r, q->id_prefix);
		node = with_id(r, q, from, id);
		free(id);
		return node;
	}
	number = *ident != '\0' ? id_number(ident, "") : 0;
	if (*ident != '\0' && number == 0) {
		fault(r, "answers.bad-count", ident, NULL);
		return NULL;
	}
	at = place_find(&n, q->place, from);
	if (number > 0 && (size_t)number <= n)
		node = at[number - 1];
	free(at);
	return node != NULL ? node : place_more(q->place, r->in->vocab, from);
}

static void
read_part(struct reply *r, const struct lines_entry *e)
{
	const char *ident = "";
	struct question *q;
	xmlNode *node;

	r->skip = true;
	if (e->depth > r->depth + 1 || e->depth > ANSWERS_MAX_DEPTH) {
		fault(r, "answers.part-depth", e->name, NULL);
		return;
	}
	q = find_part(r, e->depth, e->name, &ident);
	if (q == NULL) {
		fault_unknown(r, "answers.unknown-part", e->name);
		return;
	}
	if (e->depth == 1)
		r->frame[0].q = q->parent;
	node = part_node(r, q, r->frame[e->depth - 1].node, ident);
	if (node == NULL)
		return;
	r->depth = e->depth;
	r->frame[r->depth] = (struct frame){ q, node };
	r->skip = !is_new(r, q, node);
	if (r->skip)
		fault(r, "answers.part-twice", e->name, NULL);
}

/* One line of an answer with a single type: folded, and added if right. */
static void
add_value(struct reply *r, struct answer *a, const struct question *q,
    const char *typed)
{
	char *value =
	    value_fold(typed, q->simple, q->list, r->in->codes, r->in->lang);
	char *key;

	if (*value == '\0' ||
	    value_is(value, q->simple, q->list, r->in->codes)) {
		answer_add(a, value);
		free(value);
		return;
	}
	key = xasprintf("answers.bad-%s", q->list != NULL ? "code" : q->simple);
	if (q->list != NULL) {
		char *near = value_near(value, q->list, r->in->codes);

		free(key);
		key = xstrdup(near != NULL ? "answers.bad-code-near"
		                           : "answers.bad-code");
		fault(r, key, value, near);
		free(near);
	} else {
		fault(r, key, value, q->words);
	}
	free(key);
	free(value);
}

/* Several values in a line have commas between them where none can be in. */
static void
add_values(struct reply *r, struct answer *a, const struct question *q,
    const char *typed)
{
	bool splits = q->list != NULL || str_eq(q->simple, "country") ||
	    str_eq(q->simple, "id") || str_eq(q->simple, "lang");
	size_t len;

	for (;; typed += len + 1) {
		char *part, *word;

		len = splits ? strcspn(typed, ",;") : strlen(typed);
		part = xstrndup(typed, len);
		word = str_trim(part);
		add_value(r, a, q, word);
		free(word);
		free(part);
		if (typed[len] == '\0')
			return;
	}
}

/* From the lines of the file to those of an answer. */
static void
read_lines(struct reply *r, struct answer *a, const struct question *q,
    const struct buf *text)
{
	const char *s = buf_text(text);
	struct answer all = { 0 };
	struct buf para = { 0 };

	while (*s != '\0') {
		size_t len = strcspn(s, "\n");
		char *line = xstrndup(s, len);

		if (q->shape == QUESTION_VALUES) {
			answer_add(&all, line);
		} else if (q->shape == QUESTION_TEXT && str_is_blank(line)) {
			answer_add(&all, buf_text(&para));
			buf_clear(&para);
		} else {
			buf_addf(&para, "%s ", line);
		}
		free(line);
		s += len + (s[len] == '\n' ? 1 : 0);
	}
	answer_add(&all, buf_text(&para));
	for (size_t i = 0; i < all.n; i++) {
		if (q->shape == QUESTION_TEXT)
			answer_add(a, all.at[i]);
		else if (q->shape == QUESTION_VALUES)
			add_values(r, a, q, all.at[i]);
		else
			add_value(r, a, q, all.at[i]);
	}
	answer_free(&all);
	buf_free(&para);
}

static void
read_answer(struct reply *r, const struct lines_entry *e)
{
	struct question *q = find_question(r, e->name);
	struct answer said = { 0 }, was = { 0 };
	size_t before = r->faults->n;
	xmlNode *node;

	if (q == NULL) {
		fault_unknown(r, "answers.unknown-question", e->name);
		return;
	}
	node = r->frame[r->depth].node;
	if (!is_new(r, q, node)) {
		fault(r, "answers.twice", e->name, NULL);
		return;
	}
	read_lines(r, &said, q, &e->text);
	answer_of(&was, q, node);
	if (r->faults->n == before && !answer_equal(&said, &was)) {
		answer_put(&said, q, r->in->vocab, node);
		r->changed = true;
	}
	answer_free(&said);
	answer_free(&was);
}

static void
read_section(struct reply *r, const struct lines_entry *e)
{
	struct question *q = question_find(r->sections, e->name);

	r->depth = 0;
	r->skip = false;
	r->frame[0].q = q;
	if (q == NULL)
		fault_unknown(r, "answers.unknown-section", e->name);
}

bool
reply_apply(xmlDoc *doc, struct findings *faults, const struct answers_in *in,
    struct question *questions, const struct lines *lines)
{
	struct reply r = { .in = in, .faults = faults, .sections = questions };

	r.lines = lines;
	r.frame[0].node = xml_root(doc);
	for (size_t i = 0; i < lines->n; i++) {
		r.at = &lines->at[i];
		if (r.at->what == LINES_SECTION)
			read_section(&r, r.at);
		else if (r.at->what == LINES_PART)
			read_part(&r, r.at);
		else if (!r.skip)
			read_answer(&r, r.at);
	}
	place_prune(in->vocab, doc);
	free(r.seen);
	return r.changed;
}
