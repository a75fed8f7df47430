/* drawsvg.c - a picture as SVG 1.1: for the screen, and for the wall */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "model/draw.h"
#include "xml/write.h"

enum {
	MARGIN = 16,
	CORNER = 6, /* radius of bent lines and frames */
	HEAD = 8, /* length of an arrow head */
	LEGEND_LINE = 19,
	LEGEND_LEAST = 640 /* the least room for it */
};

/* Light fill and dark frame of each holder; also apart in grey. */
static const struct {
	const char *fill, *frame;
} tones[] = {
	{ "#ffffff", "#6f6f6f" },
	{ "#dfeaf6", "#2f5f93" },
	{ "#cfdcec", "#244a73" },
	{ "#e9e3f3", "#6a5490" },
	{ "#dcecea", "#2f7a72" },
	{ "#eeeeea", "#76766c" },
	{ "#fbeed5", "#a3742a" },
	{ "#f6dcc8", "#a2592a" },
	{ "#f3dede", "#98484b" },
	{ "#f4f4f4", "#8a8a8a" },
};

static const char *const classes[DRAW_STYLES] = {
	[DRAW_NAME] = "name",
	[DRAW_SMALL] = "small",
	[DRAW_ACT] = "act",
	[DRAW_ACT_THEM] = "act them",
	[DRAW_GUARD] = "guard",
	[DRAW_TITLE] = "title",
};

static size_t
tone_of(const struct draw_box *b)
{
	return b->tone % (sizeof(tones) / sizeof(tones[0]));
}

static void
add_text(struct buf *out, const char *text, const char *class, int x, int y)
{
	buf_addf(out, "<text class=\"%s\" x=\"%d\" y=\"%d\">", class, x, y);
	xml_add_text(out, text);
	buf_adds(out, "</text>\n");
}

static void
add_lines(struct buf *out, const struct draw_lines *lines, int x, int y)
{
	for (size_t i = 0; i < lines->n; i++) {
		const struct draw_text *t = &lines->at[i];

		add_text(out, t->text, classes[t->style], x + t->x, y + t->y);
	}
}

static void
add_element(struct buf *out, const char *name, const char *text)
{
	buf_addf(out, "<%s>", name);
	xml_add_text(out, text);
	buf_addf(out, "</%s>\n", name);
}

/* --- boxes --- */

static void
add_rect(struct buf *out, const struct draw_box *b, int inset, const char *more)
{
	buf_addf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"",
	    b->x + inset, b->y + inset, b->w - 2 * inset, b->h - 2 * inset);
	buf_addf(out, " rx=\"%d\"%s/>\n", CORNER - inset, more);
}

static void
add_frame(struct buf *out, const struct draw_box *b)
{
	const char *fill = tones[tone_of(b)].fill;
	const char *frame = tones[tone_of(b)].frame;
	char *look = xasprintf(" fill=\"%s\" stroke=\"%s\"", fill, frame);
	int r = b->w / 2;

	switch (b->shape) {
	case DRAW_STATE:
		add_rect(out, b, 0, look);
		break;
	case DRAW_FINAL:
		add_rect(out, b, 0, " class=\"end\"");
		add_rect(out, b, 3, " class=\"end\"");
		break;
	case DRAW_COMPOUND:
	case DRAW_PARALLEL:
		add_rect(out, b, 0, " class=\"frame\"");
		break;
	case DRAW_INITIAL:
		buf_addf(out,
		    "<circle class=\"dot\" cx=\"%d\" cy=\"%d\" r=\"%d\"/>\n",
		    b->x + r, b->y + r, r);
		break;
	case DRAW_HISTORY:
	case DRAW_DEEP:
		buf_addf(out,
		    "<circle class=\"end\" cx=\"%d\" cy=\"%d\" r=\"%d\"/>\n",
		    b->x + r, b->y + b->h / 2, (b->h < b->w ? b->h : b->w) / 2);
		break;
	default:
		break;
	}
	free(look);
}

/* Regions lie side by side, with one line of dashes between two. */
static void
add_dashes(struct buf *out, const struct draw *d, const struct draw_box *b)
{
	bool joined = false;

	for (const struct draw_box *o = d->box; o < b; o++)
		joined = joined ||
		    (o->parent == b->parent && o->shape == DRAW_REGION &&
		        o->x + o->w == b->x);
	buf_addf(out, "<path class=\"dash\" d=\"M%d %dh%dv%dh%d%s\"/>\n", b->x,
	    b->y, b->w, b->h, -b->w, joined ? "" : "z");
}

