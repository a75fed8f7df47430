/* drawplace.c - where each node of a level stands, and how big the level is */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "model/drawlevel.h"

enum {
	TOUCH_GAP = 14, /* between two arrows at one side of a box */
	TOUCH_EDGE = 9, /* from the last one to the corner */
	PIXEL = 1, /* weights: to stand close together, ... */
	LOOSE = 8, /* ... straight arrows between states, ... */
	STIFF = 4 /* ... and how much more if they are only on their way */
};

/* --- where links touch the sides of boxes --- */

static bool
is_free(const struct level *l, const struct touch *t, size_t node, bool below)
{
	return t->node == node && t->below == below && t->port == DRAW_NONE &&
	    l->node[node].kind == NODE_BOX;
}

/* For sorting: where does the other end of the link stand? */
static int
towards(const struct level *l, const struct touch *mine, const struct touch *to)
{
	const struct node *n;

	if (to->node == DRAW_NONE)
		return -1;
	n = &l->node[to->node];
	if (to->below == mine->below) /* beside it */
		return n->order < l->node[mine->node].order ? -1 : 1000000;
	return level_touch_order(l, to);
}

static const struct touch *
other_touch(const struct level *l, const struct touch *t)
{
	for (size_t i = 0; i < l->nlinks; i++) {
		if (t == &l->link[i].from)
			return &l->link[i].to;
		if (t == &l->link[i].to)
			return &l->link[i].from;
	}
	return t;
}

/* The free touches of one side from left to right; the caller frees them. */
static struct touch **
free_touches(size_t *n, struct level *l, size_t node, bool below)
{
	struct touch **at = NULL;
	int *key = NULL;
	size_t cap = 0, cap_keys = 0;

	*n = 0;
	for (size_t i = 0; i < 2 * l->nlinks; i++) {
		struct link *k = &l->link[i / 2];
		struct touch *t = i % 2 == 0 ? &k->from : &k->to;
		int x;
		size_t to;

		if (!is_free(l, t, node, below))
			continue;
		x = towards(l, t, i % 2 == 0 ? &k->to : &k->from);
		at = vec_more(at, &cap, *n, sizeof(struct touch *));
		key = vec_more(key, &cap_keys, *n, sizeof(*key));
		for (to = (*n)++; to > 0 && key[to - 1] > x; to--) {
			key[to] = key[to - 1];
			at[to] = at[to - 1];
		}
		key[to] = x;
		at[to] = t;
	}
	free(key);
	return at;
}

static void
spread(struct level *l, size_t node, bool below)
{
	struct node *b = &l->node[node];
	size_t n;
	struct touch **t = free_touches(&n, l, node, below);
	int least = (int)(n + 1) * TOUCH_GAP + TOUCH_EDGE;

	if (b->kind == NODE_BOX && b->inside == NULL && b->w < least)
		b->w = least;
	for (size_t i = 0; i < n; i++) {
		t[i]->off = b->w * (int)(i + 1) / (int)(n + 1);
		t[i]->least = t[i]->most = t[i]->off;
		if (n > 1 || b->inside != NULL) {
			t[i]->least = TOUCH_EDGE + TOUCH_GAP * (int)i;
			t[i]->most =
			    b->w - TOUCH_EDGE - TOUCH_GAP * (int)(n - 1 - i);
		}
	}
	free(t);
}

static void
set_off(const struct level *l, struct touch *t)
{
	const struct node *n;

	if (t->node == DRAW_NONE)
		return;
	n = &l->node[t->node];
	if (t->port != DRAW_NONE)
		t->off = n->inside->node[t->port].x;
	else if (n->kind == NODE_DOT)
		t->off = n->w / 2;
	if (t->port != DRAW_NONE || n->kind != NODE_BOX)
		t->least = t->most = t->off;
}

static void
find_touches(struct level *l)
{
	for (size_t i = 0; i < l->n; i++) {
		/* Twice: one side may make the box wider. */
		for (int side = 0; side < 4; side++)
			spread(l, i, side % 2 == 1);
	}
	for (size_t i = 0; i < l->nlinks; i++) {
		set_off(l, &l->link[i].from);
		set_off(l, &l->link[i].to);
	}
}

