/* test_draw.c - drawings of workflows: nothing lies on anything else */
/* SPDX-License-Identifier: Apache-2.0 */
#include "machines.h"

#include "base/file.h"
#include "base/str.h"
#include "model/draw.h"
#include "xml/init.h"
#include "xml/node.h"

enum {
	MACHINES = 80,
	MOST_STATES = 34
};

/* --- words --- */

static const char *
word(const void *arg, const char *group, const char *id)
{
	(void)arg;
	return str_eq(group, "draw") ? group : id;
}

static size_t
tone(const void *arg, const char *holder)
{
	(void)arg;
	return *holder != '\0' ? (size_t)(unsigned char)holder[0] : 0;
}

static const struct draw_words words = { .word = word,
	.tone = tone,
	.title = "A title that is <long> & \"odd\"",
	.subtitle = "made up",
	.lang = "en" };

/* --- places --- */

struct rect {
	int x, y, w, h;
};

static struct rect
box_rect(const struct draw_box *b)
{
	return (struct rect){ b->x, b->y, b->w, b->h };
}

static struct rect
label_rect(const struct draw_label *l)
{
	return (struct rect){ l->x, l->y, l->w, l->h };
}

static bool
overlap(struct rect a, struct rect b)
{
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h &&
	    b.y < a.y + a.h;
}

static bool
is_inside(struct rect a, struct rect b)
{
	return a.x >= b.x && a.y >= b.y && a.x + a.w <= b.x + b.w &&
	    a.y + a.h <= b.y + b.h;
}

static bool
is_on_border(const struct draw_point *p, struct rect r)
{
	bool x = p->x >= r.x && p->x <= r.x + r.w;
	bool y = p->y >= r.y && p->y <= r.y + r.h;

	return (x && (p->y == r.y || p->y == r.y + r.h)) ||
	    (y && (p->x == r.x || p->x == r.x + r.w));
}

/* A straight piece of a line as a rectangle, so thin that borders are free. */
static struct rect
piece(const struct draw_point *p)
{
	struct rect r = { p[0].x < p[1].x ? p[0].x : p[1].x,
		p[0].y < p[1].y ? p[0].y : p[1].y, abs(p[0].x - p[1].x),
		abs(p[0].y - p[1].y) };

	return r;
}

static bool
cuts(struct rect line, struct rect r)
{
	return line.x < r.x + r.w && r.x < line.x + line.w + (line.w == 0) &&
	    line.y < r.y + r.h && r.y < line.y + line.h + (line.h == 0) &&
	    !(line.w == 0 && line.x == r.x) && !(line.h == 0 && line.y == r.y);
}

/* In which box does a line run? */
static size_t
around(const struct draw *d, const struct draw_line *l)
{
	if (d->box[l->to].parent == l->from)
		return l->from;
	return d->box[l->from].parent == l->to ? l->to : d->box[l->from].parent;
}

static void
check_boxes(const struct draw *d)
{
	for (size_t i = 1; i < d->nboxes; i++) {
		const struct draw_box *b = &d->box[i];

		if (!is_inside(box_rect(b), box_rect(&d->box[b->parent])))
			fail_msg("box %zu is not inside its parent", i);
		for (size_t k = 1; k < i; k++) {
			if (d->box[k].parent == b->parent &&
			    overlap(box_rect(b), box_rect(&d->box[k])))
				fail_msg("boxes %zu and %zu overlap", i, k);
		}
		for (size_t k = 0; k < b->lines.n; k++) {
			const struct draw_text *t = &b->lines.at[k];

			if (t->x < 0 || t->x + t->w > b->w || t->y > b->h)
				fail_msg("words stand out of box %zu: %s", i,
				    t->text);
		}
	}
}

/* The name of a state with others in it, from the first line to the last. */
static struct rect
header_rect(const struct draw_box *b)
{
	const struct draw_text *t = b->lines.at;
	struct rect r = { b->x + t->x, b->y + t->y - draw_style_size(t->style),
		b->lines.w, b->lines.h };

	return r;
}

