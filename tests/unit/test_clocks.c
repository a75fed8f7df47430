/* test_clocks.c - time limits: the same in every order of typing */
/* SPDX-License-Identifier: Apache-2.0 */
#include "story.h"

#include "sample.h"

#include "core/verify.h"
#include "xml/init.h"

/* Whose register it is, and how the request got there. */
struct origin {
	const char *kind, *side, *us, *partner, *day;
	const char *urgent; /* put before the offences, or NULL */
};

static void
open_world(struct story_world *w, const struct origin *o)
{
	struct act_new n = { .kind = o->kind,
		.side = o->side,
		.partner = o->partner,
		.step =
		    str_eq(o->side, "in") ? MACHINE_RECEIVE : MACHINE_DRAFT };
	struct act act = { 0 };
	struct act_done done = { 0 };
	struct dossier *d = NULL;
	struct err err = { 0 };
	char *text = sample_of(o->kind), *uid, *more;
	xmlDoc *doc;

	assert_non_null(text);
	assert_ok(xml_read(&doc, text, strlen(text), o->kind, &err), err);
	uid = xml_attr(xml_root(doc), "uid");
	xmlFreeDoc(doc);
	more = xasprintf("%s<offences>", o->urgent != NULL ? o->urgent : "");
	act.document = str_replace(text, "<offences>", more);
	act.document_len = strlen(act.document);
	assert_true(when_parse(&act.on, o->day));
	n.uid = uid;
	w->office = unit_new_register(&w->dir, o->us, "2026-12-01T12:00Z");
	assert_ok(store_begin(w->office->store, &err), err);
	assert_ok(act_create(&d, &done, w->office, &n, &act, &err), err);
	assert_ok(store_commit(w->office->store, &err), err);
	dossier_free(d);
	act_done_free(&done);
	free((char *)(uintptr_t)act.document);
	free(more);
	free(text);
	free(uid);
}

static void
close_world(struct story_world *w)
{
	office_close(w->office);
	unit_remove_register(w->dir);
}

static void
tell(const struct origin *o, const struct story *s, int batches, int singles)
{
	struct story_world w;

	open_world(&w, o);
	story_in_every_order(&w, s, chance_tries(batches));
	story_one_by_one(&w, s, chance_tries(singles));
	close_world(&w);
}

/* Received: the thirty days are extended, the ninety stand still. */
static void
an_investigation_order_that_was_postponed(void **state)
{
	static const struct step steps[] = {
		{ "acknowledge", NULL, "2026-02-03", NULL },
		{ "sent", "t1", "2026-02-04", "channel=direct" },
		{ "ask", NULL, "2026-02-05",
		    "questions=Which bank?;answer-by=2026-02-27" },
		{ "sent", "t2", "2026-02-06", "channel=direct" },
		{ "answer", NULL, "2026-02-10", "answers=Marmara." },
		{ "reach-competent", NULL, "2026-02-11", NULL },
		{ "delay", NULL, "2026-03-05",
		    "reason=translation;estimate=2026-03-31" },
		{ "recognise", NULL, "2026-03-20", NULL },
		{ "sent", "t3", "2026-03-23", "channel=direct" },
		{ "postpone", NULL, "2026-04-01",
		    "ground=investigation;reasons=as said" },
		{ "resume", NULL, "2026-05-04", NULL },
		{ "obtain", "m2", "2026-05-06", NULL },
		{ "delay-execution", NULL, "2026-06-01",
		    "reason=a witness;estimate=2026-08-31" },
	};
	static const char *const shows[] = {
		"(decide-recognition - 2026-02-11 done 2026-03-23",
		" moved 20543)", /* 31 March 2026 */
		"(execute-measure - 2026-03-20 runs",
		"(answer-questions - 2026-02-06 done 2026-02-10",
		"<execute-measure due 2026-08-31/2026-08-31 law us Dir. "
		"2014/41/EU Art. 12(4), 12(6) from 2026-03-20 held "
		"2026-04-01/2026-05-04 moved 2026-08-31>",
		NULL,
	};
	static const struct origin origin = { "eio", "in", "IT", "FR",
		"2026-02-02", NULL };
	const struct story story = { steps, COUNT(steps), shows };

	(void)state;
	tell(&origin, &story, 10000, 100);
}

/* Eight hours for the provider over the change of clocks, 96 for the State. */
static void
a_data_order_in_an_emergency(void **state)
{
	static const struct step steps[] = {
		{ "issue", NULL, "2026-10-24T22:00+02:00", NULL },
		{ "sent", "t1", "2026-10-24T23:30+02:00", "channel=direct" },
		{ "notify", NULL, "2026-10-24T23:40+02:00", NULL },
		{ "sent", "t2", "2026-10-24T23:50+02:00", "channel=direct" },
		{ "provider-asks", NULL, "2026-10-25T01:00+02:00",
		    "questions=Which account?" },
		{ "provider-answered", NULL, "2026-10-25T01:30+02:00",
		    "answers=kaptan-lille" },
		{ "ask", NULL, "2026-10-26",
		    "questions=Which law?;answer-by=2026-11-02" },
	};
	static const char *const shows[] = {
		"<provide-emergency due 2026-10-25T",
		"<object-emergency due 2026-10-2",
		"<answer-questions due 2026-11-02/2026-11-02 asked us",
		NULL,
	};
	static const struct origin origin = { "production-order", "out", "FR",
		"IE", "2026-10-23",
		"<urgency code=\"life\"><reason><p>Danger.</p></reason>"
		"</urgency>" };
	const struct story story = { steps, COUNT(steps), shows };

	(void)state;
	tell(&origin, &story, 1000, 50);
}

