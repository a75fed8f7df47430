/* drawplan.c - from a machine to boxes, labels and arcs without places */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "model/drawlevel.h"

enum {
	STATE_ROOM = 136, /* for the words of a state without others in it */
	FRAME_ROOM = 330, /* of a state with others in it */
	LABEL_ROOM = 132,
	GUARD_ROOM = 190
};

/* All transitions between the same two states: one arrow, several lines. */
struct bundle {
	const struct machine_state *source, *target;
	struct draw_lines lines;
	struct buf about, said;
	const struct machine_transition *first;
};

size_t
level_add_node(struct level *l, enum node_kind kind, size_t what)
{
	l->node = vec_more(l->node, &l->cap, l->n, sizeof(*l->node));
	l->node[l->n] = (struct node){ .kind = kind, .what = what };
	return l->n++;
}

struct arc *
level_add_arc(struct level *l, size_t tail, size_t head)
{
	struct arc *a;

	l->arc = vec_more(l->arc, &l->cap_arcs, l->narcs, sizeof(*l->arc));
	a = &l->arc[l->narcs++];
	*a = (struct arc){ .tail = tail,
		.head = head,
		.tail_port = DRAW_NONE,
		.head_port = DRAW_NONE,
		.label = DRAW_NONE };
	return a;
}

static size_t
add_box(struct plan *p, const struct machine_state *s, enum draw_shape shape,
    size_t parent)
{
	struct draw *d = p->d;
	struct draw_box *b;

	d->box = vec_more(d->box, &d->cap_boxes, d->nboxes, sizeof(*d->box));
	b = &d->box[d->nboxes];
	*b = (struct draw_box){ .state = s, .shape = shape, .parent = parent };
	return d->nboxes++;
}

static size_t
add_label(struct plan *p, size_t box)
{
	struct draw *d = p->d;

	d->label =
	    vec_more(d->label, &d->cap_labels, d->nlabels, sizeof(*d->label));
	d->label[d->nlabels] = (struct draw_label){ .box = box };
	return d->nlabels++;
}

/* --- words --- */

static enum draw_style
act_style(const struct machine_transition *t)
{
	return str_eq(t->by, "requested") ? DRAW_ACT_THEM : DRAW_ACT;
}

/* What happens inside a state without leaving it. */
static void
add_inner_acts(struct plan *p, const struct machine_state *s,
    struct draw_lines *lines, int room)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < s->ntransitions; i++) {
		const struct machine_transition *t = s->transition[i];
		bool loop = t->ntargets == 1 && t->target[0] == s;
		char *event, *guard;

		if (t->ntargets > 0 && !loop)
			continue;
		event = draw_event(t, p->words);
		guard = draw_guard(p->m, t, p->words);
		buf_addf(&b, "%s%s%s%s%s", b.len > 0 ? ", " : "",
		    loop ? "↺ " : "", event, *guard != '\0' ? " " : "", guard);
		free(event);
		free(guard);
	}
	if (b.len > 0)
		draw_lines_add(lines, buf_text(&b), DRAW_SMALL, room);
	buf_free(&b);
}

static void
add_words(struct plan *p, const struct machine_state *s, struct draw_box *b)
{
	int room = s->nchildren == 0 ? STATE_ROOM : FRAME_ROOM;
	int before;

	if (s->kind == MACHINE_ROOT) {
		draw_lines_add(&b->lines, p->words->title, DRAW_TITLE, 900);
		draw_lines_add(&b->lines, p->words->subtitle, DRAW_SMALL, 900);
		return;
	}
	if (b->shape == DRAW_HISTORY || b->shape == DRAW_DEEP) {
		draw_lines_add(&b->lines, b->shape == DRAW_DEEP ? "H*" : "H",
		    DRAW_NAME, room);
		return;
	}
	draw_lines_add(
	    &b->lines, draw_state_word(s, p->words), DRAW_NAME, room);
	if (*s->holder != '\0')
		draw_lines_add(&b->lines,
		    p->words->word(p->words->arg, "holder", s->holder),
		    DRAW_SMALL, room);
	before = b->lines.h;
	add_inner_acts(p, s, &b->lines, room);
	if (b->lines.h == before)
		return;
	b->rule = before + 3;
	for (size_t i = 0; i < b->lines.n; i++)
		if (b->lines.at[i].y > before)
			b->lines.at[i].y += 7;
	b->lines.h += 7;
}

