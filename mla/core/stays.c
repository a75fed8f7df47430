/* stays.c - where the days go: in which state, and with whom */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/stays.h"

#include <math.h>

#include "base/alloc.h"
#include "base/str.h"
#include "stats/curve.h"

#define KAPLAN "Kaplan-Meier (leaving it, wherever to)"

/* One stretch in one state, or with one holder. */
struct stay {
	uint32_t place; /* number of group and state: label of places */
	uint32_t next; /* number of the next state: label of nexts */
	int32_t days;
	bool open; /* it is there still: next says nothing */
};

struct stays {
	struct office *office;
	const struct figures_want *want;
	const char *by;
	bool holders; /* with whom, not in which state */
	struct stay *at;
	size_t n, cap;
	struct labels places; /* "group TAB state" */
	struct labels nexts; /* states */
};

static void
stays_free(struct stays *s)
{
	free(s->at);
	labels_free(&s->places);
	labels_free(&s->nexts);
}

/* Whose places are visited. */
struct visiting {
	struct stays *s;
	const struct past *p;
	const char *part;
};

static enum mla_rc
add_stay(void *arg, const char *place, int32_t from, int32_t to,
    const char *next, struct err *err)
{
	const struct visiting *v = arg;
	struct stays *s = v->s;
	struct stay stay = { .days = to - from, .open = next == NULL };
	struct buf name = { 0 };
	enum mla_rc rc;

	if (*place == '\0')
		return MLA_OK;
	rc = figures_group(&name, s->office, v->p, v->part, s->by, from, err);
	if (rc == MLA_OK) {
		buf_addf(&name, "\t%s", place);
		stay.place =
		    labels_number(&s->places, buf_text(&name), name.len);
		if (next != NULL)
			stay.next =
			    labels_number(&s->nexts, next, strlen(next));
		s->at = vec_more(s->at, &s->cap, s->n, sizeof(*s->at));
		s->at[s->n++] = stay;
	}
	buf_free(&name);
	return rc;
}

static enum mla_rc
count(void *arg, const struct past *p, struct err *err)
{
	struct visiting v = { .s = arg, .p = p };
	const bool parts = v.s->want->parts;
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < p->nends; i++) {
		v.part = p->end[i].part;
		if (parts == (*v.part != '\0'))
			rc = past_places(
			    p, &p->end[i], v.s->holders, add_stay, &v, err);
	}
	return rc;
}

/* One line: all stays of one place. */
struct place {
	uint32_t number;
	const char *name; /* "group TAB state" */
	size_t n, open, ncauses;
	int64_t days, open_days;
	double median, lower, upper, mean;
	double *time;
	uint8_t *cause; /* 0 open, else 1 + place in nexts below */
	uint32_t *next; /* numbers of next states that occur */
	size_t cap_time, cap_cause, cap_next;
};

static uint8_t
cause_of(struct place *p, uint32_t next)
{
	size_t i = 0;

	while (i < p->ncauses && p->next[i] != next)
		i++;
	if (i == p->ncauses && i + 1 < TALLY_MAX_CAUSES) {
		p->next = vec_more(
		    p->next, &p->cap_next, p->ncauses, sizeof(*p->next));
		p->next[p->ncauses++] = next;
	}
	/* More next states than causes fit share the last number. */
	return (uint8_t)(i < p->ncauses ? i + 1 : p->ncauses);
}

static void
fill_place(struct place *p, const struct stay *s)
{
	p->time = vec_more(p->time, &p->cap_time, p->n, sizeof(*p->time));
	p->cause = vec_more(p->cause, &p->cap_cause, p->n, sizeof(*p->cause));
	p->time[p->n] = s->days;
	p->cause[p->n] = s->open ? 0 : cause_of(p, s->next);
	p->n++;
	p->days += s->days;
	p->open += s->open;
	p->open_days += s->open ? s->days : 0;
}

static struct tally
tally_of(const struct place *p)
{
	const struct tally_rows rows = { .time = p->time,
		.cause = p->cause,
		.n = p->n,
		.causes = p->ncauses > 0 ? p->ncauses : 1,
		.groups = 1,
		.strata = 1 };
	struct tally t;

	tally_make(&t, &rows);
	return t;
}

static void
estimate(struct place *p)
{
	struct tally t = tally_of(p);
	struct curve c;

	curve_make(&c, &t, 0, LIMITS_LOGLOG, false);
	p->median = limits_half(c.time, c.surv, c.n);
	p->lower = limits_half(c.time, c.lower, c.n);
	p->upper = limits_half(c.time, c.upper, c.n);
	p->mean =
	    c.n > 0 && (c.time[c.n - 1] >= FIGURES_TAU || c.surv[c.n - 1] <= 0)
	    ? curve_mean(&c, FIGURES_TAU).value
	    : NAN;
	curve_free(&c);
	tally_free(&t);
}

