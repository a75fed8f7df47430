/* test_answers.c - requests as files of questions and answers */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "core/answers.h"
#include "core/place.h"
#include "res/res.h"
#include "xml/init.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/schema.h"
#include "xml/write.h"

#define SAMPLES "tests/data/request"
#define UID "urn:uuid:0b6d4f1e-58c7-4c1b-9d57-3c1f0f2f7a10"

static struct res *res;
static struct vocab *vocab;
static struct codes *codes;
static struct lang *en, *fr;
static struct form *form;

static int
open_data(void **state)
{
	struct err err = { 0 };
	struct res_source source;

	(void)state;
	xml_init();
	if (res_open(&res, ".", &err) != MLA_OK)
		goto fail;
	source = res_as_source(res);
	codes = codes_new(source);
	if (vocab_load(&vocab, source, &err) != MLA_OK ||
	    lang_load(&en, source, "en", &err) != MLA_OK ||
	    lang_load(&fr, source, "fr", &err) != MLA_OK ||
	    form_load(&form, res, source, "letter", &err) != MLA_OK)
		goto fail;
	return 0;
fail:
	print_error("%s\n", err.msg);
	return -1;
}

static int
close_data(void **state)
{
	(void)state;
	form_free(form);
	lang_free(en);
	lang_free(fr);
	codes_free(codes);
	vocab_free(vocab);
	res_free(res);
	xml_done();
	return 0;
}

static struct answers_in
asked_in(const struct lang *lang)
{
	return (struct answers_in){
		.form = form, .lang = lang, .vocab = vocab, .codes = codes
	};
}

static xmlDoc *
parse(const char *text, size_t len)
{
	struct err err = { 0 };
	xmlDoc *doc = NULL;

	assert_ok(xml_read(&doc, text, len, "test", &err), err);
	return doc;
}

static xmlDoc *
sample(const char *name)
{
	char *path = file_join(SAMPLES, name);
	struct err err = { 0 };
	struct buf b = { 0 };
	xmlDoc *doc;

	assert_ok(file_read(&b, path, XML_MAX_BYTES, &err), err);
	doc = parse(b.data, b.len);
	buf_free(&b);
	free(path);
	return doc;
}

/* Only what is in the root counts: comments around it are not kept. */
static char *
written(xmlDoc *doc)
{
	struct buf b = { 0 };

	xml_write(&b, doc);
	return buf_steal(&b);
}

/* Read a text that must be right into base, which stays. */
static xmlDoc *
read_right(const char *text, const xmlDoc *base)
{
	const struct answers_in in = asked_in(en);
	struct findings faults = { 0 };
	struct err err = { 0 };
	xmlDoc *doc = NULL;
	enum mla_rc rc;

	rc = answers_read(&doc, &faults, &in, text, strlen(text), base, &err);
	if (faults.n > 0)
		fail_msg("line %ld: %s %s", faults.at[0].line,
		    faults.at[0].text, faults.at[0].todo);
	assert_ok(rc, err);
	findings_free(&faults);
	return doc;
}

static xmlDoc *
read_new(const char *text)
{
	xmlDoc *base = place_new(UID, "letter", "en");
	xmlDoc *doc = read_right(text, base);

	xmlFreeDoc(base);
	return doc;
}

/* What the request says at a simple path; the caller frees it. */
static char *
said(xmlDoc *doc, const char *path)
{
	struct place *p = place_parse(path);
	size_t n;
	xmlNode **at;
	char *text = NULL;

	assert_non_null(p);
	at = place_find(&n, p, xml_root(doc));
	if (n > 0)
		text = p->attr != NULL ? xml_attr(at[0], p->attr)
		                       : xml_text(at[0]);
	free(at);
	place_free(p);
	return text;
}

static void
assert_said(xmlDoc *doc, const char *path, const char *expect)
{
	char *text = said(doc, path);

	if (expect == NULL)
		assert_null(text);
	else if (text == NULL)
		fail_msg("nothing at %s", path);
	else
		assert_string_equal(expect, text);
	free(text);
}

