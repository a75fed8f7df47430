/* test_history.c - one history, typed in any order, is the same history */
/* SPDX-License-Identifier: Apache-2.0 */
#include "drafted.h"
#include "story.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "core/act.h"
#include "core/batch.h"
#include "core/cite.h"
#include "core/desk.h"
#include "core/dossier.h"
#include "core/figures.h"
#include "core/hops.h"
#include "core/journal.h"
#include "core/rebuild.h"
#include "core/verify.h"
#include "core/view.h"
#include "store/search.h"
#include "xml/init.h"
#include "xml/read.h"

#define SAMPLE "tests/data/request/letter-fr-tr.xml"

/* Each on a day of its own. */
static const struct step history[] = {
	{ "to-translation", NULL, "2026-02-03", NULL },
	{ "translated", NULL, "2026-02-10", NULL },
	{ "issue", NULL, "2026-02-11", NULL },
	{ "to-ministry", "t1", "2026-02-12", NULL },
	{ "sent", "t1", "2026-02-20", "channel=central" },
	{ "delivered", "t1", "2026-02-26", NULL },
	{ "acknowledge", NULL, "2026-03-02", "reference=2026/4711" },
	{ "ask", NULL, "2026-03-09", "questions=Which bank?" },
	{ "answer", NULL, "2026-03-12", "answers=Marmara." },
	{ "sent", "t2", "2026-03-13", "channel=post" },
	{ "postpone", NULL, "2026-03-20",
	    "ground=investigation;reasons=as said" },
	{ "resume", NULL, "2026-04-20", NULL },
	{ "obtain", "m2", "2026-05-04", NULL },
	{ "transmit", NULL, "2026-05-06", NULL },
	{ "refuse", "m1", "2026-06-01",
	    "ground=detainee-needed;reasons=as said" },
	{ "transmit", NULL, "2026-06-02", NULL },
	{ "close", NULL, "2026-07-01", "use=used" },
};

/* The same with several on one day, without times. */
static const struct step crowded[] = {
	{ "issue", NULL, "2026-02-11", NULL },
	{ "sent", "t1", "2026-02-11", "channel=central" },
	{ "acknowledge", NULL, "2026-03-02", "reference=2026/4711" },
	{ "grant", NULL, "2026-03-02", NULL },
	{ "obtain", "m1", "2026-03-02", NULL },
	{ "obtain", "m2", "2026-03-02", NULL },
	{ "transmit", NULL, "2026-03-09", NULL },
	{ "close", NULL, "2026-03-09", "use=used" },
};

static const struct story whole_story = {
	.steps = history,
	.n = COUNT(history),
};

static int
open_world(void **state)
{
	struct story_world *w = xcalloc(1, sizeof(*w));

	w->office = unit_drafted(&w->dir, SAMPLE, "letter", "TR");
	*state = w;
	return 0;
}

static int
close_world(void **state)
{
	struct story_world *w = *state;

	office_close(w->office);
	unit_remove_register(w->dir);
	free(w);
	return 0;
}

static void
a_batch_in_any_order_is_the_same_history(void **state)
{
	story_in_every_order(*state, &whole_story, chance_tries(10000));
}

static void
those_of_one_day_find_their_order(void **state)
{
	const struct story story = { .steps = crowded, .n = COUNT(crowded) };

	story_in_every_order(*state, &story, chance_tries(500));
}

