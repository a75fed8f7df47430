/* drawoutline.c - a machine as an outline for a terminal */
/* SPDX-License-Identifier: Apache-2.0 */
#include <utf8proc.h>

#include "base/alloc.h"
#include "base/str.h"
#include "model/draw.h"

enum {
	LEAST_ROOM = 24 /* columns for words, however deep they stand */
};

struct outline {
	struct buf *out;
	const struct machine *m;
	const struct draw_words *words;
	int columns;
};

static int
width(const char *text)
{
	int n = 0;

	while (*text != '\0') {
		int w =
		    utf8proc_charwidth((utf8proc_int32_t)str_next_char(&text));

		n += w > 0 ? w : 0;
	}
	return n;
}

/* Words behind a stem, with the stem and an indent before further lines. */
static void
add_wrapped(
    struct outline *o, const char *stem, const char *further, const char *text)
{
	char *copy = xstrdup(text), *rest = NULL;
	int at = width(stem), begin = at;
	bool first = true;

	buf_adds(o->out, stem);
	for (char *word = strtok_r(copy, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest)) {
		int w = width(word);

		if (!first && at + 1 + w > o->columns &&
		    at - begin >= LEAST_ROOM / 2) {
			buf_addf(o->out, "\n%s  ", further);
			at = width(further) + 2;
			first = true;
		}
		buf_addf(o->out, "%s%s", first ? "" : " ", word);
		at += w + (first ? 0 : 1);
		first = false;
	}
	buf_addch(o->out, '\n');
	free(copy);
}

static bool
is_initial(const struct machine_state *s)
{
	for (const struct machine_state *up = s->parent; up != NULL;
	     up = up->parent) {
		for (size_t i = 0;
		     up->initial != NULL && i < up->initial->ntargets; i++) {
			if (up->initial->target[i] == s)
				return true;
		}
	}
	return false;
}

/* The name, and at the right who holds it. */
static void
add_name(struct outline *o, const char *stem, const char *further,
    const struct machine_state *s)
{
	const char *mark = s->kind == MACHINE_FINAL ? "◉ "
	    : s->kind == MACHINE_PARALLEL           ? "║ "
	    : is_initial(s)                         ? "▶ "
	                                            : "";
	const char *holder = *s->holder != '\0'
	    ? o->words->word(o->words->arg, "holder", s->holder)
	    : "";
	char *name = xasprintf("%s%s", mark, draw_state_word(s, o->words));
	int room = o->columns - width(stem) - width(name) - width(holder);
	char *line;

	if (*holder == '\0' || room < 2) {
		add_wrapped(o, stem, further, name);
		if (*holder != '\0') {
			line = xasprintf("%s  ", further);
			add_wrapped(o, line, line, holder);
			free(line);
		}
	} else {
		buf_addf(o->out, "%s%s%*s%s\n", stem, name, room, "", holder);
	}
	free(name);
}

static bool
is_inner(const struct machine_transition *t)
{
	return t->ntargets == 0 ||
	    (t->ntargets == 1 && t->target[0] == t->source);
}

/* "event [guard] → target"; the caller frees it. */
static char *
act(const struct outline *o, const struct machine_transition *t)
{
	char *event = draw_event(t, o->words);
	char *guard = draw_guard(o->m, t, o->words);
	struct buf b = { 0 };

	buf_addf(&b, "%s%s%s →", event, *guard != '\0' ? " " : "", guard);
	for (size_t i = 0; i < t->ntargets; i++)
		buf_addf(&b, "%s %s", i > 0 ? "," : "",
		    draw_state_word(t->target[i], o->words));
	free(event);
	free(guard);
	return buf_steal(&b);
}

/* Arrows from a state; several with the same words are one line. */
static void
add_acts(struct outline *o, const char *stem, const struct machine_state *s)
{
	struct buf said = { 0 };

	buf_addch(&said, '\n');
	for (size_t i = 0; i < s->ntransitions; i++) {
		char *text = act(o, s->transition[i]);
		char *line = xasprintf("\n%s\n", text);

		if (!is_inner(s->transition[i]) &&
		    strstr(buf_text(&said), line) == NULL) {
			add_wrapped(o, stem, stem, text);
			buf_addf(&said, "%s\n", text);
		}
		free(line);
		free(text);
	}
	buf_free(&said);
}

/* What can happen without leaving the state, in one list. */
static void
add_inner_acts(
    struct outline *o, const char *stem, const struct machine_state *s)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < s->ntransitions; i++) {
		bool loop = s->transition[i]->ntargets > 0;
		char *event, *guard;

		if (!is_inner(s->transition[i]))
			continue;
		event = draw_event(s->transition[i], o->words);
		guard = draw_guard(o->m, s->transition[i], o->words);
		buf_addf(&b, "%s%s%s%s%s", b.len > 0 ? ", " : "· ",
		    loop ? "↺ " : "", event, *guard != '\0' ? " " : "", guard);
		free(event);
		free(guard);
	}
	if (b.len > 0)
		add_wrapped(o, stem, stem, buf_text(&b));
	buf_free(&b);
}

static void add_state(struct outline *o, const char *stem,
    const struct machine_state *s, bool last);

/* By the document: a history is nobody's child. */
static void
add_states(
    struct outline *o, const char *stem, const struct machine_state *parent)
{
	const struct machine_state *last = NULL;

	for (size_t i = 0; i < o->m->nstates; i++)
		if (o->m->state[i]->parent == parent)
			last = o->m->state[i];
	for (size_t i = 0; i < o->m->nstates; i++)
		if (o->m->state[i]->parent == parent)
			add_state(
			    o, stem, o->m->state[i], o->m->state[i] == last);
}

static void
add_state(struct outline *o, const char *stem, const struct machine_state *s,
    bool last)
{
	char *mine = xasprintf("%s%s ", stem, last ? "└─" : "├─");
	char *below = xasprintf("%s%s  ", stem, last ? " " : "│");
	char *acts = xasprintf("%s%s", below, s->nchildren > 0 ? "│  " : "  ");

	add_name(o, mine, acts, s);
	add_acts(o, acts, s);
	add_inner_acts(o, acts, s);
	add_states(o, below, s);
	free(mine);
	free(below);
	free(acts);
}

void
draw_outline(struct buf *out, const struct machine *m,
    const struct draw_words *words, int columns)
{
	struct outline o = { out, m, words, columns };

	add_wrapped(&o, "", "", words->title);
	add_wrapped(&o, "", "", words->subtitle);
	add_states(&o, "", m->state[0]);
	add_wrapped(&o, "", "", words->word(words->arg, "draw", "outline"));
}
