/* form_list.c - mla form list: every form that there is */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "cmd/form.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/official.h"

static const struct out_column columns[] = {
	{ "form", "FORM", false, false },
	{ "title", "TITLE", false, true },
	{ "version", "VERSION", false, false },
	{ "wording", "WORDING", false, false },
	{ "languages", "LANGUAGES", false, true },
	{ "possible", NULL, false, false },
	{ "confirmed", "CONFIRMED", false, false },
	{ "source", "SOURCE", false, true },
	{ NULL, NULL, false, false },
};

/* In which of the languages that we have can it be, and is it confirmed? */
static enum mla_rc
see_languages(struct buf *there, struct buf *confirmed,
    const struct office *office, const struct form *form,
    const struct file_names *languages, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < languages->n; i++) {
		const char *code = languages->at[i];
		struct err none = { 0 };
		struct lang *words;
		char *open = NULL;

		if (official_offers(office, form, code, &none) != MLA_OK)
			continue;
		buf_addf(there, "%s%s", there->len > 0 ? " " : "", code);
		if (form_is_verified(form))
			continue;
		if ((rc = official_lang(
		         &words, office, form_id(form), code, err)) != MLA_OK)
			break;
		rc = official_unconfirmed(&open, office, form, words, err);
		if (rc == MLA_OK && open == NULL)
			buf_addf(confirmed, "%s%s",
			    confirmed->len > 0 ? " " : "", code);
		free(open);
		lang_free(words);
	}
	return rc;
}

static enum mla_rc
add_form(struct out_table *t, const struct office *office, const char *name,
    const struct file_names *languages, struct err *err)
{
	struct buf there = { 0 }, confirmed = { 0 };
	char *possible = NULL;
	struct form *form;
	enum mla_rc rc;
	bool ours;

	if ((rc = form_load(&form, office->res, office->source, name, err)) !=
	    MLA_OK)
		return rc;
	ours = form_is_verified(form);
	if ((rc = official_languages(&possible, office, form, err)) != MLA_OK ||
	    (rc = see_languages(
	         &there, &confirmed, office, form, languages, err)) != MLA_OK)
		goto out;
	out_cell(t, form_id(form));
	out_cell(t, words_key(office, form_label(form)));
	out_cell(t, form_version(form));
	out_cell(t, ours ? "ours" : "official");
	out_cell(t, buf_text(&there));
	out_cell(t, *possible != '\0' ? possible : "any");
	out_cell2(t, buf_text(&confirmed),
	    ours                    ? ""
	        : confirmed.len > 0 ? buf_text(&confirmed)
	                            : "no");
	/* Whose wording is ours needs no second line. */
	out_cell2(t, form_source(form),
	    form_is_verified(form) ? NULL : form_source(form));
out:
	buf_free(&there);
	buf_free(&confirmed);
	free(possible);
	form_free(form);
	return rc;
}

enum mla_rc
form_list(struct office *office, const char **args, struct err *err)
{
	struct out_table t = { .name = "forms",
		.row = "form",
		.columns = columns,
		.below = "source" };
	struct file_names names = { 0 }, languages = { 0 };
	enum out_format form;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_form, args, 0, 0, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, form_want.format, err)) != MLA_OK ||
	    (rc = res_list(&names, office->res, RES_FORM, err)) != MLA_OK ||
	    (rc = res_list(&languages, office->res, RES_LANG, err)) != MLA_OK)
		goto out;
	for (size_t i = 0; rc == MLA_OK && i < names.n; i++)
		rc = add_form(&t, office, names.at[i], &languages, err);
	if (rc == MLA_OK)
		out_print(&t, form);
out:
	out_table_free(&t);
	file_names_free(&languages);
	file_names_free(&names);
	return rc;
}
