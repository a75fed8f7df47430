/* test_quantity.c - numbers and dates are the same however they are written */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/buf.h"
#include "core/quantity.h"

/* "1234.5 d2026-07-17": what stands in a text, a date with a d before it. */
static void
expect(const char *text, const char *want)
{
	struct quantities q = { 0 };
	struct buf b = { 0 };

	quantities_of(&q, text);
	for (size_t i = 0; i < q.n; i++)
		buf_addf(&b, "%s%s%s", i > 0 ? " " : "",
		    q.at[i].is_date ? "d" : "", q.at[i].norm);
	if (strcmp(want, buf_text(&b)) != 0)
		fail_msg("\"%s\" is %s, not %s", text, buf_text(&b), want);
	quantities_free(&q);
	buf_free(&b);
}

/* "left | right": what is left of two texts. */
static void
expect_left(const char *here, const char *there, const char *want)
{
	struct quantities a = { 0 }, b = { 0 };
	struct buf left = { 0 };

	quantities_of(&a, here);
	quantities_of(&b, there);
	quantities_subtract(&a, &b);
	for (size_t i = 0; i < a.n; i++)
		buf_addf(&left, "%s ", a.at[i].shown);
	buf_adds(&left, "|");
	for (size_t i = 0; i < b.n; i++)
		buf_addf(&left, " %s", b.at[i].shown);
	if (strcmp(want, buf_text(&left)) != 0)
		fail_msg("\"%s\" and \"%s\" leave \"%s\", not \"%s\"", here,
		    there, buf_text(&left), want);
	quantities_free(&a);
	quantities_free(&b);
	buf_free(&left);
}

static void
separators_do_not_matter(void **state)
{
	(void)state;
	expect("1234", "1234");
	expect("1.234 or 1,234 or 1 234 or 1'234", "1234 1234 1234 1234");
	expect("1\xc2\xa0"
	       "234\xe2\x80\xaf"
	       "567",
	    "1234567");
	expect("1,234,567.80 and 1.234.567,80", "1234567.8 1234567.8");
	expect("1,5 and 1.50", "1.5 1.5");
	expect("4.000,00", "4000");
	expect("12.", "12");
}

static void
digits_of_every_script_are_digits(void **state)
{
	(void)state;
	/* Arabic, with its own marks; Persian; Devanagari. */
	expect("\xd9\xa1\xd9\xac\xd9\xa2\xd9\xa3\xd9\xa4\xd9\xab\xd9\xa5",
	    "1234.5");
	expect("\xdb\xb1\xdb\xb2", "12");
	expect("\xe0\xa5\xa7\xe0\xa5\xa6", "10");
	expect("\xf0\x9d\x9f\x8f\xf0\x9d\x9f\xa0", "18"); /* mathematical */
}

static void
what_is_no_group_stands_alone(void **state)
{
	(void)state;
	expect("in 2026 300 persons", "2026 300");
	expect("03 20 78 33", "3 20 78 33");
	expect("articles 18(14) and 24/118", "18 14 24 118");
	expect("version 1.2.3", "1.2.3");
	expect("14:30", "14 30");
}

static void
dates_are_known_by_their_parts(void **state)
{
	(void)state;
	expect("17.07.2026 17/7/2026 2026-07-17",
	    "d2026-07-17 d2026-07-17 d2026-07-17");
	expect("7/17/2026", "d2026-07-17");
	expect("99.99.2026", "99.99.2026");
	expect("\xd9\xa1\xd9\xa7/\xd9\xa0\xd9\xa7/\xd9\xa2\xd9\xa0\xd9\xa2"
	       "\xd9\xa6",
	    "d2026-07-17");
}

static void
what_is_in_both_is_taken_out_of_both(void **state)
{
	(void)state;
	expect_left("", "", "|");
	expect_left("3 persons, 4 000 euros", "4,000 euros, 3", "|");
	expect_left("12 500", "12 050", "12 500 | 12 050");
	expect_left("1,5", "15", "1,5 | 15");
	expect_left("7 7", "7", "7 |");
	expect_left("5", "5 6", "| 6");
}

static void
a_date_in_words_has_day_and_year(void **state)
{
	(void)state;
	expect_left("17.07.2026", "17 juillet 2026", "|");
	expect_left("17 July 2026", "2026-07-17", "|");
	expect_left("17.07.2026", "18 juillet 2026", "17.07.2026 | 18 2026");
	expect_left("17.07.2026", "18.07.2026", "17.07.2026 | 18.07.2026");
}

static void
parts_stand_for_the_whole(void **state)
{
	(void)state;
	expect_left("14.30", "14:30", "|");
	expect_left("articles 8,9", "articles 8 and 9", "|");
	expect_left("14.30", "14:31", "14.30 | 14 31");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(separators_do_not_matter),
		cmocka_unit_test(digits_of_every_script_are_digits),
		cmocka_unit_test(what_is_no_group_stands_alone),
		cmocka_unit_test(dates_are_known_by_their_parts),
		cmocka_unit_test(what_is_in_both_is_taken_out_of_both),
		cmocka_unit_test(a_date_in_words_has_day_and_year),
		cmocka_unit_test(parts_stand_for_the_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
