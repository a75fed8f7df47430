/* test_walk.c - every kind of request, walked at random: no dead end */
/* SPDX-License-Identifier: Apache-2.0 */
#include "office.h"

#include "chance.h"
#include "sample.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/act.h"
#include "xml/init.h"
#include "xml/node.h"
#include "xml/read.h"

#define STEPS_MAX 150 /* of one walk: then it is led to its end */
#define TRIES 180 /* walks of a kind on one side */
#define TRIES_MORE 8 /* times as many, where few walks come to a state */
#define TRANSITIONS_MAX 512 /* of the machines of a kind */
#define FIELDS_MAX 32 /* of one event */
#define MEASURES_MAX 2 /* of one request */
#define SEED 20261126u
#define FIRST_DAY "2027-03-01" /* all instruments of the data apply */

/* One kind on one side. */
struct walk {
	struct office *office;
	const char *kind, *side, *partner, *uid;
	const char *text;
	size_t len;
	size_t *taken; /* how often each transition was fired, by slot */
	const struct machine_transition *seen[TRANSITIONS_MAX];
	size_t nseen;
};

static size_t *
times_taken(struct walk *w, const struct machine_transition *t)
{
	for (size_t i = 0; i < w->nseen; i++) {
		if (w->seen[i] == t)
			return &w->taken[i];
	}
	assert_true(w->nseen < TRANSITIONS_MAX);
	w->seen[w->nseen] = t;
	return &w->taken[w->nseen++];
}

/* Each list in turn, so that every code is tried. */
static size_t
next_of(const char *list, size_t n)
{
	static char *name[128];
	static size_t times[128], lists;
	size_t i = 0;

	while (i < lists && !str_eq(name[i], list))
		i++;
	if (i == lists) {
		assert_true(lists < 128);
		name[lists++] = xstrdup(list);
		times[i] = chance_below(n);
	}
	return times[i]++ % n;
}

/* A field of the event with a value that its type allows. */
static char *
value_for(const struct machine_field *f, struct codes *codes, const char *day)
{
	const xmlNode *list, *code;
	size_t n = 0, pick;

	if (str_eq(f->type, "date"))
		return xstrdup(day);
	if (str_eq(f->type, "yes-no"))
		return xstrdup(chance_below(2) == 0 ? "yes" : "no");
	if (str_eq(f->type, "number"))
		return xstrdup("3");
	if (!str_eq(f->type, "code"))
		return xstrdup("in words");
	list = codes_list(codes, f->codes);
	assert_non_null(list);
	for (code = xml_first(list); code != NULL; code = xml_after(code))
		n++;
	pick = next_of(f->codes, n);
	code = xml_first(list);
	while (pick-- > 0)
		code = xml_after(code);
	return xml_attr(code, "id");
}

struct option {
	const char *event, *part;
	const struct machine_transition *t;
};

struct options {
	struct option at[256];
	size_t n;
};

static void
add_options(struct options *o, struct run *run, const char *part)
{
	struct run_choices c;
	struct err err = { 0 };

	assert_ok(run_possible(&c, run, &err), err);
	for (size_t i = 0; i < c.n && o->n < 256; i++)
		o->at[o->n++] =
		    (struct option){ c.at[i].event, part, c.at[i].transition };
	run_choices_free(&c);
}

/* What waits to be sent can go out with a new transmission. */
static void
add_sendings(struct options *o, const struct dossier *d, const char *part)
{
	const struct machine_state *first =
	    d->rules->transmission->state[0]->initial->target[0];

	for (size_t i = 0; i < first->ntransitions; i++)
		o->at[o->n++] = (struct option){ first->transition[i]->event[0],
			part, first->transition[i] };
}

/* Fields for a transition; the caller frees them with free_fields. */
static void
fill_fields(struct act *act, struct act_field *field,
    const struct machine_transition *t, struct codes *codes)
{
	char text[DATE_BYTES];

	(void)date_format(act->on.day, text);
	act->fields = field;
	for (size_t i = 0; i < t->nfields; i++) {
		field[act->nfields].name = t->field[i].name;
		field[act->nfields++].value =
		    value_for(&t->field[i], codes, text);
	}
}

