/* test_xml_schema.c - faults of documents, and schemas that reach out */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "xml/init.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/schema.h"

#define ORDER "tests/data/xml/order.xsd"
#define HEAD "<order xmlns='urn:test:order' on='2026-07-17'>\n"

static int
load_order(void **state)
{
	struct xml_schema *schema;
	struct err err = { 0 };

	if (xml_schema_load(&schema, ORDER, &err) != MLA_OK)
		return 1;
	*state = schema;
	return 0;
}

static int
free_order(void **state)
{
	xml_schema_free(*state);
	return 0;
}

static struct xml_faults
find_faults(const struct xml_schema *schema, const char *text)
{
	struct xml_faults faults = { 0 };
	struct err err = { 0 };
	xmlDoc *doc;

	assert_ok(xml_read(&doc, text, strlen(text), "o.xml", &err), err);
	assert_ok(xml_schema_check(&faults, schema, doc, &err), err);
	xmlFreeDoc(doc);
	return faults;
}

static void
assert_only_fault(const struct xml_schema *schema, const char *text, long line,
    const char *where, const char *msg)
{
	struct xml_faults faults = find_faults(schema, text);

	assert_int_equal(1, faults.n);
	assert_int_equal(line, faults.at[0].line);
	assert_string_equal(where, faults.at[0].where);
	assert_string_equal(msg, faults.at[0].msg);
	xml_faults_free(&faults);
	assert_null(faults.at);
}

static void
a_valid_document_has_no_fault(void **state)
{
	struct xml_faults faults =
	    find_faults(*state, HEAD "<item id='a'>2</item></order>");

	assert_int_equal(0, faults.n);
	xml_faults_free(&faults);
}

static void
a_missing_attribute_is_named(void **state)
{
	assert_only_fault(*state, HEAD "\n<item>2</item></order>", 3, "item",
	    "Element 'item': The attribute 'id' is required but missing.");
}

static void
a_foreign_element_is_named_with_what_was_expected(void **state)
{
	assert_only_fault(*state,
	    HEAD "<item id='a'>2</item>\n<thing/></order>", 3, "thing",
	    "Element 'thing': This element is not expected. Expected is "
	    "( item ).");
}

static void
a_wrong_value_is_quoted(void **state)
{
	assert_only_fault(*state, HEAD "<item id='a'>few</item></order>", 2,
	    "item",
	    "Element 'item': 'few' is not a valid value of the atomic type "
	    "'amount'.");
}

static void
a_key_twice_is_found(void **state)
{
	assert_only_fault(*state,
	    HEAD "<item id='a'>2</item>\n<item id='a'>3</item></order>", 3,
	    "item",
	    "Element 'item': Duplicate key-sequence ['a'] in unique "
	    "identity-constraint 'item-key'.");
}

static void
all_faults_are_found_in_document_order(void **state)
{
	struct xml_faults faults = find_faults(*state,
	    "<order xmlns='urn:test:order' on='tomorrow'>\n"
	    "<item id='a'>0</item>\n<item id='A'>1</item>\n</order>");

	assert_true(faults.n >= 3);
	assert_int_equal(1, faults.at[0].line);
	assert_int_equal(2, faults.at[1].line);
	assert_int_equal(3, faults.at[faults.n - 1].line);
	assert_true(str_starts(faults.at[0].msg,
	    "Element 'order', attribute "
	    "'on': 'tomorrow'"));
	xml_faults_free(&faults);
}

static void
a_fault_beyond_line_65535_has_its_line(void **state)
{
	struct xml_faults faults;
	struct buf b = { 0 };

	buf_adds(&b, HEAD);
	for (int i = 0; i < 70000; i++)
		buf_adds(&b, "\n");
	buf_adds(&b, "<item id='a'>no</item></order>");
	faults = find_faults(*state, b.data);
	assert_int_equal(1, faults.n);
	assert_int_equal(70002, faults.at[0].line);
	xml_faults_free(&faults);
	buf_free(&b);
}

/* xsi:schemaLocation must not make the validator fetch a schema. */
static void
a_document_cannot_bring_its_own_schema(void **state)
{
	struct xml_faults faults = find_faults(*state,
	    "<a xmlns='urn:x' "
	    "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
	    "xsi:schemaLocation='urn:x tests/data/xml/order-types.xsd'/>");

	assert_int_equal(1, faults.n);
	assert_string_equal("Element 'a': No matching global declaration "
	                    "available for the validation root.",
	    faults.at[0].msg);
	xml_faults_free(&faults);
}

static void
a_schema_checks_many_documents(void **state)
{
	for (int i = 0; i < 3; i++) {
		a_valid_document_has_no_fault(state);
		a_missing_attribute_is_named(state);
	}
}

/* Take the path of the checkout out of a message; new. */
static char *
without_here(const char *msg)
{
	char here[4096];
	struct buf b = { 0 };
	const char *at;

	assert_non_null(getcwd(here, sizeof(here) - 1));
	here[strlen(here) + 1] = '\0';
	here[strlen(here)] = '/';
	while ((at = strstr(msg, here)) != NULL) {
		buf_add(&b, msg, (size_t)(at - msg));
		msg = at + strlen(here);
	}
	buf_adds(&b, msg);
	return buf_steal(&b);
}

/* The code and message that a schema is refused with. */
static void
assert_no_load(const char *path, enum mla_rc rc, const char *message)
{
	struct xml_schema *schema;
	struct err err = { 0 };
	char *msg;

	assert_int_equal(rc, xml_schema_load(&schema, path, &err));
	assert_null(schema);
	msg = without_here(err.msg);
	assert_string_equal(message, msg);
	free(msg);
}

