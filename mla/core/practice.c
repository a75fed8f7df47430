/* practice.c - a register full of made-up requests */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/practice.h"

#include <math.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/act.h"
#include "xml/node.h"
#include "xml/write.h"

#define PRACTICE_NS "urn:mla:practice:1"

enum {
	YEARS = 6, /* in which they began */
	DAYS_OF_YEAR = 365,
	BATCH = 200, /* requests in a transaction */
	MAX_ACTS = 64, /* of a story */
	MAX_FIELDS = 8 /* of an act */
};

struct partner {
	char *state;
	double weight, pace;
};

struct story {
	const xmlNode *node;
	char *kind, *side;
	char *text; /* of the request, NULL: it came on paper */
	struct partner *partner;
	size_t npartners;
	double weight;
};

/* One request that is to be made. */
struct plan {
	int32_t day; /* it begins */
	uint32_t story;
	uint64_t seed; /* of what happens to it */
};

/* An act as it is drawn; the texts are owned. */
struct drawn {
	char *event, *part;
	char *name[MAX_FIELDS], *value[MAX_FIELDS];
	struct act_field field[MAX_FIELDS];
	size_t n;
	int32_t day;
};

struct practice {
	struct office *office;
	struct when now; /* of the office, the last day of all stories */
	xmlDoc *doc;
	struct story *story;
	size_t nstories, cap_stories;
	uint64_t state; /* of the numbers drawn */
	struct drawn act[MAX_ACTS];
	size_t nacts;
	bool over; /* a way has ended the story */
};

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t
draw(struct practice *p)
{
	uint64_t z = p->state += 0x9e3779b97f4a7c15U;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
	return z ^ (z >> 31);
}

/* 0 or more, below 1. */
static double
draw_share(struct practice *p)
{
	return (double)(draw(p) >> 11) / 9007199254740992.0;
}

/* Log-normal: the median times exp(sigma Z); Z by Box and Muller. */
static int32_t
draw_days(struct practice *p, double median, double sigma)
{
	double u = 1 - draw_share(p), v = draw_share(p);
	double z = sqrt(-2 * log(u)) * cos(2 * 3.14159265358979323846 * v);
	double days = median * exp(sigma * z);

	return days < 100000 ? (int32_t)(days + 0.5) : 100000;
}

static double
number_of(const xmlNode *node, const char *name)
{
	char *text = xml_attr(node, name);
	double x = text != NULL ? strtod(text, NULL) : 0;

	free(text);
	return x;
}

static const xmlNode *
group_of(const struct practice *p, const char *id)
{
	const xmlNode *node = xml_root(p->doc);

	for (node = xml_first(node); node != NULL; node = xml_after(node)) {
		if (xml_is(node, PRACTICE_NS, "partners") &&
		    xml_attr_is(node, "id", id))
			return node;
	}
	return NULL;
}

static bool
has_home(const struct practice *p, const xmlNode *story)
{
	char *home = xml_attr(story, "home");
	const xmlNode *node;
	bool has = home == NULL;

	for (node = home != NULL ? xml_first(group_of(p, home)) : NULL;
	     node != NULL && !has; node = xml_after(node))
		has = xml_attr_is(node, "state", p->office->info.country);
	free(home);
	return has;
}

/* All of the group but our own State. */
static void
add_partners(struct practice *p, struct story *s, const char *group)
{
	const xmlNode *node = group_of(p, group);
	size_t n = 0, cap = 0;

	for (node = xml_first(node); node != NULL; node = xml_after(node)) {
		char *state = xml_attr(node, "state");

		if (str_eq(state, p->office->info.country)) {
			free(state);
			continue;
		}
		s->partner = vec_more(s->partner, &cap, n, sizeof(*s->partner));
		s->partner[n++] = (struct partner){ state,
			number_of(node, "weight"), number_of(node, "pace") };
	}
	s->npartners = n;
}

