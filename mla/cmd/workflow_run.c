/* workflow_run.c - mla workflow run: a machine and events, no register */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/workflow.h"
#include "model/play.h"
#include "xml/read.h"

/* Expressions that are no XPath fail when they are asked; say so at once. */
static void
warn(void *arg, const struct machine_place *at)
{
	const struct machine_expr *e = at->expr;
	const struct machine *m = arg;

	if (e->xpath == NULL && !e->literal)
		out_notice("%s:%ld: \"%s\" is no XPath: it will raise "
		           "error.execution",
		    m->name, e->line, e->text);
}

static enum mla_rc
load(struct machine **out, const char *path, struct err *err)
{
	xmlDoc *doc = NULL;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = xml_read_file(&doc, path, err)) == MLA_OK &&
	    (rc = machine_load_alone(out, doc, path, err)) == MLA_OK)
		machine_each_expr(*out, warn, *out);
	xmlFreeDoc(doc);
	return rc;
}

enum mla_rc
workflow_run(struct office *office, const char **args, struct err *err)
{
	struct machine *m = NULL;
	struct buf b = { 0 };
	enum mla_rc rc;

	(void)office;
	if (args[0] == NULL) {
		err_hint(err, "usage: mla workflow run FILE.scxml [EVENT...]");
		return err_set(err, MLA_EUSAGE, "say which file to run");
	}
	if ((rc = load(&m, args[0], err)) == MLA_OK)
		rc = play_machine(&b, m, args + 1, err);
	(void)fputs(buf_text(&b), stdout);
	buf_free(&b);
	machine_free(m);
	return rc;
}
