/* figures.c - how long it took: days from one event to another */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/figures.h"

#include <assert.h>
#include <math.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/act.h"
#include "core/desk.h"
#include "core/dossier.h"
#include "core/hops.h"
#include "stats/curve.h"
#include "stats/incidence.h"
#include "xml/node.h"

void
figures_free(struct figures *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct figures_group *g = &f->at[i];

		for (size_t k = 0; k < g->noutcomes; k++)
			free(g->outcome[k]);
		for (size_t k = 0; k < g->nholders; k++)
			free(g->holder[k].holder);
		free(g->outcome);
		free(g->outcomes);
		free(g->holder);
		free(g->days);
		free(g->cause);
		free(g->name);
	}
	free(f->at);
	memset(f, 0, sizeof(*f));
}

/* The value of one grouping; the caller frees it. */
static enum mla_rc
value_of(char **out, const struct dossier *d, const char *by, int32_t from,
    struct err *err)
{
	xmlNode *code = codes_find(d->office->codes, FIGURES_GROUPING, by);
	int year, month, mday;
	char *path, *names;
	enum mla_rc rc;

	*out = NULL;
	date_civil(from, &year, &month, &mday);
	if (str_eq(by, "partner"))
		*out = xstrdup(d->row.partner);
	else if (str_eq(by, "kind"))
		*out = xstrdup(d->row.kind);
	else if (str_eq(by, "side"))
		*out = xstrdup(d->row.side);
	else if (str_eq(by, "year"))
		*out = xasprintf("%d", year);
	else if (str_eq(by, "outcome"))
		*out = xstrdup(run_outcome(d->run));
	else if (str_eq(by, "assignee"))
		*out = desk_assignee(d);
	if (*out != NULL)
		return MLA_OK;
	if (code != NULL) {
		path = xml_attr(code, "path");
		rc = env_string(out, d->env, NULL, path, err);
		free(path);
		return rc;
	}
	names = codes_names(d->office->codes, FIGURES_GROUPING);
	rc = err_set(err, MLA_EUSAGE,
	    "requests cannot be grouped by \"%s\": write partner, kind, side, "
	    "year, outcome, assignee, %s",
	    by, names);
	free(names);
	return rc;
}

/* The values of all groupings, with FIGURES_BETWEEN between. */
static enum mla_rc
group_name(char **out, const struct dossier *d, const char *by, int32_t from,
    struct err *err)
{
	char *copy = xstrdup(by != NULL ? by : ""), *rest = NULL, *value;
	struct buf b = { 0 };
	enum mla_rc rc = MLA_OK;

	for (char *one = strtok_r(copy, ",", &rest);
	     rc == MLA_OK && one != NULL; one = strtok_r(NULL, ",", &rest)) {
		rc = value_of(&value, d, one, from, err);
		buf_addf(&b, "%s%s", one != copy ? FIGURES_BETWEEN : "",
		    value != NULL ? value : "");
		free(value);
	}
	if (by == NULL)
		buf_adds(&b, "all");
	*out = buf_steal(&b);
	free(copy);
	return rc;
}

static struct figures_group *
find_group(struct figures *f, char *name)
{
	size_t at = 0;

	assert(name != NULL);
	while (at < f->n && strcmp(f->at[at].name, name) < 0)
		at++;
	if (at < f->n && str_eq(f->at[at].name, name)) {
		free(name);
		return &f->at[at];
	}
	f->at = vec_more(f->at, &f->cap, f->n, sizeof(*f->at));
	memmove(&f->at[at + 1], &f->at[at], (f->n - at) * sizeof(*f->at));
	memset(&f->at[at], 0, sizeof(*f->at));
	f->at[at].name = name;
	f->n++;
	return &f->at[at];
}

/* Number of an outcome in the group, from 2; 1 is the event asked for. */
static uint8_t
outcome_number(struct figures_group *g, const char *outcome)
{
	for (size_t i = 0; i < g->noutcomes; i++) {
		if (str_eq(g->outcome[i], outcome)) {
			g->outcomes[i]++;
			return (uint8_t)(i + 2);
		}
	}
	/* More outcomes than causes fit share the last number. */
	if (g->noutcomes == TALLY_MAX_CAUSES - 1) {
		g->outcomes[g->noutcomes - 1]++;
		return TALLY_MAX_CAUSES;
	}
	g->outcome =
	    xrealloc(g->outcome, g->noutcomes + 1, sizeof(*g->outcome));
	g->outcomes =
	    xrealloc(g->outcomes, g->noutcomes + 1, sizeof(*g->outcomes));
	g->outcome[g->noutcomes] = xstrdup(outcome);
	g->outcomes[g->noutcomes] = 1;
	return (uint8_t)(g->noutcomes++ + 2);
}

static void
add_days(struct figures_group *g, const char *holder, int32_t days)
{
	if (days <= 0 || *holder == '\0')
		return;
	for (size_t i = 0; i < g->nholders; i++) {
		if (str_eq(g->holder[i].holder, holder)) {
			g->holder[i].days += days;
			return;
		}
	}
	g->holder = vec_more(
	    g->holder, &g->cap_holders, g->nholders, sizeof(*g->holder));
	g->holder[g->nholders].holder = xstrdup(holder);
	g->holder[g->nholders++].days = days;
}

/* Who had the ball between the two days. */
static void
add_holders(
    struct figures_group *g, const struct dossier *d, int32_t from, int32_t to)
{
	struct hops hops;

