/* test_prove.c - what is wrong with a workflow is found, and nothing else */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "core/proofs.h"
#include "model/guard.h"
#include "xml/init.h"

#define DATA "tests/data/workflow"

/* What the proofs are made with. */
struct bench {
	struct res *res;
	struct codes *codes;
	struct law *law;
	struct proofs *proofs;
};

static int
set_up(void **state)
{
	struct bench *b = xcalloc(1, sizeof(*b));
	struct err err = { 0 };

	assert_ok(res_open(&b->res, ".", &err), err);
	b->codes = codes_new(res_as_source(b->res));
	b->law = law_new(res_as_source(b->res));
	assert_ok(proofs_new(&b->proofs, b->res, b->codes, b->law, &err), err);
	*state = b;
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;

	proofs_free(b->proofs);
	law_free(b->law);
	codes_free(b->codes);
	res_free(b->res);
	free(b);
	return 0;
}

/* Prove a text; each finding is a line of the result. */
static char *
proved(const struct bench *b, const char *text, const char *machine, bool part)
{
	const struct proofs_in in = { text, strlen(text), "m.scxml", machine,
		part };
	struct findings f = { 0 };
	struct err err = { 0 };
	struct buf out = { 0 };

	assert_ok(proofs_check(&f, b->proofs, &in, &err), err);
	for (size_t i = 0; i < f.n; i++) {
		const struct finding *x = &f.at[i];

		assert_string_equal("m.scxml", x->file);
		assert_true(*x->todo != '\0');
		buf_addf(&out, "%s %ld %s %s: %s\n",
		    finding_severity_name(x->severity), x->line, x->id,
		    *x->where != '\0' ? x->where : "-", x->text);
	}
	findings_free(&f);
	return buf_steal(&out);
}

static void
check_file(const struct bench *b, const char *folder, const char *name)
{
	char *path = xasprintf(DATA "/%s/%s", folder, name);
	char *expect = xasprintf(
	    DATA "/%s/%.*s.expect", folder, (int)strlen(name) - 6, name);
	struct buf text = { 0 }, want = { 0 };
	struct err err = { 0 };
	char *got;

	assert_ok(file_read(&text, path, 1 << 20, &err), err);
	got = proved(b, buf_text(&text), NULL, false);
	if (getenv("UPDATE_GOLDEN") != NULL && str_eq(folder, "bad"))
		assert_ok(file_save(expect, got, strlen(got), &err), err);
	if (str_eq(folder, "bad"))
		assert_ok(file_read(&want, expect, 1 << 20, &err), err);
	if (!str_eq(got, buf_text(&want)))
		fail_msg(
		    "%s\nfound:\n%sexpected:\n%s", path, got, buf_text(&want));
	if (str_eq(folder, "bad"))
		assert_true(*got != '\0');
	buf_free(&text);
	buf_free(&want);
	free(expect);
	free(path);
	free(got);
}

static void
check_folder(const struct bench *b, const char *folder, size_t least)
{
	char *path = xasprintf(DATA "/%s", folder);
	struct file_names names = { 0 };
	struct err err = { 0 };
	size_t seen = 0;

	assert_ok(file_list(&names, path, &err), err);
	for (size_t i = 0; i < names.n; i++) {
		if (!str_ends(names.at[i], ".scxml"))
			continue;
		check_file(b, folder, names.at[i]);
		seen++;
	}
	assert_true(seen >= least);
	file_names_free(&names);
	free(path);
}

static void
each_fault_is_found_with_its_line(void **state)
{
	check_folder(*state, "bad", 30);
}

static void
what_is_meant_so_is_no_fault(void **state)
{
	check_folder(*state, "good", 6);
}

#define HEAD                                              \
	"<scxml xmlns='http://www.w3.org/2005/07/scxml' " \
	"xmlns:w='urn:mla:workflow:1' version='1.0'>"
#define TAIL "<final id='closed'/></scxml>"

