/* test_history.c - one history, typed in any order, is the same history */
/* SPDX-License-Identifier: Apache-2.0 */
#include "drafted.h"

#include "chance.h"

#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "core/act.h"
#include "core/batch.h"
#include "core/cite.h"
#include "core/desk.h"
#include "core/dossier.h"
#include "core/hops.h"
#include "core/journal.h"
#include "core/rebuild.h"
#include "core/verify.h"
#include "core/view.h"
#include "store/search.h"
#include "xml/init.h"
#include "xml/read.h"

#define SAMPLE "tests/data/request/letter-fr-tr.xml"
#define REQUEST 1 /* the only one in the register */

/* What happened, with the day; part NULL: the request. */
struct step {
	const char *event, *part, *on;
	const char *field, *value;
};

/* Each on a day of its own. */
static const struct step history[] = {
	{ "to-translation", NULL, "2026-02-03", NULL, NULL },
	{ "translated", NULL, "2026-02-10", NULL, NULL },
	{ "issue", NULL, "2026-02-11", NULL, NULL },
	{ "to-ministry", "t1", "2026-02-12", NULL, NULL },
	{ "sent", "t1", "2026-02-20", "channel", "central" },
	{ "delivered", "t1", "2026-02-26", NULL, NULL },
	{ "acknowledge", NULL, "2026-03-02", "reference", "2026/4711" },
	{ "ask", NULL, "2026-03-09", "questions", "Which bank?" },
	{ "answer", NULL, "2026-03-12", "answers", "Marmara." },
	{ "sent", "t2", "2026-03-13", "channel", "post" },
	{ "postpone", NULL, "2026-03-20", "ground", "investigation" },
	{ "resume", NULL, "2026-04-20", NULL, NULL },
	{ "obtain", "m2", "2026-05-04", NULL, NULL },
	{ "transmit", NULL, "2026-05-06", NULL, NULL },
	{ "refuse", "m1", "2026-06-01", "ground", "detainee-needed" },
	{ "transmit", NULL, "2026-06-02", NULL, NULL },
	{ "close", NULL, "2026-07-01", "use", "used" },
};

