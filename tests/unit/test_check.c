/* test_check.c - what is said about a request before it leaves */
/* SPDX-License-Identifier: Apache-2.0 */
#include "doc.h"
#include "forms.h"

#include <stdbool.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "core/check.h"
#include "core/place.h"
#include "core/say.h"
#include "model/form.h"
#include "model/vocab.h"
#include "xml/init.h"
#include "xml/node.h"
#include "xml/read.h"

#define SAMPLE "tests/data/request/letter-fr-tr.xml"
#define MINIMAL "tests/data/request/minimal.xml"

static struct res *res;
static struct vocab *vocab;
static struct lang *en;

static int
open_data(void **state)
{
	struct err err = { 0 };

	(void)state;
	xml_init();
	if (res_open(&res, ".", &err) != MLA_OK ||
	    vocab_load(&vocab, res_as_source(res), &err) != MLA_OK ||
	    lang_load(&en, res_as_source(res), "en", &err) != MLA_OK) {
		print_error("%s\n", err.msg);
		return -1;
	}
	return 0;
}

static int
close_data(void **state)
{
	(void)state;
	lang_free(en);
	vocab_free(vocab);
	res_free(res);
	xml_done();
	return 0;
}

static struct check_in
against(xmlDoc *doc)
{
	return (struct check_in){ .doc = doc,
		.res = res,
		.source = res_as_source(res),
		.lang = en,
		.day = date_day(2026, 3, 3) };
}

static struct findings
check(xmlDoc *doc)
{
	const struct check_in in = against(doc);
	struct findings out = { 0 };
	struct err err = { 0 };

	assert_ok(check_document(&out, NULL, &in, &err), err);
	return out;
}

static void
put(xmlDoc *doc, const char *path, const char *value)
{
	if (!place_set(doc, vocab, path, value))
		fail_msg("%s cannot be set", path);
}

/* The first finding whose text has these words; NULL if there is none. */
static const struct finding *
find(const struct findings *f, const char *words)
{
	for (size_t i = 0; i < f->n; i++) {
		if (strstr(f->at[i].text, words) != NULL)
			return &f->at[i];
	}
	return NULL;
}

static const struct finding *
assert_found(
    const struct findings *f, const char *words, enum finding_severity severity)
{
	const struct finding *found = find(f, words);

	if (found == NULL)
		fail_msg("nothing says \"%s\"", words);
	else
		assert_int_equal(severity, found->severity);
	return found;
}

static void
drop(xmlDoc *doc, const char *name)
{
	xmlNode *node = xml_child(xml_root(doc), NULL, name);

	assert_non_null(node);
	xmlUnlinkNode(node);
	xmlFreeNode(node);
}

static void
a_complete_letter_has_no_errors(void **state)
{
	xmlDoc *doc = unit_read_doc(SAMPLE);
	struct findings f = check(doc);

	(void)state;
	for (size_t i = 0; i < f.n; i++) {
		if (f.at[i].severity != FINDING_ADVICE)
			fail_msg("%s: %s", f.at[i].where, f.at[i].text);
	}
	findings_free(&f);
	xmlFreeDoc(doc);
}

static void
an_empty_letter_misses_everything_at_once(void **state)
{
	xmlDoc *doc = unit_read_doc(MINIMAL);
	struct findings f = check(doc);

	(void)state;
	assert_found(&f, "No facts are stated", FINDING_ERROR);
	assert_found(&f, "No measure is asked for", FINDING_ERROR);
	assert_found(&f, "No instrument is named", FINDING_WARNING);
	for (size_t i = 1; i < f.n; i++)
		assert_true(f.at[i - 1].severity <= f.at[i].severity);
	findings_free(&f);
	xmlFreeDoc(doc);
}

static void
the_sum_counts_what_is_demanded_and_missing(void **state)
{
	xmlDoc *doc = unit_read_doc(MINIMAL);
	const struct check_in in = against(doc);
	struct findings f = { 0 };
	struct check_sum sum = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_ok(check_document(&f, &sum, &in, &err), err);
	assert_true(sum.demanded >= 4);
	assert_true(sum.missing >= 3);
	assert_true(sum.missing < sum.demanded);
	assert_string_equal("letter", sum.kind);
	assert_string_equal("FR", sum.from);
	assert_string_equal("TR", sum.to);
	assert_non_null(strstr(sum.which, "Facts"));
	check_sum_free(&sum);
	findings_free(&f);
	xmlFreeDoc(doc);
}

