/* date.c - civil days and moments; no time zone but the one written */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

#include <assert.h>

#include "base/str.h"

enum {
	DAY_SECONDS = 86400,
	DAYS_400_YEARS = 146097,
	DAYS_TO_1970 = 719468
};

bool
date_is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
date_month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };

	assert(month >= 1 && month <= 12);
	return days[month - 1] + (month == 2 && date_is_leap(year));
}

/* Years are counted from March, so that the leap day is the last one. */
int32_t
date_day(int year, int month, int mday)
{
	int32_t y = month > 2 ? year : year - 1, era, in_era, in_year;

	assert(mday >= 1 && mday <= date_month_days(year, month));
	era = (y >= 0 ? y : y - 399) / 400;
	in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + mday - 1;
	in_era = (y - era * 400) * 365 + (y - era * 400) / 4 -
	    (y - era * 400) / 100 + in_year;
	return era * DAYS_400_YEARS + in_era - DAYS_TO_1970;
}

void
date_civil(int32_t day, int *year, int *month, int *mday)
{
	int32_t z = day + DAYS_TO_1970, era, in_era, y, in_year, m;

	era = (z >= 0 ? z : z - (DAYS_400_YEARS - 1)) / DAYS_400_YEARS;
	in_era = z - era * DAYS_400_YEARS;
	y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	in_year = in_era - (365 * y + y / 4 - y / 100);
	m = (5 * in_year + 2) / 153;
	*mday = in_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = y + era * 400 + (*month <= 2);
}

