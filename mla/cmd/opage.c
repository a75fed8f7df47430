/* opage.c - an operation on one screen, and what stands beside a request */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/opage.h"

#include "base/alloc.h"
#include "base/str.h"
#include "cmd/words.h"
#include "core/exchange.h"
#include "core/gap.h"
#include "core/hops.h"
#include "core/view.h"
#include "model/form.h"

#define STEP_COLUMNS 34 /* of the name of a step */
#define PARTY_COLUMNS 18 /* of what a part is called */

char *
opage_links(const struct office *office, const struct store_links *links)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < links->n; i++) {
		const struct store_link *l = &links->at[i];

		buf_addf(&b, "%s%s %s", i > 0 ? ", " : "",
		    l->reverse
		        ? words_tail(office, "relation", l->relation, "of")
		        : words_of(office, "relation", l->relation),
		    l->reference);
	}
	return buf_steal(&b);
}

static void
print_step(struct dossier *d, const struct gaps *g, const struct gap_step *step)
{
	(void)printf("\n  ");
	out_fit(words_of(d->office, "event", step->event), STEP_COLUMNS);
	for (size_t p = 0; p < g->nparts; p++) {
		char *day = step->day[p] != INT32_MIN
		    ? words_day(d->office, step->day[p])
		    : xstrdup(run_is_final(g->part[p]->run) ? "-" : "not yet");

		(void)putchar(' ');
		out_fit(day, PARTY_COLUMNS);
		free(day);
	}
	if (step->gap)
		(void)printf(" gap");
}

void
opage_gaps(struct dossier *d)
{
	const char *bold = out_colour() ? "\033[1m" : "";
	const char *off = out_colour() ? "\033[0m" : "";
	struct gaps g;

	gaps_of(&g, d);
	if (g.nsteps > 0) {
		(void)printf("\n  %s", bold);
		out_fit("SIDE BY SIDE", STEP_COLUMNS);
		for (size_t p = 0; p < g.nparts; p++) {
			char *title = words_part(d, g.part[p]);

			(void)putchar(' ');
			out_fit(title, PARTY_COLUMNS);
			free(title);
		}
		(void)fputs(off, stdout);
		for (size_t i = 0; i < g.nsteps; i++)
			print_step(d, &g, &g.step[i]);
		(void)putchar('\n');
	}
	gaps_free(&g);
}

enum mla_rc
opage_warnings(struct dossier *d, struct err *err)
{
	struct findings found = { 0 };
	struct form *form = NULL;
	enum mla_rc rc;

	if (!d->rules->kind->part.compare || d->request == NULL)
		return MLA_OK;
	if ((rc = form_load(&form, d->office->res, d->rules->source,
	         d->rules->kind->form, err)) != MLA_OK)
		return rc;
	dossier_present(d);
	rc = form_check_standing(&found, form, d->env, d->office->lang, err);
	findings_sort(&found);
	for (size_t i = 0; rc == MLA_OK && i < found.n; i++) {
		const struct finding *f = &found.at[i];
		char *text = xasprintf("! %s%s%s", f->text,
		    *f->basis != '\0' ? "   " : "", f->basis);

		(void)putchar('\n');
		out_wrapped(text, 2, out_width());
		free(text);
	}
	findings_free(&found);
	form_free(form);
	return rc;
}

/* A row of the table: one request. */
static enum mla_rc
add_row(struct out_table *t, struct dossier *d, struct err *err)
{
	struct office *office = d->office;
	struct store_links links;
	char *country, *with, *text, *since, day[DATE_BYTES];
	const char *holder = run_is_final(d->run) ? "" : dossier_holder(d);
	const char *side = dossier_waiting(d, holder);
	struct hops hops;
	enum mla_rc rc;

	if ((rc = store_link_of(&links, office->store, d->row.id, err)) !=
	    MLA_OK)
		return rc;
	country = words_country(office, d->row.partner);
	with = xasprintf(
	    "%s %s", str_eq(d->row.side, "out") ? "to" : "from", country);
	text = opage_links(office, &links);
	since = words_day(office, d->since.day);
	hops_of(&hops, d);
	out_cell(t, d->row.reference);
	out_cell2(t, d->row.kind, words_of(office, "kind", d->row.kind));
	out_cell2(t, d->row.partner, with);
	out_cell2(t, run_state(d->run)->id,
	    words_of(office, "state", run_state(d->run)->id));
	out_cell(t, side);
	out_cell2(t, date_format(d->since.day, day), since);
	out_cellf(t, "%d", hops_days(&hops, "us", INT32_MIN, INT32_MAX));
	out_cellf(t, "%d", hops_days(&hops, "them", INT32_MIN, INT32_MAX));
	out_cell(t, text);
	free(hops.at);
	free(since);
	free(text);
	free(with);
	free(country);
	store_links_free(&links);
	return MLA_OK;
}