static void
free_fields(struct act *act)
{
	for (size_t i = 0; i < act->nfields; i++)
		free((char *)(uintptr_t)act->fields[i].value);
}

/* Fire one of them; true if the machine and the fields let it. */
static bool
fire(struct walk *w, struct dossier *d, const struct option *o, int32_t day)
{
	struct act_field field[FIELDS_MAX];
	struct act act = { .event = o->event,
		.part = o->part,
		.on = { .day = day, .second = -1 } };
	struct act_done done = { 0 };
	struct err err = { 0 };
	enum mla_rc rc;

	/* What either may do is done by each. */
	if (str_eq(o->t->by, "either") && chance_below(2) == 0)
		act.by = "them";
	fill_fields(&act, field, o->t, d->rules->codes);
	rc = act_add(&done, d, &act, &err);
	free_fields(&act);
	act_done_free(&done);
	if (rc != MLA_OK && rc != MLA_EREFUSED)
		fail_msg(
		    "%s %s: \"%s\": %s", w->kind, w->side, o->event, err.msg);
	if (rc == MLA_OK)
		(*times_taken(w, o->t))++;
	return rc == MLA_OK;
}

/* "machine/state" of every state that was active in some walk. */
static char *been[4096];
static size_t nbeen;

static bool
was_there(const char *key)
{
	for (size_t i = 0; i < nbeen; i++) {
		if (str_eq(been[i], key))
			return true;
	}
	return false;
}

/* A limit of a machine, as "started execute-measure of eio-in". */
static char *
limit_key(const char *what, const struct limit *l, const struct machine *m)
{
	return xasprintf("%s %s of %s", what, l->id, m->name);
}

static void
note(const struct dossier *d, const char *what, const struct dossier_limit *l)
{
	char *key = limit_key(what, l->limit, dossier_machine(d, l->part));

	if (!was_there(key) && nbeen < sizeof(been) / sizeof(been[0]))
		been[nbeen++] = xstrdup(key);
	free(key);
}

static void
note_states(const struct dossier *d)
{
	const struct machine *m = d->rules->whole;

	for (size_t i = 1; i < m->nstates; i++) {
		char *key = xasprintf("%s/%s", m->name, m->state[i]->id);

		if (run_is_active(d->run, m->state[i]->id) && !was_there(key) &&
		    nbeen < sizeof(been) / sizeof(been[0]))
			been[nbeen++] = xstrdup(key);
		free(key);
	}
}

/* What was fired least so far comes first, among equals by chance. */
static void
order_options(struct walk *w, struct options *o)
{
	for (size_t i = 0; i < o->n; i++) {
		size_t k = i + chance_below(o->n - i);
		struct option x = o->at[k];

		o->at[k] = o->at[i];
		o->at[i] = x;
	}
	for (size_t i = 1; i < o->n; i++) {
		struct option x = o->at[i];
		size_t at = i, mine = *times_taken(w, x.t);

		for (; at > 0 && *times_taken(w, o->at[at - 1].t) > mine; at--)
			o->at[at] = o->at[at - 1];
		o->at[at] = x;
	}
}

/* One step somewhere; false if nothing at all is possible. */
static bool
step(struct walk *w, struct dossier **d, int32_t day)
{
	struct options o = { .n = 0 };
	int64_t id = (*d)->row.id;
	char *pending = act_pending(*d), *next = act_next_transmission(*d);
	struct err err = { 0 };
	bool done = false;

	dossier_present(*d);
	add_options(&o, (*d)->run, NULL);
	for (size_t i = 0; i < (*d)->nparts; i++) {
		if (!run_is_final((*d)->parts[i].run))
			add_options(&o, (*d)->parts[i].run, (*d)->parts[i].id);
	}
	if (*pending != '\0')
		add_sendings(&o, *d, next);
	order_options(w, &o);
	for (size_t i = 0; i < o.n; i++) {
		o.at[i].part = xstrdup_null(o.at[i].part);
	}
	for (size_t i = 0; i < o.n && !done; i++) {
		if ((done = fire(w, *d, &o.at[i], day)))
			break;
		/* A refused act leaves the dossier as it was tried. */
		dossier_free(*d);
		assert_ok(dossier_open(d, w->office, id, &err), err);
	}
	for (size_t i = 0; i < o.n; i++)
		free((char *)(uintptr_t)o.at[i].part);
	free(pending);
	free(next);
	return done;
}

