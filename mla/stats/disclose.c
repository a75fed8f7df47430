/* disclose.c - which counts of a table may not be published */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/disclose.h"

#include <string.h>

#include "base/alloc.h"

#define ENDLESS (INT64_MAX / 4)

/*
 * The circulation: a node for each row, for the total of rows, for each column
 * and for the total of columns.  A cell is an arc: from its row to its column;
 * from the total of columns to a row, and from a column to the total of rows,
 * for totals; from the total of rows to that of columns for the grand total.
 */
struct net {
	const struct disclose *t;
	int64_t *flow; /* what was changed of each cell */
	size_t nodes;
	/* Of the last search, by node: */
	int64_t *cost;
	bool *done;
	size_t *by; /* cell by which it was reached */
	bool *back; /* against the direction of its arc */
};

static size_t
cells_of(const struct disclose *t)
{
	return (t->rows + 1) * (t->columns + 1);
}

static void
ends_of(size_t *tail, size_t *head, const struct disclose *t, size_t cell)
{
	size_t row = cell / (t->columns + 1), column = cell % (t->columns + 1);
	size_t to = t->rows + 1 + column;
	bool reversed = (row == t->rows) != (column == t->columns);

	*tail = reversed ? to : row;
	*head = reversed ? row : to;
}

static void
net_begin(struct net *n, const struct disclose *t)
{
	memset(n, 0, sizeof(*n));
	n->t = t;
	n->nodes = t->rows + t->columns + 2;
	n->flow = xcalloc(cells_of(t), sizeof(*n->flow));
	n->cost = xcalloc(n->nodes, sizeof(*n->cost));
	n->done = xcalloc(n->nodes, sizeof(*n->done));
	n->by = xcalloc(n->nodes, sizeof(*n->by));
	n->back = xcalloc(n->nodes, sizeof(*n->back));
}

static void
net_end(struct net *n)
{
	free(n->flow);
	free(n->cost);
	free(n->done);
	free(n->by);
	free(n->back);
}

static bool
is_kept(const struct disclose *t, size_t cell)
{
	return t->keep && cell / (t->columns + 1) == t->rows;
}

/* Use the arc of a cell to reach one of its ends from the other. */
static void
relax(struct net *n, size_t cell, size_t from, size_t to, bool back, bool all)
{
	const struct disclose *t = n->t;
	int64_t now = t->count[cell] + n->flow[cell];
	int64_t cost;

	if ((!all && !t->hidden[cell]) || (back && now <= 0) || n->done[to] ||
	    is_kept(t, cell))
		return;
	cost = n->cost[from] + (t->hidden[cell] ? 0 : 1 + t->count[cell]);
	if (n->cost[to] >= 0 && n->cost[to] <= cost)
		return;
	n->cost[to] = cost;
	n->by[to] = cell;
	n->back[to] = back;
}

/*
 * The way from one node to another that costs least, without one cell: hidden
 * cells cost nothing; of the others (all) one more than what they count.
 */
static bool
find_way(struct net *n, size_t from, size_t to, size_t without, bool all)
{
	for (size_t i = 0; i < n->nodes; i++) {
		n->cost[i] = -1;
		n->done[i] = false;
	}
	n->cost[from] = 0;
	for (;;) {
		size_t best = n->nodes;

		for (size_t i = 0; i < n->nodes; i++) {
			if (!n->done[i] && n->cost[i] >= 0 &&
			    (best == n->nodes || n->cost[i] < n->cost[best]))
				best = i;
		}
		if (best == n->nodes)
			return false;
		if (best == to)
			return true;
		n->done[best] = true;
		for (size_t cell = 0; cell < cells_of(n->t); cell++) {
			size_t tail, head;

			if (cell == without)
				continue;
			ends_of(&tail, &head, n->t, cell);
			if (tail == best)
				relax(n, cell, best, head, false, all);
			else if (head == best)
				relax(n, cell, best, tail, true, all);
		}
	}
}

/* Send along the way that was found as much as it takes, up to most. */
static int64_t
send(struct net *n, size_t from, size_t to, int64_t most)
{
	size_t tail, head;

	for (size_t at = to; at != from; at = n->back[at] ? head : tail) {
		size_t cell = n->by[at];

		ends_of(&tail, &head, n->t, cell);
		if (n->back[at] && n->t->count[cell] + n->flow[cell] < most)
			most = n->t->count[cell] + n->flow[cell];
	}
	for (size_t at = to; at != from; at = n->back[at] ? head : tail) {
		size_t cell = n->by[at];

		ends_of(&tail, &head, n->t, cell);
		n->flow[cell] += n->back[at] ? -most : most;
	}
	return most;
}

