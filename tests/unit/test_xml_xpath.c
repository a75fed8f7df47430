/* test_xml_xpath.c - expressions, their faults and the bound on their work */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <libxml/xpathInternals.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/str.h"
#include "xml/init.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/xpath.h"

#define DOC                                                 \
	"<a xmlns='urn:n'><b n='1'>one</b><b n='2'>two</b>" \
	"<c><b n='3'>three</b></c></a>"

struct bench {
	xmlDoc *doc;
	struct xpath *x;
};

static int
open_bench(void **state)
{
	struct bench *b = xcalloc(1, sizeof(*b));
	struct err err = { 0 };

	if (xml_read(&b->doc, DOC, strlen(DOC), "a.xml", &err) != MLA_OK)
		return 1;
	b->x = xpath_new(b->doc);
	xpath_ns(b->x, "n", "urn:n");
	*state = b;
	return 0;
}

static int
close_bench(void **state)
{
	struct bench *b = *state;

	xpath_free(b->x);
	xmlFreeDoc(b->doc);
	free(b);
	return 0;
}

static void
assert_says(struct bench *b, xmlNode *at, const char *expr, const char *want)
{
	struct err err = { 0 };
	xmlXPathObject *value;
	xmlChar *text;

	assert_ok(xpath_eval(&value, b->x, at, expr, &err), err);
	text = xmlXPathCastToString(value);
	assert_string_equal(want, (const char *)text);
	xmlFree(text);
	xmlXPathFreeObject(value);
}

/* The message starts with start: what follows is the library's. */
static void
assert_fails(struct bench *b, const char *expr, const char *start)
{
	struct err err = { 0 };
	xmlXPathObject *value;

	assert_int_equal(
	    MLA_EDAMAGED, xpath_eval(&value, b->x, NULL, expr, &err));
	assert_null(value);
	if (!str_starts(err.msg, start))
		fail_msg("\"%s\" does not start \"%s\"", err.msg, start);
}

static void
an_expression_is_evaluated_at_the_document_element(void **state)
{
	assert_says(*state, NULL, "n:b[2]", "two");
	assert_says(*state, NULL, "count(//n:b)", "3");
	assert_says(*state, NULL, "string(n:c/n:b/@n) = '3'", "true");
}

static void
an_expression_is_evaluated_at_the_node_given(void **state)
{
	struct bench *b = *state;
	xmlNode *c = xml_child(xml_root(b->doc), "urn:n", "c");

	assert_says(b, c, "n:b", "three");
	assert_says(b, c, "../n:b", "one");
	assert_says(b, NULL, "n:b", "one");
}

static void
nodes_come_in_document_order(void **state)
{
	struct bench *b = *state;
	struct err err = { 0 };
	xmlXPathObject *value;

	assert_ok(
	    xpath_eval(&value, b->x, NULL, "n:c/n:b | n:b[2] | n:b[1]", &err),
	    err);
	assert_int_equal(3, value->nodesetval->nodeNr);
	assert_true(xml_attr_is(value->nodesetval->nodeTab[0], "n", "1"));
	assert_true(xml_attr_is(value->nodesetval->nodeTab[1], "n", "2"));
	assert_true(xml_attr_is(value->nodesetval->nodeTab[2], "n", "3"));
	xmlXPathFreeObject(value);
}

static void
a_variable_is_found_and_can_change(void **state)
{
	struct bench *b = *state;

	xpath_variable(b->x, "v", xmlXPathNewCString("1"));
	assert_says(b, NULL, "n:b[@n = $v]", "one");
	xpath_variable(b->x, "v", xmlXPathNewCString("2"));
	assert_says(b, NULL, "n:b[@n = $v]", "two");
}

static void
fn_twice(xmlXPathParserContextPtr c, int nargs)
{
	double *calls = xpath_owner(c);
	double number;

	if (nargs != 1) {
		xpath_fail(c, "twice() takes one number");
		return;
	}
	number = xmlXPathPopNumber(c);
	*calls += 1;
	valuePush(c, xmlXPathNewFloat(2 * number));
}

static void
a_function_of_ours_is_called_with_its_owner(void **state)
{
	struct bench *b = *state;
	double calls = 0;

	xpath_set_owner(b->x, &calls);
	xpath_function(b->x, "twice", fn_twice);
	assert_says(b, NULL, "twice(21)", "42");
	assert_says(b, NULL, "twice(n:b[1]/@n)", "2");
	assert_true(calls > 1.5);
}

