/* due.c - what is due, on whom, by when, and why */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/due.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/cite.h"
#include "core/desk.h"

static int64_t
order_of(const struct when *w)
{
	/* A day without a time lasts until its end. */
	return w->second < 0 ? ((int64_t)w->day + 1) * 86400 : when_utc(w);
}

/* One more answer: the bounds become wider. */
static void
widen(struct due_day *out, bool first, struct when earliest, struct when latest)
{
	if (first || order_of(&earliest) < order_of(&out->earliest))
		out->earliest = earliest;
	if (first || order_of(&latest) > order_of(&out->latest))
		out->latest = latest;
}

static struct when
day_only(int32_t day)
{
	return (struct when){ .day = day, .second = -1 };
}

/* Hours from a day without a time: from its beginning, and from its end. */
static enum mla_rc
from_whole_day(struct due_day *out, struct term_ask *ask, struct err *err)
{
	static const int32_t edge[] = { 0, 86399 };
	const struct when from = ask->from;
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < 2; i++) {
		int64_t utc = (int64_t)from.day * 86400 + edge[i];
		struct term t = { 0 };

		ask->from.second = edge[i];
		ask->from.offset =
		    ask->zone != NULL ? zone_offset(ask->zone, utc) / 60 : 0;
		rc = term_compute(&t, ask, err);
		if (rc == MLA_OK)
			widen(out, i == 0, t.act_by, t.outer);
		term_free(&t);
	}
	ask->from = from;
	return rc;
}

/* By one rule with the holidays of one place. */
static enum mla_rc
compute_once(
    struct due_day *out, struct term_ask *ask, bool first, struct err *err)
{
	struct term t = { 0 };
	enum mla_rc rc;

	if (ask->within.unit == PERIOD_HOURS && ask->from.second < 0)
		return first ? from_whole_day(out, ask, err) : MLA_OK;
	if ((rc = term_compute(&t, ask, err)) == MLA_OK) {
		out->stands = t.stands;
		if (t.act_by.second >= 0)
			widen(out, first, t.act_by, t.outer);
		else
			widen(out, first, day_only(t.due), day_only(t.due));
	}
	term_free(&t);
	return rc;
}

/* By one rule: in the whole State, and in each region that has other days. */
static enum mla_rc
compute_places(struct due_day *out, struct term_ask *ask, const struct where *w,
    bool first, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < w->nholidays; i++) {
		ask->holidays = w->holidays[i];
		rc = compute_once(out, ask, first && i == 0, err);
		if (ask->within.unit == PERIOD_HOURS)
			break; /* hours are never moved by a holiday */
	}
	return rc;
}

/* An end that was moved by a notice, within the longest extension. */
static enum mla_rc
extend(struct when *end, struct term_ask *ask, const struct due_input *in,
    struct err *err)
{
	struct when to = day_only(in->moved_to);
	struct term t = { 0 };
	enum mla_rc rc = MLA_OK;

	if (*in->extend != '\0' &&
	    (rc = period_parse(&ask->within, in->extend, err)) == MLA_OK) {
		ask->from = day_only(end->day);
		ask->nstops = 0;
		rc = term_compute(&t, ask, err);
		if (rc == MLA_OK && t.due < to.day)
			to.day = t.due;
	}
	if (rc == MLA_OK && to.day > end->day)
		*end = to;
	term_free(&t);
	return rc;
}

enum mla_rc
due_compute(struct due_day *out, struct office *office,
    const struct due_input *in, struct err *err)
{
	struct term_ask ask = {
		.from = in->start, .stops = in->stops, .nstops = in->nstops
	};
	char *rules = xstrdup(in->rule), *rest = NULL;
	struct where *w;
	bool first = true;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = where_of(&w, office, in->state, err)) != MLA_OK ||
	    (rc = period_parse(&ask.within, in->within, err)) != MLA_OK)
		goto out;
	ask.zone = w->zone;
	for (char *name = strtok_r(rules, " ", &rest);
	     rc == MLA_OK && name != NULL; name = strtok_r(NULL, " ", &rest)) {
		rc = where_rule_of(&ask.rule, office, name, err);
		if (rc == MLA_OK)
			rc = compute_places(out, &ask, w, first, err);
		first = false;
	}
	if (rc == MLA_OK && in->moved && !out->stands) {
		struct term_ask again = ask;

		if ((rc = extend(&out->earliest, &again, in, err)) == MLA_OK) {
			again = ask;
			rc = extend(&out->latest, &again, in, err);
		}
	}
out:
	free(rules);
	return rc;
}

/* The State of a role. */
static const char *
state_of(const struct dossier *d, const char *role)
{
	return dossier_is_ours(d, role, true) ? d->office->info.country
	                                      : d->row.partner;
}

