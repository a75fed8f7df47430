/* explain.c - how the day of a time limit was found, in words */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/explain.h"

#include "base/alloc.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/place.h"
#include "cmd/steps.h"
#include "cmd/words.h"
#include "core/cite.h"
#include "core/due.h"

/* The event that did something to a limit, and where it stands. */
static void
print_event(const struct dossier *d, const char *label,
    const struct dossier_event *e, const char *more)
{
	char *day = place_day(d->office, e->on.day);

	(void)printf("  %-9s %s  %s (journal %lld)%s\n", label, day,
	    words_of(d->office, "event", e->name), (long long)e->seq, more);
	free(day);
}

/* When it did not run. */
static void
print_pauses(const struct dossier *d, const struct dossier_limit *l)
{
	for (size_t i = 0; i < l->npauses; i++) {
		char *from = place_day(d->office, l->pause[i].from);
		char *to = l->pause[i].to == INT32_MAX
		    ? NULL
		    : place_day(d->office, l->pause[i].to);

		(void)printf("  %-9s %s%s%s\n", "held", from,
		    to != NULL ? " to " : " and still held",
		    to != NULL ? to : "");
		free(from);
		free(to);
	}
}

/* To when it was moved, and what that may add at most. */
static enum mla_rc
print_moved(
    const struct dossier *d, const struct dossier_limit *l, struct err *err)
{
	struct period most;
	char *day, *words, *text;
	enum mla_rc rc;

	if (!l->moved)
		return MLA_OK;
	day = place_day(d->office, l->moved_to);
	if (*l->limit->extend == '\0') {
		text = xasprintf(": to %s", day);
	} else {
		if ((rc = period_parse(&most, l->limit->extend, err)) !=
		    MLA_OK) {
			free(day);
			return rc;
		}
		words = period_words(&most);
		text = xasprintf(": to %s, but by no more than %s", day, words);
		free(words);
	}
	print_event(d, "extended", l->mover, text);
	free(text);
	free(day);
	return MLA_OK;
}

/* The steps of counting by one rule, as mla term prints them. */
static enum mla_rc
print_counting(struct dossier *d, const struct due_input *in, const char *name,
    struct err *err)
{
	struct term_ask ask = {
		.from = in->start, .stops = in->stops, .nstops = in->nstops
	};
	struct place place = { 0 };
	struct term term = { 0 };
	struct steps *s = NULL;
	struct where *w;
	enum mla_rc rc;

	if ((rc = where_of(&w, d->office, in->state, err)) != MLA_OK ||
	    (rc = where_rule_of(&ask.rule, d->office, name, err)) != MLA_OK ||
	    (rc = period_parse(&ask.within, in->within, err)) != MLA_OK ||
	    (rc = place_open(&place, d->office, in->state, NULL, err)) !=
	        MLA_OK)
		goto out;
	ask.zone = w->zone;
	ask.holidays = w->holidays[0];
	if (ask.within.unit == PERIOD_HOURS && ask.from.second < 0) {
		ask.from.second = 0; /* the hour is not known: the earliest */
		zone_local(w->zone, &ask.from);
	}
	if ((rc = term_compute(&term, &ask, err)) == MLA_OK) {
		(void)printf("  %-9s %s\n", "counted",
		    *ask.rule->cite != '\0' ? ask.rule->cite : ask.rule->title);
		s = steps_new(d->office, &ask, &place, &term, false);
		steps_print(s, OUT_TEXT);
	}
out:
	steps_free(s);
	term_free(&term);
	place_close(&place);
	return rc;
}

/* Who has to act, and where they sit. */
static void
print_who(const struct dossier *d, const struct dossier_limit *l)
{
	bool ours = due_is_ours(d, l);
	char *country = words_country(
	    d->office, ours ? d->office->info.country : d->row.partner);

	(void)printf("  %-9s ", "to act");
	if (str_eq(l->limit->who, "third")) {
		(void)puts("a third party");
	} else {
		(void)printf(
		    "%s, ", words_of(d->office, "side", ours ? "us" : "them"));
		out_safe(country);
		(void)putchar('\n');
	}
	free(country);
}