/* One fault of a text, as "LINE: TEXT, WHAT TO DO". */
static void
assert_fault(const char *text, const char *expect)
{
	const struct answers_in in = asked_in(en);
	struct findings faults = { 0 };
	struct err err = { 0 };
	xmlDoc *base = place_new(UID, "letter", "en");
	xmlDoc *doc;
	struct buf all = { 0 };

	assert_int_equal(MLA_ENO,
	    answers_read(&doc, &faults, &in, text, strlen(text), base, &err));
	assert_null(doc);
	for (size_t i = 0; i < faults.n; i++)
		buf_addf(&all, "%s%ld: %s %s", i > 0 ? "\n" : "",
		    faults.at[i].line, faults.at[i].text, faults.at[i].todo);
	assert_string_equal(expect, buf_text(&all));
	buf_free(&all);
	findings_free(&faults);
	xmlFreeDoc(base);
}

static void
the_blank_file_read_back_says_nothing(void **state)
{
	const struct lang *const langs[] = { en, fr };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		const struct answers_in in = asked_in(langs[i]);
		struct findings faults = { 0 };
		struct err err = { 0 };
		struct buf b = { 0 };
		xmlDoc *base = place_new(UID, "letter", "en");
		xmlDoc *doc = NULL;
		char *a, *z;

		assert_ok(answers_blank(&b, &in, &err), err);
		assert_ok(
		    answers_read(&doc, &faults, &in, b.data, b.len, base, &err),
		    err);
		a = written(base);
		z = written(doc);
		assert_string_equal(a, z);
		free(a);
		free(z);
		xmlFreeDoc(doc);
		xmlFreeDoc(base);
		buf_free(&b);
		findings_free(&faults);
	}
}

static void
the_blank_file_explains_itself(void **state)
{
	const struct answers_in in = asked_in(en);
	struct err err = { 0 };
	struct buf b = { 0 };

	(void)state;
	assert_ok(answers_blank(&b, &in, &err), err);
	assert_non_null(strstr(b.data, "# Letter of request\n"));
	assert_non_null(strstr(b.data, "\n== Facts\n"));
	assert_non_null(strstr(b.data, "#   hearing-witness"));
	assert_non_null(strstr(b.data, "hearing of a witness\n"));
	assert_non_null(strstr(b.data, "# A day, as 2026-07-17.\n"));
	assert_non_null(strstr(b.data, "# What happened, who did it, when,"));
	for (const char *s = b.data; *s != '\0'; s++) {
		size_t len = strcspn(s, "\n");

		/* Words of the choices stand on a line of their own. */
		if (!str_starts(s, "#   ") && len > 100)
			fail_msg("a line is too long: %.*s", (int)len, s);
		s += len;
	}
	buf_free(&b);
}

/* Writing and reading again, into a copy or into nothing. */
static void
assert_round_trip(const char *name, const struct lang *lang, bool from_base)
{
	const struct answers_in in = asked_in(lang);
	struct findings faults = { 0 };
	struct err err = { 0 };
	struct buf b = { 0 }, c = { 0 };
	xmlDoc *doc = sample(name), *back = NULL;
	xmlDoc *base = from_base ? doc : place_new(UID, "letter", "fr");
	char *x, *y;

	assert_ok(answers_write(&b, &in, doc, &err), err);
	(void)answers_read(&back, &faults, &in, b.data, b.len, base, &err);
	if (faults.n > 0)
		fail_msg(
		    "%s:%ld: %s", name, faults.at[0].line, faults.at[0].text);
	assert_ok(err.rc, err);
	if (from_base) {
		x = written(doc);
		y = written(back);
	} else {
		/* What is not asked is lost, but what is asked is not. */
		assert_ok(answers_write(&c, &in, back, &err), err);
		x = buf_steal(&b);
		y = buf_steal(&c);
	}
	assert_string_equal(x, y);
	free(x);
	free(y);
	buf_free(&b);
	buf_free(&c);
	findings_free(&faults);
	xmlFreeDoc(back);
	if (!from_base)
		xmlFreeDoc(base);
	xmlFreeDoc(doc);
}

static void
round_trips_of(const struct lang *lang)
{
	struct file_names names = { 0 };
	struct err err = { 0 };

	assert_ok(file_list(&names, SAMPLES, &err), err);
	for (size_t i = 0; i < names.n; i++) {
		if (!str_ends(names.at[i], ".xml"))
			continue;
		assert_round_trip(names.at[i], lang, true);
		assert_round_trip(names.at[i], lang, false);
	}
	file_names_free(&names);
}

