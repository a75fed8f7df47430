/* test_appendix.c - random machines against a slow reference of their own */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reference walks the pseudocode of SCXML 1.0, Appendix D, over a tree of
 * its own and sets of flags; it shares nothing with the interpreter but the
 * text of the machine and the lines that have to be the same.
 */
#include "unit.h"

#include "chance.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/str.h"
#include "model/play.h"
#include "xml/init.h"
#include "xml/read.h"

enum {
	MACHINES = 3000,
	MOST = 48, /* nodes of one machine; the first one is <scxml> */
	MOST_ARROWS = 3, /* transitions of one state */
	MOST_TARGETS = 2,
	MOST_QUEUE = 256,
	MOST_STEPS = 200, /* microsteps: more is taken for ever */
	EVENTS = 10,
	DEPTH = 4,
	NAME_BYTES = 32
};

enum kind {
	ATOMIC,
	COMPOUND,
	PARALLEL,
	FINAL,
	SHALLOW,
	DEEP
};

struct arrow {
	int source;
	const char *event; /* NULL: none */
	char done[NAME_BYTES]; /* where it waits for the end of a state */
	int in; /* only while this state is active; 0: always */
	bool not_in; /* ... while it is not */
	bool internal;
	int target[MOST_TARGETS], ntargets;
	const char *raise; /* NULL: nothing */
};

struct node {
	enum kind kind;
	int parent;
	int initial; /* named one, or 0: the first in the document */
	const char *on_entry, *on_exit; /* events raised, or NULL */
	struct arrow arrow[MOST_ARROWS];
	int narrows;
};

struct chart {
	struct node node[MOST];
	int n;
};

/* A set of nodes. */
struct set {
	bool has[MOST];
};

struct reference {
	const struct chart *chart;
	struct set active;
	struct set remembered[MOST];
	bool remembers[MOST];
	char queue[MOST_QUEUE][NAME_BYTES];
	int head, tail;
	int ended; /* the top-level final state, or 0 */
	int steps;
	bool endless;
	const char *pending[MOST]; /* of a history whose default is taken */
};

static const char *const events[] = { "a", "a.b", "b", "c" };
static const char *const descriptors[] = { "a", "a.b", "a.*", "b", "c", "b c",
	"*" };

#define ONE_OF(list) (list)[chance_below(sizeof(list) / sizeof((list)[0]))]

static bool
chance(size_t percent)
{
	return chance_below(100) < percent;
}

/* --- random machines --- */

static bool
is_history(const struct chart *c, int i)
{
	return c->node[i].kind == SHALLOW || c->node[i].kind == DEEP;
}

static bool
is_within(const struct chart *c, int i, int ancestor)
{
	while (i != 0) {
		i = c->node[i].parent;
		if (i == ancestor)
			return true;
	}
	return false;
}

static int
add_node(struct chart *c, enum kind kind, int parent)
{
	int i = c->n++;

	c->node[i] = (struct node){ .kind = kind, .parent = parent };
	if (kind != FINAL && kind != SHALLOW && kind != DEEP && i != 0) {
		c->node[i].on_entry = chance(15) ? ONE_OF(events) : NULL;
		c->node[i].on_exit = chance(15) ? ONE_OF(events) : NULL;
	}
	return i;
}

static void
grow(struct chart *c, int parent, int depth)
{
	const bool parallel = c->node[parent].kind == PARALLEL;
	const size_t more = 1 + (parallel || parent == 0) + chance_below(2);

	for (size_t k = 0; k < more && c->n < MOST - 2 * DEPTH; k++) {
		const size_t r = depth < DEPTH ? chance_below(100) : 99;
		const int i = add_node(c,
		    r < 35       ? COMPOUND
		        : r < 55 ? PARALLEL
		                 : ATOMIC,
		    parent);

		if (c->node[i].kind != ATOMIC)
			grow(c, i, depth + 1);
	}
	if (c->n == parent + 1) /* no room: it has one child at least */
		(void)add_node(c, ATOMIC, parent);
	if (!parallel && chance(40))
		(void)add_node(c, FINAL, parent);
	if (parent != 0 && chance(40))
		(void)add_node(c, chance(50) ? SHALLOW : DEEP, parent);
}