/* Nothing lies on the names. */
static void
check_headers(const struct draw *d)
{
	for (size_t i = 0; i < d->nboxes; i++) {
		const struct draw_box *b = &d->box[i];
		bool has = b->lines.n > 0;

		for (size_t k = 1; has && k < d->nboxes; k++) {
			if (d->box[k].parent == i &&
			    overlap(header_rect(b), box_rect(&d->box[k])))
				fail_msg(
				    "box %zu lies on the name of %zu", k, i);
		}
		for (size_t k = 0; has && k < d->nlabels; k++) {
			if (d->label[k].box == i &&
			    overlap(header_rect(b), label_rect(&d->label[k])))
				fail_msg("label %zu lies on name %zu", k, i);
		}
	}
}

static void
check_labels(const struct draw *d)
{
	for (size_t i = 0; i < d->nlabels; i++) {
		const struct draw_label *l = &d->label[i];
		struct rect r = label_rect(l);

		if (!is_inside(r, box_rect(&d->box[l->box])))
			fail_msg("label %zu stands outside", i);
		for (size_t k = 1; k < d->nboxes; k++) {
			if (d->box[k].parent == l->box &&
			    overlap(r, box_rect(&d->box[k])))
				fail_msg("label %zu lies on box %zu", i, k);
		}
		for (size_t k = 0; k < i; k++) {
			if (d->label[k].box == l->box &&
			    overlap(r, label_rect(&d->label[k])))
				fail_msg("labels %zu and %zu overlap", i, k);
		}
	}
}

static void
check_piece(const struct draw *d, size_t line, const struct draw_point *p)
{
	size_t within = around(d, &d->line[line]);
	struct rect r = piece(p);

	if (p[0].x != p[1].x && p[0].y != p[1].y)
		fail_msg("line %zu is slanting", line);
	for (size_t k = 1; k < d->nboxes; k++) {
		if (d->box[k].parent == within && cuts(r, box_rect(&d->box[k])))
			fail_msg("line %zu runs through box %zu", line, k);
	}
	if (d->box[within].lines.n > 0 && cuts(r, header_rect(&d->box[within])))
		fail_msg("line %zu runs through the name of %zu", line, within);
	for (size_t k = 0; k < d->nlabels; k++) {
		if (d->label[k].box == within &&
		    cuts(r, label_rect(&d->label[k])))
			fail_msg("line %zu runs through label %zu", line, k);
	}
}

/* A piece that ends at a frame without a head goes on from there. */
static void
check_goes_on(const struct draw *d, size_t line)
{
	const struct draw_line *l = &d->line[line];
	const struct draw_point *end = &l->at[l->n - 1];
	bool on = l->arrow;

	for (size_t i = 0; i < d->nlines; i++)
		on = on ||
		    (i != line && d->line[i].from == l->to &&
		        d->line[i].at[0].x == end->x &&
		        d->line[i].at[0].y == end->y);
	if (!on)
		fail_msg("line %zu stops at a frame", line);
}

static void
check_lines(const struct draw *d)
{
	for (size_t i = 0; i < d->nlines; i++) {
		const struct draw_line *l = &d->line[i];

		assert_true(l->n >= 2);
		if (!is_on_border(&l->at[0], box_rect(&d->box[l->from])))
			fail_msg("line %zu begins in the air", i);
		if (!is_on_border(&l->at[l->n - 1], box_rect(&d->box[l->to])))
			fail_msg("line %zu ends in the air", i);
		for (size_t k = 0; k + 1 < l->n; k++)
			check_piece(d, i, &l->at[k]);
		check_goes_on(d, i);
	}
}

/* Every arrow of the machine is there: a head for each pair of states. */
static void
check_arrows(const struct draw *d, const struct machine *m)
{
	size_t pairs = 0;

	for (size_t s = 0; s < m->nstates; s++) {
		for (size_t t = 0; t < m->nstates; t++) {
			bool there = false;

			for (size_t i = 0; i < m->state[s]->ntransitions; i++) {
				const struct machine_transition *x =
				    m->state[s]->transition[i];

				there = there ||
				    (x->ntargets > 0 && s != t &&
				        x->target[0] == m->state[t]);
			}
			pairs += there;
		}
	}
	assert_int_equal(pairs, d->nlabels);
}