int
level_touch_x(const struct level *l, const struct touch *t)
{
	return l->node[t->node].x + t->off;
}

/* --- from left to right --- */

static int
gap(const struct level *l, const struct node *a, const struct node *b)
{
	if (a->kind == NODE_HEADER)
		return 24;
	if (a->kind == NODE_BOX && b->kind == NODE_BOX) {
		if (!level_is_parallel(l))
			return 30;
		return a->inside != NULL && b->inside != NULL ? 0 : 16;
	}
	return a->kind == NODE_BOX || b->kind == NODE_BOX ? 16 : TOUCH_GAP;
}

/* The nodes of a rank in their order; returns how many. */
static size_t
in_order(const struct level *l, size_t rank, size_t *at)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		if (l->node[i].rank == rank) {
			at[l->node[i].order] = i;
			n++;
		}
	}
	return n;
}

static bool
is_stiff(const struct level *l, size_t node)
{
	return l->node[node].kind != NODE_BOX;
}

/* It costs so much for each pixel that b + on_b is left of a + on_a. */
static void
add_hinge(struct simplex *s, size_t a, int on_a, size_t b, int on_b, int weight)
{
	size_t middle = s->nodes++;

	simplex_add(s, a, middle, on_a, 0);
	simplex_add(s, b, middle, on_b, weight);
}

/* What a crooked link costs; a little also where it could be straight. */
static void
add_cost(struct simplex *s, const struct level *l, const struct link *k)
{
	const struct touch *a = &k->from, *b = &k->to;
	int weight = LOOSE;

	if (a->node == DRAW_NONE || b->node == DRAW_NONE)
		return;
	weight *= is_stiff(l, a->node) ? STIFF : 1;
	weight *= is_stiff(l, b->node) ? STIFF : 1;
	add_hinge(s, a->node, a->least, b->node, b->most, weight);
	add_hinge(s, b->node, b->least, a->node, a->most, weight);
	add_hinge(s, a->node, a->off, b->node, b->off, PIXEL);
	add_hinge(s, b->node, b->off, a->node, a->off, PIXEL);
}

static void
find_x(struct level *l)
{
	size_t *at = xcalloc(l->n, sizeof(*at));
	struct simplex s = { .nodes = l->n };

	for (size_t rank = 0; rank < l->ranks; rank++) {
		size_t n = in_order(l, rank, at);

		for (size_t i = 1; i < n; i++) {
			const struct node *a = &l->node[at[i - 1]];

			simplex_add(&s, at[i - 1], at[i],
			    a->w + gap(l, a, &l->node[at[i]]), PIXEL);
		}
	}
	for (size_t i = 0; i < l->nlinks; i++)
		add_cost(&s, l, &l->link[i]);
	simplex_solve(&s);
	for (size_t i = 0; i < l->n; i++)
		l->node[i].x = s.at[i];
	simplex_free(&s);
	free(at);
}

/* Is there an arrow through the frame here? */
static bool
is_taken(const struct level *l, int x, bool below)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct node *n = &l->node[i];

		if (n->kind == NODE_PORT && (n->side == SIDE_BOTTOM) == below &&
		    abs(n->x - x) < TOUCH_GAP / 2)
			return true;
	}
	return false;
}

/* Move the touches of one side to where their lines come from. */
static void
settle(struct level *l, size_t node, bool below)
{
	const struct node *b = &l->node[node];
	size_t n;
	struct touch **t = free_touches(&n, l, node, below);
	int last = 0;

	for (size_t i = 0; i < n; i++) {
		const struct touch *to = other_touch(l, t[i]);
		int x = t[i]->off;

		if (to->node != DRAW_NONE)
			x = level_touch_x(l, to) - b->x;
		x = x < t[i]->least ? t[i]->least : x;
		x = x > t[i]->most ? t[i]->most : x;
		x = x < last + TOUCH_GAP / 2 ? last + TOUCH_GAP / 2 : x;
		while (b->inside != NULL && x < b->w - TOUCH_GAP &&
		    is_taken(b->inside, x, below))
			x += TOUCH_GAP / 2;
		t[i]->off = last = x;
	}
	free(t);
}