/* How a request begins: drafted, now and then given up, or received. */
static const char *
first_step(const struct walk *w, const struct machine *m)
{
	if (str_eq(w->side, "in"))
		return MACHINE_RECEIVE;
	if (machine_step(m, MACHINE_FORGO) != NULL && chance_below(8) == 0)
		return MACHINE_FORGO;
	return MACHINE_DRAFT;
}

static struct dossier *
begin(struct walk *w, int32_t day)
{
	struct act_new n = { .kind = w->kind,
		.side = w->side,
		.partner = w->partner,
		.uid = w->uid };
	struct act_field field[FIELDS_MAX];
	struct act act = { .document = w->text,
		.document_len = w->len,
		.on = { .day = day, .second = -1 } };
	struct act_done done = { 0 };
	struct err err = { 0 };
	struct dossier *d;
	struct rules *rules;

	assert_ok(rules_of(&rules, w->office, 0, w->kind, w->side, &err), err);
	n.step = first_step(w, rules->whole);
	/* What came in may be registered before anybody has read it. */
	if (str_eq(n.step, MACHINE_RECEIVE) && chance_below(4) == 0)
		act.document = NULL;
	fill_fields(
	    &act, field, machine_step(rules->whole, n.step), rules->codes);
	assert_ok(store_begin(w->office->store, &err), err);
	assert_ok(act_create(&d, &done, w->office, &n, &act, &err), err);
	free_fields(&act);
	act_done_free(&done);
	return d;
}

/* Every time limit has ended where the request, or its part, has. */
static void
check_limits(const struct walk *w, const struct dossier *d, uint32_t from)
{
	for (size_t i = 0; i < d->nlimits; i++) {
		const struct dossier_limit *l = &d->limits[i];
		const struct dossier_part *p =
		    l->part != NULL ? dossier_part(d, l->part) : NULL;
		const struct run *run = p != NULL ? p->run : d->run;

		note(d, "started", l);
		if (l->end == DOSSIER_DONE)
			note(d, "done", l);
		else if (l->end != DOSSIER_MOOT &&
		    (run_is_final(d->run) ||
		        (l->end == DOSSIER_RUNNING && run_is_final(run))))
			fail_msg("%s %s (seed %u): the limit \"%s\"%s%s runs "
			         "on in \"%s\"",
			    w->kind, w->side, from, l->limit->id,
			    p != NULL ? " of " : "", p != NULL ? p->id : "",
			    run_state(run)->id);
	}
}

/* From the first event until it ends; every state on the way is noted. */
static void
walk_once(struct walk *w)
{
	uint32_t from = chance_seed;
	struct dossier *d;
	int32_t day;

	assert_true(date_parse(&day, FIRST_DAY));
	d = begin(w, day);
	note_states(d);
	for (int i = 0; i < STEPS_MAX && !run_is_final(d->run); i++) {
		if (!step(w, &d, ++day))
			fail_msg("%s %s (seed %u): nothing can happen any more "
			         "in \"%s\" after %d steps",
			    w->kind, w->side, from, run_state(d->run)->id, i);
		note_states(d);
		check_limits(w, d, from);
	}
	dossier_free(d);
	store_rollback(w->office->store);
}

/* They need other documents than the samples: those of tests/cli/due-*. */
static bool
is_elsewhere(const struct limit *limit)
{
	static const char *const ids[] = { "answer-other",
		"notify-interception", "observation-ends",
		"provider-subscriber", "provider-traffic", "safe-conduct",
		"send-summons", "serve-provider" };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		if (str_eq(ids[i], limit->id))
			return true;
	}
	return false;
}

