/* rebuild.c - mla rebuild: make lists and search again from the journal */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cmd/verbs.h"
#include "core/rebuild.h"

static struct poptOption options[] = { POPT_TABLEEND };

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	int64_t n;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_rebuild, args, 0, 0, err)) == MLA_OK &&
	    (rc = rebuild_derived(&n, office, err)) == MLA_OK)
		(void)printf(
		    "%lld request%s\n", (long long)n, n == 1 ? "" : "s");
	return rc;
}

const struct cmd_verb cmd_rebuild = {
	.name = "rebuild",
	.synopsis = "",
	.summary = "make lists and search again from the journal",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