static void
a_function_that_fails_says_why(void **state)
{
	struct bench *b = *state;

	xpath_function(b->x, "twice", fn_twice);
	assert_fails(b, "twice(1, 2)",
	    "the expression \"twice(1, 2)\" cannot be evaluated: twice() takes "
	    "one number");
	/* The reason does not stick to the next expression. */
	assert_says(b, NULL, "1 + 1", "2");
	assert_fails(b, "1 +", "the expression \"1 +\" is no XPath");
	assert_says(b, NULL, "2 + 2", "4");
}

static void
what_is_no_xpath_is_quoted(void **state)
{
	static const char *const bad[] = { "", "n:b[", "1 +", "//", "$", "'a",
		"n:b[1", "a b", "n:", "child::", "@", "\xc3" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char *start =
		    xasprintf("the expression \"%s\" is no XPath", bad[i]);
		struct err err = { 0 };

		assert_fails(*state, bad[i], start);
		assert_int_equal(
		    MLA_EDAMAGED, xpath_compile_check(bad[i], &err));
		if (!str_starts(err.msg, start))
			fail_msg("\"%s\"", err.msg);
		free(start);
	}
}

static void
unknown_names_are_faults_and_not_empty(void **state)
{
	static const struct {
		const char *expr, *why;
	} bad[] = {
		{ "nothing(1)", "no such function" },
		{ "$nothing", "no such variable" },
		{ "m:b", "a prefix is not declared" },
		{ "n:b[$nothing]", "no such variable" },
		{ "n:b[nothing()]", "no such function" },
		{ "m:nothing()", "" },
		{ "document('/etc/hostname')", "no such function" },
		{ "concat('a')", "wrong number of arguments" },
		{ "count('a')", "a value of the wrong type" },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char *start =
		    xasprintf("the expression \"%s\" cannot be evaluated: %s",
		        bad[i].expr, bad[i].why);

		assert_fails(*state, bad[i].expr, start);
		free(start);
	}
}

static void
a_check_compiles_and_knows_no_names(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_ok(xpath_compile_check("x:b[f($v)]/@n = '1'", &err), err);
}

/* A lookup that knows $mine alone. */
static xmlXPathObject *
look_up_mine(void *arg, const xmlChar *name, const xmlChar *uri)
{
	assert_null(uri);
	return strcmp((const char *)name, "mine") == 0 ? xmlXPathNewCString(arg)
	                                               : NULL;
}

static void
a_function_is_asked_for_a_variable_first(void **state)
{
	struct bench *b = *state;
	char value[] = "1";

	xpath_variable(b->x, "mine", xmlXPathNewCString("2"));
	xpath_variable(b->x, "v", xmlXPathNewCString("3"));
	xpath_lookup(b->x, look_up_mine, value);
	assert_says(b, NULL, "concat($mine, $v)", "13");
	assert_fails(b, "$none",
	    "the expression \"$none\" cannot be "
	    "evaluated: no such variable");
	xpath_lookup(b->x, NULL, NULL);
	assert_says(b, NULL, "concat($mine, $v)", "23");
}

static void
one_compiled_expression_serves_two_contexts(void **state)
{
	struct bench *b = *state;
	struct xpath *other = xpath_new(NULL);
	struct xpath_expr *expr;
	struct err err = { 0 };
	xmlXPathObject *value;

	assert_int_equal(
	    MLA_EDAMAGED, xpath_compile(&expr, other, "1 +", &err));
	assert_null(expr);
	assert_string_equal("the expression \"1 +\" is no XPath", err.msg);
	memset(&err, 0, sizeof(err));
	assert_ok(xpath_compile(&expr, other, "string($v)", &err), err);
	xpath_free(other);
	other = xpath_new(NULL);
	xpath_variable(b->x, "v", xmlXPathNewCString("here"));
	xpath_variable(other, "v", xmlXPathNewCString("there"));
	assert_ok(xpath_run(&value, b->x, NULL, expr, &err), err);
	assert_string_equal("here", (const char *)value->stringval);
	xmlXPathFreeObject(value);
	assert_ok(xpath_run(&value, other, NULL, expr, &err), err);
	assert_string_equal("there", (const char *)value->stringval);
	xmlXPathFreeObject(value);
	xpath_free(other);
	xpath_expr_free(expr);
}

static void
too_much_work_is_stopped(void **state)
{
	struct bench *b = *state;
	struct buf text = { 0 };
	struct err err = { 0 };
	xmlDoc *doc;

	buf_adds(&text, "<a>");
	for (int i = 0; i < 3000; i++)
		buf_adds(&text, "<b/>");
	buf_adds(&text, "</a>");
	assert_ok(xml_read(&doc, text.data, text.len, "b.xml", &err), err);
	xpath_doc(b->x, doc);
	assert_fails(b, "count(//*[count(//*[count(//*) > 1]) > 1])",
	    "the expression \"count(//*[count(//*[count(//*) > 1]) > 1])\" "
	    "cannot be evaluated: too much work");
	/* The next one has its whole allowance again. */
	assert_says(b, NULL, "count(//*)", "3001");
	assert_fails(
	    b, "count(//*[count(//*[count(//*) > 1]) > 1])", "the expression ");
	xpath_doc(b->x, b->doc);
	assert_says(b, NULL, "count(//*)", "5");
	xmlFreeDoc(doc);
	buf_free(&text);
}

