/* test_figures.c - the data behind figures, and the tables they come as */
/* SPDX-License-Identifier: Apache-2.0 */
#include "office.h"

#include <math.h>

#include "base/str.h"
#include "core/act.h"
#include "core/ends.h"
#include "core/rules.h"
#include "xml/node.h"
#include "xml/read.h"

static char *dir;
static struct office *office;

static int
open_all(void **state)
{
	(void)state;
	office = unit_new_register(&dir, "FR", "2026-03-02");
	return 0;
}

static int
close_all(void **state)
{
	(void)state;
	office_close(office);
	unit_remove_register(dir);
	return 0;
}

/* Each of the names is an event, or after "@" a state, of the workflows. */
static void
assert_known(const char *names, const char *kind, const char *side)
{
	char *copy = xstrdup(names), *rest = NULL;
	struct err err = { 0 };
	struct rules *r;

	assert_ok(rules_of(&r, office, 0, kind, side, &err), err);
	for (char *one = strtok_r(copy, " ", &rest); one != NULL;
	     one = strtok_r(NULL, " ", &rest)) {
		const bool known = *one == ENDS_STATE
		    ? machine_state(r->whole, one + 1) != NULL
		    : act_has_event(r->whole, one) ||
		        act_has_event(r->part, one) ||
		        act_has_event(r->transmission, one);

		if (!known)
			fail_msg(
			    "%s, %s: no workflow has \"%s\"", kind, side, one);
	}
	free(copy);
}

static void
every_kind_has_events_at_which_its_days_begin_and_end(void **state)
{
	static const char *const side[] = { "out", "in" };
	struct file_names kinds;
	struct err err = { 0 };
	struct ends ends;

	(void)state;
	ends_begin(&ends, office);
	assert_ok(res_list(&kinds, office->res, RES_KIND, &err), err);
	assert_true(kinds.n > 10);
	for (size_t i = 0; i < 2 * kinds.n; i++) {
		const struct ends_timing *t =
		    ends_of_kind(&ends, kinds.at[i / 2], side[i % 2]);

		if (*t->from == '\0' || *t->to == '\0')
			fail_msg("%s, %s: no timing", t->kind, t->side);
		assert_known(t->from, t->kind, t->side);
		assert_known(t->to, t->kind, t->side);
	}
	file_names_free(&kinds);
	ends_free(&ends);
}

static void
every_outcome_counts_in_some_way(void **state)
{
	const xmlNode *list = codes_list(office->codes, "outcome");
	struct ends ends;
	size_t executed;

	(void)state;
	ends_begin(&ends, office);
	assert_int_equal(5, ends.nclosing);
	for (const xmlNode *c = xml_first(list); c != NULL; c = xml_after(c)) {
		char *id = xml_attr(c, "id"), *closing = xml_attr(c, "closing");

		assert_non_null(closing);
		assert_string_equal(
		    closing, ends.closing[ends_closing(&ends, id)]);
		free(closing);
		free(id);
	}
	executed = ends_closing(&ends, "executed");
	assert_int_equal(0, executed);
	/* Without an outcome: reached; one that nobody knows: otherwise. */
	assert_int_equal(executed, ends_closing(&ends, ""));
	assert_int_equal(4, ends_closing(&ends, "vanished"));
	ends_free(&ends);
}

static void
every_indicator_asks_for_events_that_can_come(void **state)
{
	const xmlNode *list = codes_list(office->codes, "indicator");

	(void)state;
	for (const xmlNode *c = xml_first(list); c != NULL; c = xml_after(c)) {
		char *kinds = xml_attr(c, "kinds"), *side = xml_attr(c, "side");
		char *from = xml_attr(c, "from"), *to = xml_attr(c, "to");
		char *rest = NULL;
		size_t n = 0;

		/* Several kinds share an indicator: one of them knows each. */
		for (char *kind = strtok_r(kinds, " ", &rest); kind != NULL;
		     kind = strtok_r(NULL, " ", &rest)) {
			if (n++ > 0 || *rest != '\0')
				continue;
			assert_known(from, kind, side != NULL ? side : "out");
			assert_known(to, kind, side != NULL ? side : "out");
		}
		assert_true(n > 0);
		free(kinds);
		free(side);
		free(from);
		free(to);
	}
}

static void
names_of_a_list_are_whole_words(void **state)
{
	(void)state;
	assert_true(ends_is_one("issue", "issue"));
	assert_true(ends_is_one("issue received", "received"));
	assert_false(ends_is_one("issue received", "receive"));
	assert_false(ends_is_one("reissue", "issue"));
	assert_false(ends_is_one("", "issue"));
}

/* What a table says is in its document, what it does not say is marked. */
static void
a_table_is_told_in_xml(void **state)
{
	struct tables all = { 0 };
	struct err err = { 0 };
	struct buf b = { 0 };
	const xmlNode *table, *row;
	struct table *t = table_add(&all, "made");
	xmlDoc *doc;
	char *text;

	(void)state;
	table_title(t, "A %s & more", "<title>");
	table_column(t, "partner", "PARTNER", TABLE_TEXT, "");
	table_column(t, "median", "MEDIAN", TABLE_DAYS, "Kaplan-Meier");
	table_word(t, "TR", "T\xc3\xbcrkiye");
	table_number(t, 12.5);
	table_text(t, "CH");
	table_number(t, NAN);
	table_note(t, "One note.");
	assert_int_equal(2, table_rows(t));
	tables_xml(&b, &all);
	assert_ok(xml_read(&doc, buf_text(&b), b.len, "tables", &err), err);
	table = xml_first(xml_root(doc));
	assert_true(xml_attr_is(table, "id", "made"));
	text = xml_text(xml_first(table));
	assert_string_equal("A <title> & more", text);
	free(text);
	row = xml_child(table, NULL, "row");
	assert_true(xml_attr_is(xml_first(row), "word", "T\xc3\xbcrkiye"));
	text = xml_text(xml_after(xml_first(row)));
	assert_string_equal("12.5", text);
	free(text);
	row = xml_next(row, NULL, "row");
	assert_true(xml_attr_is(xml_after(xml_first(row)), "undefined", "yes"));
	xmlFreeDoc(doc);
	buf_free(&b);
	tables_free(&all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_kind_has_events_at_which_its_days_begin_and_end),
		cmocka_unit_test(every_outcome_counts_in_some_way),
		cmocka_unit_test(every_indicator_asks_for_events_that_can_come),
		cmocka_unit_test(names_of_a_list_are_whole_words),
		cmocka_unit_test(a_table_is_told_in_xml),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