/* ETS 30 Art. 14(2), UNTOC Art. 18(15)(c). */
static void
missing_facts_cite_an_article_that_binds_both_states(void **state)
{
	xmlDoc *doc = unit_read_doc(SAMPLE);
	const struct finding *found;
	struct findings f;

	(void)state;
	drop(doc, "facts");
	f = check(doc);
	found = assert_found(&f, "No facts are stated", FINDING_ERROR);
	assert_string_equal("ETS 30 Art. 14(2)", found->basis);
	findings_free(&f);
	/* Tunisia is no party to ETS 30, but to UNTOC. */
	put(doc, "r:requested/r:state", "TN");
	f = check(doc);
	found = assert_found(&f, "No facts are stated", FINDING_ERROR);
	assert_non_null(strstr(found->basis, "18(15)(c)"));
	findings_free(&f);
	xmlFreeDoc(doc);
}

static void
what_no_instrument_demands_is_advice_without_an_article(void **state)
{
	xmlDoc *doc = unit_read_doc(SAMPLE);
	const struct finding *found;
	struct findings f;

	(void)state;
	drop(doc, "facts");
	put(doc, "r:requested/r:state", "AQ"); /* Antarctica binds itself not */
	f = check(doc);
	found = assert_found(&f, "No facts are stated", FINDING_ADVICE);
	assert_string_equal("", found->basis);
	findings_free(&f);
	xmlFreeDoc(doc);
}

/* Directive 2014/41/EU Art. 34(1). */
static void
between_two_states_bound_by_the_eio_a_letter_is_an_error(void **state)
{
	static const struct {
		const char *to;
		bool error;
	} cases[] = { { "IT", true }, { "BE", true }, { "DK", false },
		{ "IE", false }, { "TR", false }, { "GB", false } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		xmlDoc *doc = unit_read_doc(SAMPLE);
		const struct finding *found;
		struct findings f;

		put(doc, "r:requested/r:state", cases[i].to);
		f = check(doc);
		found = find(&f, "a letter of request for evidence is not");
		if (cases[i].error != (found != NULL))
			fail_msg("%s: %s", cases[i].to,
			    found != NULL ? found->text : "no error");
		if (found != NULL) {
			assert_int_equal(FINDING_ERROR, found->severity);
			assert_non_null(strstr(found->basis, "34(1)"));
		}
		findings_free(&f);
		xmlFreeDoc(doc);
	}
}

static void
a_letter_for_mere_service_is_open_between_them(void **state)
{
	xmlDoc *doc = unit_read_doc(SAMPLE);
	xmlNode *measures = xml_child(xml_root(doc), NULL, "measures");
	struct findings f;

	(void)state;
	for (xmlNode *m = xml_first(measures); m != NULL; m = xml_after(m))
		(void)xmlSetProp(
		    m, (const xmlChar *)"code", (const xmlChar *)"service");
	put(doc, "r:requested/r:state", "IT");
	f = check(doc);
	assert_null(find(&f, "a letter of request for evidence is not"));
	findings_free(&f);
	xmlFreeDoc(doc);
}

static void
an_instrument_that_does_not_bind_is_a_warning(void **state)
{
	xmlDoc *doc = unit_read_doc(SAMPLE);
	const struct finding *found;
	struct findings f;

	(void)state;
	put(doc, "r:requested/r:state", "TN");
	f = check(doc);
	found =
	    assert_found(&f, "not known to bind both States", FINDING_WARNING);
	assert_non_null(strstr(found->text, "ETS 30 is named"));
	findings_free(&f);
	xmlFreeDoc(doc);
}

static void
an_instrument_that_is_not_in_the_data_is_a_warning(void **state)
{
	xmlDoc *doc = unit_read_doc(SAMPLE);
	const struct finding *found;
	struct findings f;

	(void)state;
	put(doc, "r:basis/@treaty", "ETS30");
	f = check(doc);
	found =
	    assert_found(&f, "\"ETS30\" is not in the data", FINDING_WARNING);
	assert_string_equal("basis", found->where);
	findings_free(&f);
	xmlFreeDoc(doc);
}

static void
a_code_that_does_not_exist_is_an_error_with_a_suggestion(void **state)
{
	xmlDoc *doc = unit_read_doc(SAMPLE);
	const struct finding *found;
	struct findings f;

	(void)state;
	put(doc, "r:measures/r:measure[@id='m2']/@code", "bank-transaction");
	f = check(doc);
	found = assert_found(&f, "\"bank-transaction\"", FINDING_ERROR);
	assert_string_equal("measures/m2", found->where);
	assert_string_equal("Did you mean bank-transactions?", found->todo);
	assert_true(found->line > 100);
	findings_free(&f);
	put(doc, "r:measures/r:measure[@id='m2']/@code", "telepathy");
	f = check(doc);
	found = assert_found(
	    &f, "\"telepathy\" is not in the list \"measure\".", FINDING_ERROR);
	findings_free(&f);
	xmlFreeDoc(doc);
}

