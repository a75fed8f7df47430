/* test_run.c - machines: what is refused, and SCXML Appendix D at work */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/alloc.h"
#include "base/str.h"
#include "model/machine.h"
#include "model/run.h"
#include "xml/init.h"
#include "xml/read.h"

#define HEAD                                              \
	"<scxml xmlns='http://www.w3.org/2005/07/scxml' " \
	"xmlns:w='urn:mla:workflow:1' version='1.0' "

static enum mla_rc
load(struct machine **m, const char *text, struct err *err)
{
	xmlDoc *doc;
	enum mla_rc rc;

	assert_ok(xml_read(&doc, text, strlen(text), "m.scxml", err), *err);
	rc = machine_load(m, doc, "m.scxml", err);
	xmlFreeDoc(doc);
	return rc;
}

/* Run events on a machine; the atomic states after each, with bars. */
static void
plays(const char *text, const char *events, const char *want)
{
	struct env *env = env_new(NULL, NULL);
	char *copy = xstrdup(events), *rest = NULL;
	struct buf b = { 0 };
	struct err err = { 0 };
	struct machine *m;
	struct run *r;

	assert_ok(load(&m, text, &err), err);
	assert_ok(run_new(&r, m, env, &err), err);
	run_atomic(&b, r);
	for (char *e = strtok_r(copy, " ", &rest); e != NULL;
	     e = strtok_r(NULL, " ", &rest)) {
		struct run_result res;

		assert_ok(run_event(&res, r, e, &err), err);
		buf_addf(&b, "|%s", res.taken != NULL ? "" : "!");
		run_atomic(&b, r);
	}
	assert_string_equal(want, buf_text(&b));
	buf_free(&b);
	free(copy);
	run_free(r);
	machine_free(m);
	env_free(env);
}

static void
what_no_workflow_may_hold_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *text, *say;
	} rows[] = {
		{ HEAD "><state id='a'>\n<invoke/></state></scxml>",
		    "m.scxml:2: <invoke> is not accepted in a workflow" },
		{ HEAD "><state id='a'><onentry>\n<script/></onentry>"
		       "</state></scxml>",
		    "m.scxml:2: <script> is not accepted in a workflow" },
		{ HEAD "><state id='a'><transition event='e'>\n<send/>"
		       "</transition></state></scxml>",
		    "m.scxml:2: <send> is not accepted in a workflow of a "
		    "register: time limits are data" },
		{ HEAD "><state id='a'><onexit>\n<cancel sendid='x'/></onexit>"
		       "</state></scxml>",
		    "m.scxml:2: <cancel> is not accepted in a workflow of a "
		    "register" },
		{ HEAD "datamodel='ecmascript'><state id='a'/></scxml>",
		    "m.scxml:1: <scxml> has a datamodel that is neither xpath "
		    "nor null" },
		{ HEAD "><state id='a'>\n<transition event='e' "
		       "traget='b'/></state></scxml>",
		    "m.scxml:2: attribute traget is not known on "
		    "<transition>" },
		{ HEAD "><state id='a'>\n<transition event='e' "
		       "cond=\"In('b')\"/></state></scxml>",
		    "m.scxml:2: <transition> asks for a state that is not "
		    "there" },
		{ HEAD "><state id='a'><onentry>\n<assign location='$x' "
		       "expr='1'/></onentry></state></scxml>",
		    "m.scxml:2: <assign> has a location that is no \"$name\" "
		    "of a data element" },
		{ HEAD "><datamodel>\n<data id='event'/></datamodel>"
		       "<state id='a'/></scxml>",
		    "m.scxml:2: <data> has the name of a variable that guards "
		    "have" },
		{ HEAD "><datamodel>\n<data id='n' expr='1 +'/></datamodel>"
		       "<state id='a'/></scxml>",
		    "m.scxml:2: the expression \"1 +\" is no XPath" },
		{ HEAD "><state id='a'>\n<transition event='e' target='b'/>"
		       "</state></scxml>",
		    "m.scxml:2: there is no state \"b\"" },
		{ HEAD "><state id='a'/>\n<state id='a'/></scxml>",
		    "m.scxml:2: <state> has the id of another state" },
		{ HEAD "><state id='a'>\n<transition event='e' cond='1 +'/>"
		       "</state></scxml>",
		    "m.scxml:2: the expression \"1 +\" is no XPath" },
		{ HEAD "><state id='a'>\n<transition event='e'><w:field "
		       "name='x' type='date' required='1 +'/></transition>"
		       "</state></scxml>",
		    "m.scxml:2: the expression \"1 +\" is no XPath" },
		{ HEAD "><state id='a'>\n<w:note/></state></scxml>",
		    "m.scxml:2: <note> has no meaning here" },
		{ HEAD "><state id='a'>\n<transition w:colour='red' "
		       "event='e'/></state></scxml>",
		    "attribute w:colour is not known on <transition>" },
		{ HEAD "><state id='a' w:form='x'/></scxml>",
		    "attribute w:form is not known on <state>" },
		{ HEAD "><state id='a'>\n<transition/></state></scxml>",
		    "<transition> has neither event nor condition" },
		{ HEAD "><state id='a'><transition event='e'>\n"
		       "<w:field name='x'/></transition></state></scxml>",
		    "<field> needs name and type" },
		{ HEAD "><state id='a'><transition event='e'>\n<w:field "
		       "name='x' type='code'/></transition></state></scxml>",
		    "<field> has codes if and only if its type is code" },
		{ HEAD "/>", "<scxml> has no states" },
		{ "<x/>", "m.scxml is no SCXML document" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = { 0 };
		struct machine *m;

		assert_int_equal(MLA_EDAMAGED, load(&m, rows[i].text, &err));
		assert_null(m);
		if (strstr(err.msg, rows[i].say) == NULL)
			fail_msg("row %zu: %s", i, err.msg);
	}
}