/* A fault inside nested calls must not use up the depth of later ones. */
static void
many_faults_leave_the_context_usable(void **state)
{
	for (int i = 0; i < 3000; i++)
		assert_fails(*state, "n:b[not(string(count($nothing)))]",
		    "the expression ");
	assert_says(*state, NULL, "n:b[not(string(count(/)) = '')]", "one");
}

/* With a budget spent in a predicate, position is that of the next one. */
static void
a_fault_leaves_no_position_behind(void **state)
{
	assert_says(*state, NULL, "position() = 1 and last() = 1", "true");
	assert_fails(*state, "n:b[2][$nothing]", "the expression ");
	assert_fails(
	    *state, "(n:b)[position() = 2 and $nothing]", "the expression ");
	assert_says(*state, NULL, "position() = 1 and last() = 1", "true");
}

static void
deep_nesting_is_a_fault_and_no_crash(void **state)
{
	static const char *const open[] = { "(", "-", "not(", "a[", "a/(" };
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
		struct buf expr = { 0 };
		struct err err = { 0 };
		xmlXPathObject *value;

		for (int n = 0; n < 20000; n++)
			buf_adds(&expr, open[i]);
		assert_int_equal(MLA_EDAMAGED,
		    xpath_eval(&value, b->x, NULL, expr.data, &err));
		assert_int_equal(
		    MLA_EDAMAGED, xpath_compile_check(expr.data, &err));
		buf_free(&expr);
	}
	assert_says(b, NULL, "((((1))))", "1");
}

static void
a_context_without_a_document_is_fine(void **state)
{
	struct xpath *x = xpath_new(NULL);
	struct bench b = { NULL, x };

	(void)state;
	assert_says(&b, NULL, "1 + 1", "2");
	assert_says(&b, NULL, "concat('a', 'b')", "ab");
	assert_says(&b, NULL, "count(/a | . | ../*)", "0");
	xpath_free(x);
	xpath_free(NULL);
}

static void
the_same_text_is_compiled_once_and_stays_right(void **state)
{
	struct bench *b = *state;

	for (int i = 0; i < 100; i++) {
		assert_says(b, NULL, "n:b[1]", "one");
		assert_says(b, xml_child(xml_root(b->doc), "urn:n", "c"),
		    "n:b[1]", "three");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    an_expression_is_evaluated_at_the_document_element,
		    open_bench, close_bench),
		cmocka_unit_test_setup_teardown(
		    an_expression_is_evaluated_at_the_node_given, open_bench,
		    close_bench),
		cmocka_unit_test_setup_teardown(
		    nodes_come_in_document_order, open_bench, close_bench),
		cmocka_unit_test_setup_teardown(
		    a_variable_is_found_and_can_change, open_bench,
		    close_bench),
		cmocka_unit_test_setup_teardown(
		    a_function_of_ours_is_called_with_its_owner, open_bench,
		    close_bench),
		cmocka_unit_test_setup_teardown(
		    a_function_that_fails_says_why, open_bench, close_bench),
		cmocka_unit_test_setup_teardown(
		    what_is_no_xpath_is_quoted, open_bench, close_bench),
		cmocka_unit_test_setup_teardown(
		    unknown_names_are_faults_and_not_empty, open_bench,
		    close_bench),
		cmocka_unit_test(a_check_compiles_and_knows_no_names),
		cmocka_unit_test_setup_teardown(
		    a_function_is_asked_for_a_variable_first, open_bench,
		    close_bench),
		cmocka_unit_test_setup_teardown(
		    one_compiled_expression_serves_two_contexts, open_bench,
		    close_bench),
		cmocka_unit_test_setup_teardown(
		    too_much_work_is_stopped, open_bench, close_bench),
		cmocka_unit_test_setup_teardown(
		    many_faults_leave_the_context_usable, open_bench,
		    close_bench),
		cmocka_unit_test_setup_teardown(
		    a_fault_leaves_no_position_behind, open_bench, close_bench),
		cmocka_unit_test_setup_teardown(
		    deep_nesting_is_a_fault_and_no_crash, open_bench,
		    close_bench),
		cmocka_unit_test(a_context_without_a_document_is_fine),
		cmocka_unit_test_setup_teardown(
		    the_same_text_is_compiled_once_and_stays_right, open_bench,
		    close_bench),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
