/* form_lang.c - mla form lang: how far each language is */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "cmd/form.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/docvalue.h"
#include "core/official.h"
#include "model/units.h"

static const struct out_column of_languages[] = {
	{ "language", "LANGUAGE", false, false },
	{ "name", "NAME", false, true },
	{ "units", "UNITS", true, false },
	{ "there", "THERE", true, false },
	{ "missing", "MISSING", true, false },
	{ "to_review", "TO REVIEW", true, false },
	{ NULL, NULL, false, false },
};

static const struct out_column of_forms[] = {
	{ "form", "FORM", false, false },
	{ "title", "TITLE", false, true },
	{ "units", "UNITS", true, false },
	{ "there", "THERE", true, false },
	{ "missing", "MISSING", true, false },
	{ "to_review", "TO REVIEW", true, false },
	{ NULL, NULL, false, false },
};

/* Of these units, how many are in the language, and how many reviewed? */
static void
add_counts(struct out_table *t, const struct file_names *units,
    const struct lang *lang)
{
	size_t there = 0, review = 0;

	for (size_t i = 0; i < units->n; i++) {
		enum lang_state state = lang_state(lang, units->at[i]);

		there += state != LANG_MISSING ? 1 : 0;
		review += state == LANG_MACHINE ? 1 : 0;
	}
	out_cellf(t, "%zu", units->n);
	out_cellf(t, "%zu", there);
	out_cellf(t, "%zu", units->n - there);
	out_cellf(t, "%zu", review);
}

static enum mla_rc
add_language(struct out_table *t, const struct office *office,
    const struct file_names *units, const char *code, struct err *err)
{
	char *name = docvalue_language(office->lang, code);
	struct lang *lang = NULL;
	enum mla_rc rc;

	if ((rc = lang_load(&lang, office->source, code, err)) == MLA_OK) {
		out_cell(t, code);
		out_cell(t, name);
		add_counts(t, units, lang);
	}
	lang_free(lang);
	free(name);
	return rc;
}

static enum mla_rc
all_languages(struct out_table *t, const struct office *office,
    const struct lang *english, struct err *err)
{
	struct file_names names = { 0 }, units;
	enum mla_rc rc;

	t->name = "languages";
	t->row = "language";
	t->columns = of_languages;
	lang_keys(&units, english);
	rc = res_list(&names, office->res, RES_LANG, err);
	for (size_t i = 0; rc == MLA_OK && i < names.n; i++)
		rc = add_language(t, office, &units, names.at[i], err);
	file_names_free(&units);
	file_names_free(&names);
	return rc;
}

/* A form that cannot exist in the language has no row. */
static enum mla_rc
add_form(struct out_table *t, const struct office *office,
    const struct lang *english, const struct lang *lang, const char *name,
    struct err *err)
{
	struct file_names units;
	struct err none = { 0 };
	struct form *form;
	enum mla_rc rc;

	if ((rc = form_load(&form, office->res, office->source, name, err)) !=
	    MLA_OK)
		return rc;
	if (official_offers(office, form, lang_code(lang), &none) == MLA_OK) {
		units_all(&units, form, office->codes, english);
		out_cell(t, name);
		out_cell(t, words_key(office, form_label(form)));
		add_counts(t, &units, lang);
		file_names_free(&units);
	}
	form_free(form);
	return MLA_OK;
}

static enum mla_rc
all_forms(struct out_table *t, const struct office *office,
    const struct lang *english, const char *code, struct err *err)
{
	struct file_names names = { 0 };
	struct lang *lang = NULL;
	enum mla_rc rc;

	t->name = "forms";
	t->row = "form";
	t->columns = of_forms;
	if ((rc = lang_load(&lang, office->source, code, err)) == MLA_OK)
		rc = res_list(&names, office->res, RES_FORM, err);
	for (size_t i = 0; rc == MLA_OK && i < names.n; i++)
		rc = add_form(t, office, english, lang, names.at[i], err);
	file_names_free(&names);
	lang_free(lang);
	return rc;
}

enum mla_rc
form_lang(struct office *office, const char **args, struct err *err)
{
	struct out_table t = { 0 };
	struct lang *english = NULL;
	enum out_format form;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_form, args, 0, 1, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, form_want.format, err)) != MLA_OK ||
	    (rc = lang_load(&english, office->source, OFFICE_LANG, err)) !=
	        MLA_OK)
		goto out;
	rc = args[0] == NULL ? all_languages(&t, office, english, err)
	                     : all_forms(&t, office, english, args[0], err);
	if (rc == MLA_OK)
		out_print(&t, form);
out:
	lang_free(english);
	out_table_free(&t);
	return rc;
}