/* So no two questions of one section have the same words in any language. */
static void
each_sample_survives_writing_and_reading_in_every_language(void **state)
{
	struct file_names langs = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_ok(res_list(&langs, res, RES_LANG, &err), err);
	assert_true(langs.n > 1);
	for (size_t i = 0; i < langs.n; i++) {
		struct lang *lang;

		assert_ok(
		    lang_load(&lang, res_as_source(res), langs.at[i], &err),
		    err);
		round_trips_of(lang);
		lang_free(lang);
	}
	file_names_free(&langs);
}

static void
answers_become_a_request_that_follows_the_schema(void **state)
{
	struct xml_faults faults = { 0 };
	struct err err = { 0 };
	xmlDoc *doc = read_new("# a letter\n"
	                       "== requesting\n"
	                       "requesting-state: fr\n"
	                       "authority: Court of Nowhere\n"
	                       "== requested\n"
	                       "requested-state: TR\n"
	                       "== facts\n"
	                       "facts: First line\n"
	                       "   goes on here.\n"
	                       "# a remark inside\n"
	                       "\n"
	                       "   [ar rtl] \\[second]\n"
	                       "== Persons concerned\n"
	                       "[person]\n"
	                       "name: Nobody\n"
	                       "nationality: fr, TR\n"
	                       "languages: ar, fr\n"
	                       "[person p7]\n"
	                       "name: [ar] \xd9\x84\n"
	                       "[person]\n"
	                       "name: Third\n"
	                       "== measures\n"
	                       "[measure]\n"
	                       "measure-code: Hearing of a witness\n"
	                       "about: p7\n"
	                       "questions:\n"
	                       "  What?\n"
	                       "\n"
	                       "  When?\n");

	(void)state;
	assert_ok(res_check(&faults, res, doc, "request", &err), err);
	if (faults.n > 0)
		fail_msg("%s", faults.at[0].msg);
	assert_said(doc, "r:requesting/r:state", "FR");
	assert_said(doc, "r:facts/r:p", "First line goes on here.");
	assert_said(doc, "r:facts/r:p[@dir='rtl']", "[second]");
	assert_said(doc, "r:persons/r:natural[@id='p8']/r:name", "Nobody");
	assert_said(doc, "r:persons/r:natural[@id='p8']/r:nationality", "FR");
	assert_said(doc, "r:persons/r:natural[@id='p8']/r:languages", "ar fr");
	assert_said(doc, "r:persons/r:natural[@id='p7']/r:name", "\xd9\x84");
	assert_said(doc, "r:persons/r:natural[@id='p9']/r:name", "Third");
	assert_said(
	    doc, "r:measures/r:measure[@id='m1']/@code", "hearing-witness");
	assert_said(doc, "r:measures/r:measure/r:questions/r:q", "What?");
	xmlFreeDoc(doc);
}

static void
a_blank_answer_takes_away_and_a_missing_line_does_not(void **state)
{
	xmlDoc *base = sample("letter-fr-tr.xml");
	xmlDoc *doc = read_right("== urgency\n"
	                         "urgency-by:\n"
	                         "[person p2]\n"
	                         "birth-place:\n",
	    base);

	(void)state;
	assert_said(doc, "r:urgency/r:by", NULL);
	assert_said(doc, "r:urgency/@code", "witness-may-leave");
	assert_said(doc, "r:persons/r:natural[@id='p2']/r:birth-place", NULL);
	assert_said(
	    doc, "r:persons/r:natural[@id='p2']/r:name", "\xc3\x96rnek");
	assert_said(doc, "r:persons/r:natural[@id='p1']/r:name", "Belirsiz");
	xmlFreeDoc(doc);
	xmlFreeDoc(base);
}