void
due_input_of(struct due_input *out, struct period_stop **stops,
    const struct dossier *d, const struct dossier_limit *l)
{
	memset(out, 0, sizeof(*out));
	out->within = l->limit->within;
	out->rule = l->limit->rule;
	out->state = state_of(d, l->limit->calendar);
	out->start = l->start;
	out->moved = l->moved;
	out->moved_to = l->moved_to;
	out->extend = l->limit->extend;
	*stops = l->npauses > 0 ? xcalloc(l->npauses, sizeof(**stops)) : NULL;
	for (size_t i = 0; i < l->npauses; i++)
		(*stops)[i] = (struct period_stop){ l->pause[i].from,
			l->pause[i].to == INT32_MAX ? PERIOD_OPEN
			                            : l->pause[i].to };
	out->stops = *stops;
	out->nstops = l->npauses;
}

bool
due_is_ours(const struct dossier *d, const struct limit *limit)
{
	return dossier_is_ours(d, limit->who, false);
}

bool
due_binds(const struct dossier *d, const struct limit *limit)
{
	char *basis = cite_of(d, limit->basis);
	bool binds = *basis != '\0' || limit->clock != LIMIT_LAW;

	free(basis);
	return binds;
}

/* Pauses as "from/to" with blanks between. */
static char *
held_text(const struct dossier_limit *l)
{
	struct buf b = { 0 };
	char from[DATE_BYTES], to[DATE_BYTES];

	for (size_t i = 0; i < l->npauses; i++)
		buf_addf(&b, "%s%s/%s", b.len > 0 ? " " : "",
		    date_format(l->pause[i].from, from),
		    l->pause[i].to == INT32_MAX
		        ? ""
		        : date_format(l->pause[i].to, to));
	return buf_steal(&b);
}

static char *
moved_text(const struct dossier_limit *l)
{
	char day[DATE_BYTES];

	if (!l->moved)
		return xstrdup("");
	return xasprintf("%s%s%s", date_format(l->moved_to, day),
	    *l->limit->extend != '\0' ? " " : "", l->limit->extend);
}

static enum mla_rc
put_limit(struct dossier *d, const struct dossier_limit *l, struct err *err)
{
	struct store_deadline row = { .request = d->row.id };
	char due[WHEN_BYTES], latest[WHEN_BYTES], start[WHEN_BYTES];
	const bool ours = due_is_ours(d, l->limit);
	struct period_stop *stops = NULL;
	struct due_input in;
	struct due_day day = { .earliest = l->at, .latest = l->at };
	enum mla_rc rc = MLA_OK;

	due_input_of(&in, &stops, d, l);
	if (!l->dated)
		rc = due_compute(&day, d->office, &in, err);
	else if (l->moved)
		day.earliest = day.latest = day_only(l->moved_to);
	if (rc != MLA_OK || day.stands)
		goto out;
	row.part = l->part;
	row.name = l->limit->id;
	row.clock = (char *)(uintptr_t)limit_clock_name(l->limit->clock);
	row.who = (char *)(uintptr_t)(ours ? "us" : "them");
	row.due = when_format(ours ? &day.earliest : &day.latest, due);
	row.latest = when_format(&day.latest, latest);
	row.basis = cite_of(d, l->limit->basis);
	row.rule = l->limit->rule;
	row.state = (char *)(uintptr_t)(l->dated ? "" : in.state);
	row.within = l->limit->within;
	row.start = when_format(&l->start, start);
	row.held = held_text(l);
	row.moved = moved_text(l);
	rc = store_deadline_put(d->office->store, &row, err);
	free(row.basis);
	free(row.held);
	free(row.moved);
out:
	free(stops);
	return rc;
}

static enum mla_rc
put_next(struct dossier *d, struct err *err)
{
	struct store_deadline row = { .request = d->row.id };
	struct desk_next next;
	char day[DATE_BYTES];
	enum mla_rc rc = MLA_OK;

	desk_next(&next, d);
	if (next.dated) {
		row.clock = (char *)(uintptr_t)limit_clock_name(LIMIT_OURS);
		row.who = (char *)(uintptr_t) "us";
		row.due = date_format(next.day, day);
		row.latest = row.due;
		rc = store_deadline_put(d->office->store, &row, err);
	}
	free(next.action);
	return rc;
}