/* --- levels, boxes and their nodes --- */

static void
add_level(struct plan *p, const struct machine_state *s)
{
	struct level *l = xcalloc(1, sizeof(*l));
	struct draw_box *b = &p->d->box[p->box[s->order]];

	l->state = s;
	l->box = p->box[s->order];
	l->outer = s->parent != NULL ? p->level[s->parent->order] : NULL;
	l->header = level_add_node(l, NODE_HEADER, l->box);
	if (s->parent != NULL) {
		l->node[l->header].w = b->lines.w;
		l->node[l->header].h = b->lines.h;
	}
	p->level[s->order] = l;
}

/* Boxes are not too small; the circle of a history is small. */
static int
least(const struct draw_box *b, int size, int box)
{
	if (b->shape == DRAW_HISTORY || b->shape == DRAW_DEEP)
		return 36;
	return size < box ? box : size;
}

static void
add_state(struct plan *p, const struct machine_state *s)
{
	size_t parent =
	    s->parent != NULL ? p->box[s->parent->order] : DRAW_NONE;
	size_t box = add_box(p, s, draw_shape_of(s), parent);
	struct draw_box *b = &p->d->box[box];
	struct level *l;

	p->box[s->order] = box;
	b->tone = p->words->tone(p->words->arg, s->holder);
	add_words(p, s, b);
	b->w = b->lines.w + 2 * DRAW_PAD;
	b->h = b->lines.h + DRAW_PAD;
	if (s->parent != NULL) {
		l = p->level[s->parent->order];
		p->node[s->order] = level_add_node(l, NODE_BOX, box);
		l->node[p->node[s->order]].w = least(b, b->w, 76);
		l->node[p->node[s->order]].h = least(b, b->h, 34);
	}
	if (s->nchildren > 0) {
		add_level(p, s);
		if (s->parent != NULL)
			p->level[s->parent->order]
			    ->node[p->node[s->order]]
			    .inside = p->level[s->order];
	}
}

/* --- ways through the levels --- */

static void
give_label(struct level *l, struct arc *a, const struct draw *d, size_t label)
{
	struct draw_lines lines = d->label[label].lines;
	size_t node = level_add_node(l, NODE_LABEL, label);

	l->node[node].w = DRAW_LABEL_GAP + lines.w;
	l->node[node].h = lines.h + 2;
	a->label = node;
}

static size_t
find_port(const struct level *l, const struct machine_state *goal, bool out)
{
	for (size_t i = 0; i < l->n; i++) {
		if (l->node[i].kind == NODE_PORT && l->node[i].goal == goal &&
		    l->node[i].labelled && l->node[i].out == out)
			return i;
	}
	return DRAW_NONE;
}

/* A way from a state to another one, while it is cut into arcs. */
struct way {
	struct plan *p;
	const struct machine_state *source, *target;
	size_t label; /* DRAW_NONE: it has none, or it is placed */
};

static void
place_label(struct way *w, struct level *l, struct arc *a)
{
	if (w->label == DRAW_NONE)
		return;
	w->p->d->label[w->label].box = l->box;
	give_label(l, a, w->p->d, w->label);
	w->label = DRAW_NONE;
}

/*
 * From the source out of all levels below stop.  Arrows with one goal share a
 * port once their words are said.  True: the rest of the way is there already.
 */
static bool
way_out(
    struct way *w, const struct machine_state *stop, size_t *node, size_t *port)
{
	const struct machine_state *s = w->source;

	*node = w->p->node[s->order];
	*port = DRAW_NONE;
	for (; s->parent != stop; s = s->parent) {
		struct level *l = w->p->level[s->parent->order];
		bool says = w->label == DRAW_NONE || !level_is_parallel(l);
		size_t to = says ? find_port(l, w->target, true) : DRAW_NONE;
		bool shared = to != DRAW_NONE;
		struct arc *a;

		if (!shared) {
			to = level_add_node(l, NODE_PORT, 0);
			l->node[to].goal = w->target;
			l->node[to].out = true;
			l->node[to].labelled = says;
		}
		a = level_add_arc(l, *node, to);
		a->tail_port = *port;
		if (says)
			place_label(w, l, a);
		if (shared)
			return true;
		*node = w->p->node[s->parent->order];
		*port = to;
	}
	return false;
}

