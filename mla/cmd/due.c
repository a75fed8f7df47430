/* due.c - mla due: what is due, on whom, under which rule */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/due.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "cmd/explain.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/ics.h"
#include "core/view.h"

static char *within, *assignee, *format, *ics;
static int overdue, fail, explain, recompute;

static struct poptOption options[] = {
	{ "within", '\0', POPT_ARG_STRING, &within, 0,
	    "due until so far from today, as 14d or 3w", "DAYS" },
	{ "overdue", '\0', POPT_ARG_NONE, &overdue, 0, "only what is late",
	    NULL },
	{ "assignee", '\0', POPT_ARG_STRING, &assignee, 0,
	    "on the desk of this person", "NAME" },
	{ "fail", '\0', POPT_ARG_NONE, &fail, 0,
	    "exit 1 if anything is late under a rule or an agreement", NULL },
	{ "explain", '\0', POPT_ARG_NONE, &explain, 0, "how each day was found",
	    NULL },
	{ "ics", '\0', POPT_ARG_STRING, &ics, 0,
	    "write a calendar for other programs, without names", "FILE" },
	{ "recompute", '\0', POPT_ARG_NONE, &recompute, 0,
	    "compute all days again after a change of a calendar", NULL },
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "table, json, xml or csv", "FORMAT" },
	POPT_TABLEEND,
};

static const struct out_column columns[] = {
	{ "due", "DUE", false, false },
	{ "who", "WHO", false, false },
	{ "reference", "REQUEST", false, false },
	{ "part", NULL, false, false },
	{ "what", "WHAT", false, true },
	{ "partner", "PARTNER", false, true },
	{ "their_reference", NULL, false, false },
	{ "clock", "CLOCK", false, false },
	{ "rule", "RULE", false, true },
	{ "verified", NULL, false, false },
	{ "latest", NULL, false, false },
	{ "assignee", NULL, false, false },
	{ "days_left", "LEFT", true, false },
	{ NULL, NULL, false, false },
};

/* "24 Jul", "2 Aug (Sun)", "23 Jul 10:15". */
static char *
day_of(const struct office *office, const char *text)
{
	struct when when;
	char *day, *out;

	if (!when_parse(&when, text))
		return xstrdup(text);
	day = words_day(office, when.day);
	if (when.second >= 0)
		out = xasprintf("%s %02d:%02d", day, when.second / 3600,
		    when.second / 60 % 60);
	else
		out = xasprintf("%s%s", day,
		    date_weekday(when.day) == 6       ? " (Sat)"
		        : date_weekday(when.day) == 7 ? " (Sun)"
		                                      : "");
	free(day);
	return out;
}

/* What has to be done: a limit, the officer's words, or the state's. */
static char *
what_of(const struct office *office, const struct store_deadline *d)
{
	const char *word = *d->name != '\0' ? words_of(office, "limit", d->name)
	    : *d->action != '\0'            ? d->action
	                                    : words_of(office, "next", d->at);

	return xasprintf("%s%s%s", d->part, *d->part != '\0' ? ": " : "", word);
}

static char *
left_of(const struct due_left *left, bool is_late)
{
	const char *late = is_late ? " late" : "";
	int64_t seconds = left->seconds < 0 ? -left->seconds : left->seconds;
	int32_t days = left->days < 0 ? -left->days : left->days;

	if (left->timed && seconds < 172800)
		return xasprintf("%lld h%s", (long long)(seconds / 3600), late);
	if (!is_late && days == 0)
		return xstrdup("today");
	return xasprintf("%d d%s", days, late);
}

/*
 * The articles, with a star where the term was not compared with them.  A day
 * that somebody asked for binds nobody, also where an article lets him ask.
 */
static char *
basis_of(const struct office *office, const struct store_deadline *d)
{
	const char *star = d->verified ? "" : " *";
	const char *none = words_key(office, "due.no-term");

	if (!str_eq(d->clock, "asked"))
		return xasprintf("%s%s", d->basis, star);
	return *d->basis == '\0' ? xstrdup(none)
	                         : xasprintf("%s (%s%s)", none, d->basis, star);
}

