/* test_bidi.c - directional controls of a value stay inside of it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/bidi.h"

#define LRE "\xe2\x80\xaa"
#define RLE "\xe2\x80\xab"
#define PDF "\xe2\x80\xac"
#define RLO "\xe2\x80\xae"
#define LRM "\xe2\x80\x8e"
#define RLI "\xe2\x81\xa7"
#define FSI "\xe2\x81\xa8"
#define PDI "\xe2\x81\xa9"
#define ALIF "\xd8\xa7"
#define BET "\xd7\x91"

static void
expect_tame(const char *text, const char *want)
{
	char *have = bidi_tame(text);

	assert_string_equal(want, have);
	free(have);
}

static void
expect_isolate(const char *text, bool rtl, const char *want)
{
	char *have = bidi_isolate(text, rtl);

	assert_string_equal(want, have);
	free(have);
}

static void
the_first_letter_says_from_which_side(void **state)
{
	(void)state;
	assert_false(bidi_is_rtl(""));
	assert_false(bidi_is_rtl("12 +"));
	assert_false(bidi_is_rtl("12 a" ALIF));
	assert_true(bidi_is_rtl("12 " ALIF "a"));
	assert_true(bidi_is_rtl(BET));
}

static void
what_is_closed_stays_and_what_is_open_is_closed(void **state)
{
	(void)state;
	expect_tame("plain \xc3\xa9", "plain \xc3\xa9");
	expect_tame(LRE "+33 3 20" PDF " x", LRE "+33 3 20" PDF " x");
	expect_tame(RLI "a", RLI "a" PDI);
	expect_tame(RLE RLI "a", RLE RLI "a" PDI PDF);
	expect_tame(RLI LRE "a" PDI "b", RLI LRE "a" PDF PDI "b");
}

static void
what_closes_nothing_is_shown(void **state)
{
	(void)state;
	expect_tame("a" PDI "b", "a[U+2069]b");
	expect_tame("a" PDF "b", "a[U+202C]b");
	expect_tame(RLI "a" PDF, RLI "a[U+202C]" PDI);
}

static void
an_override_is_shown(void **state)
{
	(void)state;
	expect_tame(RLO "4321" PDF, "[U+202E]4321[U+202C]");
}

static void
what_acts_on_a_terminal_is_shown(void **state)
{
	(void)state;
	expect_tame("a\xc2\x9b"
	            "2J\x7f\xe2\x80\xa9"
	            "b\n\t",
	    "a[U+009B]2J[U+007F][U+2029]b\n\t");
}

static void
there_is_an_end_to_what_lies_inside(void **state)
{
	char many[3 * 20 + 1] = "", *have;

	(void)state;
	for (size_t i = 0; i < 20; i++)
		memcpy(many + 3 * i, RLI, 4);
	have = bidi_tame(many);
	assert_int_equal((size_t)16 * 6 + 4 * strlen("[U+2067]"), strlen(have));
	free(have);
}

static void
only_what_could_change_the_line_is_isolated(void **state)
{
	(void)state;
	expect_isolate("Jean 12", false, "Jean 12");
	expect_isolate("Jean 12", true, FSI "Jean 12" PDI);
	expect_isolate("+33 3 20", true, FSI "+33 3 20" PDI);
	expect_isolate(ALIF " " ALIF, true, ALIF " " ALIF);
	expect_isolate(ALIF, false, FSI ALIF PDI);
	expect_isolate("a" LRM, true, FSI "a" LRM PDI);
	expect_isolate("a" RLI, false, FSI "a" RLI PDI PDI);
	expect_isolate("\xd9\xa1", false, FSI "\xd9\xa1" PDI);
	expect_isolate("", true, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_letter_says_from_which_side),
		cmocka_unit_test(
		    what_is_closed_stays_and_what_is_open_is_closed),
		cmocka_unit_test(what_closes_nothing_is_shown),
		cmocka_unit_test(an_override_is_shown),
		cmocka_unit_test(what_acts_on_a_terminal_is_shown),
		cmocka_unit_test(there_is_an_end_to_what_lies_inside),
		cmocka_unit_test(only_what_could_change_the_line_is_isolated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
