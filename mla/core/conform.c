/* conform.c - does what happened fit the workflows of today? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/conform.h"

#include <math.h>

#include "base/alloc.h"
#include "base/str.h"

enum fault {
	FAULT_SKIPPED,
	FAULT_ILLEGAL,
	FAULT_LOOPING,
	FAULTS
};

static const char *const fault_name[FAULTS] = { "skipped", "illegal",
	"looping" };

/* Kind and side, and how its requests fared. */
struct line {
	size_t n, replayed, conforming, with[FAULTS];
};

/* "kind / side TAB fault TAB state TAB event TAB missing": how often. */
struct detail {
	size_t requests, times;
};

struct conform {
	struct office *office;
	struct labels kinds;
	struct line *line;
	struct labels faults;
	struct detail *detail;
	size_t cap_lines, cap_details;
};

static void
note_fault(struct conform *c, const char *kind, enum fault fault,
    const char *state, const char *event, const char *missing, size_t times)
{
	char *key = xasprintf("%s\t%s\t%s\t%s\t%s", kind, fault_name[fault],
	    state, event, missing != NULL ? missing : "");
	const size_t before = c->faults.n;
	const uint32_t at = labels_number(&c->faults, key, strlen(key));

	if (at == before) {
		c->detail = vec_more(
		    c->detail, &c->cap_details, before, sizeof(*c->detail));
		memset(&c->detail[at], 0, sizeof(*c->detail));
	}
	c->detail[at].requests++;
	c->detail[at].times += times;
	free(key);
}

/* The act at which the replay stopped, or NULL. */
static const struct dossier_event *
stopped_at(const struct dossier *d)
{
	for (size_t i = 0; i < d->nevents; i++) {
		if (!d->events[i].skip && d->events[i].taken == NULL)
			return &d->events[i];
	}
	return NULL;
}

static void
judge_stop(struct conform *c, struct line *l, const char *kind,
    const struct dossier *d, const struct dossier_event *e)
{
	const struct dossier_part *p =
	    e->part != NULL ? dossier_part(d, e->part) : NULL;
	const struct run *run = p != NULL ? p->run : d->run;
	const char *missing = run != NULL ? run_missing(run, e->name) : NULL;
	const enum fault fault =
	    missing != NULL ? FAULT_SKIPPED : FAULT_ILLEGAL;

	l->with[fault]++;
	note_fault(c, kind, fault, run != NULL ? run_state(run)->id : "",
	    e->name, missing, 1);
}

/* How often each state of the whole was entered again. */
static void
judge_loops(struct conform *c, struct line *l, const char *kind,
    const struct dossier *d)
{
	struct labels seen = { 0 };
	size_t *times = xcalloc(d->nevents + 1, sizeof(*times));
	const char *state = "";
	bool loops = false;

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->taken == NULL || str_eq(e->whole, state))
			continue;
		state = e->whole;
		times[labels_number(&seen, state, strlen(state))]++;
	}
	for (size_t i = 0; i < seen.n; i++) {
		if (times[i] < 2)
			continue;
		loops = true;
		note_fault(
		    c, kind, FAULT_LOOPING, seen.at[i], "", NULL, times[i] - 1);
	}
	l->with[FAULT_LOOPING] += loops;
	labels_free(&seen);
	free(times);
}

static struct line *
line_of(struct conform *c, const char *kind)
{
	const size_t before = c->kinds.n;
	const uint32_t at = labels_number(&c->kinds, kind, strlen(kind));

	if (at == before) {
		c->line =
		    vec_more(c->line, &c->cap_lines, before, sizeof(*c->line));
		memset(&c->line[at], 0, sizeof(*c->line));
	}
	return &c->line[at];
}

static enum mla_rc
judge(struct conform *c, struct dossier *d, struct err *err)
{
	char *kind =
	    xasprintf("%s%s%s", d->row.kind, FIGURES_BETWEEN, d->row.side);
	struct line *l = line_of(c, kind);
	const struct dossier_event *e;
	struct err why = { 0 };
	struct rules *today;
	size_t before;
	enum mla_rc rc = MLA_OK;

	l->n++;
	if (d->erased)
		goto out;
	if ((rc = rules_of(&today, c->office, 0, d->row.kind, d->row.side,
	         err)) != MLA_OK)
		goto out;
	l->replayed++;
	before = l->with[FAULT_SKIPPED] + l->with[FAULT_ILLEGAL] +
	    l->with[FAULT_LOOPING];
	rc = dossier_follow(d, today, &why);
	e = rc == MLA_OK ? NULL : stopped_at(d);
	if (rc != MLA_OK && (rc != MLA_EDAMAGED || e == NULL)) {
		*err = why;
		goto out;
	}
	rc = MLA_OK;
	if (e != NULL)
		judge_stop(c, l, kind, d, e);
	judge_loops(c, l, kind, d);
	l->conforming += before ==
	    l->with[FAULT_SKIPPED] + l->with[FAULT_ILLEGAL] +
	        l->with[FAULT_LOOPING];
out:
	free(kind);
	return rc;
}

