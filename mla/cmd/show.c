/* show.c - mla show: one request, readable without its officer */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/act.h"
#include "core/envelope.h"
#include "core/papers.h"
#include "core/view.h"
#include "xml/node.h"

static char *format;

static struct poptOption options[] = {
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "table (a page for people), json, xml or csv", "FORMAT" },
	POPT_TABLEEND,
};

/* Days during which "us" and "them" had the ball, up to today or the end. */
static void
days_with(const struct dossier *d, int32_t *us, int32_t *them)
{
	const char *who = "";
	int32_t from = 0;

	*us = 0;
	*them = 0;
	for (size_t i = 0; i <= d->nevents; i++) {
		int32_t to = d->office->now.day;

		if (i < d->nevents)
			to = d->events[i].on.day;
		else if (run_is_final(d->run))
			to = from;
		if (str_eq(who, "us"))
			*us += to - from;
		else if (str_eq(who, "them"))
			*them += to - from;
		from = to;
		if (i < d->nevents)
			who = dossier_waiting(d, d->events[i].holder);
	}
}

static void
heading(const char *text)
{
	const char *bold = out_colour() ? "\033[1m" : "";
	const char *off = out_colour() ? "\033[0m" : "";

	(void)printf("\n  %s%-16s%s", bold, text, off);
}

static void
print_title(struct dossier *d)
{
	char *partner = words_country(d->office, d->row.partner);
	char *theirs = papers_their_reference(d);
	char *authority = papers_partner(d);
	char *subject = dossier_subject(d);
	const char *bold = out_colour() ? "\033[1m" : "";
	const char *off = out_colour() ? "\033[0m" : "";

	(void)printf("%s%s%s   %s   %s %s", bold, d->row.reference, off,
	    words_of(d->office, "kind", d->row.kind),
	    str_eq(d->row.side, "out") ? "to" : "from", partner);
	if (!str_eq(authority, d->row.partner)) {
		(void)printf(" · ");
		out_safe(authority);
	}
	if (theirs != NULL) {
		(void)printf(" (their ");
		out_safe(theirs);
		(void)printf(")");
	}
	(void)putchar('\n');
	if (*subject != '\0')
		out_wrapped(subject, 0, out_width());
	free(partner);
	free(theirs);
	free(authority);
	free(subject);
}

static void
print_standing(struct dossier *d)
{
	const struct office *office = d->office;
	int32_t us, them, quiet = office->now.day - dossier_last_day(d);
	const char *holder = run_holder(d->run);

	days_with(d, &us, &them);
	heading("WHERE IT STANDS");
	(void)printf("%s", words_of(office, "state", run_state(d->run)->id));
	if (run_is_final(d->run))
		(void)printf(
		    " · %s", words_of(office, "outcome", run_outcome(d->run)));
	else if (*holder != '\0')
		(void)printf(" · with %s (%s)", dossier_waiting(d, holder),
		    words_of(office, "holder", holder));
	heading("DAYS");
	(void)printf("with us %d · with them %d", us, them);
	(void)printf(
	    " · last news %d day%s ago\n", quiet, quiet == 1 ? "" : "s");
}

static bool
is_milestone(const struct dossier_event *e)
{
	return e->part == NULL && e->taken != NULL &&
	    (*e->taken->message != '\0' || *e->taken->step != '\0' ||
	        *e->outcome != '\0') &&
	    e->taken->ntargets > 0;
}

/* A line of dots, one for each step that moved the request. */
static void
print_timeline(const struct dossier *d)
{
	static const char dot_line[] = "●───────────────";
	size_t from = 0, n = 0, fit = (size_t)(out_width() - 4) / 16;

	for (size_t i = 0; i < d->nevents; i++)
		n += is_milestone(&d->events[i]) ? 1 : 0;
	from = n > fit ? n - fit : 0;
	for (int line = 0; line < 3; line++) {
		size_t seen = 0;

		(void)printf("\n  ");
		for (size_t i = 0; i < d->nevents; i++) {
			const struct dossier_event *e = &d->events[i];
			char *day;

			if (!is_milestone(e) || seen++ < from)
				continue;
			day = words_day(d->office, e->on.day);
			if (line == 0)
				(void)printf("%-16s", day);
			else if (line == 1)
				(void)fputs(seen < n ? dot_line : "●", stdout);
			else
				(void)printf("%-16.15s",
				    words_of(d->office, "event", e->name));
			free(day);
		}
	}
	(void)putchar('\n');
}

static void
print_measures(const struct dossier *d)
{
	bool first = true;

	for (size_t i = 0; i < d->nparts; i++) {
		const struct dossier_part *p = &d->parts[i];
		char *code, *since;

		if (p->transmission)
			continue;
		if (first)
			heading("MEASURES");
		first = false;
		code = p->element != NULL ? xml_attr(p->element, "code") : NULL;
		since = words_day(d->office, p->since.day);
		(void)printf("\n  %-4s %-44.44s %-16s since %s", p->id,
		    words_of(d->office, "measure", code != NULL ? code : ""),
		    words_of(d->office, "state", run_state(p->run)->id), since);
		free(code);
		free(since);
	}
	if (!first)
		(void)putchar('\n');
}

