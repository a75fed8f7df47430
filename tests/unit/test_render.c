/* test_render.c - every form in every language and format, by golden files */
/* SPDX-License-Identifier: Apache-2.0 */
#include "chance.h"
#include "sample.h"
#include "stage.h"

#include <locale.h>

#include "base/alloc.h"
#include "core/official.h"
#include "model/kind.h"
#include "model/units.h"
#include "xml/init.h"
#include "xml/write.h"

static void
compare(const char *path, const struct buf *have)
{
	struct buf want = { 0 };
	struct err err = { 0 };

	if (getenv("UPDATE_GOLDEN") != NULL) {
		assert_ok(
		    file_save(path, buf_text(have), have->len, &err), err);
		return;
	}
	assert_ok(file_read(&want, path, SIZE_MAX, &err), err);
	if (want.len != have->len ||
	    memcmp(buf_text(&want), buf_text(have), have->len) != 0)
		fail_msg("%s differs: make golden shows how", path);
	buf_free(&want);
}

/* Can the form exist in the language at all? */
static bool
is_offered(struct stage *s, const char *form, const char *lang)
{
	const struct office office = { .law = s->law };
	struct form *definition;
	struct err err = { 0 };
	enum mla_rc rc;

	assert_ok(form_load(&definition, s->res, s->source, form, &err), err);
	rc = official_offers(&office, definition, lang, &err);
	assert_true(rc == MLA_OK || rc == MLA_ENOTFOUND);
	form_free(definition);
	return rc == MLA_OK;
}

/* The kind whose own form it is, or whose name it begins with; else a letter.
 */
static char *
sample_for(struct stage *s, const struct file_names *kinds, const char *form)
{
	struct err err = { 0 };
	char *text = NULL;

	for (size_t i = 0; i < kinds->n && text == NULL; i++) {
		char *family = xasprintf("%s-", kinds->at[i]);
		struct kind *kind;

		assert_ok(
		    kind_load(&kind, s->res, s->source, kinds->at[i], &err),
		    err);
		if (str_eq(kind->form, form) || str_starts(form, family))
			text = sample_of(kinds->at[i]);
		kind_free(kind);
		free(family);
	}
	return text != NULL ? text : sample_of("letter");
}

/* Fill it from that sample, and from the act that makes it, if it has one. */
static void
take_sample(struct stage *s, const struct file_names *kinds, const char *form)
{
	char *text = sample_for(s, kinds, form);
	char *path = xasprintf("tests/data/event/%s.xml", form);
	xmlNode *event = xml_first(xml_root(s->scene));
	struct err err = { 0 };

	assert_non_null(text);
	xmlFreeDoc(s->request);
	assert_ok(xml_read(&s->request, text, strlen(text), form, &err), err);
	env_request(s->env, xml_root(s->request));
	env_event(s->env, NULL); /* before its document goes */
	xmlFreeDoc(s->act);
	s->act = file_exists(path) ? unit_read_doc(path) : NULL;
	env_event(s->env, s->act != NULL ? xml_root(s->act) : event);
	free(path);
	free(text);
}

static const char *const formats[] = { "html", "text", "xml", "fodt" };

/* Where each is slow, one language for each form, in turn. */
static bool
is_its_turn(size_t form, size_t language, size_t languages)
{
	return chance_tries((int)languages) == (int)languages ||
	    form % languages == language;
}

/* All formats of three languages, one of them from the right; text of all. */
static bool
is_kept(const char *language, const char *format)
{
	return str_eq(format, "text") || str_eq(language, "en") ||
	    str_eq(language, "fr") || str_eq(language, "ar");
}

static void
assert_title(struct stage *s, const char *form, const char *language,
    const struct buf *paper)
{
	char *key = xasprintf("form.%s", form);
	struct buf title = { 0 };

	xml_add_text(&title, lang_word(words_of(s, language), key));
	if (strstr(buf_text(paper), buf_text(&title)) == NULL)
		fail_msg("%s in %s: no title \"%s\"", form, language,
		    buf_text(&title));
	buf_free(&title);
	free(key);
}

