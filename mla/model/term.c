/* term.c - time limits: one routine that counts and keeps its steps */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "model/period.h"

enum {
	HOUR_SECONDS = 3600,
	WEEK_DAYS = 7,
	YEAR_MONTHS = 12,
	MOST_DAYS = 36525, /* 100 years */
	LAST_YEAR = 9999,
	NO_WORK_DAYS = 366 /* so long without a working day is no calendar */
};

void
term_free(struct term *t)
{
	free(t->steps);
	t->steps = NULL;
	t->n = 0;
	t->cap = 0;
}

static struct term_step *
step(struct term *t, enum term_what what, int32_t day)
{
	struct term_step *s;

	t->steps = vec_more(t->steps, &t->cap, t->n, sizeof(*t->steps));
	s = &t->steps[t->n++];
	memset(s, 0, sizeof(*s));
	s->what = what;
	s->day = day;
	s->until = day;
	return s;
}

/* The stop that the day falls into, or NULL. */
static const struct period_stop *
find_stop(const struct term_ask *ask, int32_t day)
{
	for (size_t i = 0; i < ask->nstops; i++) {
		if (day > ask->stops[i].from && day <= ask->stops[i].until)
			return &ask->stops[i];
	}
	return NULL;
}

/*
 * Count n days from the day after start, in working days if asked; days on
 * which the period stands still are left out.  False: it stands still, and
 * *end is the day since when.
 */
static bool
count_days(
    int32_t *end, const struct term_ask *ask, int32_t start, int n, bool work)
{
	int32_t day = start, last = date_day(LAST_YEAR, 12, 31);

	while (n > 0 && day < last) {
		const struct period_stop *stop = find_stop(ask, ++day);

		if (stop != NULL && stop->until == PERIOD_OPEN) {
			*end = day - 1;
			return false;
		}
		if (stop == NULL &&
		    (!work || holidays_is_working(ask->holidays, day)))
			n--;
	}
	*end = day;
	return true;
}

/* The same date so many months on; *cut: that month has no such date. */
static int32_t
add_months(int32_t day, int months, bool *cut)
{
	int year, month, mday, last;

	date_civil(day, &year, &month, &mday);
	month += months - 1;
	year += month / YEAR_MONTHS;
	month = month % YEAR_MONTHS + 1;
	last = date_month_days(year, month);
	*cut = mday > last;
	return date_day(year, month, *cut ? last : mday);
}

/* How many days has the period, unless days free of work are left out? */
static int
nominal_days(const struct period *p, int32_t start, bool *cut)
{
	*cut = false;
	switch (p->unit) {
	case PERIOD_WEEKS:
		return WEEK_DAYS * p->n;
	case PERIOD_MONTHS:
		return add_months(start, p->n, cut) - start;
	case PERIOD_YEARS:
		return add_months(start, YEAR_MONTHS * p->n, cut) - start;
	default:
		return p->n;
	}
}

/* What stood still or was a holiday between two days, in order. */
static void
add_inside(struct term *t, const struct term_ask *ask, int32_t end)
{
	for (int32_t day = t->start + 1; day <= end; day++) {
		const struct period_stop *stop = find_stop(ask, day);
		const struct holiday *h = holidays_on(ask->holidays, day);

		if (stop != NULL &&
		    (day == t->start + 1 || find_stop(ask, day - 1) != stop)) {
			struct term_step *s = step(t, TERM_STOPPED, stop->from);

			s->until = stop->until;
			s->n = 1;
			while (day + s->n <= stop->until &&
			    find_stop(ask, day + s->n) == stop)
				s->n++;
		}
		if (h != NULL && stop == NULL && day < end)
			step(t, TERM_INSIDE, day)->holiday = h;
	}
}

static enum mla_rc
no_work(const struct term_ask *ask, struct err *err)
{
	return err_set(err, MLA_EDAMAGED,
	    "the calendar of %s has no working day for a year",
	    calendar_state(holidays_calendar(ask->holidays)));
}

/* The first working day from *day on. */
static enum mla_rc
next_working(int32_t *day, const struct term_ask *ask, struct err *err)
{
	int32_t most = *day + NO_WORK_DAYS;

	while (!holidays_is_working(ask->holidays, *day)) {
		if (++*day > most)
			return no_work(ask, err);
	}
	return MLA_OK;
}

static enum mla_rc
roll(struct term *t, const struct term_ask *ask, struct err *err)
{
	int32_t to = t->due;
	enum mla_rc rc;

	if (!ask->rule->says[PERIOD_ROLL].has)
		return MLA_OK;
	if ((rc = next_working(&to, ask, err)) != MLA_OK)
		return rc;
	for (; t->due < to; t->due++)
		step(t, TERM_ROLL, t->due)->holiday =
		    holidays_on(ask->holidays, t->due);
	return MLA_OK;
}

