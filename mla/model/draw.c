/* draw.c - a workflow as a picture: boxes, words and arrows in places */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/draw.h"

#include "base/alloc.h"
#include "model/drawlevel.h"

/* From outside to inside for directions, from inside to outside for sizes. */
static void
lay_out(struct level *l)
{
	level_rank(l);
	for (size_t i = 0; i < l->n; i++) {
		if (l->node[i].inside != NULL)
			lay_out(l->node[i].inside);
	}
	level_order(l);
	level_place(l);
}

/* --- the title in the corner --- */

enum {
	TITLE_ROOM = 24 /* between the title and what stands beside it */
};

/* The highest place of anything that begins left of x. */
static int
highest(const struct draw *d, int x)
{
	int y = d->h;

	for (size_t i = 1; i < d->nboxes; i++) {
		if (d->box[i].x < x && d->box[i].y < y)
			y = d->box[i].y;
	}
	for (size_t i = 0; i < d->nlabels; i++) {
		if (d->label[i].x < x && d->label[i].y < y)
			y = d->label[i].y;
	}
	for (size_t i = 0; i < d->nlines; i++) {
		const struct draw_line *l = &d->line[i];

		for (size_t k = 1; k < l->n; k++) {
			const struct draw_point *a = &l->at[k - 1], *b = a + 1;

			if ((a->x < x || b->x < x) && (a->y < y || b->y < y))
				y = a->y < b->y ? a->y : b->y;
		}
	}
	return y;
}

static void
move_down(struct draw *d, int by)
{
	for (size_t i = 1; i < d->nboxes; i++)
		d->box[i].y += by;
	for (size_t i = 0; i < d->nlabels; i++)
		d->label[i].y += by;
	for (size_t i = 0; i < d->nlines; i++) {
		for (size_t k = 0; k < d->line[i].n; k++)
			d->line[i].at[k].y += by;
	}
	d->h += by;
}

/* The picture moves down as far as the title in its corner needs, or not. */
static void
place_title(struct draw *d)
{
	struct draw_lines *title = &d->box[0].lines;
	int w = DRAW_PAD + title->w + TITLE_ROOM;
	int by = DRAW_PAD + title->h + TITLE_ROOM - highest(d, w);

	if (by > 0)
		move_down(d, by);
	if (title->w + 2 * DRAW_PAD > d->w)
		d->w = title->w + 2 * DRAW_PAD;
	d->box[0].w = d->w;
	d->box[0].h = d->h;
}

struct draw *
draw_new(const struct machine *m, const struct draw_words *words)
{
	struct plan p = { .m = m, .words = words };
	struct draw *d = xcalloc(1, sizeof(*d));
	struct level *root;

	p.d = d;
	plan_make(&p);
	root = p.level[0];
	lay_out(root);
	level_emit(root, d, 0, 0);
	d->w = root->w;
	d->h = root->h;
	place_title(d);
	plan_free(&p);
	return d;
}

void
draw_free(struct draw *d)
{
	if (d == NULL)
		return;
	for (size_t i = 0; i < d->nboxes; i++)
		draw_lines_free(&d->box[i].lines);
	for (size_t i = 0; i < d->nlabels; i++) {
		draw_lines_free(&d->label[i].lines);
		free(d->label[i].about);
	}
	for (size_t i = 0; i < d->nlines; i++)
		free(d->line[i].at);
	free(d->box);
	free(d->label);
	free(d->line);
	free(d);
}