/* The same with several on one day, without times. */
static const struct step crowded[] = {
	{ "issue", NULL, "2026-02-11", NULL, NULL },
	{ "sent", "t1", "2026-02-11", "channel", "central" },
	{ "acknowledge", NULL, "2026-03-02", "reference", "2026/4711" },
	{ "grant", NULL, "2026-03-02", NULL, NULL },
	{ "obtain", "m1", "2026-03-02", NULL, NULL },
	{ "obtain", "m2", "2026-03-02", NULL, NULL },
	{ "transmit", NULL, "2026-03-09", NULL, NULL },
	{ "close", NULL, "2026-03-09", "use", "used" },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct world {
	struct office *office;
	char *dir;
};

static int
open_world(void **state)
{
	struct world *w = xcalloc(1, sizeof(*w));

	xml_init();
	w->office = unit_drafted(&w->dir, SAMPLE, "letter", "TR");
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

static struct act_field field_of[COUNT(history)][2];

static struct act
act_of(const struct step *s, size_t slot)
{
	struct act act = { .event = s->event, .part = s->part };

	field_of[slot][0] = (struct act_field){ s->field, s->value };
	field_of[slot][1] = (struct act_field){ "reasons", "as said" };
	act.fields = field_of[slot];
	act.nfields = s->field == NULL ? 0 : str_eq(s->field, "ground") ? 2 : 1;
	assert_true(when_parse(&act.on, s->on));
	return act;
}

/* Everything that must not depend on the order of typing. */
static char *
digest(const struct dossier *d)
{
	struct hops hops;
	struct buf b = { 0 };

	hops_of(&hops, d);
	buf_addf(&b, "%s %s since %d;", run_state(d->run)->id,
	    run_outcome(d->run), d->since.day);
	for (size_t i = 0; i < d->nparts; i++)
		buf_addf(&b, " %s=%s/%d", d->parts[i].id,
		    run_state(d->parts[i].run)->id, d->parts[i].since.day);
	for (size_t i = 0; i < hops.n; i++)
		buf_addf(&b, " %s:%d-%d", hops.at[i].holder, hops.at[i].from,
		    hops.at[i].to);
	for (size_t i = 0; i < d->nevents; i++)
		buf_addf(&b, " [%s %s %s]", d->events[i].name,
		    d->events[i].state, d->events[i].holder);
	free(hops.at);
	return buf_steal(&b);
}

static void
shuffle(size_t *order, size_t n)
{
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (size_t i = n; i > 1; i--) {
		size_t k = chance_below(i), swap = order[i - 1];

		order[i - 1] = order[k];
		order[k] = swap;
	}
}

/* One batch in that order, judged, digested, and taken back. */
static char *
in_one_batch(struct world *w, const struct step *s, size_t n,
    const size_t *order, struct err *err)
{
	struct act act[COUNT(history)];
	struct act_done done[COUNT(history)];
	struct dossier *d = NULL;
	char *out = NULL;

	for (size_t i = 0; i < n; i++)
		act[i] = act_of(&s[order[i]], i);
	assert_ok(dossier_open(&d, w->office, REQUEST, err), *err);
	assert_ok(store_begin(w->office->store, err), *err);
	if (act_add_all(done, d, act, n, err) == MLA_OK)
		out = digest(d);
	for (size_t i = 0; i < n; i++)
		act_done_free(&done[i]);
	store_rollback(w->office->store);
	dossier_free(d);
	return out;
}

static void
same_in_every_order(struct world *w, const struct step *s, size_t n, int tries)
{
	size_t order[COUNT(history)];
	struct err err = { 0 };
	char *first;

	for (size_t i = 0; i < n; i++)
		order[i] = i;
	first = in_one_batch(w, s, n, order, &err);
	assert_non_null(first);
	for (int i = 0; i < tries; i++) {
		uint32_t from = chance_seed;
		char *now;

		shuffle(order, n);
		now = in_one_batch(w, s, n, order, &err);
		if (now == NULL || !str_eq(first, now))
			fail_msg("order %d (seed %u): %s\n%s\n%s", i, from,
			    err.msg, first, now != NULL ? now : "refused");
		free(now);
	}
	free(first);
}

static void
a_batch_in_any_order_is_the_same_history(void **state)
{
	same_in_every_order(
	    *state, history, COUNT(history), chance_tries(10000));
}

static void
those_of_one_day_find_their_order(void **state)
{
	same_in_every_order(*state, crowded, COUNT(crowded), chance_tries(500));
}

/* Record one of those that are left; false: none of them is possible then. */
static bool
record_one(struct world *w, size_t *left, size_t n, int *refused)
{
	size_t from = chance_below(n);

	for (size_t i = 0; i < n; i++) {
		size_t k = (from + i) % n;
		struct act act = act_of(&history[left[k]], 0);
		struct act_done done;
		struct dossier *d = NULL;
		struct err err = { 0 };
		enum mla_rc rc;

		assert_ok(dossier_open(&d, w->office, REQUEST, &err), err);
		rc = act_add(&done, d, &act, &err);
		act_done_free(&done);
		dossier_free(d);
		if (rc == MLA_OK) {
			left[k] = left[n - 1];
			return true;
		}
		(*refused)++;
		assert_int_equal(MLA_EREFUSED, rc);
		if (strstr(err.msg, "cannot follow") == NULL &&
		    strstr(err.msg, "would make impossible") == NULL &&
		    strstr(err.msg, "nothing was to be sent") == NULL &&
		    strstr(err.msg, "no part") == NULL)
			fail_msg("%s", err.msg);
	}
	return false;
}

/* One by one in an order whose every prefix is possible; NULL: a dead end. */
static char *
one_by_one(struct world *w, int *refused)
{
	size_t left[COUNT(history)], n = COUNT(history);
	struct dossier *d = NULL;
	struct err err = { 0 };
	char *out = NULL;

	for (size_t i = 0; i < n; i++)
		left[i] = i;
	assert_ok(store_begin(w->office->store, &err), err);
	while (n > 0 && record_one(w, left, n, refused))
		n--;
	assert_ok(dossier_open(&d, w->office, REQUEST, &err), err);
	if (n == 0)
		out = digest(d);
	dossier_free(d);
	store_rollback(w->office->store);
	return out;
}

static void
one_by_one_in_any_possible_order_too(void **state)
{
	struct world *w = *state;
	size_t order[COUNT(history)];
	struct err err = { 0 };
	int refused = 0, whole = 0;
	char *first;

	for (size_t i = 0; i < COUNT(history); i++)
		order[i] = i;
	first = in_one_batch(w, history, COUNT(history), order, &err);
	for (int i = 0; i < chance_tries(100); i++) {
		char *now = one_by_one(w, &refused);

		if (now != NULL)
			assert_string_equal(first, now);
		whole += now != NULL ? 1 : 0;
		free(now);
	}
	assert_true(refused > 0 && whole > 0);
	free(first);
}

static void
the_first_impossible_step_is_named(void **state)
{
	struct world *w = *state;
	static const struct step wrong[] = {
		{ "issue", NULL, "2026-02-11", NULL, NULL },
		{ "transmit", NULL, "2026-02-12", NULL, NULL },
		{ "close", NULL, "2026-02-13", "use", "used" },
	};
	const size_t order[] = { 2, 1, 0 };
	struct err err = { 0 };

	assert_null(in_one_batch(w, wrong, COUNT(wrong), order, &err));
	assert_string_equal("\"transmit\" on 2026-02-12 cannot follow \"ready, "
	                    "not yet sent\": \"sent\" has not happened",
	    err.msg);
}

/* Derived rows and words, made again, are what they were. */
static void
a_rebuild_gives_what_was_there(void **state)
{
	struct world *w = *state;
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
	struct world *w = *state;
	struct err err = { 0 };
	struct dossier *d;

	assert_ok(dossier_open(&d, w->office, REQUEST, &err), err);
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
	struct world *w = *state;
	struct err err = { 0 };
	struct dossier *d;

	for (size_t i = 0; i < COUNT(history); i++)
		act[i] = act_of(&history[i], i);
	assert_ok(dossier_open(&d, w->office, REQUEST, &err), err);
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
		cmocka_unit_test(the_first_impossible_step_is_named),
		cmocka_unit_test(a_rebuild_gives_what_was_there),
		cmocka_unit_test(only_articles_that_apply_are_cited),
		cmocka_unit_test(each_part_has_its_own_days),
	};

	return cmocka_run_group_tests(tests, open_world, close_world);
}