static enum mla_rc
print_exhibits(struct dossier *d, struct err *err)
{
	struct store_exhibits rows;
	enum mla_rc rc;

	if ((rc = store_exhibits(&rows, d->office->store, d->row.id, err)) !=
	    MLA_OK)
		return rc;
	if (rows.n > 0)
		heading("EXHIBITS");
	for (size_t i = 0; i < rows.n; i++) {
		struct envelope_file f = { 0 };
		struct err ignored = { 0 };

		(void)printf("\n  %s  ", rows.at[i].id);
		if (papers_exhibit(&f, d, &rows.at[i], &ignored) == MLA_OK) {
			out_safe(f.title);
			(void)printf(
			    "  (%llu bytes, ", (unsigned long long)f.bytes);
			out_safe(f.media);
			(void)putchar(')');
		} else {
			(void)printf("erased");
		}
		free(f.id);
		free(f.title);
		free(f.name);
		free(f.media);
		free(f.href);
		free(f.source);
	}
	if (rows.n > 0)
		(void)putchar('\n');
	store_exhibits_free(&rows);
	return MLA_OK;
}

static void
list_possible(struct dossier *d, struct run *run, const char *id, bool ours,
    struct buf *b)
{
	struct run_choices c;
	struct err ignored = { 0 };

	if (run_possible(&c, run, &ignored) != MLA_OK)
		return;
	for (size_t i = 0; i < c.n; i++) {
		if (dossier_is_ours(d, c.at[i].transition->by, true) != ours)
			continue;
		buf_addf(b, "%s%s%s%s", b->len > 0 ? " · " : "", c.at[i].event,
		    id != NULL ? " " : "", id != NULL ? id : "");
	}
	run_choices_free(&c);
}

static void
print_possible(struct dossier *d, const char *title, bool ours)
{
	struct buf b = { 0 };

	list_possible(d, d->run, NULL, ours, &b);
	for (size_t i = 0; i < d->nparts; i++) {
		if (!run_is_final(d->parts[i].run) && !d->parts[i].transmission)
			list_possible(
			    d, d->parts[i].run, d->parts[i].id, ours, &b);
	}
	if (b.len > 0) {
		heading(title);
		(void)putchar('\n');
		out_wrapped(buf_text(&b), 4, out_width());
	}
	buf_free(&b);
}

static enum mla_rc
print_page(struct dossier *d, struct err *err)
{
	char *pending = act_pending(d);
	enum mla_rc rc;

	print_title(d);
	if (d->erased) {
		(void)printf("\nErased; not replayed.\n");
		free(pending);
		return MLA_OK;
	}
	print_standing(d);
	if (*pending != '\0')
		(void)printf("\n  To be sent: mla send %s\n", d->row.reference);
	print_timeline(d);
	print_measures(d);
	rc = print_exhibits(d, err);
	heading("JOURNAL");
	(void)printf("%zu entries      mla log %s --journal\n", d->nevents,
	    d->row.reference);
	print_possible(d, "YOU MAY", true);
	print_possible(d, "THEY MAY", false);
	free(pending);
	return rc;
}

static void
print_row(struct dossier *d, enum out_format form)
{
	static const struct out_column columns[] = { { "reference", "", false,
		                                         false },
		{ "uid", "", false, false }, { "kind", "", false, false },
		{ "side", "", false, false }, { "partner", "", false, false },
		{ "state", "", false, false }, { "holder", "", false, false },
		{ "outcome", "", false, false }, { "parts", "", false, false },
		{ "days_with_us", "", true, false },
		{ "days_with_them", "", true, false },
		{ "entries", "", true, false }, { NULL, NULL, false, false } };
	struct out_table t = {
		.name = "requests", .row = "request", .columns = columns
	};
	struct buf parts = { 0 };
	int32_t us, them;

	days_with(d, &us, &them);
	for (size_t i = 0; i < d->nparts; i++)
		buf_addf(&parts, "%s%s:%s", i > 0 ? " " : "", d->parts[i].id,
		    run_state(d->parts[i].run)->id);
	out_cell(&t, d->row.reference);
	out_cell(&t, d->row.uid);
	out_cell(&t, d->row.kind);
	out_cell(&t, d->row.side);
	out_cell(&t, d->row.partner);
	out_cell(&t, run_state(d->run)->id);
	out_cell(&t, run_holder(d->run));
	out_cell(&t, run_outcome(d->run));
	out_cell(&t, buf_text(&parts));
	out_cellf(&t, "%d", us);
	out_cellf(&t, "%d", them);
	out_cellf(&t, "%zu", d->nevents);
	out_print(&t, form);
	out_table_free(&t);
	buf_free(&parts);
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct dossier *d = NULL;
	enum out_format form;
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_show, args, 1, 1, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, format, err)) != MLA_OK ||
	    (rc = view_find(&request, office, args[0], true, err)) != MLA_OK ||
	    (rc = dossier_open(&d, office, request, err)) != MLA_OK)
		return rc;
	if (form == OUT_TEXT)
		rc = print_page(d, err);
	else
		print_row(d, form);
	dossier_free(d);
	return rc;
}

const struct cmd_verb cmd_show = {
	.name = "show",
	.synopsis = "REF [--format FORMAT]",
	.summary = "one request: where it stands, what happened, what can",
	.prepare = CMD_STORE,
	.options = options,
	.run = run,
};
