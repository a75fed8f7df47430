/* test_parity.c - what differs between two language versions of a request */
/* SPDX-License-Identifier: Apache-2.0 */
#include "doc.h"

#include "base/str.h"
#include "core/names.h"
#include "core/parity.h"
#include "xml/init.h"
#include "xml/node.h"
#include "xml/read.h"

#define SAMPLE "tests/data/request/letter-fr-tr.xml"
#define ARABIC_ONE "\xd8\xb1\xd8\xac\xd9\x84" /* a word */

static struct res *res;
static struct lang *en;

static int
open_data(void **state)
{
	struct err err = { 0 };

	(void)state;
	xml_init();
	if (res_open(&res, ".", &err) != MLA_OK ||
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
	res_free(res);
	xml_done();
	return 0;
}

/* A request in a language, with what is in it. */
static xmlDoc *
make(const char *lang, const char *inside)
{
	struct err err = { 0 };
	xmlDoc *doc;
	char text[2000];

	(void)snprintf(text, sizeof(text),
	    "<request xmlns=\"urn:mla:request:1\" kind=\"letter\" "
	    "uid=\"urn:uuid:00000000-0000-4000-8000-000000000000\" "
	    "xml:lang=\"%s\">%s</request>",
	    lang, inside);
	assert_ok(xml_read(&doc, text, strlen(text), "test", &err), err);
	return doc;
}

/* "severity where: text\n" of each finding. */
static void
expect(const char *from, const char *into, const char *want)
{
	xmlDoc *a = make("fr", from), *b = make("ar", into);
	const struct parity_in in = { a, b, res, en };
	struct findings f = { 0 };
	struct err err = { 0 };
	struct buf have = { 0 };

	assert_ok(parity_check(&f, &in, &err), err);
	for (size_t i = 0; i < f.n; i++)
		buf_addf(&have, "%s %s: %s\n",
		    finding_severity_name(f.at[i].severity), f.at[i].where,
		    f.at[i].text);
	assert_string_equal(want, buf_text(&have));
	buf_free(&have);
	findings_free(&f);
	xmlFreeDoc(a);
	xmlFreeDoc(b);
}

static void
a_request_says_the_same_as_itself(void **state)
{
	xmlDoc *doc = unit_read_doc(SAMPLE);
	const struct parity_in in = { doc, doc, res, en };
	struct findings f = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_ok(parity_check(&f, &in, &err), err);
	assert_int_equal(1, f.n);
	assert_string_equal("Both versions say that they are written in the "
	                    "same language: French.",
	    f.at[0].text);
	findings_free(&f);
	xmlFreeDoc(doc);
}

static void
numbers_are_compared_across_scripts(void **state)
{
	(void)state;
	expect("<facts><p>12 500 euros</p></facts>",
	    "<facts><p>\xd9\xa1\xd9\xa2\xd9\xac\xd9\xa5\xd9\xa0\xd9\xa0"
	    "</p></facts>",
	    "");
	expect("<facts><p>12 500 euros</p></facts>",
	    "<facts><p>\xd9\xa1\xd9\xa2\xd9\xac\xd9\xa0\xd9\xa5\xd9\xa0"
	    "</p></facts>",
	    "error facts/p: Numbers in the text: 12 500 in the original, "
	    "\xd9\xa1\xd9\xa2\xd9\xac\xd9\xa0\xd9\xa5\xd9\xa0 in the "
	    "translation.\n");
	expect("<facts><p>le 17.07.2026</p></facts>",
	    "<facts><p>18/07/2026</p></facts>",
	    "error facts/p: Dates in the text: 17.07.2026 in the original, "
	    "18/07/2026 in the translation.\n");
}

static void
a_number_that_may_stand_in_words_is_a_warning(void **state)
{
	(void)state;
	expect("<facts><p>a</p><p>2 hommes</p></facts>",
	    "<facts><p>" ARABIC_ONE "</p><p>" ARABIC_ONE "</p></facts>",
	    "warning facts/p[2]: Numbers in the text: 2 in the original, "
	    "nothing in the translation.\n");
}

static void
what_is_in_one_only_is_said(void **state)
{
	(void)state;
	expect("<enclosures><enclosure id=\"e1\"><title>A</title></enclosure>"
	       "<enclosure id=\"e2\"><title>B</title></enclosure></enclosures>",
	    "<enclosures><enclosure id=\"e3\"><title>A</title></enclosure>"
	    "<enclosure id=\"e1\"><title>A</title></enclosure></enclosures>",
	    "error enclosures/e2: The translation lacks enclosures/e2.\n"
	    "error enclosures/e3: Only the translation has enclosures/e3.\n");
	expect("<translations><translation xml:lang=\"ar\"/></translations>",
	    "", "");
}

static void
what_is_no_text_must_be_the_same(void **state)
{
	(void)state;
	expect("<persons><natural id=\"p1\" sex=\"male\"><born>1979</born>"
	       "</natural></persons>",
	    "<persons><natural id=\"p1\" sex=\"female\"><born>1978</born>"
	    "</natural></persons>",
	    "error persons/p1: sex: \"male\" in the original, \"female\" in "
	    "the translation.\n"
	    "error persons/p1/born: born: \"1979\" in the original, \"1978\" "
	    "in the translation.\n");
	expect("<persons><natural id=\"p1\"><identity number=\"AB12\"/>"
	       "</natural></persons>",
	    "<persons><natural id=\"p1\" identified=\"no\">"
	    "<identity number=\"AC12\"/></natural></persons>",
	    "error persons/p1: identified: \"nothing\" in the original, "
	    "\"no\" in the translation.\n"
	    "error persons/p1/identity: number: \"AB12\" in the original, "
	    "\"AC12\" in the translation.\n");
}

static void
names_are_the_same_where_both_are_in_latin_script(void **state)
{
	(void)state;
	expect("<persons><natural id=\"p1\"><name>\xc3\x96rnek</name>"
	       "</natural></persons>",
	    "<persons><natural id=\"p1\"><name>\xc3\x96RNEK</name>"
	    "</natural></persons>",
	    "");
	expect("<persons><natural id=\"p1\"><name>\xc3\x96rnek</name>"
	       "</natural></persons>",
	    "<persons><natural id=\"p1\"><name>Ornek</name>"
	    "</natural></persons>",
	    "error persons/p1/name: name: \"\xc3\x96rnek\" in the original, "
	    "\"Ornek\" in the translation.\n");
	expect("<persons><natural id=\"p1\"><name>Belirsiz</name>"
	       "</natural></persons>",
	    "<persons><natural id=\"p1\"><name>" ARABIC_ONE "</name>"
	    "</natural></persons>",
	    "");
}

static void
names_in_texts_are_found_again(void **state)
{
	static const char person[] = "<persons><natural id=\"p1\">"
	                             "<name>Mod\xc3\xa8le</name>"
	                             "</natural></persons>";
	char a[300], b[300];

	(void)state;
	(void)snprintf(a, sizeof(a),
	    "<facts><p>Mod\xc3\xa8le est venu.</p></facts>%s", person);
	(void)snprintf(
	    b, sizeof(b), "<facts><p>Modele came.</p></facts>%s", person);
	expect(a, b,
	    "warning facts/p: Names in the text: Mod\xc3\xa8le in the "
	    "original, nothing in the translation.\n");
	(void)snprintf(b, sizeof(b),
	    "<facts><p>Mod\xc3\xa8le's brother came.</p></facts>%s", person);
	expect(a, b, "");
	/* In another script, a word in Latin letters must be the original's. */
	(void)snprintf(b, sizeof(b),
	    "<facts><p>" ARABIC_ONE ARABIC_ONE " Modele</p></facts>%s", person);
	expect(a, b,
	    "warning facts/p: Names in the text: nothing in the original, "
	    "Modele in the translation.\n");
}

static void
words_of_names_begin_with_a_capital(void **state)
{
	struct names *names = names_new();
	struct buf b = { 0 };

	(void)state;
	names_add(names, "von der Berg");
	names_missing(&b, names, "Von der Berg", "");
	assert_string_equal("Berg", buf_text(&b));
	assert_true(names_is_latin("abc " ARABIC_ONE " d"));
	assert_false(names_is_latin(""));
	names_free(names);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_says_the_same_as_itself),
		cmocka_unit_test(numbers_are_compared_across_scripts),
		cmocka_unit_test(a_number_that_may_stand_in_words_is_a_warning),
		cmocka_unit_test(what_is_in_one_only_is_said),
		cmocka_unit_test(what_is_no_text_must_be_the_same),
		cmocka_unit_test(
		    names_are_the_same_where_both_are_in_latin_script),
		cmocka_unit_test(names_in_texts_are_found_again),
		cmocka_unit_test(words_of_names_begin_with_a_capital),
	};

	return cmocka_run_group_tests(tests, open_data, close_data);
}