static void
nothing_lies_on_anything_else(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= MACHINES; seed++) {
		struct machine *m =
		    random_machine(seed, 2 + (int)(seed % MOST_STATES));
		struct draw *d = draw_new(m, &words);

		check_boxes(d);
		check_headers(d);
		check_labels(d);
		check_lines(d);
		check_arrows(d, m);
		draw_free(d);
		machine_free(m);
	}
}

/* --- SVG --- */

static void
svg(struct buf *b, const struct machine *m)
{
	struct draw *d = draw_new(m, &words);

	draw_svg(b, d, &words);
	draw_free(d);
}

static void
svg_is_well_formed_and_the_same_each_time(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 20; seed++) {
		struct machine *m = random_machine(seed, 20);
		struct buf one = { 0 }, two = { 0 };
		struct err err = { 0 };
		xmlDoc *doc;

		svg(&one, m);
		svg(&two, m);
		assert_string_equal(buf_text(&one), buf_text(&two));
		assert_ok(
		    xml_read(&doc, buf_text(&one), one.len, "svg", &err), err);
		assert_true(
		    xml_is(xml_root(doc), "http://www.w3.org/2000/svg", "svg"));
		assert_true(xml_attr_is(xml_root(doc), "role", "img"));
		xmlFreeDoc(doc);
		buf_free(&one);
		buf_free(&two);
		machine_free(m);
	}
}

#define CHART(inside)                                                   \
	"<scxml xmlns='" SCXML_NS "' xmlns:w='" WORKFLOW_NS "'>" inside \
	"</scxml>"

static const char *
svg_of(struct buf *b, const char *text)
{
	struct machine *m = machine_of(text);

	buf_clear(b);
	svg(b, m);
	machine_free(m);
	return buf_text(b);
}

static size_t
count(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)) != NULL; text++)
		n++;
	return n;
}

static void
arrows_between_two_states_are_one_with_all_words(void **state)
{
	struct buf b = { 0 };
	const char *s = svg_of(&b,
	    CHART("<state id='a'><transition event='x' target='b'/>"
	          "<transition event='y' target='b' w:by='requested'/>"
	          "<transition event='x' target='b' cond='1'/></state>"
	          "<final id='b'/>"));

	(void)state;
	assert_int_equal(2, count(s, "class=\"head\""));
	assert_int_equal(1, count(s, "data-from=\"a\" data-to=\"b\""));
	assert_int_equal(1, count(s, ">x</text>"));
	assert_int_equal(1, count(s, ">x […]</text>"));
	assert_int_equal(1, count(s, "class=\"act them\" "));
	assert_non_null(strstr(s, "<title>a → b: x; y; x: 1</title>"));
	assert_int_equal(2, count(s, "class=\"end\""));
	buf_free(&b);
}

static void
what_leaves_no_state_is_a_list_in_its_box(void **state)
{
	struct buf b = { 0 };
	const char *s = svg_of(&b,
	    CHART("<state id='a'><transition event='x'/>"
	          "<transition event='y' target='a'/></state>"));

	(void)state;
	assert_non_null(strstr(s, ">x, ↺ y</text>"));
	assert_int_equal(1, count(s, "class=\"rule\""));
	assert_int_equal(0, count(s, "class=\"words\""));
	buf_free(&b);
}

static void
arrows_with_one_goal_leave_a_frame_once(void **state)
{
	struct machine *m = machine_of(CHART(
	    "<state id='p'><state id='a'><transition event='x' target='e'/>"
	    "</state><state id='b'><transition event='y' target='e'/></state>"
	    "</state><final id='e'/>"));
	struct draw *d = draw_new(m, &words);
	size_t ends = 0;

	(void)state;
	for (size_t i = 0; i < d->nlines; i++)
		ends += d->box[d->line[i].to].shape == DRAW_FINAL;
	assert_int_equal(1, ends);
	assert_int_equal(2, d->nlabels);
	draw_free(d);
	machine_free(m);
}

