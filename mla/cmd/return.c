/* return.c - mla return: originals went back to whoever gave them */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/custody.h"

static char *to, *who, *on, *reasons;

static struct poptOption options[] = {
	{ "to", '\0', POPT_ARG_STRING, &to, 0,
	    "to whom (default: whoever gave them)", "NAME" },
	{ "who", '\0', POPT_ARG_STRING, &who, 0, "who gave them back", "NAME" },
	{ "on", '\0', POPT_ARG_STRING, &on, 0,
	    "when they went back (default: today)", "DATE" },
	{ "reasons", '\0', POPT_ARG_STRING, &reasons, 0, "a remark", "TEXT" },
	POPT_TABLEEND,
};

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct custody_act what = { .who = who,
		.to = to,
		.on = { .day = office->now.day, .second = -1 },
		.terms = { .reasons = reasons } };
	struct act_done done = { 0 };
	struct buf ids = { 0 };
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_return, args, 2, -1, err)) != MLA_OK)
		return rc;
	if (on != NULL &&
	    (rc = when_typed(&what.on, on, office->now.day, err)) != MLA_OK)
		return rc;
	for (size_t i = 1; args[i] != NULL; i++)
		buf_addf(&ids, "%s%s", i > 1 ? " " : "", args[i]);
	what.exhibits = buf_text(&ids);
	if ((rc = cmd_find_request(&request, office, args[0], err)) == MLA_OK &&
	    (rc = custody_return(&done, office, request, &what, err)) == MLA_OK)
		(void)printf("%s: went back   (journal %lld)\n", what.exhibits,
		    (long long)done.seq);
	act_done_free(&done);
	buf_free(&ids);
	return rc;
}

const struct cmd_verb cmd_return = {
	.name = "return",
	.synopsis = "REF EXHIBIT... [--to NAME] [--who NAME] [--on DATE] "
	            "[--reasons TEXT]",
	.summary = "originals went back to whoever gave them",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
