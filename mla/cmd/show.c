/* show.c - mla show: one request, readable without its officer */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "cmd/about.h"
#include "cmd/entries.h"
#include "cmd/fit.h"
#include "cmd/look.h"
#include "cmd/opage.h"
#include "cmd/out.h"
#include "cmd/timeline.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/act.h"
#include "core/desk.h"
#include "core/envelope.h"
#include "core/hops.h"
#include "core/intake.h"
#include "core/papers.h"
#include "core/view.h"
#include "xml/node.h"

static char *format;

static struct poptOption options[] = {
	{ NULL, '\0', POPT_ARG_INCLUDE_TABLE, look_options, 0, NULL, NULL },
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "table (a page for people), json, xml or csv", "FORMAT" },
	POPT_TABLEEND,
};

enum {
	BESIDE = 18, /* column of what stands beside a heading */
	DETAIL_MOST = 240 /* of what an entry carries: the rest is in the log */
};

static void
heading(const char *text)
{
	const char *bold = out_colour() ? "\033[1m" : "";
	const char *off = out_colour() ? "\033[0m" : "";

	(void)printf("\n  %s%-16s%s", bold, text, off);
}

/* A text beside its heading, wrapped. */
static void
beside(const char *title, const char *text)
{
	char *lines = fit_wrap(text, (size_t)(out_width() - BESIDE)),
	     *rest = NULL;
	const char *line = strtok_r(lines, "\n", &rest);

	heading(title);
	(void)fputs(line != NULL ? line : "", stdout);
	while ((line = strtok_r(NULL, "\n", &rest)) != NULL)
		(void)printf("\n%*s%s", BESIDE, "", line);
	free(lines);
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
	bool named = !str_eq(authority, d->row.partner);
	char *whom = xasprintf("%s%s%s%s%s%s", named ? " · " : "",
	    named ? authority : "", named && theirs != NULL ? " " : "",
	    theirs != NULL ? "(their " : "", theirs != NULL ? theirs : "",
	    theirs != NULL ? ")" : "");
	char *first = xasprintf("%s   %s   %s %s", d->row.reference,
	    words_of(d->office, "kind", d->row.kind),
	    str_eq(d->row.side, "out") ? "to" : "from", partner);
	bool fits = out_columns(first) + out_columns(whom) < out_width();

	(void)printf("%s%s%s%s", bold, d->row.reference, off,
	    first + strlen(d->row.reference));
	if (fits && *whom != '\0') {
		(void)fputs(named ? "" : " ", stdout);
		out_safe(whom);
	}
	(void)putchar('\n');
	if (!fits)
		out_wrapped(whom, 2, out_width());
	if (*subject != '\0')
		out_wrapped(subject, 0, out_width());
	free(first);
	free(whom);
	free(partner);
	free(theirs);
	free(authority);
	free(subject);
}

/* From when is it looked at, if not from today? */
static void
print_look(const struct dossier *d)
{
	char day[DATE_BYTES];

	if (look_as_of == NULL && look_known_on == NULL)
		return;
	heading(look_known_on != NULL ? "AS KNOWN ON" : "AS IT STOOD ON");
	(void)printf("%s", date_format(d->now.day, day));
}

/* What has to be done next, by when, and who has it on the desk. */
static void
print_next(struct dossier *d)
{
	char *assignee = desk_assignee(d), *day;
	const char *state = run_state(d->run)->id, *word;
	struct desk_next next;

	desk_next(&next, d);
	if (!run_is_final(d->run)) {
		heading("NEXT");
		word = words_of(d->office, "next", state);
		if (next.dated) {
			day = words_day(d->office, next.day);
			(void)printf("%s: ", day);
			free(day);
		} else {
			(void)printf("no date: mla next %s DATE ACTION",
			    d->row.reference);
		}
		if (next.dated && next.day < d->now.day)
			(void)printf("(%d day%s late) ", d->now.day - next.day,
			    d->now.day - next.day == 1 ? "" : "s");
		if (*next.action != '\0')
			out_safe(next.action);
		else if (next.dated && !str_eq(word, state))
			(void)printf("%s", word);
	}
	if (*assignee != '\0') {
		heading("ASSIGNED");
		out_safe(assignee);
	}
	free(next.action);
	free(assignee);
}

/* What came last, with what it carries. */
static void
print_last(const struct dossier *d)
{
	const struct dossier_event *last = NULL;
	char *day, *detail;

	for (size_t i = 0; i < d->nevents; i++) {
		if (d->events[i].taken != NULL)
			last = &d->events[i];
	}
	if (last == NULL)
		return;
	day = words_day(d->office, last->on.day);
	detail = entries_detail(d, last);
	heading("LAST NEWS");
	(void)printf("%s: %s", day, words_of(d->office, "event", last->name));
	if (last->part != NULL)
		(void)printf(" %s", last->part);
	(void)putchar('\n');
	if (*detail != '\0') {
		char *cut = fit_cut(detail, DETAIL_MOST);

		out_wrapped(cut, BESIDE, out_width());
		free(cut);
	}
	free(day);
	free(detail);
}

