/* drawroute.c - lines in the channels between ranks, and the picture */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "model/drawlevel.h"

enum {
	NEAR = 6, /* lines closer than this are taken for one */
	OVERLAID = 100 /* two lines on one another are worse than crossings */
};

/* A link seen from its channel: from a to b, each at the top or the bottom. */
struct run {
	struct link *link;
	int a, b;
	bool a_top, b_top; /* a line up (or down) from here to the nodes */
	bool a_end, b_end; /* false: the frame */
};

/* Which side of the frame is nearer? */
static int
frame_x(const struct level *l, int x)
{
	return x <= l->placed_w - x ? 0 : l->w;
}

static void
see(struct run *r, const struct level *l, struct link *k)
{
	bool frame_a = k->from.node == DRAW_NONE;
	bool frame_b = k->to.node == DRAW_NONE;

	r->link = k;
	r->a_end = !frame_a;
	r->b_end = !frame_b;
	r->a = frame_a ? 0 : level_touch_x(l, &k->from);
	r->b = frame_b ? 0 : level_touch_x(l, &k->to);
	if (frame_a)
		r->a = frame_x(l, r->b);
	if (frame_b)
		r->b = frame_x(l, r->a);
	r->a_top = k->from.below;
	r->b_top = k->to.below;
}

static int
left(const struct run *r)
{
	return r->a < r->b ? r->a : r->b;
}

static int
right(const struct run *r)
{
	return r->a < r->b ? r->b : r->a;
}

static bool
is_straight(const struct run *r)
{
	return r->a == r->b && r->a_end && r->b_end;
}

/* Does a vertical line at x cut the horizontal one of r? */
static int
cuts(const struct run *r, int x)
{
	return !is_straight(r) && x > left(r) && x < right(r);
}

/* Lines of a to the bottom and of b to the top, if a runs above b. */
static int
cost_above(const struct run *a, const struct run *b)
{
	const struct {
		int x;
		bool end, top;
	} va[] = { { a->a, a->a_end, a->a_top }, { a->b, a->b_end, a->b_top } },
	  vb[] = { { b->a, b->a_end, b->a_top }, { b->b, b->b_end, b->b_top } };
	int cost = 0;

	for (int i = 0; i < 2; i++) {
		if (va[i].end && !va[i].top)
			cost += cuts(b, va[i].x);
		if (vb[i].end && vb[i].top)
			cost += cuts(a, vb[i].x);
		for (int k = 0; k < 2; k++) {
			if (va[i].end && !va[i].top && vb[k].end && vb[k].top &&
			    abs(va[i].x - vb[k].x) < NEAR)
				cost += OVERLAID;
		}
	}
	return cost;
}

/* Do both begin, or both end, at one place, so that they may run as one? */
static bool
is_joined(const struct run *a, const struct run *b)
{
	const struct touch *x[] = { &a->link->from, &a->link->to },
	                   *y[] = { &b->link->from, &b->link->to };

	for (int i = 0; i < 2; i++) {
		if (x[i]->node != DRAW_NONE && x[i]->node == y[i]->node &&
		    x[i]->port == y[i]->port && x[i]->off == y[i]->off &&
		    x[i]->below == y[i]->below)
			return true;
	}
	return false;
}

static bool
meet(const struct run *a, const struct run *b)
{
	return left(a) < right(b) + NEAR && left(b) < right(a) + NEAR;
}

static void
sort_runs(struct run *r, size_t n)
{
	bool again = true;

	for (size_t i = 1; i < n; i++) {
		struct run x = r[i];
		size_t k = i;

		for (; k > 0 && left(&r[k - 1]) > left(&x); k--)
			r[k] = r[k - 1];
		r[k] = x;
	}
	for (size_t round = 0; again && round < n; round++) {
		again = false;
		for (size_t i = 0; i + 1 < n; i++) {
			struct run x = r[i];

			if (cost_above(&r[i], &r[i + 1]) <=
			    cost_above(&r[i + 1], &r[i]))
				continue;
			r[i] = r[i + 1];
			r[i + 1] = x;
			again = true;
		}
	}
}

/* Tracks from above; returns how many. */
static size_t
give_tracks(struct run *r, size_t n)
{
	int tracks = 0;

	for (size_t i = 0; i < n; i++) {
		struct link *k = r[i].link;

		if (is_straight(&r[i]))
			continue;
		k->track = 0;
		for (size_t j = 0; j < i; j++) {
			int above = r[j].link->track;

			if (is_straight(&r[j]) || !meet(&r[i], &r[j]))
				continue;
			above += is_joined(&r[i], &r[j]) ? 0 : 1;
			k->track = above > k->track ? above : k->track;
		}
		tracks = k->track + 1 > tracks ? k->track + 1 : tracks;
	}
	return (size_t)tracks;
}