static enum mla_rc
add_story(struct practice *p, const xmlNode *node, struct err *err)
{
	const xmlNode *text = xml_child(node, PRACTICE_NS, "text");
	char *group = xml_attr(node, "partners");
	struct buf b = { 0 };
	struct story *s;
	enum mla_rc rc = MLA_OK;

	if (group_of(p, group) == NULL) {
		rc = err_set(err, MLA_EDAMAGED,
		    "forms/practice: line %ld: there are no partners \"%s\"",
		    xml_line(node), group);
	} else if (has_home(p, node)) {
		p->story = vec_more(
		    p->story, &p->cap_stories, p->nstories, sizeof(*p->story));
		s = &p->story[p->nstories++];
		memset(s, 0, sizeof(*s));
		s->node = node;
		s->kind = xml_attr(node, "kind");
		s->side = xml_attr(node, "side");
		s->weight = number_of(node, "weight");
		add_partners(p, s, group);
		if (text != NULL) {
			xml_write_node(&b, xml_first(text));
			s->text = buf_steal(&b);
		}
	}
	free(group);
	return rc;
}

static enum mla_rc
load(struct practice *p, struct err *err)
{
	struct res *res = p->office->res;
	struct buf bytes = { 0 };
	const xmlNode *node;
	enum mla_rc rc;

	if ((rc = res_read(&bytes, res, RES_PRACTICE, PRACTICE_FILE, err)) ==
	    MLA_OK)
		rc = res_parse(&p->doc, res, buf_text(&bytes), bytes.len,
		    "forms/practice/" PRACTICE_FILE ".xml", "practice", err);
	buf_free(&bytes);
	if (rc != MLA_OK)
		return rc;
	for (node = xml_first(xml_root(p->doc)); rc == MLA_OK && node != NULL;
	     node = xml_after(node)) {
		if (xml_is(node, PRACTICE_NS, "story"))
			rc = add_story(p, node, err);
	}
	return rc;
}

static void
drop_acts(struct practice *p)
{
	for (size_t i = 0; i < p->nacts; i++) {
		free(p->act[i].event);
		free(p->act[i].part);
		for (size_t k = 0; k < p->act[i].n; k++) {
			free(p->act[i].name[k]);
			free(p->act[i].value[k]);
		}
	}
	memset(p->act, 0, sizeof(p->act));
	p->nacts = 0;
	p->over = false;
}

static void
unload(struct practice *p)
{
	drop_acts(p);
	for (size_t i = 0; i < p->nstories; i++) {
		struct story *s = &p->story[i];

		for (size_t k = 0; k < s->npartners; k++)
			free(s->partner[k].state);
		free(s->partner);
		free(s->kind);
		free(s->side);
		free(s->text);
	}
	free(p->story);
	xmlFreeDoc(p->doc);
}

/* A value, or a day after that of the act. */
static char *
value_of(const xmlNode *field, int32_t day)
{
	char *value = xml_attr(field, "value"), text[DATE_BYTES];

	if (value != NULL)
		return value;
	day += (int32_t)number_of(field, "days");
	return xstrdup(date_format(day, text));
}

/* The day moves on; what is still to come has not happened. */
static void
draw_act(struct practice *p, const xmlNode *node, int32_t *day, double pace)
{
	double median = number_of(node, "days");
	struct drawn *a = &p->act[p->nacts];

	if (xml_attr_is(node, "whose", "theirs"))
		median *= pace;
	*day += draw_days(p, median, number_of(node, "spread"));
	if (*day > p->now.day || p->nacts == MAX_ACTS) {
		p->over = true;
		return;
	}
	p->nacts++;
	a->day = *day;
	a->event = xml_attr(node, "event");
	a->part = xml_attr(node, "part");
	for (node = xml_first(node); node != NULL && a->n < MAX_FIELDS;
	     node = xml_after(node)) {
		a->name[a->n] = xml_attr(node, "name");
		a->value[a->n] = value_of(node, *day);
		a->field[a->n] =
		    (struct act_field){ a->name[a->n], a->value[a->n] };
		a->n++;
	}
}

static const xmlNode *
draw_way(struct practice *p, const xmlNode *one)
{
	const xmlNode *node, *way = xml_first(one);
	double all = 0, at;

	for (node = way; node != NULL; node = xml_after(node))
		all += number_of(node, "weight");
	at = draw_share(p) * all;
	for (node = way; node != NULL; node = xml_after(node)) {
		way = node;
		at -= number_of(node, "weight");
		if (at < 0)
			break;
	}
	return way;
}

