/* test_reconcile.c - two ledgers, compared row by row */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/str.h"
#include "bundle/hash.h"
#include "core/ledger.h"
#include "core/reconcile.h"
#include "model/code.h"
#include "xml/init.h"
#include "xml/read.h"

#define NS "xmlns=\"urn:mla:reconciliation:1\""
#define UID "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950"
#define ID "urn:uuid:7c9e6679-7425-40de-944b-e07fc1f9086"

static struct res *res;

static int
open_data(void **state)
{
	struct err err = { 0 };

	(void)state;
	xml_init();
	return res_open(&res, ".", &err) != MLA_OK;
}

static int
close_data(void **state)
{
	(void)state;
	res_free(res);
	return 0;
}

/* A ledger of these requests, as a document. */
static xmlDoc *
ledger(const char *state, const char *requests)
{
	struct buf b = { 0 };
	struct err err = { 0 };
	xmlDoc *doc;

	buf_addf(&b,
	    "<reconciliation " NS " made=\"2026-02-14T10:00:00Z\">"
	    "<from state=\"%s\" authority=\"A\" code=\"C\"/>"
	    "<to state=\"XX\"/>%s</reconciliation>",
	    state, requests);
	assert_ok(xml_read(&doc, buf_text(&b), b.len, "ledger", &err), err);
	buf_free(&b);
	return doc;
}

/* The differences as lines "what|reference|theirs|item|here|there". */
static char *
compare(const char *ours, const char *theirs)
{
	struct codes *codes = codes_new(res_as_source(res));
	xmlDoc *a = ledger("FR", ours), *b = ledger("TR", theirs);
	struct reconcile r;
	struct buf text = { 0 };

	reconcile_compare(&r, a, b);
	assert_string_equal("TR", r.state);
	assert_string_equal("2026-02-14", r.made);
	for (size_t i = 0; i < r.n; i++) {
		const struct reconcile_row *row = &r.at[i];

		assert_non_null(codes_find(codes, "difference", row->what));
		buf_addf(&text, "%s|%s|%s|%s|%s|%s\n", row->what,
		    row->reference, row->theirs, row->item, row->here,
		    row->there);
	}
	reconcile_free(&r);
	xmlFreeDoc(a);
	xmlFreeDoc(b);
	codes_free(codes);
	return buf_steal(&text);
}

static void
assert_differs(const char *ours, const char *theirs, const char *want)
{
	char *have = compare(ours, theirs);

	assert_string_equal(want, have);
	free(have);
}

/* A request of ours that they know, and the same one with them. */
#define OURS(inside)                                              \
	"<request uid=\"" UID "1\" kind=\"k\" reference=\"F-1\">" \
	"<theirs reference=\"T-1\"/>" inside "</request>"
#define THEIRS(inside)                                            \
	"<request uid=\"" UID "1\" kind=\"k\" reference=\"T-1\">" \
	"<theirs reference=\"F-1\"/>" inside "</request>"
#define MESSAGE(n, direction, number, type, on, manifest)     \
	"<message id=\"" ID n "\" direction=\"" direction     \
	"\" number=\"" number "\" type=\"" type "\" on=\"" on \
	"\" manifest=\"" manifest "\"/>"
#define ACT(event, by, on) \
	"<act event=\"" event "\" by=\"" by "\" on=\"" on "\"/>"

static void
equal_ledgers_have_no_difference(void **state)
{
	(void)state;
	assert_differs("", "", "");
	assert_differs(OURS(MESSAGE("1", "out", "1", "t", "2026-01-01", "a")
	                       ACT("e", "us", "2026-01-01")),
	    THEIRS(MESSAGE("1", "in", "1", "t", "2026-01-03", "a")
	            ACT("e", "them", "2026-01-01")),
	    "");
}