static void
a_schema_that_is_not_there_is_told(void **state)
{
	(void)state;
	assert_no_load("tests/data/xml/none.xsd", MLA_ENOTFOUND,
	    "cannot open tests/data/xml/none.xsd: No such file or directory");
}

static void
a_schema_with_a_doctype_is_refused(void **state)
{
	(void)state;
	assert_no_load("tests/data/xml/doctype.xsd", MLA_EDAMAGED,
	    "tests/data/xml/doctype.xsd:4: it has a DOCTYPE, and none is "
	    "accepted");
	assert_no_load("tests/data/xml/hidden-doctype.xsd", MLA_EDAMAGED,
	    "tests/data/xml/doctype.xsd:4: it has a DOCTYPE, and none is "
	    "accepted");
}

static void
a_schema_cannot_include_from_elsewhere(void **state)
{
	(void)state;
	assert_no_load("tests/data/xml/outside.xsd", MLA_EDAMAGED,
	    "forms/schema/code.xsd is not a file below tests/data/xml, and "
	    "nothing else is loaded");
}

static void
a_schema_cannot_import_from_the_network(void **state)
{
	(void)state;
	assert_no_load("tests/data/xml/outside-import.xsd", MLA_EDAMAGED,
	    "http://127.0.0.1/x.xsd is not a file below tests/data/xml, and "
	    "nothing else is loaded");
}

static void
a_schema_that_makes_no_sense_is_refused_with_its_line(void **state)
{
	(void)state;
	assert_no_load("tests/data/xml/no-schema.xsd", MLA_EDAMAGED,
	    "tests/data/xml/no-schema.xsd is no schema: line 4: element decl. "
	    "'a', attribute 'type': The QName value 'nothing' does not resolve "
	    "to a(n) type definition.");
}

static void
copy_file(const char *from, const char *dir)
{
	struct buf b = { 0 };
	struct err err = { 0 };
	char *to = file_join(dir, file_base(from));

	assert_ok(file_read(&b, from, XML_MAX_BYTES, &err), err);
	assert_ok(file_save(to, b.data, b.len, &err), err);
	buf_free(&b);
	free(to);
}

/* A link into the folder is looked at where it leads. */
static void
links_out_of_the_folder_are_not_followed(void **state)
{
	char dir[] = "/tmp/mla-schema-XXXXXX",
	     outside[] = "/tmp/mla-out-XXXXXX";
	struct xml_schema *schema;
	struct err err = { 0 };
	char *main_file, *part, *target;

	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_non_null(mkdtemp(outside));
	copy_file(ORDER, dir);
	copy_file("tests/data/xml/order-types.xsd", outside);
	main_file = file_join(dir, "order.xsd");
	part = file_join(dir, "order-types.xsd");
	target = file_join(outside, "order-types.xsd");
	assert_int_equal(0, symlink(target, part));
	assert_int_equal(
	    MLA_EDAMAGED, xml_schema_load(&schema, main_file, &err));
	assert_non_null(strstr(err.msg, "and nothing else is loaded"));
	(void)unlink(target);
	(void)unlink(part);
	(void)unlink(main_file);
	(void)rmdir(dir);
	(void)rmdir(outside);
	free(main_file);
	free(part);
	free(target);
}

static void
a_folder_may_have_blanks_in_its_name(void **state)
{
	char top[] = "/tmp/mla-schema-XXXXXX";
	struct xml_schema *schema;
	struct err err = { 0 };
	char *dir, *main_file, *part;

	(void)state;
	assert_non_null(mkdtemp(top));
	dir = file_join(top, "our 100% files");
	assert_int_equal(0, mkdir(dir, 0700));
	copy_file(ORDER, dir);
	copy_file("tests/data/xml/order-types.xsd", dir);
	main_file = file_join(dir, "order.xsd");
	part = file_join(dir, "order-types.xsd");
	assert_ok(xml_schema_load(&schema, main_file, &err), err);
	xml_schema_free(schema);
	(void)unlink(part);
	(void)unlink(main_file);
	(void)rmdir(dir);
	(void)rmdir(top);
	free(main_file);
	free(part);
	free(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_valid_document_has_no_fault),
		cmocka_unit_test(a_missing_attribute_is_named),
		cmocka_unit_test(
		    a_foreign_element_is_named_with_what_was_expected),
		cmocka_unit_test(a_wrong_value_is_quoted),
		cmocka_unit_test(a_key_twice_is_found),
		cmocka_unit_test(all_faults_are_found_in_document_order),
		cmocka_unit_test(a_fault_beyond_line_65535_has_its_line),
		cmocka_unit_test(a_document_cannot_bring_its_own_schema),
		cmocka_unit_test(a_schema_checks_many_documents),
		cmocka_unit_test(a_schema_that_is_not_there_is_told),
		cmocka_unit_test(a_schema_with_a_doctype_is_refused),
		cmocka_unit_test(a_schema_cannot_include_from_elsewhere),
		cmocka_unit_test(a_schema_cannot_import_from_the_network),
		cmocka_unit_test(
		    a_schema_that_makes_no_sense_is_refused_with_its_line),
		cmocka_unit_test(links_out_of_the_folder_are_not_followed),
		cmocka_unit_test(a_folder_may_have_blanks_in_its_name),
	};

	xml_init();
	return cmocka_run_group_tests(tests, load_order, free_order);
}