/* Depth is that of the file, which its schema and the reader bound. */
static void
draw_steps(struct practice *p, const xmlNode *in, int32_t *day, double pace)
{
	const xmlNode *node;

	for (node = xml_first(in); node != NULL && !p->over;
	     node = xml_after(node)) {
		const xmlNode *way;

		if (xml_is(node, PRACTICE_NS, "act"))
			draw_act(p, node, day, pace);
		if (!xml_is(node, PRACTICE_NS, "one"))
			continue;
		way = draw_way(p, node);
		draw_steps(p, way, day, pace);
		if (xml_attr_is(way, "ends", "true"))
			p->over = true;
	}
}

static const struct partner *
draw_partner(struct practice *p, const struct story *s)
{
	double all = 0, at;
	size_t i;

	for (i = 0; i < s->npartners; i++)
		all += s->partner[i].weight;
	at = draw_share(p) * all;
	for (i = 0; i + 1 < s->npartners; i++) {
		at -= s->partner[i].weight;
		if (at < 0)
			break;
	}
	return &s->partner[i];
}

static char *
draw_uid(struct practice *p)
{
	uint64_t a = draw(p), b = draw(p);

	/* RFC 9562: version 4, variant 10. */
	return xasprintf("urn:uuid:%08x-%04x-4%03x-%04x-%012llx",
	    (unsigned)(a >> 32), (unsigned)(a >> 16) & 0xffff,
	    (unsigned)a & 0xfff, ((unsigned)(b >> 48) & 0x3fff) | 0x8000,
	    (unsigned long long)(b & 0xffffffffffffU));
}

/* The text of the request with its blanks filled in. */
static char *
fill_text(const struct practice *p, const struct story *s,
    const struct partner *partner, const char *uid, size_t n, int32_t on)
{
	const bool out = str_eq(s->side, "out");
	const char *us = p->office->info.country;
	char number[24], day[DATE_BYTES];
	const char *const blank[][2] = { { "{uid}", uid }, { "{n}", number },
		{ "{from}", out ? us : partner->state },
		{ "{to}", out ? partner->state : us }, { "{day}", day } };
	char *text = xstrdup(s->text);

	(void)snprintf(number, sizeof(number), "%zu", n);
	(void)date_format(on, day);
	for (size_t i = 0; i < sizeof(blank) / sizeof(blank[0]); i++) {
		char *next = str_replace(text, blank[i][0], blank[i][1]);

		free(text);
		text = next;
	}
	return text;
}

/* All that happened to it, judged as a whole. */
static enum mla_rc
add_acts(struct practice *p, struct dossier *d, struct err *err)
{
	struct act act[MAX_ACTS];
	struct act_done done[MAX_ACTS];
	char *part[MAX_ACTS] = { NULL };
	struct act_placing placing;
	enum mla_rc rc = MLA_OK;

	memset(act, 0, sizeof(act));
	act_placing_begin(&placing, d);
	for (size_t i = 0; rc == MLA_OK && i < p->nacts; i++) {
		const struct drawn *a = &p->act[i];

		rc = act_place(&part[i], &placing, d, a->event, a->part, err);
		act[i] = (struct act){ .event = a->event,
			.part = part[i],
			.on = { .day = a->day, .second = -1 },
			.fields = a->field,
			.nfields = a->n };
	}
	if (rc == MLA_OK) {
		rc = act_add_all(done, d, act, p->nacts, err);
		for (size_t i = 0; i < p->nacts; i++)
			act_done_free(&done[i]);
	}
	for (size_t i = 0; i < p->nacts; i++)
		free(part[i]);
	return rc;
}