/* The figures of the register, as they stand in the table. */
static void
add_figures(struct buf *b, struct office *office)
{
	static const struct figures_want wants[] = {
		{ .from = "issue", .to = "transmit" },
		{ .from = "sent", .to = "acknowledge" },
		{ .from = "acknowledge", .to = "close" },
		{ .state = "executing" },
	};
	const struct dossier_look today = { office->now.day, INT32_MAX };
	struct tables kept = { 0 }, replayed = { 0 };
	struct buf again = { 0 };

	for (size_t i = 0; i < COUNT(wants); i++) {
		struct figures_want want = wants[i];
		struct figures f = { 0 };
		struct err err = { 0 };

		assert_ok(figures_make(&f, office, &want, &err), err);
		figures_tables(&kept, office, &f, &wants[i]);
		figures_free(&f);
		/* By what the journal says, not the rows made from it. */
		want.past.look = &today;
		assert_ok(figures_make(&f, office, &want, &err), err);
		figures_tables(&replayed, office, &f, &wants[i]);
		figures_free(&f);
	}
	tables_xml(b, &kept);
	tables_xml(&again, &replayed);
	assert_string_equal(buf_text(b), buf_text(&again));
	tables_free(&kept);
	tables_free(&replayed);
	buf_free(&again);
}

/* The history in that order, kept in a register of its own. */
static char *
figures_after(const size_t *order)
{
	struct act act[COUNT(history)];
	struct act_done done[COUNT(history)];
	struct dossier *d = NULL;
	struct err err = { 0 };
	struct buf b = { 0 };
	struct story_world *w;
	void *state;

	assert_int_equal(0, open_world(&state));
	w = state;
	for (size_t i = 0; i < COUNT(history); i++)
		act[i] = story_act(&history[order[i]], i);
	assert_ok(dossier_open(&d, w->office, STORY_REQUEST, &err), err);
	assert_ok(store_begin(w->office->store, &err), err);
	assert_ok(act_add_all(done, d, act, COUNT(history), &err), err);
	assert_ok(store_commit(w->office->store, &err), err);
	for (size_t i = 0; i < COUNT(history); i++)
		act_done_free(&done[i]);
	dossier_free(d);
	add_figures(&b, w->office);
	assert_int_equal(0, close_world(&state));
	return buf_steal(&b);
}

static void
the_figures_are_the_same_in_every_order(void **state)
{
	size_t order[COUNT(history)];
	char *first;

	(void)state;
	for (size_t i = 0; i < COUNT(history); i++)
		order[i] = i;
	first = figures_after(order);
	assert_non_null(strstr(first, "<cell key=\"median_days\">84</cell>"));
	for (int i = 0; i < chance_tries(50); i++) {
		uint32_t from = chance_seed;
		char *now;

		story_shuffle(order, COUNT(history));
		now = figures_after(order);
		if (!str_eq(first, now))
			fail_msg(
			    "order %d (seed %u):\n%s\n%s", i, from, first, now);
		free(now);
	}
	free(first);
}

static void
one_by_one_in_any_possible_order_too(void **state)
{
	story_one_by_one(*state, &whole_story, chance_tries(100));
}

static void
the_first_impossible_step_is_named(void **state)
{
	struct story_world *w = *state;
	static const struct step wrong[] = {
		{ "issue", NULL, "2026-02-11", NULL },
		{ "transmit", NULL, "2026-02-12", NULL },
		{ "close", NULL, "2026-02-13", "use=used" },
	};
	const struct story story = { .steps = wrong, .n = COUNT(wrong) };
	const size_t order[] = { 2, 1, 0 };
	struct err err = { 0 };

	assert_null(story_batch(w, &story, order, &err));
	assert_string_equal("\"transmit\" on 2026-02-12 cannot follow \"ready, "
	                    "not yet sent\": \"sent\" has not happened",
	    err.msg);
}

/* Derived rows and words, made again, are what they were. */
static void
a_rebuild_gives_what_was_there(void **state)
{
	struct story_world *w = *state;
	struct view_want want = { .text = "muhayyal ornek" };
	struct verify_report report = { 0 };
	struct view_rows before, after;
	struct err err = { 0 };
	int64_t n;

	assert_ok(view_list(&before, w->office, &want, &err), err);
	assert_int_equal(1, before.n);
	assert_ok(store_begin(w->office->store, &err), err);
	assert_ok(store_search_clear(w->office->store, &err), err);
	assert_ok(store_derived_set(w->office->store, false, &err), err);
	assert_ok(store_commit(w->office->store, &err), err);
	assert_ok(view_list(&after, w->office, &want, &err), err);
	assert_int_equal(0, after.n);
	view_rows_free(&after);
	assert_ok(rebuild_if_asked(w->office, &err), err);
	assert_ok(view_list(&after, w->office, &want, &err), err);
	assert_int_equal(1, after.n);
	assert_string_equal(before.at[0].subject, after.at[0].subject);
	assert_string_equal(before.at[0].next, after.at[0].next);
	view_rows_free(&before);
	view_rows_free(&after);
	assert_ok(rebuild_derived(&n, w->office, &err), err);
	assert_int_equal(1, n);
	assert_ok(verify_register(&report, w->office, 0, &err), err);
}

