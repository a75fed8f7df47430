/* workflow.c - mla workflow: the machines that requests run through */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/workflow.h"

#include "cmd/verbs.h"

static struct poptOption options[] = {
	POPT_TABLEEND,
};

static const struct cmd_sub subs[] = {
	{ "run", 0, workflow_run },
	{ NULL, 0, NULL },
};

const struct cmd_verb cmd_workflow = {
	.name = "workflow",
	.synopsis = "run FILE.scxml [EVENT...]",
	.summary = "the machines that requests run through",
	.options = options,
	.subs = subs,
};
