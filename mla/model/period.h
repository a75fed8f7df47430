/* period.h - time limits: when a period ends, and why then */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_PERIOD_H
#define MLA_MODEL_PERIOD_H

#include "base/date.h"
#include "base/zone.h"
#include "model/holidays.h"
#include "res/res.h"

enum period_unit {
	PERIOD_HOURS,
	PERIOD_DAYS,
	PERIOD_WORKDAYS,
	PERIOD_WEEKS,
	PERIOD_MONTHS,
	PERIOD_YEARS
};

struct period {
	enum period_unit unit;
	int n; /* 1 to 9,999 */
};

/*
 * Read "PT48H", "P30D", "P10WD" (working days), "P2W", "P2M", "P1Y": the
 * durations of ISO 8601 with one unit, and WD of ours.  MLA_EUSAGE with a
 * message that lists the forms.
 */
enum mla_rc period_parse(struct period *out, const char *text, struct err *err);

/* "30 days", "1 working day"; the caller frees it. */
char *period_words(const struct period *p);

/* The mechanisms of a rule; it says of each that it has in which article. */
enum period_on {
	PERIOD_DAY, /* the day of the event is not counted */
	PERIOD_HOUR, /* nor is the hour of the event */
	PERIOD_INSIDE, /* free days inside count */
	PERIOD_WORKING, /* what a working day is */
	PERIOD_SAME, /* ends on the same weekday or date */
	PERIOD_ROLL, /* from a free last day on to the next working day */
	PERIOD_FLOOR, /* at least so many working days */
	PERIOD_HOLIDAYS, /* whose holidays count */
	PERIOD_ON /* how many there are */
};

/* What a rule says on a mechanism. */
struct period_says {
	bool has; /* does it apply? */
	bool verified; /* was the article seen in the official text? */
	int days; /* of a floor, else 0 */
	char *article; /* "Art. 3(4)", or NULL */
};

struct period_rule {
	char *id; /* as --rule has it */
	char *cite; /* what is put before an article; "" for plain counting */
	char *title;
	char *note; /* a reservation, or NULL */
	struct period_says says[PERIOD_ON];
};

/*
 * A rule of forms/law/period.xml; id NULL: the one that is the default.
 * MLA_OK: the caller frees *out with period_rule_free.  MLA_ENOTFOUND lists
 * the rules that there are; MLA_EDAMAGED: the file cannot be read.
 */
enum mla_rc period_rule_load(struct period_rule **out, struct res_source source,
    const char *id, struct err *err);
void period_rule_free(struct period_rule *rule);

/*
 * Days on which a period stands still: those after the day on which it was
 * stopped, up to and with the day on which it went on.  That both follow the
 * rule for events (their day is not counted, the day of the stop still was)
 * is ours: no article says so, and a derivation cites none for it.
 */
struct period_stop {
	int32_t from; /* the day of the stop */
	int32_t until; /* the day it went on; PERIOD_OPEN: not yet */
};

#define PERIOD_OPEN INT32_MAX

/* What is asked; everything is borrowed, also by the answer. */
struct term_ask {
	struct when from; /* the event */
	struct period within;
	const struct period_rule *rule;
	struct holidays *holidays; /* of the place where the act is due */
	const struct zone
	    *zone; /* there; NULL: unknown, from's offset counts */
	const struct period_stop *stops;
	size_t nstops; /* 0 where the period is in hours */
};

/* A step of a derivation, in the order in which it was taken. */
enum term_what {
	TERM_START, /* day: of the event, by the clocks of the place */
	TERM_WITHIN, /* how long */
	TERM_STOPPED, /* day to until: it stood still for n days (ours) */
	TERM_STANDS, /* day: it stands still since, nothing is due */
	TERM_INSIDE, /* day: a holiday inside, counted or (working days) not */
	TERM_SHORT, /* day: the last month lacks the date: its last day */
	TERM_REACHES, /* day: where counting ends */
	TERM_ROLL, /* day: a last day that is free, and goes on to the next */
	TERM_FLOOR, /* day: the last day so far; only n working days inside */
	TERM_ASIDE, /* day: moves nothing; until: the date if it did */
	TERM_ENDS, /* day: the last day, to its end */
	TERM_HOUR, /* the moments of a period in hours: see struct term */
};

struct term_step {
	enum term_what what;
	int32_t day, until;
	int n;
	const struct holiday *holiday; /* kept by the holidays, or NULL */
};

/* Start with `struct term t = { 0 };`, end with term_free. */
struct term {
	bool stands; /* it stands still: nothing below is set */
	int32_t start; /* day of the event there */
	int32_t reached; /* last day before it was moved */
	int32_t due; /* last day, to its end, 24:00; of act_by for hours */
	/* Of a period in hours, else with second -1: */
	struct when event; /* the event by the clocks there */
	struct when act_by; /* so many hours after the event, to the second */
	struct when outer; /* counted from the next full hour, by the rule */
	struct term_step *steps;
	size_t n, cap;
};

/*
 * When does it end?  Source: Regulation 1182/71 Art. 2 and 3 and ETS 76
 * Art. 3 to 5, as far as the rule has them; a period in hours is never moved.
 * MLA_EUSAGE: hours from a day without a time, hours that were stopped, more
 * than 100 years, after the year 9999.  MLA_EDAMAGED: the calendar has no
 * working day for a year.
 */
enum mla_rc term_compute(
    struct term *out, const struct term_ask *ask, struct err *err);
void term_free(struct term *t);

#endif