static void
every_form_equals_its_golden_files(void **state)
{
	struct file_names forms, languages, kinds;
	struct err err = { 0 };
	struct stage s;

	(void)state;
	open_stage(&s, "tests/data/request/letter-fr-tr.xml");
	assert_ok(res_list(&forms, s.res, RES_FORM, &err), err);
	assert_ok(res_list(&languages, s.res, RES_LANG, &err), err);
	assert_ok(res_list(&kinds, s.res, RES_KIND, &err), err);
	for (size_t f = 0; f < forms.n; f++) {
		take_sample(&s, &kinds, forms.at[f]);
		for (size_t l = 0; l < languages.n; l += chance_stride(3)) {
			bool is = is_its_turn(f, l, languages.n) &&
			    is_offered(&s, forms.at[f], languages.at[l]);

			for (size_t k = 0; is && k < 4; k++) {
				struct buf b = { 0 };
				char *path = xasprintf("tests/golden/%s.%s.%s",
				    forms.at[f], languages.at[l], formats[k]);

				render(&b, &s, forms.at[f], languages.at[l],
				    formats[k]);
				if (is_kept(languages.at[l], formats[k]))
					compare(path, &b);
				else
					assert_title(&s, forms.at[f],
					    languages.at[l], &b);
				free(path);
				buf_free(&b);
			}
		}
	}
	file_names_free(&forms);
	file_names_free(&languages);
	file_names_free(&kinds);
	close_stage(&s);
}

static void
two_languages_equal_their_golden_files(void **state)
{
	struct stage s;

	(void)state;
	open_stage(&s, "tests/data/request/letter-fr-tr.xml");
	for (size_t k = 0; k < 4; k++) {
		struct buf b = { 0 };
		char *path =
		    xasprintf("tests/golden/letter.en,fr.%s", formats[k]);

		render_both(&b, &s, "letter", "en", "fr", formats[k]);
		compare(path, &b);
		free(path);
		buf_free(&b);
	}
	close_stage(&s);
}

static void
expect_html(struct stage *s, const char *lang, const char *beside,
    const char *what, size_t times)
{
	struct buf b = { 0 };

	render_both(&b, s, "letter", lang, beside, "html");
	if (count(&b, what) != times)
		fail_msg("%s,%s: \"%s\" is there %zu times, not %zu", lang,
		    beside, what, count(&b, what), times);
	buf_free(&b);
}

static void
a_text_is_printed_once_with_its_own_language(void **state)
{
	struct buf one = { 0 };
	struct stage s;

	(void)state;
	open_stage(&s, "tests/data/request/letter-fr-tr.xml");
	expect_html(&s, "en", "fr", "avaient pay\xc3\xa9 de", 1);
	expect_html(&s, "en", "ar", "avaient pay\xc3\xa9 de", 1);
	expect_html(&s, "ar", "fr", "avaient pay\xc3\xa9 de", 1);
	expect_html(&s, "en", "ar", "<p lang=\"fr\" dir=\"ltr\">Le 17 juin", 1);
	expect_html(&s, "fr", "ar", "<p>Le 17 juin", 1);
	/* Beside each one, the other language says so. */
	render(&one, &s, "letter", "fr", "html");
	assert_true(count(&one, "<dl class=\"long\"") > 0);
	expect_html(&s, "en", "fr",
	    "original text (French): printed once, with the other language",
	    count(&one, "<dl class=\"long\""));
	buf_free(&one);
	close_stage(&s);
}

static void
each_column_has_its_language_and_direction(void **state)
{
	struct stage s;

	(void)state;
	open_stage(&s, "tests/data/request/letter-fr-tr.xml");
	expect_html(&s, "fr", "ar", "<html lang=\"fr\" dir=\"ltr\">", 1);
	expect_html(&s, "ar", "fr", "<html lang=\"ar\" dir=\"rtl\">", 1);
	expect_html(&s, "fr", "ar",
	    "<section aria-labelledby=\"b-s-facts\" lang=\"ar\" dir=\"rtl\">"
	    "<h2 id=\"b-s-facts\">",
	    1);
	expect_html(&s, "ar", "fr",
	    "<section aria-labelledby=\"b-s-facts\" lang=\"fr\" dir=\"ltr\">",
	    1);
	/* States by their names in both. */
	expect_html(&s, "fr", "ar",
	    "<strong>France / <bdi lang=\"ar\" dir=\"rtl\">"
	    "\xd9\x81\xd8\xb1\xd9\x86\xd8\xb3\xd8\xa7</bdi></strong>",
	    1);
	close_stage(&s);
}

static void
latin_stands_isolated_in_what_is_read_from_the_right(void **state)
{
	struct stage s;

	(void)state;
	open_stage(&s, "tests/data/request/letter-fr-tr.xml");
	expect_html(&s, "ar", NULL,
	    "<dd>\xe2\x81\xa8+33 3 00 00 00 04\xe2\x81\xa9</dd>", 1);
	expect_html(&s, "fr", NULL, "<dd>+33 3 00 00 00 04</dd>", 1);
	close_stage(&s);
}

