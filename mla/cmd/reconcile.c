/* reconcile.c - mla reconcile: does the partner know what we know? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/reconcile.h"

#include <ctype.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/signature.h"
#include "cmd/signing.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/ledger.h"
#include "core/pdf.h"
#include "core/trustees.h"
#include "model/country.h"

static char *with, *format, *paper, *lang, *path, *cert, *key;

static struct poptOption options[] = {
	{ "with", '\0', POPT_ARG_STRING, &with, 0,
	    "of export: the State that it is for", "CC" },
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "table, json, xml or csv", "FORMAT" },
	{ "to", '\0', POPT_ARG_STRING, &paper, 0,
	    "as a form: html, pdf, text, fodt or xml", "FORMAT" },
	{ "lang", '\0', POPT_ARG_STRING, &lang, 0,
	    "language of the form (default: en)", "LANG" },
	{ "output", 'o', POPT_ARG_STRING, &path, 0,
	    "file of the ledger or of the form (default: the terminal)",
	    "FILE" },
	{ "sign", '\0', POPT_ARG_STRING, &cert, 0,
	    "of export: sign it with this certificate, as FILE.p7s",
	    "CERT.pem" },
	{ "key", '\0', POPT_ARG_STRING, &key, 0,
	    "the key of that certificate: a file, or a URI pkcs11:...", "KEY" },
	POPT_TABLEEND,
};

static const struct out_column columns[] = {
	{ "reference", "REFERENCE", false, false },
	{ "theirs", "THEIRS", false, false },
	{ "difference", "DIFFERENCE", false, false },
	{ "item", "MESSAGE OR ACT", false, true },
	{ "id", NULL, false, false },
	{ "here", "HERE", false, false },
	{ "there", "THERE", false, false },
	{ NULL, NULL, false, false },
};

/* A detached signature over the ledger lies beside it. */
static enum mla_rc
sign(const struct signer *signer, const struct buf *b,
    const struct office *office, struct err *err)
{
	char *name = xasprintf("%s.p7s", path);
	struct buf der = { 0 };
	enum mla_rc rc = signer_sign(
	    &der, signer, buf_text(b), b->len, when_utc(&office->now), err);

	if (rc == MLA_OK)
		rc = out_paper(name, &der, err);
	buf_free(&der);
	free(name);
	return rc;
}

static enum mla_rc
export_ledger(struct office *office, struct err *err)
{
	struct signer signer = { 0 };
	struct buf b = { 0 };
	char state[3] = "";
	enum mla_rc rc;

	if (with != NULL && strlen(with) == 2) {
		state[0] = (char)toupper((unsigned char)with[0]);
		state[1] = (char)toupper((unsigned char)with[1]);
	}
	if (!country_exists(state) || str_eq(state, office->info.country))
		return err_set(err, MLA_EUSAGE,
		    "mla reconcile export --with CC: the code of another "
		    "State, as in TR");
	if (cert != NULL && path == NULL)
		return err_set(err, MLA_EUSAGE,
		    "a ledger that is signed needs a name: -o FILE");
	if ((rc = signing_open(&signer, cert, key, office, err)) == MLA_OK &&
	    (rc = ledger_write(&b, office, state, err)) == MLA_OK)
		rc = out_paper(path, &b, err);
	if (rc == MLA_OK && signer.cert != NULL)
		rc = sign(&signer, &b, office, err);
	signer_close(&signer);
	buf_free(&b);
	return rc;
}

static void
print(const struct reconcile *r, const struct office *office,
    enum out_format form)
{
	struct out_table t = {
		.name = "differences", .row = "difference", .columns = columns
	};

	for (size_t i = 0; i < r->n; i++) {
		const struct reconcile_row *row = &r->at[i];

		out_cell(&t, row->reference);
		out_cell(&t, row->theirs);
		out_cell2(
		    &t, row->what, words_of(office, "difference", row->what));
		out_cell(&t, row->item);
		out_cell(&t, row->id);
		out_cell(&t, row->here);
		out_cell(&t, row->there);
	}
	if (form != OUT_TEXT || r->n > 0)
		out_print(&t, form);
	out_table_free(&t);
}