static void
add_box(struct buf *out, const struct draw *d, const struct draw_box *b,
    const struct draw_words *words)
{
	static const char *const names[] = { "picture", "state", "compound",
		"parallel", "region", "final", "initial", "history", "deep" };
	const char *holder = b->state->holder;

	buf_addf(out, "<g class=\"%s\"", names[b->shape]);
	if (b->shape != DRAW_INITIAL) {
		xml_add_attr(out, "data-state",
		    *b->state->id != '\0' ? b->state->id : NULL);
		xml_add_attr(
		    out, "data-holder", *holder != '\0' ? holder : NULL);
	}
	buf_adds(out, ">\n");
	if (b->shape != DRAW_INITIAL && b->shape != DRAW_PICTURE)
		add_element(out, "title", draw_state_word(b->state, words));
	add_frame(out, b);
	if (b->shape == DRAW_REGION)
		add_dashes(out, d, b);
	if (b->rule > 0)
		buf_addf(out,
		    "<path class=\"rule\" stroke=\"%s\" d=\"M%d %dh%d\"/>\n",
		    tones[tone_of(b)].frame, b->x, b->y + b->rule, b->w);
	add_lines(out, &b->lines, b->x, b->y);
	buf_adds(out, "</g>\n");
}

/* --- arrows --- */

/* The point so far from a towards b on a line along an axis. */
static struct draw_point
along(const struct draw_point *a, const struct draw_point *b, int far)
{
	struct draw_point p = *a;

	p.x += b->x > a->x ? far : b->x < a->x ? -far : 0;
	p.y += b->y > a->y ? far : b->y < a->y ? -far : 0;
	return p;
}

static int
length(const struct draw_point *a, const struct draw_point *b)
{
	return abs(a->x - b->x) + abs(a->y - b->y);
}

/* Bends are round, where there is room. */
static void
add_bend(struct buf *out, const struct draw_point *p)
{
	int near = length(&p[-1], &p[0]) / 2, far = length(&p[0], &p[1]) / 2;
	int r = near < far ? near : far;
	struct draw_point from, to;

	r = r < CORNER ? r : CORNER;
	from = along(&p[0], &p[-1], r);
	to = along(&p[0], &p[1], r);
	buf_addf(
	    out, "L%d %dQ%d %d %d %d", from.x, from.y, p->x, p->y, to.x, to.y);
}

static void
add_head(struct buf *out, const struct draw_point *tip)
{
	struct draw_point back = along(tip, &tip[-1], HEAD);
	int across = HEAD / 2, up = back.x == tip->x ? 0 : across;
	int side = back.x == tip->x ? across : 0;

	buf_addf(out, "<path class=\"head\" d=\"M%d %dL%d %dL%d %dz\"/>\n",
	    tip->x, tip->y, back.x - side, back.y - up, back.x + side,
	    back.y + up);
}

static void
add_line(struct buf *out, const struct draw_line *l)
{
	struct draw_point end;

	if (l->n < 2)
		return;
	end = l->at[l->n - 1];
	if (l->arrow)
		end = along(&end, &l->at[l->n - 2], HEAD / 2);
	buf_addf(
	    out, "<path class=\"line\" d=\"M%d %d", l->at[0].x, l->at[0].y);
	for (size_t i = 1; i + 1 < l->n; i++)
		add_bend(out, &l->at[i]);
	buf_addf(out, "L%d %d\"/>\n", end.x, end.y);
	if (l->arrow)
		add_head(out, &l->at[l->n - 1]);
	if (l->border)
		buf_addf(out,
		    "<circle class=\"dot\" cx=\"%d\" cy=\"%d\" r=\"3\"/>\n",
		    l->at[0].x, l->at[0].y);
}

static void
add_label(
    struct buf *out, const struct draw_label *l, const struct draw_words *words)
{
	char *title =
	    xasprintf("%s → %s: %s", draw_state_word(l->source, words),
	        draw_state_word(l->target, words), l->about);

	buf_adds(out, "<g class=\"words\"");
	xml_add_attr(out, "data-from", l->source->id);
	xml_add_attr(out, "data-to", l->target->id);
	buf_adds(out, ">\n");
	add_element(out, "title", title);
	add_lines(out, &l->lines, l->x, l->y);
	buf_adds(out, "</g>\n");
	free(title);
}

/* --- legend --- */

struct legend {
	struct buf *out;
	int x, y, w;
};

/* Room for one more entry of that width; its place is in x and y. */
static void
make_room(struct legend *l, int width)
{
	if (l->x > MARGIN && l->x + width > l->w) {
		l->x = MARGIN;
		l->y += LEGEND_LINE;
	}
}

static void
add_holder(struct legend *l, size_t tone, const char *word)
{
	int width = 26 + draw_text_width(word, DRAW_SMALL) + 20;

	make_room(l, width);
	buf_addf(l->out,
	    "<rect x=\"%d\" y=\"%d\" width=\"20\" height=\"12\" rx=\"3\" "
	    "fill=\"%s\" stroke=\"%s\"/>\n",
	    l->x, l->y - 10, tones[tone].fill, tones[tone].frame);
	add_text(l->out, word, "small", l->x + 26, l->y);
	l->x += width;
}

