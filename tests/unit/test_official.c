/* test_official.c - official forms: who confirmed which words, for how long */
/* SPDX-License-Identifier: Apache-2.0 */
#include "office.h"

#include "base/str.h"
#include "core/official.h"
#include "xml/init.h"

#define FORM "eio-b" /* an official form with few sections */
#define XLIFF(units)                                                   \
	"<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" "      \
	"version=\"1.2\"><file original=\"x\" source-language=\"en\" " \
	"target-language=\"fr\" datatype=\"plaintext\"><body>" units   \
	"</body></file></xliff>"
#define UNIT(id, text)                                              \
	"<trans-unit id=\"" id "\"><source>-</source><target>" text \
	"</target></trans-unit>"

/* A register, a form, and its words in French. */
struct desk {
	struct office *office;
	struct form *form;
	struct lang *words;
	char *dir;
};

static void
open_desk(struct desk *d)
{
	struct err err = { 0 };

	d->office = unit_new_register(&d->dir, "FR", "2026-03-02T12:00Z");
	assert_ok(
	    form_load(&d->form, d->office->res, d->office->source, FORM, &err),
	    err);
	assert_ok(official_lang(&d->words, d->office, FORM, "fr", &err), err);
}

static void
close_desk(struct desk *d)
{
	lang_free(d->words);
	form_free(d->form);
	office_close(d->office);
	unit_remove_register(d->dir);
}

static void
confirm(struct desk *d, const struct form_item *section, const char *by)
{
	const struct file_names nothing = { 0 };
	struct err err = { 0 };

	assert_ok(official_confirm(d->office, d->form, section, d->words,
	              &nothing, by, &err),
	    err);
}

static void
confirm_all(struct desk *d)
{
	for (const struct form_item *s = form_first(d->form); s != NULL;
	     s = s->next)
		confirm(d, s, "Anne");
}

/* How many sections are open, of this form with these words? */
static size_t
open_in(struct desk *d, const struct form *form, const struct lang *words)
{
	struct official state;
	struct err err = { 0 };
	size_t open;

	assert_ok(official_read(&state, d->office, form, words, &err), err);
	open = state.open;
	official_free(&state);
	return open;
}

static enum official_state
state_of(struct desk *d, size_t section)
{
	struct official all;
	struct err err = { 0 };
	enum official_state state;

	assert_ok(official_read(&all, d->office, d->form, d->words, &err), err);
	assert_true(section < all.n);
	state = all.at[section].state;
	official_free(&all);
	return state;
}

static void
a_form_is_a_draft_until_each_section_is_confirmed(void **state)
{
	struct err err = { 0 };
	struct desk d;
	char *open;

	(void)state;
	open_desk(&d);
	assert_ok(
	    official_unconfirmed(&open, d.office, d.form, d.words, &err), err);
	assert_string_equal("toutes les rubriques", open);
	free(open);
	for (const struct form_item *s = form_first(d.form); s->next != NULL;
	     s = s->next)
		confirm(&d, s, "Anne");
	assert_ok(
	    official_unconfirmed(&open, d.office, d.form, d.words, &err), err);
	assert_string_equal("Section D : autres informations", open);
	free(open);
	confirm(&d, form_find(d.form, "other"), "Anne");
	assert_ok(
	    official_unconfirmed(&open, d.office, d.form, d.words, &err), err);
	assert_null(open);
	close_desk(&d);
}

static void
a_confirmation_does_not_hold_for_another_language(void **state)
{
	struct lang *english;
	struct err err = { 0 };
	struct desk d;

	(void)state;
	open_desk(&d);
	confirm_all(&d);
	assert_ok(official_lang(&english, d.office, FORM, "en", &err), err);
	assert_int_equal(4, open_in(&d, d.form, english));
	assert_int_equal(0, open_in(&d, d.form, d.words));
	lang_free(english);
	close_desk(&d);
}

/* The shipped definition with one text in it replaced. */
static struct form *
changed_form(struct desk *d, const char *what, const char *with)
{
	struct err err = { 0 };
	struct buf b = { 0 };
	struct form *form;
	char *text;

	assert_ok(res_read(&b, d->office->res, RES_FORM, FORM, &err), err);
	text = str_replace(buf_text(&b), what, with);
	assert_string_not_equal(buf_text(&b), text);
	assert_ok(form_parse(&form, d->office->res, text, strlen(text),
	              "form.xml", &err),
	    err);
	free(text);
	buf_free(&b);
	return form;
}

