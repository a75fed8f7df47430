/* signature.c - who signed a bag, for people */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/signature.h"

#include <unistd.h>

#include "base/alloc.h"
#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/out.h"
#include "core/trustees.h"

void
signature_line(const char *label, const char *text)
{
	(void)printf("  %-12s ", label);
	out_safe(text);
	(void)putchar('\n');
}

void
signature_cert(const struct cert_info *info)
{
	char from[CERT_MOMENT_BYTES], until[CERT_MOMENT_BYTES];
	char *valid = xasprintf("%s to %s", cert_moment(info->from, from),
	    cert_moment(info->until, until));

	signature_line("subject", info->subject);
	signature_line("issuer", info->issuer);
	signature_line("serial", info->serial);
	signature_line("SHA-256", info->fingerprint);
	signature_line("valid", valid);
	free(valid);
}

void
signature_print(const struct signature *s)
{
	char at[CERT_MOMENT_BYTES];
	char *then = s->why_then != NULL ? xasprintf("no: %s", s->why_then)
	                                 : xstrdup("yes");
	char *now = s->why_now != NULL ? xasprintf("no: %s", s->why_now)
	                               : xasprintf("yes, by %s", s->anchor);

	(void)printf(
	    "signed: %s, as the signer says\n", cert_moment(s->at, at));
	signature_cert(&s->signer);
	signature_line("trusted then", then);
	signature_line("trusted now", now);
	if (s->list != NULL)
		signature_line("revocation", s->list);
	free(now);
	free(then);
}

static enum mla_rc
judge(const struct signature *s, const char *path, bool strict, struct err *err)
{
	if (s->why_then == NULL && strict &&
	    (s->why_now != NULL || s->list != NULL))
		return err_set(err, MLA_ENO,
		    "%s is valid, and its signature has a warning (--strict): "
		    "%s",
		    path, s->why_now != NULL ? s->why_now : s->list);
	if (s->why_then == NULL) {
		if (s->why_now != NULL)
			out_notice("warning: trusted when it was signed, and "
			           "no more: %s",
			    s->why_now);
		return MLA_OK;
	}
	if (s->unknown)
		err_hint(err,
		    "Ask the sender for the fingerprint by another way, and "
		    "then: mla trust add CERT.pem --state CC");
	return err_set(err, MLA_ENO,
	    "%s is valid, and signed by somebody who is not trusted here: %s",
	    path, s->why_then);
}

enum mla_rc
signature_check(const struct office *office, const char *path,
    const struct bag_report *report, const char *const *more, bool strict,
    struct err *err)
{
	char *dir = office_dir(cmd_global.register_dir);
	struct signature s = { 0 };
	struct trust *trust = NULL;
	enum mla_rc rc;
	bool is_signed;

	if ((rc = trustees_load(&trust, dir, more, err)) != MLA_OK ||
	    (rc = signed_read(&is_signed, &s, path, report, trust,
	         when_utc(&office->now), err)) != MLA_OK)
		goto out;
	if (is_signed) {
		signature_print(&s);
		rc = judge(&s, path, strict, err);
	} else if (more != NULL) {
		rc = err_set(err, MLA_ENO, "%s is valid, and not signed", path);
	}
out:
	signature_free(&s);
	trust_free(trust);
	free(dir);
	return rc;
}

void
signature_notice(const char *subject)
{
	char *safe = str_safe(subject);

	out_notice("Signed by %s.", safe);
	free(safe);
}

enum mla_rc
signature_confirm(bool yes, struct err *err)
{
	char answer[16] = "";

	if (yes)
		return MLA_OK;
	if (isatty(STDIN_FILENO) == 1) {
		(void)printf("Is that the fingerprint that they told you by "
		             "another way? [y/N] ");
		(void)fflush(stdout);
		if (fgets(answer, sizeof(answer), stdin) != NULL &&
		    (answer[0] == 'y' || answer[0] == 'Y'))
			return MLA_OK;
		return err_set(err, MLA_EREFUSED, "nothing was changed");
	}
	err_hint(err, "Compared it by another way than this file's?   --yes");
	return err_set(
	    err, MLA_EREFUSED, "nobody said that the fingerprint was compared");
}
