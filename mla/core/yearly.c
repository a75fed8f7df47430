/* yearly.c - what came in, what was resolved, what is pending, year by year */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/yearly.h"

#include <math.h>

#include "base/alloc.h"
#include "base/str.h"
#include "stats/incidence.h"

#define PENDING INT32_MAX

/* Ages of what is pending: up to so many days, the last one for the rest. */
static const int32_t bands[] = { 30, 90, 180, 365, INT32_MAX };

enum {
	NBANDS = sizeof(bands) / sizeof(bands[0])
};

/* One request. */
struct flow {
	int32_t in, out; /* days; out PENDING: it is not resolved */
	uint8_t closing; /* how it was resolved, number in the list */
	int32_t frame; /* days within which it should be, 0: none is set */
	uint32_t group;
};

struct yearly {
	struct office *office;
	const struct figures_want *want;
	char *by;
	struct ends ends;
	struct flow *at;
	size_t n, cap;
	struct labels groups;
	int32_t now;
	int first, last; /* years */
};

/* --- collect --- */

static enum mla_rc
count(void *arg, const struct past *p, struct err *err)
{
	struct yearly *y = arg;
	const struct ends_timing *t = ends_of_kind(&y->ends, p->kind, p->side);
	struct flow f = { .frame = t->within };
	struct ends_span span;
	struct buf name = { 0 };
	int year, month, mday;
	enum mla_rc rc;

	if (!t->flow || !ends_between(&span, p, &p->end[0], t->from, t->to))
		return MLA_OK;
	rc = figures_group(&name, y->office, p, NULL, y->by, span.from, err);
	f.in = span.from;
	f.out = span.reached || span.over ? span.to : PENDING;
	f.closing = (uint8_t)ends_closing(&y->ends, p->end[0].outcome);
	f.group = labels_number(&y->groups, buf_text(&name), name.len);
	y->at = vec_more(y->at, &y->cap, y->n, sizeof(*y->at));
	y->at[y->n++] = f;
	y->now = p->now;
	date_civil(f.in, &year, &month, &mday);
	y->first = y->n == 1 || year < y->first ? year : y->first;
	date_civil(y->now, &year, &month, &mday);
	y->last = year;
	buf_free(&name);
	return rc;
}

static enum mla_rc
collect(struct yearly *y, struct office *office,
    const struct figures_want *want, struct err *err)
{
	enum mla_rc rc;

	memset(y, 0, sizeof(*y));
	y->office = office;
	y->want = want;
	y->by = want->by == NULL               ? xstrdup("side")
	    : strstr(want->by, "side") != NULL ? xstrdup(want->by)
	                                       : xasprintf("%s,side", want->by);
	ends_begin(&y->ends, office);
	rc = past_each(office, &want->past, count, y, err);
	if (rc == MLA_OK) {
		bool *used = xcalloc(y->groups.n + 1, sizeof(*used));
		uint32_t *to;

		for (size_t i = 0; i < y->n; i++)
			used[y->at[i].group] = true;
		to = labels_sort(&y->groups, used);
		for (size_t i = 0; i < y->n; i++)
			y->at[i].group = to[y->at[i].group];
		free(used);
		free(to);
	}
	return rc;
}

static void
yearly_free(struct yearly *y)
{
	ends_free(&y->ends);
	labels_free(&y->groups);
	free(y->at);
	free(y->by);
}

/* --- one period --- */

struct period {
	int32_t from, to; /* days; to is the first one after it */
	size_t before, in, after; /* pending, came in, pending */
	size_t resolved, closing[TALLY_MAX_CAUSES];
	double sum; /* days of those that were resolved */
	int32_t least, most; /* days of one of them, -1: none */
};

