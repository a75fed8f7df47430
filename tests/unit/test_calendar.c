/* test_calendar.c - rules of holidays, places, days in lieu, bad files */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/alloc.h"
#include "base/date.h"
#include "base/str.h"
#include "base/zone.h"
#include "model/country.h"
#include "model/holidays.h"
#include "xml/init.h"

#define BAD "tests/data/calendar/refused"
#define GOOD "tests/data/calendar/every-mechanism.xml"

static struct res *res;

static enum mla_rc
parse_file(struct calendar **out, const char *path, struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc = file_read(&b, path, 1 << 20, err);

	if (rc == MLA_OK)
		rc = calendar_parse(
		    out, res, buf_text(&b), b.len, file_base(path), err);
	buf_free(&b);
	return rc;
}

/* "2024-01-01 New Year; ..." of a year in one region, or in all. */
static char *
list_of(const struct calendar *c, int region, int year)
{
	struct holidays_list list = { 0 };
	struct buf b = { 0 };

	holidays_list_year(&list, c, region, year);
	for (size_t i = 0; i < list.n; i++) {
		const struct holiday *h = &list.at[i].holiday;
		char day[DATE_BYTES], instead[DATE_BYTES];

		buf_addf(&b, "%s %s [%s]", date_format(h->day, day),
		    h->of->name, list.at[i].regions);
		if (h->instead != h->day)
			buf_addf(
			    &b, " for %s", date_format(h->instead, instead));
		buf_addch(&b, '\n');
	}
	holidays_list_free(&list);
	return buf_steal(&b);
}

static void
each_mechanism_gives_its_days(void **state)
{
	struct err err = { 0 };
	struct calendar *c;
	char *list;

	(void)state;
	assert_ok(parse_file(&c, GOOD, &err), err);
	list = list_of(c, -1, 2024);
	assert_string_equal("2024-01-01 New Year []\n"
	                    "2024-01-02 Second of January [N]\n"
	                    "2024-03-29 Good Friday []\n"
	                    "2024-05-06 Orthodox Monday []\n"
	                    "2024-05-08 First Monday []\n"
	                    "2024-05-27 Last Monday []\n"
	                    "2024-06-10 Twice only []\n"
	                    "2024-07-01 Until the middle []\n"
	                    "2024-08-08 Town Day []\n"
	                    "2024-09-15 Third Sunday []\n"
	                    "2024-11-13 Second Wednesday before []\n"
	                    "2024-12-31 Old Year []\n",
	    list);
	free(list);
	list = list_of(c, calendar_region_find(c, "S"), 2023);
	assert_string_equal("2023-01-01 New Year []\n"
	                    "2023-01-02 Old Year [S] for 2022-12-31\n"
	                    "2023-04-07 Good Friday []\n"
	                    "2023-04-17 Orthodox Monday []\n"
	                    "2023-05-01 First Monday []\n"
	                    "2023-05-29 Last Monday []\n"
	                    "2023-07-01 Until the middle []\n"
	                    "2023-08-08 Town Day []\n"
	                    "2023-09-17 Third Sunday []\n"
	                    "2023-11-15 Second Wednesday before []\n"
	                    "2023-12-31 Old Year []\n",
	    list);
	free(list);
	calendar_free(c);
}

/*
 * 1 January 2022 is a Saturday, of the weekend there: in the North the next
 * day is a holiday of its own.  31 December 2021 is a Friday: what stands in
 * for it lies in the next year, before that.
 */
static void
days_in_lieu_avoid_one_another_and_cross_new_year(void **state)
{
	struct err err = { 0 };
	struct calendar *c;
	char *list;

	(void)state;
	assert_ok(parse_file(&c, GOOD, &err), err);
	list = list_of(c, -1, 2022);
	assert_true(str_starts(list,
	    "2022-01-01 New Year []\n"
	    "2022-01-02 Second of January [N]\n"
	    "2022-01-02 Old Year [S] for 2021-12-31\n"
	    "2022-01-03 New Year [S] for 2022-01-01\n"
	    "2022-01-03 Old Year [N] for 2021-12-31\n"
	    "2022-01-04 New Year [N] for 2022-01-01\n"));
	free(list);
	list = list_of(c, calendar_region_find(c, "N"), 2022);
	assert_true(str_starts(list,
	    "2022-01-01 New Year []\n"
	    "2022-01-02 Second of January [N]\n"
	    "2022-01-03 Old Year [N] for 2021-12-31\n"
	    "2022-01-04 New Year [N] for 2022-01-01\n2022-04-15"));
	free(list);
	calendar_free(c);
}

