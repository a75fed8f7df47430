/* send.c - mla send: what is pending, as a bundle for the partner */
/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/exchange.h"

static char *channel, *path, *reason;
static int draft;

static struct poptOption options[] = {
	{ "channel", '\0', POPT_ARG_STRING, &channel, 0,
	    "how it travels (codes: man mla-send)", "CODE" },
	{ "output", 'o', POPT_ARG_STRING, &path, 0,
	    "name of the bundle (default: from the reference)", "FILE.zip" },
	{ "anyway", '\0', POPT_ARG_STRING, &reason, 0,
	    "send in spite of errors of the check, with the reason", "REASON" },
	{ "as-draft", '\0', POPT_ARG_NONE, &draft, 0,
	    "send official forms with the mark DRAFT, as long as their wording "
	    "is not confirmed",
	    NULL },
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
    struct err *err)
{
	struct exchange_want want = { .channel = channel,
		.path = path,
		.force = reason,
		.drafts = draft != 0 };
	enum mla_rc rc = exchange_send(sent, office, request, &want, err);

	if (rc != MLA_EREFUSED || sent->drafts == NULL || !agrees(sent->drafts))
		return rc;
	exchange_sent_free(sent);
	memset(err, 0, sizeof(*err));
	want.drafts = true;
	return exchange_send(sent, office, request, &want, err);
}

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
	if ((rc = send_it(&sent, office, request, err)) != MLA_OK)
		goto out;
	out_safe(sent.path);
	(void)putchar('\n');
	out_notice("%s: %llu bytes, %zu exhibit%s; manifest SHA-256 %s",
	    sent.acts, (unsigned long long)sent.bytes, sent.exhibits,
	    sent.exhibits == 1 ? "" : "s", sent.manifest);
	if (sent.drafts != NULL)
		out_notice("With the mark DRAFT: %s", sent.drafts);
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
	.synopsis =
	    "REF [--channel CODE] [-o FILE.zip] [--anyway REASON] [--as-draft]",
	.summary = "write what is pending as a bundle for the partner",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