static void
every_label_has_a_word(void **state)
{
	struct file_names forms, languages;
	struct err err = { 0 };
	struct stage s;

	(void)state;
	open_stage(&s, "tests/data/request/minimal.xml");
	assert_ok(res_list(&forms, s.res, RES_FORM, &err), err);
	assert_ok(res_list(&languages, s.res, RES_LANG, &err), err);
	for (size_t f = 0; f < forms.n; f++) {
		for (size_t l = 0; l < languages.n; l++) {
			const struct form_item *section, *item;
			const struct lang *words =
			    words_of(&s, languages.at[l]);
			struct form *form;

			assert_ok(form_load(&form, s.res, s.source, forms.at[f],
			              &err),
			    err);
			assert_non_null(lang_find(words, form_label(form)));
			section = form_first(form);
			for (; section != NULL; section = section->next) {
				if (lang_find(words, section->label) == NULL)
					fail_msg(
					    "no word for %s", section->label);
				item = section->child;
				for (; item != NULL; item = item->next) {
					if (lang_find(words, item->label) ==
					    NULL)
						fail_msg("no word for %s",
						    item->label);
				}
			}
			for (size_t i = 0; i < form_rule_count(form); i++)
				assert_non_null(lang_find(
				    words, form_rule_at(form, i)->say));
			form_free(form);
		}
	}
	file_names_free(&forms);
	file_names_free(&languages);
	close_stage(&s);
}

/* Every word of the form stands in it, and in it alone nothing is missing. */
static void
check_blank(struct stage *s, const struct form *form, const struct lang *words)
{
	const struct docmodel_in in = {
		.codes = s->codes, .form = form, .lang = words, .blank = true
	};
	struct file_names units;
	struct err err = { 0 };
	struct buf b = { 0 };

	assert_ok(render_form(&b, s->res, &in, "xml", &err), err);
	units_printed(&units, form, NULL, s->codes);
	for (size_t i = 0; i < units.n; i++) {
		struct buf word = { 0 };

		xml_add_text(&word, lang_word(words, units.at[i]));
		if (strstr(buf_text(&b), buf_text(&word)) == NULL)
			fail_msg("%s: no %s", form_id(form), units.at[i]);
		buf_free(&word);
	}
	assert_null(strstr(buf_text(&b), "<missing/>"));
	file_names_free(&units);
	buf_free(&b);
}

static void
an_empty_form_has_every_word_of_the_form(void **state)
{
	struct file_names forms;
	struct err err = { 0 };
	struct lang *words;
	struct stage s;

	(void)state;
	open_stage(&s, "tests/data/request/minimal.xml");
	assert_ok(res_list(&forms, s.res, RES_FORM, &err), err);
	assert_ok(lang_load(&words, s.source, "fr", &err), err);
	for (size_t f = 0; f < forms.n; f++) {
		struct form *form;

		assert_ok(
		    form_load(&form, s.res, s.source, forms.at[f], &err), err);
		check_blank(&s, form, words);
		form_free(form);
	}
	lang_free(words);
	file_names_free(&forms);
	close_stage(&s);
}

static void
lines_are_folded_at_their_width(void **state)
{
	struct buf b = { 0 };

	(void)state;
	text_wrap(&b,
	    "one two three four\n  in dent ed\nKey:\tlong value\n"
	    "unbreakablelongword x\n\nend",
	    10);
	assert_string_equal("one two\nthree four\n  in dent\n  ed\n"
	                    "Key: long\n     value\nunbreakablelongword\nx\n\n"
	                    "end\n",
	    buf_text(&b));
	buf_free(&b);
}

static void
a_format_that_is_not_there_is_said(void **state)
{
	struct buf b = { 0 };
	struct err err = { 0 };
	struct stage s;

	(void)state;
	open_stage(&s, "tests/data/request/minimal.xml");
	assert_int_equal(
	    MLA_ENOTFOUND, render_document(&b, s.res, s.request, "odt", &err));
	assert_string_equal("there is no format \"odt\"", err.msg);
	assert_string_equal("formats: fodt, html, text, pdf, xml", err.hint);
	close_stage(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_equals_its_golden_files),
		cmocka_unit_test(two_languages_equal_their_golden_files),
		cmocka_unit_test(a_text_is_printed_once_with_its_own_language),
		cmocka_unit_test(each_column_has_its_language_and_direction),
		cmocka_unit_test(
		    latin_stands_isolated_in_what_is_read_from_the_right),
		cmocka_unit_test(every_label_has_a_word),
		cmocka_unit_test(an_empty_form_has_every_word_of_the_form),
		cmocka_unit_test(lines_are_folded_at_their_width),
		cmocka_unit_test(a_format_that_is_not_there_is_said),
	};

	(void)setlocale(LC_CTYPE, "C.UTF-8");
	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