static void
what_one_side_alone_has_is_named(void **state)
{
	(void)state;
	assert_differs(OURS(""), "", "request-there|F-1|T-1|||\n");
	assert_differs("", THEIRS(""), "request-here|F-1|T-1|||\n");
	assert_differs(OURS(MESSAGE("1", "out", "1", "t", "2026-01-01", "a")
	                       MESSAGE("2", "in", "7", "u", "2026-01-02", "b")),
	    THEIRS(MESSAGE("3", "out", "2", "v", "2026-01-03", "c")
	            MESSAGE("4", "in", "9", "w", "2026-01-04", "d")),
	    "message-there|F-1|T-1|t 1|2026-01-01|\n"
	    "from-there|F-1|T-1|u 7|2026-01-02|\n"
	    "message-here|F-1|T-1|v 2||2026-01-03\n"
	    "from-here|F-1|T-1|w 9||2026-01-04\n");
	assert_differs(
	    OURS(ACT("a", "us", "2026-01-01") ACT("b", "them", "2026-01-02")),
	    THEIRS(ACT("c", "us", "2026-01-03") ACT("d", "them", "2026-01-04")),
	    "act-there|F-1|T-1|a|2026-01-01|\n"
	    "by-there|F-1|T-1|b|2026-01-02|\n"
	    "act-here|F-1|T-1|c||2026-01-03\n"
	    "by-here|F-1|T-1|d||2026-01-04\n");
}

static void
a_message_that_differs_is_named_by_what_differs(void **state)
{
	(void)state;
	assert_differs(OURS(MESSAGE("1", "out", "1", "t", "2026-01-05", "a")),
	    THEIRS(MESSAGE("1", "in", "2", "u", "2026-01-04", "b")),
	    "manifest-both|F-1|T-1|t 1|a|b\n"
	    "type-both|F-1|T-1|t 1|t|u\n"
	    "number-both|F-1|T-1|t 1|1|2\n"
	    "on-both|F-1|T-1|t 1|2026-01-05|2026-01-04\n");
	assert_differs(OURS(MESSAGE("1", "in", "1", "t", "2026-01-04", "a")),
	    THEIRS(MESSAGE("1", "out", "1", "t", "2026-01-05", "a")),
	    "on-both|F-1|T-1|t 1|2026-01-04|2026-01-05\n");
}

/* Of acts of one name those of one day belong together. */
static void
acts_of_the_same_day_are_paired_first(void **state)
{
	(void)state;
	assert_differs(
	    OURS(ACT("e", "us", "2026-01-01") ACT("e", "us", "2026-01-03")),
	    THEIRS(ACT("e", "them", "2026-01-03")),
	    "act-there|F-1|T-1|e|2026-01-01|\n");
	assert_differs(
	    OURS(ACT("e", "us", "2026-01-01") ACT("e", "us", "2026-01-03")),
	    THEIRS(
	        ACT("e", "them", "2026-01-03") ACT("e", "them", "2026-01-02")),
	    "on-both|F-1|T-1|e|2026-01-01|2026-01-02\n");
	assert_differs(
	    OURS("<act event=\"e\" part=\"m1\" by=\"us\" on=\"2026-01-01\"/>"),
	    THEIRS("<act event=\"e\" part=\"m2\" by=\"them\" "
	           "on=\"2026-01-01\"/>"),
	    "act-there|F-1|T-1|e m1|2026-01-01|\n"
	    "by-here|F-1|T-1|e m2||2026-01-01\n");
	assert_differs(OURS("<act event=\"e\" by=\"us\" on=\"2026-01-01\" "
	                    "outcome=\"executed\"/>"),
	    THEIRS("<act event=\"e\" by=\"them\" on=\"2026-01-01\" "
	           "outcome=\"refused\"/>"),
	    "outcome-both|F-1|T-1|e|executed|refused\n");
}

