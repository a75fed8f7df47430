/* test_xml_xslt.c - stylesheets that work, and those that reach out */
/* SPDX-License-Identifier: Apache-2.0 */
#include "chance.h"
#include "unit.h"

#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "xml/init.h"
#include "xml/read.h"
#include "xml/xslt.h"

#define FOLDER "tests/data/xml/xslt"
#define WRITTEN "/tmp/mla-xslt-written"
#define LIST "<list><item>a &lt; b</item><item>c</item></list>"

static xmlDoc *
read_list(const char *text)
{
	struct err err = { 0 };
	xmlDoc *doc;

	assert_ok(xml_read(&doc, text, strlen(text), "list.xml", &err), err);
	return doc;
}

static struct xslt *
load_well(const char *name)
{
	char *path = file_join(FOLDER, name);
	struct err err = { 0 };
	struct xslt *x;

	assert_ok(xslt_load(&x, path, FOLDER, &err), err);
	free(path);
	return x;
}

static void
assert_gives(struct xslt *x, const char *input, const char *const *params,
    const char *want)
{
	xmlDoc *doc = read_list(input);
	struct buf out = { 0 };
	struct err err = { 0 };

	assert_ok(xslt_apply(&out, x, doc, params, &err), err);
	assert_string_equal(want, buf_text(&out));
	buf_free(&out);
	xmlFreeDoc(doc);
}

static void
a_stylesheet_with_imports_is_applied(void **state)
{
	struct xslt *x = load_well("plain.xsl");

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_gives(x, LIST, NULL,
		    "<ul title=\"\"><li>"
		    "<b class=\"number\">1</b>: a &lt; b</li><li>"
		    "<b class=\"number\">2</b>: c</li><li>"
		    "imported text &amp; more - a text that comes from the "
		    "import</li></ul>\n");
	xslt_free(x);
	xslt_free(NULL);
}

static void
a_parameter_is_text_whatever_it_looks_like(void **state)
{
	static const char *const values[] = { "plain", "it's",
		"\"both\" 'kinds'", "/list/item", "concat(1, 2)", "{1 + 1}",
		"\xc3\xa9\xe2\x82\xac" };
	static const char *const shown[] = { "plain", "it's",
		"&quot;both&quot; 'kinds'", "/list/item", "concat(1, 2)",
		"{1 + 1}", "\xc3\xa9\xe2\x82\xac" };
	struct xslt *x = load_well("plain.xsl");

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		const char *params[] = { "title", values[i], NULL };
		char *want = xasprintf("<ul title=\"%s\"></ul>\n", shown[i]);

		assert_gives(x, "<list/>", params, want);
		free(want);
	}
	xslt_free(x);
}

static void
a_result_of_text_is_not_escaped_and_may_be_empty(void **state)
{
	struct xslt *x = load_well("text.xsl");

	(void)state;
	assert_gives(x, LIST, NULL, "a < b");
	assert_gives(x, "<list/>", NULL, "");
	xslt_free(x);
}

static void
an_instruction_in_the_input_runs_nothing(void **state)
{
	struct xslt *x = load_well("text.xsl");

	(void)state;
	assert_gives(x,
	    "<?xml-stylesheet type='text/xsl' href='/etc/hostname'?>"
	    "<list><item>x</item></list>",
	    NULL, "x");
	xslt_free(x);
}

