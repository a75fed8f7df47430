/* failures.c - what went wrong on the way: cause and days lost */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/failures.h"

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"

void
failures_free(struct failures *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->at[i].reference);
		free(f->at[i].partner);
		free(f->at[i].side);
		free(f->at[i].what);
		free(f->at[i].cause);
	}
	free(f->at);
	memset(f, 0, sizeof(*f));
}

/* Does the way to the other side, or from it, begin with this event? */
static bool
sets_off(const struct dossier *d, const struct dossier_event *e)
{
	if (str_eq(d->row.side, "in"))
		return str_eq(e->taken->step, MACHINE_RECEIVE);
	return *e->taken->tell != '\0' && *e->taken->failure == '\0';
}

/* The day on which a transmission left, or from. */
static int32_t
left_on(const struct dossier *d, const char *part, int32_t from)
{
	for (size_t i = 0; part != NULL && i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->taken != NULL && str_eq(e->part, part) && sets_off(d, e))
			return e->on.day;
	}
	return from;
}

static enum mla_rc
add_request(void *arg, struct dossier *d, struct err *err)
{
	struct failures *out = arg;
	int32_t from = d->nevents > 0 ? d->events[0].on.day : 0;
	bool on_its_way = false;

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];
		struct failure *f;

		if (e->taken == NULL)
			continue;
		/* Later letters about it do not begin its way anew. */
		if (sets_off(d, e) && !on_its_way) {
			from = e->on.day;
			on_its_way = true;
		}
		if (*e->taken->failure == '\0')
			continue;
		on_its_way = false;
		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		f = &out->at[out->n++];
		f->reference = xstrdup(d->row.reference);
		f->partner = xstrdup(d->row.partner);
		f->side = xstrdup(d->row.side);
		f->what = xstrdup(e->taken->failure);
		f->cause = xml_attr(xml_root(e->element), "cause");
		if (f->cause == NULL)
			f->cause = xstrdup("");
		f->on = e->on.day;
		f->days = e->on.day - left_on(d, e->part, from);
	}
	(void)err;
	return MLA_OK;
}

enum mla_rc
failures_of(struct failures *out, struct office *office,
    const struct dossier_look *look, struct err *err)
{
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = dossier_each(office, look, add_request, out, err)) != MLA_OK)
		failures_free(out);
	return rc;
}

/* One line of the summary: what failed and why. */
struct kind_of_failure {
	const char *what, *cause;
	size_t n;
	int64_t days;
};

static void
add_summary(
    struct tables *out, const struct office *office, const struct failures *f)
{
	struct kind_of_failure *all = xcalloc(f->n, sizeof(*all));
	struct table *t = table_add(out, "failures_by_cause");
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		const struct failure *x = &f->at[i];
		size_t k = 0;

		while (k < n &&
		    !(str_eq(all[k].what, x->what) &&
		        str_eq(all[k].cause, x->cause)))
			k++;
		if (k == n)
			all[n++] =
			    (struct kind_of_failure){ x->what, x->cause, 0, 0 };
		all[k].n++;
		all[k].days += x->days;
	}
	table_title(t,
	    f->n == 0 ? "No request was returned, misdirected or lost."
	              : "What went wrong on the way. Days lost: from sending "
	                "(of what came in: from its receipt) to the day it was "
	                "found.");
	table_column(t, "failure", "WHAT", TABLE_TEXT, "");
	table_column(t, "cause", "CAUSE", TABLE_TEXT, "");
	table_column(t, "n", "N", TABLE_COUNT, "");
	table_column(t, "days_lost", "DAYS LOST", TABLE_DAYS, "");
	table_column(t, "mean_days_lost", "MEAN", TABLE_DAYS,
	    "mean of those found out: nothing is censored");
	for (size_t k = 0; k < n; k++) {
		char *what = table_value(office, "failure", all[k].what);
		char *cause =
		    table_value(office, "failure-cause", all[k].cause);

		table_word(t, all[k].what, what);
		table_word(t, all[k].cause, cause);
		table_number(t, (double)all[k].n);
		table_number(t, (double)all[k].days);
		table_number(t, (double)all[k].days / (double)all[k].n);
		free(what);
		free(cause);
	}
	free(all);
}

static void
add_each(
    struct tables *out, const struct office *office, const struct failures *f)
{
	struct table *t;
	char day[DATE_BYTES];

	if (f->n == 0)
		return;
	t = table_add(out, "failures");
	table_title(t, "Each of them:");
	table_column(t, "reference", "REFERENCE", TABLE_TEXT, "");
	table_column(t, "side", "", TABLE_TEXT, "");
	table_column(t, "partner", "PARTNER", TABLE_TEXT, "");
	table_column(t, "failure", "WHAT", TABLE_TEXT, "");
	table_column(t, "cause", "CAUSE", TABLE_TEXT, "");
	table_column(t, "on", "FOUND ON", TABLE_TEXT, "");
	table_column(t, "days_lost", "DAYS LOST", TABLE_DAYS, "");
	for (size_t i = 0; i < f->n; i++) {
		const struct failure *x = &f->at[i];
		char *partner = table_value(office, "partner", x->partner);
		char *what = table_value(office, "failure", x->what);
		char *cause = table_value(office, "failure-cause", x->cause);

		table_text(t, x->reference);
		table_text(t, x->side);
		table_word(t, x->partner, partner);
		table_word(t, x->what, what);
		table_word(t, x->cause, cause);
		table_text(t, date_format(x->on, day));
		table_number(t, x->days);
		free(partner);
		free(what);
		free(cause);
	}
}

enum mla_rc
failures_tables(struct tables *out, struct office *office,
    const struct figures_want *want, struct err *err)
{
	struct failures f;
	enum mla_rc rc = failures_of(&f, office, want->past.look, err);

	if (rc != MLA_OK)
		return rc;
	add_summary(out, office, &f);
	add_each(out, office, &f);
	failures_free(&f);
	return MLA_OK;
}
