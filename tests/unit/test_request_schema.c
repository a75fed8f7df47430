/* test_request_schema.c - the vocabulary of requests, by good and bad files */
/* SPDX-License-Identifier: Apache-2.0 */
#include "doc.h"

#include <stdbool.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "model/vocab.h"
#include "res/res.h"
#include "xml/init.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/schema.h"

#define GOOD "tests/data/request"
#define BAD "tests/data/request/bad"
#define EXPECT_MAX_BYTES 4096UL
#define LEAST_GOOD 4 /* the files that must not vanish unseen */
#define LEAST_BAD 35

static struct res *res;
static struct vocab *vocab;

static int
open_data(void **state)
{
	struct err err = { 0 };

	(void)state;
	xml_init();
	if (res_open(&res, ".", &err) != MLA_OK ||
	    vocab_load(&vocab, res_as_source(res), &err) != MLA_OK) {
		print_error("%s\n", err.msg);
		return -1;
	}
	return 0;
}

static int
close_data(void **state)
{
	(void)state;
	vocab_free(vocab);
	res_free(res);
	xml_done();
	return 0;
}

static void
check(struct xml_faults *faults, const char *path)
{
	struct err err = { 0 };
	xmlDoc *doc = unit_read_doc(path);

	assert_ok(res_check(faults, res, doc, "request", &err), err);
	xmlFreeDoc(doc);
}

static void
each_sample_is_valid(void **state)
{
	struct file_names names = { 0 };
	struct err err = { 0 };
	size_t n = 0;

	(void)state;
	assert_ok(file_list(&names, GOOD, &err), err);
	for (size_t i = 0; i < names.n; i++) {
		struct xml_faults faults = { 0 };
		char *path = file_join(GOOD, names.at[i]);

		if (str_ends(path, ".xml")) {
			check(&faults, path);
			if (faults.n > 0)
				fail_msg("%s:%ld: %s", path, faults.at[0].line,
				    faults.at[0].msg);
			n++;
		}
		xml_faults_free(&faults);
		free(path);
	}
	file_names_free(&names);
	assert_true(n >= LEAST_GOOD);
}

/* The file beside it says "LINE: how the message begins". */
static void
assert_expected(const char *path, const struct xml_faults *faults)
{
	char *beside = xasprintf("%.*s.expect", (int)(strlen(path) - 4), path);
	struct err err = { 0 };
	struct buf b = { 0 };
	char *expect, *got;

	assert_ok(file_read(&b, beside, EXPECT_MAX_BYTES, &err), err);
	expect = str_trim(buf_text(&b));
	if (faults->n == 0)
		fail_msg("%s is valid, but should not be", path);
	got = xasprintf("%ld: %s", faults->at[0].line, faults->at[0].msg);
	if (!str_starts(got, expect))
		fail_msg("%s: expected \"%s\", got \"%s\"", path, expect, got);
	free(got);
	free(expect);
	free(beside);
	buf_free(&b);
}

static void
each_bad_file_is_refused_at_its_line_and_for_its_reason(void **state)
{
	struct file_names names = { 0 };
	struct err err = { 0 };
	size_t n = 0;

	(void)state;
	assert_ok(file_list(&names, BAD, &err), err);
	for (size_t i = 0; i < names.n; i++) {
		struct xml_faults faults = { 0 };
		char *path = file_join(BAD, names.at[i]);

		if (str_ends(path, ".xml")) {
			check(&faults, path);
			assert_expected(path, &faults);
			n++;
		}
		xml_faults_free(&faults);
		free(path);
	}
	file_names_free(&names);
	assert_true(n >= LEAST_BAD);
}

/* An annotation with words that say something. */
static bool
is_documented(const xmlNode *node)
{
	const xmlNode *note = xml_child(node, NULL, "annotation");
	char *text = note != NULL
	    ? xml_text(xml_child(note, NULL, "documentation"))
	    : xstrdup("");
	bool is = strlen(text) > 3;

	free(text);
	return is;
}

static void
assert_documented(const xmlNode *node)
{
	static const char *const kinds[] = { "element", "attribute",
		"complexType", "simpleType", "key", "keyref" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		char *name = xml_attr(node, "name");

		if (xml_is(node, NULL, kinds[i]) && name != NULL &&
		    !is_documented(node))
			fail_msg("line %ld: %s %s is not documented",
			    xml_line(node), kinds[i], name);
		free(name);
	}
	for (node = xml_first(node); node != NULL; node = xml_after(node))
		assert_documented(node);
}