/* Any node below one, which is no history unless asked; 0: there is none. */
static int
any_below(const struct chart *c, int ancestor, bool history, bool child)
{
	int all[MOST], n = 0;

	for (int i = 1; i < c->n; i++) {
		if (is_within(c, i, ancestor) &&
		    (history || !is_history(c, i)) &&
		    (!child || c->node[i].parent == ancestor))
			all[n++] = i;
	}
	return n > 0 ? all[chance_below((size_t)n)] : 0;
}

/* Two nodes in two regions of a parallel state. */
static void
aim_at_two(struct arrow *a, const struct chart *c)
{
	const int p = any_below(c, 0, false, false);
	const int one = any_below(c, p, false, true);
	const int two = any_below(c, p, false, true);

	if (c->node[p].kind != PARALLEL || one == two || one == 0 || two == 0)
		return;
	a->target[0] = any_below(c, one, true, false);
	a->target[1] = any_below(c, two, true, false);
	if (a->target[0] == 0)
		a->target[0] = one;
	if (a->target[1] == 0)
		a->target[1] = two;
	a->ntargets = 2;
}

static void
add_arrow(struct chart *c, int i)
{
	struct arrow *a = &c->node[i].arrow[c->node[i].narrows++];

	*a = (struct arrow){ .source = i };
	a->raise = chance(20) ? ONE_OF(events) : NULL;
	a->internal = chance(30);
	if (chance(15)) {
		(void)snprintf(a->done, sizeof(a->done), "done.state.s%d",
		    1 + (int)chance_below((size_t)c->n - 1));
		a->event = a->done;
	} else if (chance(85)) {
		a->event = ONE_OF(descriptors);
	}
	if (a->event == NULL || chance(20)) {
		do
			a->in = 1 + (int)chance_below((size_t)c->n - 1);
		while (is_history(c, a->in));
		a->not_in = chance(30);
	}
	if (chance(25))
		aim_at_two(a, c);
	if (a->ntargets == 0 && (a->event == NULL || chance(80))) {
		a->target[0] = any_below(c, 0, true, false);
		a->ntargets = 1;
	}
	if (a->ntargets == 0 && a->event == NULL)
		c->node[i].narrows--;
}

static void
make_chart(struct chart *c)
{
	c->n = 0;
	(void)add_node(c, COMPOUND, 0);
	grow(c, 0, 1);
	for (int i = 0; i < c->n; i++) {
		struct node *x = &c->node[i];
		const bool deep = x->kind == DEEP;

		if (is_history(c, i)) { /* where it goes the first time */
			x->arrow[0] = (struct arrow){ .source = i,
				.target = { any_below(
				    c, x->parent, false, !deep) },
				.ntargets = 1,
				.raise = chance(30) ? ONE_OF(events) : NULL };
			x->narrows = 1;
			continue;
		}
		if (x->kind == COMPOUND && chance(50))
			x->initial = any_below(c, i, false, false);
		if (x->kind == FINAL || i == 0)
			continue;
		for (size_t k = chance_below(MOST_ARROWS + 1); k > 0; k--)
			add_arrow(c, i);
	}
}

static void
write_raise(struct buf *b, const char *around, const char *event)
{
	if (event != NULL)
		buf_addf(
		    b, "<%s><raise event='%s'/></%s>", around, event, around);
}

static void
write_arrow(struct buf *b, const struct arrow *a)
{
	buf_adds(b, "<transition");
	if (a->event != NULL)
		buf_addf(b, " event='%s'", a->event);
	if (a->in != 0)
		buf_addf(b, " cond=\"%sIn('s%d')%s\"", a->not_in ? "not(" : "",
		    a->in, a->not_in ? ")" : "");
	for (int k = 0; k < a->ntargets; k++)
		buf_addf(b, "%ss%d%s", k == 0 ? " target='" : " ", a->target[k],
		    k + 1 == a->ntargets ? "'" : "");
	if (a->internal)
		buf_adds(b, " type='internal'");
	buf_addch(b, '>');
	if (a->raise != NULL)
		buf_addf(b, "<raise event='%s'/>", a->raise);
	buf_adds(b, "</transition>");
}