int
date_weekday(int32_t day)
{
	/* 1970-01-01 was a Thursday. */
	int32_t since_monday = (day + 3) % 7;

	return (since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

/* Read exactly n digits at *s and step over them. */
static bool
read_digits(const char **s, int n, int *out)
{
	*out = 0;
	for (; n > 0; n--, (*s)++) {
		if (**s < '0' || **s > '9')
			return false;
		*out = *out * 10 + (**s - '0');
	}
	return true;
}

static bool
read_char(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

static bool
read_date(const char **s, int32_t *day)
{
	int year, month, mday;

	if (!read_digits(s, 4, &year) || !read_char(s, '-') ||
	    !read_digits(s, 2, &month) || !read_char(s, '-') ||
	    !read_digits(s, 2, &mday))
		return false;
	if (year < 1 || month < 1 || month > 12 || mday < 1 ||
	    mday > date_month_days(year, month))
		return false;
	*day = date_day(year, month, mday);
	return true;
}

bool
date_parse(int32_t *day, const char *text)
{
	return read_date(&text, day) && *text == '\0';
}

/* Returns what comes behind them. */
static char *
two_digits(char *out, unsigned n)
{
	out[0] = (char)('0' + n / 10 % 10);
	out[1] = (char)('0' + n % 10);
	return out + 2;
}

char *
date_format(int32_t day, char out[DATE_BYTES])
{
	int year, month, mday;
	char *at;

	date_civil(day, &year, &month, &mday);
	at = two_digits(two_digits(out, (unsigned)year / 100), (unsigned)year);
	*at++ = '-';
	at = two_digits(at, (unsigned)month);
	*at++ = '-';
	at = two_digits(at, (unsigned)mday);
	*at = '\0';
	return out;
}

static bool
read_offset(const char **s, int32_t *offset)
{
	int sign = **s == '-' ? -1 : 1, hours, minutes;

	*offset = 0;
	if (read_char(s, 'Z'))
		return true;
	if (!read_char(s, '+') && !read_char(s, '-'))
		return false;
	if (!read_digits(s, 2, &hours) || !read_char(s, ':') ||
	    !read_digits(s, 2, &minutes) || hours > 14 || minutes > 59)
		return false;
	*offset = sign * (hours * 60 + minutes);
	return true;
}

/* A day and, where there is one, its time; *text is behind them then. */
static bool
read_clock(const char **text, struct when *when)
{
	int hour, minute, second = 0;

	when->second = -1;
	when->offset = 0;
	if (!read_date(text, &when->day))
		return false;
	if (**text == '\0')
		return true;
	if (!read_char(text, 'T') || !read_digits(text, 2, &hour) ||
	    !read_char(text, ':') || !read_digits(text, 2, &minute))
		return false;
	if (read_char(text, ':') && !read_digits(text, 2, &second))
		return false;
	if (hour > 23 || minute > 59 || second > 59)
		return false;
	when->second = hour * 3600 + minute * 60 + second;
	return true;
}

bool
when_parse(struct when *when, const char *text)
{
	return read_clock(&text, when) &&
	    (when->second < 0 || read_offset(&text, &when->offset)) &&
	    *text == '\0';
}

bool
when_parse_local(struct when *when, const char *text)
{
	return read_clock(&text, when) && when->second >= 0 && *text == '\0';
}

char *
when_format(const struct when *when, char out[WHEN_BYTES])
{
	unsigned second = (unsigned)when->second;
	unsigned away =
	    (unsigned)(when->offset < 0 ? -when->offset : when->offset);
	char *at = out + DATE_BYTES - 1;

	(void)date_format(when->day, out);
	if (when->second < 0)
		return out;
	*at++ = 'T';
	at = two_digits(at, second / 3600);
	*at++ = ':';
	at = two_digits(at, second / 60 % 60);
	*at++ = ':';
	at = two_digits(at, second % 60);
	if (away != 0) {
		*at++ = when->offset < 0 ? '-' : '+';
		at = two_digits(at, away / 60);
		*at++ = ':';
		at = two_digits(at, away % 60);
	} else {
		*at++ = 'Z';
	}
	*at = '\0';
	return out;
}

int64_t
when_utc(const struct when *when)
{
	int32_t second = when->second < 0 ? 0 : when->second;

	return (int64_t)when->day * DAY_SECONDS + second -
	    (int64_t)when->offset * 60;
}

/* "-3d", "+2w": a sign, a number up to 4 digits, a unit. */
static bool
read_relative(const char *text, int32_t *days)
{
	int sign = *text == '-' ? -1 : 1, n = 0, digits = 0;

	if (*text != '-' && *text != '+')
		return false;
	for (text++; *text >= '0' && *text <= '9'; text++, digits++)
		n = digits < 4 ? n * 10 + (*text - '0') : 10000;
	if (digits == 0 || n > 9999 || (*text != 'd' && *text != 'w') ||
	    text[1] != '\0')
		return false;
	*days = sign * n * (*text == 'w' ? 7 : 1);
	return true;
}

enum mla_rc
when_typed(struct when *when, const char *text, int32_t today, struct err *err)
{
	int32_t days;

	if (when_parse(when, text))
		return MLA_OK;
	when->second = -1;
	when->offset = 0;
	when->day = today;
	if (str_eq(text, "today"))
		return MLA_OK;
	if (str_eq(text, "yesterday")) {
		when->day--;
		return MLA_OK;
	}
	if (read_relative(text, &days)) {
		when->day += days;
		return MLA_OK;
	}
	return err_set(err, MLA_EUSAGE,
	    "\"%s\" is no date: write 2026-07-17, 2026-07-17T10:15+02:00, "
	    "today, yesterday, -3d or +2w",
	    text);
}

enum mla_rc
clock_now(struct when *now, const char *text, struct err *err)
{
	struct tm local;
	time_t t;
	int64_t shifted;

	if (text != NULL) {
		if (!when_parse(now, text))
			return err_set(err, MLA_EUSAGE,
			    "\"%s\" is no moment for the clock: write "
			    "2026-07-17 or 2026-07-17T10:15:00+02:00",
			    text);
		if (now->second < 0)
			now->second = DAY_SECONDS / 2;
		return MLA_OK;
	}
	t = time(NULL);
	if (t == (time_t)-1 || localtime_r(&t, &local) == NULL)
		return err_errno(err, MLA_EIO, "cannot read the clock");
	now->offset = (int32_t)(local.tm_gmtoff / 60);
	shifted = (int64_t)t + (int64_t)now->offset * 60;
	now->day = (int32_t)(shifted / DAY_SECONDS);
	now->second = (int32_t)(shifted % DAY_SECONDS);
	return MLA_OK;
}