static void
a_part_without_answers_is_taken_away(void **state)
{
	xmlDoc *base = read_new("[person p1]\nname: A\n[person p2]\nname: B\n");
	xmlDoc *doc = read_right("[person p1]\nname:\n", base);

	(void)state;
	assert_said(doc, "r:persons/r:natural[@id='p1']/@id", NULL);
	assert_said(doc, "r:persons/r:natural/@id", "p2");
	xmlFreeDoc(base);
	base = doc;
	doc = read_right("[person p2]\nname:\n", base);
	assert_null(xml_child(xml_root(doc), NULL, "persons"));
	xmlFreeDoc(doc);
	xmlFreeDoc(base);
}

static void
a_part_that_holds_more_than_is_asked_is_kept(void **state)
{
	xmlDoc *base = sample("letter-fr-tr.xml");
	xmlDoc *doc = read_right("[person p1]\nname:\nfirst-names:\n"
	                         "position:\nactor:\n",
	    base);

	(void)state;
	assert_said(doc, "r:persons/r:natural[@id='p1']/r:name", NULL);
	assert_said(doc, "r:persons/r:natural[@id='p1']/r:account",
	    "+90 500 000 00 01");
	xmlFreeDoc(doc);
	xmlFreeDoc(base);
}

static void
a_part_that_was_empty_before_stays(void **state)
{
	static const char text[] =
	    "<request xmlns='urn:mla:request:1'><persons><natural id='p1'/>"
	    "</persons></request>";
	xmlDoc *base = parse(text, strlen(text));
	xmlDoc *doc = read_right("[person p1]\nname:\n[person]\n", base);

	(void)state;
	assert_said(doc, "r:persons/r:natural/@id", "p1");
	assert_null(
	    xml_after(xml_first(xml_child(xml_root(doc), NULL, "persons"))));
	xmlFreeDoc(doc);
	xmlFreeDoc(base);
}

static void
runs_in_other_languages_are_kept_and_can_be_written(void **state)
{
	xmlDoc *doc = read_new("facts: Known as {{ar rtl: \xd9\x84}}, "
	                       "\\{{not a run}} \\\\ and C:\\dir.\n");
	xmlNode *p = xml_first(xml_child(xml_root(doc), NULL, "facts"));
	xmlNode *span = xml_child(p, NULL, "span");
	char *text = xml_text(p);

	(void)state;
	assert_string_equal(
	    text, "Known as \xd9\x84, {{not a run}} \\ and C:\\dir.");
	assert_true(xml_attr_is(span, "dir", "rtl"));
	free(text);
	xmlFreeDoc(doc);
}

static void
french_colons_and_windows_lines_are_read(void **state)
{
	xmlDoc *doc = read_new("\xef\xbb\xbf== requesting\r\n"
	                       "requesting-state\xc2\xa0: FR\r\n");

	(void)state;
	assert_said(doc, "r:requesting/r:state", "FR");
	xmlFreeDoc(doc);
}

static void
every_wrong_line_is_told_with_its_number(void **state)
{
	(void)state;
	assert_fault("  hanging\n"
	             "no colon here\n"
	             "requesting-state: Frankreich\n"
	             "urgency-by: 30.6.2026\n"
	             "urgency-ground: witness-may-leve\n"
	             "facs: x\n",
	    "1: The line belongs to no question:   hanging Write the question "
	    "and a colon before it.\n"
	    "2: The line is no question: no colon here If it belongs to the "
	    "answer above, put blanks before it; if it is a remark, a #.\n"
	    "3: \"FRANKREICH\" is no State. Write its two letters (ISO 3166), "
	    "as FR.\n"
	    "4: \"30.6.2026\" is no day. Write it as 2026-07-17.\n"
	    "5: \"witness-may-leve\" is not one of the choices. Did you mean "
	    "witness-may-leave?\n"
	    "6: There is no question \"facs\" here. Did you mean \"Facts\"?");
}

static void
a_part_or_question_there_twice_is_told(void **state)
{
	(void)state;
	assert_fault("facts: a\nfacts: b\n",
	    "2: The question \"facts\" is answered twice. Keep one of the "
	    "lines.");
	assert_fault("[person p1]\nname: a\n[person p1]\nname: b\n",
	    "3: The part \"person p1\" is there twice. For another part, leave "
	    "out the number.");
}