static const struct out_column columns[] = {
	{ "reference", "REQUEST", false, false },
	{ "kind", "KIND", false, true },
	{ "partner", "WITH", false, true },
	{ "state", "WHERE IT STANDS", false, true },
	{ "waiting", "ON", false, false },
	{ "since", "SINCE", false, false },
	{ "days_with_us", "WITH US", true, false },
	{ "days_with_them", "WITH THEM", true, false },
	{ "links", NULL, false, false },
	{ NULL, NULL, false, false },
};

/* What each is to others, below the table. */
static enum mla_rc
print_links(
    struct office *office, const struct view_rows *rows, struct err *err)
{
	bool any = false;
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < rows->n; i++) {
		struct store_links links;

		rc = store_link_of(
		    &links, office->store, rows->at[i].request, err);
		for (size_t k = 0; rc == MLA_OK && k < links.n; k++) {
			const struct store_link *l = &links.at[k];

			if (l->reverse)
				continue;
			(void)printf("\n%s %s %s", rows->at[i].reference,
			    words_of(office, "relation", l->relation),
			    l->reference);
			any = true;
		}
		store_links_free(&links);
	}
	if (any)
		(void)putchar('\n');
	return rc;
}

/* Beside the table: what is missing and what to beware of, by request. */
static enum mla_rc
print_beside(
    struct office *office, const struct view_rows *rows, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < rows->n; i++) {
		struct dossier *d;

		rc = dossier_open(&d, office, rows->at[i].request, err);
		if (rc != MLA_OK)
			break;
		if (d->rules->kind->part.compare && !d->erased) {
			(void)printf("\n%s\n", d->row.reference);
			opage_gaps(d);
			rc = opage_warnings(d, err);
		}
		dossier_free(d);
	}
	return rc;
}

enum mla_rc
opage_print(struct office *office, const struct store_operation *op,
    enum out_format form, struct err *err)
{
	const struct view_want want = { .operation = op->id };
	struct out_table t = {
		.name = "requests", .row = "request", .columns = columns
	};
	struct view_rows rows = { 0 };
	enum mla_rc rc;

	if ((rc = view_list(&rows, office, &want, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; rc == MLA_OK && i < rows.n; i++) {
		struct dossier *d;

		rc = dossier_open(&d, office, rows.at[i].request, err);
		if (rc == MLA_OK)
			rc = add_row(&t, d, err);
		dossier_free(rc == MLA_OK ? d : NULL);
	}
	if (rc != MLA_OK)
		goto out;
	if (form == OUT_TEXT) {
		(void)printf("%s   ", op->reference);
		out_safe(op->name);
		(void)printf("   %lld request%s, %lld open\n\n",
		    (long long)op->requests, op->requests == 1 ? "" : "s",
		    (long long)op->open);
	}
	if (rows.n > 0 || form != OUT_TEXT)
		out_print(&t, form);
	else
		out_notice(
		    "Nothing belongs to it.   mla link REF %s", op->reference);
	if (form == OUT_TEXT &&
	    (rc = print_links(office, &rows, err)) == MLA_OK)
		rc = print_beside(office, &rows, err);
out:
	out_table_free(&t);
	view_rows_free(&rows);
	return rc;
}

void
opage_pending(const struct dossier *d)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];
		const char *word;

		if (!e->unsent)
			continue;
		word = words_of(d->office, "message", e->taken->message);
		if (b.len == 0 || strstr(buf_text(&b), word) == NULL)
			buf_addf(&b, "%s%s", b.len > 0 ? ", " : "", word);
	}
	(void)printf("\n  To be sent: %s      mla send %s\n", buf_text(&b),
	    d->row.reference);
	buf_free(&b);
}

static void
say_unfinished(const struct dossier *d)
{
	const struct dossier_part *p =
	    d->erased ? NULL : exchange_unfinished(d);
	char *day;

	if (p == NULL)
		return;
	day = words_day(d->office, p->since.day);
	out_notice("%s: %s was prepared on %s and is not recorded as sent: the "
	           "program was stopped in between.",
	    d->row.reference, p->id, day);
	out_notice("Not handed over: mla send %s writes it again.   Handed "
	           "over: mla log %s sent --part %s --on DATE",
	    d->row.reference, d->row.reference, p->id);
	free(day);
}

void
opage_exchange(const struct dossier *d)
{
	struct store_parkeds all;
	struct err ignored = { 0 };
	size_t n = 0;

	say_unfinished(d);
	if (exchange_parked_list(&all, d->office, d->row.uid, &ignored) !=
	    MLA_OK)
		return;
	for (size_t i = 0; i < all.n; i++)
		n += strcmp(all.at[i].why, PARKED_ASIDE) != 0 ? 1 : 0;
	store_parkeds_free(&all);
	if (n > 0)
		out_notice("%s: %zu message%s about it came and %s not "
		           "recorded: mla receive --waiting",
		    d->row.reference, n, n == 1 ? "" : "s",
		    n == 1 ? "is" : "are");
}