static void
write_node(struct buf *b, const struct chart *c, int i)
{
	static const char *const names[] = { "state", "state", "parallel",
		"final", "history", "history" };
	const struct node *x = &c->node[i];
	const char *name = i == 0 ? "scxml" : names[x->kind];

	if (i == 0)
		buf_adds(b,
		    "<scxml xmlns='http://www.w3.org/2005/07/scxml' "
		    "version='1.0' datamodel='xpath'");
	else
		buf_addf(b, "<%s id='s%d'%s", name, i,
		    x->kind == DEEP ? " type='deep'" : "");
	if (x->initial != 0)
		buf_addf(b, " initial='s%d'", x->initial);
	buf_addch(b, '>');
	write_raise(b, "onentry", x->on_entry);
	write_raise(b, "onexit", x->on_exit);
	for (int k = 0; k < x->narrows; k++)
		write_arrow(b, &x->arrow[k]);
	for (int k = i + 1; k < c->n; k++) {
		if (c->node[k].parent == i)
			write_node(b, c, k);
	}
	buf_addf(b, "</%s>\n", name);
}

/* --- the reference: names as in Appendix D --- */

static void
enqueue(struct reference *r, const char *event)
{
	if (event == NULL || r->tail == MOST_QUEUE)
		return;
	(void)snprintf(r->queue[r->tail++], sizeof(r->queue[0]), "%s", event);
}

static void
enqueue_done(struct reference *r, int state)
{
	char name[NAME_BYTES];

	(void)snprintf(name, sizeof(name), "done.state.s%d", state);
	enqueue(r, name);
}

/* One word of a descriptor: by whole dot tokens, ".*" at the end left out. */
static bool
word_matches(const char *word, size_t len, const char *event)
{
	if (len == 1 && *word == '*')
		return true;
	if (len > 2 && strncmp(word + len - 2, ".*", 2) == 0)
		len -= 2;
	return strncmp(word, event, len) == 0 &&
	    (event[len] == '\0' || event[len] == '.');
}

static bool
matches(const char *descriptor, const char *event)
{
	while (*descriptor != '\0') {
		const size_t len = strcspn(descriptor, " ");

		if (word_matches(descriptor, len, event))
			return true;
		descriptor += len;
		descriptor += strspn(descriptor, " ");
	}
	return false;
}

static bool
is_enabled(const struct reference *r, const struct arrow *a, const char *event)
{
	if ((a->event == NULL) != (event == NULL) ||
	    (event != NULL && !matches(a->event, event)))
		return false;
	return a->in == 0 || r->active.has[a->in] != a->not_in;
}

static bool
is_leaf(const struct chart *c, int i)
{
	return c->node[i].kind == ATOMIC || c->node[i].kind == FINAL;
}

static void
effective_targets(
    struct set *out, const struct reference *r, const struct arrow *a)
{
	for (int k = 0; k < a->ntargets; k++) {
		const int t = a->target[k];

		if (!is_history(r->chart, t))
			out->has[t] = true;
		else if (!r->remembers[t])
			effective_targets(out, r, &r->chart->node[t].arrow[0]);
		else
			for (int i = 0; i < r->chart->n; i++)
				out->has[i] =
				    out->has[i] || r->remembered[t].has[i];
	}
}

static bool
all_within(const struct chart *c, const struct set *s, int ancestor)
{
	for (int i = 0; i < c->n; i++) {
		if (s->has[i] && !is_within(c, i, ancestor))
			return false;
	}
	return true;
}