static struct period
period_of(const struct yearly *y, uint32_t group, int year)
{
	struct period p = { .from = date_day(year, 1, 1),
		.to = date_day(year + 1, 1, 1),
		.least = -1,
		.most = -1 };

	if (p.to > y->now + 1)
		p.to = y->now + 1;
	for (size_t i = 0; i < y->n; i++) {
		const struct flow *f = &y->at[i];

		if (f->group != group)
			continue;
		p.before += f->in < p.from && f->out >= p.from;
		p.in += f->in >= p.from && f->in < p.to;
		p.after += f->in < p.to && f->out >= p.to;
		if (f->out < p.from || f->out >= p.to)
			continue;
		p.resolved++;
		p.closing[f->closing]++;
		p.sum += f->out - f->in;
		if (p.least < 0 || f->out - f->in < p.least)
			p.least = f->out - f->in;
		if (f->out - f->in > p.most)
			p.most = f->out - f->in;
	}
	return p;
}

static double
ratio(double a, double b)
{
	return b > 0 ? a / b : NAN;
}

static void
add_year(struct table *t, const struct yearly *y, uint32_t group, int year)
{
	char text[16];

	(void)snprintf(text, sizeof(text), "%d", year);
	figures_cells(t, y->office, y->by, y->groups.at[group]);
	table_text(t, text);
}

/* A column for each way of closing; for people those that occur. */
static void
closing_columns(struct table *t, const struct yearly *y)
{
	for (size_t i = 0; i < y->ends.nclosing; i++) {
		bool some = false;

		for (size_t k = 0; k < y->n; k++)
			some = some ||
			    (y->at[k].out != PENDING && y->at[k].closing == i);
		ends_column(t, y->office, y->ends.closing[i], some);
	}
}

/* Those resolved by a group and year, in the ways of closing. */
static void
closing_cells(struct table *t, const struct yearly *y, const struct period *p)
{
	for (size_t i = 0; i < y->ends.nclosing; i++)
		table_number(t, (double)p->closing[i]);
}

/* --- CEPEJ --- */

static void
add_flow(struct tables *out, const struct yearly *y)
{
	struct table *t = table_add(out, "flow");

	table_title(t,
	    "CEPEJ: what came in, was resolved and is pending, by calendar "
	    "year; the last one ends on the day looked at.");
	figures_columns(t, y->by);
	table_column(t, "year", "YEAR", TABLE_TEXT, "");
	table_column(t, "days", "", TABLE_DAYS, "");
	table_column(t, "pending_start", "PENDING", TABLE_COUNT, "");
	table_column(t, "received", "IN", TABLE_COUNT, "");
	closing_columns(t, y);
	table_column(t, "pending_end", "AT END", TABLE_COUNT, "");
	table_column(t, "clearance_rate", "CLEARED", TABLE_SHARE,
	    "clearance rate, resolved of what came in");
	table_column(t, "case_turnover", "TURNOVER", TABLE_NUMBER,
	    "case turnover, resolved of what is pending");
	table_column(t, "disposition_days", "DISPOSITION", TABLE_DAYS,
	    "disposition time, days in which the pending ones would be "
	    "resolved at that pace; no average duration");
	for (uint32_t g = 0; g < y->groups.n; g++) {
		for (int year = y->first; year <= y->last; year++) {
			const struct period p = period_of(y, g, year);
			const double resolved = (double)p.resolved;

			add_year(t, y, g, year);
			table_number(t, p.to - p.from);
			table_number(t, (double)p.before);
			table_number(t, (double)p.in);
			closing_cells(t, y, &p);
			table_number(t, (double)p.after);
			table_number(t, ratio(resolved, (double)p.in));
			table_number(t, ratio(resolved, (double)p.after));
			table_number(t,
			    ratio((p.to - p.from) * (double)p.after, resolved));
		}
	}
	table_note(t, "Not defined (–): nothing came in, or was resolved.");
}

/* The tally of what came in in one year (0: in all). */
static bool
intake(struct tally *t, const struct yearly *y, uint32_t group, int year)
{
	struct tally_rows rows = { .causes = 2, .groups = 1, .strata = 1 };
	double *time = xcalloc(y->n, sizeof(*time));
	uint8_t *cause = xcalloc(y->n, sizeof(*cause));

	for (size_t i = 0; i < y->n; i++) {
		const struct flow *f = &y->at[i];
		int in, month, mday;

		date_civil(f->in, &in, &month, &mday);
		if (f->group != group || (year != 0 && in != year))
			continue;
		time[rows.n] = (f->out != PENDING ? f->out : y->now) - f->in;
		cause[rows.n++] = f->out != PENDING;
	}
	rows.time = time;
	rows.cause = cause;
	if (rows.n > 0)
		tally_make(t, &rows);
	free(time);
	free(cause);
	return rows.n > 0;
}