static void
urgency_wants_a_date_and_a_reason(void **state)
{
	xmlDoc *doc = unit_read_doc(SAMPLE);
	xmlNode *urgency = xml_child(xml_root(doc), NULL, "urgency");
	const struct finding *found;
	struct findings f;
	xmlNode *by = xml_child(urgency, NULL, "by");

	(void)state;
	xmlUnlinkNode(by);
	xmlFreeNode(by);
	f = check(doc);
	found = assert_found(
	    &f, "Urgent without a date and a reason", FINDING_WARNING);
	assert_non_null(strstr(found->basis, "18(24)"));
	findings_free(&f);
	xmlFreeDoc(doc);
}

static void
what_mere_guidance_asks_for_is_advice(void **state)
{
	xmlDoc *doc = unit_read_doc(SAMPLE);
	xmlNode *measures = xml_child(xml_root(doc), NULL, "measures");
	xmlNode *link = xml_child(xml_first(measures), NULL, "link");
	const struct finding *found;
	struct findings f;

	(void)state;
	xmlUnlinkNode(link);
	xmlFreeNode(link);
	drop(doc, "use");
	f = check(doc);
	found =
	    assert_found(&f, "how it is linked to the facts", FINDING_ADVICE);
	assert_string_equal("PC-OC guidelines", found->basis);
	/* Directive (EU) 2016/680 binds the requesting State. */
	assert_found(
	    &f, "Personal data would leave the European", FINDING_WARNING);
	findings_free(&f);
	xmlFreeDoc(doc);
}

/* All but one whose point is that the instrument does not bind. */
static void
has_its_instruments(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form_rule_count(form); i++) {
		const struct form_rule *r = form_rule_at(form, i);

		if (r->severity != FINDING_ERROR ||
		    str_starts(r->test, "binds("))
			continue;
		if (r->nbasis == 0 || *r->basis[0].treaty == '\0')
			fail_msg("%s: %s", name, r->id);
	}
}

/* Of rules. */
static void
errors_rest_on_an_instrument(void **state)
{
	(void)state;
	unit_each_form(res, has_its_instruments);
}

