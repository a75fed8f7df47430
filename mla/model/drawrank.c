/* drawrank.c - which arcs go up, on which rank each node stands, and links */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "model/drawlevel.h"

enum {
	NEAR = 2, /* words stand near the state where the arrow begins */
	FAR = 1,
	BEGIN = 4 /* and the dot near the state to which it leads */
};

/* --- arcs that would make a circle go up --- */

struct search {
	struct level *l;
	enum {
		UNSEEN,
		ON_THE_WAY,
		DONE
	} * seen;
};

static bool
is_inner(const struct level *l, size_t node)
{
	return node != DRAW_NONE && l->node[node].kind != NODE_PORT;
}

static void visit(struct search *s, size_t node);

static void
drop_hint(struct arc *a, size_t at)
{
	for (size_t i = at + 1; i < a->nhints; i++)
		a->hint[i - 1] = a->hint[i];
	a->nhints--;
}

/* An arc from the frame is better drawn below the states of its guard. */
static void
visit_hints(struct search *s, struct arc *a, size_t node)
{
	for (size_t i = a->nhints; i-- > 0;) {
		if (a->hint[i] != node)
			continue;
		if (s->seen[a->head] == ON_THE_WAY)
			drop_hint(a, i);
		else if (s->seen[a->head] == UNSEEN)
			visit(s, a->head);
	}
}

static void
visit(struct search *s, size_t node)
{
	struct level *l = s->l;

	s->seen[node] = ON_THE_WAY;
	for (size_t i = 0; i < l->narcs; i++) {
		struct arc *a = &l->arc[i];

		if (a->tail != node || !is_inner(l, a->head))
			continue;
		if (s->seen[a->head] == ON_THE_WAY)
			a->up = true;
		else if (s->seen[a->head] == UNSEEN)
			visit(s, a->head);
	}
	for (size_t i = 0; i < l->narcs; i++)
		visit_hints(s, &l->arc[i], node);
	s->seen[node] = DONE;
}

static void
find_directions(struct level *l)
{
	struct search s = { l, xcalloc(l->n, sizeof(*s.seen)) };

	for (size_t i = 0; i < l->narcs; i++) {
		struct arc *a = &l->arc[i];

		a->across = level_is_parallel(l) && is_inner(l, a->tail) &&
		    is_inner(l, a->head);
		if (a->tail != DRAW_NONE && !is_inner(l, a->tail))
			a->up = l->node[a->tail].side == SIDE_BOTTOM;
		if (a->head != DRAW_NONE && !is_inner(l, a->head))
			a->up = l->node[a->head].side == SIDE_TOP;
	}
	for (size_t i = 0; !level_is_parallel(l) && i < l->n; i++) {
		if (l->node[i].kind == NODE_DOT)
			visit(&s, i);
	}
	for (size_t i = 0; !level_is_parallel(l) && i < l->n; i++) {
		if (l->node[i].kind == NODE_BOX && s.seen[i] == UNSEEN)
			visit(&s, i);
	}
	free(s.seen);
}

/* --- ranks --- */

/* Nodes of one rank are one node of the simplex. */
static size_t
stand_in(const struct level *l, size_t node)
{
	if (l->node[node].kind == NODE_PORT)
		return l->n + (l->node[node].side == SIDE_BOTTOM);
	if (level_is_parallel(l) && l->node[node].kind == NODE_BOX)
		return l->n + 2;
	return node;
}

static void
add_edge(
    struct simplex *s, const struct level *l, size_t a, size_t b, int weight)
{
	simplex_add(s, stand_in(l, a), stand_in(l, b), 1, weight);
}

static void
add_arc_edges(struct simplex *s, const struct level *l, const struct arc *a)
{
	size_t upper = a->up ? a->head : a->tail;
	size_t lower = a->up ? a->tail : a->head;

	if (a->across)
		return;
	if (a->label == DRAW_NONE) {
		if (upper != DRAW_NONE && lower != DRAW_NONE)
			add_edge(s, l, upper, lower,
			    l->node[upper].kind == NODE_DOT ? BEGIN : NEAR);
		return;
	}
	if (upper != DRAW_NONE)
		add_edge(s, l, upper, a->label, a->up ? FAR : NEAR);
	if (lower != DRAW_NONE)
		add_edge(s, l, a->label, lower, a->up ? NEAR : FAR);
	for (size_t i = 0; i < a->nhints; i++)
		simplex_add(
		    s, stand_in(l, a->hint[i]), stand_in(l, a->label), 0, FAR);
}

static void
find_ranks(struct level *l)
{
	size_t top = l->n, bottom = l->n + 1;
	struct simplex s = { .nodes = l->n + 3 };

	simplex_add(&s, top, l->header, 1, 1);
	simplex_add(&s, top, bottom, 2, 1);
	simplex_add(&s, l->header, l->n + 2, 1, 0);
	simplex_add(&s, l->n + 2, bottom, 1, 0);
	for (size_t i = 0; i < l->n; i++) {
		if (l->node[i].kind == NODE_PORT || i == l->header)
			continue;
		add_edge(&s, l, l->header, i, 0);
		simplex_add(&s, stand_in(l, i), bottom, 1, 0);
	}
	for (size_t i = 0; i < l->narcs; i++)
		add_arc_edges(&s, l, &l->arc[i]);
	simplex_solve(&s);
	for (size_t i = 0; i < l->n; i++)
		l->node[i].rank = (size_t)(s.at[stand_in(l, i)] - s.at[top]);
	l->ranks = (size_t)(s.at[bottom] - s.at[top]) + 1;
	for (size_t i = 0; i < l->narcs; i++) {
		const struct arc *a = &l->arc[i];

		if (a->across && a->label != DRAW_NONE)
			l->node[a->label].rank = l->node[a->tail].rank;
	}
	simplex_free(&s);
}