/* A file of somebody may have its words elsewhere; ours may not. */
static void
a_machine_of_ours_needs_its_words(void **state)
{
	static const char text[] =
	    HEAD "<state id='a'><transition event='never-said' "
	         "target='closed'/></state>" TAIL;
	char *got = proved(*state, text, NULL, false);

	assert_string_equal("warning 1 word a: there is no word "
	                    "\"event.never-said\" in any language\n",
	    got);
	free(got);
	got = proved(*state, text, "letter-out", false);
	assert_string_equal("error 1 word a: there is no word "
	                    "\"event.never-said\" in any language\n",
	    got);
	free(got);
}

/* The states of the request are those of the kinds that the part serves. */
static void
a_part_asks_for_states_of_its_own_requests(void **state)
{
	static const char text[] =
	    HEAD "<state id='a'><transition cond=\"whole('jit-active')\" "
	         "target='closed'/></state>" TAIL;
	char *got = proved(*state, text, NULL, false);

	assert_string_equal("", got);
	free(got);
	got = proved(*state, text, "jit-party", true);
	assert_string_equal("", got);
	free(got);
	got = proved(*state, text, "measure", true);
	assert_string_equal("error 1 name a: there is no state of a request "
	                    "\"jit-active\"\n",
	    got);
	free(got);
}

/* Each kind that a machine serves says which list it means. */
static void
a_list_is_one_of_each_kind(void **state)
{
	static const char text[] =
	    HEAD "<state id='a'><transition event='close' target='closed'>"
	         "<w:field name='ground' type='code' codes='refusal'/>"
	         "</transition></state>" TAIL;
	char *got = proved(*state, text, NULL, false);

	assert_string_equal("", got);
	free(got);
	got = proved(*state, text, "eio-in", false);
	assert_string_equal("", got);
	free(got);
	got = proved(*state, text, "jit", false);
	assert_string_equal(
	    "error 1 name a: there is no code list \"refusal\"\n", got);
	free(got);
}

static void
what_is_no_workflow_is_said(void **state)
{
	const struct bench *b = *state;
	const struct proofs_in in = { "<a>", 3, "m.scxml", NULL, false };
	struct findings f = { 0 };
	struct err err = { 0 };
	char *got = proved(b, "<a/>", NULL, false);

	assert_string_equal(
	    "error 1 schema -: this is no SCXML document\n", got);
	free(got);
	assert_int_equal(MLA_EDAMAGED, proofs_check(&f, b->proofs, &in, &err));
	assert_non_null(strstr(err.msg, "m.scxml:1: "));
	assert_int_equal(0, f.n);
}

/* --- expressions --- */

static void
met(void *arg, enum guard_name what, const char *name, const char *list)
{
	static const char *const names[] = { "state", "whole", "part",
		"outcome", "list", "code", "treaty", "field", "fault" };

	buf_addf(arg, "%s %s%s%s; ", names[what], list != NULL ? list : "",
	    list != NULL ? "/" : "", name);
}

/* Here "yes" is always active, "no" never. */
static enum guard_truth
in(void *arg, const char *name)
{
	(void)arg;
	return str_eq(name, "yes") ? GUARD_ALWAYS
	    : str_eq(name, "no")   ? GUARD_NEVER
	                           : GUARD_MAYBE;
}

static bool
data(void *arg, const char *name, bool *number)
{
	(void)arg;
	*number = str_eq(name, "n");
	return *number || str_eq(name, "text");
}