/* The domain of a transition that has a target. */
static int
domain_of(const struct reference *r, const struct arrow *a)
{
	const struct chart *c = r->chart;
	struct set targets = { { false } };
	int anc = a->source;

	effective_targets(&targets, r, a);
	if (a->internal && c->node[a->source].kind == COMPOUND &&
	    all_within(c, &targets, a->source))
		return a->source;
	do
		anc = c->node[anc].parent;
	while (anc != 0 &&
	    (c->node[anc].kind != COMPOUND || !all_within(c, &targets, anc)));
	return anc;
}

static void
exit_set(struct set *out, const struct reference *r, const struct arrow *a)
{
	const int domain = a->ntargets > 0 ? domain_of(r, a) : -1;

	for (int i = 1; i < r->chart->n; i++)
		if (domain >= 0 && r->active.has[i] &&
		    is_within(r->chart, i, domain))
			out->has[i] = true;
}

static bool
conflicts(
    const struct reference *r, const struct arrow *a, const struct arrow *b)
{
	struct set one = { { false } }, two = { { false } };

	exit_set(&one, r, a);
	exit_set(&two, r, b);
	for (int i = 0; i < r->chart->n; i++) {
		if (one.has[i] && two.has[i])
			return true;
	}
	return false;
}

/* Put one among those chosen, unless it is there or gives way. */
static void
choose(const struct arrow **chosen, int *n, const struct reference *r,
    const struct arrow *a)
{
	bool away[MOST] = { false };
	int left = 0;

	for (int k = 0; k < *n; k++) {
		if (!conflicts(r, a, chosen[k]))
			continue;
		if (!is_within(r->chart, a->source, chosen[k]->source))
			return;
		away[k] = true;
	}
	for (int k = 0; k < *n; k++) {
		if (!away[k])
			chosen[left++] = chosen[k];
	}
	chosen[left++] = a;
	*n = left;
}

static int
select_arrows(
    const struct arrow **chosen, const struct reference *r, const char *event)
{
	const struct chart *c = r->chart;
	const struct arrow *enabled[MOST];
	int n = 0, nchosen = 0;

	for (int i = 1; i < c->n; i++) {
		const struct arrow *found = NULL;

		if (!r->active.has[i] || !is_leaf(c, i))
			continue;
		for (int s = i; s != 0 && found == NULL; s = c->node[s].parent)
			for (int k = 0; k < c->node[s].narrows; k++) {
				const struct arrow *a = &c->node[s].arrow[k];

				if (found == NULL && is_enabled(r, a, event))
					found = a;
			}
		for (int k = 0; k < n; k++) {
			if (enabled[k] == found)
				found = NULL;
		}
		if (found != NULL)
			enabled[n++] = found;
	}
	for (int k = 0; k < n; k++)
		choose(chosen, &nchosen, r, enabled[k]);
	return nchosen;
}

struct entry {
	struct set enter, by_default;
};

static void add_ancestors(
    struct reference *r, struct entry *e, int state, int ancestor);

static void add_descendants(struct reference *r, struct entry *e, int state);

static void
add_regions(struct reference *r, struct entry *e, int parallel)
{
	const struct chart *c = r->chart;

	for (int i = parallel + 1; i < c->n; i++) {
		bool some = false;

		if (c->node[i].parent != parallel || is_history(c, i))
			continue;
		for (int k = 0; k < c->n; k++)
			some = some || (e->enter.has[k] && is_within(c, k, i));
		if (!some)
			add_descendants(r, e, i);
	}
}

static int
initial_of(const struct chart *c, int state)
{
	if (c->node[state].initial != 0)
		return c->node[state].initial;
	for (int i = state + 1; i < c->n; i++) {
		if (c->node[i].parent == state && !is_history(c, i))
			return i;
	}
	fail_msg("s%d has no child", state);
	return 0;
}