static void
add_note(struct legend *l, const char *word, const char *class)
{
	int width = draw_text_width(word, DRAW_SMALL) + 20;

	make_room(l, width);
	add_text(l->out, word, class, l->x, l->y);
	l->x += width;
}

static void
add_holders(
    struct legend *l, const struct draw *d, const struct draw_words *words)
{
	for (size_t tone = 1; tone < sizeof(tones) / sizeof(tones[0]); tone++) {
		for (size_t i = 0; i < d->nboxes; i++) {
			const struct draw_box *b = &d->box[i];

			if (b->shape != DRAW_INITIAL && tone_of(b) == tone) {
				add_holder(l, tone,
				    words->word(words->arg, "holder",
				        b->state->holder));
				break;
			}
		}
	}
}

/* What is written and drawn, explained where it occurs. */
static void
add_notes(
    struct legend *l, const struct draw *d, const struct draw_words *words)
{
	bool them = false, guard = false, inner = false, border = false;

	for (size_t i = 0; i < d->nlabels; i++) {
		const struct draw_lines *t = &d->label[i].lines;

		for (size_t k = 0; k < t->n; k++) {
			them = them || t->at[k].style == DRAW_ACT_THEM;
			guard = guard || strchr(t->at[k].text, '[') != NULL;
		}
	}
	for (size_t i = 0; i < d->nboxes; i++)
		inner = inner || d->box[i].rule > 0;
	for (size_t i = 0; i < d->nlines; i++)
		border = border || d->line[i].border;
	if (them)
		add_note(
		    l, words->word(words->arg, "draw", "them"), "small them");
	if (guard)
		add_note(l, words->word(words->arg, "draw", "guard"), "small");
	if (inner)
		add_note(l, words->word(words->arg, "draw", "inner"), "small");
	if (border)
		add_note(l, words->word(words->arg, "draw", "border"), "small");
}

static void
add_style(struct buf *out, bool wide)
{
	buf_addf(out,
	    "<style type=\"text/css\">\n"
	    "@page{size:A3 %s;margin:10mm}\n"
	    "@media print{svg{width:100%%;height:100%%}}\n"
	    "text{font-family:Arial,'Liberation Sans',Helvetica,"
	    "'Noto Sans',sans-serif;fill:#1b1b1b}\n"
	    ".title{font-size:20px;font-weight:bold}\n"
	    ".name{font-size:13px;font-weight:bold}\n"
	    ".small{font-size:11px;fill:#3c3c3c}\n"
	    ".act{font-size:12px}\n"
	    ".them{font-style:italic}\n"
	    ".guard{font-size:10px;fill:#4a4a4a}\n"
	    ".frame{fill:#fafaf8;stroke:#5a5a5a}\n"
	    ".end{fill:#fff;stroke:#3c3c3c}\n"
	    ".dot,.head{fill:#3c3c3c;stroke:none}\n"
	    ".line{fill:none;stroke:#3c3c3c}\n"
	    ".dash{fill:none;stroke:#5a5a5a;stroke-dasharray:5 4}\n"
	    ".rule{fill:none;stroke-width:.7}\n"
	    "</style>\n",
	    wide ? "landscape" : "portrait");
}

static void
add_picture(
    struct buf *out, const struct draw *d, const struct draw_words *words)
{
	for (size_t i = 0; i < d->nboxes; i++)
		add_box(out, d, &d->box[i], words);
	for (size_t i = 0; i < d->nlines; i++)
		add_line(out, &d->line[i]);
	for (size_t i = 0; i < d->nlabels; i++)
		add_label(out, &d->label[i], words);
}

void
draw_svg(struct buf *out, const struct draw *d, const struct draw_words *words)
{
	struct buf legend = { 0 };
	struct legend l = { &legend, MARGIN, d->h + 26, d->w };
	int w, h;

	if (l.w < LEGEND_LEAST)
		l.w = LEGEND_LEAST;
	add_holders(&l, d, words);
	l.y += l.x > MARGIN ? LEGEND_LINE : 0;
	l.x = MARGIN;
	add_notes(&l, d, words);
	w = l.w + 2 * MARGIN;
	h = l.y + 10 + 2 * MARGIN;
	buf_adds(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	buf_addf(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" "
	    "width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" "
	    "aria-labelledby=\"title desc\"",
	    w, h, w, h);
	xml_add_attr(out, "xml:lang", words->lang);
	buf_adds(out, ">\n<title id=\"title\">");
	xml_add_text(out, words->title);
	buf_adds(out, "</title>\n<desc id=\"desc\">");
	xml_add_text(out, words->subtitle);
	buf_adds(out, "</desc>\n");
	add_style(out, w > h);
	buf_addf(out,
	    "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n"
	    "<g transform=\"translate(%d %d)\">\n",
	    w, h, MARGIN, MARGIN);
	add_picture(out, d, words);
	buf_addf(out, "<g class=\"legend\">\n%s</g>\n</g>\n</svg>\n",
	    buf_text(&legend));
	buf_free(&legend);
}
