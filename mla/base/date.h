/* date.h - civil days and moments; no time zone but the one written */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BASE_DATE_H
#define MLA_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define DATE_BYTES 11 /* "2026-07-17" and NUL */
#define WHEN_BYTES 32 /* "2026-07-17T10:15:00+02:00" and NUL */

/*
 * A point in time as an office writes it: a day, or a day with a time and the
 * offset from UTC that was valid there.
 */
struct when {
	int32_t day; /* days since 1970-01-01, proleptic Gregorian */
	int32_t second; /* of that day, 0 to 86,399; -1: time not known */
	int32_t offset; /* minutes east of UTC; 0 where second is -1 */
};

/* Is it a leap year? How many days has the month (1 to 12)? */
bool date_is_leap(int year);
int date_month_days(int year, int month);

/* Day number of a date that exists (asserted), and back. */
int32_t date_day(int year, int month, int mday);
void date_civil(int32_t day, int *year, int *month, int *mday);

/* 1 = Monday to 7 = Sunday (ISO 8601). */
int date_weekday(int32_t day);

/* Read "2026-07-17" and nothing else; years 1 to 9999; false if it is none. */
bool date_parse(int32_t *day, const char *text);

/* Write "2026-07-17" into out; returns out. */
char *date_format(int32_t day, char out[DATE_BYTES]);

/*
 * Read "2026-07-17", "2026-07-17T10:15[:00](Z|+02:00)"; false if it is
 * neither.  A time without an offset is refused: it says nothing elsewhere.
 */
bool when_parse(struct when *when, const char *text);

/* Read "2026-07-17T10:15[:00]", off a clock; the offset is 0. */
bool when_parse_local(struct when *when, const char *text);

/* Write it back in the same form ("...T10:15:00+02:00", "Z" for UTC). */
char *when_format(const struct when *when, char out[WHEN_BYTES]);

/* Seconds since 1970-01-01T00:00:00Z; a day without time counts from 0 h. */
int64_t when_utc(const struct when *when);

/*
 * What a person types for a day: a date or moment as above, "today",
 * "yesterday", "-3d", "+2w"; relative to today.  MLA_EUSAGE with a message
 * that lists the forms.
 */
enum mla_rc when_typed(
    struct when *when, const char *text, int32_t today, struct err *err);

/*
 * The clock: the system's, with the offset of the office's time zone (TZ), or
 * the fixed moment in text (from --now or MLA_NOW; a bare date is 12:00 UTC).
 * text NULL is the system clock.  MLA_EUSAGE if text is no moment.
 */
enum mla_rc clock_now(struct when *now, const char *text, struct err *err);

#endif