static void
add_times(struct tables *out, const struct yearly *y)
{
	static const double day[] = { 30, 90, 180, 365 };
	struct table *t = table_add(out, "times");

	table_title(t,
	    "How long what came in in each year takes to be resolved, in "
	    "whatever way; what is pending is censored.");
	figures_columns(t, y->by);
	table_column(t, "year", "YEAR", TABLE_TEXT, "");
	table_column(t, "n", "N", TABLE_COUNT, "");
	table_column(t, "median_days", "MEDIAN", TABLE_DAYS, "Kaplan-Meier");
	table_column(
	    t, "lower_95", "95 % LIMITS", TABLE_DAYS, "log-log, inverted");
	table_column(t, "upper_95", TABLE_TO, TABLE_DAYS, "log-log, inverted");
	for (size_t i = 0; i < sizeof(day) / sizeof(day[0]); i++) {
		char *key = xasprintf("share_by_%.0f_days", day[i]);
		char *head = xasprintf("BY %.0f D", day[i]);

		table_column(t, key, head, TABLE_SHARE, "Kaplan-Meier");
		free(key);
		free(head);
	}
	for (uint32_t g = 0; g < y->groups.n; g++) {
		for (int year = y->first; year <= y->last; year++) {
			struct contrast half;
			struct incidence f;
			struct tally tally;

			if (!intake(&tally, y, g, year))
				continue;
			incidence_make(&f, &tally, 0);
			half = incidence_quantile(LIMITS_LOGLOG, &f, 1, 0.5);
			add_year(t, y, g, year);
			table_number(t, f.risk[0]);
			table_number(t, half.value);
			table_number(t, half.lower);
			table_number(t, half.upper);
			for (size_t i = 0; i < sizeof(day) / sizeof(day[0]);
			     i++)
				table_number(
				    t, figures_share_by(&f, 1, day[i]));
			incidence_free(&f);
			tally_free(&tally);
		}
	}
}

/* What is pending in a group, by age. */
struct ages {
	size_t n, band[NBANDS], framed, late;
	int32_t oldest;
};

static struct ages
ages_of(const struct yearly *y, uint32_t group)
{
	struct ages a = { .oldest = -1 };

	for (size_t i = 0; i < y->n; i++) {
		const struct flow *f = &y->at[i];
		const int32_t age = y->now - f->in;
		size_t b = 0;

		if (f->group != group || f->out != PENDING)
			continue;
		while (age > bands[b])
			b++;
		a.n++;
		a.band[b]++;
		a.framed += f->frame > 0;
		a.late += f->frame > 0 && age > f->frame;
		a.oldest = age > a.oldest ? age : a.oldest;
	}
	return a;
}

static void
band_columns(struct table *t)
{
	for (size_t b = 0; b < NBANDS; b++) {
		const int32_t above = b > 0 ? bands[b - 1] : -1;
		const bool last = b + 1 == NBANDS;
		char *key = last ? xasprintf("over_%d_days", above)
		                 : xasprintf("up_to_%d_days", bands[b]);
		char *head = last ? xasprintf("> %d", above)
		                  : xasprintf("%d–%d", above + 1, bands[b]);

		table_column(t, key, head, TABLE_COUNT, "");
		free(key);
		free(head);
	}
}

