/* test_parts.c - whose acts those of parts are, and what follows from them */
/* SPDX-License-Identifier: Apache-2.0 */
#include "drafted.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/act.h"
#include "core/hops.h"
#include "core/papers.h"
#include "xml/init.h"

#define SAMPLE "tests/data/request/team-fr-be.xml" /* s1 is of FR, s2 of BE */
#define REQUEST 1
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct step {
	const char *event, *part, *on;
};

static const struct step course[] = {
	{ "issue", NULL, "2026-02-03" },
	{ "sent", "t1", "2026-02-03" },
	{ "negotiate", NULL, "2026-02-10" },
	{ "open-signature", NULL, "2026-03-02" },
	{ "sign-agreement", "s1", "2026-03-12" },
	{ "sign-agreement", "s2", "2026-04-09" },
};

struct world {
	struct office *office;
	char *dir;
	struct dossier *d;
};

static int
open_world(void **state)
{
	struct world *w = xcalloc(1, sizeof(*w));
	struct err err = { 0 };

	xml_init();
	w->office = unit_drafted(&w->dir, SAMPLE, "jit", "BE");
	assert_ok(dossier_open(&w->d, w->office, REQUEST, &err), err);
	*state = w;
	return 0;
}

static int
close_world(void **state)
{
	struct world *w = *state;

	dossier_free(w->d);
	office_close(w->office);
	unit_remove_register(w->dir);
	free(w);
	xml_done();
	return 0;
}

/* The first n steps of the course, in one batch; nothing is kept. */
static void
happen(struct world *w, size_t n)
{
	static const struct act_field version = { "version", "2" };
	struct act act[COUNT(course)];
	struct act_done done[COUNT(course)];
	struct err err = { 0 };

	for (size_t i = 0; i < n; i++) {
		act[i] = (struct act){ .event = course[i].event,
			.part = course[i].part };
		assert_true(when_parse(&act[i].on, course[i].on));
		if (str_eq(course[i].event, "open-signature")) {
			act[i].fields = &version;
			act[i].nfields = 1;
		}
	}
	assert_ok(store_begin(w->office->store, &err), err);
	assert_ok(act_add_all(done, w->d, act, n, &err), err);
	for (size_t i = 0; i < n; i++) {
		if (str_eq(done[i].part, "s2"))
			assert_string_equal("jit-active", done[i].whole);
		else
			assert_null(done[i].whole);
		act_done_free(&done[i]);
	}
	store_rollback(w->office->store);
}

static bool
is_ours(const struct dossier *d, const char *part, const char *event, bool dflt)
{
	const struct machine_transition *t = dossier_transition(d, part, event);

	assert_non_null(t);
	return dossier_act_is_ours(d, t, part, dflt);
}

static void
an_act_of_a_part_is_that_of_its_own_state(void **state)
{
	const struct dossier *d = ((struct world *)*state)->d;

	for (int dflt = 0; dflt < 2; dflt++) {
		assert_true(is_ours(d, "s1", "sign-agreement", dflt != 0));
		assert_false(is_ours(d, "s2", "sign-agreement", dflt != 0));
		assert_true(is_ours(d, NULL, "withdraw", dflt != 0));
		assert_false(is_ours(d, NULL, "acknowledge", dflt != 0));
		assert_int_equal(
		    dflt != 0, is_ours(d, NULL, "negotiate", dflt != 0));
	}
}

static void
the_event_is_that_of_where_it_stands(void **state)
{
	struct world *w = *state;

	/* First in the file is who drafts; once it is open, either. */
	assert_string_equal(
	    "requesting", dossier_transition(w->d, NULL, "revise")->by);
	assert_false(papers_is_shared(w->d));
	happen(w, 3);
	assert_string_equal(
	    "either", dossier_transition(w->d, NULL, "revise")->by);
	assert_true(papers_is_shared(w->d));
	assert_null(dossier_transition(w->d, NULL, "dance"));
}

static void
the_request_waits_for_us_until_our_part_has_acted(void **state)
{
	struct world *w = *state;

	happen(w, 4);
	assert_string_equal("party", dossier_holder(w->d));
	assert_string_equal("us", dossier_waiting(w->d, "party"));
	assert_string_equal("them",
	    dossier_part_waiting(w->d, dossier_part(w->d, "s2"), "party"));
}

static void
the_request_follows_its_parts_at_the_last_signature(void **state)
{
	struct world *w = *state;
	struct hops hops;
	char day[DATE_BYTES];

	happen(w, COUNT(course));
	assert_string_equal("jit-active", run_state(w->d->run)->id);
	assert_string_equal("2026-04-09", date_format(w->d->since.day, day));
	assert_string_equal("s2", w->d->mover->part);
	hops_of(&hops, w->d);
	/* a day before it was sent, and ten until we signed */
	assert_int_equal(1 + 10, hops_days(&hops, "us", INT32_MIN, INT32_MAX));
	assert_int_equal(
	    27 + 28, hops_days(&hops, "them", INT32_MIN, INT32_MAX));
	free(hops.at);
}

static void
a_text_keeps_the_state_of_each_part(void **state)
{
	const struct dossier *d = ((struct world *)*state)->d;
	char *states = papers_states(d);

	assert_string_equal("s1 FR\ns2 BE\n", states);
	assert_true(papers_keeps_states(d, states));
	assert_true(papers_keeps_states(d, "s2 BE\n"));
	assert_false(papers_keeps_states(d, "s1 BE\n"));
	assert_false(papers_keeps_states(d, "s2 BE\ns9 NL\n"));
	free(states);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(an_act_of_a_part_is_that_of_its_own_state),
		CASE(the_event_is_that_of_where_it_stands),
		CASE(the_request_waits_for_us_until_our_part_has_acted),
		CASE(the_request_follows_its_parts_at_the_last_signature),
		CASE(a_text_keeps_the_state_of_each_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
