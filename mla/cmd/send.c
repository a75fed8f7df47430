/* send.c - mla send: what is pending, as a bundle for the partner */
/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "base/str.h"
#include "cmd/out.h"
#include "cmd/sealed.h"
#include "cmd/signing.h"
#include "cmd/terms.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/exchange.h"

static char *channel, *why, *wrap, *path, *outbox, *cover, *reason, *cert;
static char *key, **recipients;
static int draft, tar, max_mib;

static struct poptOption options[] = {
	{ "channel", '\0', POPT_ARG_STRING, &channel, 0,
	    "how it travels (codes: man mla-send)", "CODE" },
	{ "why", '\0', POPT_ARG_STRING, &why, 0,
	    "why not by the channel of the law (codes: man mla-send)", "CODE" },
	{ "wrap", '\0', POPT_ARG_STRING, &wrap, 0,
	    "file, mail, folder or paper (default: by the channel)", "HOW" },
	{ "output", 'o', POPT_ARG_STRING, &path, 0,
	    "name of the bundle or mail (default: from the reference)",
	    "FILE" },
	{ "outbox", '\0', POPT_ARG_STRING, &outbox, 0,
	    "the folder that an access point polls", "DIR" },
	{ "paper", '\0', POPT_ARG_STRING, &cover, 0,
	    "name of the letter: .html, .pdf, .fodt or .txt", "FILE" },
	{ "tar", '\0', POPT_ARG_NONE, &tar, 0, "a tar in place of a ZIP",
	    NULL },
	{ "anyway", '\0', POPT_ARG_STRING, &reason, 0,
	    "send in spite of errors of the check, with the reason", "REASON" },
	{ "as-draft", '\0', POPT_ARG_NONE, &draft, 0,
	    "send official forms with the mark DRAFT, as long as their wording "
	    "is not confirmed",
	    NULL },
	{ "sign", '\0', POPT_ARG_STRING, &cert, 0,
	    "sign it with this certificate", "CERT.pem" },
	{ "key", '\0', POPT_ARG_STRING, &key, 0,
	    "the key of that certificate: a file, or a URI pkcs11:...", "KEY" },
	{ "encrypt-to", '\0', POPT_ARG_ARGV, &recipients, 0,
	    "encrypt it to this certificate, or to a recipient age1...",
	    "CERT.pem" },
	{ "max-mib", '\0', POPT_ARG_INT, &max_mib, 0,
	    "the most that is encrypted to a certificate (default: 256)", "N" },
	{ NULL, '\0', POPT_ARG_INCLUDE_TABLE, terms_options, 0, NULL, NULL },
	POPT_TABLEEND,
};

/* On a terminal: is it meant that these go out as drafts? */
static bool
agrees(const char *drafts)
{
	char answer[16] = "";

	if (isatty(STDIN_FILENO) != 1)
		return false;
	(void)printf("Not confirmed as the official wording: %s\n", drafts);
	(void)printf("Send with the mark DRAFT? [y/N] ");
	(void)fflush(stdout);
	if (fgets(answer, sizeof(answer), stdin) == NULL)
		return false;
	return answer[0] == 'y' || answer[0] == 'Y';
}

/* Ask where somebody can answer, and then send it. */
static enum mla_rc
send_it(struct exchange_sent *sent, struct office *office, int64_t request,
    struct signer *signer, const struct seal *seal, struct err *err)
{
	struct exchange_want want = { .channel = channel,
		.why = why,
		.wrap = wrap,
		.path = path,
		.outbox = outbox,
		.cover = cover,
		.force = reason,
		.tar = tar != 0,
		.terms = terms_said(),
		.drafts = draft != 0,
		.signer = signer,
		.seal = seal };
	enum mla_rc rc = exchange_send(sent, office, request, &want, err);

	if (rc != MLA_EREFUSED || sent->drafts == NULL || !agrees(sent->drafts))
		return rc;
	exchange_sent_free(sent);
	memset(err, 0, sizeof(*err));
	want.drafts = true;
	return exchange_send(sent, office, request, &want, err);
}

