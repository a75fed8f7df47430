/* lines.c - the lines of a file of answers, before anybody knows the form */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lines.h"

#include <stdbool.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/say.h"

#define BOM "\xef\xbb\xbf" /* U+FEFF, which some editors put first */
#define NBSP "\xc2\xa0" /* U+00A0, before a colon in French */
#define NNBSP "\xe2\x80\xaf" /* U+202F, likewise */

struct reader {
	struct lines *out;
	struct findings *faults;
	const struct lang *lang;
	long line;
	struct lines_entry *open; /* the answer that goes on, or NULL */
};

void
lines_fault(struct findings *faults, const struct lang *lang, long line,
    const char *key, const char *what, const char *more)
{
	char *todo_key = xasprintf("%s.todo", key);
	char *text = say(lang, key, "what", what, "more", more, (char *)NULL);
	char *todo;

	if (lang_find(lang, todo_key) != NULL)
		todo = say(
		    lang, todo_key, "what", what, "more", more, (char *)NULL);
	else
		todo = xstrdup("");

	findings_add(faults, FINDING_ERROR, key, "", line, text, todo, "");
	free(todo_key);
	free(text);
	free(todo);
}

static void
fault(struct reader *r, const char *key, const char *what)
{
	char *safe = str_safe(what);

	lines_fault(r->faults, r->lang, r->line, key, safe, "");
	free(safe);
}

/* A copy of a name without blanks at its ends, those of French included. */
static char *
name_of(const char *s, size_t len)
{
	char *part = xstrndup(s, len);
	char *name = str_trim(part);
	size_t n = strlen(name);

	while (str_ends(name, NBSP) || str_ends(name, NNBSP) ||
	    str_ends(name, " ")) {
		n -= str_ends(name, NBSP)   ? strlen(NBSP)
		    : str_ends(name, NNBSP) ? strlen(NNBSP)
		                            : 1;
		name[n] = '\0';
	}
	free(part);
	return name;
}

static struct lines_entry *
add(struct reader *r, enum lines_what what, const char *name, size_t len)
{
	struct lines *l = r->out;
	struct lines_entry *e;

	l->at = vec_more(l->at, &l->cap, l->n, sizeof(*l->at));
	e = &l->at[l->n++];
	*e = (struct lines_entry){ .what = what, .line = r->line };
	e->name = name_of(name, len);
	r->open = what == LINES_ANSWER ? e : NULL;
	return e;
}

/* [[name]]: as many brackets at both ends. */
static void
read_part(struct reader *r, const char *s)
{
	size_t depth = strspn(s, "[");
	size_t len = strlen(s);

	while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	for (size_t i = 0; i < depth; i++) {
		if (len <= depth || s[len - 1] != ']') {
			fault(r, "answers.bad-part", s);
			return;
		}
		len--;
	}
	add(r, LINES_PART, s + depth, len - depth)->depth = depth;
}

/* == name, with or without a line of = behind it. */
static void
read_section(struct reader *r, const char *s)
{
	size_t len;

	s += strspn(s, "=");
	len = strlen(s);
	while (len > 0 && strchr("= \t", s[len - 1]) != NULL)
		len--;
	add(r, LINES_SECTION, s, len);
}

static void
read_line(struct reader *r, const char *s)
{
	const char *colon = strchr(s, ':');

	if (*s == '#')
		return;
	if (str_is_blank(s)) {
		if (r->open != NULL)
			buf_addch(&r->open->text, '\n');
	} else if (*s == ' ' || *s == '\t') {
		if (r->open != NULL)
			buf_addf(&r->open->text, "\n%s", s);
		else
			fault(r, "answers.no-question", s);
	} else if (str_starts(s, "==")) {
		read_section(r, s);
	} else if (*s == '[') {
		read_part(r, s);
	} else if (colon != NULL && colon > s) {
		buf_adds(&add(r, LINES_ANSWER, s, (size_t)(colon - s))->text,
		    colon + 1);
	} else {
		fault(r, "answers.no-colon", s);
		r->open = NULL;
	}
}

/* XML 1.0, section 2.2: what a document may hold. */
static bool
can_be_kept(const char *s)
{
	while (*s != '\0') {
		unsigned c = str_next_char(&s);

		if ((c < 0x20 && c != '\t') || c == 0xfffe || c == 0xffff)
			return false;
	}
	return true;
}

void
lines_read(struct lines *out, struct findings *faults, const struct lang *lang,
    const char *text, size_t len)
{
	struct reader r = { .out = out, .faults = faults, .lang = lang };
	size_t at = len >= strlen(BOM) && memcmp(text, BOM, strlen(BOM)) == 0
	    ? strlen(BOM)
	    : 0;

	while (at < len) {
		const char *end = memchr(text + at, '\n', len - at);
		size_t n = end != NULL ? (size_t)(end - text) - at : len - at;
		char *line = xstrndup(text + at, n);

		bool whole = strlen(line) == n; /* no NUL in it */

		r.line++;
		if (whole && n > 0 && line[n - 1] == '\r')
			line[n - 1] = '\0';
		if (!whole || !can_be_kept(line))
			fault(&r, "answers.bad-character", line);
		else
			read_line(&r, line);
		free(line);
		at += n + 1;
	}
}

void
lines_free(struct lines *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->at[i].name);
		buf_free(&l->at[i].text);
	}
	free(l->at);
	*l = (struct lines){ 0 };
}