void
level_tracks(struct level *l, size_t *tracks)
{
	struct run *r = xcalloc(l->nlinks + 1, sizeof(*r));

	for (size_t channel = 0; channel <= l->ranks; channel++) {
		size_t n = 0;

		for (size_t i = 0; i < l->nlinks; i++) {
			if (l->link[i].channel == channel)
				see(&r[n++], l, &l->link[i]);
		}
		sort_runs(r, n);
		tracks[channel] = give_tracks(r, n);
	}
	free(r);
}

/* --- the picture --- */

/* Add a point; one in the middle of a straight piece is left out. */
static void
add_point(struct draw_line *line, int x, int y)
{
	size_t n = line->n;
	struct draw_point *p;

	if (n > 0 && line->at[n - 1].x == x && line->at[n - 1].y == y)
		return;
	if (n > 1) {
		const struct draw_point *a = &line->at[n - 2];
		struct draw_point *b = &line->at[n - 1];

		if ((a->x == b->x && b->x == x) ||
		    (a->y == b->y && b->y == y)) {
			b->x = x;
			b->y = y;
			return;
		}
	}
	line->at = vec_more(line->at, &line->cap, line->n, sizeof(*line->at));
	p = &line->at[line->n++];
	p->x = x;
	p->y = y;
}

static int
touch_y(const struct level *l, const struct touch *t)
{
	const struct node *n = &l->node[t->node];

	if (n->kind == NODE_PORT)
		return n->side == SIDE_TOP ? 0 : l->h;
	return t->below ? n->y + n->h : n->y;
}

static void
add_link_points(
    struct draw_line *line, const struct level *l, struct link *k, int x, int y)
{
	struct run r;
	int track = y + l->track_y[k->channel] + k->track * DRAW_TRACK;

	see(&r, l, k);
	if (r.a_end)
		add_point(line, x + r.a, y + touch_y(l, &k->from));
	if (!is_straight(&r)) {
		add_point(line, x + r.a, track);
		add_point(line, x + r.b, track);
	}
	if (r.b_end)
		add_point(line, x + r.b, y + touch_y(l, &k->to));
}

static size_t
box_of(const struct level *l, size_t node)
{
	if (node == DRAW_NONE || l->node[node].kind == NODE_PORT)
		return l->box;
	return l->node[node].what;
}

static void
emit_arc(struct level *l, struct draw *d, const struct arc *a, int x, int y)
{
	struct draw_line line = { .from = box_of(l, a->tail),
		.to = box_of(l, a->head),
		.label = DRAW_NONE,
		.border = a->tail == DRAW_NONE,
		.arrow = a->arrow };

	if (a->label != DRAW_NONE)
		line.label = l->node[a->label].what;
	for (size_t i = a->first; i < a->end; i++)
		add_link_points(&line, l, &l->link[i], x, y);
	d->line = vec_more(d->line, &d->cap_lines, d->nlines, sizeof(*d->line));
	d->line[d->nlines++] = line;
}

static void
move_lines(struct draw_lines *lines, int x, int y)
{
	for (size_t i = 0; i < lines->n; i++) {
		lines->at[i].x += x;
		lines->at[i].y += y;
	}
}

static void
emit_box(const struct node *n, struct draw *d, int x, int y)
{
	struct draw_box *b = &d->box[n->what];

	b->x = x + n->x;
	b->y = y + n->y;
	b->w = n->w;
	b->h = n->h;
	if (n->inside == NULL) {
		int over = n->h - b->lines.h;

		move_lines(&b->lines, DRAW_PAD, over / 2);
		b->rule += b->rule > 0 ? over / 2 : 0;
	} else {
		level_emit(n->inside, d, b->x, b->y);
	}
}

static void
emit_header(const struct level *l, struct draw *d)
{
	const struct node *n = &l->node[l->header];
	struct draw_box *b = &d->box[l->box];

	move_lines(&b->lines, n->x, n->y);
	b->rule = 0;
}

static void
emit_label(const struct node *n, struct draw *d, int x, int y)
{
	struct draw_label *label = &d->label[n->what];

	label->x = x + n->x + DRAW_LABEL_GAP;
	label->y = y + n->y + 1;
	label->w = label->lines.w;
	label->h = label->lines.h;
}

void
level_emit(struct level *l, struct draw *d, int x, int y)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct node *n = &l->node[i];

		switch (n->kind) {
		case NODE_BOX:
		case NODE_DOT:
			emit_box(n, d, x, y);
			break;
		case NODE_LABEL:
			emit_label(n, d, x, y);
			break;
		case NODE_HEADER:
			emit_header(l, d);
			break;
		default:
			break;
		}
	}
	for (size_t i = 0; i < l->narcs; i++)
		emit_arc(l, d, &l->arc[i], x, y);
}