/* One line that holds what. */
static void
assert_says(const char *msg, const char *what)
{
	if (strstr(msg, what) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", what, msg);
	if (strchr(msg, '\n') != NULL)
		fail_msg("more than one line: \"%s\"", msg);
}

static void
assert_no_load(const char *name, enum mla_rc rc, const char *what)
{
	char *path = file_join(FOLDER, name);
	struct err err = { 0 };
	struct xslt *x;

	(void)unlink(WRITTEN);
	assert_int_equal(rc, xslt_load(&x, path, FOLDER, &err));
	assert_null(x);
	assert_says(err.msg, what);
	assert_false(file_exists(WRITTEN));
	free(path);
}

static void
a_stylesheet_that_is_not_there_is_told(void **state)
{
	(void)state;
	assert_no_load("none.xsl", MLA_ENOTFOUND,
	    "there is no stylesheet tests/data/xml/xslt/none.xsl");
}

static void
a_stylesheet_of_another_folder_is_refused(void **state)
{
	(void)state;
	assert_no_load("../order.xsd", MLA_EDAMAGED,
	    "lies outside of the stylesheets in tests/data/xml/xslt");
}

static void
unescaped_output_is_refused_with_its_line(void **state)
{
	(void)state;
	assert_no_load("unescaped.xsl", MLA_EDAMAGED,
	    "tests/data/xml/xslt/unescaped.xsl:5: disable-output-escaping is "
	    "not accepted");
	assert_no_load("hidden.xsl", MLA_EDAMAGED,
	    "hidden.xsl line 5 element import xsl:import : unable to load");
}

static void
extension_elements_are_refused(void **state)
{
	(void)state;
	assert_no_load("extension.xsl", MLA_EDAMAGED,
	    "tests/data/xml/xslt/extension.xsl:4: extension elements are not "
	    "accepted");
	assert_no_load("extension-late.xsl", MLA_EDAMAGED,
	    "tests/data/xml/xslt/extension-late.xsl:5: extension elements are "
	    "not accepted");
}

static void
a_doctype_in_a_stylesheet_is_refused(void **state)
{
	(void)state;
	assert_no_load("doctype.xsl", MLA_EDAMAGED,
	    "tests/data/xml/xslt/doctype.xsl:4: it has a DOCTYPE, and none is "
	    "accepted");
	assert_no_load(
	    "doctype-import.xsl", MLA_EDAMAGED, "xsl:import : unable to load");
}

static void
imports_from_elsewhere_are_refused(void **state)
{
	(void)state;
	assert_no_load(
	    "outside.xsl", MLA_EDAMAGED, "xsl:import : unable to load");
	assert_no_load("outside-http.xsl", MLA_EDAMAGED,
	    "xsl:include : unable to load http://127.0.0.1/x.xsl");
	assert_no_load(
	    "missing.xsl", MLA_EDAMAGED, "xsl:import : unable to load");
}

static void
an_expression_that_does_not_compile_is_refused(void **state)
{
	(void)state;
	assert_no_load("syntax.xsl", MLA_EDAMAGED,
	    "could not compile select expression 'item['");
}

/* Refused when it is loaded or when it is run, and never with a result. */
static void
assert_never_runs(const char *name, const char *input, const char *what)
{
	char *path = file_join(FOLDER, name);
	struct buf out = { 0 };
	struct err err = { 0 };
	struct xslt *x;
	enum mla_rc rc;

	(void)unlink(WRITTEN);
	if ((rc = xslt_load(&x, path, FOLDER, &err)) == MLA_OK) {
		xmlDoc *doc = read_list(input);

		rc = xslt_apply(&out, x, doc, NULL, &err);
		xmlFreeDoc(doc);
	}
	if (rc != MLA_EDAMAGED)
		fail_msg(
		    "%s gives %d and \"%s\"", name, (int)rc, buf_text(&out));
	assert_says(err.msg, what);
	assert_int_equal(0, out.len);
	assert_false(file_exists(WRITTEN));
	xslt_free(x);
	buf_free(&out);
	free(path);
}

static void
nothing_is_written(void **state)
{
	(void)state;
	assert_never_runs("writes.xsl", LIST, "write rights for");
}

static void
document_reads_nothing_however_it_is_written(void **state)
{
	(void)state;
	assert_never_runs(
	    "document.xsl", LIST, "document.xsl:5: document() is not accepted");
	assert_never_runs("document-blank.xsl", LIST, "read rights for");
	assert_never_runs("document-value.xsl", LIST, "read rights for");
	assert_never_runs("document-key.xsl",
	    "<list><item>number.xsl</item></list>",
	    "document() is not accepted");
}

static void
expressions_from_the_input_are_not_run(void **state)
{
	(void)state;
	assert_never_runs("unknown.xsl", LIST, "unknown.xsl");
}

static void
a_message_that_ends_it_is_told(void **state)
{
	(void)state;
	assert_never_runs("stops.xsl", LIST, "no title given");
}

static void
endless_recursion_is_stopped(void **state)
{
	(void)state;
	assert_never_runs("endless.xsl", LIST, "infinite template recursion");
}

static void
too_much_work_is_stopped(void **state)
{
	struct buf b = { 0 };

	(void)state;
	if (chance_is_slow())
		skip(); /* it is the work that is slow */
	buf_adds(&b, "<list>");
	for (int i = 0; i < 2000; i++)
		buf_adds(&b, "<item/>");
	buf_adds(&b, "</list>");
	assert_never_runs(
	    "loops.xsl", b.data, "loops.xsl failed: too much work for it");
	buf_free(&b);
}

static void
copy_into(const char *dir, const char *name)
{
	char *from = file_join(FOLDER, name), *to = file_join(dir, name);
	struct buf b = { 0 };
	struct err err = { 0 };

	assert_ok(file_read(&b, from, XML_MAX_BYTES, &err), err);
	assert_ok(file_save(to, b.data, b.len, &err), err);
	buf_free(&b);
	free(from);
	free(to);
}

static void
a_folder_may_have_blanks_in_its_name(void **state)
{
	static const char *const names[] = { "plain.xsl", "number.xsl",
		"part/words.xsl", "part" };
	char top[] = "/tmp/mla-xslt-XXXXXX";
	struct err err = { 0 };
	char *dir, *path;
	struct xslt *x;

	(void)state;
	assert_non_null(mkdtemp(top));
	dir = file_join(top, "our 100% files");
	path = file_join(dir, "part");
	assert_ok(file_mkdir(dir, &err), err);
	assert_ok(file_mkdir(path, &err), err);
	free(path);
	for (int i = 0; i < 3; i++)
		copy_into(dir, names[i]);
	path = file_join(dir, names[0]);
	assert_ok(xslt_load(&x, path, dir, &err), err);
	assert_gives(x, "<list/>", NULL, "<ul title=\"\"></ul>\n");
	xslt_free(x);
	free(path);
	for (int i = 0; i < 4; i++) {
		path = file_join(dir, names[i]);
		(void)remove(path);
		free(path);
	}
	(void)rmdir(dir);
	(void)rmdir(top);
	free(dir);
}

/* Neither a failure nor what comes after it may print. */
static void
nothing_is_printed(void **state)
{
	char path[] = "/tmp/mla-printed-XXXXXX";
	int file = mkstemp(path), keep[2];
	struct buf printed = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_true(file >= 0);
	(void)fflush(NULL);
	keep[0] = dup(STDOUT_FILENO);
	keep[1] = dup(STDERR_FILENO);
	(void)dup2(file, STDOUT_FILENO);
	(void)dup2(file, STDERR_FILENO);
	assert_no_load("syntax.xsl", MLA_EDAMAGED, "syntax.xsl");
	assert_no_load("missing.xsl", MLA_EDAMAGED, "missing.xsl");
	assert_never_runs("unknown.xsl", LIST, "unknown.xsl");
	assert_never_runs("stops.xsl", LIST, "stops.xsl");
	assert_never_runs("endless.xsl", LIST, "endless.xsl");
	(void)fflush(NULL);
	(void)dup2(keep[0], STDOUT_FILENO);
	(void)dup2(keep[1], STDERR_FILENO);
	(void)close(keep[0]);
	(void)close(keep[1]);
	(void)close(file);
	assert_ok(file_read(&printed, path, XML_MAX_BYTES, &err), err);
	(void)unlink(path);
	assert_string_equal("", buf_text(&printed));
	buf_free(&printed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stylesheet_with_imports_is_applied),
		cmocka_unit_test(a_parameter_is_text_whatever_it_looks_like),
		cmocka_unit_test(
		    a_result_of_text_is_not_escaped_and_may_be_empty),
		cmocka_unit_test(an_instruction_in_the_input_runs_nothing),
		cmocka_unit_test(a_stylesheet_that_is_not_there_is_told),
		cmocka_unit_test(a_stylesheet_of_another_folder_is_refused),
		cmocka_unit_test(unescaped_output_is_refused_with_its_line),
		cmocka_unit_test(extension_elements_are_refused),
		cmocka_unit_test(a_doctype_in_a_stylesheet_is_refused),
		cmocka_unit_test(imports_from_elsewhere_are_refused),
		cmocka_unit_test(
		    an_expression_that_does_not_compile_is_refused),
		cmocka_unit_test(nothing_is_written),
		cmocka_unit_test(document_reads_nothing_however_it_is_written),
		cmocka_unit_test(expressions_from_the_input_are_not_run),
		cmocka_unit_test(a_message_that_ends_it_is_told),
		cmocka_unit_test(endless_recursion_is_stopped),
		cmocka_unit_test(too_much_work_is_stopped),
		cmocka_unit_test(a_folder_may_have_blanks_in_its_name),
		cmocka_unit_test(nothing_is_printed),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
