/* check.c - mla check: is a request complete and right? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/check.h"
#include "base/alloc.h"
#include "base/file.h"
#include "cmd/findings.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/docvalue.h"
#include "core/papers.h"
#include "core/parity.h"
#include "core/view.h"
#include "xml/node.h"
#include "xml/read.h"

static char *format, *against;

static struct poptOption options[] = {
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "table, json, xml or csv", "FORMAT" },
	{ "against", '\0', POPT_ARG_STRING, &against, 0,
	    "only compare it with its translation", "FILE.xml" },
	POPT_TABLEEND,
};

static enum mla_rc
check_file(struct findings *f, struct check_sum *sum, struct office *office,
    const char *path, struct err *err)
{
	const struct check_in in = { .res = office->res,
		.source = office->source,
		.lang = office->lang,
		.day = office->now.day };
	struct buf b = { 0 };
	enum mla_rc rc = file_read(&b, path, XML_MAX_BYTES, err);

	if (rc == MLA_OK)
		rc = check_bytes(f, sum, &in, buf_text(&b), b.len, path, err);
	buf_free(&b);
	return rc;
}

static enum mla_rc
check_ref(struct findings *f, struct check_sum *sum, char **name,
    struct office *office, const char *ref, struct err *err)
{
	struct dossier *d = NULL;
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_find_no_file(&request, &cmd_check, office, ref, err)) !=
	        MLA_OK ||
	    (rc = dossier_open(&d, office, request, err)) != MLA_OK)
		return rc;
	if ((rc = papers_check(f, sum, d, err)) == MLA_OK)
		*name = xstrdup(d->row.reference);
	dossier_free(d);
	return rc;
}

static enum mla_rc
read_doc(xmlDoc **out, const char *path, struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc = file_read(&b, path, XML_MAX_BYTES, err);

	*out = NULL;
	if (rc == MLA_OK)
		rc = xml_read(out, buf_text(&b), b.len, path, err);
	buf_free(&b);
	return rc;
}

/* In which language is it? The caller frees it. */
static char *
language_of(const struct office *office, const xmlDoc *doc)
{
	xmlChar *code = xmlNodeGetLang(xml_root(doc));
	char *name = code != NULL
	    ? docvalue_language(office->lang, (const char *)code)
	    : xstrdup("?");

	xmlFree(code);
	return name;
}

/* "ar.xml (Arabic) · translation of LIL-O-2026-000017 (French)" */
static void
print_pair(
    const struct office *office, const struct parity_in *in, const char *name)
{
	char *from = language_of(office, in->original);
	char *into = language_of(office, in->translation);
	char *line = xasprintf(
	    "%s (%s) · translation of %s (%s)", against, into, name, from);

	out_wrapped(line, 0, out_width());
	free(line);
	free(from);
	free(into);
}

static enum mla_rc
compare(struct findings *f, struct office *office, const char *ref,
    bool for_people, struct err *err)
{
	struct parity_in in = { .res = office->res, .lang = office->lang };
	xmlDoc *original = NULL, *translation = NULL;
	struct dossier *d = NULL;
	int64_t request;
	enum mla_rc rc;

	if (file_exists(ref))
		rc = read_doc(&original, ref, err);
	else if ((rc = cmd_find_no_file(
	              &request, &cmd_check, office, ref, err)) == MLA_OK &&
	    (rc = dossier_open(&d, office, request, err)) == MLA_OK &&
	    d->doc == NULL)
		rc = err_set(err, MLA_ENOTFOUND, "%s has no document to check",
		    d->row.reference);
	if (rc != MLA_OK ||
	    (rc = read_doc(&translation, against, err)) != MLA_OK)
		goto out;
	in.original = d != NULL ? d->doc : original;
	in.translation = translation;
	if (for_people)
		print_pair(office, &in, d != NULL ? d->row.reference : ref);
	rc = parity_check(f, &in, err);
out:
	xmlFreeDoc(original);
	xmlFreeDoc(translation);
	dossier_free(d);
	return rc;
}

/* What was checked, and how much of it is still missing. */
static void
print_head(
    const struct office *office, const struct check_sum *sum, const char *name)
{
	struct buf b = { 0 };

	buf_addf(&b, "%s · %s", name, words_of(office, "kind", sum->kind));
	if (sum->from != NULL && sum->to != NULL) {
		char *from = words_country(office, sum->from);
		char *to = words_country(office, sum->to);

		buf_addf(&b, " from %s to %s", from, to);
		free(from);
		free(to);
	}
	if (sum->missing > 0)
		buf_addf(&b, " · %zu of %zu required parts missing: %s",
		    sum->missing, sum->demanded, sum->which);
	out_wrapped(buf_text(&b), 0, out_width());
	buf_free(&b);
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	static const struct findings_style style = {
		"ERRORS: mend before it leaves, or send with a reason", false
	};
	struct findings f = { 0 };
	struct check_sum sum = { 0 };
	enum out_format form;
	char *reference = NULL;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_check, args, 1, 1, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, format, err)) != MLA_OK)
		return rc;
	if (against != NULL)
		rc = compare(&f, office, args[0], form == OUT_TEXT, err);
	else if (file_exists(args[0]))
		rc = check_file(&f, &sum, office, args[0], err);
	else
		rc = check_ref(&f, &sum, &reference, office, args[0], err);
	if (rc == MLA_OK || rc == MLA_ENO) {
		if (form == OUT_TEXT && sum.kind != NULL)
			print_head(office, &sum,
			    reference != NULL ? reference : args[0]);
		findings_print(&f, &style, form);
		if (form == OUT_TEXT && f.n > 0 && reference != NULL)
			out_notice("Mend it:  mla edit %s", reference);
		if (findings_count(&f, FINDING_ERROR) > 0)
			rc = MLA_ENO;
	}
	free(reference);
	check_sum_free(&sum);
	findings_free(&f);
	return rc;
}

const struct cmd_verb cmd_check = {
	.name = "check",
	.synopsis = "FILE.xml | REF [--against FILE.xml] [--format FORMAT]",
	.summary = "is a request complete and right?",
	.prepare = CMD_STORE | CMD_MAYBE | CMD_FILE,
	.options = options,
	.run = run,
};