static void
requests_on_paper_are_the_same_by_their_references(void **state)
{
	(void)state;
	assert_differs("<request uid=\"" UID
	               "1\" kind=\"k\" reference=\"F-1\"/>",
	    "<request uid=\"" UID "2\" kind=\"l\" reference=\"T-1\">"
	    "<theirs reference=\"F-1\"/></request>",
	    "kind-both|F-1|T-1||k|l\n"
	    "reference-here|F-1|T-1|||T-1\n");
	assert_differs(
	    "<request uid=\"" UID "1\" kind=\"k\" reference=\"F-1\">"
	    "<theirs reference=\"X-1\"/><theirs reference=\"T-1\"/></request>",
	    "<request uid=\"" UID "2\" kind=\"k\" reference=\"T-1\">"
	    "<theirs reference=\"F-9\"/></request>",
	    "reference-there|F-1|T-1||F-1|F-9\n");
	/* Nobody's reference is taken for that of two requests. */
	assert_differs("<request uid=\"" UID
	               "1\" kind=\"k\" reference=\"F-1\"/>"
	               "<request uid=\"" UID "3\" kind=\"k\" reference=\"F-2\">"
	               "<theirs reference=\"T-1\"/></request>",
	    "<request uid=\"" UID "2\" kind=\"k\" reference=\"T-1\">"
	    "<theirs reference=\"F-1\"/></request>",
	    "reference-here|F-1|T-1|||T-1\n"
	    "request-there|F-2|T-1|||\n");
}

static void
acts_of_what_is_erased_are_not_compared(void **state)
{
	(void)state;
	assert_differs("<request uid=\"" UID "1\" kind=\"k\" reference=\"F-1\" "
	               "erased=\"true\"><theirs reference=\"T-1\"/></request>",
	    THEIRS(ACT("e", "us", "2026-01-01")), "");
}

#define BODY                                                              \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<reconciliation " NS \
	" made=\"2026-02-14T10:00:00Z\">\n"                               \
	"  <from state=\"FR\" authority=\"A\" code=\"C\"/>\n"             \
	"  <to state=\"TR\"/>\n"

static void
the_seal_covers_all_before_it_and_nothing_is_behind_it(void **state)
{
	struct buf b = { 0 };
	struct err err = { 0 };
	char hex[65];
	xmlDoc *doc;
	size_t len;

	(void)state;
	hash_hex_bytes(hex, BODY, sizeof(BODY) - 1);
	buf_addf(&b, BODY "  <seal sha256=\"%s\"/>\n</reconciliation>\n", hex);
	len = b.len;
	assert_ok(
	    ledger_parse(&doc, res, buf_text(&b), len, "f.xml", &err), err);
	xmlFreeDoc(doc);
	for (size_t i = sizeof(BODY) - 20; i < len - 18; i++) {
		struct err own = { 0 };

		b.data[i] ^= 1;
		assert_int_equal(MLA_EDAMAGED,
		    ledger_parse(&doc, res, buf_text(&b), len, "f.xml", &own));
		assert_null(doc);
		b.data[i] ^= 1;
	}
	buf_adds(&b, "<!-- more -->\n");
	assert_int_equal(MLA_EDAMAGED,
	    ledger_parse(&doc, res, buf_text(&b), b.len, "f.xml", &err));
	assert_string_equal(
	    "f.xml: the seal does not fit: it was changed after it was made",
	    err.msg);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_ledgers_have_no_difference),
		cmocka_unit_test(what_one_side_alone_has_is_named),
		cmocka_unit_test(
		    a_message_that_differs_is_named_by_what_differs),
		cmocka_unit_test(acts_of_the_same_day_are_paired_first),
		cmocka_unit_test(
		    requests_on_paper_are_the_same_by_their_references),
		cmocka_unit_test(acts_of_what_is_erased_are_not_compared),
		cmocka_unit_test(
		    the_seal_covers_all_before_it_and_nothing_is_behind_it),
	};

	return cmocka_run_group_tests(tests, open_data, close_data);
}
