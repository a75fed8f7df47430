/* workflow_list.c - mla workflow list: every machine that there is */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "cmd/workflow.h"
#include "cmd/workflow_open.h"

#define FOLDER "workflows/" /* which every file is in */

static const struct out_column columns[] = {
	{ "kind", "KIND", false, true },
	{ "side", "SIDE", false, false },
	{ "use", NULL, false, false },
	{ "machine", "MACHINE", false, false },
	{ "states", "STATES", true, false },
	{ "events", "EVENTS", true, false },
	{ "file", "FILE IN workflows/", false, true },
	{ NULL, NULL, false, false },
};

enum mla_rc
workflow_list(struct office *office, const char **args, struct err *err)
{
	struct out_table t = {
		.name = "machines", .row = "machine", .columns = columns
	};
	struct machines all = { 0 };
	enum out_format form;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_workflow, args, 0, 0, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, workflow_want.format, err)) != MLA_OK)
		return rc;
	if ((rc = machines_list(&all, office, err)) != MLA_OK)
		goto out;
	for (size_t i = 0; i < all.n; i++) {
		const struct machines_row *r = &all.at[i];
		char *names = workflow_kinds(office, r->kind);

		out_cell2(&t, r->kind, names);
		out_cell2(&t, r->side,
		    *r->side != '\0' ? r->side
		                     : words_of(office, "machine-of", r->use));
		out_cell(&t, r->use);
		out_cell(&t, r->name);
		out_cellf(&t, "%zu", r->m->nstates - 1);
		out_cellf(&t, "%zu", machines_events(r->m));
		out_cell2(&t, r->file, r->file + strlen(FOLDER));
		free(names);
	}
	out_print(&t, form);
out:
	out_table_free(&t);
	machines_free(&all);
	return rc;
}
