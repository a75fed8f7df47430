/* play.c - a machine without a register: events in, lines out */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/play.h"

#include "base/str.h"
#include "model/run.h"

/* A line: the event and a tab, if there is one, and the states. */
static void
add_line(struct buf *out, const char *event, const struct run *r)
{
	struct buf states = { 0 };

	if (event != NULL) {
		str_add_safe(out, event, false);
		buf_addch(out, '\t');
	}
	run_atomic(&states, r);
	str_add_safe(out, buf_text(&states), false);
	buf_addch(out, '\n');
	buf_free(&states);
}

static enum mla_rc
play_events(
    struct buf *out, struct run *r, const char *const *events, struct err *err)
{
	struct run_result res;
	enum mla_rc rc = MLA_OK;
	bool any = false;

	add_line(out, NULL, r);
	for (; rc == MLA_OK && *events != NULL && !run_is_final(r); events++) {
		if ((rc = run_event(&res, r, *events, err)) == MLA_OK)
			add_line(out, *events, r);
	}
	if (rc != MLA_OK || run_is_final(r))
		return rc;
	rc = run_wait(&any, r, err);
	if (rc == MLA_OK && any && !run_is_final(r))
		add_line(out, "-", r);
	return rc;
}

enum mla_rc
play_machine(struct buf *out, const struct machine *m,
    const char *const *events, struct err *err)
{
	struct env *env = env_new(NULL, NULL);
	struct run *r = NULL;
	enum mla_rc rc;

	if ((rc = run_new(&r, m, env, err)) == MLA_OK)
		rc = play_events(out, r, events, err);
	if (rc == MLA_OK && run_is_final(r)) {
		buf_adds(out, "done ");
		str_add_safe(out, run_end(r)->name, false);
		buf_addch(out, '\n');
	}
	run_free(r);
	env_free(env);
	return rc;
}