/* --- ports further in --- */

/* One more port for arrows from the other side, with the same way in. */
static size_t
double_port(struct level *l, size_t port)
{
	size_t twin = level_add_node(l, NODE_PORT, 0), n = l->narcs;

	l->node[twin] = l->node[port];
	l->node[twin].side = SIDE_OPEN;
	for (size_t i = 0; i < n; i++) {
		const struct arc old = l->arc[i];
		struct arc *a;

		if (old.tail != port)
			continue;
		a = level_add_arc(l, twin, old.head);
		a->head_port = old.head_port;
		a->arrow = old.arrow;
	}
	return twin;
}

static void
set_side(struct level *l, size_t *port, bool bottom)
{
	unsigned side = bottom ? SIDE_BOTTOM : SIDE_TOP;

	if (l->node[*port].side != SIDE_OPEN && l->node[*port].side != side) {
		const struct machine_state *goal = l->node[*port].goal;
		size_t i = *port + 1;

		while (i < l->n &&
		    (l->node[i].kind != NODE_PORT || l->node[i].out ||
		        l->node[i].goal != goal))
			i++;
		*port = i < l->n ? i : double_port(l, *port);
	}
	l->node[*port].side = side;
}

static void
set_sides(struct level *l)
{
	for (size_t i = 0; i < l->narcs; i++) {
		struct arc *a = &l->arc[i];

		if (a->tail_port != DRAW_NONE)
			set_side(l->node[a->tail].inside, &a->tail_port,
			    a->across || !a->up);
		if (a->head_port != DRAW_NONE)
			set_side(l->node[a->head].inside, &a->head_port,
			    !a->across && a->up);
	}
}

/* --- links --- */

static void
add_link(struct level *l, size_t arc, struct touch from, struct touch to)
{
	const struct touch *t = from.node != DRAW_NONE ? &from : &to;
	struct link *k;

	l->link = vec_more(l->link, &l->cap_links, l->nlinks, sizeof(*l->link));
	k = &l->link[l->nlinks++];
	*k = (struct link){ .from = from, .to = to, .arc = arc };
	k->channel = l->node[t->node].rank + (t->below ? 1 : 0);
}

static struct touch
touch(size_t node, size_t port, bool below)
{
	return (struct touch){ .node = node, .port = port, .below = below };
}

/* From one node to another, past the ranks between them. */
static void
add_links(struct level *l, size_t arc, struct touch from, struct touch to)
{
	bool up = l->arc[arc].up;
	size_t end = l->node[to.node].rank, rank = l->node[from.node].rank;

	for (rank = up ? rank - 1 : rank + 1; rank != end;
	     rank = up ? rank - 1 : rank + 1) {
		size_t pass = level_add_node(l, NODE_PASS, 0);

		l->node[pass].rank = rank;
		add_link(l, arc, from, touch(pass, DRAW_NONE, up));
		from = touch(pass, DRAW_NONE, !up);
	}
	add_link(l, arc, from, to);
}

/* Between two regions: out below, up between them, and in from above. */
static void
add_links_across(struct level *l, size_t arc)
{
	const struct arc *a = &l->arc[arc];
	size_t middle = a->label;

	if (middle == DRAW_NONE) {
		middle = level_add_node(l, NODE_PASS, 0);
		l->node[middle].rank = l->node[a->tail].rank;
	}
	add_link(l, arc, touch(a->tail, a->tail_port, true),
	    touch(middle, DRAW_NONE, true));
	add_link(l, arc, touch(middle, DRAW_NONE, false),
	    touch(a->head, a->head_port, false));
}

static void
add_links_of(struct level *l, size_t arc)
{
	const struct arc *a = &l->arc[arc];
	const struct touch frame = touch(DRAW_NONE, DRAW_NONE, false);
	struct touch tail = touch(a->tail, a->tail_port, !a->up);
	struct touch head = touch(a->head, a->head_port, a->up);
	size_t label = a->label;
	bool up = a->up;

	if (a->across) {
		add_links_across(l, arc);
	} else if (a->tail == DRAW_NONE) {
		add_link(l, arc, frame, touch(label, DRAW_NONE, false));
		add_links(l, arc, touch(label, DRAW_NONE, true), head);
	} else if (a->head == DRAW_NONE && label == DRAW_NONE) {
		add_link(l, arc, tail, frame);
	} else if (a->head == DRAW_NONE) {
		add_links(l, arc, tail, touch(label, DRAW_NONE, false));
		add_link(l, arc, touch(label, DRAW_NONE, true), frame);
	} else if (label == DRAW_NONE) {
		add_links(l, arc, tail, head);
	} else {
		add_links(l, arc, tail, touch(label, DRAW_NONE, up));
		add_links(l, arc, touch(label, DRAW_NONE, !up), head);
	}
}

void
level_rank(struct level *l)
{
	find_directions(l);
	find_ranks(l);
	set_sides(l);
	for (size_t i = 0; i < l->narcs; i++) {
		l->arc[i].first = l->nlinks;
		add_links_of(l, i);
		l->arc[i].end = l->nlinks;
	}
}
