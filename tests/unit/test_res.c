/* test_res.c - where data files are found, listed, read and checked */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "res/res.h"
#include "xml/init.h"
#include "xml/node.h"
#include "xml/schema.h"

static const char *const folders[] = { "forms", "forms/kind", "forms/code",
	"forms/schema", "workflows", "workflows/part", "xslt" };

static const char *const files[][2] = {
	{ "forms/kind/b.xml", "<b/>" },
	{ "forms/kind/a.xml", "<a/>" },
	{ "forms/kind/a-b.xml", "<ab/>" },
	{ "forms/kind/a1.xml", "<a1/>" },
	{ "forms/kind/a.xml~", "left by an editor" },
	{ "forms/kind/Upper.xml", "<no/>" },
	{ "forms/kind/.hidden.xml", "<no/>" },
	{ "forms/kind/.xml", "<no/>" },
	{ "forms/kind/x", "" },
	{ "workflows/m.scxml", "<scxml/>" },
	{ "workflows/part/p.scxml", "<scxml/>" },
	{ "forms/schema/s.xsd",
	    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>"
	    "<xs:element name='a' type='xs:date'/></xs:schema>" },
	{ "forms/schema/bad.xsd", "<a/>" },
};

/* One character too many. */
#define LONG_NAME                                                      \
	"a12345678901234567890123456789012345678901234567890123456789" \
	"01234"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A data folder of our own, as a fresh one for each test. */
static int
make_data(void **state)
{
	char *dir = mkdtemp(xstrdup("/tmp/mla-res-XXXXXX"));
	struct err err = { 0 };
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; i < COUNT(folders) && rc == MLA_OK; i++) {
		char *path = file_join(dir, folders[i]);

		rc = file_mkdir(path, &err);
		free(path);
	}
	for (size_t i = 0; i < COUNT(files) && rc == MLA_OK; i++) {
		char *path = file_join(dir, files[i][0]);

		rc = file_save(path, files[i][1], strlen(files[i][1]), &err);
		free(path);
	}
	*state = dir;
	return rc != MLA_OK;
}

static int
remove_data(void **state)
{
	char *dir = *state;

	for (size_t i = 0; i < COUNT(files); i++) {
		char *path = file_join(dir, files[i][0]);

		(void)unlink(path);
		free(path);
	}
	for (size_t i = COUNT(folders); i > 0; i--) {
		char *path = file_join(dir, folders[i - 1]);

		(void)rmdir(path);
		free(path);
	}
	(void)rmdir(dir);
	free(dir);
	(void)unsetenv("MLA_DATA");
	return 0;
}

static struct res *
open_well(const char *dir)
{
	struct err err = { 0 };
	struct res *res;

	assert_ok(res_open(&res, dir, &err), err);
	return res;
}

static void
the_folder_named_is_used(void **state)
{
	struct res *res;

	assert_int_equal(0, setenv("MLA_DATA", "/nowhere", 1));
	res = open_well(*state);
	assert_string_equal(*state, res_dir(res));
	res_free(res);
	res_free(NULL);
}

static void
the_environment_names_the_folder_where_nobody_else_does(void **state)
{
	struct res *res;

	assert_int_equal(0, setenv("MLA_DATA", *state, 1));
	res = open_well(NULL);
	assert_string_equal(*state, res_dir(res));
	res_free(res);
}

static void
a_folder_without_forms_is_refused_with_a_hint(void **state)
{
	char *dir = file_join(*state, "xslt");
	char *want = xasprintf("no forms in %s", dir);
	struct err err = { 0 };
	struct res *res;

	assert_int_equal(MLA_ENOTFOUND, res_open(&res, dir, &err));
	assert_null(res);
	assert_string_equal(want, err.msg);
	assert_string_equal("name the folder that holds forms/, workflows/ and "
	                    "xslt/: --data DIR",
	    err.hint);
	memset(&err, 0, sizeof(err));
	assert_int_equal(0, setenv("MLA_DATA", dir, 1));
	assert_int_equal(MLA_ENOTFOUND, res_open(&res, NULL, &err));
	assert_string_equal(want, err.msg);
	free(want);
	free(dir);
}

