/* attach.c - mla attach: take files of evidence into the register */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/act.h"

static char *title, *on;

static struct poptOption options[] = {
	{ "title", '\0', POPT_ARG_STRING, &title, 0,
	    "what it is (default: the name of the file)", "TEXT" },
	{ "on", '\0', POPT_ARG_STRING, &on, 0,
	    "when it was received or made (default: today)", "DATE" },
	POPT_TABLEEND,
};

static void
print_exhibits(const struct act *act)
{
	for (size_t i = 0; i < act->nexhibits; i++) {
		const struct act_exhibit *e = &act->exhibits[i];

		out_safe(e->id);
		(void)printf("  %.16s...  %12llu bytes  ", e->sha256,
		    (unsigned long long)e->bytes);
		out_safe(e->title);
		(void)putchar('\n');
	}
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct act act = { .on = office->now };
	struct act_done done = { 0 };
	int n = cmd_count(args);
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_attach, args, 2, -1, err)) != MLA_OK)
		return rc;
	act.on.second = -1;
	act.on.offset = 0;
	act.exhibits = xcalloc((size_t)n, sizeof(*act.exhibits));
	if (on != NULL &&
	    (rc = when_typed(&act.on, on, office->now.day, err)) != MLA_OK)
		goto out;
	if ((rc = cmd_find_request(&request, office, args[0], err)) != MLA_OK)
		goto out;
	for (int i = 1; i < n; i++) {
		if ((rc = act_take_file(&act.exhibits[act.nexhibits], office,
		         args[i], title, err)) != MLA_OK)
			goto out;
		act.nexhibits++;
	}
	if ((rc = act_step(
	         &done, office, request, MACHINE_ATTACH, &act, err)) == MLA_OK)
		print_exhibits(&act);
out:
	for (size_t i = 0; i < act.nexhibits; i++)
		act_exhibit_free(&act.exhibits[i]);
	free(act.exhibits);
	act_done_free(&done);
	return rc;
}

const struct cmd_verb cmd_attach = {
	.name = "attach",
	.synopsis = "REF FILE... [--title TEXT] [--on DATE]",
	.summary = "take files of evidence into the register",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