static void
add_ages(struct tables *out, const struct yearly *y)
{
	struct table *t = table_add(out, "ages");

	table_title(t,
	    "What is pending, by days since it came in, on the day looked at.");
	figures_columns(t, y->by);
	table_column(t, "pending_now", "PENDING", TABLE_COUNT, "");
	band_columns(t);
	table_column(t, "oldest_days", "OLDEST", TABLE_DAYS, "");
	table_column(t, "with_time_frame", "WITH FRAME", TABLE_COUNT, "");
	table_column(t, "backlog", "BACKLOG", TABLE_COUNT,
	    "pending for longer than the time frame of its kind");
	for (uint32_t g = 0; g < y->groups.n; g++) {
		const struct ages a = ages_of(y, g);

		figures_cells(t, y->office, y->by, y->groups.at[g]);
		table_number(t, (double)a.n);
		for (size_t b = 0; b < NBANDS; b++)
			table_number(t, (double)a.band[b]);
		table_number(t, a.oldest >= 0 ? (double)a.oldest : NAN);
		table_number(t, (double)a.framed);
		table_number(t, a.framed > 0 ? (double)a.late : NAN);
	}
	table_note(t,
	    "Backlog is not defined (–) where no kind that is pending has a "
	    "time frame.");
}

static bool
is_empty(struct tables *out, const struct yearly *y)
{
	if (y->n > 0)
		return false;
	table_title(table_add(out, "flow"),
	    "No request of a kind that counts has come in or gone out.");
	return true;
}

enum mla_rc
yearly_cepej(struct tables *out, struct office *office,
    const struct figures_want *want, struct err *err)
{
	struct yearly y;
	enum mla_rc rc = collect(&y, office, want, err);

	if (rc == MLA_OK && !is_empty(out, &y)) {
		add_flow(out, &y);
		add_times(out, &y);
		add_ages(out, &y);
	}
	yearly_free(&y);
	return rc;
}

/* --- FATF --- */

/* The median of all ends of one year's intake; NAN: not reached. */
static double
median_of(const struct yearly *y, uint32_t group, int year)
{
	struct incidence f;
	struct tally t;
	double median;

	if (!intake(&t, y, group, year))
		return NAN;
	incidence_make(&f, &t, 0);
	median = incidence_quantile(LIMITS_LOGLOG, &f, 1, 0.5).value;
	incidence_free(&f);
	tally_free(&t);
	return median;
}

enum mla_rc
yearly_fatf(struct tables *out, struct office *office,
    const struct figures_want *want, struct err *err)
{
	struct yearly y;
	struct table *t;
	enum mla_rc rc = collect(&y, office, want, err);

	if (rc != MLA_OK || is_empty(out, &y))
		goto out;
	t = table_add(out, "fatf");
	table_title(t,
	    "FATF Recommendation 33: requests by calendar year, how they were "
	    "resolved in it, and how long that took.");
	figures_columns(t, y.by);
	table_column(t, "year", "YEAR", TABLE_TEXT, "");
	table_column(t, "received", "IN", TABLE_COUNT, "");
	closing_columns(t, &y);
	table_column(t, "pending_end", "PENDING", TABLE_COUNT, "");
	table_column(t, "mean_days_completed_only", "MEAN", TABLE_DAYS,
	    "mean of completed only: too low while requests are pending");
	table_column(t, "least_days", "RANGE", TABLE_DAYS, "completed only");
	table_column(t, "most_days", TABLE_TO, TABLE_DAYS, "completed only");
	table_column(t, "median_days", "MEDIAN", TABLE_DAYS,
	    "Kaplan-Meier, of what came in in that year");
	for (uint32_t g = 0; g < y.groups.n; g++) {
		for (int year = y.first; year <= y.last; year++) {
			const struct period p = period_of(&y, g, year);

			add_year(t, &y, g, year);
			table_number(t, (double)p.in);
			closing_cells(t, &y, &p);
			table_number(t, (double)p.after);
			table_number(t, ratio(p.sum, (double)p.resolved));
			table_number(t, p.least >= 0 ? (double)p.least : NAN);
			table_number(t, p.most >= 0 ? (double)p.most : NAN);
			table_number(t, median_of(&y, g, year));
		}
	}
	table_note(t,
	    "Not defined (–): nothing was resolved, or half of what "
	    "came in is not yet.");
out:
	yearly_free(&y);
	return rc;
}