static enum mla_rc
print_paper(struct office *office, const struct reconcile *r, struct err *err)
{
	const char *in = lang != NULL ? lang : OFFICE_LANG;
	bool pdf = str_eq(paper, "pdf");
	struct buf page = { 0 }, made = { 0 };
	enum mla_rc rc;

	if (pdf && (rc = out_can_pdf(path, NULL, err)) != MLA_OK)
		return rc;
	rc = reconcile_render(&page, office, r, in, pdf ? "html" : paper, err);
	if (rc == MLA_OK && pdf)
		rc = pdf_make(&made, &page, NULL, err);
	if (rc == MLA_OK)
		rc = out_paper(path, pdf ? &made : &page, err);
	buf_free(&made);
	buf_free(&page);
	return rc;
}

/* Who signed it, if FILE.p7s is there; its trust is for people to judge. */
static enum mla_rc
prove(const struct office *office, const char *file, const struct buf *b,
    enum out_format form, struct err *err)
{
	char *name = xasprintf("%s.p7s", file);
	struct signature s = { 0 };
	struct trust *trust = NULL;
	struct buf der = { 0 };
	enum mla_rc rc = MLA_OK;

	if (!file_exists(name))
		goto out;
	if ((rc = file_read(&der, name, SIGN_MAX_BYTES, err)) != MLA_OK ||
	    (rc = trustees_load(&trust, office->dir, NULL, err)) != MLA_OK ||
	    (rc = signature_read(&s, buf_text(&der), der.len, buf_text(b),
	         b->len, trust, when_utc(&office->now), err)) != MLA_OK)
		goto out;
	if (form == OUT_TEXT && paper == NULL) {
		signature_print(&s);
		(void)putchar('\n');
	}
	if (s.why_then != NULL)
		out_notice("Its signer is not trusted: %s", s.why_then);
out:
	signature_free(&s);
	trust_free(trust);
	buf_free(&der);
	free(name);
	return rc;
}

static enum mla_rc
compare(struct office *office, const char *file, struct err *err)
{
	struct reconcile r = { 0 };
	struct buf b = { 0 };
	enum out_format form;
	enum mla_rc rc;

	if ((rc = out_format_parse(&form, format, err)) != MLA_OK ||
	    (rc = file_read(&b, file, LEDGER_MAX_BYTES, err)) != MLA_OK ||
	    (rc = prove(office, file, &b, form, err)) != MLA_OK ||
	    (rc = reconcile_read(&r, office, buf_text(&b), b.len, file, err)) !=
	        MLA_OK)
		goto out;
	if (paper != NULL)
		rc = print_paper(office, &r, err);
	else
		print(&r, office, form);
	if (rc != MLA_OK)
		goto out;
	out_notice("%zu request%s here, %zu there (ledger of %s)", r.ours,
	    r.ours == 1 ? "" : "s", r.theirs, r.made);
	if (r.n > 0)
		rc = err_set(
		    err, MLA_ENO, "%zu difference%s", r.n, r.n == 1 ? "" : "s");
	else
		out_notice("Both ledgers say the same.");
out:
	reconcile_free(&r);
	buf_free(&b);
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	enum mla_rc rc = cmd_expect(&cmd_reconcile, args, 1, 1, err);

	if (rc != MLA_OK)
		return rc;
	if (str_eq(args[0], "export"))
		return export_ledger(office, err);
	return compare(office, args[0], err);
}

const struct cmd_verb cmd_reconcile = {
	.name = "reconcile",
	.synopsis = "export --with CC [-o FILE] [--sign CERT.pem --key KEY] | "
	            "FILE [--format FORMAT | --to FORMAT [--lang LANG] "
	            "[-o FILE]]",
	.summary = "compare what both sides have sent and logged",
	.prepare = CMD_STORE,
	.options = options,
	.run = run,
};
