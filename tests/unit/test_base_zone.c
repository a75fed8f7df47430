/* test_base_zone.c - local time as the C library tells it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/zone.h"

#define HOUR 3600

static const char *const names[] = { "Europe/Athens", "Europe/Lisbon",
	"Europe/London", "Europe/Dublin", "Europe/Istanbul", "Europe/Kyiv",
	"Europe/Paris", "Atlantic/Azores", "Atlantic/Canary", "Indian/Reunion",
	"America/Cayenne", "Asia/Nicosia", "Asia/Kolkata" };

/*
 * TZ is set here, in the test alone, to ask the C library.  Every seventh
 * hour: over the years each hour of a change is met.
 */
static void
many_hours_until_2080_are_those_of_the_c_library(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct err err = { 0 };
		struct zone *zone;

		assert_ok(zone_load(&zone, names[i], &err), err);
		assert_string_equal(names[i], zone_name(zone));
		assert_int_equal(0, setenv("TZ", names[i], 1));
		tzset();
		for (int64_t t = (int64_t)HOUR * 24 * 365 * 20;
		     t < (int64_t)HOUR * 24 * 365 * 110; t += 7 * HOUR) {
			time_t now = (time_t)t;
			struct tm local;

			assert_non_null(localtime_r(&now, &local));
			if (local.tm_gmtoff != zone_offset(zone, t))
				fail_msg("%s at %lld: %d, should be %ld",
				    names[i], (long long)t,
				    (int)zone_offset(zone, t), local.tm_gmtoff);
		}
		zone_free(zone);
	}
	assert_int_equal(0, unsetenv("TZ"));
}

static void
the_last_second_of_summer_and_the_first_of_winter(void **state)
{
	static const struct {
		int64_t utc;
		const char *local;
	} rows[] = {
		{ 1774745999, "2026-03-29T02:59:59+02:00" },
		{ 1774746000, "2026-03-29T04:00:00+03:00" },
		{ 1792889999, "2026-10-25T03:59:59+03:00" },
		{ 1792890000, "2026-10-25T03:00:00+02:00" },
		/* after what the file lists one by one */
		{ 2490000000, "2048-11-26T12:40:00+02:00" },
		{ 2479597200, "2048-07-29T04:00:00+03:00" },
	};
	struct err err = { 0 };
	struct zone *zone;

	(void)state;
	assert_ok(zone_load(&zone, "Europe/Athens", &err), err);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct when w = zone_when(zone, rows[i].utc, 0);
		char text[WHEN_BYTES];

		assert_string_equal(rows[i].local, when_format(&w, text));
		assert_int_equal(rows[i].utc, when_utc(&w));
	}
	zone_free(zone);
}

static void
what_the_clocks_showed_has_the_offset_of_the_place(void **state)
{
	static const struct {
		const char *read, *moment;
	} rows[] = {
		{ "2026-01-15T12:00", "2026-01-15T12:00:00+02:00" },
		{ "2026-07-15T12:00", "2026-07-15T12:00:00+03:00" },
		{ "2026-03-29T02:59:59", "2026-03-29T02:59:59+02:00" },
		/* left out: counted on from before */
		{ "2026-03-29T03:30", "2026-03-29T03:30:00+02:00" },
		{ "2026-03-29T04:00", "2026-03-29T04:00:00+03:00" },
		/* comes twice: the first */
		{ "2026-10-25T03:30", "2026-10-25T03:30:00+03:00" },
		{ "2026-10-25T04:00", "2026-10-25T04:00:00+02:00" },
		{ "2048-07-29T04:00", "2048-07-29T04:00:00+03:00" },
	};
	static const char *const bad[] = { "2026-01-15", "2026-01-15T12",
		"2026-01-15T12:00Z", "2026-01-15T24:00", "" };
	struct err err = { 0 };
	struct zone *zone;
	struct when w;

	(void)state;
	assert_ok(zone_load(&zone, "Europe/Athens", &err), err);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[WHEN_BYTES];

		assert_true(when_parse_local(&w, rows[i].read));
		zone_local(zone, &w);
		assert_string_equal(rows[i].moment, when_format(&w, text));
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(when_parse_local(&w, bad[i]));
	zone_free(zone);
}

static void
without_a_zone_the_offset_given_counts(void **state)
{
	struct when w = zone_when(NULL, -1, -90);
	char text[WHEN_BYTES];

	(void)state;
	assert_string_equal("1969-12-31T22:29:59-01:30", when_format(&w, text));
}

static void
what_is_no_zone_is_said(void **state)
{
	static const char *const bad[] = { "", "Europe/Atlantis",
		"../../../etc/passwd", "/etc/passwd", "Europe" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err err = { 0 };
		struct zone *zone;

		assert_int_not_equal(MLA_OK, zone_load(&zone, bad[i], &err));
		assert_null(zone);
		assert_non_null(strstr(err.msg, bad[i]));
	}
}

/* Cut anywhere before its rule, the file is refused and nothing is read. */
static void
a_damaged_file_is_refused(void **state)
{
	struct err err = { 0 };
	struct buf b = { 0 };
	struct zone *zone;

	(void)state;
	assert_ok(
	    file_read(&b, "tests/corpus/zone/athens", 1 << 20, &err), err);
	for (size_t len = 0; len + 1 < b.len; len++) {
		memset(&err, 0, sizeof(err));
		assert_int_equal(MLA_EDAMAGED,
		    zone_parse(&zone, b.data, len, "Athens", &err));
		assert_string_equal(
		    "the time zone file of Athens cannot be read", err.msg);
	}
	memset(&err, 0, sizeof(err));
	assert_ok(zone_parse(&zone, b.data, b.len, "Athens", &err), err);
	zone_free(zone);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    many_hours_until_2080_are_those_of_the_c_library),
		cmocka_unit_test(
		    the_last_second_of_summer_and_the_first_of_winter),
		cmocka_unit_test(
		    what_the_clocks_showed_has_the_offset_of_the_place),
		cmocka_unit_test(without_a_zone_the_offset_given_counts),
		cmocka_unit_test(what_is_no_zone_is_said),
		cmocka_unit_test(a_damaged_file_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