/* ETS 30 Art. 16(2): Albania declared English and French. */
static void
languages_are_compared_with_the_declarations(void **state)
{
	static const struct {
		const char *to, *written, *translated;
		const char *says; /* NULL: nothing about languages */
		enum finding_severity severity;
	} cases[] = {
		{ "AL", "it", "tr", "declared to accept: en fr",
		    FINDING_WARNING },
		{ "AL", "it", NULL, "declared to accept: en fr",
		    FINDING_WARNING },
		{ "AL", "fr", NULL, NULL, FINDING_ADVICE },
		{ "AL", "fr-CH", NULL, NULL, FINDING_ADVICE },
		{ "AL", "it", "en-GB", NULL, FINDING_ADVICE },
		{ "TN", "fr", NULL, "not in the data, which is not the same",
		    FINDING_ADVICE },
		{ "TN", "fr", "ar", NULL, FINDING_ADVICE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		xmlDoc *doc = unit_read_doc(SAMPLE);
		struct findings f;
		size_t said = 0;

		put(doc, "r:requested/r:state", cases[i].to);
		put(doc, "@xml:lang", cases[i].written);
		if (cases[i].translated == NULL)
			drop(doc, "translations");
		else
			put(doc, "r:translations/r:translation/@xml:lang",
			    cases[i].translated);
		f = check(doc);
		for (size_t k = 0; k < f.n; k++)
			said += str_starts(f.at[k].id, "language") ? 1 : 0;
		assert_int_equal(cases[i].says != NULL ? 1 : 0, said);
		if (cases[i].says != NULL)
			assert_found(&f, cases[i].says, cases[i].severity);
		findings_free(&f);
		xmlFreeDoc(doc);
	}
}

static void
every_finding_says_what_to_do(void **state)
{
	xmlDoc *doc = unit_read_doc(MINIMAL);
	struct findings f = check(doc);

	(void)state;
	for (size_t i = 0; i < f.n; i++) {
		if (*f.at[i].todo == '\0')
			fail_msg("%s: %s", f.at[i].id, f.at[i].text);
	}
	findings_free(&f);
	xmlFreeDoc(doc);
}

static void
a_fault_of_structure_is_found_beside_the_rest(void **state)
{
	xmlDoc *doc = unit_read_doc("tests/data/request/bad/day-with-zone.xml");
	struct findings f = check(doc);
	size_t faults = 0;

	(void)state;
	for (size_t i = 0; i < f.n; i++)
		faults += str_eq(f.at[i].id, "schema") ? 1 : 0;
	assert_int_equal(1, faults); /* one fault is told once */
	assert_found(&f, "'2026-02-20Z' is not accepted", FINDING_ERROR);
	assert_found(&f, "No measure is asked for", FINDING_ERROR);
	findings_free(&f);
	xmlFreeDoc(doc);
}

static void
a_document_that_is_no_request_is_one_error(void **state)
{
	xmlDoc *doc = unit_read_doc("tests/data/request/bad/other-root.xml");
	struct findings f = check(doc);

	(void)state;
	assert_int_equal(1, f.n);
	assert_int_equal(FINDING_ERROR, f.at[0].severity);
	assert_string_equal(
	    "This is no request: the document begins with \"letter\".",
	    f.at[0].text);
	findings_free(&f);
	xmlFreeDoc(doc);
}

static void
an_unknown_kind_is_an_error(void **state)
{
	xmlDoc *doc = unit_read_doc(SAMPLE);
	struct findings f;

	(void)state;
	put(doc, "@kind", "postcard");
	f = check(doc);
	assert_found(
	    &f, "There is no kind of request \"postcard\".", FINDING_ERROR);
	findings_free(&f);
	put(doc, "@kind", "../x");
	f = check(doc);
	assert_found(&f, "\"../x\"", FINDING_ERROR);
	findings_free(&f);
	xmlFreeDoc(doc);
}

static void
nothing_is_said_twice_and_the_document_stays(void **state)
{
	xmlDoc *doc = unit_read_doc(MINIMAL);
	const struct check_in in = against(doc);
	xmlDoc *copy = xmlCopyDoc(doc, 1);
	struct findings f = check(doc);
	struct err err = { 0 };
	size_t n = f.n;
	xmlChar *a, *b;
	int alen, blen;

	(void)state;
	assert_ok(check_document(&f, NULL, &in, &err), err);
	assert_int_equal(n, f.n);
	xmlDocDumpMemory(doc, &a, &alen);
	xmlDocDumpMemory(copy, &b, &blen);
	assert_int_equal(alen, blen);
	assert_memory_equal(a, b, (size_t)alen);
	xmlFree(a);
	xmlFree(b);
	findings_free(&f);
	xmlFreeDoc(copy);
	xmlFreeDoc(doc);
}

static void
bytes_that_are_not_well_formed_are_damaged(void **state)
{
	const struct check_in in = against(NULL);
	struct findings f = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(MLA_EDAMAGED,
	    check_bytes(&f, NULL, &in, "<request>", 9, "a.xml", &err));
	assert_non_null(strstr(err.msg, "a.xml"));
	assert_int_equal(0, f.n);
}

static void
a_sentence_is_filled_in(void **state)
{
	char *text =
	    say(en, "check.unknown-code", "what", "{more}", "more", "b", NULL);

	(void)state;
	assert_string_equal("\"{more}\" is not in the list \"b\".", text);
	free(text);
	text = say(en, "no.such.key", NULL);
	assert_string_equal("no.such.key", text);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_complete_letter_has_no_errors),
		cmocka_unit_test(an_empty_letter_misses_everything_at_once),
		cmocka_unit_test(the_sum_counts_what_is_demanded_and_missing),
		cmocka_unit_test(
		    missing_facts_cite_an_article_that_binds_both_states),
		cmocka_unit_test(
		    what_no_instrument_demands_is_advice_without_an_article),
		cmocka_unit_test(
		    between_two_states_bound_by_the_eio_a_letter_is_an_error),
		cmocka_unit_test(
		    a_letter_for_mere_service_is_open_between_them),
		cmocka_unit_test(an_instrument_that_does_not_bind_is_a_warning),
		cmocka_unit_test(
		    an_instrument_that_is_not_in_the_data_is_a_warning),
		cmocka_unit_test(
		    a_code_that_does_not_exist_is_an_error_with_a_suggestion),
		cmocka_unit_test(urgency_wants_a_date_and_a_reason),
		cmocka_unit_test(what_mere_guidance_asks_for_is_advice),
		cmocka_unit_test(errors_rest_on_an_instrument),
		cmocka_unit_test(languages_are_compared_with_the_declarations),
		cmocka_unit_test(every_finding_says_what_to_do),
		cmocka_unit_test(a_fault_of_structure_is_found_beside_the_rest),
		cmocka_unit_test(a_document_that_is_no_request_is_one_error),
		cmocka_unit_test(an_unknown_kind_is_an_error),
		cmocka_unit_test(nothing_is_said_twice_and_the_document_stays),
		cmocka_unit_test(bytes_that_are_not_well_formed_are_damaged),
		cmocka_unit_test(a_sentence_is_filled_in),
	};

	return cmocka_run_group_tests(tests, open_data, close_data);
}