static void
states_follow_events_in_document_order(void **state)
{
	(void)state;
	plays(HEAD "><state id='a'><transition event='go' target='b'/>"
	           "<transition event='go' target='c'/></state>"
	           "<state id='b'/><state id='c'/></scxml>",
	    "no go", "a|!a|b");
	plays(
	    HEAD "initial='b'><state id='a'/><state id='b'/></scxml>", "", "b");
	plays(HEAD "><initial><transition target='b'/></initial>"
	           "<state id='a'/><state id='b'/></scxml>",
	    "", "b");
}

static void
descriptors_match_by_tokens(void **state)
{
	static const char text[] = HEAD
	    "><state id='a'><transition event='x.y z.*' target='b'/></state>"
	    "<state id='b'><transition event='*' target='a'/></state></scxml>";

	(void)state;
	plays(text, "x", "a|!a");
	plays(text, "x.yz", "a|!a");
	plays(text, "x.y", "a|b");
	plays(text, "x.y.q any", "a|b|a");
	plays(text, "z", "a|b");
}

static void
inner_transitions_come_before_outer_ones(void **state)
{
	(void)state;
	plays(HEAD "><state id='o'><transition event='e' target='out'/>"
	           "<state id='i'><transition event='e' target='j'/></state>"
	           "<state id='j'/></state><state id='out'/></scxml>",
	    "e e", "i|j|out");
}

static void
parallel_regions_move_together_and_finish(void **state)
{
	static const char text[] =
	    HEAD "><parallel id='p'><state id='l'><state id='l1'><transition "
	         "event='e' target='l2'/></state><final id='l2'/></state>"
	         "<state id='r'><state id='r1'><transition event='e f' "
	         "target='r2'/></state><final id='r2'/></state>"
	         "<transition event='done.state.p' target='end'/></parallel>"
	         "<state id='end'/></scxml>";

	(void)state;
	plays(text, "e", "l1 r1|end");
	plays(text, "f e", "l1 r1|l1 r2|end");
}

static void
conflicts_are_won_by_the_descendant_or_the_first(void **state)
{
	(void)state;
	plays(HEAD "><parallel id='p'><state id='l'><transition event='e' "
	           "target='x'/></state><state id='r'><transition event='e' "
	           "target='y'/></state></parallel><state id='x'/>"
	           "<state id='y'/></scxml>",
	    "e", "l r|x");
	plays(HEAD "><parallel id='p'><transition event='e' target='x'/>"
	           "<state id='l'/><state id='r'><state id='r1'><transition "
	           "event='e' target='r2'/></state><state id='r2'/></state>"
	           "</parallel><state id='x'/></scxml>",
	    "e e", "l r1|l r2|x");
}

static void
a_targetless_transition_leaves_nothing(void **state)
{
	(void)state;
	plays(HEAD "><state id='a'><onexit><raise event='left'/></onexit>"
	           "<transition event='e'><raise event='f'/></transition>"
	           "<transition event='f' target='b'/></state>"
	           "<state id='b'><transition event='left' target='c'/>"
	           "</state><state id='c'/></scxml>",
	    "e", "a|c");
}

static void
internal_transitions_stay_inside(void **state)
{
	(void)state;
	plays(HEAD "><state id='o'><onentry><raise event='in'/></onentry>"
	           "<transition event='k' type='internal' target='o2'/>"
	           "<state id='o1'/><state id='o2'><transition event='in' "
	           "target='o3'/></state><state id='o3'/></state></scxml>",
	    "k", "o1|o2");
	plays(HEAD "><state id='o'><onentry><raise event='in'/></onentry>"
	           "<transition event='k' target='o2'/>"
	           "<state id='o1'/><state id='o2'><transition event='in' "
	           "target='o3'/></state><state id='o3'/></state></scxml>",
	    "k", "o1|o3");
}