/* "Two days or more" are days, weeks, months, years, but not one day. */
static enum mla_rc
raise_to_floor(struct term *t, const struct term_ask *ask, struct err *err)
{
	const struct period_says *floor = &ask->rule->says[PERIOD_FLOOR];
	int have = 0;
	enum mla_rc rc = MLA_OK;

	if (!floor->has ||
	    (ask->within.n < 2 &&
	        (ask->within.unit == PERIOD_DAYS ||
	            ask->within.unit == PERIOD_WORKDAYS)))
		return MLA_OK;
	for (int32_t day = t->start + 1; day <= t->due && have < floor->days;
	     day++)
		have += holidays_is_working(ask->holidays, day);
	if (have >= floor->days)
		return MLA_OK;
	step(t, TERM_FLOOR, t->due)->n = have;
	for (; have < floor->days && rc == MLA_OK; have++) {
		t->due++;
		rc = next_working(&t->due, ask, err);
	}
	return rc;
}

/* A day that some would take for a holiday, and what would follow. */
static enum mla_rc
add_aside(struct term *t, const struct term_ask *ask, struct err *err)
{
	const struct holiday *h = holidays_aside(ask->holidays, t->due);
	struct term_step *s;

	if (h == NULL)
		return MLA_OK;
	s = step(t, TERM_ASIDE, t->due);
	s->holiday = h;
	if (h->of->kind == CALENDAR_MUNICIPAL ||
	    !ask->rule->says[PERIOD_ROLL].has)
		return MLA_OK;
	s->until++;
	return next_working(&s->until, ask, err);
}

static enum mla_rc
too_long(struct err *err)
{
	return err_set(err, MLA_EUSAGE,
	    "the period is longer than 100 years, or ends after the year %d",
	    LAST_YEAR);
}

static enum mla_rc
compute_days(struct term *t, const struct term_ask *ask, struct err *err)
{
	bool work = ask->within.unit == PERIOD_WORKDAYS, cut;
	int year, month, mday, days;
	enum mla_rc rc;

	date_civil(t->start, &year, &month, &mday);
	/* Room for moving on, and for the years beside the last one. */
	if (year > LAST_YEAR - 102)
		return too_long(err);
	days = nominal_days(&ask->within, t->start, &cut);
	if (days > MOST_DAYS)
		return too_long(err);
	if (!count_days(&t->reached, ask, t->start, days, work)) {
		t->stands = true;
		(void)step(t, TERM_STANDS, t->reached);
		return MLA_OK;
	}
	date_civil(t->reached, &year, &month, &mday);
	if (year > LAST_YEAR - 2)
		return too_long(err);
	add_inside(t, ask, t->reached);
	if (cut)
		(void)step(t, TERM_SHORT, t->reached);
	(void)step(t, TERM_REACHES, t->reached);
	t->due = t->reached;
	if ((rc = roll(t, ask, err)) != MLA_OK ||
	    (rc = raise_to_floor(t, ask, err)) != MLA_OK ||
	    (rc = add_aside(t, ask, err)) != MLA_OK)
		return rc;
	(void)step(t, TERM_ENDS, t->due);
	return MLA_OK;
}

/* Hours pass as they pass, whatever the clocks show. */
static enum mla_rc
compute_hours(struct term *t, const struct term_ask *ask, struct err *err)
{
	int64_t event = when_utc(&ask->from), full = event;
	int64_t length = (int64_t)ask->within.n * HOUR_SECONDS;

	if (ask->from.second < 0) {
		err_hint(err, "write it as 2026-07-17T10:15+02:00");
		return err_set(err, MLA_EUSAGE,
		    "hours are counted from a moment, and %s",
		    "the start has no time");
	}
	if (ask->nstops > 0)
		return err_set(
		    err, MLA_EUSAGE, "a period in hours does not stand still");
	/* The hour in which it occurred ends at the next full one. */
	if (ask->rule->says[PERIOD_HOUR].has)
		full += HOUR_SECONDS - t->event.second % HOUR_SECONDS;
	t->act_by = zone_when(ask->zone, event + length, ask->from.offset);
	t->outer = zone_when(ask->zone, full + length, ask->from.offset);
	t->reached = t->act_by.day;
	t->due = t->act_by.day;
	(void)step(t, TERM_HOUR, t->due);
	return MLA_OK;
}

enum mla_rc
term_compute(struct term *out, const struct term_ask *ask, struct err *err)
{
	term_free(out);
	memset(out, 0, sizeof(*out));
	out->act_by.second = -1;
	out->outer.second = -1;
	out->event = ask->from;
	if (ask->from.second >= 0)
		out->event = zone_when(
		    ask->zone, when_utc(&ask->from), ask->from.offset);
	out->start = out->event.day;
	(void)step(out, TERM_START, out->start);
	(void)step(out, TERM_WITHIN, out->start);
	return ask->within.unit == PERIOD_HOURS ? compute_hours(out, ask, err)
	                                        : compute_days(out, ask, err);
}