/* The name of a limit, its day, its clock, and the articles. */
static void
print_head(
    const struct dossier *d, const struct dossier_limit *l, const char *due)
{
	char *basis = cite_on(d, l->limit->basis, l->start.day);

	(void)printf("%s%s%s: %s   %s%s%s\n", l->part != NULL ? l->part : "",
	    l->part != NULL ? " " : "",
	    words_of(d->office, "limit", l->limit->id), due,
	    words_of(d->office, "clock", limit_clock_name(l->limit->clock)),
	    *basis != '\0' ? "   " : "", basis);
	if (*basis != '\0' && !l->limit->verified)
		(void)printf(
		    "  %-9s not yet compared with the official text\n", "term");
	free(basis);
}

/* By each rule that may be the right one; what is moved comes after. */
static enum mla_rc
print_countings(struct dossier *d, const struct dossier_limit *l,
    const struct due_input *in, const struct due_day *day, struct err *err)
{
	char *rules = xstrdup(l->dated ? "" : in->rule), *rest = NULL;
	bool differ =
	    day->earliest.day != day->latest.day && strchr(rules, ' ') != NULL;
	enum mla_rc rc = MLA_OK;

	for (char *name = strtok_r(rules, " ", &rest);
	     rc == MLA_OK && name != NULL; name = strtok_r(NULL, " ", &rest))
		rc = print_counting(d, in, name, err);
	if (rc == MLA_OK && differ)
		(void)printf("  which of them counts is not said: %s\n",
		    due_is_ours(d, l) ? "act by the earlier day"
		                      : "it is late after the later day");
	free(rules);
	return rc;
}

/* The day by which we act, or they; where the law leaves doubt, the other. */
static char *
ends_text(const struct due_day *day, bool ours)
{
	char first[WHEN_BYTES], last[WHEN_BYTES];

	(void)when_format(&day->earliest, first);
	(void)when_format(&day->latest, last);
	if (str_eq(first, last))
		return xstrdup(first);
	return ours ? xasprintf("%s, at the latest %s", first, last)
	            : xasprintf("%s, at the earliest %s", last, first);
}

static enum mla_rc
explain_limit(struct dossier *d, const struct dossier_limit *l, struct err *err)
{
	struct period_stop *stops;
	struct due_input in;
	struct due_day day;
	char *ends;
	enum mla_rc rc;

	due_input_of(&in, &stops, d, l);
	if ((rc = due_of_limit(&day, d, l, err)) != MLA_OK)
		goto out;
	ends = day.stands ? xstrdup(words_key(d->office, "due.held"))
	                  : ends_text(&day, due_is_ours(d, l));
	print_head(d, l, ends);
	free(ends);
	print_who(d, l);
	if (l->starter != NULL)
		print_event(d, "from", l->starter, "");
	print_pauses(d, l);
	if ((rc = print_countings(d, l, &in, &day, err)) != MLA_OK ||
	    (rc = print_moved(d, l, err)) != MLA_OK)
		goto out;
	if (l->end == DOSSIER_SENDING)
		print_event(d, "done", l->ender, ": once it is sent");
out:
	free(stops);
	return rc;
}

/* Our reference and theirs, and which State it is. */
static void
print_title(const struct dossier *d, const char *theirs)
{
	char *country = words_country(d->office, d->row.partner);

	out_safe(d->row.reference);
	(void)fputs("   ", stdout);
	out_safe(country);
	if (*theirs != '\0') {
		(void)fputs(" (their ", stdout);
		out_safe(theirs);
		(void)putchar(')');
	}
	(void)fputs("\n\n", stdout);
	free(country);
}

enum mla_rc
explain_request(
    struct office *office, int64_t request, const char *theirs, struct err *err)
{
	struct dossier *d;
	bool any = false;
	enum mla_rc rc;

	if ((rc = dossier_open(&d, office, request, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; rc == MLA_OK && i < d->nlimits; i++) {
		const struct dossier_limit *l = &d->limits[i];

		if ((l->end != DOSSIER_RUNNING && l->end != DOSSIER_SENDING) ||
		    !due_binds(d, l))
			continue;
		if (any)
			(void)putchar('\n');
		else
			print_title(d, theirs);
		any = true;
		rc = explain_limit(d, l, err);
	}
	if (rc == MLA_OK && !any)
		out_notice("%s: no time limit runs.", d->row.reference);
	dossier_free(d);
	return rc;
}
