/* list.c - mla list: requests, where they stand and who has the ball */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/view.h"

static char *partner, *state, *waiting, *format;
static int open_only, closed_only;

static struct poptOption options[] = {
	{ "partner", '\0', POPT_ARG_STRING, &partner, 0,
	    "with this State (two letters)", "CC" },
	{ "state", '\0', POPT_ARG_STRING, &state, 0, "in this state", "STATE" },
	{ "waiting", '\0', POPT_ARG_STRING, &waiting, 0,
	    "who has the ball: us, them or a holder", "WHO" },
	{ "open", '\0', POPT_ARG_NONE, &open_only, 0, "only open ones", NULL },
	{ "closed", '\0', POPT_ARG_NONE, &closed_only, 0, "only closed ones",
	    NULL },
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "table, json, xml or csv", "FORMAT" },
	POPT_TABLEEND,
};

static const struct out_column columns[] = {
	{ "reference", "REFERENCE", false, false },
	{ "side", NULL, false, false },
	{ "partner", "PARTNER", false, false },
	{ "their_reference", "THEIRS", false, false },
	{ "kind", "KIND", false, false },
	{ "state", "STATE", false, false },
	{ "waiting", "WITH", false, false },
	{ "since", "SINCE", false, false },
	{ "last_news", NULL, false, false },
	{ "outcome", "OUTCOME", false, false },
	{ "subject", "SUBJECT", false, true },
	{ NULL, NULL, false, false },
};

static void
add_row(struct out_table *t, struct office *office, const struct view_row *r)
{
	char *name = words_country(office, r->partner);
	char *whom =
	    xasprintf("%s %s", str_eq(r->side, "out") ? "to" : "from", name);
	char *since = NULL;
	int32_t day;

	if (date_parse(&day, r->since))
		since = words_day(office, day);

	out_cell(t, r->reference);
	out_cell(t, r->side);
	out_cell2(t, r->partner, whom);
	out_cell(t, r->theirs);
	out_cell2(t, r->kind, words_of(office, "kind", r->kind));
	out_cell2(t, r->state, words_of(office, "state", r->state));
	out_cell(t, r->waiting);
	out_cell2(t, r->since, since);
	out_cell(t, r->last);
	out_cell2(t, r->outcome, words_of(office, "outcome", r->outcome));
	out_cell(t, r->subject);
	free(name);
	free(whom);
	free(since);
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct view_want want = {
		.partner = partner,
		.state = state,
		.waiting = waiting,
		.open = open_only != 0,
		.closed = closed_only != 0,
	};
	struct out_table t = {
		.name = "requests", .row = "request", .columns = columns
	};
	struct view_rows rows = { 0 };
	enum out_format form;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_list, args, 0, 0, err)) != MLA_OK)
		return rc;
	if ((rc = out_format_parse(&form, format, err)) != MLA_OK)
		return rc;
	if ((rc = view_list(&rows, office, &want, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++)
		add_row(&t, office, &rows.at[i]);
	if (rows.n == 0 && form == OUT_TEXT)
		out_notice("No request fits. A new one: mla new KIND --to CC");
	else
		out_print(&t, form);
	out_table_free(&t);
	view_rows_free(&rows);
	return MLA_OK;
}

const struct cmd_verb cmd_list = {
	.name = "list",
	.synopsis = "[--partner CC] [--state STATE] [--waiting WHO] "
	            "[--open | --closed] [--format FORMAT]",
	.summary = "requests, where they stand and who has the ball",
	.prepare = CMD_STORE,
	.options = options,
	.run = run,
};
