/* where.c - calendars, clocks and rules of counting, loaded once */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/where.h"

#include "base/alloc.h"
#include "base/str.h"

static void
where_free(struct where *w)
{
	for (size_t i = 0; i < w->nholidays; i++)
		holidays_free(w->holidays[i]);
	free(w->holidays);
	zone_free(w->zone);
	calendar_free(w->calendar);
	free(w->state);
	free(w);
}

void
where_free_all(struct where *where, struct where_rule *rules)
{
	while (where != NULL) {
		struct where *next = where->next;

		where_free(where);
		where = next;
	}
	while (rules != NULL) {
		struct where_rule *next = rules->next;

		period_rule_free(rules->rule);
		free(rules);
		rules = next;
	}
}

enum mla_rc
where_of(struct where **out, struct office *office, const char *state,
    struct err *err)
{
	struct where *w;
	const char *zone;
	enum mla_rc rc;

	for (w = office->where; w != NULL; w = w->next) {
		if (str_eq(w->state, state)) {
			*out = w;
			return MLA_OK;
		}
	}
	*out = NULL;
	w = xcalloc(1, sizeof(*w));
	w->state = xstrdup(state);
	if ((rc = calendar_load(&w->calendar, office->res, state, err)) !=
	    MLA_OK)
		goto out;
	zone = calendar_zone(w->calendar, -1);
	if (zone != NULL && (rc = zone_load(&w->zone, zone, err)) != MLA_OK)
		goto out;
	w->nholidays = calendar_region_count(w->calendar) + 1;
	w->holidays = xcalloc(w->nholidays, sizeof(struct holidays *));
	for (size_t i = 0; i < w->nholidays; i++)
		w->holidays[i] = holidays_new(w->calendar, (int)i - 1);
	w->next = office->where;
	office->where = w;
	*out = w;
	return MLA_OK;
out:
	where_free(w);
	return rc;
}

enum mla_rc
where_rule_of(const struct period_rule **out, struct office *office,
    const char *rule, struct err *err)
{
	struct where_rule *r;
	enum mla_rc rc;

	*out = NULL;
	for (r = office->counting; r != NULL; r = r->next) {
		if (str_eq(r->rule->id, rule)) {
			*out = r->rule;
			return MLA_OK;
		}
	}
	r = xcalloc(1, sizeof(*r));
	if ((rc = period_rule_load(&r->rule, office->source, rule, err)) !=
	    MLA_OK) {
		free(r);
		return rc;
	}
	r->next = office->counting;
	office->counting = r;
	*out = r->rule;
	return MLA_OK;
}
