/* receive.c - mla receive: verify a bundle, and register what it brings */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/exchange.h"

static char *on;

static struct poptOption options[] = {
	{ "on", '\0', POPT_ARG_STRING, &on, 0,
	    "when it reached us (default: today)", "DATE" },
	POPT_TABLEEND,
};

static void
say(void *arg, const char *fault)
{
	(void)arg;
	out_notice("  %s", fault);
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct exchange_received in = { 0 };
	struct when when = office->now;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_receive, args, 1, 1, err)) != MLA_OK)
		return rc;
	when.second = -1;
	when.offset = 0;
	if (on != NULL &&
	    (rc = when_typed(&when, on, office->now.day, err)) != MLA_OK)
		return rc;
	rc = exchange_receive(&in, office, args[0], &when, say, NULL, err);
	if (rc != MLA_OK)
		goto out;
	out_safe(in.reference);
	(void)putchar('\n');
	if (in.known)
		out_notice("This message was received before; nothing was "
		           "changed.");
	else
		out_notice("%s: %s, %zu exhibit%s; manifest SHA-256 %s",
		    in.created ? "A new request was registered"
		               : "It was recorded",
		    in.acts, in.exhibits, in.exhibits == 1 ? "" : "s",
		    in.manifest);
out:
	exchange_received_free(&in);
	return rc;
}

const struct cmd_verb cmd_receive = {
	.name = "receive",
	.synopsis = "FILE [--on DATE]",
	.summary = "verify a bundle and register what it brings",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
