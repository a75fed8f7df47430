/* draworder.c - the order of the nodes of a rank, so that few arrows cross */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "model/drawlevel.h"

enum {
	ROUNDS = 24,
	SCALE = 1000
};

/* Nodes of each rank in their order. */
struct ranks {
	struct level *l;
	size_t **at, *n;
	int *wish; /* of each node: where it would stand */
	bool *fixed; /* of each rank: the document says the order */
};

static void
renumber(struct ranks *r, size_t rank)
{
	for (size_t i = 0; i < r->n[rank]; i++)
		r->l->node[r->at[rank][i]].order = i;
}

int
level_touch_order(const struct level *l, const struct touch *t)
{
	const struct node *n = &l->node[t->node];
	int at = SCALE * (int)n->order;

	if (t->port == DRAW_NONE || n->inside == NULL)
		return at + SCALE / 2;
	return at + SCALE * n->inside->node[t->port].x / (n->inside->w + 1);
}

/* The upper and the lower end of a link, if it has one of each. */
static bool
ends(const struct link *k, const struct touch **upper,
    const struct touch **lower)
{
	if (k->from.node == DRAW_NONE || k->to.node == DRAW_NONE ||
	    k->from.below == k->to.below)
		return false;
	*upper = k->from.below ? &k->from : &k->to;
	*lower = k->from.below ? &k->to : &k->from;
	return true;
}

/* Crossings above and below a rank; DRAW_NONE: all of the level. */
static size_t
crossings(const struct level *l, size_t rank)
{
	size_t sum = 0;

	for (size_t i = 0; i < l->nlinks; i++) {
		const struct touch *u, *d, *v, *e;

		if (rank != DRAW_NONE && l->link[i].channel != rank &&
		    l->link[i].channel != rank + 1)
			continue;
		if (!ends(&l->link[i], &u, &d))
			continue;
		for (size_t k = 0; k < i; k++) {
			if (l->link[k].channel == l->link[i].channel &&
			    ends(&l->link[k], &v, &e)) {
				int a = level_touch_order(l, u) -
				    level_touch_order(l, v);
				int b = level_touch_order(l, d) -
				    level_touch_order(l, e);

				sum += (a < 0 && b > 0) || (a > 0 && b < 0);
			}
		}
	}
	return sum;
}

/* The middle of what a node is linked with, in the ranks above or below. */
static int
middle(const struct level *l, size_t node, bool above)
{
	int at[64];
	size_t n = 0;

	for (size_t i = 0; i < l->nlinks && n < 64; i++) {
		const struct touch *upper, *lower;
		int x;
		size_t k;

		if (!ends(&l->link[i], &upper, &lower) ||
		    (above ? lower : upper)->node != node)
			continue;
		x = level_touch_order(l, above ? upper : lower);
		for (k = n++; k > 0 && at[k - 1] > x; k--)
			at[k] = at[k - 1];
		at[k] = x;
	}
	if (n == 0)
		return -1;
	return (at[(n - 1) / 2] + at[n / 2]) / 2;
}

/* Sort a rank by wishes; nodes without one keep their places, or turn. */
static void
sort_rank(struct ranks *r, size_t rank, bool above, bool turn)
{
	size_t *at = r->at[rank], n = r->n[rank];

	for (size_t i = 0; i < n; i++) {
		const struct node *node = &r->l->node[at[i]];
		int wish = middle(r->l, at[i], above);

		r->wish[at[i]] =
		    wish < 0 ? SCALE * (int)node->order + SCALE / 2 : wish;
		if (node->kind == NODE_HEADER)
			r->wish[at[i]] = -1;
	}
	for (size_t i = 1; i < n; i++) {
		size_t x = at[i], k = i;

		for (; k > 0 && r->wish[at[k - 1]] >= r->wish[x] + !turn; k--)
			at[k] = at[k - 1];
		at[k] = x;
	}
	renumber(r, rank);
}

static void
swap(struct ranks *r, size_t rank, size_t i)
{
	size_t x = r->at[rank][i];

	r->at[rank][i] = r->at[rank][i + 1];
	r->at[rank][i + 1] = x;
	renumber(r, rank);
}