/* Into the target from its ancestor below stop: the node there, and a port. */
static void
way_in(
    struct way *w, const struct machine_state *stop, size_t *node, size_t *port)
{
	const struct machine_state *s = w->target;
	size_t next = DRAW_NONE;
	bool ends = true;

	for (; s->parent != stop; s = s->parent) {
		struct level *l = w->p->level[s->parent->order];
		size_t from = find_port(l, w->target, false);
		struct arc *a;

		if (from == DRAW_NONE) {
			from = level_add_node(l, NODE_PORT, 0);
			l->node[from].goal = w->target;
			l->node[from].labelled = true;
			a = level_add_arc(l, from, w->p->node[s->order]);
			a->head_port = next;
			a->arrow = ends;
		}
		next = from;
		ends = false;
	}
	*node = w->p->node[s->order];
	*port = next;
}

/* States named in a guard: the arrow belongs below them. */
static void
add_hints(struct plan *p, struct arc *a, const struct machine_state *within,
    const struct machine_transition *t)
{
	size_t n;
	const struct machine_state **in = draw_guard_states(&n, p->m, t);

	for (size_t i = 0; i < n; i++) {
		const struct machine_state *s = in[i];

		if (!machine_is_below(s, within))
			continue;
		while (s->parent != within)
			s = s->parent;
		a->hint = vec_more(
		    a->hint, &a->cap_hints, a->nhints, sizeof(*a->hint));
		a->hint[a->nhints++] = p->node[s->order];
	}
	free(in);
}

static const struct machine_state *
common(const struct machine_state *a, const struct machine_state *b)
{
	do {
		a = a->parent;
	} while (!machine_is_below(b, a));
	return a;
}

/* An arrow from the frame of a state to one inside of it. */
static void
arc_inward(struct way *w, const struct machine_transition *t)
{
	const struct machine_state *s = w->source;
	struct level *l = w->p->level[s->order];
	size_t head, port;
	struct arc *a;

	way_in(w, s, &head, &port);
	a = level_add_arc(l, DRAW_NONE, head);
	a->head_port = port;
	a->arrow = port == DRAW_NONE;
	if (!level_is_parallel(l))
		add_hints(w->p, a, s, t);
	place_label(w, l, a);
}

/* An arrow from a state to the frame of one around it. */
static void
arc_outward(struct way *w)
{
	struct level *l = w->p->level[w->target->order];
	size_t tail, port;
	struct arc *a;

	if (way_out(w, w->target, &tail, &port))
		return;
	a = level_add_arc(l, tail, DRAW_NONE);
	a->tail_port = port;
	a->arrow = true;
	place_label(w, l, a);
}

static void
arc_between(struct way *w)
{
	const struct machine_state *top = common(w->source, w->target);
	struct level *l = w->p->level[top->order];
	size_t tail, tail_port, head, head_port;
	struct arc *a;

	if (way_out(w, top, &tail, &tail_port))
		return;
	way_in(w, top, &head, &head_port);
	a = level_add_arc(l, tail, head);
	a->tail_port = tail_port;
	a->head_port = head_port;
	a->arrow = head_port == DRAW_NONE;
	place_label(w, l, a);
}

/* --- transitions --- */

static void
add_transition(
    struct plan *p, struct bundle *b, const struct machine_transition *t)
{
	char *event = draw_event(t, p->words);
	char *guard = draw_guard(p->m, t, p->words);
	bool listed = str_starts(guard, "[") && !str_eq(guard, "[…]");
	char *line = listed || *guard == '\0'
	    ? xstrdup(event)
	    : xasprintf("%s %s", event, guard);
	char *once = xasprintf("\n%s\n", line);

