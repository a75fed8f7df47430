/* next.c - mla next: what has to be done next, and by when */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/act.h"
#include "core/desk.h"

static int none;

static struct poptOption options[] = {
	{ "none", '\0', POPT_ARG_NONE, &none, 0,
	    "nothing has to be done until something happens", NULL },
	POPT_TABLEEND,
};

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct act_field field[2] = { { "due", NULL }, { "action", NULL } };
	struct act act = { .event = DESK_NEXT,
		.on = { .day = office->now.day, .second = -1 },
		.fields = field };
	struct act_done done = { 0 };
	char due[DATE_BYTES];
	struct when when;
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_next, args, none != 0 ? 1 : 2, 3, err)) !=
	        MLA_OK ||
	    (rc = cmd_find_request(&request, office, args[0], err)) != MLA_OK)
		return rc;
	if (none == 0) {
		if ((rc = when_typed(&when, args[1], office->now.day, err)) !=
		    MLA_OK)
			return rc;
		field[0].value = date_format(when.day, due);
		field[1].value = args[2];
		act.nfields = args[2] != NULL ? 2 : 1;
	}
	rc = act_record(&done, office, request, &act, err);
	if (rc == MLA_OK && none == 0) {
		(void)printf("%s: %s  ", args[0], due);
		out_safe(args[2] != NULL ? args[2] : "");
		(void)putchar('\n');
	}
	act_done_free(&done);
	return rc;
}

const struct cmd_verb cmd_next = {
	.name = "next",
	.synopsis = "REF DATE [ACTION] | REF --none",
	.summary = "set what has to be done next, and by when",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