/* Data that are kept for sixty days, and for thirty more at most. */
static void
a_preservation_that_is_extended(void **state)
{
	static const struct step steps[] = {
		{ "issue", NULL, "2026-09-01", NULL },
		{ "sent", "t1", "2026-09-01", "channel=direct" },
		{ "preserve", NULL, "2026-09-03", NULL },
		{ "extend", NULL, "2026-10-26", "until=2027-02-01" },
		{ "note", NULL, "2026-10-27", NULL },
	};
	static const char *const shows[] = {
		"<keep-for-order due 2026-12-02/2026-12-02 law us", NULL
	};
	static const struct origin origin = { "preservation-order", "out", "FR",
		"IE", "2026-08-31", NULL };
	const struct story story = { steps, COUNT(steps), shows };

	(void)state;
	tell(&origin, &story, 1000, 50);
}

/* The end of a team is moved by an extension, and never rolled: a Sunday. */
static void
a_joint_team_that_goes_on(void **state)
{
	static const struct step steps[] = {
		{ "issue", NULL, "2026-02-02", NULL },
		{ "sent", "t1", "2026-02-03", "channel=direct" },
		{ "negotiate", NULL, "2026-02-20", NULL },
		{ "open-signature", NULL, "2026-03-20", NULL },
		{ "sign-agreement", "s1", "2026-04-02", NULL },
		{ "sign-agreement", "s2", "2026-04-09", NULL },
		{ "extended", NULL, "2026-10-01", "until=2028-01-02" },
		{ "ask", NULL, "2026-10-05",
		    "questions=Who leads?;answer-by=2026-11-02" },
	};
	static const char *const shows[] = {
		"(jit-end - 2026-04-09 runs  moved 21185)",
		"<jit-end due 2028-01-02/2028-01-02 contract us the "
		"agreement from 2026-04-09 moved 2028-01-02>",
		NULL,
	};
	static const struct origin origin = { "jit", "out", "FR", "BE",
		"2026-02-01", NULL };
	const struct story story = { steps, COUNT(steps), shows };

	(void)state;
	tell(&origin, &story, 1000, 50);
}

/* What is computed from an input, as "earliest/latest" or "held". */
static void
assert_due(struct office *office, const struct due_input *in, const char *want)
{
	char first[WHEN_BYTES], last[WHEN_BYTES], *have;
	struct err err = { 0 };
	struct due_day day;

	assert_ok(due_compute(&day, office, in, &err), err);
	have = day.stands
	    ? xstrdup("held")
	    : xasprintf("%s/%s", when_format(&day.earliest, first),
	          when_format(&day.latest, last));
	assert_string_equal(want, have);
	free(have);
}

static void
doubt_gives_two_days_and_a_notice_moves_both(void **state)
{
	struct office *office = unit_open_office(NULL, "2026-12-01");
	struct period_stop stop = { date_day(2026, 6, 10), PERIOD_OPEN };
	struct due_input in = {
		.within = "P30D",
		.rule = "1182/71 plain",
		.state = "FR",
		.start = { .day = date_day(2026, 6, 18), .second = -1 },
		.extend = "",
	};

	(void)state;
	/* 18 July 2026 is a Saturday: rolled by one rule, not by the other. */
	assert_due(office, &in, "2026-07-18/2026-07-20");
	in.moved = true;
	in.moved_to = date_day(2026, 8, 31);
	assert_due(office, &in, "2026-08-31/2026-08-31");
	/* By thirty days at most, from each of them, by the last rule. */
	in.extend = "P30D";
	assert_due(office, &in, "2026-08-17/2026-08-19");
	/* A notice never shortens. */
	in.moved_to = date_day(2026, 7, 1);
	assert_due(office, &in, "2026-07-18/2026-07-20");
	in.moved = false;
	in.start.day = date_day(2026, 6, 1);
	in.stops = &stop;
	in.nstops = 1;
	assert_due(office, &in, "held");
	stop.until = date_day(2026, 6, 20);
	assert_due(office, &in, "2026-07-11/2026-07-13");
	office_close(office);
}

static void
regions_and_a_day_without_an_hour_leave_doubt_too(void **state)
{
	struct office *office = unit_open_office(NULL, "2026-12-01");
	struct due_input in = {
		.within = "P1D",
		.rule = "1182/71",
		.state = "DE",
		.start = { .day = date_day(2026, 6, 3), .second = -1 },
		.extend = "",
	};

	(void)state;
	/* Corpus Christi, a Thursday, in some regions. */
	assert_due(office, &in, "2026-06-04/2026-06-05");
	/* From the first moment of the day, and from its last. */
	in.within = "PT24H";
	assert_due(
	    office, &in, "2026-06-04T00:00:00+02:00/2026-06-05T00:00:00+02:00");
	in.start.day = date_day(2026, 3, 28);
	assert_due(
	    office, &in, "2026-03-29T00:00:00+01:00/2026-03-30T01:00:00+02:00");
	office_close(office);
}

static int
open_xml(void **state)
{
	(void)state;
	xml_init();
	return 0;
}

static int
close_xml(void **state)
{
	(void)state;
	xml_done();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_investigation_order_that_was_postponed),
		cmocka_unit_test(a_data_order_in_an_emergency),
		cmocka_unit_test(a_preservation_that_is_extended),
		cmocka_unit_test(a_joint_team_that_goes_on),
		cmocka_unit_test(doubt_gives_two_days_and_a_notice_moves_both),
		cmocka_unit_test(
		    regions_and_a_day_without_an_hour_leave_doubt_too),
	};

	return cmocka_run_group_tests(tests, open_xml, close_xml);
}