static void
add_history(struct reference *r, struct entry *e, int history)
{
	const struct node *x = &r->chart->node[history];
	struct set to = r->remembered[history];

	if (!r->remembers[history]) {
		memset(&to, 0, sizeof(to));
		to.has[x->arrow[0].target[0]] = true;
		r->pending[x->parent] = x->arrow[0].raise;
	}
	for (int i = 0; i < r->chart->n; i++) {
		if (to.has[i])
			add_descendants(r, e, i);
	}
	for (int i = 0; i < r->chart->n; i++) {
		if (to.has[i])
			add_ancestors(r, e, i, x->parent);
	}
}

static void
add_descendants(struct reference *r, struct entry *e, int state)
{
	const struct chart *c = r->chart;

	if (is_history(c, state)) {
		add_history(r, e, state);
		return;
	}
	e->enter.has[state] = true;
	if (c->node[state].kind == COMPOUND) {
		e->by_default.has[state] = true;
		add_descendants(r, e, initial_of(c, state));
		add_ancestors(r, e, initial_of(c, state), state);
	} else if (c->node[state].kind == PARALLEL) {
		add_regions(r, e, state);
	}
}

static void
add_ancestors(struct reference *r, struct entry *e, int state, int ancestor)
{
	for (int i = r->chart->node[state].parent; i != ancestor && i != 0;
	     i = r->chart->node[i].parent) {
		e->enter.has[i] = true;
		if (r->chart->node[i].kind == PARALLEL)
			add_regions(r, e, i);
	}
}

static bool
is_in_final(const struct reference *r, int state)
{
	const struct chart *c = r->chart;
	bool all = true, some = false;

	for (int i = state + 1; i < c->n; i++) {
		if (c->node[i].parent != state || is_history(c, i))
			continue;
		some = some || (c->node[i].kind == FINAL && r->active.has[i]);
		all = all && is_in_final(r, i);
	}
	return c->node[state].kind == COMPOUND
	    ? some
	    : c->node[state].kind == PARALLEL && all;
}

static void
enter_one(struct reference *r, int state)
{
	const struct chart *c = r->chart;
	const int parent = c->node[state].parent;

	r->active.has[state] = true;
	enqueue(r, c->node[state].on_entry);
	enqueue(r, r->pending[state]);
	if (c->node[state].kind != FINAL)
		return;
	if (parent == 0) {
		r->ended = state;
		return;
	}
	enqueue_done(r, parent);
	if (c->node[c->node[parent].parent].kind == PARALLEL &&
	    is_in_final(r, c->node[parent].parent))
		enqueue_done(r, c->node[parent].parent);
}

static void
enter(struct reference *r, const struct entry *e)
{
	for (int i = 1; i < r->chart->n; i++) {
		if (e->enter.has[i])
			enter_one(r, i);
	}
	memset(r->pending, 0, sizeof(r->pending));
}

static void
remember(struct reference *r, int history)
{
	const struct chart *c = r->chart;
	const int parent = c->node[history].parent;

	memset(&r->remembered[history], 0, sizeof(r->remembered[history]));
	r->remembers[history] = true;
	for (int i = 1; i < c->n; i++) {
		if (r->active.has[i] &&
		    (c->node[history].kind == DEEP
		            ? is_leaf(c, i) && is_within(c, i, parent)
		            : c->node[i].parent == parent))
			r->remembered[history].has[i] = true;
	}
}

static void
microstep(struct reference *r, const struct arrow *const *chosen, int n)
{
	const struct chart *c = r->chart;
	struct set leave = { { false } };
	struct entry e = { 0 };

	r->steps++;
	for (int k = 0; k < n; k++)
		exit_set(&leave, r, chosen[k]);
	for (int i = 1; i < c->n; i++) {
		if (is_history(c, i) && leave.has[c->node[i].parent])
			remember(r, i);
	}
	for (int i = c->n - 1; i > 0; i--) {
		if (leave.has[i]) {
			enqueue(r, c->node[i].on_exit);
			r->active.has[i] = false;
		}
	}
	for (int k = 0; k < n; k++)
		enqueue(r, chosen[k]->raise);
	for (int k = 0; k < n; k++) {
		struct set targets = { { false } };

		for (int t = 0; t < chosen[k]->ntargets; t++)
			add_descendants(r, &e, chosen[k]->target[t]);
		effective_targets(&targets, r, chosen[k]);
		for (int i = 1; i < c->n; i++) {
			if (targets.has[i])
				add_ancestors(
				    r, &e, i, domain_of(r, chosen[k]));
		}
	}
	enter(r, &e);
}

