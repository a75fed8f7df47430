/* test_period.c - when periods end: a table, a slow reference, the steps */
/* SPDX-License-Identifier: Apache-2.0 */
#include "chance.h"
#include "unit.h"

#include "base/alloc.h"
#include "base/str.h"
#include "model/period.h"
#include "xml/init.h"

#define TABLE "tests/data/period/term.csv"

enum {
	FROM,
	WITHIN,
	RULE,
	COUNTRY,
	REGION,
	DUE,
	OUTER,
	CITES,
	COLUMNS
};

static struct res *res;

/* One place with its rule, opened for a row and closed after it. */
struct place {
	struct calendar *calendar;
	struct holidays *holidays;
	struct zone *zone;
	struct period_rule *rule;
};

static void
open_place(
    struct place *p, const char *rule, const char *country, const char *region)
{
	struct err err = { 0 };
	int at = -1;

	memset(p, 0, sizeof(*p));
	assert_ok(calendar_load(&p->calendar, res, country, &err), err);
	if (*region != '\0') {
		at = calendar_region_find(p->calendar, region);
		assert_true(at >= 0);
	}
	p->holidays = holidays_new(p->calendar, at);
	if (calendar_zone(p->calendar, at) != NULL)
		assert_ok(
		    zone_load(&p->zone, calendar_zone(p->calendar, at), &err),
		    err);
	assert_ok(
	    period_rule_load(&p->rule, res_as_source(res), rule, &err), err);
}

static void
close_place(struct place *p)
{
	holidays_free(p->holidays);
	calendar_free(p->calendar);
	zone_free(p->zone);
	period_rule_free(p->rule);
}

static struct term_ask
ask_for(const struct place *p, const char *from, const char *within)
{
	struct term_ask ask = {
		.rule = p->rule, .holidays = p->holidays, .zone = p->zone
	};
	struct err err = { 0 };

	assert_true(when_parse(&ask.from, from));
	assert_ok(period_parse(&ask.within, within, &err), err);
	return ask;
}

static void
check_row(char *const *cell, int line)
{
	struct err err = { 0 };
	struct term term = { 0 };
	struct term_ask ask;
	struct place place;
	char due[WHEN_BYTES], outer[WHEN_BYTES] = "";

	open_place(&place, cell[RULE], cell[COUNTRY], cell[REGION]);
	ask = ask_for(&place, cell[FROM], cell[WITHIN]);
	assert_ok(term_compute(&term, &ask, &err), err);
	if (term.act_by.second >= 0) {
		(void)when_format(&term.act_by, due);
		(void)when_format(&term.outer, outer);
	} else {
		(void)date_format(term.due, due);
	}
	if (!str_eq(due, cell[DUE]) || !str_eq(outer, cell[OUTER]) ||
	    str_is_blank(cell[CITES]))
		fail_msg(TABLE ":%d: %s %s, should be %s %s (%s)", line, due,
		    outer, cell[DUE], cell[OUTER], cell[CITES]);
	term_free(&term);
	close_place(&place);
}

static void
every_row_of_the_table_is_met(void **state)
{
	struct err err = { 0 };
	struct buf b = { 0 };
	char *rest = NULL;
	int line = 0, rows = 0;

	(void)state;
	assert_ok(file_read(&b, TABLE, 1 << 20, &err), err);
	for (char *s = strtok_r(b.data, "\n", &rest); s != NULL;
	     s = strtok_r(NULL, "\n", &rest)) {
		char *cell[COLUMNS];

		if (++line == 1 || *s == '#')
			continue;
		for (size_t i = 0; i < COLUMNS; i++)
			cell[i] = strsep(&s, ",");
		assert_non_null(cell[COLUMNS - 1]);
		assert_null(s);
		check_row(cell, line);
		rows++;
	}
	assert_true(rows > 270);
	buf_free(&b);
}

/* The slow way: day after day, each question asked anew. */
static int32_t
slow_end(const struct term_ask *ask, int32_t start)
{
	int year, month, mday, months, left = ask->within.n;
	int32_t day = start;

	switch (ask->within.unit) {
	case PERIOD_WORKDAYS:
		while (left > 0)
			left -= holidays_is_working(ask->holidays, ++day);
		return day;
	case PERIOD_WEEKS:
		while (left > 0)
			left -= date_weekday(++day) == date_weekday(start);
		return day;
	case PERIOD_MONTHS:
	case PERIOD_YEARS:
		months = ask->within.unit == PERIOD_YEARS ? 12 * left : left;
		date_civil(start, &year, &month, &mday);
		for (; months > 0; months--) {
			year += month == 12;
			month = month % 12 + 1;
		}
		while (mday > date_month_days(year, month))
			mday--;
		return date_day(year, month, mday);
	default:
		return start + left;
	}
}

