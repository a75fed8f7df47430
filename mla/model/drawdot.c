/* drawdot.c - a machine in the language of Graphviz */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "model/draw.h"

struct dot {
	struct buf *out;
	const struct machine *m;
	const struct draw_words *words;
};

static void
add_quoted(struct buf *b, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			buf_addch(b, '\\');
		if (*text == '\n')
			buf_adds(b, "\\n");
		else
			buf_addch(b, *text);
	}
}

static void
indent(struct dot *d, const struct machine_state *s)
{
	for (; s != NULL; s = s->parent)
		buf_addch(d->out, '\t');
}

/* The word of a state, and who holds it. */
static void
add_label(struct dot *d, const struct machine_state *s)
{
	buf_adds(d->out, "label=\"");
	add_quoted(d->out, draw_state_word(s, d->words));
	if (*s->holder != '\0') {
		buf_adds(d->out, "\\n");
		add_quoted(
		    d->out, d->words->word(d->words->arg, "holder", s->holder));
	}
	buf_addch(d->out, '"');
}

static void
add_dot(struct dot *d, const struct machine_state *s)
{
	if (s->initial == NULL || s->nchildren == 0)
		return;
	indent(d, s);
	buf_addf(
	    d->out, "i%zu [shape=point, width=0.12, label=\"\"];\n", s->order);
}

/* Does an arrow lead from the frame of a state to one inside of it? */
static bool
leads_inward(
    const struct machine_transition *t, const struct machine_state *target)
{
	return machine_is_below(target, t->source);
}

/* Edges touch nodes: one stands for the frame where arrows lead inward. */
static void
add_frame(struct dot *d, const struct machine_state *s)
{
	bool inward = false;

	for (size_t i = 0; i < s->ntransitions; i++) {
		const struct machine_transition *t = s->transition[i];

		for (size_t k = 0; k < t->ntargets; k++)
			inward = inward || leads_inward(t, t->target[k]);
	}
	if (!inward)
		return;
	indent(d, s);
	buf_addf(
	    d->out, "f%zu [shape=circle, width=0.08, label=\"\"];\n", s->order);
}

static void
add_state(struct dot *d, const struct machine_state *s)
{
	bool region = s->parent != NULL && s->parent->kind == MACHINE_PARALLEL;

	if (s->nchildren == 0) {
		indent(d, s->parent);
		buf_addf(d->out, "s%zu [", s->order);
		add_label(d, s);
		buf_addf(d->out, "%s];\n",
		    s->kind == MACHINE_FINAL ? ", peripheries=2" : "");
		return;
	}
	if (s->parent != NULL) {
		indent(d, s->parent);
		buf_addf(d->out, "subgraph cluster%zu {\n", s->order);
		indent(d, s);
		add_label(d, s);
		buf_addf(
		    d->out, "; style=\"%s\";\n", region ? "dashed" : "rounded");
	}
	add_dot(d, s);
	add_frame(d, s);
	for (size_t i = 0; i < d->m->nstates; i++) {
		if (d->m->state[i]->parent == s)
			add_state(d, d->m->state[i]);
	}
	if (s->parent != NULL) {
		indent(d, s->parent);
		buf_adds(d->out, "}\n");
	}
}

/* An edge touches a node; a cluster is cut off at its border. */
static const struct machine_state *
inside(const struct machine_state *s)
{
	while (s->nchildren > 0)
		s = s->child[0];
	return s;
}

static void
add_edge(struct dot *d, const char *from, const struct machine_state *source,
    const struct machine_state *target, const char *label)
{
	const struct machine_state *to = inside(target);

	buf_addf(d->out, "\t%s -> s%zu [", from, to->order);
	if (source != NULL && !machine_is_atomic(source) &&
	    !machine_is_below(to, source))
		buf_addf(d->out, "ltail=cluster%zu, ", source->order);
	if (to != target &&
	    (source == NULL || !machine_is_below(inside(source), target)))
		buf_addf(d->out, "lhead=cluster%zu, ", target->order);
	buf_adds(d->out, "label=\"");
	add_quoted(d->out, label);
	buf_adds(d->out, "\"];\n");
}

static void
add_transition(struct dot *d, const struct machine_transition *t)
{
	char *event = draw_event(t, d->words);
	char *guard = draw_guard(d->m, t, d->words);
	char *label =
	    xasprintf("%s%s%s", event, *guard != '\0' ? "\n" : "", guard);

	for (size_t i = 0; i < t->ntargets; i++) {
		const struct machine_state *to = t->target[i];
		char *from = leads_inward(t, to)
		    ? xasprintf("f%zu", t->source->order)
		    : xasprintf("s%zu", inside(t->source)->order);

		add_edge(d, from, t->source, to, label);
		free(from);
	}
	free(label);
	free(guard);
	free(event);
}

static void
add_initial(struct dot *d, const struct machine_state *s)
{
	char *from =
	    xasprintf("%s%zu", s->nchildren == 0 ? "s" : "i", s->order);

	for (size_t i = 0; s->initial != NULL && i < s->initial->ntargets; i++)
		add_edge(d, from, NULL, s->initial->target[i], "");
	free(from);
}

void
draw_dot(
    struct buf *out, const struct machine *m, const struct draw_words *words)
{
	struct dot d = { out, m, words };

	buf_adds(out, "digraph {\n\tlabel=\"");
	add_quoted(out, words->title);
	buf_adds(out, "\\n");
	add_quoted(out, words->subtitle);
	buf_adds(out,
	    "\";\n\tlabelloc=t; compound=true; fontname=Arial;\n"
	    "\tnode [shape=box, style=rounded, fontname=Arial, "
	    "fontsize=11];\n"
	    "\tedge [fontname=Arial, fontsize=10];\n");
	add_state(&d, m->state[0]);
	for (size_t i = 0; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		add_initial(&d, s);
		for (size_t t = 0; t < s->ntransitions; t++)
			add_transition(&d, s->transition[t]);
	}
	buf_adds(out, "}\n");
}