static void
each_kind_has_its_place(void **state)
{
	static const struct {
		enum res_kind kind;
		const char *path, *name;
	} places[] = {
		{ RES_KIND, "forms/kind/x.xml", "kind" },
		{ RES_FORM, "forms/form/x.xml", "form" },
		{ RES_CODE, "forms/code/x.xml", "code" },
		{ RES_LANG, "forms/lang/x.xlf", "lang" },
		{ RES_LAW, "forms/law/x.xml", "law" },
		{ RES_COUNTRY, "forms/country/x.xml", "country" },
		{ RES_CALENDAR, "forms/calendar/x.xml", "calendar" },
		{ RES_SCHEMA, "forms/schema/x.xsd", "schema" },
		{ RES_XSLT, "xslt/x.xsl", "xslt" },
		{ RES_WORKFLOW, "workflows/x.scxml", "workflow" },
		{ RES_PART, "workflows/part/x.scxml", "part" },
	};
	struct res *res = open_well(*state);

	for (size_t i = 0; i < COUNT(places); i++) {
		char *want = file_join(*state, places[i].path);
		char *path = res_path(res, places[i].kind, "x");

		assert_string_equal(want, path);
		assert_string_equal(
		    places[i].name, res_kind_name(places[i].kind));
		free(want);
		free(path);
	}
	res_free(res);
}

static void
a_name_cannot_leave_the_folder(void **state)
{
	static const char *const bad[] = { "", "../a", "a/b", "/etc/passwd",
		"a.xml", "A", "a b", "-a", ".", "..", "a\n", "\xc3\xa9",
		LONG_NAME };
	struct res *res = open_well(*state);
	struct buf b = { 0 };

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct err err = { 0 };

		assert_null(res_path(res, RES_KIND, bad[i]));
		assert_int_equal(
		    MLA_ENOTFOUND, res_read(&b, res, RES_KIND, bad[i], &err));
		assert_true(str_starts(err.msg, "there is no kind \""));
	}
	assert_int_equal(0, b.len);
	res_free(res);
}

static void
a_file_is_read_by_its_name(void **state)
{
	struct res *res = open_well(*state);
	struct res_source source = res_as_source(res);
	struct buf b = { 0 };
	struct err err = { 0 };

	assert_ok(res_read(&b, res, RES_KIND, "a-b", &err), err);
	assert_string_equal("<ab/>", b.data);
	assert_ok(source.read(source.arg, &b, RES_PART, "p", &err), err);
	assert_string_equal("<ab/><scxml/>", b.data);
	assert_int_equal(
	    MLA_ENOTFOUND, source.read(source.arg, &b, RES_FORM, "a", &err));
	assert_string_equal("there is no form \"a\"", err.msg);
	buf_free(&b);
	res_free(res);
}

/* What is listed can be read; the order is that of the names. */
static void
a_list_has_names_only_and_is_sorted(void **state)
{
	static const char *const want[] = { "a", "a-b", "a1", "b" };
	struct res *res = open_well(*state);
	struct file_names names;
	struct err err = { 0 };

	assert_ok(res_list(&names, res, RES_KIND, &err), err);
	assert_int_equal(COUNT(want), names.n);
	for (size_t i = 0; i < COUNT(want); i++)
		assert_string_equal(want[i], names.at[i]);
	file_names_free(&names);
	assert_ok(res_list(&names, res, RES_WORKFLOW, &err), err);
	assert_int_equal(1, names.n);
	assert_string_equal("m", names.at[0]);
	file_names_free(&names);
	res_free(res);
}

/* An empty folder does not survive a checkout: none is as good as empty. */
static void
a_folder_that_is_not_there_lists_nothing(void **state)
{
	struct res *res = open_well(*state);
	struct file_names names;
	struct err err = { 0 };

	assert_ok(res_list(&names, res, RES_COUNTRY, &err), err);
	assert_int_equal(0, names.n);
	file_names_free(&names);
	res_free(res);
}