static void
a_guard_that_is_a_list_of_states_is_written_out(void **state)
{
	struct buf b = { 0 };
	const char *s = svg_of(&b,
	    CHART("<state id='p'><state id='a'/><state id='b'/><state id='c'/>"
	          "<transition event='x' target='c'"
	          " cond=\"In('a') or In('b')\"/></state>"));

	(void)state;
	assert_non_null(strstr(s, "class=\"guard\""));
	assert_non_null(strstr(s, ">[a, b]</text>"));
	/* From the frame: a dot on it. */
	assert_int_equal(1, count(s, "r=\"3\""));
	buf_free(&b);
}

static void
markup_in_names_is_escaped(void **state)
{
	struct buf b = { 0 };
	const char *s = svg_of(&b, CHART("<state id='a&lt;&amp;\"'/>"));

	(void)state;
	assert_non_null(strstr(s, ">a&lt;&amp;"));
	assert_null(strstr(s, "a<"));
	buf_free(&b);
}

static void
a_history_is_a_circle_that_leads_on(void **state)
{
	struct machine *m = machine_of(
	    CHART("<state id='p'><history id='h'><transition target='a'/>"
	          "</history><history id='k' type='deep'><transition "
	          "target='a'/></history><state id='a'/></state>"));
	struct buf b = { 0 };

	(void)state;
	svg(&b, m);
	assert_int_equal(1, count(buf_text(&b), "<g class=\"history\""));
	assert_non_null(strstr(buf_text(&b), ">H</text>"));
	assert_non_null(strstr(buf_text(&b), ">H*</text>"));
	buf_free(&b);
	machine_free(m);
}

/* --- outline and dot --- */

static void
an_outline_fits_its_columns(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 50; seed++) {
		struct machine *m = random_machine(seed, 25);
		struct buf b = { 0 };
		const char *s;
		int column = 0;

		draw_outline(&b, m, &words, 60);
		for (s = buf_text(&b); *s != '\0';) {
			column = *s == '\n' ? 0 : column + 1;
			(void)str_next_char(&s);
			if (column > 60)
				fail_msg("too wide: %s", s);
		}
		buf_free(&b);
		machine_free(m);
	}
}

static void
dot_escapes_quotes_and_names_clusters(void **state)
{
	struct machine *m = machine_of(CHART(
	    "<state id='p\"q'><state id='a'/><transition event='x' "
	    "target='a'/></state>"
	    "<state id='b'><transition event='y' target='p\"q'/></state>"));
	struct buf b = { 0 };

	(void)state;
	draw_dot(&b, m, &words);
	assert_non_null(strstr(buf_text(&b), "subgraph cluster1 {"));
	assert_non_null(strstr(buf_text(&b), "label=\"p\\\"q\""));
	assert_non_null(strstr(buf_text(&b), "f1 -> s2 [label=\"x\"]"));
	assert_non_null(
	    strstr(buf_text(&b), "s3 -> s2 [lhead=cluster1, label=\"y\"]"));
	buf_free(&b);
	machine_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_lies_on_anything_else),
		cmocka_unit_test(svg_is_well_formed_and_the_same_each_time),
		cmocka_unit_test(
		    arrows_between_two_states_are_one_with_all_words),
		cmocka_unit_test(what_leaves_no_state_is_a_list_in_its_box),
		cmocka_unit_test(arrows_with_one_goal_leave_a_frame_once),
		cmocka_unit_test(
		    a_guard_that_is_a_list_of_states_is_written_out),
		cmocka_unit_test(markup_in_names_is_escaped),
		cmocka_unit_test(a_history_is_a_circle_that_leads_on),
		cmocka_unit_test(an_outline_fits_its_columns),
		cmocka_unit_test(dot_escapes_quotes_and_names_clusters),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