static void
print_standing(struct dossier *d)
{
	const struct office *office = d->office;
	int32_t quiet = d->now.day - dossier_last_day(d);
	const char *holder = dossier_holder(d);
	const char *waiting = dossier_waiting(d, holder);
	struct buf b = { 0 };
	struct hops hops;

	buf_adds(&b, words_of(office, "state", run_state(d->run)->id));
	if (run_is_final(d->run))
		buf_addf(&b, " · %s",
		    words_of(office, "outcome", run_outcome(d->run)));
	else if (*holder != '\0')
		buf_addf(&b,
		    *waiting != '\0' ? " · with %s (%s)" : " · with %s%s",
		    waiting, words_of(office, "holder", holder));
	beside("WHERE IT STANDS", buf_text(&b));
	buf_free(&b);
	print_next(d);
	hops_of(&hops, d);
	heading("DAYS");
	(void)printf("with us %d · with them %d",
	    hops_days(&hops, "us", INT32_MIN, INT32_MAX),
	    hops_days(&hops, "them", INT32_MIN, INT32_MAX));
	(void)printf(" · last news %d day%s ago", quiet, quiet == 1 ? "" : "s");
	print_last(d);
	free(hops.at);
}

/* The steps of a transmission, each with its day; what they share once. */
static void
add_steps(struct buf *b, const struct dossier *d, const char *id)
{
	const char *between = " ";
	char *before = xstrdup("");

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];
		char *day, *detail, *whole;
		bool says;

		if (e->taken == NULL || !str_eq(e->part, id))
			continue;
		day = words_day(d->office, e->on.day);
		whole = entries_detail(d, e);
		detail = fit_cut(whole, DETAIL_MOST);
		free(whole);
		says = *detail != '\0' && !str_eq(detail, before);
		buf_addf(b, "%s%s %s%s%s%s", between,
		    words_of(d->office, "event", e->name), day,
		    says ? " (" : "", says ? detail : "", says ? ")" : "");
		between = " · ";
		free(day);
		free(before);
		before = detail;
	}
	free(before);
}

/* "t1 grant, ask:": a transmission with the acts it tells of. */
static void
add_covered(struct buf *b, const struct dossier *d, const char *id)
{
	const char *between = " ";

	buf_adds(b, id);
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (!str_eq(e->covered, id))
			continue;
		buf_addf(
		    b, "%s%s", between, words_of(d->office, "event", e->name));
		between = ", ";
	}
	buf_addch(b, ':');
}

/* How far what we sent has come, apart from what they say about it. */
static void
print_sent(const struct dossier *d)
{
	bool first = true;

	for (size_t i = 0; i < d->nparts; i++) {
		const char *id = d->parts[i].id;
		struct buf b = { 0 };

		if (!d->parts[i].transmission)
			continue;
		add_covered(&b, d, id);
		add_steps(&b, d, id);
		if (first)
			heading("SENT");
		if (first)
			(void)putchar('\n');
		first = false;
		out_wrapped(buf_text(&b), 2, out_width());
		buf_free(&b);
	}
}

/* Who had it from when to when, one after the other. */
static void
print_hops(struct dossier *d)
{
	struct hops hops;
	bool first = true;

	hops_of(&hops, d);
	for (size_t i = 0; i < hops.n; i++) {
		const struct hop *h = &hops.at[i];
		const char *word = words_of(d->office, "holder", h->holder);
		char *from, *to;

		if (h->to == h->from && !h->open)
			continue;
		if (first)
			heading("WITH WHOM");
		first = false;
		from = words_day(d->office, h->from);
		to = h->open && look_known_on == NULL && look_as_of == NULL
		    ? xstrdup("today")
		    : words_day(d->office, h->to);
		(void)printf("\n  %s%*s %-5s %5d d   %s to %s", word,
		    44 - out_columns(word), "", h->waiting, h->to - h->from,
		    from, to);
		free(from);
		free(to);
	}
	if (!first)
		(void)putchar('\n');
	free(hops.at);
}

/* Earlier requests that may be the same one. */
static void
print_alike(struct dossier *d)
{
	struct store_matches alike;
	struct err ignored = { 0 };

	if (str_eq(d->row.side, "out") || run_is_final(d->run) ||
	    intake_alike(&alike, d->office, d->row.id, &ignored) != MLA_OK)
		return;
	if (alike.n > 0)
		heading("PERHAPS SAME AS");
	for (size_t i = 0; i < alike.n; i++)
		(void)printf("%s%s", i > 0 ? ", " : "", alike.at[i].reference);
	if (alike.n > 0)
		(void)putchar('\n');
	store_matches_free(&alike);
}