static void
a_document_is_parsed_and_checked(void **state)
{
	struct res *res = open_well(*state);
	struct err err = { 0 };
	xmlDoc *doc;

	for (int i = 0; i < 2; i++) {
		assert_ok(res_parse(&doc, res, "<a>2026-07-17</a>", 17, "a.xml",
		              "s", &err),
		    err);
		assert_true(xml_is(xml_root(doc), NULL, "a"));
		xmlFreeDoc(doc);
	}
	assert_ok(res_parse(&doc, res, "<z/>", 4, "z.xml", NULL, &err), err);
	xmlFreeDoc(doc);
	res_free(res);
}

static void
assert_no_parse(struct res *res, const char *text, const char *schema,
    enum mla_rc rc, const char *start)
{
	struct err err = { 0 };
	xmlDoc *doc;

	assert_int_equal(rc,
	    res_parse(&doc, res, text, strlen(text), "a.xml", schema, &err));
	assert_null(doc);
	if (!str_starts(err.msg, start))
		fail_msg("\"%s\" does not start \"%s\"", err.msg, start);
}

static void
a_document_that_does_not_fit_is_refused_with_its_line(void **state)
{
	struct res *res = open_well(*state);
	char *bad =
	    file_join(res_dir(res), "forms/schema/bad.xsd is no schema");
	char *none =
	    xasprintf("cannot open %s/forms/schema/none.xsd", res_dir(res));

	assert_no_parse(res, "\n<a>soon</a>", "s", MLA_EDAMAGED,
	    "a.xml:2: Element 'a': 'soon' is not a valid value of the atomic "
	    "type 'xs:date'.");
	assert_no_parse(res, "<a>\n</b>", "s", MLA_EDAMAGED, "a.xml:2: ");
	assert_no_parse(res, "<!DOCTYPE a><a/>", "s", MLA_EDAMAGED,
	    "a.xml:1: it has a DOCTYPE, and none is accepted");
	assert_no_parse(res, "<a/>", "bad", MLA_EDAMAGED, bad);
	assert_no_parse(res, "<a/>", "none", MLA_ENOTFOUND, none);
	assert_no_parse(res, "<a/>", "../s", MLA_EINTERNAL, "no schema ../s");
	free(bad);
	free(none);
	res_free(res);
}

static void
faults_of_a_document_of_others_are_listed(void **state)
{
	struct res *res = open_well(*state);
	struct xml_faults faults = { 0 };
	struct err err = { 0 };
	xmlDoc *doc;

	assert_ok(res_parse(&doc, res, "<b/>", 4, "b.xml", NULL, &err), err);
	assert_ok(res_check(&faults, res, doc, "s", &err), err);
	assert_int_equal(1, faults.n);
	assert_string_equal("b", faults.at[0].where);
	xml_faults_free(&faults);
	xmlFreeDoc(doc);
	res_free(res);
}

/* The shipped schemas: each compiles. */
static void
each_shipped_schema_compiles(void **state)
{
	struct res *res = open_well(".");
	struct file_names names;
	struct err err = { 0 };

	(void)state;
	assert_ok(res_list(&names, res, RES_SCHEMA, &err), err);
	assert_true(names.n > 0);
	for (size_t i = 0; i < names.n; i++) {
		struct xml_schema *schema;
		char *path = res_path(res, RES_SCHEMA, names.at[i]);

		assert_ok(xml_schema_load(&schema, path, &err), err);
		xml_schema_free(schema);
		free(path);
	}
	file_names_free(&names);
	res_free(res);
}

#define DATA_TEST(f) cmocka_unit_test_setup_teardown(f, make_data, remove_data)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DATA_TEST(the_folder_named_is_used),
		DATA_TEST(
		    the_environment_names_the_folder_where_nobody_else_does),
		DATA_TEST(a_folder_without_forms_is_refused_with_a_hint),
		DATA_TEST(each_kind_has_its_place),
		DATA_TEST(a_name_cannot_leave_the_folder),
		DATA_TEST(a_file_is_read_by_its_name),
		DATA_TEST(a_list_has_names_only_and_is_sorted),
		DATA_TEST(a_folder_that_is_not_there_lists_nothing),
		DATA_TEST(a_document_is_parsed_and_checked),
		DATA_TEST(
		    a_document_that_does_not_fit_is_refused_with_its_line),
		DATA_TEST(faults_of_a_document_of_others_are_listed),
		cmocka_unit_test(each_shipped_schema_compiles),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
