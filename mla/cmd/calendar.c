/* calendar.c - mla calendar: the public holidays of a State */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/place.h"
#include "cmd/verbs.h"

static char *region, *format;

static struct poptOption options[] = {
	{ "region", '\0', POPT_ARG_STRING, &region, 0,
	    "only what is free there; otherwise of each region", "REGION" },
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "table, json, xml or csv", "FORMAT" },
	POPT_TABLEEND,
};

static const struct out_column columns[] = {
	{ "date", "DATE", false, false },
	{ "name", "NAME", false, false },
	{ "region", "REGION", false, true },
	{ "substitute", "SUBSTITUTE FOR", false, false },
	{ NULL, NULL, false, false },
};

/* The day, or empty where it stands in for none. */
static void
add_row(struct out_table *t, const struct office *office,
    const struct holidays_row *row)
{
	const struct holiday *h = &row->holiday;
	char date[DATE_BYTES], instead[DATE_BYTES] = "";
	char *day = place_day(office, h->day);
	char *name = h->of->local != NULL
	    ? xasprintf("%s (%s)", h->of->name, h->of->local)
	    : xstrdup(h->of->name);

	if (h->instead != h->day)
		(void)date_format(h->instead, instead);
	out_cell2(t, date_format(h->day, date), day);
	out_cell2(t, h->of->name, name);
	out_cell(t, row->regions);
	out_cell(t, instead);
	free(name);
	free(day);
}

/* Days that move nothing, and where all of it comes from. */
static void
print_rest(const struct holidays_list *list, const struct office *office,
    const struct calendar *c)
{
	bool any = false;

	for (size_t i = 0; i < list->n; i++) {
		const struct holiday *h = &list->at[i].holiday;
		char *day, *text;

		if (h->of->kind == CALENDAR_PUBLIC)
			continue;
		if (!any)
			(void)printf("\nMove no time limit:\n");
		any = true;
		day = place_day(office, h->day);
		text = xasprintf("  %s  %s%s%s: %s\n", day, h->of->name,
		    *list->at[i].regions != '\0' ? ", " : "",
		    list->at[i].regions,
		    h->of->kind == CALENDAR_MUNICIPAL ? "in one place only"
		                                      : h->of->note);
		out_safe(text);
		free(text);
		free(day);
	}
	if (*calendar_note(c) != '\0') {
		(void)printf("\nNote: ");
		out_safe(calendar_note(c));
	}
	(void)printf("\nSource: ");
	out_safe(calendar_source(c));
	(void)printf("%s\n",
	    calendar_is_verified(c)
	        ? ""
	        : "\n(not yet compared with the official text)");
}

static void
print(const struct office *office, const struct place *p, int year,
    enum out_format form)
{
	struct out_table t = {
		.name = "holidays", .row = "holiday", .columns = columns
	};
	struct holidays_list list = { 0 };

	holidays_list_year(&list, p->calendar, p->region, year);
	for (size_t i = 0; i < list.n; i++) {
		if (list.at[i].holiday.of->kind == CALENDAR_PUBLIC)
			add_row(&t, office, &list.at[i]);
	}
	out_print(&t, form);
	if (form == OUT_TEXT)
		print_rest(&list, office, p->calendar);
	out_table_free(&t);
	holidays_list_free(&list);
}

static enum mla_rc
no_calendar(const struct office *office, const struct place *p, struct err *err)
{
	struct file_names names = { 0 };
	struct buf b = { 0 };
	enum mla_rc rc = res_list(&names, office->res, RES_CALENDAR, err);

	if (rc != MLA_OK)
		return rc;
	for (size_t i = 0; i < names.n; i++)
		buf_addf(&b, " %s", names.at[i]);
	err_hint(err, "time limits there skip weekends only; calendars:%s",
	    buf_text(&b));
	file_names_free(&names);
	buf_free(&b);
	return err_set(
	    err, MLA_ENOTFOUND, "there is no calendar of %s", p->name);
}

static enum mla_rc
read_year(
    int *out, const char *text, const struct office *office, struct err *err)
{
	int month, mday;

	date_civil(office->now.day, out, &month, &mday);
	if (text == NULL)
		return MLA_OK;
	*out = (int)strtol(text, NULL, 10);
	if (strlen(text) != 4 || strspn(text, "0123456789") != 4 || *out < 1)
		return err_set(err, MLA_EUSAGE,
		    "\"%s\" is no year: write it in four digits", text);
	return MLA_OK;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	enum out_format form;
	struct place p;
	int year, from, to;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_calendar, args, 1, 2, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, format, err)) != MLA_OK ||
	    (rc = read_year(&year, args[1], office, err)) != MLA_OK ||
	    (rc = place_open(&p, office, args[0], region, err)) != MLA_OK)
		return rc;
	if (!calendar_is_known(p.calendar)) {
		rc = no_calendar(office, &p, err);
		goto out;
	}
	print(office, &p, year, form);
	calendar_years(p.calendar, &from, &to);
	if (year < from || year > to)
		out_notice("The calendar of %s was written for %d to %d; in "
		           "%d other days may be free.",
		    p.name, from, to, year);
out:
	place_close(&p);
	return rc;
}

const struct cmd_verb cmd_calendar = {
	.name = "calendar",
	.synopsis = "STATE [YEAR] [--region REGION] [--format FORMAT]",
	.summary = "the public holidays of a State",
	.prepare = CMD_DATA,
	.options = options,
	.run = run,
};