/* For people; what only programs read stays out. */
static void
add_row(struct out_table *t, const struct office *office,
    const struct store_deadline *d, const struct due_left *left, bool late)
{
	char *country = words_country(office, d->partner);
	char *with =
	    xasprintf("%s%s%s%s", country, *d->theirs != '\0' ? " (their " : "",
	        d->theirs, *d->theirs != '\0' ? ")" : "");
	char *day = day_of(office, d->due), *what = what_of(office, d);
	char *number = left_of(left, late);
	char *basis = basis_of(office, d);

	out_cell2(t, NULL, day);
	out_cell2(t, NULL, d->who);
	out_cell2(t, NULL, d->reference);
	out_cell2(t, NULL, NULL);
	out_cell2(t, NULL, what);
	out_cell2(t, NULL, with);
	out_cell2(t, NULL, NULL);
	out_cell2(t, NULL, words_of(office, "clock", d->clock));
	out_cell2(t, NULL, basis);
	out_cell2(t, NULL, NULL);
	out_cell2(t, NULL, NULL);
	out_cell2(t, NULL, NULL);
	out_cell2(t, NULL, number);
	free(country);
	free(with);
	free(day);
	free(what);
	free(number);
	free(basis);
}

static void
add_plain(struct out_table *t, const struct store_deadline *d,
    const struct due_left *left)
{
	char number[16];

	(void)snprintf(number, sizeof(number), "%d", left->days);
	out_cell2(t, d->due, NULL);
	out_cell2(t, d->who, NULL);
	out_cell2(t, d->reference, NULL);
	out_cell2(t, d->part, NULL);
	out_cell2(t, *d->name != '\0' ? d->name : "next", NULL);
	out_cell2(t, d->partner, NULL);
	out_cell2(t, d->theirs, NULL);
	out_cell2(t, d->clock, NULL);
	out_cell2(t, d->basis, NULL);
	out_cell2(t, *d->basis == '\0' ? "" : d->verified ? "yes" : "no", NULL);
	out_cell2(t, d->latest, NULL);
	out_cell2(t, d->assignee, NULL);
	out_cell2(t, number, NULL);
}

static const char *const clocks[] = { "law", "contract", "asked", "ours" };

enum {
	BINDING = 2, /* of the clocks, the first ones */
	CLOCKS = 4
};

/* Of what is late: how much binds, and how much was merely wished for. */
static void
say_late(const struct office *office, const size_t late[CLOCKS])
{
	struct buf b = { 0 };
	size_t all = 0;

	for (size_t c = 0; c < CLOCKS; c++) {
		if (late[c] > 0)
			buf_addf(&b, "%s%s %zu", b.len > 0 ? " · " : "",
			    words_of(office, "clock", clocks[c]), late[c]);
		all += late[c];
	}
	if (all > 0)
		out_notice("%zu late: %s", all, buf_text(&b));
	buf_free(&b);
}

/* What the star behind an article means. */
static void
say_doubt(const struct store_deadlines *rows)
{
	bool doubt = false;

	for (size_t i = 0; i < rows->n; i++)
		doubt = doubt || !rows->at[i].verified;
	if (doubt)
		out_notice("* not yet compared with the official text");
}

static enum mla_rc
explain_all(
    struct office *office, const struct store_deadlines *rows, struct err *err)
{
	enum mla_rc rc = MLA_OK;
	int64_t most = 0;
	bool any = false, *seen;

	for (size_t i = 0; i < rows->n; i++)
		most = rows->at[i].request > most ? rows->at[i].request : most;
	seen = xcalloc((size_t)most + 1, sizeof(*seen));
	for (size_t i = 0; rc == MLA_OK && i < rows->n; i++) {
		const struct store_deadline *row = &rows->at[i];

		if (*row->name == '\0' || seen[row->request])
			continue;
		seen[row->request] = true;
		if (any)
			(void)putchar('\n');
		any = true;
		rc = explain_request(office, row->request, row->theirs, err);
	}
	free(seen);
	return rc;
}

/* What is late, and nothing else. */
static void
keep_late(struct store_deadlines *rows, const struct office *office)
{
	struct store_deadlines late = { 0 };

	for (size_t i = 0; i < rows->n; i++) {
		const struct due_left left = due_left(office, &rows->at[i]);

		if (due_is_late(&left))
			store_deadlines_add(&late, &rows->at[i]);
	}
	store_deadlines_free(rows);
	*rows = late;
}

static enum mla_rc
write_ics(
    struct office *office, const struct store_deadlines *rows, struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc;

	ics_write(&b, office, rows);
	rc = file_save(ics, buf_text(&b), b.len, err);
	if (rc == MLA_OK)
		out_notice(
		    "%s: %zu date%s", ics, rows->n, rows->n == 1 ? "" : "s");
	buf_free(&b);
	return rc;
}