static void
eventless_transitions_come_before_raised_events(void **state)
{
	(void)state;
	plays(HEAD "><state id='a'><transition event='e' target='b'/></state>"
	           "<state id='b'><onentry><raise event='r'/></onentry>"
	           "<transition event='r' target='x'/><transition "
	           "cond='true()' target='c'/></state><state id='c'>"
	           "<transition event='r' target='d'/></state>"
	           "<state id='d'/><state id='x'/></scxml>",
	    "e", "a|d");
}

static void
in_asks_where_the_machine_stands(void **state)
{
	(void)state;
	plays(HEAD "><parallel id='p'><state id='l'><state id='l1'>"
	           "<transition event='e' cond=\"In('r2')\" target='l2'/>"
	           "</state><state id='l2'/></state><state id='r'>"
	           "<state id='r1'><transition event='f' target='r2'/></state>"
	           "<state id='r2'/></state></parallel></scxml>",
	    "e f e", "l1 r1|!l1 r1|l1 r2|l2 r2");
}

static void
a_top_level_final_ends_it(void **state)
{
	(void)state;
	plays(HEAD "><state id='a'><transition event='e' target='f'/></state>"
	           "<final id='f'/></scxml>",
	    "e e", "a|f|!f");
}

static void
a_machine_that_never_rests_is_stopped(void **state)
{
	struct env *env = env_new(NULL, NULL);
	struct err err = { 0 };
	struct machine *m;
	struct run *r;

	(void)state;
	assert_ok(load(&m,
	              HEAD "><state id='a'><transition cond='true()' "
	                   "target='b'/></state><state id='b'><transition "
	                   "cond='true()' target='a'/></state></scxml>",
	              &err),
	    err);
	assert_int_equal(MLA_EDAMAGED, run_new(&r, m, env, &err));
	assert_string_equal(
	    "the workflow m.scxml does not come to rest", err.msg);
	machine_free(m);
	env_free(env);
}

/* Start a machine and give it one event; its error, if there is one. */
static enum mla_rc
try(struct run **r, struct machine **m, struct env *env, const char *text,
    struct err *err)
{
	struct run_result res;
	enum mla_rc rc;

	*r = NULL;
	assert_ok(load(m, text, err), *err);
	if ((rc = run_new(r, *m, env, err)) == MLA_OK)
		rc = run_event(&res, *r, "e", err);
	return rc;
}

static void
data_are_the_runs_own_and_begin_anew(void **state)
{
	static const char text[] =
	    HEAD "><datamodel><data id='n' expr='1'/></datamodel>"
	         "<state id='a'><transition event='e' cond='$n = 2' "
	         "target='b'/><transition event='e'><assign location='$n' "
	         "expr='$n + 1'/></transition></state><state id='b'/></scxml>";

	(void)state;
	plays(text, "e e", "a|a|b");
	plays(text, "e e", "a|a|b");
}

static void
an_expression_that_fails_stops_the_event(void **state)
{
	static const char *const texts[] = {
		HEAD "><state id='a'><transition event='e' cond='f()'/>"
		     "</state></scxml>",
		HEAD "><state id='a'><transition event='e'><if cond='f()'/>"
		     "</transition></state></scxml>",
		HEAD "><datamodel><data id='n'/></datamodel><state id='a'>"
		     "<transition event='e'><assign location='$n' "
		     "expr='f()'/></transition></state></scxml>",
		HEAD "><datamodel><data id='n' expr='f()'/></datamodel>"
		     "<state id='a'/></scxml>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct env *env = env_new(NULL, NULL);
		struct err err = { 0 };
		struct machine *m;
		struct run *r;

		assert_int_equal(
		    MLA_EDAMAGED, try(&r, &m, env, texts[i], &err));
		assert_string_equal("the expression \"f()\" cannot be "
		                    "evaluated: no such function",
		    err.msg);
		run_free(r);
		machine_free(m);
		env_free(env);
	}
}

static void
a_text_that_grows_without_end_is_stopped(void **state)
{
	struct env *env = env_new(NULL, NULL);
	struct err err = { 0 };
	struct machine *m;
	struct run *r;

	(void)state;
	assert_int_equal(MLA_EDAMAGED,
	    try(&r, &m, env,
	        HEAD "><datamodel><data id='n' expr=\"'xx'\"/></datamodel>"
	             "<state id='a'><transition event='e' target='b'/>"
	             "</state><state id='b'><onentry><assign location='$n' "
	             "expr='concat($n, $n)'/></onentry><transition "
	             "target='b'/></state></scxml>",
	        &err));
	assert_string_equal("data \"n\" of the workflow m.scxml are longer "
	                    "than 65536 bytes",
	    err.msg);
	run_free(r);
	machine_free(m);
	env_free(env);
}