static void
a_new_version_or_another_field_needs_a_new_confirmation(void **state)
{
	struct desk d;
	struct form *form;

	(void)state;
	open_desk(&d);
	confirm_all(&d);
	form =
	    changed_form(&d, " version=\"1\" source", " version=\"2\" source");
	assert_int_equal(4, open_in(&d, form, d.words));
	form_free(form);
	form = changed_form(&d, "field id=\"to\"", "field id=\"place\"");
	assert_int_equal(1, open_in(&d, form, d.words));
	form_free(form);
	/* What is not printed may change: nobody confirmed it. */
	form = changed_form(&d, "path=\"@issued\"", "path=\"@made\"");
	assert_int_equal(0, open_in(&d, form, d.words));
	form_free(form);
	close_desk(&d);
}

static void
a_word_that_was_changed_needs_a_new_confirmation(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d);
	confirm_all(&d);
	lang_put(d.words, "field.to", "Vers");
	assert_int_equal(OFFICIAL_CHANGED, state_of(&d, 2));
	assert_int_equal(1, open_in(&d, d.form, d.words));
	confirm(&d, form_find(d.form, "competent"), "Bert");
	assert_int_equal(OFFICIAL_CONFIRMED, state_of(&d, 2));
	/* The title is in the first section, the signature in the last. */
	lang_put(d.words, "form." FORM, "Accusé");
	lang_put(d.words, "sign.receiving", "Le receveur");
	assert_int_equal(OFFICIAL_CHANGED, state_of(&d, 0));
	assert_int_equal(OFFICIAL_CONFIRMED, state_of(&d, 1));
	assert_int_equal(OFFICIAL_CHANGED, state_of(&d, 3));
	close_desk(&d);
}

static void
the_last_confirmation_counts_and_none_is_lost(void **state)
{
	struct official all;
	struct err err = { 0 };
	struct buf b = { 0 };
	struct desk d;
	char *path;

	(void)state;
	open_desk(&d);
	confirm(&d, form_first(d.form), "Anne");
	confirm(&d, form_first(d.form), "Bert \"<&");
	assert_ok(official_read(&all, d.office, d.form, d.words, &err), err);
	assert_string_equal("Bert \"<&", all.at[0].by);
	assert_string_equal("2026-03-02T12:00:00Z", all.at[0].on);
	assert_null(all.at[1].by);
	assert_int_equal(3, all.open);
	official_free(&all);
	path = office_path(d.office, "forms", "confirmed.xml");
	assert_ok(file_read(&b, path, SIZE_MAX, &err), err);
	assert_non_null(strstr(buf_text(&b), "by=\"Anne\""));
	buf_free(&b);
	free(path);
	close_desk(&d);
}

/* Take words of a file with that text for a section. */
static enum mla_rc
take(struct desk *d, const char *section, const char *text, struct err *err)
{
	const struct form_item *item = form_find(d->form, section);
	char *path = file_join(d->dir, "own.xlf");
	struct file_names taken = { 0 };
	struct err none = { 0 };
	enum mla_rc rc;

	assert_ok(file_save(path, text, strlen(text), &none), none);
	rc = official_take(
	    &taken, d->words, d->office, d->form, item, path, err);
	if (rc == MLA_OK)
		rc = official_confirm(
		    d->office, d->form, item, d->words, &taken, "Anne", err);
	file_names_free(&taken);
	(void)remove(path);
	free(path);
	return rc;
}

static void
own_words_are_kept_for_this_form_alone(void **state)
{
	struct err err = { 0 };
	struct lang *again, *other;
	struct desk d;

	(void)state;
	open_desk(&d);
	assert_ok(take(&d, "competent",
	              XLIFF(UNIT("field.to", "Autorité saisie")
	                      UNIT("field.note", "Divers")),
	              &err),
	    err);
	assert_ok(
	    take(&d, "order", XLIFF(UNIT("field.file", "Dossier n°")), &err),
	    err);
	assert_ok(official_lang(&again, d.office, FORM, "fr", &err), err);
	assert_string_equal("Autorité saisie", lang_word(again, "field.to"));
	assert_string_equal("Dossier n°", lang_word(again, "field.file"));
	/* The section of this word was not the one that was confirmed. */
	assert_string_equal("Observations", lang_word(again, "field.note"));
	assert_int_equal(2, open_in(&d, d.form, again));
	assert_ok(official_lang(&other, d.office, "letter", "fr", &err), err);
	assert_string_not_equal(
	    "Autorité saisie", lang_word(other, "field.to"));
	lang_free(again);
	lang_free(other);
	close_desk(&d);
}

