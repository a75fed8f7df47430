/* test_render.c - every form in every language and format, by golden files */
/* SPDX-License-Identifier: Apache-2.0 */
#include "chance.h"
#include "doc.h"
#include "sample.h"

#include <locale.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/render.h"
#include "model/kind.h"
#include "xml/init.h"
#include "xml/node.h"

enum {
	LANGUAGES = 64
};

/* Everything that a form may be made from. */
struct stage {
	struct res *res;
	struct res_source source;
	struct codes *codes;
	struct law *law;
	struct env *env;
	xmlDoc *request, *scene; /* scene: event, parts, exhibits */
	struct lang *words[LANGUAGES]; /* those that were asked for */
	size_t nwords;
};

static void
open_stage(struct stage *s, const char *request)
{
	struct err err = { 0 };
	xmlNode *node;

	memset(s, 0, sizeof(*s));
	assert_ok(res_open(&s->res, ".", &err), err);
	s->source = res_as_source(s->res);
	s->codes = codes_new(s->source);
	s->law = law_new(s->source);
	s->env = env_new(s->codes, s->law);
	s->request = unit_read_doc(request);
	s->scene = unit_read_doc("tests/data/event/scene.xml");
	env_request(s->env, xml_root(s->request));
	env_today(s->env, 20500);
	node = xml_first(xml_root(s->scene));
	env_event(s->env, node);
	node = xml_after(node);
	env_parts(s->env, node);
	node = xml_after(node);
	env_exhibits(s->env, node);
	env_desk(s->env, xml_after(node));
}

static void
close_stage(struct stage *s)
{
	env_free(s->env);
	law_free(s->law);
	codes_free(s->codes);
	xmlFreeDoc(s->request);
	xmlFreeDoc(s->scene);
	for (size_t i = 0; i < s->nwords; i++)
		lang_free(s->words[i]);
	res_free(s->res);
}

static const struct lang *
words_of(struct stage *s, const char *code)
{
	struct err err = { 0 };

	for (size_t i = 0; i < s->nwords; i++) {
		if (str_eq(lang_code(s->words[i]), code))
			return s->words[i];
	}
	assert_true(s->nwords < LANGUAGES);
	assert_ok(lang_load(&s->words[s->nwords], s->source, code, &err), err);
	return s->words[s->nwords++];
}

static void
render(struct buf *out, struct stage *s, const char *form, const char *lang,
    const char *format)
{
	struct docmodel_in in = { .env = s->env,
		.codes = s->codes,
		.request = xml_root(s->request),
		.reference = "LIL-O-2026-000017",
		.revision = 3,
		.sha256 = "0123456789abcdef",
		.sender_state = "FR",
		.sender = "Tribunal judiciaire de Lille",
		.on = "2026-03-05" };
	struct form *definition;
	struct err err = { 0 };

	assert_ok(form_load(&definition, s->res, s->source, form, &err), err);
	in.form = definition;
	in.lang = words_of(s, lang);
	assert_ok(render_form(out, s->res, &in, format, &err), err);
	form_free(definition);
}

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

/* A form that is a kind's own is filled from the sample of that kind. */
static void
take_sample(struct stage *s, const struct file_names *kinds, const char *form)
{
	struct err err = { 0 };
	char *text = NULL;

	for (size_t i = 0; i < kinds->n && text == NULL; i++) {
		struct kind *kind;

		assert_ok(
		    kind_load(&kind, s->res, s->source, kinds->at[i], &err),
		    err);
		if (str_eq(kind->form, form))
			text = sample_of(kinds->at[i]);
		kind_free(kind);
	}
	if (text == NULL)
		text = sample_of("letter");
	assert_non_null(text);
	xmlFreeDoc(s->request);
	assert_ok(xml_read(&s->request, text, strlen(text), form, &err), err);
	env_request(s->env, xml_root(s->request));
	free(text);
}

/* Where each is slow, one language for each form, in turn. */
static bool
is_its_turn(size_t form, size_t language, size_t languages)
{
	return chance_tries((int)languages) == (int)languages ||
	    form % languages == language;
}

static void
every_form_equals_its_golden_files(void **state)
{
	static const char *const formats[] = { "html", "text", "xml", "fodt" };
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
		for (size_t l = 0; l < languages.n; l++) {
			for (size_t k = 0;
			     k < 4 && is_its_turn(f, l, languages.n); k++) {
				struct buf b = { 0 };
				char *path = xasprintf("tests/golden/%s.%s.%s",
				    forms.at[f], languages.at[l], formats[k]);

				render(&b, &s, forms.at[f], languages.at[l],
				    formats[k]);
				compare(path, &b);
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

static void
hostile_values_are_only_text(void **state)
{
	static const char evil[] = "</p><script>alert(1)</script> ]]> &amp; "
	                           "\xe2\x80\xae\"'";
	struct buf html = { 0 }, text = { 0 };
	struct stage s;
	xmlNode *node;

	(void)state;
	open_stage(&s, "tests/data/request/letter-fr-tr.xml");
	node = xml_child(xml_root(s.request), NULL, "facts");
	node = xml_child(node, NULL, "p");
	xmlNodeSetContent(node, NULL);
	xmlNodeAddContent(node, (const xmlChar *)evil);
	render(&html, &s, "letter", "en", "html");
	assert_null(strstr(buf_text(&html), "<script>"));
	assert_non_null(strstr(buf_text(&html), "&lt;script&gt;"));
	render(&text, &s, "letter", "en", "text");
	assert_non_null(strstr(buf_text(&text), "<script>alert(1)</script>"));
	buf_free(&html);
	buf_free(&text);
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
	assert_string_equal("formats: fodt, html, text, xml", err.hint);
	close_stage(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_equals_its_golden_files),
		cmocka_unit_test(every_label_has_a_word),
		cmocka_unit_test(hostile_values_are_only_text),
		cmocka_unit_test(lines_are_folded_at_their_width),
		cmocka_unit_test(a_format_that_is_not_there_is_said),
	};

	(void)setlocale(LC_CTYPE, "C.UTF-8");
	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
