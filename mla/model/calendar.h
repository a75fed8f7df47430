/* calendar.h - the public holidays of a State, from rules in a file */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_CALENDAR_H
#define MLA_MODEL_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "res/res.h"

struct calendar;

/* What a day does to a time limit. */
enum calendar_kind {
	CALENDAR_PUBLIC, /* no working day */
	CALENDAR_MUNICIPAL, /* of one place: moves nothing, is mentioned */
	CALENDAR_NOTED, /* moves nothing, is mentioned with its note */
};

/* A line of the file, as far as others ask; kept by the calendar. */
struct calendar_day {
	char *name; /* in English */
	char *local; /* in the language of the State, or NULL */
	char *note; /* or NULL */
	char *source; /* its own, or NULL: that of the calendar */
	enum calendar_kind kind;
	unsigned substitute; /* bit 1 to 7: on that weekday, one more day */
};

/* A day on which a holiday of that line falls. */
struct calendar_date {
	int32_t day; /* as in base/date.h */
	const struct calendar_day *of;
};

/* Start with `struct calendar_dates d = { 0 };`, free d.at. */
struct calendar_dates {
	struct calendar_date *at;
	size_t n, cap;
};

/*
 * The calendar of a State (ISO 3166-1 alpha-2, capitals), from
 * forms/calendar, file name in small letters.  MLA_OK also where there is no
 * file: then calendar_is_known is false and Saturday and Sunday are all that
 * it knows.  The caller frees *out with calendar_free.  MLA_EDAMAGED: the
 * file is not valid, or names a day that does not exist, with its line.
 */
enum mla_rc calendar_load(
    struct calendar **out, struct res *res, const char *state, struct err *err);

/* The same from bytes; name is for messages. */
enum mla_rc calendar_parse(struct calendar **out, struct res *res,
    const char *data, size_t len, const char *name, struct err *err);
void calendar_free(struct calendar *c);

bool calendar_is_known(const struct calendar *c);
const char *calendar_state(const struct calendar *c);

/* Of a calendar that is known: its source, whether that was checked. */
const char *calendar_source(const struct calendar *c);

/* What its rules leave out, or "". */
const char *calendar_note(const struct calendar *c);
bool calendar_is_verified(const struct calendar *c);

/* The first and the last year that the rules were written for. */
void calendar_years(const struct calendar *c, int *from, int *to);

/* Its regions in the order of the file; name and zone belong to it. */
struct calendar_region {
	char *id; /* second half of the code in ISO 3166-2: "BY" */
	char *name;
	char *zone; /* or NULL: that of the State */
};

size_t calendar_region_count(const struct calendar *c);
const struct calendar_region *calendar_region_at(
    const struct calendar *c, size_t i);

/* Number of the region of that name; -1: there is none. */
int calendar_region_find(const struct calendar *c, const char *id);

/* IANA name of the time zone in a region (-1: the capital), NULL: unknown. */
const char *calendar_zone(const struct calendar *c, int region);

bool calendar_is_weekend(const struct calendar *c, int32_t day);

/*
 * Append the days of all kinds that the rules give in a year, without days
 * in lieu: those of the whole State, and of the region unless it is -1.
 */
void calendar_add_year(
    struct calendar_dates *out, const struct calendar *c, int region, int year);

/* Easter Sunday, Western (Gregorian) and Orthodox (Julian), years 1 to 9999. */
int32_t calendar_easter(int year);
int32_t calendar_orthodox(int year);

#endif