static void
working_days_are_neither_weekend_nor_public_holiday(void **state)
{
	static const struct {
		const char *day;
		bool works;
	} rows[] = { { "2024-01-01", false }, { "2024-01-02", true },
		{ "2024-01-05", false }, { "2024-01-06", false },
		{ "2024-01-07", true }, { "2024-08-08", true },
		{ "2024-05-06", false }, { "2024-05-08", false } };
	struct err err = { 0 };
	struct calendar *c;
	struct holidays *h;

	(void)state;
	assert_ok(parse_file(&c, GOOD, &err), err);
	h = holidays_new(c, -1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int32_t day;

		assert_true(date_parse(&day, rows[i].day));
		assert_int_equal(rows[i].works, holidays_is_working(h, day));
	}
	assert_string_equal(
	    "Town Day", holidays_aside(h, date_day(2024, 8, 8))->of->name);
	assert_null(holidays_on(h, date_day(2024, 8, 8)));
	assert_null(holidays_aside(h, date_day(2024, 1, 1)));
	assert_string_equal("Europe/Paris", calendar_zone(c, -1));
	assert_string_equal("Europe/Paris", calendar_zone(c, 0));
	assert_string_equal("Atlantic/Azores", calendar_zone(c, 1));
	assert_int_equal(-1, calendar_region_find(c, "W"));
	holidays_free(h);
	calendar_free(c);
}

/* Years asked for in any order give the same. */
static void
the_order_of_the_questions_does_not_matter(void **state)
{
	struct err err = { 0 };
	struct calendar *c;
	struct holidays *one, *two;
	size_t a, b;

	(void)state;
	assert_ok(parse_file(&c, GOOD, &err), err);
	one = holidays_new(c, 0);
	two = holidays_new(c, 0);
	for (int i = 0; i < 200; i++) {
		int year = 1950 + i * 37 % 200;

		(void)holidays_year(one, year, &a);
	}
	for (int year = 1950; year < 2150; year++) {
		const struct holiday *x = holidays_year(one, year, &a);
		const struct holiday *y = holidays_year(two, year, &b);

		assert_int_equal(a, b);
		assert_memory_equal(x, y, a * sizeof(*x));
	}
	holidays_free(one);
	holidays_free(two);
	calendar_free(c);
}