	buf_addf(&b->about, "%s%s%s%s", b->about.len > 0 ? "; " : "", event,
	    t->cond != NULL ? ": " : "", t->cond != NULL ? t->cond : "");
	if (strstr(buf_text(&b->said), once) == NULL) {
		buf_adds(&b->said, once);
		draw_lines_add(&b->lines, line, act_style(t), LABEL_ROOM);
		if (listed)
			draw_lines_add(
			    &b->lines, guard, DRAW_GUARD, GUARD_ROOM);
	}
	free(once);
	free(line);
	free(guard);
	free(event);
}

static void
add_bundle(struct plan *p, struct bundle *b)
{
	struct way w = { .p = p, .source = b->source, .target = b->target };
	struct draw_label *label;

	w.label = add_label(p, 0);
	label = &p->d->label[w.label];
	label->source = b->source;
	label->target = b->target;
	label->lines = b->lines;
	label->about = buf_steal(&b->about);
	if (machine_is_below(b->target, b->source))
		arc_inward(&w, b->first);
	else if (machine_is_below(b->source, b->target))
		arc_outward(&w);
	else
		arc_between(&w);
	buf_free(&b->said);
}

static bool
goes_to(const struct machine_transition *t, const struct machine_state *target)
{
	for (size_t i = 0; i < t->ntargets; i++) {
		if (t->target[i] == target)
			return true;
	}
	return false;
}

/* The arrows of a state, one for each target, in the order of the document. */
static void
add_transitions(struct plan *p, const struct machine_state *s)
{
	for (size_t k = 0; k < p->m->nstates; k++) {
		struct bundle b = { .source = s, .target = p->m->state[k] };

		if (b.target == s)
			continue;
		for (size_t i = 0; i < s->ntransitions; i++) {
			if (!goes_to(s->transition[i], b.target))
				continue;
			if (b.first == NULL)
				b.first = s->transition[i];
			add_transition(p, &b, s->transition[i]);
		}
		if (b.first != NULL)
			add_bundle(p, &b);
	}
}

/* An arrow without words to a state from a node of the level. */
static void
add_arrow(struct plan *p, const struct machine_state *s, size_t dot,
    const struct machine_state *target)
{
	struct way w = {
		.p = p, .source = s, .target = target, .label = DRAW_NONE
	};
	struct level *l = p->level[s->order];
	size_t head, port;
	struct arc *a;

	way_in(&w, s, &head, &port);
	a = level_add_arc(l, dot, head);
	a->head_port = port;
	a->arrow = port == DRAW_NONE;
}

/* The dot in a compound state; a history leads on by itself. */
static void
add_initial(struct plan *p, const struct machine_state *s)
{
	struct level *l = p->level[s->order];
	size_t dot = DRAW_NONE;

	if (s->initial != NULL && l != NULL) {
		dot = level_add_node(
		    l, NODE_DOT, add_box(p, s, DRAW_INITIAL, p->box[s->order]));
		l->node[dot].w = DRAW_DOT;
		l->node[dot].h = DRAW_DOT;
	}
	for (size_t i = 0; s->initial != NULL && i < s->initial->ntargets;
	     i++) {
		const struct machine_state *target = s->initial->target[i];
		struct way w = { .p = p,
			.source = s,
			.target = target,
			.label = DRAW_NONE };

		if (dot != DRAW_NONE)
			add_arrow(p, s, dot, target);
		else
			arc_between(&w);
	}
}

void
plan_make(struct plan *p)
{
	const struct machine *m = p->m;

	p->level = xcalloc(m->nstates, sizeof(struct level *));
	p->box = xcalloc(m->nstates, sizeof(*p->box));
	p->node = xcalloc(m->nstates, sizeof(*p->node));
	for (size_t i = 0; i < m->nstates; i++)
		add_state(p, m->state[i]);
	for (size_t i = 0; i < m->nstates; i++)
		add_initial(p, m->state[i]);
	for (size_t i = 0; i < m->nstates; i++)
		add_transitions(p, m->state[i]);
}

static void
level_free(struct level *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < l->narcs; i++)
		free(l->arc[i].hint);
	free(l->node);
	free(l->arc);
	free(l->link);
	free(l->rank_y);
	free(l->rank_h);
	free(l->track_y);
	free(l);
}

void
plan_free(struct plan *p)
{
	for (size_t i = 0; i < p->m->nstates; i++)
		level_free(p->level[i]);
	free(p->level);
	free(p->box);
	free(p->node);
}