#define PART_COLUMNS 40 /* of the title of a part */
#define STATE_COLUMNS 24

static void
print_part_heads(const struct dossier *d)
{
	const char *bold = out_colour() ? "\033[1m" : "";
	const char *off = out_colour() ? "\033[0m" : "";

	(void)printf("\n  %s", bold);
	out_fit(words_of(d->office, "parts", d->rules->part->name),
	    PART_COLUMNS + 6);
	out_fit("WHERE", STATE_COLUMNS + 1);
	(void)printf("SINCE    WITH US  WITH THEM%s", off);
}

/* Each part: where it is, since when, and on which side its days went. */
static void
print_parts(struct dossier *d)
{
	bool any = false;

	for (size_t i = 0; i < d->nparts; i++) {
		const struct dossier_part *p = &d->parts[i];
		char *title, *since;
		struct hops hops;

		if (p->transmission)
			continue;
		if (!any)
			print_part_heads(d);
		any = true;
		hops_of_part(&hops, d, p);
		title = words_part(d, p);
		since = words_day(d->office, p->since.day);
		(void)printf("\n  %-4s  ", p->id);
		out_fit(title, PART_COLUMNS);
		out_fit(words_of(d->office, "state", run_state(p->run)->id),
		    STATE_COLUMNS);
		(void)printf(" %-7s  %5d d %8d d", since,
		    hops_days(&hops, "us", INT32_MIN, INT32_MAX),
		    hops_days(&hops, "them", INT32_MIN, INT32_MAX));
		free(hops.at);
		free(title);
		free(since);
	}
	if (any)
		(void)putchar('\n');
}

/* Under which limits of use it was given. */
static void
print_limits(const struct office *office, const xmlDoc *about)
{
	char *limits =
	    about != NULL ? about_limits(office, xml_root(about)) : xstrdup("");

	if (*limits != '\0')
		(void)printf(" · %s", limits);
	free(limits);
}