static int32_t
slow_due(const struct term_ask *ask, int32_t start)
{
	const struct period_rule *rule = ask->rule;
	int32_t day = slow_end(ask, start);
	bool one_day = ask->within.n == 1 &&
	    (ask->within.unit == PERIOD_DAYS ||
	        ask->within.unit == PERIOD_WORKDAYS);

	for (;; day++) {
		int have = 0;

		for (int32_t d = day; d > start && have < 2; d--)
			have += holidays_is_working(ask->holidays, d);
		if (rule->says[PERIOD_ROLL].has &&
		    !holidays_is_working(ask->holidays, day))
			continue;
		if (rule->says[PERIOD_FLOOR].has && !one_day && have < 2)
			continue;
		return day;
	}
}

/* The same numbers in every run: linear congruence (Knuth, MMIX). */
static unsigned
next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(*seed >> 33);
}

static void
a_slow_count_day_by_day_gives_the_same(void **state)
{
	static const char *const rules[] = { "1182/71", "ets76", "plain" };
	static const char *const places[][2] = { { "FR", "" }, { "GR", "" },
		{ "BG", "" }, { "GB", "SCT" }, { "TR", "" }, { "DE", "BY" },
		{ "DK", "" } };
	uint64_t seed = 20261125;

	(void)state;
	for (size_t i = 0; i < 21; i++) {
		struct place place;

		open_place(
		    &place, rules[i % 3], places[i % 7][0], places[i % 7][1]);
		for (size_t k = 0; k < 2000; k += chance_stride(20)) {
			struct term_ask ask =
			    ask_for(&place, "2026-01-01", "P1D");
			struct term term = { 0 };
			struct err err = { 0 };

			ask.from.day = date_day(2010, 1, 1) +
			    (int32_t)(next_random(&seed) % 9000);
			ask.within.unit = (enum period_unit)(
			    PERIOD_DAYS + next_random(&seed) % 5);
			ask.within.n = 1 + (int)(next_random(&seed) % 20);
			assert_ok(term_compute(&term, &ask, &err), err);
			if (term.due != slow_due(&ask, ask.from.day))
				fail_msg("day %d, %d of unit %d in %s",
				    (int)ask.from.day, ask.within.n,
				    (int)ask.within.unit, places[i % 7][0]);
			term_free(&term);
		}
		close_place(&place);
	}
}

/* One day later it never ends earlier; a longer period neither. */
static void
later_and_longer_never_end_earlier(void **state)
{
	struct place place;
	int32_t before = 0;

	(void)state;
	open_place(&place, "1182/71", "GR", "");
	for (size_t k = 0; k < 3000; k += chance_stride(20)) {
		struct term_ask ask = ask_for(&place, "2018-01-01", "P1M");
		struct term term = { 0 };
		struct err err = { 0 };
		int32_t due;

		ask.from.day += k;
		assert_ok(term_compute(&term, &ask, &err), err);
		assert_true(term.due >= before);
		before = due = term.due;
		ask.within.n++;
		assert_ok(term_compute(&term, &ask, &err), err);
		assert_true(term.due >= due);
		term_free(&term);
	}
	close_place(&place);
}

static void
what_is_no_period_is_said(void **state)
{
	static const char *const bad[] = { "", "P", "30D", "P30", "PT30D",
		"P48H", "P-1D", "P+1D", "P0D", "P10000D", "P1.5D", "p30d",
		"P30D ", " P30D", "P1Y2M", "P1WD2", "PT1M", "P1S", "PD",
		"P 1D" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err err = { 0 };
		struct period p;

		assert_int_equal(MLA_EUSAGE, period_parse(&p, bad[i], &err));
		assert_non_null(strstr(err.msg, "is no period: write P30D"));
	}
}

static void
periods_are_written_in_words(void **state)
{
	static const char *const rows[][2] = { { "PT1H", "1 hour" },
		{ "PT48H", "48 hours" }, { "P1D", "1 day" },
		{ "P30D", "30 days" }, { "P1WD", "1 working day" },
		{ "P10WD", "10 working days" }, { "P2W", "2 weeks" },
		{ "P2M", "2 months" }, { "P1Y", "1 year" },
		{ "P0030D", "30 days" }, { "P9999D", "9999 days" } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = { 0 };
		struct period p;
		char *words;

		assert_ok(period_parse(&p, rows[i][0], &err), err);
		words = period_words(&p);
		assert_string_equal(rows[i][1], words);
		free(words);
	}
}

static void
the_rule_without_a_name_is_the_default(void **state)
{
	struct err err = { 0 };
	struct period_rule *rule;

	(void)state;
	assert_ok(period_rule_load(&rule, res_as_source(res), NULL, &err), err);
	assert_string_equal("1182/71", rule->id);
	assert_string_equal("Art. 3(4)", rule->says[PERIOD_ROLL].article);
	assert_int_equal(2, rule->says[PERIOD_FLOOR].days);
	assert_true(rule->says[PERIOD_ROLL].verified);
	assert_false(rule->says[PERIOD_FLOOR].verified);
	period_rule_free(rule);
	assert_int_equal(MLA_ENOTFOUND,
	    period_rule_load(&rule, res_as_source(res), "1183/71", &err));
	assert_null(rule);
	assert_string_equal(
	    "there is no rule \"1183/71\" for counting periods", err.msg);
	assert_string_equal("rules: 1182/71, ets76, plain", err.hint);
}