/* Until nothing moves, or it goes on for ever. */
static void
settle(struct reference *r, const char *event)
{
	const struct arrow *chosen[MOST];
	int n = event != NULL ? select_arrows(chosen, r, event) : 0;

	if (n > 0)
		microstep(r, chosen, n);
	while (r->ended == 0 && r->steps < MOST_STEPS && r->tail < MOST_QUEUE) {
		n = select_arrows(chosen, r, NULL);
		while (n == 0 && r->head < r->tail)
			n = select_arrows(chosen, r, r->queue[r->head++]);
		if (n == 0)
			return;
		microstep(r, chosen, n);
	}
	r->endless = r->ended == 0;
}

static void
write_active(struct buf *b, const struct reference *r)
{
	const char *gap = "";

	for (int i = 1; i < r->chart->n; i++) {
		if (!r->active.has[i] || !is_leaf(r->chart, i))
			continue;
		buf_addf(b, "%ss%d", gap, i);
		gap = " ";
	}
	buf_addch(b, '\n');
	if (r->ended != 0)
		buf_addf(b, "done s%d\n", r->ended);
}

/* What the reference prints; false: it does not come to rest. */
static bool
play_reference(struct buf *b, const struct chart *c, const char *const *given)
{
	struct reference *r = xcalloc(1, sizeof(*r));
	struct entry e = { 0 };
	bool rests;

	r->chart = c;
	add_descendants(r, &e, initial_of(c, 0));
	add_ancestors(r, &e, initial_of(c, 0), 0);
	enter(r, &e);
	settle(r, NULL);
	write_active(b, r);
	for (; *given != NULL && r->ended == 0 && !r->endless; given++) {
		r->head = r->tail = 0;
		settle(r, *given);
		buf_addf(b, "%s\t", *given);
		write_active(b, r);
	}
	rests = !r->endless;
	free(r);
	return rests;
}

/* --- the property --- */

static void
play_ours(struct buf *b, const char *text, size_t len, const char *const *given,
    uint32_t seed)
{
	struct machine *m = NULL;
	struct err err = { 0 };
	xmlDoc *doc;

	assert_ok(xml_read(&doc, text, len, "x.scxml", &err), err);
	if (machine_load_alone(&m, doc, "x.scxml", &err) != MLA_OK)
		fail_msg("seed %u: %s\n%s", seed, err.msg, text);
	if (play_machine(b, m, given, &err) != MLA_OK)
		fail_msg("seed %u: %s\n%s", seed, err.msg, text);
	machine_free(m);
	xmlFreeDoc(doc);
}

static void
a_random_machine_goes_where_appendix_d_says(void **state)
{
	const int machines = chance_tries(MACHINES);

	(void)state;
	/* What goes on for ever is left out. */
	for (int compared = 0; compared < machines;) {
		const uint32_t seed = chance_seed;
		const char *given[EVENTS + 1] = { NULL };
		struct buf text = { 0 }, want = { 0 }, have = { 0 };
		struct chart c;

		make_chart(&c);
		write_node(&text, &c, 0);
		for (int k = 0; k < EVENTS; k++)
			given[k] = ONE_OF(events);
		if (play_reference(&want, &c, given)) {
			play_ours(
			    &have, buf_text(&text), text.len, given, seed);
			if (!str_eq(buf_text(&want), buf_text(&have)))
				fail_msg("seed %u: the reference\n%sours\n%s%s",
				    seed, buf_text(&want), buf_text(&have),
				    buf_text(&text));
			compared++;
		}
		buf_free(&text);
		buf_free(&want);
		buf_free(&have);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_random_machine_goes_where_appendix_d_says),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
