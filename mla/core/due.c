/* due.c - what is due, on whom, by when, and why */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/due.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/cite.h"
#include "core/desk.h"
#include "core/trail.h"

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
		struct term t = { 0 };

		ask->from.second = edge[i];
		zone_local(ask->zone, &ask->from);
		rc = term_compute(&t, ask, err);
		if (rc == MLA_OK)
			widen(out, i == 0, t.act_by, t.outer);
		term_free(&t);
	}
	ask->from = from;
	return rc;
}

/* An end that was moved by a notice, within the longest extension. */
static enum mla_rc
extend(int32_t *end, const struct term_ask *ask, const struct due_input *in,
    struct err *err)
{
	struct term_ask more = *ask;
	struct term t = { 0 };
	int32_t to = in->moved_to;
	enum mla_rc rc = MLA_OK;

	if (!in->moved)
		return MLA_OK;
	if (*in->extend != '\0' &&
	    (rc = period_parse(&more.within, in->extend, err)) == MLA_OK) {
		more.from = day_only(*end);
		more.nstops = 0;
		rc = term_compute(&t, &more, err);
		if (rc == MLA_OK && t.due < to)
			to = t.due;
	}
	if (rc == MLA_OK && to > *end)
		*end = to;
	term_free(&t);
	return rc;
}

/* By one rule with the holidays of one place. */
static enum mla_rc
compute_once(struct due_day *out, struct term_ask *ask,
    const struct due_input *in, bool first, struct err *err)
{
	struct term t = { 0 };
	enum mla_rc rc;

	if (ask->within.unit == PERIOD_HOURS && ask->from.second < 0)
		return first ? from_whole_day(out, ask, err) : MLA_OK;
	if ((rc = term_compute(&t, ask, err)) != MLA_OK)
		goto out;
	out->stands = t.stands;
	if (t.act_by.second >= 0) {
		widen(out, first, t.act_by, t.outer);
	} else if (t.stands || (rc = extend(&t.due, ask, in, err)) == MLA_OK) {
		widen(out, first, day_only(t.due), day_only(t.due));
	}
out:
	term_free(&t);
	return rc;
}

/* By one rule: in the whole State, and in each region that has other days. */
static enum mla_rc
compute_places(struct due_day *out, struct term_ask *ask,
    const struct due_input *in, const struct where *w, bool first,
    struct err *err)
{
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < w->nholidays; i++) {
		ask->holidays = w->holidays[i];
		rc = compute_once(out, ask, in, first && i == 0, err);
		if (ask->within.unit == PERIOD_HOURS)
			break; /* hours are never moved by a holiday */
	}
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
			rc = compute_places(out, &ask, in, w, first, err);
		first = false;
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

enum mla_rc
due_of_limit(struct due_day *out, const struct dossier *d,
    const struct dossier_limit *l, struct err *err)
{
	struct period_stop *stops;
	struct due_input in;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if (l->dated) {
		out->earliest = out->latest = due_dated(l);
		return MLA_OK;
	}
	due_input_of(&in, &stops, d, l);
	rc = due_compute(out, d->office, &in, err);
	free(stops);
	return rc;
}

bool
due_is_ours(const struct dossier *d, const struct dossier_limit *l)
{
	/* Where either may begin, the other one has to answer. */
	if (str_eq(l->limit->who, "other"))
		return l->starter != NULL && !l->starter->ours;
	return dossier_is_ours(d, l->limit->who, false);
}

struct when
due_dated(const struct dossier_limit *l)
{
	return l->moved ? day_only(l->moved_to) : l->at;
}

/* A clock of law needs an instrument. */
static bool
binds(const struct dossier_limit *l, const char *basis)
{
	return *basis != '\0' || l->limit->clock != LIMIT_LAW;
}

