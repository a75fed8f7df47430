/* simplex.c - the network simplex method, for ranks and for places */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/simplex.h"

#include <assert.h>
#include <limits.h>
#include <stdbool.h>

#include "base/alloc.h"

#define NONE ((size_t)-1)

/* A spanning tree of edges that are exactly as long as they must be. */
struct tree {
	struct simplex *s;
	bool *edge; /* is this edge in the tree? */
	size_t *up; /* of a node: the edge to its parent, NONE for the root */
	size_t *order; /* nodes, each one after its parent */
	size_t n; /* nodes in order */
	int *sum; /* weights into the part below a node less those out of it */
	size_t *first, *last; /* the part below: places in a walk */
	size_t *touch; /* edges of node i: from ends[i] to ends[i + 1] */
	size_t *ends;
};

void
simplex_add(struct simplex *s, size_t tail, size_t head, int least, int weight)
{
	s->edge = vec_more(s->edge, &s->cap, s->n, sizeof(*s->edge));
	s->edge[s->n++] = (struct simplex_edge){ tail, head, least, weight };
}

void
simplex_free(struct simplex *s)
{
	free(s->edge);
	free(s->at);
}

static int
slack(const struct simplex *s, size_t e)
{
	const struct simplex_edge *x = &s->edge[e];

	return s->at[x->head] - s->at[x->tail] - x->least;
}

/* The longest way to each node: every edge is long enough. */
static void
longest(struct simplex *s)
{
	bool again = true;

	for (size_t round = 0; again && round <= s->nodes; round++) {
		again = false;
		for (size_t e = 0; e < s->n; e++) {
			if (slack(s, e) < 0) {
				s->at[s->edge[e].head] -= slack(s, e);
				again = true;
			}
		}
	}
	assert(!again); /* a circle */
}

static size_t
other_end(const struct simplex_edge *e, size_t node)
{
	return e->tail == node ? e->head : e->tail;
}

/* Which edges touch which node? */
static void
index_edges(struct tree *t)
{
	const struct simplex *s = t->s;
	size_t *at = xcalloc(s->nodes + 1, sizeof(*at));

	t->ends = xrealloc(t->ends, s->nodes + 1, sizeof(*t->ends));
	t->touch = xrealloc(t->touch, 2 * s->n + 1, sizeof(*t->touch));
	for (size_t e = 0; e < s->n; e++) {
		at[s->edge[e].tail]++;
		at[s->edge[e].head]++;
	}
	t->ends[0] = 0;
	for (size_t i = 0; i < s->nodes; i++) {
		t->ends[i + 1] = t->ends[i] + at[i];
		at[i] = t->ends[i];
	}
	for (size_t e = 0; e < s->n; e++) {
		t->touch[at[s->edge[e].tail]++] = e;
		t->touch[at[s->edge[e].head]++] = e;
	}
	free(at);
}

/*
 * Walk the tree from a node: parents, order, and for each node the places of
 * the part below it.  With grow, every edge without slack to a new node joins.
 */
static void
walk(struct tree *t, size_t node, size_t up, bool grow)
{
	const struct simplex *s = t->s;

	t->up[node] = up;
	t->first[node] = t->n;
	t->order[t->n++] = node;
	for (size_t i = t->ends[node]; i < t->ends[node + 1]; i++) {
		size_t e = t->touch[i];
		size_t next = other_end(&s->edge[e], node);

		if (t->first[next] != NONE)
			continue;
		if (grow && slack(s, e) == 0)
			t->edge[e] = true;
		if (t->edge[e])
			walk(t, next, e, grow);
	}
	t->last[node] = t->n;
}

static void
walk_all(struct tree *t, bool grow)
{
	t->n = 0;
	for (size_t i = 0; i < t->s->nodes; i++)
		t->first[i] = NONE;
	walk(t, 0, NONE, grow);
}

/* The edge with the least slack between the tree and the rest, or NONE. */
static size_t
nearest(const struct tree *t)
{
	const struct simplex *s = t->s;
	size_t best = NONE;

	for (size_t e = 0; e < s->n; e++) {
		bool tail = t->first[s->edge[e].tail] != NONE;
		bool head = t->first[s->edge[e].head] != NONE;

		if (tail != head &&
		    (best == NONE || slack(s, e) < slack(s, best)))
			best = e;
	}
	return best;
}

