/* form.c - mla form: the standard forms, their words and who confirmed them */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/form.h"

#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/official.h"
#include "core/pdf.h"
#include "core/render.h"

struct form_want form_want;

enum mla_rc
form_open(struct form_open *f, const struct office *office, const char *name,
    struct err *err)
{
	const char *lang =
	    cmd_global.lang != NULL ? cmd_global.lang : OFFICE_LANG;
	enum mla_rc rc;

	memset(f, 0, sizeof(*f));
	if ((rc = form_load(
	         &f->form, office->res, office->source, name, err)) != MLA_OK) {
		if (rc == MLA_ENOTFOUND)
			err_hint(err, "all forms: mla form list");
		return rc;
	}
	if ((rc = official_offers(office, f->form, lang, err)) != MLA_OK)
		return rc;
	return official_lang(&f->words, office, name, lang, err);
}

void
form_close(struct form_open *f)
{
	lang_free(f->words);
	form_free(f->form);
}

/* The empty form in a format; a PDF is made from its html. */
static enum mla_rc
make(struct buf *out, struct office *office, const struct docmodel_in *in,
    const char *format, struct err *err)
{
	struct buf page = { 0 };
	enum mla_rc rc;

	if (!str_eq(format, "pdf"))
		return render_form(out, office->res, in, format, err);
	if ((rc = out_can_pdf(form_want.path, NULL, err)) == MLA_OK &&
	    (rc = render_form(&page, office->res, in, "html", err)) == MLA_OK)
		rc = pdf_make(out, &page, NULL, err);
	buf_free(&page);
	return rc;
}

enum mla_rc
form_blank(struct office *office, const char **args, struct err *err)
{
	struct docmodel_in in = { .codes = office->codes, .blank = true };
	const char *format = form_want.to != NULL ? form_want.to : "html";
	char *unconfirmed = NULL;
	struct form_open f = { 0 };
	struct buf b = { 0 };
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_form, args, 1, 1, err)) != MLA_OK ||
	    (rc = form_open(&f, office, args[0], err)) != MLA_OK ||
	    (rc = official_unconfirmed(
	         &unconfirmed, office, f.form, f.words, err)) != MLA_OK)
		goto out;
	in.form = f.form;
	in.lang = f.words;
	in.wording.confirmed = unconfirmed == NULL;
	in.wording.unconfirmed = unconfirmed;
	if ((rc = make(&b, office, &in, format, err)) == MLA_OK)
		rc = out_paper(form_want.path, &b, err);
out:
	free(unconfirmed);
	buf_free(&b);
	form_close(&f);
	return rc;
}

static struct poptOption options[] = {
	{ "format", '\0', POPT_ARG_STRING, &form_want.format, 0,
	    "of list, show and lang: table, json, xml or csv", "FORMAT" },
	{ "lang", '\0', POPT_ARG_STRING, &cmd_global.lang, 0,
	    "language of the words (default: en)", "LANG" },
	{ "to", '\0', POPT_ARG_STRING, &form_want.to, 0,
	    "of blank: html (default), pdf, text, fodt or xml", "FORMAT" },
	{ "output", 'o', POPT_ARG_STRING, &form_want.path, 0,
	    "of blank: write to a file (default: the terminal)", "FILE" },
	{ "section", '\0', POPT_ARG_STRING, &form_want.section, 0,
	    "of verify: confirm the wording of this section", "ID" },
	{ "words", '\0', POPT_ARG_STRING, &form_want.words, 0,
	    "of verify: take the words of the section from your own file",
	    "FILE.xlf" },
	{ "by", '\0', POPT_ARG_STRING, &form_want.by, 0,
	    "of verify: who compared it with the official text", "NAME" },
	POPT_TABLEEND,
};

static const struct cmd_sub subs[] = {
	{ "blank", CMD_STORE | CMD_MAYBE, form_blank },
	{ "lang", CMD_DATA, form_lang },
	{ "list", CMD_STORE | CMD_MAYBE, form_list },
	{ "show", CMD_STORE | CMD_MAYBE, form_show },
	{ "verify", CMD_WRITE, form_verify },
	{ NULL, 0, NULL },
};

const struct cmd_verb cmd_form = {
	.name = "form",
	.synopsis = "list | show FORM | blank FORM | lang [LANG] | "
	            "verify FORM [--section ID] [--words FILE.xlf] "
	            "[--by NAME] [--lang LANG] [--format FORMAT] "
	            "[--to FORMAT] [-o FILE]",
	.summary = "the standard forms, their words, and who confirmed them",
	.options = options,
	.subs = subs,
};