static void
each_element_and_attribute_is_documented(void **state)
{
	xmlDoc *doc = unit_read_doc("forms/schema/request.xsd");

	(void)state;
	assert_documented(xml_root(doc));
	xmlFreeDoc(doc);
}

/* Attributes of the type code, and the lists that they name. */
static void
assert_listed(const xmlNode *node)
{
	if (xml_is(node, NULL, "attribute") &&
	    xml_attr_is(node, "type", "r:code")) {
		const xmlNode *note = xml_child(node, NULL, "annotation");
		const xmlNode *app = xml_child(note, NULL, "appinfo");
		const xmlNode *code = xml_child(app, VOCAB_NS, "code");
		char *list = code != NULL ? xml_attr(code, "list") : NULL;
		char *path;

		if (list == NULL)
			fail_msg("line %ld: a code of no list", xml_line(node));
		path = res_path(res, RES_CODE, list);
		if (path == NULL || !file_exists(path))
			fail_msg("line %ld: there is no list \"%s\"",
			    xml_line(node), list);
		free(path);
		free(list);
	}
	for (node = xml_first(node); node != NULL; node = xml_after(node))
		assert_listed(node);
}

static void
each_code_has_a_list_in_the_data(void **state)
{
	xmlDoc *doc = unit_read_doc("forms/schema/request.xsd");

	(void)state;
	assert_listed(xml_root(doc));
	xmlFreeDoc(doc);
}

static void
vocabulary_knows_children_attributes_and_lists(void **state)
{
	const struct vocab_type *root = vocab_root(vocab);
	const struct vocab_child *basis = vocab_child(root, "basis");
	const struct vocab_child *urgency = vocab_child(root, "urgency");
	const struct vocab_child *persons = vocab_child(root, "persons");
	const struct vocab_child *natural;

	(void)state;
	assert_non_null(basis);
	assert_true(basis->many);
	assert_true(vocab_attr(basis->type, "treaty")->is_treaty);
	assert_false(urgency->many);
	assert_true(urgency->rank > basis->rank);
	assert_string_equal(vocab_attr(urgency->type, "code")->list, "urgency");
	assert_true(vocab_attr(urgency->type, "code")->required);
	assert_true(vocab_attr(root, "kind")->is_kind);
	assert_non_null(vocab_lang(root));
	assert_null(vocab_lang(urgency->type));
	assert_null(vocab_child(root, "weather"));
	natural = vocab_child(persons->type, "natural");
	assert_true(natural->many);
	assert_int_equal(
	    natural->rank, vocab_child(persons->type, "legal")->rank);
	assert_string_equal(vocab_attr(natural->type, "id")->prefix, "p");
	assert_string_equal(
	    vocab_paragraph(vocab_child(root, "facts")->type), "p");
	assert_null(vocab_paragraph(urgency->type));
}

static void
a_new_element_is_put_where_the_schema_wants_it(void **state)
{
	struct xml_faults faults = { 0 };
	struct err err = { 0 };
	xmlDoc *doc = unit_read_doc("tests/data/request/minimal.xml");
	xmlNode *request = xml_root(doc);
	xmlNode *persons, *facts;

	(void)state;
	persons = vocab_add(vocab, request, "persons");
	facts = vocab_add(vocab, request, "facts");
	xmlNodeAddContent(vocab_add(vocab, facts, "p"), (xmlChar *)"x");
	(void)xmlSetProp(vocab_add(vocab, request, "basis"),
	    (const xmlChar *)"treaty", (const xmlChar *)"UNTOC");
	assert_ptr_equal(xml_after(facts), persons);
	assert_true(xml_is(xml_first(request), NULL, "basis"));
	assert_ok(res_check(&faults, res, doc, "request", &err), err);
	assert_int_equal(faults.n, 0);
	xml_faults_free(&faults);
	xmlFreeDoc(doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_sample_is_valid),
		cmocka_unit_test(
		    each_bad_file_is_refused_at_its_line_and_for_its_reason),
		cmocka_unit_test(each_element_and_attribute_is_documented),
		cmocka_unit_test(each_code_has_a_list_in_the_data),
		cmocka_unit_test(
		    vocabulary_knows_children_attributes_and_lists),
		cmocka_unit_test(
		    a_new_element_is_put_where_the_schema_wants_it),
	};

	return cmocka_run_group_tests(tests, open_data, close_data);
}