enum mla_rc
due_put(struct dossier *d, struct err *err)
{
	enum mla_rc rc;

	if ((rc = store_deadline_clear(d->office->store, d->row.id, err)) !=
	        MLA_OK ||
	    run_is_final(d->run))
		return rc;
	rc = put_next(d, err);
	for (size_t i = 0; rc == MLA_OK && i < d->nlimits; i++) {
		const struct dossier_limit *l = &d->limits[i];

		if ((l->end == DOSSIER_RUNNING || l->end == DOSSIER_SENDING) &&
		    due_binds(d, l->limit))
			rc = put_limit(d, l, err);
	}
	return rc;
}

struct due_left
due_left(const struct office *office, const struct store_deadline *row)
{
	struct due_left left = { 0 };
	struct when due;

	if (!when_parse(&due, row->due))
		return left;
	left.timed = due.second >= 0;
	left.days = due.day - office->now.day;
	left.seconds = when_utc(&due) - when_utc(&office->now);
	return left;
}

bool
due_is_late(const struct office *office, const struct store_deadline *row)
{
	struct due_left left = due_left(office, row);

	return left.timed ? left.seconds < 0 : left.days < 0;
}

void
due_moves_free(struct due_moves *moves)
{
	for (size_t i = 0; i < moves->n; i++) {
		free(moves->at[i].reference);
		free(moves->at[i].part);
		free(moves->at[i].name);
		free(moves->at[i].before);
		free(moves->at[i].after);
	}
	free(moves->at);
	memset(moves, 0, sizeof(*moves));
}

/* "from/to from/to" as stops; the caller frees them. */
static struct period_stop *
read_held(size_t *n, const char *text)
{
	char *copy = xstrdup(text), *rest = NULL;
	struct period_stop *stops = NULL;
	size_t cap = 0;

	*n = 0;
	for (char *word = strtok_r(copy, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest)) {
		char *to = strchr(word, '/');
		struct period_stop s = { 0, PERIOD_OPEN };

		if (to == NULL)
			continue;
		*to++ = '\0';
		if (!date_parse(&s.from, word))
			continue;
		(void)date_parse(&s.until, to);
		stops = vec_more(stops, &cap, *n, sizeof(*stops));
		stops[(*n)++] = s;
	}
	free(copy);
	return stops;
}

/* The day of a row by the calendars of today; due and latest are replaced. */
static enum mla_rc
again(bool *moved, struct office *office, struct store_deadline *row,
    struct err *err)
{
	struct due_input in = {
		.within = row->within, .rule = row->rule, .state = row->state
	};
	char due[WHEN_BYTES], latest[WHEN_BYTES], *extend;
	struct period_stop *stops = read_held(&in.nstops, row->held);
	struct due_day day;
	enum mla_rc rc;

	in.stops = stops;
	(void)when_parse(&in.start, row->start);
	extend = strchr(row->moved, ' ');
	in.extend = extend != NULL ? extend + 1 : "";
	if (*row->moved != '\0') {
		char *to = xstrndup(row->moved, strcspn(row->moved, " "));

		in.moved = date_parse(&in.moved_to, to);
		free(to);
	}
	rc = due_compute(&day, office, &in, err);
	if (rc == MLA_OK) {
		when_format(&day.latest, latest);
		when_format(
		    str_eq(row->who, "us") ? &day.earliest : &day.latest, due);
		*moved = !str_eq(due, row->due) || !str_eq(latest, row->latest);
		free(row->due);
		free(row->latest);
		row->due = xstrdup(due);
		row->latest = xstrdup(latest);
	}
	free(stops);
	return rc;
}

enum mla_rc
due_again(struct due_moves *out, struct office *office, struct err *err)
{
	static const struct store_deadline_want all = { NULL, NULL, 0 };
	struct store_deadlines rows = { 0 };
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	rc = store_deadline_list(&rows, office->store, &all, err);
	for (size_t i = 0; rc == MLA_OK && i < rows.n; i++) {
		struct store_deadline *row = &rows.at[i];
		char *before = xstrdup(row->due);
		bool moved = false;

		if (*row->within != '\0') {
			rc = again(&moved, office, row, err);
			out->rows++;
		}
		if (rc == MLA_OK && moved &&
		    (rc = store_deadline_move(office->store, row, err)) ==
		        MLA_OK) {
			struct due_move *m;

			out->at = vec_more(
			    out->at, &out->cap, out->n, sizeof(*out->at));
			m = &out->at[out->n++];
			m->reference = xstrdup(row->reference);
			m->part = xstrdup(row->part);
			m->name = xstrdup(row->name);
			m->before = xstrdup(before);
			m->after = xstrdup(row->due);
		}
		free(before);
	}
	if (rc == MLA_OK)
		rc = store_commit(office->store, err);
	store_rollback(office->store);
	store_deadlines_free(&rows);
	if (rc != MLA_OK)
		due_moves_free(out);
	return rc;
}
