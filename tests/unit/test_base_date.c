/* test_base_date.c - civil days, moments, what people type */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/date.h"

static void
every_day_of_800_years_goes_there_and_back(void **state)
{
	int32_t day = date_day(1600, 1, 1), last = date_day(2400, 12, 31);
	int year = 1600, month = 1, mday = 1, weekday = 6;

	(void)state;
	for (; day <= last; day++) {
		int y, m, d;

		date_civil(day, &y, &m, &d);
		assert_int_equal(year, y);
		assert_int_equal(month, m);
		assert_int_equal(mday, d);
		assert_int_equal(day, date_day(y, m, d));
		assert_int_equal(weekday, date_weekday(day));
		weekday = weekday % 7 + 1;
		if (++mday > date_month_days(year, month)) {
			mday = 1;
			if (++month > 12) {
				month = 1;
				year++;
			}
		}
	}
	assert_int_equal(0, date_day(1970, 1, 1));
}

static void
dates_that_do_not_exist_are_refused(void **state)
{
	static const char *const bad[] = { "", "2026-02-29", "2026-13-01",
		"2026-00-10", "2026-1-1", "0000-01-01", "2026-04-31",
		"2026-04-30 ", "20260430", "2026-04-3x", "-026-04-30" };
	int32_t day;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(date_parse(&day, bad[i]));
	assert_true(date_parse(&day, "2024-02-29"));
	assert_true(date_parse(&day, "9999-12-31"));
}

static void
moments_keep_their_offset(void **state)
{
	struct when w;
	char text[WHEN_BYTES];

	(void)state;
	assert_true(when_parse(&w, "2026-07-17T10:15+02:00"));
	assert_string_equal("2026-07-17T10:15:00+02:00", when_format(&w, text));
	assert_int_equal(1784276100, when_utc(&w));
	assert_true(when_parse(&w, "2026-07-17T08:15:00Z"));
	assert_string_equal("2026-07-17T08:15:00Z", when_format(&w, text));
	assert_int_equal(1784276100, when_utc(&w));
	assert_true(when_parse(&w, "2026-07-17T08:15:00-09:30"));
	assert_string_equal("2026-07-17T08:15:00-09:30", when_format(&w, text));
	assert_true(when_parse(&w, "2026-07-17"));
	assert_int_equal(-1, w.second);
	assert_string_equal("2026-07-17", when_format(&w, text));
}

static void
a_time_without_an_offset_is_refused(void **state)
{
	static const char *const bad[] = { "2026-07-17T10:15",
		"2026-07-17T24:00Z", "2026-07-17T10:60Z", "2026-07-17T1:15Z",
		"2026-07-17T10:15+15:00", "2026-07-17T10:15Zx",
		"2026-07-17 10:15Z", "2026-07-17T10:15:61Z" };
	struct when w;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(when_parse(&w, bad[i]));
}

static void
people_type_days_in_words(void **state)
{
	static const struct {
		const char *text, *date;
	} rows[] = { { "today", "2026-03-01" }, { "yesterday", "2026-02-28" },
		{ "-3d", "2026-02-26" }, { "+2w", "2026-03-15" },
		{ "+0d", "2026-03-01" }, { "2025-12-31", "2025-12-31" } };
	int32_t today = date_day(2026, 3, 1);
	char text[WHEN_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = { 0 };
		struct when w;

		assert_ok(when_typed(&w, rows[i].text, today, &err), err);
		assert_string_equal(rows[i].date, when_format(&w, text));
	}
}

static void
what_is_no_day_is_said(void **state)
{
	static const char *const bad[] = { "", "tomorrowish", "-d", "+3m", "3d",
		"+99999d", "-3dd" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err err = { 0 };
		struct when w;

		assert_int_equal(MLA_EUSAGE, when_typed(&w, bad[i], 0, &err));
		assert_non_null(strstr(err.msg, "is no date: write 2026-"));
	}
}

static void
the_clock_can_be_fixed(void **state)
{
	struct err err = { 0 };
	struct when w;
	char text[WHEN_BYTES];

	(void)state;
	assert_ok(clock_now(&w, "2026-07-23T08:12:00+02:00", &err), err);
	assert_string_equal("2026-07-23T08:12:00+02:00", when_format(&w, text));
	assert_ok(clock_now(&w, "2026-07-23", &err), err);
	assert_string_equal("2026-07-23T12:00:00Z", when_format(&w, text));
	assert_int_equal(MLA_EUSAGE, clock_now(&w, "noon", &err));
	assert_non_null(strstr(err.msg, "\"noon\" is no moment"));
	memset(&err, 0, sizeof(err));
	assert_ok(clock_now(&w, NULL, &err), err);
	assert_true(w.second >= 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_of_800_years_goes_there_and_back),
		cmocka_unit_test(dates_that_do_not_exist_are_refused),
		cmocka_unit_test(moments_keep_their_offset),
		cmocka_unit_test(a_time_without_an_offset_is_refused),
		cmocka_unit_test(people_type_days_in_words),
		cmocka_unit_test(what_is_no_day_is_said),
		cmocka_unit_test(the_clock_can_be_fixed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