/* Recorded on its first day, and the rest on the day of its last act. */
static enum mla_rc
make(struct practice *p, const struct plan *plan, size_t n, struct err *err)
{
	const struct story *s = &p->story[plan->story];
	const struct partner *partner;
	struct act_new one = { .kind = s->kind, .side = s->side };
	struct act act = { .on = { .day = plan->day, .second = -1 } };
	struct act_done done = { 0 };
	struct dossier *d = NULL;
	struct err own = { 0 };
	char *uid, *text = NULL;
	int32_t day = plan->day;
	enum mla_rc rc;

	drop_acts(p);
	p->state = plan->seed;
	partner = draw_partner(p, s);
	uid = draw_uid(p);
	one.partner = partner->state;
	one.uid = uid;
	one.step = str_eq(s->side, "out") ? MACHINE_DRAFT : MACHINE_RECEIVE;
	if (s->text != NULL) {
		text = fill_text(p, s, partner, uid, n, plan->day);
		act.document = text;
		act.document_len = strlen(text);
	}
	draw_steps(p, s->node, &day, partner->pace);
	p->office->now.day = plan->day;
	rc = act_create(&d, &done, p->office, &one, &act, &own);
	if (rc == MLA_OK && p->nacts > 0) {
		p->office->now.day = p->act[p->nacts - 1].day;
		d->now = p->office->now;
		rc = add_acts(p, d, &own);
	}
	if (rc != MLA_OK)
		err_set(err, rc == MLA_EREFUSED ? MLA_EDAMAGED : rc,
		    "forms/practice: the story in line %ld (%s %s): %s",
		    xml_line(s->node), s->kind, s->side, own.msg);
	act_done_free(&done);
	dossier_free(d);
	free(text);
	free(uid);
	return rc != MLA_OK ? err->rc : MLA_OK;
}

static int
by_day(const void *a, const void *b)
{
	const struct plan *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return x->seed < y->seed ? -1 : x->seed > y->seed;
}

/* When each begins, and which story: then references follow the days. */
static struct plan *
plan_all(struct practice *p, size_t n)
{
	struct plan *plan = xcalloc(n, sizeof(*plan));
	double all = 0;

	for (size_t i = 0; i < p->nstories; i++)
		all += p->story[i].weight;
	for (size_t i = 0; i < n; i++) {
		double at = draw_share(p) * all;
		uint32_t s = 0;

		for (; s + 1 < p->nstories; s++) {
			at -= p->story[s].weight;
			if (at < 0)
				break;
		}
		plan[i].story = s;
		plan[i].day = p->now.day -
		    (int32_t)(draw_share(p) * YEARS * DAYS_OF_YEAR);
		plan[i].seed = draw(p);
	}
	qsort(plan, n, sizeof(*plan), by_day);
	return plan;
}

static enum mla_rc
make_all(struct practice *p, const struct plan *plan, size_t n,
    const struct practice_watch *watch, struct err *err)
{
	struct store *store = p->office->store;
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < n;) {
		size_t to = i + BATCH < n ? i + BATCH : n;

		if ((rc = store_begin(store, err)) != MLA_OK)
			break;
		for (; rc == MLA_OK && i < to; i++)
			rc = make(p, &plan[i], i + 1, err);
		if (rc == MLA_OK)
			rc = store_commit(store, err);
		store_rollback(store);
		if (rc == MLA_OK && watch != NULL)
			watch->made(watch->arg, i);
	}
	return rc;
}

enum mla_rc
practice_check(unsigned long long n, struct err *err)
{
	if (n == 0 || n > PRACTICE_MOST)
		return err_set(err, MLA_EUSAGE,
		    "a practice register has 1 to %d requests", PRACTICE_MOST);
	return MLA_OK;
}

enum mla_rc
practice_fill(struct office *office, size_t n, uint64_t seed,
    const struct practice_watch *watch, struct err *err)
{
	struct practice p = {
		.office = office, .now = office->now, .state = seed
	};
	struct plan *plan;
	enum mla_rc rc;

	if ((rc = load(&p, err)) == MLA_OK && p.nstories == 0)
		rc = err_set(err, MLA_EDAMAGED,
		    "forms/practice has no story for an office in %s",
		    office->info.country);
	if (rc == MLA_OK) {
		plan = plan_all(&p, n);
		rc = make_all(&p, plan, n, watch, err);
		free(plan);
	}
	office->now = p.now;
	unload(&p);
	return rc;
}