static void
what_cannot_be_counted_is_refused(void **state)
{
	static const struct {
		const char *from, *within, *said;
	} rows[] = {
		{ "2026-07-17", "PT48H", "hours are counted from a moment" },
		{ "2026-07-17", "P101Y", "longer than 100 years" },
		{ "2026-07-17", "P9999Y", "longer than 100 years" },
		{ "2026-07-17", "P9999W", "longer than 100 years" },
		{ "9998-01-01", "P1Y", "after the year 9999" },
	};
	struct place place;

	(void)state;
	open_place(&place, "1182/71", "GR", "");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct term_ask ask =
		    ask_for(&place, rows[i].from, rows[i].within);
		struct term term = { 0 };
		struct err err = { 0 };

		assert_int_equal(MLA_EUSAGE, term_compute(&term, &ask, &err));
		assert_non_null(strstr(err.msg, rows[i].said));
		term_free(&term);
	}
	close_place(&place);
}

/* 30 days from 1 July; stopped on the 11th, on again on the 21st: 10 more. */
static void
a_period_that_was_stopped_ends_so_many_days_later(void **state)
{
	struct period_stop stops[] = { { 0, 0 }, { 0, PERIOD_OPEN } };
	struct err err = { 0 };
	struct term term = { 0 };
	struct place place;
	struct term_ask ask;

	(void)state;
	open_place(&place, "1182/71", "FR", "");
	ask = ask_for(&place, "2026-07-01", "P30D");
	stops[0].from = date_day(2026, 7, 11);
	stops[0].until = date_day(2026, 7, 21);
	stops[1].from = date_day(2026, 9, 1);
	ask.stops = stops;
	ask.nstops = 2; /* the second one comes too late to matter */
	assert_ok(term_compute(&term, &ask, &err), err);
	assert_int_equal(date_day(2026, 8, 10), term.due);
	assert_int_equal(TERM_REACHES, term.steps[3].what);
	assert_int_equal(TERM_STOPPED, term.steps[2].what);
	assert_int_equal(10, term.steps[2].n);
	assert_int_equal(stops[0].from, term.steps[2].day);
	assert_int_equal(stops[0].until, term.steps[2].until);
	stops[1].from = date_day(2026, 8, 1);
	assert_ok(term_compute(&term, &ask, &err), err);
	assert_true(term.stands);
	assert_int_equal(TERM_STANDS, term.steps[term.n - 1].what);
	assert_int_equal(stops[1].from, term.steps[term.n - 1].day);
	ask = ask_for(&place, "2026-07-01T10:00Z", "PT48H");
	ask.stops = stops;
	ask.nstops = 2;
	assert_int_equal(MLA_EUSAGE, term_compute(&term, &ask, &err));
	assert_string_equal("a period in hours does not stand still", err.msg);
	term_free(&term);
	close_place(&place);
}

/* Steps as words, to be read at a glance. */
static void
assert_steps(const char *country, const char *region, const char *from,
    const char *within, const char *want)
{
	static const char *const words[] = { "start", "within", "stopped",
		"stands", "inside", "short", "reaches", "roll", "floor",
		"aside", "ends", "hour" };
	struct err err = { 0 };
	struct term term = { 0 };
	struct place place;
	struct term_ask ask;
	struct buf b = { 0 };

	open_place(&place, "1182/71", country, region);
	ask = ask_for(&place, from, within);
	assert_ok(term_compute(&term, &ask, &err), err);
	for (size_t i = 0; i < term.n; i++) {
		buf_addf(
		    &b, "%s%s", i > 0 ? " " : "", words[term.steps[i].what]);
	}
	assert_string_equal(want, buf_text(&b));
	buf_free(&b);
	term_free(&term);
	close_place(&place);
}

static void
each_step_that_was_taken_is_kept(void **state)
{
	(void)state;
	assert_steps(
	    "FR", "", "2026-06-01", "P7D", "start within reaches ends");
	assert_steps("FR", "", "2026-06-12", "P2D",
	    "start within reaches roll floor ends");
	assert_steps("DE", "", "2026-04-02", "P2D",
	    "start within inside reaches roll roll roll floor ends");
	assert_steps("FR", "", "2026-01-31", "P1M",
	    "start within short reaches roll roll ends");
	assert_steps(
	    "ES", "MD", "2026-05-14", "P1D", "start within reaches aside ends");
	assert_steps(
	    "FR", "", "2026-06-01T10:15Z", "PT8H", "start within hour");
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
		cmocka_unit_test(every_row_of_the_table_is_met),
		cmocka_unit_test(a_slow_count_day_by_day_gives_the_same),
		cmocka_unit_test(later_and_longer_never_end_earlier),
		cmocka_unit_test(what_is_no_period_is_said),
		cmocka_unit_test(periods_are_written_in_words),
		cmocka_unit_test(the_rule_without_a_name_is_the_default),
		cmocka_unit_test(what_cannot_be_counted_is_refused),
		cmocka_unit_test(
		    a_period_that_was_stopped_ends_so_many_days_later),
		cmocka_unit_test(each_step_that_was_taken_is_kept),
	};

	return cmocka_run_group_tests(tests, open_data, close_data);
}