/* Exchange neighbours of a rank where that saves crossings. */
static bool
exchange_in(struct ranks *r, size_t rank)
{
	size_t now = crossings(r->l, rank);
	bool better = false;

	for (size_t i = 0; i + 1 < r->n[rank]; i++) {
		size_t then;

		if (r->l->node[r->at[rank][i]].kind == NODE_HEADER)
			continue;
		swap(r, rank, i);
		then = crossings(r->l, rank);
		if (then < now) {
			now = then;
			better = true;
		} else {
			swap(r, rank, i);
		}
	}
	return better;
}

/* Do so as long as it helps; how many crossings are left? */
static size_t
exchange(struct ranks *r)
{
	bool again = true;

	while (again) {
		again = false;
		for (size_t rank = 0; rank < r->l->ranks; rank++) {
			if (!r->fixed[rank] && exchange_in(r, rank))
				again = true;
		}
	}
	return crossings(r->l, DRAW_NONE);
}

/* First order: from above along the links, in the order of the document. */
static void
enter(struct ranks *r, size_t node, bool *in)
{
	struct level *l = r->l;
	size_t rank = l->node[node].rank;

	if (in[node])
		return;
	in[node] = true;
	r->at[rank][r->n[rank]++] = node;
	for (size_t i = 0; i < l->nlinks; i++) {
		const struct touch *upper, *lower;

		if (ends(&l->link[i], &upper, &lower) && upper->node == node)
			enter(r, lower->node, in);
	}
}

static void
begin(struct ranks *r)
{
	struct level *l = r->l;
	bool *in = xcalloc(l->n, sizeof(*in));
	static const enum node_kind kinds[] = { NODE_HEADER, NODE_DOT, NODE_BOX,
		NODE_PORT, NODE_LABEL, NODE_PASS };

	/* The boxes of a parallel state keep the order of the document. */
	for (size_t i = 0; i < l->n; i++) {
		size_t rank = l->node[i].rank;

		if (!level_is_parallel(l) || l->node[i].kind != NODE_BOX)
			continue;
		r->fixed[rank] = true;
		in[i] = true;
		r->at[rank][r->n[rank]++] = i;
		for (size_t k = 0; k < l->nlinks; k++) {
			const struct link *link = &l->link[k];

			if (link->from.node == i &&
			    link->to.node != DRAW_NONE &&
			    link->from.below == link->to.below)
				enter(r, link->to.node, in);
		}
	}
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		for (size_t i = 0; i < l->n; i++) {
			if (l->node[i].kind == kinds[k])
				enter(r, i, in);
		}
	}
	for (size_t rank = 0; rank < l->ranks; rank++)
		renumber(r, rank);
	free(in);
}

static void
keep(const struct level *l, size_t *order)
{
	for (size_t i = 0; i < l->n; i++)
		order[i] = l->node[i].order;
}

/* Go up and down; keep the best order that was seen. */
static void
sweep(struct ranks *r)
{
	struct level *l = r->l;
	size_t *order = xcalloc(l->n, sizeof(*order));
	size_t best = exchange(r);

	keep(l, order);
	for (int round = 0; best > 0 && round < ROUNDS; round++) {
		size_t now;

		for (size_t i = 0; i < l->ranks; i++) {
			size_t rank = round % 2 == 0 ? i : l->ranks - 1 - i;

			if (!r->fixed[rank])
				sort_rank(
				    r, rank, round % 2 == 0, round % 4 > 1);
		}
		now = exchange(r);
		if (now < best) {
			best = now;
			keep(l, order);
		}
	}
	for (size_t i = 0; i < l->n; i++)
		l->node[i].order = order[i];
	free(order);
}

void
level_order(struct level *l)
{
	struct ranks r = { .l = l };

	r.at = xcalloc(l->ranks, sizeof(*r.at));
	r.n = xcalloc(l->ranks, sizeof(*r.n));
	r.wish = xcalloc(l->n, sizeof(*r.wish));
	r.fixed = xcalloc(l->ranks, sizeof(*r.fixed));
	for (size_t i = 0; i < l->ranks; i++)
		r.at[i] = xcalloc(l->n, sizeof(**r.at));
	begin(&r);
	sweep(&r);
	for (size_t i = 0; i < l->ranks; i++)
		free(r.at[i]);
	free(r.at);
	free(r.n);
	free(r.wish);
	free(r.fixed);
}