/* Where most days are open; then where most days went. */
static int
by_days(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->open_days != y->open_days)
		return x->open_days < y->open_days ? 1 : -1;
	if (x->days != y->days)
		return x->days < y->days ? 1 : -1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static struct place *
places_of(const struct stays *s)
{
	struct place *all = xcalloc(s->places.n, sizeof(*all));

	for (size_t i = 0; i < s->places.n; i++) {
		all[i].number = (uint32_t)i;
		all[i].name = s->places.at[i];
	}
	for (size_t i = 0; i < s->n; i++)
		fill_place(&all[s->at[i].place], &s->at[i]);
	for (size_t i = 0; i < s->places.n; i++)
		estimate(&all[i]);
	if (s->places.n > 1)
		qsort(all, s->places.n, sizeof(*all), by_days);
	return all;
}

static void
places_free(struct place *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(all[i].time);
		free(all[i].cause);
		free(all[i].next);
	}
	free(all);
}

/* The cells of the groups, and the state or holder. */
static void
add_place(struct table *t, const struct stays *s, const struct place *p)
{
	const char *name = p->name;
	const char *place = strchr(name, '\t') + 1;
	char *group = xstrndup(name, (size_t)(place - name) - 1);
	char *word =
	    table_value(s->office, s->holders ? "holder" : "state", place);

	figures_cells(t, s->office, s->by, group);
	table_word(t, place, word);
	free(group);
	free(word);
}

static void
add_where(struct tables *out, const struct stays *s, const struct place *all)
{
	struct table *t = table_add(out, "bottleneck");

	if (s->n == 0) {
		table_title(t, "No request fits.");
		return;
	}
	table_title(t,
	    "Where the days go: stays in each state, from the act that led "
	    "there to the next one; a stay that goes on is censored. First "
	    "those in which most days are open.");
	figures_columns(t, s->by);
	table_column(t, "state", "STATE", TABLE_TEXT, "");
	table_column(t, "stays", "STAYS", TABLE_COUNT, "");
	table_column(t, "open", "STILL THERE", TABLE_COUNT, "");
	table_column(t, "open_days", "OPEN DAYS", TABLE_DAYS, "");
	table_column(t, "all_days", "ALL DAYS", TABLE_DAYS, "");
	table_column(t, "median_days", "MEDIAN", TABLE_DAYS, KAPLAN);
	table_column(
	    t, "lower_95", "95 % LIMITS", TABLE_DAYS, "log-log, inverted");
	table_column(t, "upper_95", TABLE_TO, TABLE_DAYS, "log-log, inverted");
	table_column(t, "mean_to_365_days", "MEAN 365", TABLE_DAYS,
	    "area under Kaplan-Meier to 365 days");
	for (size_t i = 0; i < s->places.n; i++) {
		const struct place *p = &all[i];

		add_place(t, s, p);
		table_number(t, (double)p->n);
		table_number(t, (double)p->open);
		table_number(t, (double)p->open_days);
		table_number(t, (double)p->days);
		table_number(t, p->median);
		table_number(t, p->lower);
		table_number(t, p->upper);
		table_number(t, p->mean);
	}
}

/* Where those of one state went, and how many by when. */
static void
add_nexts(struct table *t, const struct stays *s, const struct place *p)
{
	static const double day[] = { 30, 90, 365 };
	struct tally tally;
	struct incidence f;

	if (p->ncauses == 0)
		return;
	tally = tally_of(p);
	incidence_make(&f, &tally, 0);
	for (size_t k = 0; k < p->ncauses; k++) {
		const char *next = s->nexts.at[p->next[k]];
		char *word = table_value(s->office, "state", next);
		size_t n = 0;

		for (size_t i = 0; i < p->n; i++)
			n += p->cause[i] == k + 1;
		add_place(t, s, p);
		table_word(t, next, word);
		table_number(t, (double)n);
		for (size_t i = 0; i < sizeof(day) / sizeof(day[0]); i++)
			table_number(t, figures_share_by(&f, k + 1, day[i]));
		free(word);
	}
	incidence_free(&f);
	tally_free(&tally);
}