static void
brackets_that_do_not_match_are_told(void **state)
{
	(void)state;
	assert_fault("[person\n",
	    "1: The brackets do not match: [person Write "
	    "as many at the end as at the beginning.");
	assert_fault("[[person]]\n",
	    "1: \"person\" has more brackets than the part above it allows. A "
	    "part inside another one has one bracket more than that one.");
	assert_fault("[prson]\n",
	    "1: There is no part \"prson\" here. Did you "
	    "mean \"Person\"?");
	assert_fault("[person P 1]\n",
	    "1: There is no part \"person P 1\" here. Take its name from the "
	    "file that mla new KIND --blank prints.");
	assert_fault("[person P1]\n",
	    "1: \"P1\" cannot be the number of a "
	    "part. Write a letter and a number, as "
	    "p1.");
}

static void
characters_that_no_document_holds_are_told(void **state)
{
	(void)state;
	assert_fault("facts: a\x01"
	             "b\n",
	    "1: The line has a character that no document can hold: facts: "
	    "a\\u{1}b Take it out.");
}

static void
what_is_not_utf8_or_too_long_is_damaged(void **state)
{
	const struct answers_in in = asked_in(en);
	struct findings faults = { 0 };
	struct err err = { 0 }, other = { 0 };
	xmlDoc *base = place_new(UID, "letter", "en");
	xmlDoc *doc;
	char *big = xcalloc(1, ANSWERS_MAX_BYTES + 1);

	(void)state;
	assert_int_equal(MLA_EDAMAGED,
	    answers_read(&doc, &faults, &in, "facts: \xff", 8, base, &err));
	assert_string_equal(
	    "the answers are not in UTF-8; save the file in UTF-8", err.msg);
	assert_int_equal(MLA_EDAMAGED,
	    answers_read(
	        &doc, &faults, &in, big, ANSWERS_MAX_BYTES + 1, base, &other));
	assert_string_equal(
	    "the answers have more than 4194304 bytes", other.msg);
	free(big);
	xmlFreeDoc(base);
}

static void
a_place_is_found_made_and_refused(void **state)
{
	xmlDoc *doc = place_new(UID, "letter", "en");

	(void)state;
	assert_true(place_set(doc, vocab, "r:requested/r:state", "TR"));
	assert_true(place_set(
	    doc, vocab, "r:urgency[@fixed='yes']/@code", "detention"));
	assert_said(doc, "r:urgency[@fixed='yes']/@code", "detention");
	assert_true(place_set(doc, vocab, "@xml:lang", "tr"));
	assert_false(place_set(doc, vocab, "r:weather", "fine"));
	assert_false(place_set(doc, vocab, "r:requested/@weather", "fine"));
	assert_null(place_parse("concat(r:a, 'b')"));
	assert_null(place_parse("r:a//r:b"));
	assert_null(place_parse("$event/@on"));
	assert_null(place_parse("r:a[2]"));
	assert_null(place_parse("r:a/"));
	assert_null(place_parse("r:a/@b/c"));
	assert_null(place_parse(""));
	xmlFreeDoc(doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_blank_file_read_back_says_nothing),
		cmocka_unit_test(the_blank_file_explains_itself),
		cmocka_unit_test(
		    each_sample_survives_writing_and_reading_in_every_language),
		cmocka_unit_test(
		    answers_become_a_request_that_follows_the_schema),
		cmocka_unit_test(
		    a_blank_answer_takes_away_and_a_missing_line_does_not),
		cmocka_unit_test(a_part_without_answers_is_taken_away),
		cmocka_unit_test(a_part_that_was_empty_before_stays),
		cmocka_unit_test(a_part_that_holds_more_than_is_asked_is_kept),
		cmocka_unit_test(
		    runs_in_other_languages_are_kept_and_can_be_written),
		cmocka_unit_test(french_colons_and_windows_lines_are_read),
		cmocka_unit_test(every_wrong_line_is_told_with_its_number),
		cmocka_unit_test(a_part_or_question_there_twice_is_told),
		cmocka_unit_test(brackets_that_do_not_match_are_told),
		cmocka_unit_test(characters_that_no_document_holds_are_told),
		cmocka_unit_test(what_is_not_utf8_or_too_long_is_damaged),
		cmocka_unit_test(a_place_is_found_made_and_refused),
	};

	return cmocka_run_group_tests(tests, open_data, close_data);
}