/* The sample goes from France to Türkiye. */
static void
only_articles_that_apply_are_cited(void **state)
{
	static const struct {
		const char *basis, *cited;
	} rows[] = {
		{ "ETS 30 Art. 2; UNTOC Art. 18(21), (23)",
		    "ETS 30 Art. 2; UNTOC Art. 18(21), (23)" },
		{ "Dir. 2014/41/EU Art. 11; ETS 30 Art. 2", "ETS 30 Art. 2" },
		{ "ETS 185 Art. 27", "" }, /* no basis of a letter */
		{ "ETS 301 Art. 1; own practice",
		    "ETS 301 Art. 1; own practice" },
		{ "", "" },
	};
	struct story_world *w = *state;
	struct err err = { 0 };
	struct dossier *d;

	assert_ok(dossier_open(&d, w->office, STORY_REQUEST, &err), err);
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *cited = cite_of(d, rows[i].basis);

		assert_string_equal(rows[i].cited, cited);
		free(cited);
	}
	dossier_free(d);
}

/* A measure is with somebody until it ends, on the day it ended. */
static void
each_part_has_its_own_days(void **state)
{
	static const struct {
		const char *part, *end;
	} rows[] = { { "m1", "2026-06-01" }, { "m2", "2026-06-02" } };
	struct act act[COUNT(history)];
	struct act_done done[COUNT(history)];
	struct story_world *w = *state;
	struct err err = { 0 };
	struct dossier *d;

	for (size_t i = 0; i < COUNT(history); i++)
		act[i] = story_act(&history[i], i);
	assert_ok(dossier_open(&d, w->office, STORY_REQUEST, &err), err);
	assert_ok(store_begin(w->office->store, &err), err);
	assert_ok(act_add_all(done, d, act, COUNT(history), &err), err);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct dossier_part *p = dossier_part(d, rows[i].part);
		int32_t them = 0, end;
		struct hops hops;

		assert_true(date_parse(&end, rows[i].end));
		hops_of_part(&hops, d, p);
		assert_true(hops.n > 0);
		assert_int_equal(end, hops.at[hops.n - 1].to);
		assert_false(hops.at[hops.n - 1].open);
		for (size_t h = 0; h < hops.n; h++)
			if (str_eq(hops.at[h].waiting, "them"))
				them += hops.at[h].to - hops.at[h].from;
		assert_int_equal(
		    them, hops_days(&hops, "them", INT32_MIN, INT32_MAX));
		free(hops.at);
	}
	for (size_t i = 0; i < COUNT(history); i++)
		act_done_free(&done[i]);
	store_rollback(w->office->store);
	dossier_free(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_batch_in_any_order_is_the_same_history),
		cmocka_unit_test(those_of_one_day_find_their_order),
		cmocka_unit_test(one_by_one_in_any_possible_order_too),
		cmocka_unit_test(the_figures_are_the_same_in_every_order),
		cmocka_unit_test(the_first_impossible_step_is_named),
		cmocka_unit_test(a_rebuild_gives_what_was_there),
		cmocka_unit_test(only_articles_that_apply_are_cited),
		cmocka_unit_test(each_part_has_its_own_days),
	};
	int failed;

	xml_init();
	failed = cmocka_run_group_tests(tests, open_world, close_world);
	xml_done();
	return failed;
}