static enum mla_rc
judge_one(struct conform *c, int64_t request, const struct dossier_look *look,
    struct err *err)
{
	static const struct dossier_look now = { INT32_MAX, INT32_MAX };
	struct dossier *d = NULL;
	struct err own = { 0 };
	enum mla_rc rc = dossier_open_at(
	    &d, c->office, request, look != NULL ? look : &now, &own);

	if (rc == MLA_EDAMAGED) {
		/* By its own rules: it is counted, and that is all. */
		line_of(c, FIGURES_BETWEEN)->n++;
		return MLA_OK;
	}
	if (rc == MLA_OK && d->nevents > 0)
		rc = judge(c, d, err);
	else if (rc != MLA_OK)
		*err = own;
	dossier_free(d);
	return rc;
}

static double
share(size_t n, size_t of)
{
	return of > 0 ? (double)n / (double)of : NAN;
}

static void
add_lines(struct tables *out, const struct conform *c)
{
	struct table *t = table_add(out, "conformance");

	table_title(t,
	    "Do the histories fit the workflows of today? Skipped: an act came "
	    "before one that has to precede it; illegal: an act from where "
	    "the workflow knows no way to it; looping: a state was entered "
	    "again. The first two are counted at the first such act.");
	figures_columns(t, "kind,side");
	table_column(t, "n", "N", TABLE_COUNT, "");
	table_column(t, "replayed", "REPLAYED", TABLE_COUNT, "");
	table_column(t, "conforming", "CONFORMING", TABLE_COUNT, "");
	table_column(
	    t, "share_conforming", "SHARE", TABLE_SHARE, "of those replayed");
	for (size_t k = 0; k < FAULTS; k++) {
		char *head = xstrdup(fault_name[k]);

		table_capitals(head);
		table_column(t, fault_name[k], head, TABLE_COUNT, "");
		free(head);
	}
	for (size_t i = 0; i < c->kinds.n; i++) {
		const struct line *l = &c->line[i];

		figures_cells(t, c->office, "kind,side", c->kinds.at[i]);
		table_number(t, (double)l->n);
		table_number(t, (double)l->replayed);
		table_number(t, (double)l->conforming);
		table_number(t, share(l->conforming, l->replayed));
		for (size_t k = 0; k < FAULTS; k++)
			table_number(t, (double)l->with[k]);
	}
}

static void
add_detail(struct table *t, const struct conform *c, size_t at)
{
	char *copy = xstrdup(c->faults.at[at]), *rest = copy;
	const char *kind = strsep(&rest, "\t"), *fault = strsep(&rest, "\t");
	const char *state = strsep(&rest, "\t"), *event = strsep(&rest, "\t");
	char *state_word = table_value(c->office, "state", state);
	char *event_word = table_value(c->office, "event", event);
	char *missing_word = table_value(c->office, "event", rest);
	const struct line *l = &c->line[labels_number(
	    (struct labels *)&c->kinds, kind, strlen(kind))];

	figures_cells(t, c->office, "kind,side", kind);
	table_text(t, fault);
	table_word(t, state, state_word);
	table_word(t, event, event_word);
	table_word(t, rest, missing_word);
	table_number(t, (double)c->detail[at].requests);
	table_number(t, share(c->detail[at].requests, l->replayed));
	table_number(t, (double)c->detail[at].times);
	free(state_word);
	free(event_word);
	free(missing_word);
	free(copy);
}

static void
add_details(struct tables *out, const struct conform *c)
{
	struct table *t;

	if (c->faults.n == 0)
		return;
	t = table_add(out, "deviations");
	table_title(t, "What does not fit, where, and how often:");
	figures_columns(t, "kind,side");
	table_column(t, "deviation", "WHAT", TABLE_TEXT, "");
	table_column(t, "state", "IN STATE", TABLE_TEXT, "");
	table_column(t, "event", "ACT", TABLE_TEXT, "");
	table_column(t, "missing", "LEFT OUT", TABLE_TEXT, "");
	table_column(t, "requests", "REQUESTS", TABLE_COUNT, "");
	table_column(t, "share", "SHARE", TABLE_SHARE, "of those replayed");
	table_column(t, "times", "TIMES", TABLE_COUNT, "");
	for (size_t i = 0; i < c->faults.n; i++)
		add_detail(t, c, i);
}

enum mla_rc
conform_tables(struct tables *out, struct office *office,
    const struct figures_want *want, struct err *err)
{
	struct conform c = { .office = office };
	struct store_matches all = { 0 };
	enum mla_rc rc;

	if ((rc = store_begin_read(office->store, err)) != MLA_OK)
		return rc;
	rc = store_request_all(&all, office->store, err);
	for (size_t i = 0; rc == MLA_OK && i < all.n; i++)
		rc = judge_one(&c, all.at[i].id, want->past.look, err);
	store_rollback(office->store);
	if (rc == MLA_OK) {
		add_lines(out, &c);
		add_details(out, &c);
	}
	store_matches_free(&all);
	labels_free(&c.kinds);
	labels_free(&c.faults);
	free(c.line);
	free(c.detail);
	return rc;
}
