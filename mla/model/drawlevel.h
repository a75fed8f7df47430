/* drawlevel.h - one state with what stands in it, while it is laid out */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_DRAWLEVEL_H
#define MLA_MODEL_DRAWLEVEL_H

#include "model/draw.h"
#include "model/simplex.h"

enum {
	DRAW_LABEL_GAP = 7, /* from the arrow to the words */
	DRAW_PAD = 10, /* inside a frame */
	DRAW_DOT = 12,
	DRAW_TRACK = 8, /* from one line in a channel to the next */
};

enum node_kind {
	NODE_BOX, /* a state */
	NODE_DOT, /* where a compound state begins */
	NODE_LABEL, /* the words of an arrow */
	NODE_PASS, /* an arrow on its way past a rank */
	NODE_PORT, /* an arrow through the frame, above or below */
	NODE_HEADER, /* name of the state that all this is in */
};

struct node {
	enum node_kind kind;
	size_t what; /* box, or label, of the picture */
	struct level *inside; /* of a box with something in it */
	const struct machine_state *goal; /* of a port: where the arrow ends */
	enum {
		SIDE_OPEN,
		SIDE_TOP,
		SIDE_BOTTOM
	} side; /* of a port */
	bool out; /* of a port: arrows leave the level there */
	bool labelled; /* of a port: their words stand further in */
	size_t rank, order;
	int x, y, w, h; /* from the corner of the level */
};

/*
 * An arrow between two nodes of a level.  DRAW_NONE as tail or head: the
 * frame of the level, at its left or right side.
 */
struct arc {
	size_t tail, head;
	size_t tail_port, head_port; /* ports in the levels of these nodes */
	size_t label; /* a node, or DRAW_NONE */
	bool up; /* the head is above the tail */
	bool across; /* both are in the one rank of a parallel state */
	bool arrow;
	size_t *hint; /* nodes that the arrow is better drawn below of */
	size_t nhints, cap_hints;
	size_t first, end; /* its links, from the tail to the head */
};

/* Where a link touches a node: so far from its left side. */
struct touch {
	size_t node; /* DRAW_NONE: the frame */
	size_t port; /* which the place depends on, or DRAW_NONE */
	bool below; /* it leaves the node downward */
	int off;
	int least, most; /* where it may be moved to, for a straight line */
};

/* A piece of an arc in the channel between two ranks. */
struct link {
	struct touch from, to; /* in the direction of the arrow */
	size_t arc;
	size_t channel; /* above the rank of this number */
	int track;
};

struct level {
	struct level *outer; /* NULL: the picture */
	size_t box; /* of the picture */
	const struct machine_state *state;
	struct node *node;
	size_t n, cap;
	struct arc *arc;
	size_t narcs, cap_arcs;
	struct link *link;
	size_t nlinks, cap_links;
	size_t ranks; /* 0: the upper frame; the last one: the lower frame */
	size_t header; /* a node */
	int w, h;
	int placed_w; /* before a parallel state widened it */
	int *rank_y, *rank_h; /* of each rank */
	int *track_y; /* of each channel: the first track */
};

/* Picture, machine and words, for as long as the layout takes. */
struct plan {
	struct draw *d;
	const struct machine *m;
	const struct draw_words *words;
	struct level **level; /* of each state by order; NULL: nothing in it */
	size_t *box; /* of each state, by order */
	size_t *node; /* in the level around it, by order */
};

static inline bool
level_is_parallel(const struct level *l)
{
	return l->state->kind == MACHINE_PARALLEL;
}

size_t level_add_node(struct level *l, enum node_kind kind, size_t what);
struct arc *level_add_arc(struct level *l, size_t tail, size_t head);

/* drawplan.c: boxes, labels and arcs, all levels. */
void plan_make(struct plan *p);
void plan_free(struct plan *p);

/* drawrank.c: which arcs go up, ranks, links; sides of ports further in. */
void level_rank(struct level *l);

/* draworder.c: the order in each rank, with few crossings. */
void level_order(struct level *l);

/* For sorting: place of the node in its rank, and of the touch on it. */
int level_touch_order(const struct level *l, const struct touch *t);

/* drawplace.c: where the links touch, places and size of the level. */
void level_place(struct level *l);

/* drawroute.c: tracks of the links in each channel; how many there are. */
void level_tracks(struct level *l, size_t *tracks);

/* drawroute.c: boxes, labels and lines of the picture, from this corner. */
void level_emit(struct level *l, struct draw *d, int x, int y);

/* Where a touch is, from the left side of the level. */
int level_touch_x(const struct level *l, const struct touch *t);

#endif