static void
a_file_of_words_that_does_not_fit_is_refused(void **state)
{
	static const struct {
		const char *text;
		enum mla_rc rc;
		const char *says;
	} cases[] = {
		{ XLIFF(UNIT("field.tu", "À")), MLA_EREFUSED,
		    "the form \"eio-b\" has no unit \"field.tu\"" },
		{ XLIFF(UNIT("field.to", " ")), MLA_EREFUSED,
		    "the unit \"field.to\" has no words" },
		{ XLIFF(UNIT("field.file", "Dossier")), MLA_EREFUSED,
		    "has no words of the section \"competent\"" },
		{ XLIFF(""), MLA_EREFUSED,
		    "has no words of the section \"competent\"" },
		{ "<xliff/>", MLA_EDAMAGED, "is no XLIFF 1.2 file" },
		{ "field.to = À", MLA_EDAMAGED, "own.xlf:1: " },
	};
	struct desk d;

	(void)state;
	open_desk(&d);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = { 0 };

		assert_int_equal(
		    cases[i].rc, take(&d, "competent", cases[i].text, &err));
		if (strstr(err.msg, cases[i].says) == NULL)
			fail_msg("%s: not in: %s", cases[i].says, err.msg);
	}
	assert_int_equal(4, open_in(&d, d.form, d.words));
	close_desk(&d);
}

static void
our_own_wording_is_not_confirmed(void **state)
{
	const struct file_names nothing = { 0 };
	struct err err = { 0 };
	struct form *letter;
	struct desk d;
	char *open;

	(void)state;
	open_desk(&d);
	assert_ok(
	    form_load(&letter, d.office->res, d.office->source, "letter", &err),
	    err);
	assert_ok(
	    official_unconfirmed(&open, d.office, letter, d.words, &err), err);
	assert_null(open);
	assert_int_equal(MLA_EREFUSED,
	    official_confirm(d.office, letter, form_first(letter), d.words,
	        &nothing, "Anne", &err));
	assert_string_equal("the wording of the form \"letter\" is our own: "
	                    "there is nothing to confirm",
	    err.msg);
	form_free(letter);
	close_desk(&d);
}

static void
a_form_is_offered_in_the_languages_of_its_organisation(void **state)
{
	struct err err = { 0 };
	struct form *letter;
	struct desk d;

	(void)state;
	open_desk(&d);
	assert_ok(
	    form_load(&letter, d.office->res, d.office->source, "letter", &err),
	    err);
	assert_ok(official_offers(d.office, d.form, "el", &err), err);
	assert_ok(official_offers(d.office, letter, "ar", &err), err);
	assert_int_equal(
	    MLA_ENOTFOUND, official_offers(d.office, d.form, "ar", &err));
	assert_string_equal("the form \"eio-b\" does not exist in the language "
	                    "\"ar\"",
	    err.msg);
	assert_string_equal("it exists in: bg cs da de el en es et fi fr ga hr "
	                    "hu it lt lv mt nl pl pt ro sk sl sv",
	    err.hint);
	/* A part of a tag is no tag. */
	assert_int_equal(
	    MLA_ENOTFOUND, official_offers(d.office, d.form, "e", &err));
	form_free(letter);
	close_desk(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_form_is_a_draft_until_each_section_is_confirmed),
		cmocka_unit_test(
		    a_confirmation_does_not_hold_for_another_language),
		cmocka_unit_test(
		    a_new_version_or_another_field_needs_a_new_confirmation),
		cmocka_unit_test(
		    a_word_that_was_changed_needs_a_new_confirmation),
		cmocka_unit_test(the_last_confirmation_counts_and_none_is_lost),
		cmocka_unit_test(own_words_are_kept_for_this_form_alone),
		cmocka_unit_test(a_file_of_words_that_does_not_fit_is_refused),
		cmocka_unit_test(our_own_wording_is_not_confirmed),
		cmocka_unit_test(
		    a_form_is_offered_in_the_languages_of_its_organisation),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