/* "started" or "done": what no walk saw of a limit, or NULL. */
static const char *
not_met(const struct limit **which, const struct limit_list *limits,
    const struct machine *m)
{
	static const char *const both[] = { "started", "done" };

	for (size_t i = 0; limits != NULL && i < limits->n; i++) {
		*which = &limits->at[i];
		for (size_t k = 0; k < 2 && !is_elsewhere(*which); k++) {
			char *key = limit_key(both[k], *which, m);
			bool seen = was_there(key);

			free(key);
			if (!seen)
				return both[k];
		}
	}
	return NULL;
}

/* In some walk each limit ran, and what was owed came. */
static void
check_met(const xmlDoc *doc, const struct machine *m)
{
	const struct limit *which = NULL;
	struct limit_list *limits;
	struct err err = { 0 };
	const char *what;

	assert_ok(limit_list_load(&limits, doc, m, &err), err);
	if ((what = not_met(&which, limits, m)) != NULL)
		fail_msg("%s: in no walk the limit \"%s\" is %s", m->name,
		    which->id, what);
	limit_list_free(limits);
}

/* A state of a machine to which no walk came, but for where it begins. */
static const struct machine_state *
not_seen(const struct machine *m)
{
	for (size_t i = 1; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];
		char *key = xasprintf("%s/%s", m->name, s->id);
		bool seen = was_there(key);

		free(key);
		/* A history is passed, and never active. */
		if (*s->id != '\0' && s->kind != MACHINE_HISTORY &&
		    s != m->state[0]->initial->target[0] && !seen)
			return s;
	}
	return NULL;
}

static void
check_coverage(const struct res *res, const char *name)
{
	const struct machine_state *s;
	struct err err = { 0 };
	struct buf b = { 0 };
	struct machine *m;
	xmlDoc *doc;

	assert_ok(res_read(&b, res, RES_WORKFLOW, name, &err), err);
	assert_ok(xml_read(&doc, buf_text(&b), b.len, name, &err), err);
	assert_ok(machine_load(&m, doc, name, &err), err);
	if ((s = not_seen(m)) != NULL)
		fail_msg("no walk came to %s/%s", name, s->id);
	check_met(doc, m);
	machine_free(m);
	xmlFreeDoc(doc);
	buf_free(&b);
}

/*
 * Has all been seen of the machines of a kind?  Where both sides have the same
 * one, the other side is still to come after the side out.
 */
static bool
is_seen(const struct walk *w)
{
	struct rules *rules, *other;
	const struct limit *which;
	struct err err = { 0 };

	assert_ok(rules_of(&rules, w->office, 0, w->kind, w->side, &err), err);
	assert_ok(rules_of(&other, w->office, 0, w->kind, "in", &err), err);
	if (str_eq(w->side, "out") &&
	    str_eq(rules->whole->name, other->whole->name))
		return true;
	return not_seen(rules->whole) == NULL &&
	    not_met(&which, rules->limits, rules->whole) == NULL;
}

/* Two measures are enough: with more of them few walks come to results. */
static xmlChar *
with_few_measures(xmlDoc *doc, int *len)
{
	const xmlNode *all = xml_child(xml_root(doc), REQUEST_NS, "measures");
	xmlNode *m = xml_first(all), *next;
	xmlChar *text;

	for (size_t i = 0; m != NULL; m = next, i++) {
		next = xml_after(m);
		if (i < MEASURES_MAX)
			continue;
		xmlUnlinkNode(m);
		xmlFreeNode(m);
	}
	xmlDocDumpMemory(doc, &text, len);
	return text;
}

/*
 * The same, urgent if it was not, and not if it was: other time limits run.
 * An order of investigation asks for evidence to be frozen.
 */
