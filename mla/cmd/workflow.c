/* workflow.c - mla workflow: the machines that requests run through */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/workflow.h"

#include "base/str.h"
#include "cmd/verbs.h"
#include "cmd/workflow_open.h"

static struct poptOption options[] = {
	{ NULL, '\0', POPT_ARG_INCLUDE_TABLE, workflow_options, 0, NULL, NULL },
	POPT_TABLEEND,
};

static const struct {
	const char *name;
	enum mla_rc (*run)(
	    struct office *office, const char **args, struct err *err);
} subs[] = {
	{ "draw", workflow_draw },
	{ "list", workflow_list },
	{ "show", workflow_show },
};

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	for (size_t i = 0; i < sizeof(subs) / sizeof(subs[0]); i++) {
		if (args[0] != NULL && str_eq(args[0], subs[i].name))
			return subs[i].run(office, args + 1, err);
	}
	err_hint(err, "usage: mla workflow %s", cmd_workflow.synopsis);
	return err_set(
	    err, MLA_EUSAGE, "workflow: say what to do: draw, list, show");
}

const struct cmd_verb cmd_workflow = {
	.name = "workflow",
	.synopsis = "list | show NAME | draw NAME [--side SIDE] "
	            "[--format FORMAT] [--to FORM] [-o FILE] [--lang LANG]",
	.summary = "the machines that requests run through",
	.prepare = CMD_DATA,
	.options = options,
	.run = run,
};
