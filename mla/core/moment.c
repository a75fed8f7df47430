/* moment.c - moments as event logs of many programs write them */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/moment.h"

#include "base/ban.h"
#include "base/date.h"

#define SECOND 1000000LL /* microseconds */

/* What is still to be read. */
struct rest {
	const char *at, *end;
};

static bool
see(const struct rest *r, char c)
{
	return r->at < r->end && *r->at == c;
}

static bool
skip(struct rest *r, char c)
{
	if (!see(r, c))
		return false;
	r->at++;
	return true;
}

static bool
digits(struct rest *r, int n, int *value)
{
	*value = 0;
	for (; n > 0; n--, r->at++) {
		if (r->at == r->end || *r->at < '0' || *r->at > '9')
			return false;
		*value = *value * 10 + (*r->at - '0');
	}
	return true;
}

/* Behind the point: six digits count. */
static bool
fraction(struct rest *r, int64_t *micros)
{
	int64_t unit = SECOND;
	int digit, n = 0;

	while (r->at < r->end && *r->at >= '0' && *r->at <= '9') {
		(void)digits(r, 1, &digit);
		unit /= 10;
		*micros += unit * digit;
		n++;
	}
	return n > 0;
}

static bool
offset(struct rest *r, bool *zone, int64_t *moment)
{
	bool west = see(r, '-');
	int hours, minutes = 0;

	*zone = true;
	if (skip(r, 'Z') || skip(r, 'z'))
		return true;
	*zone = skip(r, '+') || skip(r, '-');
	if (!*zone)
		return true;
	if (!digits(r, 2, &hours))
		return false;
	(void)skip(r, ':');
	if (r->at < r->end && !digits(r, 2, &minutes))
		return false;
	if (hours > 14 || minutes > 59)
		return false;
	*moment -= (west ? -60 : 60) * SECOND * (hours * 60 + minutes);
	return true;
}

/* The time of day; 24:00 is the end of the day, a leap second its last one. */
static bool
clock_time(struct rest *r, int64_t *moment)
{
	int hour, minute, second = 0;
	int64_t micros = 0;

	if (!digits(r, 2, &hour) || !skip(r, ':') || !digits(r, 2, &minute))
		return false;
	if (skip(r, ':')) {
		if (!digits(r, 2, &second))
			return false;
		if ((skip(r, '.') || skip(r, ',')) && !fraction(r, &micros))
			return false;
	}
	if (hour > 24 || minute > 59 || second > 60 ||
	    (hour == 24 && (minute > 0 || second > 0 || micros > 0)))
		return false;
	second = second == 60 ? 59 : second;
	*moment += SECOND * (hour * 3600 + minute * 60 + second) + micros;
	return true;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool
moment_parse(int64_t *moment, bool *zone, const char *text, size_t len)
{
	struct rest r = { text, text + len };
	int year, month, mday;

	while (r.at < r.end && is_blank(*r.at))
		r.at++;
	while (r.at < r.end && is_blank(r.end[-1]))
		r.end--;
	if (!digits(&r, 4, &year) || !skip(&r, '-') || !digits(&r, 2, &month) ||
	    !skip(&r, '-') || !digits(&r, 2, &mday))
		return false;
	if (year < 1 || month < 1 || month > 12 || mday < 1 ||
	    mday > date_month_days(year, month))
		return false;
	*moment = date_day(year, month, mday) * MOMENT_DAY;
	*zone = false;
	if ((skip(&r, 'T') || skip(&r, ' ')) && !clock_time(&r, moment))
		return false;
	(void)skip(&r, ' ');
	return offset(&r, zone, moment) && r.at == r.end;
}
