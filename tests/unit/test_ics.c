/* test_ics.c - what is due, for the calendars of other programs */
/* SPDX-License-Identifier: Apache-2.0 */
#include "office.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/ics.h"
#include "xml/init.h"

#define PERSON "Muhayyal Ornek" /* whose name must not get out */

struct world {
	struct office *office;
	char *dir;
};

static int
open_world(void **state)
{
	struct world *w = xcalloc(1, sizeof(*w));

	xml_init();
	w->office = unit_new_register(&w->dir, "FR", "2026-03-02T12:00Z");
	*state = w;
	return 0;
}

static int
close_world(void **state)
{
	struct world *w = *state;

	office_close(w->office);
	unit_remove_register(w->dir);
	free(w);
	xml_done();
	return 0;
}

/* A calendar of one row; the caller frees it. */
static char *
calendar_of(const struct office *office, const struct store_deadline *row)
{
	struct store_deadlines rows = { 0 };
	struct buf b = { 0 };

	store_deadlines_add(&rows, row);
	ics_write(&b, office, &rows);
	store_deadlines_free(&rows);
	return buf_steal(&b);
}

static const struct store_deadline usual = {
	.part = "m1",
	.name = "execute-measure",
	.clock = "law",
	.who = "us",
	.due = "2026-03-12",
	.latest = "2026-03-12",
	.basis = "Dir. 2014/41/EU Art. 12(4), 12(6)",
	.verified = true,
	.reference = "LIL-I-2026-000001",
	.theirs = "RH;7,8\\9",
	.kind = "eio",
	.side = "in",
	.partner = "IT",
	.at = "executing",
	.assignee = PERSON,
	.action = "call " PERSON,
};

static void
lines_are_folded_at_75_octets_between_characters(void **state)
{
	const struct world *w = *state;
	struct store_deadline row = usual;
	size_t line = 0, folds = 0;
	char *text, *whole;

	row.theirs = "αβγδεζηθικλμνξοπρστυφχψωαβγδεζηθικλμνξοπρστυφχψω"
	             "αβγδεζηθικλμνξοπρστυφχψω";
	text = calendar_of(w->office, &row);
	for (const char *at = text; *at != '\0'; at++, line++) {
		if (!str_starts(at, "\r\n"))
			continue;
		assert_in_range(line, 1, 75);
		if (at[2] == ' ') {
			folds++;
			/* No character is cut in two (RFC 3629). */
			assert_true(((unsigned char)at[3] & 0xc0) != 0x80);
		}
		at++;
		line = SIZE_MAX;
	}
	assert_in_range(folds, 4, 20);
	whole = str_replace(text, "\r\n ", "");
	assert_non_null(strstr(whole, row.theirs));
	free(whole);
	free(text);
}

static void
what_means_something_is_escaped(void **state)
{
	const struct world *w = *state;
	char *text = calendar_of(w->office, &usual);
	char *whole = str_replace(text, "\r\n ", "");

	assert_non_null(strstr(
	    whole, "\r\nSUMMARY:LIL-I-2026-000001 / RH\\;7\\,8\\\\9 m1: "));
	assert_non_null(strstr(
	    whole, "\r\nDESCRIPTION:Dir. 2014/41/EU Art. 12(4)\\, 12(6)\r\n"));
	free(whole);
	free(text);
}

static void
a_term_not_yet_compared_says_so(void **state)
{
	const struct world *w = *state;
	struct store_deadline row = usual;
	char *text, *whole;

	row.verified = false;
	text = calendar_of(w->office, &row);
	whole = str_replace(text, "\r\n ", "");
	assert_non_null(strstr(whole,
	    "\r\nDESCRIPTION:Dir. 2014/41/EU Art. 12(4)\\, 12(6) (not yet "
	    "compared with the official text)\r\n"));
	free(whole);
	free(text);
}

/* The line that begins so, without its end; the caller frees it. */
static char *
line_of(const char *text, const char *begin)
{
	char *whole = str_replace(text, "\r\n ", "");
	const char *at = strstr(whole, begin);
	char *line = at != NULL ? xstrndup(at, strcspn(at, "\r")) : NULL;

	free(whole);
	return line;
}

/* A later file updates what an earlier one brought. */
static void
the_identifier_stays_and_the_number_grows(void **state)
{
	const struct world *w = *state;
	struct office *later = unit_open_office(w->dir, "2026-04-02T12:00Z");
	struct store_deadline row = usual;
	char *first = calendar_of(w->office, &row), *second, *a, *b, *want;

	row.due = row.latest = "2026-05-04";
	row.theirs = "another";
	second = calendar_of(later, &row);
	a = line_of(first, "UID:");
	b = line_of(second, "UID:");
	want = xasprintf("UID:LIL-I-2026-000001.execute-measure.m1@%s",
	    w->office->info.uid + strlen("urn:uuid:"));
	assert_string_equal(want, a);
	assert_string_equal(a, b);
	free(a);
	free(b);
	a = line_of(first, "SEQUENCE:");
	b = line_of(second, "SEQUENCE:");
	assert_true(strtol(a + strlen("SEQUENCE:"), NULL, 10) <
	    strtol(b + strlen("SEQUENCE:"), NULL, 10));
	free(a);
	free(b);
	free(want);
	free(first);
	free(second);
	office_close(later);
}

static void
no_name_gets_out(void **state)
{
	const struct world *w = *state;
	struct store_deadline next = usual;
	char *text = calendar_of(w->office, &usual);

	assert_null(strstr(text, "Ornek"));
	free(text);
	/* Nor by the words of the officer about what is next. */
	next.name = next.part = next.basis = "";
	text = calendar_of(w->office, &next);
	assert_null(strstr(text, "Ornek"));
	assert_non_null(strstr(text, "UID:LIL-I-2026-000001.next.@"));
	free(text);
}

static void
an_alarm_comes_the_day_before_or_two_hours_before(void **state)
{
	const struct world *w = *state;
	struct store_deadline row = usual;
	char *text = calendar_of(w->office, &row);

	assert_non_null(strstr(text, "\r\nDTSTART;VALUE=DATE:20260312\r\n"));
	assert_non_null(strstr(text, "\r\nDTEND;VALUE=DATE:20260313\r\n"));
	assert_non_null(strstr(
	    text, "\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\n"));
	free(text);
	row.due = row.latest = "2026-03-29T01:15:00+02:00";
	text = calendar_of(w->office, &row);
	assert_non_null(strstr(text, "\r\nDTSTART:20260328T231500Z\r\n"));
	assert_non_null(strstr(text, "\r\nTRIGGER:-PT2H\r\n"));
	assert_null(strstr(text, "DTEND"));
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    lines_are_folded_at_75_octets_between_characters),
		cmocka_unit_test(what_means_something_is_escaped),
		cmocka_unit_test(a_term_not_yet_compared_says_so),
		cmocka_unit_test(the_identifier_stays_and_the_number_grows),
		cmocka_unit_test(no_name_gets_out),
		cmocka_unit_test(
		    an_alarm_comes_the_day_before_or_two_hours_before),
	};

	return cmocka_run_group_tests(tests, open_world, close_world);
}
