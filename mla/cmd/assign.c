/* assign.c - mla assign: who has a request on the desk */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/act.h"
#include "core/desk.h"

static char *note;

static struct poptOption options[] = {
	{ "note", '\0', POPT_ARG_STRING, &note, 0,
	    "a word to who takes it over", "TEXT" },
	POPT_TABLEEND,
};

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct act_field field = { "to", NULL };
	struct act act = { .event = DESK_ASSIGN,
		.on = { .day = office->now.day, .second = -1 },
		.fields = &field,
		.nfields = 1,
		.note = note };
	struct act_done done = { 0 };
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_assign, args, 2, 2, err)) != MLA_OK ||
	    (rc = cmd_find_request(&request, office, args[0], err)) != MLA_OK)
		return rc;
	field.value = args[1];
	rc = act_record(&done, office, request, &act, err);
	if (rc == MLA_OK) {
		(void)printf("%s: with ", args[0]);
		out_safe(*args[1] != '\0' ? args[1] : "nobody");
		(void)putchar('\n');
	}
	act_done_free(&done);
	return rc;
}

const struct cmd_verb cmd_assign = {
	.name = "assign",
	.synopsis = "REF NAME [--note TEXT]",
	.summary = "give a request to somebody, or hand it over",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
