/* workflow.c - mla workflow: the machines that requests run through */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/workflow.h"

#include "cmd/verbs.h"
#include "cmd/workflow_open.h"

static struct poptOption options[] = {
	{ NULL, '\0', POPT_ARG_INCLUDE_TABLE, workflow_options, 0, NULL, NULL },
	POPT_TABLEEND,
};

static const struct cmd_sub subs[] = {
	{ "check", CMD_DATA, workflow_check },
	{ "draw", CMD_DATA, workflow_draw },
	{ "list", CMD_DATA, workflow_list },
	{ "migrate", CMD_WRITE, workflow_migrate },
	{ "run", 0, workflow_run },
	{ "show", CMD_DATA, workflow_show },
	{ NULL, 0, NULL },
};

const struct cmd_verb cmd_workflow = {
	.name = "workflow",
	.synopsis =
	    "list | show NAME | draw NAME | check [FILE.scxml | NAME]... | "
	    "run FILE.scxml [EVENT...] | migrate REF | migrate --all "
	    "[--side SIDE] [--format FORMAT] [--to FORM] [-o FILE] "
	    "[--lang LANG]",
	.summary = "the machines that requests run through",
	.options = options,
	.subs = subs,
};