static xmlChar *
the_other_way(xmlDoc *doc, int *len)
{
	xmlNode *root = xmlDocGetRootElement(doc), *at = xml_first(root);
	xmlNode *urgency = xml_child(root, REQUEST_NS, "urgency");
	xmlNode *measures = xml_child(root, REQUEST_NS, "measures");
	xmlChar *text;

	if (urgency != NULL) {
		xmlUnlinkNode(urgency);
		xmlFreeNode(urgency);
	} else {
		while (at != NULL && !xml_is(at, REQUEST_NS, "offences"))
			at = xml_after(at);
		urgency = xmlNewNode(root->ns, (const xmlChar *)"urgency");
		(void)xmlNewProp(
		    urgency, (const xmlChar *)"code", (const xmlChar *)"life");
		if (at != NULL)
			(void)xmlAddPrevSibling(at, urgency);
		else
			xmlFreeNode(urgency);
	}
	if (xml_attr_is(root, "kind", "eio"))
		(void)xmlSetProp(xml_first(measures), (const xmlChar *)"code",
		    (const xmlChar *)"freeze-evidence");
	xmlDocDumpMemory(doc, &text, len);
	return text;
}

static void
walk_kind(const char *kind, const char *side, const char *sample)
{
	struct walk w = { .kind = kind, .side = side };
	const bool out = str_eq(side, "out");
	struct err err = { 0 };
	char *dir;
	char *asks, *asked, *uid;
	int tries = chance_tries(TRIES);
	xmlChar *text, *other;
	xmlDoc *doc;
	int len, other_len;

	assert_ok(xml_read(&doc, sample, strlen(sample), kind, &err), err);
	text = with_few_measures(doc, &len);
	other = the_other_way(doc, &other_len);
	asks = xml_text(
	    xml_child(xml_child(xml_root(doc), REQUEST_NS, "requesting"),
	        REQUEST_NS, "state"));
	asked = xml_text(
	    xml_child(xml_child(xml_root(doc), REQUEST_NS, "requested"),
	        REQUEST_NS, "state"));
	uid = xml_attr(xml_root(doc), "uid");
	w.uid = uid;
	w.partner = out ? asked : asks;
	w.taken = xcalloc(TRANSITIONS_MAX, sizeof(*w.taken));
	w.office = unit_new_register(&dir, out ? asks : asked, "2040-01-01");
	/* Walks of one kind do not depend on those of others. */
	chance_seed = SEED;
	for (int i = 0; i < tries ||
	     (tries == TRIES && i < TRIES * TRIES_MORE && !is_seen(&w));
	     i++) {
		const bool usual = i % 3 < 2;

		w.text = (const char *)(usual ? text : other);
		w.len = (size_t)(usual ? len : other_len);
		walk_once(&w);
	}
	office_close(w.office);
	unit_remove_register(dir);
	xmlFreeDoc(doc);
	free(w.taken);
	xmlFree(text);
	xmlFree(other);
	free(asks);
	free(asked);
	free(uid);
}

static void
no_walk_comes_to_a_dead_end(void **state)
{
	struct err err = { 0 };
	struct file_names kinds, machines;
	struct res *res;

	(void)state;
	xml_init();
	assert_ok(res_open(&res, ".", &err), err);
	assert_ok(res_list(&kinds, res, RES_KIND, &err), err);
	for (size_t i = 0; i < kinds.n; i++) {
		char *text = sample_of(kinds.at[i]);

		if (text == NULL)
			fail_msg("%s: no sample in " SAMPLES, kinds.at[i]);
		walk_kind(kinds.at[i], "out", text);
		walk_kind(kinds.at[i], "in", text);
		free(text);
	}
	assert_ok(res_list(&machines, res, RES_WORKFLOW, &err), err);
	for (size_t i = 0; i < machines.n && chance_tries(TRIES) == TRIES; i++)
		check_coverage(res, machines.at[i]);
	while (nbeen > 0)
		free(been[--nbeen]);
	file_names_free(&machines);
	file_names_free(&kinds);
	res_free(res);
	xml_done();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_walk_comes_to_a_dead_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