/* How far a hidden cell can be moved up, or down, by hidden cells alone. */
static int64_t
slack(struct net *n, size_t cell, bool up, int64_t most)
{
	size_t tail, head, from, to;
	int64_t sum = 0;

	memset(n->flow, 0, cells_of(n->t) * sizeof(*n->flow));
	ends_of(&tail, &head, n->t, cell);
	from = up ? head : tail;
	to = up ? tail : head;
	while (sum < most && find_way(n, from, to, cell, false))
		sum += send(n, from, to, most - sum);
	return sum;
}

/* How wide the interval of a cell is, but no more than most. */
static int64_t
width(struct net *n, size_t cell, int64_t most)
{
	int64_t down = n->t->count[cell] < most ? n->t->count[cell] : most;

	down = slack(n, cell, false, down);
	return down + slack(n, cell, true, most - down);
}

void
disclose_interval(int64_t *low, int64_t *high, const struct disclose *t,
    size_t row, size_t column)
{
	size_t cell = row * (t->columns + 1) + column;
	int64_t count = t->count[cell], up;
	struct net n;

	*low = *high = count;
	if (!t->hidden[cell])
		return;
	net_begin(&n, t);
	*low = count - slack(&n, cell, false, count);
	up = slack(&n, cell, true, ENDLESS);
	*high = up == ENDLESS ? DISCLOSE_OPEN : count + up;
	net_end(&n);
}

/* The first hidden cell that can be told too well; or the number of cells. */
static size_t
find_narrow(struct net *n, int64_t k)
{
	size_t cell = 0;

	while (cell < cells_of(n->t) &&
	    (!n->t->hidden[cell] || width(n, cell, k) >= k))
		cell++;
	return cell;
}

bool
disclose_audit(const struct disclose *t, int64_t k)
{
	struct net n;
	bool holds;

	net_begin(&n, t);
	holds = find_narrow(&n, k) == cells_of(t);
	net_end(&n);
	return holds;
}

/* Hide what tells of few by itself. */
static void
hide_small(struct disclose *t, int64_t k)
{
	const size_t across = t->columns + 1;

	for (size_t cell = 0; cell < cells_of(t); cell++) {
		size_t row = cell / across;
		int64_t count = t->count[cell];
		int64_t whole = t->count[row * across + t->columns];

		t->hidden[cell] = !is_kept(t, cell) &&
		    ((count > 0 && count < k) ||
		        (cell % across < t->columns && count > 0 &&
		            count == whole && whole < 2 * k));
	}
}

/*
 * Hide the cells of the way that moves this one up, or else down, and costs
 * least.  false: there is none.
 */
static bool
hide_more(struct net *n, bool *hidden, size_t cell, int64_t k)
{
	size_t tail, head, at;
	bool up = true;

	/* What hidden cells can do is in the flow: the way needs others. */
	ends_of(&tail, &head, n->t, cell);
	(void)slack(n, cell, true, k);
	if (!find_way(n, head, tail, cell, true)) {
		up = false;
		(void)slack(n, cell, false, n->t->count[cell]);
		if (!find_way(n, tail, head, cell, true))
			return false;
	}
	for (at = up ? tail : head; at != (up ? head : tail);) {
		size_t by = n->by[at], from, to;

		ends_of(&from, &to, n->t, by);
		hidden[by] = true;
		at = n->back[at] ? to : from;
	}
	return true;
}

bool
disclose_hide(struct disclose *t, int64_t k)
{
	bool *small = xcalloc(cells_of(t), sizeof(*small)), can = true;
	struct net n;
	size_t cell;

	hide_small(t, k);
	memcpy(small, t->hidden, cells_of(t) * sizeof(*small));
	net_begin(&n, t);
	while (can && (cell = find_narrow(&n, k)) < cells_of(t))
		can = hide_more(&n, t->hidden, cell, k);
	/* The greatest counts are tried first; none twice. */
	while (can) {
		size_t best = cells_of(t);

		for (cell = 0; cell < cells_of(t); cell++) {
			if (t->hidden[cell] && !small[cell] &&
			    (best == cells_of(t) ||
			        t->count[cell] > t->count[best]))
				best = cell;
		}
		if (best == cells_of(t))
			break;
		small[best] = true;
		t->hidden[best] = false;
		t->hidden[best] = find_narrow(&n, k) < cells_of(t);
	}
	net_end(&n);
	free(small);
	return can;
}

int64_t
disclose_round(int64_t count, int64_t base)
{
	return (count + base / 2) / base * base;
}
