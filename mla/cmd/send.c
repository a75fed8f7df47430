/* send.c - mla send: what is pending, as a bundle for the partner */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/exchange.h"

static char *channel, *path, *reason;

static struct poptOption options[] = {
	{ "channel", '\0', POPT_ARG_STRING, &channel, 0,
	    "how it travels (codes: man mla-send)", "CODE" },
	{ "output", 'o', POPT_ARG_STRING, &path, 0,
	    "name of the bundle (default: from the reference)", "FILE.zip" },
	{ "anyway", '\0', POPT_ARG_STRING, &reason, 0,
	    "send in spite of errors of the check, with the reason", "REASON" },
	POPT_TABLEEND,
};

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct exchange_sent sent = { 0 };
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_send, args, 1, 1, err)) != MLA_OK)
		return rc;
	if ((rc = cmd_find_request(&request, office, args[0], err)) != MLA_OK)
		return rc;
	rc = exchange_send(&sent, office, request, channel, path, reason, err);
	if (rc != MLA_OK)
		goto out;
	out_safe(sent.path);
	(void)putchar('\n');
	out_notice("%s: %llu bytes, %zu exhibit%s; manifest SHA-256 %s",
	    sent.acts, (unsigned long long)sent.bytes, sent.exhibits,
	    sent.exhibits == 1 ? "" : "s", sent.manifest);
	out_notice("It holds personal data and is not encrypted: hand it over "
	           "by a secure channel only.");
	out_notice("Sent is not received: it counts as handed over, until the "
	           "other side confirms.");
out:
	exchange_sent_free(&sent);
	return rc;
}

const struct cmd_verb cmd_send = {
	.name = "send",
	.synopsis = "REF [--channel CODE] [-o FILE.zip] [--anyway REASON]",
	.summary = "write what is pending as a bundle for the partner",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