/* By which channel alone will such a form go, and from when on? */
static void
say_lawful(const struct channel_rule *rule)
{
	char day[DATE_BYTES];

	if (rule->cite == NULL || rule->applies ||
	    channel_among(rule->channels, channel))
		return;
	out_notice("For what begins on %s or later, a file or mail is no "
	           "lawful channel: its forms go by channel %s (%s)%s.",
	    date_format(rule->from, day), rule->channels, rule->cite,
	    rule->sure ? "" : "; not verified in the official text");
}

/* Who alone can open it; left empty where anybody can. */
static enum mla_rc
open_seal(struct seal *seal, const struct office *office, struct err *err)
{
	uint64_t max;
	enum mla_rc rc = sealed_max(&max, max_mib, err);

	if (rc != MLA_OK || recipients == NULL)
		return rc;
	return seal_read(seal, (const char *const *)recipients, max,
	    when_utc(&office->now), err);
}

/* Who can open it: the right one? */
static void
say_sealed(const struct seal *seal)
{
	for (size_t i = 0; i < seal->n; i++) {
		struct cert_info info;
		char *safe;

		cert_info(&info, seal->cert[i]);
		safe = str_safe(info.subject);
		out_notice("Encrypted to %s (certificate SHA-256 %s).", safe,
		    info.fingerprint);
		free(safe);
		cert_info_free(&info);
	}
	if (seal->age != NULL)
		out_notice("Encrypted by age.");
	if (seal->n == 0 && seal->age == NULL)
		out_notice("It holds personal data and is not encrypted: hand "
		           "it over by a secure channel only.");
}

static void
say_signed(const struct signer *signer, const struct channel_rule *rule)
{
	struct cert_info info;
	char *safe;

	if (signer->cert == NULL)
		return;
	cert_info(&info, signer->cert);
	safe = str_safe(info.subject);
	out_notice(
	    "Signed by %s (certificate SHA-256 %s).", safe, info.fingerprint);
	if (rule->signature != NULL)
		out_notice("That is no qualified electronic signature: where "
		           "the form has to be signed, it asks for one (%s).",
		    rule->signature);
	else
		out_notice("That is no qualified electronic signature.");
	free(safe);
	cert_info_free(&info);
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct exchange_sent sent = { 0 };
	struct signer signer = { 0 };
	struct seal seal = { 0 };
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_send, args, 1, 1, err)) != MLA_OK)
		return rc;
	if ((rc = cmd_find_request(&request, office, args[0], err)) != MLA_OK)
		return rc;
	if ((rc = signing_open(&signer, cert, key, office, err)) != MLA_OK ||
	    (rc = open_seal(&seal, office, err)) != MLA_OK ||
	    (rc = send_it(&sent, office, request,
	         signer.cert != NULL ? &signer : NULL,
	         recipients != NULL ? &seal : NULL, err)) != MLA_OK)
		goto out;
	out_safe(sent.path);
	(void)putchar('\n');
	if (sent.cover != NULL) {
		out_safe(sent.cover);
		(void)putchar('\n');
	}
	out_notice("%s (%s): %llu bytes, %zu exhibit%s; manifest SHA-256 %s",
	    words_of(office, "message", sent.type), sent.acts,
	    (unsigned long long)sent.bytes, sent.exhibits,
	    sent.exhibits == 1 ? "" : "s", sent.manifest);
	if (sent.again)
		out_notice("It was prepared before, and the program was "
		           "stopped before it was recorded as sent: if that "
		           "bundle was handed over, do not send this one.");
	if (sent.drafts != NULL)
		out_notice("With the mark DRAFT: %s", sent.drafts);
	say_signed(&signer, &sent.rule);
	say_lawful(&sent.rule);
	say_sealed(&seal);
	out_notice("Sent is not received: it counts as handed over, until the "
	           "other side confirms.");
out:
	seal_free(&seal);
	signer_close(&signer);
	exchange_sent_free(&sent);
	return rc;
}

const struct cmd_verb cmd_send = {
	.name = "send",
	.synopsis = "REF [--channel CODE] [--why CODE] [--wrap HOW] [-o FILE] "
	            "[--tar] [--outbox DIR] [--paper FILE] [--anyway REASON] "
	            "[--as-draft] [--sign CERT.pem --key KEY] "
	            "[--encrypt-to CERT.pem]... [--max-mib N] "
	            "[terms of exhibits...]",
	.summary = "write what is pending as a bundle for the partner",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