static void
add_next(struct tables *out, const struct stays *s, const struct place *all)
{
	struct table *t;

	if (s->nexts.n == 0)
		return;
	t = table_add(out, "next_state");
	table_title(t,
	    "Where they went from there: the next states compete, and with "
	    "staying they add up to all.");
	figures_columns(t, s->by);
	table_column(t, "state", "STATE", TABLE_TEXT, "");
	table_column(t, "next", "NEXT", TABLE_TEXT, "");
	table_column(t, "n", "N", TABLE_COUNT, "");
	table_column(t, "share_by_30_days", "BY 30 D", TABLE_SHARE,
	    "Aalen-Johansen (the next states compete)");
	table_column(t, "share_by_90_days", "90 D", TABLE_SHARE,
	    "Aalen-Johansen (the next states compete)");
	table_column(t, "share_by_365_days", "365 D", TABLE_SHARE,
	    "Aalen-Johansen (the next states compete)");
	for (size_t i = 0; i < s->places.n; i++)
		add_nexts(t, s, &all[i]);
}

static enum mla_rc
collect(struct stays *s, struct office *office, const struct figures_want *want,
    const char *by, bool holders, struct err *err)
{
	memset(s, 0, sizeof(*s));
	s->office = office;
	s->want = want;
	s->by = want->by != NULL ? want->by : by;
	s->holders = holders;
	return past_each(office, &want->past, count, s, err);
}

enum mla_rc
stays_in_states(struct tables *out, struct office *office,
    const struct figures_want *want, struct err *err)
{
	struct place *all;
	struct stays s;
	enum mla_rc rc = collect(&s, office, want, "", false, err);

	if (rc == MLA_OK) {
		all = places_of(&s);
		add_where(out, &s, all);
		add_next(out, &s, all);
		places_free(all, s.places.n);
	}
	stays_free(&s);
	return rc;
}

/* All days of the same group as a place. */
static int64_t
days_of_group(const struct stays *s, const struct place *all, size_t at)
{
	const char *name = all[at].name;
	const size_t len = (size_t)(strchr(name, '\t') - name) + 1;
	int64_t days = 0;

	for (size_t i = 0; i < s->places.n; i++) {
		if (strncmp(all[i].name, name, len) == 0)
			days += all[i].days;
	}
	return days;
}

/* By group, then where most days went. */
static int
by_group(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	const char *one = x->name, *other = y->name;
	const size_t n = strcspn(one, "\t"), m = strcspn(other, "\t");
	int order = strncmp(one, other, n < m ? n : m);

	if (order != 0 || n != m)
		return order != 0 ? order : n < m ? -1 : 1;
	return x->days < y->days ? 1
	    : x->days > y->days  ? -1
	                         : strcmp(one, other);
}

static void
add_holders(struct tables *out, const struct stays *s, const struct place *all)
{
	struct table *t = table_add(out, "holders");

	if (s->n == 0) {
		table_title(t, "No request fits.");
		return;
	}
	table_title(t,
	    "Who had it, and how long: each stretch with one holder, until "
	    "another one has it; a stretch that goes on is censored.");
	figures_columns(t, s->by);
	table_column(t, "holder", "HOLDER", TABLE_TEXT, "");
	table_column(t, "stretches", "STRETCHES", TABLE_COUNT, "");
	table_column(t, "open", "HAVE IT NOW", TABLE_COUNT, "");
	table_column(t, "days", "DAYS", TABLE_DAYS, "");
	table_column(t, "share_of_days", "SHARE", TABLE_SHARE,
	    "of all days of the line's group");
	table_column(t, "median_days", "MEDIAN", TABLE_DAYS,
	    "Kaplan-Meier (until another has it)");
	table_column(
	    t, "lower_95", "95 % LIMITS", TABLE_DAYS, "log-log, inverted");
	table_column(t, "upper_95", TABLE_TO, TABLE_DAYS, "log-log, inverted");
	for (size_t i = 0; i < s->places.n; i++) {
		const struct place *p = &all[i];
		const int64_t days = days_of_group(s, all, i);

		add_place(t, s, p);
		table_number(t, (double)p->n);
		table_number(t, (double)p->open);
		table_number(t, (double)p->days);
		table_number(
		    t, days > 0 ? (double)p->days / (double)days : NAN);
		table_number(t, p->median);
		table_number(t, p->lower);
		table_number(t, p->upper);
	}
}

enum mla_rc
stays_with_holders(struct tables *out, struct office *office,
    const struct figures_want *want, struct err *err)
{
	struct place *all;
	struct stays s;
	enum mla_rc rc = collect(&s, office, want, "kind,side", true, err);

	if (rc == MLA_OK) {
		all = places_of(&s);
		if (s.places.n > 1)
			qsort(all, s.places.n, sizeof(*all), by_group);
		add_holders(out, &s, all);
		places_free(all, s.places.n);
	}
	stays_free(&s);
	return rc;
}