static void
easter_is_where_the_tables_have_it(void **state)
{
	static const char *const rows[][2] = {
		{ "1961-04-02", "1961-04-09" },
		{ "1981-04-19", "1981-04-26" },
		{ "2000-04-23", "2000-04-30" },
		{ "2008-03-23", "2008-04-27" },
		{ "2010-04-04", "2010-04-04" },
		{ "2011-04-24", "2011-04-24" },
		{ "2013-03-31", "2013-05-05" },
		{ "2016-03-27", "2016-05-01" },
		{ "2019-04-21", "2019-04-28" },
		{ "2021-04-04", "2021-05-02" },
		{ "2024-03-31", "2024-05-05" },
		{ "2025-04-20", "2025-04-20" },
		{ "2026-04-05", "2026-04-12" },
		{ "2027-03-28", "2027-05-02" },
		{ "2030-04-21", "2030-04-28" },
		{ "2035-03-25", "2035-04-29" },
		{ "2038-04-25", "2038-04-25" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int year = (int)strtol(rows[i][0], NULL, 10);
		char day[DATE_BYTES];

		assert_string_equal(
		    rows[i][0], date_format(calendar_easter(year), day));
		assert_string_equal(
		    rows[i][1], date_format(calendar_orthodox(year), day));
	}
	for (int year = 1; year < 4000; year++) {
		assert_int_equal(7, date_weekday(calendar_easter(year)));
		assert_int_equal(7, date_weekday(calendar_orthodox(year)));
	}
}

static void
a_state_without_a_file_has_weekends_only(void **state)
{
	struct err err = { 0 };
	struct calendar *c;
	struct holidays *h;
	size_t n;

	(void)state;
	assert_ok(calendar_load(&c, res, "DK", &err), err);
	assert_false(calendar_is_known(c));
	assert_string_equal("DK", calendar_state(c));
	assert_null(calendar_zone(c, -1));
	h = holidays_new(c, -1);
	(void)holidays_year(h, 2026, &n);
	assert_int_equal(0, n);
	assert_true(holidays_is_working(h, date_day(2026, 12, 25)));
	assert_false(holidays_is_working(h, date_day(2026, 12, 26)));
	assert_false(holidays_is_working(h, date_day(2026, 12, 27)));
	holidays_free(h);
	calendar_free(c);
}

/* Beside each bad file lies what is said of it. */
static void
bad_files_are_refused_with_their_line(void **state)
{
	struct file_names names;
	struct err err = { 0 };
	size_t seen = 0;

	(void)state;
	assert_ok(file_list(&names, BAD, &err), err);
	for (size_t i = 0; i < names.n; i++) {
		struct err said = { 0 };
		struct buf b = { 0 };
		struct calendar *c;
		char *path = file_join(BAD, names.at[i]), *expect, *want;

		if (str_ends(names.at[i], ".xml")) {
			assert_int_equal(
			    MLA_EDAMAGED, parse_file(&c, path, &said));
			assert_null(c);
			expect = xasprintf(
			    "%.*s.expect", (int)strlen(path) - 4, path);
			assert_ok(file_read(&b, expect, 4096, &err), err);
			want = str_trim(buf_text(&b));
			b.len = 0;
			buf_addf(&b, "%s:%s", names.at[i], want);
			if (!str_starts(said.msg, buf_text(&b)))
				fail_msg(
				    "%s, should be %s", said.msg, buf_text(&b));
			free(want);
			free(expect);
			seen++;
		}
		buf_free(&b);
		free(path);
	}
	assert_int_equal(names.n, 2 * seen);
	file_names_free(&names);
}

/* Names, zones, years: what each shipped calendar must have. */
static void
every_shipped_calendar_can_be_used(void **state)
{
	struct file_names names;
	struct err err = { 0 };

	(void)state;
	assert_ok(res_list(&names, res, RES_CALENDAR, &err), err);
	assert_int_equal(28, names.n);
	for (size_t i = 0; i < names.n; i++) {
		char state_code[3] = { (char)(names.at[i][0] - 'a' + 'A'),
			(char)(names.at[i][1] - 'a' + 'A'), '\0' };
		struct calendar *c;
		int from, to;

		assert_ok(calendar_load(&c, res, state_code, &err), err);
		assert_true(calendar_is_known(c));
		assert_string_equal(state_code, calendar_state(c));
		assert_true(country_exists(state_code));
		assert_false(str_is_blank(calendar_source(c)));
		calendar_years(c, &from, &to);
		assert_true(from <= 2002 && to >= 2035);
		for (int r = -1; r < (int)calendar_region_count(c); r++) {
			struct zone *zone;

			assert_ok(
			    zone_load(&zone, calendar_zone(c, r), &err), err);
			zone_free(zone);
		}
		calendar_free(c);
	}
	file_names_free(&names);
}

static int
open_data(void **state)
{
	struct err err = { 0 };

	(void)state;
	xml_init();
	return res_open(&res, ".", &err) != MLA_OK;
}

static int
close_data(void **state)
{
	(void)state;
	res_free(res);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_mechanism_gives_its_days),
		cmocka_unit_test(
		    days_in_lieu_avoid_one_another_and_cross_new_year),
		cmocka_unit_test(
		    working_days_are_neither_weekend_nor_public_holiday),
		cmocka_unit_test(the_order_of_the_questions_does_not_matter),
		cmocka_unit_test(easter_is_where_the_tables_have_it),
		cmocka_unit_test(a_state_without_a_file_has_weekends_only),
		cmocka_unit_test(bad_files_are_refused_with_their_line),
		cmocka_unit_test(every_shipped_calendar_can_be_used),
	};

	return cmocka_run_group_tests(tests, open_data, close_data);
}
