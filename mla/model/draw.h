/* draw.h - a workflow as a picture: boxes, words and arrows in places */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_DRAW_H
#define MLA_MODEL_DRAW_H

#include "base/buf.h"
#include "model/machine.h"

#define DRAW_NONE ((size_t)-1)

/* Where a picture gets its words. */
struct draw_words {
	/* The word for "GROUP.ID"; the id where there is none; never NULL. */
	const char *(*word)(const void *arg, const char *group, const char *id);
	/* A number for the colour of a holder: 0 for "". */
	size_t (*tone)(const void *arg, const char *holder);
	const void *arg;
	const char *title, *subtitle; /* of the picture */
	const char *lang; /* code of the language, for readers aloud */
};

enum draw_shape {
	DRAW_PICTURE, /* the picture itself */
	DRAW_STATE,
	DRAW_COMPOUND,
	DRAW_PARALLEL,
	DRAW_REGION, /* a state with others in it, inside a parallel one */
	DRAW_FINAL,
	DRAW_INITIAL, /* the dot from which an arrow leads to the first state */
	DRAW_HISTORY,
	DRAW_DEEP, /* deep history */
};

enum draw_style {
	DRAW_NAME, /* of a state */
	DRAW_SMALL, /* the holder and the like */
	DRAW_ACT, /* an event */
	DRAW_ACT_THEM, /* an event that is the act of the requested side */
	DRAW_GUARD, /* in which states it can happen */
	DRAW_TITLE,
	DRAW_STYLES,
};

/* One line of words: the left end of its base line. */
struct draw_text {
	char *text;
	int x, y, w;
	enum draw_style style;
};

/* Lines below one another, and what room they need. */
struct draw_lines {
	struct draw_text *at;
	size_t n, cap;
	int w, h;
};

/* Places are in pixels from the upper left corner of the picture. */
struct draw_box {
	const struct machine_state *state; /* of an initial dot: whose */
	enum draw_shape shape;
	size_t parent; /* DRAW_NONE: the picture, box 0 */
	size_t tone;
	int x, y, w, h;
	struct draw_lines lines; /* x and y from the corner of the box */
	int rule; /* below the name, from the top of the box; 0: none */
};

/* The words of an arrow; a part of its line runs along the left side. */
struct draw_label {
	size_t box; /* in which it stands */
	int x, y, w, h;
	struct draw_lines lines; /* x and y from the corner of the label */
	const struct machine_state *source, *target;
	char *about; /* the whole of it, with guards; for programs */
};

struct draw_point {
	int x, y;
};

/*
 * One arrow, or one of the pieces of it where it passes the frame of a
 * compound state: it begins on the frame of from, and ends on that of to.
 */
struct draw_line {
	size_t from, to;
	size_t label; /* DRAW_NONE: the words are at another piece */
	bool arrow; /* it has its head here */
	bool border; /* it begins at the frame of a state around its end */
	struct draw_point *at;
	size_t n, cap;
};

struct draw {
	int w, h;
	struct draw_box *box;
	size_t nboxes, cap_boxes;
	struct draw_label *label;
	size_t nlabels, cap_labels;
	struct draw_line *line;
	size_t nlines, cap_lines;
};

/* Lay a machine out; the picture borrows m; free with draw_free. */
struct draw *draw_new(const struct machine *m, const struct draw_words *words);
void draw_free(struct draw *d);

/* The picture as one self-contained SVG 1.1 document. */
void draw_svg(
    struct buf *out, const struct draw *d, const struct draw_words *words);

/* The machine in the language of Graphviz. */
void draw_dot(
    struct buf *out, const struct machine *m, const struct draw_words *words);

/* The machine as an outline for a terminal of so many columns. */
void draw_outline(struct buf *out, const struct machine *m,
    const struct draw_words *words, int columns);

/* --- for the files of draw ------------------------------------------- */

/*
 * The words for the events of a transition: "sent · issue" for "sent.issue";
 * for one without events, that it happens at once.  The caller frees it.
 */
char *draw_event(
    const struct machine_transition *t, const struct draw_words *words);

/*
 * Where a guard is nothing but In('a') or In('b') ..., the states in the order
 * of the guard: *n of them, NULL if it is anything else; the caller frees it.
 */
const struct machine_state **draw_guard_states(
    size_t *n, const struct machine *m, const struct machine_transition *t);

/*
 * What stands for a guard: the words of those states, as "[a, b]"; "[…]" for
 * any other guard; "" for none.  The caller frees it.
 */
char *draw_guard(const struct machine *m, const struct machine_transition *t,
    const struct draw_words *words);

/* The word for a state. */
const char *draw_state_word(
    const struct machine_state *s, const struct draw_words *words);

/* What shape is it? */
enum draw_shape draw_shape_of(const struct machine_state *s);

/* Append lines of at most room pixels. */
void draw_lines_add(struct draw_lines *lines, const char *text,
    enum draw_style style, int room);
void draw_lines_free(struct draw_lines *lines);

/* Size in pixels of letters, and how wide a text is at most. */
int draw_style_size(enum draw_style style);
int draw_text_width(const char *text, enum draw_style style);

#endif