static enum mla_rc
print_exhibits(struct dossier *d, struct err *err)
{
	struct store_exhibits rows;
	enum mla_rc rc;
	bool any = false;

	if ((rc = store_exhibits(&rows, d->office->store, d->row.id, err)) !=
	    MLA_OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++) {
		const struct dossier_event *e =
		    dossier_entry(d, rows.at[i].seq);
		struct envelope_file f = { 0 };
		struct err ignored = { 0 };

		if (e == NULL || e->on.day > d->now.day)
			continue;
		if (!any)
			heading("EXHIBITS");
		any = true;

		(void)printf("\n  %s  ", rows.at[i].id);
		if (papers_exhibit(&f, d, &rows.at[i], &ignored) == MLA_OK) {
			out_safe(f.title);
			(void)printf(
			    "  (%llu bytes, ", (unsigned long long)f.bytes);
			out_safe(f.media);
			(void)putchar(')');
			print_limits(d->office, f.about);
		} else {
			(void)printf("erased");
		}
		free(f.id);
		free(f.title);
		free(f.name);
		free(f.media);
		free(f.href);
		free(f.source);
		xmlFreeDoc(f.about);
	}
	if (any)
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

	if (act_possible(&c, run, &ignored) != MLA_OK)
		return;
	for (size_t i = 0; i < c.n; i++) {
		if (dossier_act_is_ours(d, c.at[i].transition, id, true) !=
		    ours)
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

/* The operations it belongs to, and what it is to other requests. */
static enum mla_rc
print_ties(const struct dossier *d, struct err *err)
{
	struct store *store = d->office->store;
	struct store_operations ops;
	struct store_links links;
	enum mla_rc rc;
	char *text;

	if ((rc = store_operation_of(&ops, store, d->row.id, err)) != MLA_OK)
		return rc;
	if ((rc = store_link_of(&links, store, d->row.id, err)) != MLA_OK)
		goto out;
	for (size_t i = 0; i < ops.n; i++) {
		if (i == 0)
			heading("OPERATION");
		(void)printf("%s%s ", i > 0 ? " · " : "", ops.at[i].reference);
		out_safe(ops.at[i].name);
	}
	if (links.n > 0) {
		heading("LINKED");
		text = opage_links(d->office, &links);
		(void)fputs(text, stdout);
		free(text);
	}
	if (ops.n + links.n > 0)
		(void)putchar('\n');
	store_links_free(&links);
out:
	store_operations_free(&ops);
	return rc;
}

static void
print_journal_line(const struct dossier *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->nevents; i++)
		n += d->events[i].on.day <= d->now.day ? 1 : 0;
	heading("JOURNAL");
	(void)printf("%zu %s      mla log %s --journal\n", n,
	    n == 1 ? "entry" : "entries", d->row.reference);
}

static enum mla_rc
print_page(struct dossier *d, struct err *err)
{
	char *pending = act_pending(d);
	enum mla_rc rc;

	opage_exchange(d);
	print_title(d);
	print_look(d);
	if (d->erased) {
		(void)printf("\nErased; not replayed.\n");
		free(pending);
		return MLA_OK;
	}
	print_standing(d);
	if (*pending != '\0')
		opage_pending(d);
	print_alike(d);
	timeline_print(d);
	print_parts(d);
	print_sent(d);
	opage_gaps(d);
	if ((rc = opage_warnings(d, err)) == MLA_OK)
		rc = print_ties(d, err);
	print_hops(d);
	if (rc == MLA_OK)
		rc = print_exhibits(d, err);
	print_journal_line(d);
	print_possible(d, "YOU MAY", true);
	print_possible(d, "THEY MAY", false);
	free(pending);
	return rc;
}

static void
print_row(struct dossier *d, enum out_format form)
{
	static const struct out_column columns[] = {
		{ "reference", "", false, false }, { "uid", "", false, false },
		{ "kind", "", false, false }, { "side", "", false, false },
		{ "partner", "", false, false }, { "state", "", false, false },
		{ "holder", "", false, false }, { "outcome", "", false, false },
		{ "parts", "", false, false }, { "assignee", "", false, false },
		{ "next", "", false, false }, { "action", "", false, false },
		{ "days_with_us", "", true, false },
		{ "days_with_them", "", true, false },
		{ "entries", "", true, false }, { NULL, NULL, false, false }
	};
	struct out_table t = {
		.name = "requests", .row = "request", .columns = columns
	};
	struct store_now desk = { 0 };
	struct buf parts = { 0 };
	struct hops hops;

	desk_fill(&desk, d);
	hops_of(&hops, d);
	for (size_t i = 0; i < d->nparts; i++)
		buf_addf(&parts, "%s%s:%s", i > 0 ? " " : "", d->parts[i].id,
		    run_state(d->parts[i].run)->id);
	out_cell(&t, d->row.reference);
	out_cell(&t, d->row.uid);
	out_cell(&t, d->row.kind);
	out_cell(&t, d->row.side);
	out_cell(&t, d->row.partner);
	out_cell(&t, run_state(d->run)->id);
	out_cell(&t, dossier_holder(d));
	out_cell(&t, run_outcome(d->run));
	out_cell(&t, buf_text(&parts));
	out_cell(&t, desk.assignee);
	out_cell(&t, desk.next);
	out_cell(&t, desk.action);
	out_cellf(&t, "%d", hops_days(&hops, "us", INT32_MIN, INT32_MAX));
	out_cellf(&t, "%d", hops_days(&hops, "them", INT32_MIN, INT32_MAX));
	out_cellf(&t, "%zu", d->nevents);
	out_print(&t, form);
	out_table_free(&t);
	store_now_free(&desk);
	free(hops.at);
	buf_free(&parts);
}

/* Is an operation meant, as no request is? Then *rc says how it went. */
static void
show_operation(enum mla_rc *rc, struct office *office, const char *ref,
    enum out_format form, struct err *err)
{
	struct store_operations op;
	struct err none = { 0 };

	if (tie_find_operation(&op, office, ref, &none) != MLA_OK)
		return;
	memset(err, 0, sizeof(*err));
	*rc = opage_print(office, &op.at[0], form, err);
	store_operations_free(&op);
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct dossier_look look;
	struct dossier *d = NULL;
	enum out_format form;
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_show, args, 1, 1, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, format, err)) != MLA_OK ||
	    (rc = look_at(&look, office, err)) != MLA_OK)
		return rc;
	if ((rc = view_find(&request, office, args[0], true, err)) != MLA_OK) {
		if (rc == MLA_ENOTFOUND)
			show_operation(&rc, office, args[0], form, err);
		return rc;
	}
	if ((rc = dossier_open_at(&d, office, request, &look, err)) != MLA_OK)
		return rc;
	if (!d->erased && dossier_last_day(d) == 0) {
		rc = err_set(err, MLA_ENOTFOUND,
		    "nothing of %s was %s on that day", d->row.reference,
		    look_known_on != NULL ? "known" : "there");
		dossier_free(d);
		return rc;
	}
	if (form == OUT_TEXT)
		rc = print_page(d, err);
	else
		print_row(d, form);
	dossier_free(d);
	return rc;
}

const struct cmd_verb cmd_show = {
	.name = "show",
	.synopsis = "REF | OPERATION [--as-of DATE] [--known-on DATE] "
	            "[--format FORMAT]",
	.summary = "one request: where it stands, what happened, what can",
	.prepare = CMD_STORE,
	.options = options,
	.run = run,
};
