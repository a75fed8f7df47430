/* term.c - mla term: when does a period end, and why? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/place.h"
#include "cmd/steps.h"
#include "cmd/verbs.h"

static char *from, *within, *rule, *country, *region, *format;
static int explain;

static struct poptOption options[] = {
	{ "from", '\0', POPT_ARG_STRING, &from, 0,
	    "the event: a day, or a moment for hours (there)", "DATE" },
	{ "within", '\0', POPT_ARG_STRING, &within, 0,
	    "P30D, PT48H, P10WD (working days), P2W, P2M, P1Y", "PERIOD" },
	{ "rule", '\0', POPT_ARG_STRING, &rule, 0,
	    "1182/71 (if none is named), ets76 or plain", "RULE" },
	{ "country", '\0', POPT_ARG_STRING, &country, 0,
	    "where the act is due: its holidays count", "STATE" },
	{ "region", '\0', POPT_ARG_STRING, &region, 0, "and its region there",
	    "REGION" },
	{ "explain", '\0', POPT_ARG_NONE, &explain, 0,
	    "every step, with holidays and sources", NULL },
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "table, json, xml or csv", "FORMAT" },
	POPT_TABLEEND,
};

static enum mla_rc
say_if_missing(struct err *err)
{
	if (from == NULL || within == NULL)
		return err_set(err, MLA_EUSAGE,
		    "say when it begins and how long it is: --from DATE "
		    "--within PERIOD");
	if (country == NULL)
		return err_set(err, MLA_EUSAGE,
		    "say where the act is due, since the holidays there "
		    "count: --country STATE");
	return MLA_OK;
}

/* Where no region is named: in which ones is it another day? */
static enum mla_rc
add_regions(struct steps *s, const struct term_ask *ask,
    const struct term *term, const struct place *p, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	if (p->region >= 0 || term->act_by.second >= 0)
		return MLA_OK;
	for (size_t i = 0;
	     i < calendar_region_count(p->calendar) && rc == MLA_OK; i++) {
		struct term_ask there = *ask;
		struct term other = { 0 };

		there.holidays = holidays_new(p->calendar, (int)i);
		rc = term_compute(&other, &there, err);
		if (rc == MLA_OK && other.due != term->due)
			steps_add_region(s,
			    calendar_region_at(p->calendar, i)->id, other.due);
		term_free(&other);
		holidays_free(there.holidays);
	}
	return rc;
}

/* A time without an offset is read off the clocks of that State. */
static enum mla_rc
begin(struct when *out, const struct office *office, const struct zone *zone,
    struct err *err)
{
	if (zone == NULL || !when_parse_local(out, from))
		return when_typed(out, from, office->now.day, err);
	zone_local(zone, out);
	return MLA_OK;
}

static enum mla_rc
compute(struct office *office, const struct place *p, enum out_format form,
    struct term_ask *ask, struct err *err)
{
	const char *name = calendar_zone(p->calendar, p->region);
	struct term term = { 0 };
	struct zone *zone = NULL;
	struct steps *s = NULL;
	enum mla_rc rc;

	if (name != NULL && (rc = zone_load(&zone, name, err)) != MLA_OK)
		return rc;
	ask->zone = zone;
	if ((rc = begin(&ask->from, office, zone, err)) == MLA_OK &&
	    (rc = term_compute(&term, ask, err)) == MLA_OK) {
		s = steps_new(
		    office, ask, p, &term, explain != 0 || form != OUT_TEXT);
		rc = add_regions(s, ask, &term, p, err);
	}
	if (rc == MLA_OK)
		steps_print(s, form);
	steps_free(s);
	term_free(&term);
	zone_free(zone);
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct period_rule *counted = NULL;
	struct term_ask ask = { 0 };
	struct place p = { 0 };
	enum out_format form;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_term, args, 0, 0, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, format, err)) != MLA_OK ||
	    (rc = say_if_missing(err)) != MLA_OK ||
	    (rc = period_parse(&ask.within, within, err)) != MLA_OK ||
	    (rc = period_rule_load(&counted, office->source, rule, err)) !=
	        MLA_OK ||
	    (rc = place_open(&p, office, country, region, err)) != MLA_OK)
		goto out;
	ask.rule = counted;
	ask.holidays = holidays_new(p.calendar, p.region);
	rc = compute(office, &p, form, &ask, err);
out:
	holidays_free(ask.holidays);
	place_close(&p);
	period_rule_free(counted);
	return rc;
}

const struct cmd_verb cmd_term = {
	.name = "term",
	.synopsis = "--from DATE --within PERIOD [--rule RULE] --country STATE "
	            "[--region REGION] [--explain] [--format FORMAT]",
	.summary = "when does a period end, and why",
	.prepare = CMD_DATA,
	.options = options,
	.run = run,
};
