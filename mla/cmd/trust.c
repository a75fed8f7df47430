/* trust.c - mla trust: whose signatures are believed */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/signature.h"
#include "cmd/verbs.h"
#include "core/trustees.h"

static char *format, *state, *reason;
static int signs, yes;

static struct poptOption options[] = {
	{ "state", '\0', POPT_ARG_STRING, &state, 0,
	    "of add: it speaks for this State alone", "CC" },
	{ "signs", '\0', POPT_ARG_NONE, &signs, 0,
	    "of add: that State signs all that it sends; what is not signed "
	    "is held back",
	    NULL },
	{ "reason", '\0', POPT_ARG_STRING, &reason, 0,
	    "why, as how the fingerprint was compared", "TEXT" },
	{ "yes", 'y', POPT_ARG_NONE, &yes, 0,
	    "do not ask: the fingerprint was compared", NULL },
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "of list: table, json, xml or csv", "FORMAT" },
	POPT_TABLEEND,
};

static const char *
kind_of(const struct trustee *t)
{
	if (t->list)
		return "revocation list";
	return t->authority ? "authority" : "signer";
}

static const char *
name_of(const struct trustee *t)
{
	return t->list ? t->revoked.issuer : t->cert.subject;
}

static enum mla_rc
list(struct office *office, const char **args, struct err *err)
{
	static const struct out_column columns[] = {
		{ "fingerprint", "FINGERPRINT", false, false },
		{ "kind", "KIND", false, false },
		{ "state", "FOR", false, false },
		{ "signs", "SIGNS ALL", false, false },
		{ "until", "UNTIL", false, false },
		{ "name", "NAME", false, true }, { NULL, NULL, false, false }
	};
	struct out_table table = {
		.name = "trust", .row = "certificate", .columns = columns
	};
	struct trustees all = { 0 };
	enum out_format form;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_trust, args, 0, 0, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, format, err)) != MLA_OK ||
	    (rc = trustees_read(&all, office->dir, err)) != MLA_OK)
		goto out;
	for (size_t i = 0; i < all.n; i++) {
		const struct trustee *t = &all.at[i];
		char until[CERT_MOMENT_BYTES];
		char *shown = xstrndup(t->fingerprint, 16);

		(void)cert_moment(
		    t->list ? t->revoked.until : t->cert.until, until);
		until[10] = '\0';
		out_cell2(&table, t->fingerprint, shown);
		out_cell(&table, kind_of(t));
		out_cell2(&table, t->state,
		    *t->state != '\0' || t->list ? t->state : "any");
		out_cell2(
		    &table, t->signs ? "yes" : "no", t->signs ? "yes" : "");
		out_cell(&table, until);
		out_cell(&table, name_of(t));
		free(shown);
	}
	if (all.n == 0 && form == OUT_TEXT)
		out_notice("Nobody is trusted.   The first one: mla trust add "
		           "CERT.pem --state CC");
	else
		out_print(&table, form);
	out_table_free(&table);
out:
	trustees_free(&all);
	return rc;
}

/* All that is known of it. */
static void
print(const struct trustee *t)
{
	char text[CERT_MOMENT_BYTES], *count;

	(void)printf("%s\n", kind_of(t));
	if (t->list) {
		signature_line("issuer", t->revoked.issuer);
		signature_line("SHA-256", t->fingerprint);
		signature_line("made", cert_moment(t->revoked.from, text));
		signature_line("next", cert_moment(t->revoked.until, text));
		count = xasprintf("%zu", t->revoked.revoked);
		signature_line("revoked", count);
		free(count);
	} else {
		signature_cert(&t->cert);
		signature_line(
		    "speaks for", *t->state != '\0' ? t->state : "any State");
		if (t->signs)
			signature_line("signs all", "yes");
	}
	if (t->added != NULL && *t->added != '\0')
		signature_line("since", t->added);
	if (t->reason != NULL && *t->reason != '\0')
		signature_line("reason", t->reason);
}

static enum mla_rc
show(struct office *office, const char **args, struct err *err)
{
	const struct trustee *t;
	struct trustees all = { 0 };
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_trust, args, 1, 1, err)) == MLA_OK &&
	    (rc = trustees_read(&all, office->dir, err)) == MLA_OK &&
	    (rc = trustee_find(&t, &all, args[0], err)) == MLA_OK)
		print(t);
	trustees_free(&all);
	return rc;
}

static enum mla_rc
add(struct office *office, const char **args, struct err *err)
{
	struct trustee_want want = {
		.state = state, .signs = signs != 0, .reason = reason
	};
	struct trustee t = { 0 };
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_trust, args, 1, 1, err)) != MLA_OK)
		return rc;
	want.path = args[0];
	if ((rc = trustee_look(&t, &want, err)) != MLA_OK)
		goto out;
	print(&t);
	if ((rc = signature_confirm(yes != 0, err)) != MLA_OK ||
	    (rc = trustee_add(office, &want, err)) != MLA_OK)
		goto out;
	out_notice("Trusted from now on%s.   Undo: mla trust remove %.16s",
	    t.list || *t.state != '\0' ? "" : ", for any State", t.fingerprint);
out:
	trustee_free(&t);
	return rc;
}

static enum mla_rc
drop(struct office *office, const char **args, struct err *err)
{
	const struct trustee *t;
	struct trustees all = { 0 };
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_trust, args, 1, 1, err)) == MLA_OK &&
	    (rc = trustees_read(&all, office->dir, err)) == MLA_OK &&
	    (rc = trustee_find(&t, &all, args[0], err)) == MLA_OK &&
	    (rc = trustee_remove(office, t, reason, err)) == MLA_OK)
		out_notice("Trusted no more; trust/%s.removed stays.", t->file);
	trustees_free(&all);
	return rc;
}

static const struct cmd_sub subs[] = {
	{ "add", CMD_WRITE, add },
	{ "list", CMD_STORE, list },
	{ "remove", CMD_WRITE, drop },
	{ "show", CMD_STORE, show },
	{ NULL, 0, NULL },
};

const struct cmd_verb cmd_trust = {
	.name = "trust",
	.synopsis =
	    "list | show FINGERPRINT | add FILE [--state CC] [--signs] | "
	    "remove FINGERPRINT [--reason TEXT] [--yes] "
	    "[--format FORMAT]",
	.summary = "whose signatures are believed",
	.options = options,
	.subs = subs,
};