bool
due_binds(const struct dossier *d, const struct dossier_limit *l)
{
	char *basis = cite_on(d, l->limit->basis, l->start.day);
	bool does = binds(l, basis);

	free(basis);
	return does;
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
add_limit(struct store_deadlines *out, const struct dossier *d,
    const struct dossier_limit *l, const char *basis, struct err *err)
{
	char due[WHEN_BYTES], latest[WHEN_BYTES], start[WHEN_BYTES];
	const bool ours = due_is_ours(d, l);
	char *held = held_text(l), *moved = moved_text(l);
	struct due_day day;
	enum mla_rc rc = due_of_limit(&day, d, l, err);

	if (rc == MLA_OK && !day.stands)
		store_deadlines_add(out,
		    &(struct store_deadline){ .request = d->row.id,
		        .part = l->part,
		        .name = l->limit->id,
		        .clock = limit_clock_name(l->limit->clock),
		        .who = ours ? "us" : "them",
		        .due = when_format(
		            ours ? &day.earliest : &day.latest, due),
		        .latest = when_format(&day.latest, latest),
		        .basis = basis,
		        .verified = *basis == '\0' || l->limit->verified,
		        .rule = l->limit->rule,
		        .state =
		            l->dated ? "" : state_of(d, l->limit->calendar),
		        .within = l->limit->within,
		        .start = when_format(&l->start, start),
		        .held = held,
		        .moved = moved });
	free(held);
	free(moved);
	return rc;
}

static void
add_next(struct store_deadlines *out, const struct dossier *d)
{
	struct desk_next next;
	char day[DATE_BYTES];

	desk_next(&next, d);
	free(next.action);
	if (next.dated)
		store_deadlines_add(out,
		    &(struct store_deadline){ .request = d->row.id,
		        .clock = limit_clock_name(LIMIT_OURS),
		        .verified = true,
		        .who = "us",
		        .due = date_format(next.day, day),
		        .latest = day });
}

enum mla_rc
due_rows(struct store_deadlines *out, const struct dossier *d, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	memset(out, 0, sizeof(*out));
	/* What was lent goes back also where the request has ended. */
	rc = trail_due(out, d, err);
	if (rc != MLA_OK || run_is_final(d->run))
		return rc;
	add_next(out, d);
	for (size_t i = 0; rc == MLA_OK && i < d->nlimits; i++) {
		const struct dossier_limit *l = &d->limits[i];
		char *basis;

		if (l->end != DOSSIER_RUNNING && l->end != DOSSIER_SENDING)
			continue;
		basis = cite_on(d, l->limit->basis, l->start.day);
		if (binds(l, basis))
			rc = add_limit(out, d, l, basis, err);
		free(basis);
	}
	if (rc != MLA_OK)
		store_deadlines_free(out);
	return rc;
}

enum mla_rc
due_put(struct dossier *d, struct err *err)
{
	struct store_deadlines rows;
	enum mla_rc rc;

	if ((rc = store_deadline_clear(d->office->store, d->row.id, err)) !=
	        MLA_OK ||
	    (rc = due_rows(&rows, d, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; rc == MLA_OK && i < rows.n; i++)
		rc = store_deadline_put(d->office->store, &rows.at[i], err);
	store_deadlines_free(&rows);
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
due_is_late(const struct due_left *left)
{
	return left->timed ? left->seconds < 0 : left->days < 0;
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

/* A day; or "2026-07-24 to 2026-07-27", where the law leaves doubt. */
static char *
span_text(const char *due, const char *latest)
{
	return xasprintf("%s%s%s", due, str_eq(due, latest) ? "" : " to ",
	    str_eq(due, latest) ? "" : latest);
}

/* The day of a row by the calendars of today, as it would be stored. */
static enum mla_rc
again(char due[WHEN_BYTES], char latest[WHEN_BYTES], struct office *office,
    const struct store_deadline *row, struct err *err)
{
	struct due_input in = {
		.within = row->within, .rule = row->rule, .state = row->state
	};
	const char *extend = strchr(row->moved, ' ');
	struct period_stop *stops = read_held(&in.nstops, row->held);
	struct due_day day;
	enum mla_rc rc;

	in.stops = stops;
	(void)when_parse(&in.start, row->start);
	in.extend = extend != NULL ? extend + 1 : "";
	if (*row->moved != '\0') {
		char *to = xstrndup(row->moved, strcspn(row->moved, " "));

		in.moved = date_parse(&in.moved_to, to);
		free(to);
	}
	if ((rc = due_compute(&day, office, &in, err)) == MLA_OK) {
		(void)when_format(&day.latest, latest);
		(void)when_format(
		    str_eq(row->who, "us") ? &day.earliest : &day.latest, due);
	}
	free(stops);
	return rc;
}

/* Compute one row; what moved is stored and added. */
static enum mla_rc
compute_again(struct due_moves *out, struct office *office,
    const struct store_deadline *row, struct err *err)
{
	char due[WHEN_BYTES], latest[WHEN_BYTES];
	struct store_deadline now = *row;
	struct due_move *m;
	enum mla_rc rc;

	out->rows++;
	if ((rc = again(due, latest, office, row, err)) != MLA_OK ||
	    (str_eq(due, row->due) && str_eq(latest, row->latest)))
		return rc;
	now.due = due;
	now.latest = latest;
	if ((rc = store_deadline_move(office->store, &now, err)) != MLA_OK)
		return rc;
	out->at = vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
	m = &out->at[out->n++];
	m->reference = xstrdup(row->reference);
	m->part = xstrdup(row->part);
	m->name = xstrdup(row->name);
	m->before = span_text(row->due, row->latest);
	m->after = span_text(due, latest);
	return MLA_OK;
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
		if (*rows.at[i].within != '\0')
			rc = compute_again(out, office, &rows.at[i], err);
	}
	if (rc == MLA_OK)
		rc = store_commit(office->store, err);
	store_rollback(office->store);
	store_deadlines_free(&rows);
	if (rc != MLA_OK)
		due_moves_free(out);
	return rc;
}