/* Nodes that no edge ties to the tree are tied where they stand. */
static void
tie(struct tree *t)
{
	struct simplex *s = t->s;
	size_t i = 0;

	while (t->first[i] != NONE)
		i++;
	simplex_add(s, 0, i, s->at[i] - s->at[0], 0);
	t->edge = xrealloc(t->edge, s->n, sizeof(*t->edge));
	t->edge[s->n - 1] = false;
	index_edges(t);
}

static void
tight_tree(struct tree *t)
{
	struct simplex *s = t->s;

	walk_all(t, true);
	while (t->n < s->nodes) {
		size_t e = nearest(t);
		int by;

		if (e == NONE) {
			tie(t);
			e = s->n - 1;
		}
		by = slack(s, e);
		if (t->first[s->edge[e].head] != NONE)
			by = -by;
		for (size_t i = 0; i < t->n; i++)
			s->at[t->order[i]] += by;
		walk_all(t, true);
	}
}

static bool
is_below(const struct tree *t, size_t node, size_t top)
{
	return t->first[node] >= t->first[top] && t->first[node] < t->last[top];
}

static void
add_up(struct tree *t)
{
	const struct simplex *s = t->s;

	for (size_t i = 0; i < s->nodes; i++)
		t->sum[i] = 0;
	for (size_t e = 0; e < s->n; e++) {
		t->sum[s->edge[e].head] += s->edge[e].weight;
		t->sum[s->edge[e].tail] -= s->edge[e].weight;
	}
	for (size_t i = t->n; i-- > 1;) {
		size_t node = t->order[i];

		t->sum[other_end(&s->edge[t->up[node]], node)] += t->sum[node];
	}
}

/* A node whose edge to its parent should leave the tree, or NONE. */
static size_t
leaving(const struct tree *t, size_t from)
{
	for (size_t i = 0; i < t->n; i++) {
		size_t node = t->order[(from + i) % t->n];
		const struct simplex_edge *e;

		if (t->up[node] == NONE)
			continue;
		e = &t->s->edge[t->up[node]];
		if ((e->head == node ? t->sum[node] : -t->sum[node]) < 0)
			return node;
	}
	return NONE;
}

/* The edge that comes for it: the other way across, with the least slack. */
static size_t
entering(const struct tree *t, size_t node)
{
	const struct simplex *s = t->s;
	bool head_below = s->edge[t->up[node]].head == node;
	size_t best = NONE;

	for (size_t e = 0; e < s->n; e++) {
		bool tail = is_below(t, s->edge[e].tail, node);
		bool head = is_below(t, s->edge[e].head, node);

		if (tail != head && tail == head_below &&
		    (best == NONE || slack(s, e) < slack(s, best)))
			best = e;
	}
	return best;
}

/* Exchange edges until none is worth it; in a circle of equals, stop. */
static void
improve(struct tree *t)
{
	struct simplex *s = t->s;
	size_t from = 0;

	for (size_t round = 0; round < 200 * s->nodes; round++) {
		size_t node, in, out;
		int by;

		add_up(t);
		if ((node = leaving(t, from)) == NONE)
			return;
		from = t->first[node] + 1;
		out = t->up[node];
		if ((in = entering(t, node)) == NONE)
			return;
		by = slack(s, in);
		if (s->edge[out].head != node)
			by = -by;
		for (size_t i = t->first[node]; i < t->last[node]; i++)
			s->at[t->order[i]] += by;
		t->edge[out] = false;
		t->edge[in] = true;
		walk_all(t, false);
	}
}

void
simplex_solve(struct simplex *s)
{
	struct tree t = { .s = s };
	int least = INT_MAX;

	s->at = xcalloc(s->nodes + 1, sizeof(*s->at));
	if (s->nodes == 0)
		return;
	t.edge = xcalloc(s->n + 1, sizeof(*t.edge));
	t.up = xcalloc(s->nodes, sizeof(*t.up));
	t.order = xcalloc(s->nodes, sizeof(*t.order));
	t.sum = xcalloc(s->nodes, sizeof(*t.sum));
	t.first = xcalloc(s->nodes, sizeof(*t.first));
	t.last = xcalloc(s->nodes, sizeof(*t.last));
	longest(s);
	index_edges(&t);
	tight_tree(&t);
	improve(&t);
	for (size_t i = 0; i < s->nodes; i++)
		least = s->at[i] < least ? s->at[i] : least;
	for (size_t i = 0; i < s->nodes; i++)
		s->at[i] -= least;
	free(t.edge);
	free(t.up);
	free(t.order);
	free(t.sum);
	free(t.first);
	free(t.last);
	free(t.touch);
	free(t.ends);
}
