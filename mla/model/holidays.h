/* holidays.h - the free days of one place: holidays, days in lieu, weekends */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_HOLIDAYS_H
#define MLA_MODEL_HOLIDAYS_H

#include "model/calendar.h"

/* A holiday on a day; of stays with the calendar. */
struct holiday {
	int32_t day;
	int32_t instead; /* the day that it stands in for; day: for none */
	const struct calendar_day *of;
};

/* A State, or one region of it, year after year. */
struct holidays;

/*
 * A region of the calendar (-1: what is free in the whole State).  The
 * calendar must outlive it; the caller frees it with holidays_free.
 */
struct holidays *holidays_new(const struct calendar *c, int region);
void holidays_free(struct holidays *h);

const struct calendar *holidays_calendar(const struct holidays *h);
int holidays_region(const struct holidays *h);

/*
 * All holidays of a year (1 to 9999), of every kind and on every weekday,
 * with days in lieu, by date; they stay with h.
 */
const struct holiday *holidays_year(struct holidays *h, int year, size_t *n);

/* A public holiday on that day, kept by h; NULL: there is none. */
const struct holiday *holidays_on(struct holidays *h, int32_t day);

/* A day of another kind there, which moves nothing; NULL: there is none. */
const struct holiday *holidays_aside(struct holidays *h, int32_t day);

/* Neither weekend nor public holiday? */
bool holidays_is_working(struct holidays *h, int32_t day);

/* A line of the list for a whole State: regions "" where it is free in all. */
struct holidays_row {
	struct holiday holiday;
	char *regions; /* their codes with a blank between */
};

/* Start with `struct holidays_list l = { 0 };`, end with holidays_list_free. */
struct holidays_list {
	struct holidays_row *at;
	size_t n, cap;
};

/*
 * Append the holidays of a year, by date: those of the whole State, and of
 * the region, or (-1) of each region.  Start with an empty list.
 */
void holidays_list_year(
    struct holidays_list *out, const struct calendar *c, int region, int year);
void holidays_list_free(struct holidays_list *list);

#endif