static enum mla_rc
compute_again(struct office *office, struct err *err)
{
	static const struct out_column moved[] = { { "reference", "REQUEST",
		                                       false, false },
		{ "part", "PART", false, false },
		{ "what", "WHAT", false, true },
		{ "before", "WAS", false, false },
		{ "after", "IS", false, false }, { NULL, NULL, false, false } };
	struct out_table t = {
		.name = "moved", .row = "limit", .columns = moved
	};
	struct due_moves moves;
	enum mla_rc rc;

	if ((rc = due_again(&moves, office, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; i < moves.n; i++) {
		const struct due_move *m = &moves.at[i];

		out_cell(&t, m->reference);
		out_cell(&t, m->part);
		out_cell2(&t, m->name, words_of(office, "limit", m->name));
		out_cell(&t, m->before);
		out_cell(&t, m->after);
	}
	if (moves.n > 0)
		out_print(&t, OUT_TEXT);
	out_notice("%lld computed, %zu moved", (long long)moves.rows, moves.n);
	out_table_free(&t);
	due_moves_free(&moves);
	return MLA_OK;
}

/* "14d", "3w", "14": so many days from today. */
static enum mla_rc
until_of(char out[DATE_BYTES], const struct office *office, struct err *err)
{
	char *end;
	long n = strtol(within, &end, 10);
	long unit = str_eq(end, "w")           ? 7
	    : str_eq(end, "d") || *end == '\0' ? 1
	                                       : 0;

	if (end == within || n < 0 || n > 9999 || unit == 0)
		return err_set(err, MLA_EUSAGE,
		    "\"%s\" is no number of days: 14d or 3w", within);
	(void)date_format(office->now.day + (int32_t)(n * unit), out);
	return MLA_OK;
}

static enum mla_rc
show(struct office *office, const struct store_deadlines *rows,
    enum out_format form, struct err *err)
{
	struct out_table t = {
		.name = "deadlines", .row = "deadline", .columns = columns
	};
	size_t late[CLOCKS] = { 0 }, binding = 0;

	for (size_t i = 0; i < rows->n; i++) {
		const struct store_deadline *d = &rows->at[i];
		const struct due_left left = due_left(office, d);
		const bool is_late = due_is_late(&left);

		for (size_t c = 0; is_late && c < CLOCKS; c++)
			late[c] += str_eq(d->clock, clocks[c]) ? 1 : 0;
		if (form == OUT_TEXT)
			add_row(&t, office, d, &left, is_late);
		else
			add_plain(&t, d, &left);
	}
	if (t.n == 0 && form == OUT_TEXT)
		out_notice("Nothing is due.");
	else
		out_print(&t, form);
	if (form == OUT_TEXT) {
		say_doubt(rows);
		say_late(office, late);
	}
	out_table_free(&t);
	for (size_t c = 0; c < BINDING; c++)
		binding += late[c];
	return fail != 0 && binding > 0
	    ? err_set(err, MLA_ENO, "something is late")
	    : MLA_OK;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct store_deadline_want want = { .assignee = assignee };
	struct store_deadlines rows = { 0 };
	char until[DATE_BYTES];
	enum out_format form;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_due, args, 0, 1, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, format, err)) != MLA_OK)
		return rc;
	if (recompute != 0)
		return compute_again(office, err);
	if (within != NULL) {
		if ((rc = until_of(until, office, err)) != MLA_OK)
			return rc;
		want.until = until;
	}
	if (args[0] != NULL &&
	    (rc = view_find(&want.request, office, args[0], true, err)) !=
	        MLA_OK)
		return rc;
	if ((rc = store_deadline_list(&rows, office->store, &want, err)) !=
	    MLA_OK)
		return rc;
	if (overdue != 0)
		keep_late(&rows, office);
	if (ics != NULL)
		rc = write_ics(office, &rows, err);
	else if (explain != 0 && want.request != 0)
		rc = explain_request(office, want.request,
		    rows.n > 0 ? rows.at[0].theirs : "", err);
	else if (explain != 0)
		rc = explain_all(office, &rows, err);
	else
		rc = show(office, &rows, form, err);
	store_deadlines_free(&rows);
	return rc;
}

const struct cmd_verb cmd_due = {
	.name = "due",
	.synopsis =
	    "[REF] [--within DAYS] [--overdue] [--assignee NAME] [--fail] "
	    "[--explain] [--ics FILE] [--recompute] [--format FORMAT]",
	.summary = "what is due, on whom, under which rule",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