/* The name stands at the left; the frame is around everything. */
static void
find_width(struct level *l)
{
	int pad = DRAW_PAD, least = 1 << 30;

	for (size_t i = 0; i < l->n; i++) {
		if (l->node[i].x < least)
			least = l->node[i].x;
	}
	l->node[l->header].x = least;
	l->w = l->node[l->header].w + 2 * DRAW_PAD;
	for (size_t i = 0; i < l->n; i++) {
		struct node *n = &l->node[i];

		n->x += pad - least;
		if (n->x + n->w + pad > l->w)
			l->w = n->x + n->w + pad;
	}
	l->placed_w = l->w;
}

/* Regions fill the parallel state from side to side. */
static void
widen_regions(struct level *l)
{
	size_t *at = xcalloc(l->n, sizeof(*at));

	for (size_t rank = 0; rank < l->ranks; rank++) {
		size_t n = in_order(l, rank, at);

		for (size_t i = 0; i < n; i++) {
			struct node *a = &l->node[at[i]];
			const struct node *b =
			    i + 1 < n ? &l->node[at[i + 1]] : NULL;

			if (a->inside == NULL ||
			    (b != NULL && b->inside == NULL))
				continue;
			a->w = (b != NULL ? b->x : l->w - DRAW_PAD) - a->x;
			a->inside->w = a->w;
		}
	}
	free(at);
}

/* --- from top to bottom --- */

static int
channel_height(const struct level *l, size_t channel, size_t tracks)
{
	int more = tracks > 1 ? (int)(tracks - 1) * DRAW_TRACK : 0;

	if (channel == 1)
		return more + (tracks > 0 ? 16 : 8);
	if (channel == l->ranks - 1)
		return more + (tracks > 0 ? 18 : DRAW_PAD);
	return more + 20;
}

static void
find_y(struct level *l)
{
	size_t *tracks = xcalloc(l->ranks + 1, sizeof(*tracks));
	int y = 0;

	l->rank_y = xcalloc(l->ranks, sizeof(*l->rank_y));
	l->rank_h = xcalloc(l->ranks, sizeof(*l->rank_h));
	l->track_y = xcalloc(l->ranks + 1, sizeof(*l->track_y));
	level_tracks(l, tracks);
	for (size_t i = 0; i < l->n; i++) {
		const struct node *n = &l->node[i];

		if (n->h > l->rank_h[n->rank])
			l->rank_h[n->rank] = n->h;
	}
	for (size_t r = 0; r < l->ranks; r++) {
		l->track_y[r] = y + DRAW_TRACK;
		if (r > 0)
			y += channel_height(l, r, tracks[r]);
		l->rank_y[r] = y;
		y += l->rank_h[r];
	}
	l->h = y;
	free(tracks);
}

/* Small nodes in the middle of their rank; beside large ones at its top. */
static void
find_places(struct level *l)
{
	for (size_t i = 0; i < l->n; i++) {
		struct node *n = &l->node[i];
		int room = l->rank_h[n->rank] - n->h;

		n->y = l->rank_y[n->rank] + (room < 60 ? room / 2 : 0);
		if (level_is_parallel(l) && n->inside != NULL) {
			n->y = l->rank_y[n->rank];
			n->h = l->rank_h[n->rank];
			n->inside->h = n->h;
		}
	}
}

void
level_place(struct level *l)
{
	for (size_t i = 0; i < l->n; i++) {
		if (l->node[i].inside != NULL) {
			l->node[i].w = l->node[i].inside->w;
			l->node[i].h = l->node[i].inside->h;
		}
	}
	find_touches(l);
	find_x(l);
	find_width(l);
	if (level_is_parallel(l))
		widen_regions(l);
	for (size_t i = 0; i < 2 * l->n; i++) {
		if (l->node[i / 2].kind == NODE_BOX)
			settle(l, i / 2, i % 2 == 1);
	}
	find_y(l);
	find_places(l);
}
