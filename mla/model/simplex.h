/* simplex.h - the network simplex method, for ranks and for places */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_SIMPLEX_H
#define MLA_MODEL_SIMPLEX_H

#include <stddef.h>

/* at[head] - at[tail] must be at least least, and costs weight for each 1. */
struct simplex_edge {
	size_t tail, head;
	int least, weight;
};

struct simplex {
	struct simplex_edge *edge;
	size_t n, cap;
	size_t nodes;
	int *at; /* of each node; the least is 0 */
};

void simplex_add(
    struct simplex *s, size_t tail, size_t head, int least, int weight);

/*
 * Fill s->at so that every edge is long enough and the sum of weight times
 * length is the least there is (Gansner, Koutsofios, North, Vo: A technique
 * for drawing directed graphs, 1993, section 2.3).  nodes is set before; the
 * edges make no circle.  The same input gives the same output.
 */
void simplex_solve(struct simplex *s);
void simplex_free(struct simplex *s);

#endif