static void
a_guard_that_fails_stops_the_event(void **state)
{
	struct env *env = env_new(NULL, NULL);
	struct err err = { 0 };
	struct run_result res;
	struct machine *m;
	struct run *r;

	(void)state;
	assert_ok(load(&m,
	              HEAD "><state id='a'><transition event='e' "
	                   "cond='unknown()' target='b'/></state>"
	                   "<state id='b'/></scxml>",
	              &err),
	    err);
	assert_ok(run_new(&r, m, env, &err), err);
	assert_int_equal(MLA_EDAMAGED, run_event(&res, r, "e", &err));
	assert_non_null(strstr(err.msg, "unknown()"));
	assert_true(run_is_active(r, "a"));
	run_free(r);
	machine_free(m);
	env_free(env);
}

static void
the_missing_step_and_the_possible_ones_are_named(void **state)
{
	static const char text[] =
	    HEAD "><state id='a' w:holder='h1'><transition event='one' "
	         "target='b'/></state><state id='b' w:holder='h2'><transition "
	         "event='two' target='c'/><transition event='back' target='a'/>"
	         "</state><state id='c'><transition event='three' target='f'/>"
	         "</state><final id='f' w:outcome='done'/></scxml>";
	struct env *env = env_new(NULL, NULL);
	struct err err = { 0 };
	struct run_result res;
	struct run_choices c;
	struct machine *m;
	struct run *r;

	(void)state;
	assert_ok(load(&m, text, &err), err);
	assert_ok(run_new(&r, m, env, &err), err);
	assert_string_equal("one", run_missing(r, "three"));
	assert_null(run_missing(r, "never"));
	assert_string_equal("h1", run_holder(r));
	assert_ok(run_event(&res, r, "one", &err), err);
	assert_string_equal("two", run_missing(r, "three"));
	assert_ok(run_possible(&c, r, &err), err);
	assert_int_equal(2, c.n);
	assert_string_equal("two", c.at[0].event);
	run_choices_free(&c);
	assert_ok(run_event(&res, r, "two", &err), err);
	assert_string_equal("", run_outcome(r));
	assert_ok(run_event(&res, r, "three", &err), err);
	assert_string_equal("done", run_outcome(r));
	assert_string_equal("done", res.outcome);
	assert_true(run_is_final(r));
	run_free(r);
	machine_free(m);
	env_free(env);
}

static bool
in_whole(void *arg, const char *state)
{
	return str_eq(state, arg);
}

static void
to_settle_says_whether_it_moved(void **state)
{
	static const char text[] = HEAD
	    "datamodel='xpath' name='m'>"
	    "<state id='a'><transition cond=\"whole('b')\" target='c'/></state>"
	    "<state id='c'/></scxml>";
	static char where[] = "b";
	struct env *env = env_new(NULL, NULL);
	struct err err = { 0 };
	struct machine *m;
	struct run *r;
	bool moved = true;

	(void)state;
	assert_ok(load(&m, text, &err), err);
	assert_ok(run_new(&r, m, env, &err), err);
	assert_ok(run_settle(&moved, r, &err), err);
	assert_false(moved);
	env_in_whole(env, in_whole, where);
	assert_ok(run_settle(&moved, r, &err), err);
	assert_true(moved);
	assert_true(run_is_active(r, "c"));
	assert_ok(run_settle(&moved, r, &err), err);
	assert_false(moved);
	run_free(r);
	machine_free(m);
	env_free(env);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_no_workflow_may_hold_is_refused_with_its_line),
		cmocka_unit_test(states_follow_events_in_document_order),
		cmocka_unit_test(descriptors_match_by_tokens),
		cmocka_unit_test(inner_transitions_come_before_outer_ones),
		cmocka_unit_test(parallel_regions_move_together_and_finish),
		cmocka_unit_test(
		    conflicts_are_won_by_the_descendant_or_the_first),
		cmocka_unit_test(a_targetless_transition_leaves_nothing),
		cmocka_unit_test(internal_transitions_stay_inside),
		cmocka_unit_test(
		    eventless_transitions_come_before_raised_events),
		cmocka_unit_test(in_asks_where_the_machine_stands),
		cmocka_unit_test(a_top_level_final_ends_it),
		cmocka_unit_test(a_machine_that_never_rests_is_stopped),
		cmocka_unit_test(data_are_the_runs_own_and_begin_anew),
		cmocka_unit_test(an_expression_that_fails_stops_the_event),
		cmocka_unit_test(a_text_that_grows_without_end_is_stopped),
		cmocka_unit_test(a_guard_that_fails_stops_the_event),
		cmocka_unit_test(
		    the_missing_step_and_the_possible_ones_are_named),
		cmocka_unit_test(to_settle_says_whether_it_moved),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