	hops_of(&hops, d);
	for (size_t i = 0; i < hops.n; i++) {
		const struct hop *h = &hops.at[i];

		add_days(g, h->holder,
		    (h->to < to ? h->to : to) -
		        (h->from > from ? h->from : from));
	}
	free(hops.at);
}

/* Day of the first such event on or after a day; false: it never came. */
static bool
find_day(int32_t *day, const struct dossier *d, const char *name, int32_t after)
{
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (!e->skip && e->on.day >= after && str_eq(e->name, name)) {
			*day = e->on.day;
			return true;
		}
	}
	return false;
}

/* Day of the act that decided the outcome; else the last one. */
static int32_t
outcome_day(const struct dossier *d)
{
	for (size_t i = d->nevents; i-- > 0;) {
		const struct dossier_event *e = &d->events[i];

		if (!e->skip && e->decided)
			return e->on.day;
	}
	return dossier_last_day(d);
}

/*
 * Is it over?  Closed, or it stands where an outcome is decided, as refused and
 * not yet filed away, and the event cannot come from there.
 */
static bool
is_over(const struct dossier *d, const char *to)
{
	const struct machine *m = d->rules->whole;
	struct err ignored = { 0 };
	struct run_choices c;
	bool over = false;

	if (run_is_final(d->run))
		return true;
	for (size_t i = 0; i < m->nstates; i++)
		over = over ||
		    (*m->state[i]->outcome != '\0' &&
		        run_is_active(d->run, m->state[i]->id));
	if (!over || run_possible(&c, d->run, &ignored) != MLA_OK)
		return over;
	for (size_t i = 0; i < c.n; i++)
		over = over && !str_eq(c.at[i].event, to);
	run_choices_free(&c);
	return over;
}

static enum mla_rc
add_request(struct figures *f, const struct dossier *d,
    const struct figures_want *want, struct err *err)
{
	struct figures_group *g;
	int32_t from, to;
	uint8_t cause = 0;
	char *name;
	enum mla_rc rc;

	if (!find_day(&from, d, want->from, INT32_MIN))
		return MLA_OK;
	if ((rc = group_name(&name, d, want->by, from, err)) != MLA_OK) {
		free(name);
		return rc;
	}
	g = find_group(f, name);
	if (find_day(&to, d, want->to, from)) {
		cause = 1;
		g->reached++;
	} else if (is_over(d, want->to)) {
		to = outcome_day(d);
		cause = outcome_number(g, run_outcome(d->run));
	} else {
		to = d->now.day > from ? d->now.day : from;
		g->open++;
	}
	g->days = vec_more(g->days, &g->cap_days, g->n, sizeof(*g->days));
	g->cause = vec_more(g->cause, &g->cap_cause, g->n, sizeof(*g->cause));
	g->days[g->n] = to > from ? to - from : 0;
	g->cause[g->n++] = cause;
	add_holders(g, d, from, to);
	return MLA_OK;
}

/* A day as a number of the table; -1: not reached. */
static int32_t
whole(double day)
{
	return isnan(day) ? -1 : (int32_t)day;
}

static void
finish(struct figures_group *g)
{
	const struct tally_rows rows = { .time = g->days,
		.cause = g->cause,
		.n = g->n,
		.causes = 1 + g->noutcomes,
		.groups = 1,
		.strata = 1 };
	struct tally t;
	struct incidence f;
	struct contrast half;
	double sum = 0;

	tally_make(&t, &rows);
	incidence_make(&f, &t, 0);
	half = incidence_quantile(LIMITS_LOGLOG, &f, 1, 0.5);
	g->median = whole(half.value);
	g->lower = whole(half.lower);
	g->upper = whole(half.upper);
	g->by_90 = steps_at(f.time, f.share[1], f.n, 0, 90);
	g->by_365 = steps_at(f.time, f.share[1], f.n, 0, 365);
	for (size_t i = 0; i < g->n; i++)
		sum += g->cause[i] == 1 ? g->days[i] : 0;
	g->mean_completed = g->reached > 0 ? sum / (double)g->reached : NAN;
	incidence_free(&f);
	tally_free(&t);
}

/* An event that no machine knows is a slip of the keyboard. */
static void
note_known(bool *known, const struct dossier *d, const char *name)
{
	const struct machine *const m[] = { d->rules->whole, d->rules->part,
		d->rules->transmission };

	for (size_t i = 0; i < 3 && !*known; i++)
		*known = act_has_event(m[i], name);
}

/* What is counted, while it is. */
struct counting {
	struct figures *out;
	const struct figures_want *want;
	size_t requests;
	bool from_known, to_known;
};

static enum mla_rc
count(void *arg, struct dossier *d, struct err *err)
{
	struct counting *c = arg;

	c->requests++;
	note_known(&c->from_known, d, c->want->from);
	note_known(&c->to_known, d, c->want->to);
	return d->erased ? MLA_OK : add_request(c->out, d, c->want, err);
}

enum mla_rc
figures_make(struct figures *out, struct office *office,
    const struct figures_want *want, struct err *err)
{
	struct counting c = { .out = out, .want = want };
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	rc = dossier_each(office, want->look, count, &c, err);
	if (rc == MLA_OK && c.requests > 0 && (!c.from_known || !c.to_known))
		rc = err_set(err, MLA_ENOTFOUND,
		    "no workflow in this register has an event \"%s\"",
		    c.from_known ? want->to : want->from);
	for (size_t i = 0; rc == MLA_OK && i < out->n; i++)
		finish(&out->at[i]);
	if (rc != MLA_OK)
		figures_free(out);
	return rc;
}
