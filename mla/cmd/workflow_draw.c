/* workflow_draw.c - mla workflow draw: a machine as a picture */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/workflow.h"
#include "cmd/workflow_open.h"

enum {
	OUTLINE_COLUMNS = 80
};

static enum mla_rc
draw(struct buf *out, const char *to, const struct machine *m,
    const struct draw_words *words, struct err *err)
{
	struct buf lines = { 0 };
	struct draw *d;

	if (to == NULL || str_eq(to, "text")) {
		draw_outline(&lines, m, words, OUTLINE_COLUMNS);
		str_add_safe(out, buf_text(&lines), true);
		buf_free(&lines);
	} else if (str_eq(to, "dot")) {
		draw_dot(out, m, words);
	} else if (str_eq(to, "svg")) {
		d = draw_new(m, words);
		draw_svg(out, d, words);
		draw_free(d);
	} else {
		return err_set(err, MLA_EUSAGE,
		    "there is no form \"%s\": write svg, dot or text", to);
	}
	return MLA_OK;
}

enum mla_rc
workflow_draw(struct office *office, const char **args, struct err *err)
{
	struct workflow_machine w = { 0 };
	struct buf b = { 0 };
	enum mla_rc rc;

	if ((rc = workflow_open(&w, office, args, err)) != MLA_OK ||
	    (rc = draw(&b, workflow_want.to, w.m, &w.words, err)) != MLA_OK)
		goto out;
	rc = out_paper(workflow_want.path, &b, err);
out:
	buf_free(&b);
	workflow_close(&w);
	return rc;
}
