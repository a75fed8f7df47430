/* where.h - calendars, clocks and rules of counting, loaded once */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_WHERE_H
#define MLA_CORE_WHERE_H

#include "core/office.h"
#include "model/period.h"

/* A State in which something is due; for reading. */
struct where {
	char *state; /* two letters */
	struct calendar *calendar;
	struct zone *zone; /* NULL: it has none in the data */
	struct holidays **holidays; /* of the whole State, then each region */
	size_t nholidays;
	struct where *next; /* of the office's */
};

/* A rule by which periods are counted; for reading. */
struct where_rule {
	struct period_rule *rule;
	struct where_rule *next; /* of the office's */
};

/*
 * They belong to the office.  MLA_EDAMAGED: the calendar is not valid;
 * MLA_ENOTFOUND: no such rule, or no such time zone on this machine.
 */
enum mla_rc where_of(struct where **out, struct office *office,
    const char *state, struct err *err);
enum mla_rc where_rule_of(const struct period_rule **out, struct office *office,
    const char *rule, struct err *err);

/* Called by office_close. */
void where_free_all(struct where *where, struct where_rule *rules);

#endif