static void
an_expression_is_read_without_running_it(void **state)
{
	static const struct {
		const char *expr;
		enum guard_truth truth;
		const char *met;
	} rows[] = {
		{ "true()", GUARD_ALWAYS, "" },
		{ "not(true())", GUARD_NEVER, "" },
		{ "In('yes')", GUARD_ALWAYS, "state yes; " },
		{ " In ( \"no\" ) ", GUARD_NEVER, "state no; " },
		{ "In('x') or In('yes')", GUARD_ALWAYS,
		    "state x; state yes; " },
		{ "In('x') and In('yes')", GUARD_MAYBE,
		    "state x; state yes; " },
		{ "r:a or In('no') and In('yes')", GUARD_MAYBE,
		    "state no; state yes; " },
		{ "(r:a or In('yes')) and In('no')", GUARD_NEVER,
		    "state yes; state no; " },
		{ "not(In('no')) = true()", GUARD_MAYBE, "state no; " },
		{ "whole('w')", GUARD_MAYBE, "whole w; " },
		{ "$whole/in[@state = 'w']", GUARD_MAYBE, "whole w; " },
		{ "$parts[@kind = 'part'][not(@final) and 'p' != @state]",
		    GUARD_MAYBE, "part p; " },
		{ "count($parts[@outcome='o']) > 0", GUARD_MAYBE,
		    "outcome o; " },
		{ "$parts[r:a[@state = 'x']]", GUARD_MAYBE, "" },
		{ "code('l', $event/@f)/@x = 'y'", GUARD_MAYBE,
		    "field f; list l; " },
		{ "code(\"l\", 'c')", GUARD_MAYBE, "list l; code l/c; " },
		{ "binds('T', r:a, r:b, $today)", GUARD_MAYBE, "treaty T; " },
		{ "languages('FR', 'T', $today)", GUARD_MAYBE, "treaty T; " },
		{ "$event/r:text != '' or $event//@x", GUARD_MAYBE,
		    "field text; " },
		{ "$n < 3 and 2 >= -$n", GUARD_MAYBE, "" },
		{ "$text < 3", GUARD_MAYBE,
		    "fault \"<\" stands between what is no number; " },
		{ "r:a > 1", GUARD_MAYBE,
		    "fault \">\" stands between what is no number; " },
		{ "1 < r:a[. >= 2]", GUARD_MAYBE,
		    "fault \">=\" stands between what is no number; "
		    "fault \"<\" stands between what is no number; " },
		{ "count(//r:a) * 2 <= 3 div 4 mod .5", GUARD_MAYBE, "" },
		{ "a/and/or[div < mod]", GUARD_MAYBE,
		    "fault \"<\" stands between what is no number; " },
		{ "child::r:a | attribute::b | ../text() | @*", GUARD_MAYBE,
		    "" },
		{ "@xml:lang = 'fr' and q:a", GUARD_MAYBE,
		    "fault the prefix \"q\" stands for nothing; " },
		{ "'In(\"no\")' = $gone", GUARD_MAYBE,
		    "fault there is no variable $gone; " },
		{ "gone(1) or true(1) or before()", GUARD_ALWAYS,
		    "fault there is no function gone(); "
		    "fault true() has too many or too few arguments; "
		    "fault before() has too many or too few arguments; " },
		{ "", GUARD_MAYBE, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf b = { 0 };
		const struct guard_look look = { met, in, data, &b };
		enum guard_truth truth = guard_read(NULL, rows[i].expr, &look);

		if (truth != rows[i].truth ||
		    !str_eq(buf_text(&b), rows[i].met))
			fail_msg("%s: %d, %s", rows[i].expr, (int)truth,
			    buf_text(&b));
		buf_free(&b);
	}
}

static void
brackets_have_a_bound(void **state)
{
	struct buf expr = { 0 }, said = { 0 };
	const struct guard_look look = { met, in, data, &said };

	(void)state;
	for (int i = 0; i < 5000; i++)
		buf_addch(&expr, '(');
	buf_adds(&expr, "r:a");
	for (int i = 0; i < 5000; i++)
		buf_addch(&expr, ')');
	assert_int_equal(GUARD_MAYBE, guard_read(NULL, buf_text(&expr), &look));
	assert_string_equal("fault it has too many brackets inside brackets; ",
	    buf_text(&said));
	buf_free(&expr);
	buf_free(&said);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_fault_is_found_with_its_line),
		cmocka_unit_test(what_is_meant_so_is_no_fault),
		cmocka_unit_test(a_machine_of_ours_needs_its_words),
		cmocka_unit_test(a_part_asks_for_states_of_its_own_requests),
		cmocka_unit_test(a_list_is_one_of_each_kind),
		cmocka_unit_test(what_is_no_workflow_is_said),
		cmocka_unit_test(an_expression_is_read_without_running_it),
		cmocka_unit_test(brackets_have_a_bound),
	};

	xml_init();
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
