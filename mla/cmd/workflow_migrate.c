/* workflow_migrate.c - mla workflow migrate: requests to the rules of today */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "cmd/workflow.h"
#include "cmd/workflow_open.h"
#include "core/migrate.h"
#include "store/request.h"

static const struct out_column columns[] = {
	{ "reference", "REQUEST", false, false },
	{ "before", "BEFORE", false, true },
	{ "after", "AFTER", false, true },
	{ "verdict", "RESULT", false, false },
	{ "entry", NULL, true, false },
	{ "limits", NULL, false, false },
	{ "unsent", NULL, false, false },
	{ "why", "BECAUSE", false, false },
	{ NULL, NULL, false, false },
};

/* For programs and for people; why: what there is to say beside it. */
static const struct {
	const char *code, *word, *why;
} results[] = {
	[MIGRATE_MOVED] = { "moved", "moved", "" },
	[MIGRATE_CURRENT] = { "current", "stays",
	    "it goes by the rules of today" },
	[MIGRATE_ENDED] = { "ended", "stays", "it has ended" },
	[MIGRATE_ERASED] = { "erased", "stays",
	    "it has ended, and some of it is erased" },
	[MIGRATE_IMPOSSIBLE] = { "blocked", "stays", "" },
};

/* What has to be looked at after a move; "" if nothing. */
static const char *
changes(const struct migrate_done *done)
{
	if (done->limits && done->unsent)
		return "what is due and what is to be sent has changed";
	if (done->limits)
		return "what is due has changed";
	return done->unsent ? "what is to be sent has changed" : "";
}

static void
add_row(struct out_table *t, const struct office *office,
    const struct migrate_done *done)
{
	bool moved = done->result == MIGRATE_MOVED;
	const char *why = results[done->result].why;

	out_cell(t, done->reference);
	out_cell2(t, done->before, words_of(office, "state", done->before));
	out_cell2(t, done->after,
	    done->after != NULL ? words_of(office, "state", done->after) : "");
	out_cell2(t, results[done->result].code, results[done->result].word);
	if (moved)
		out_cellf(t, "%lld", (long long)done->seq);
	else
		out_cell(t, "");
	out_cell(t, !moved ? "" : done->limits ? "changed" : "same");
	out_cell(t, !moved ? "" : done->unsent ? "changed" : "same");
	if (done->why != NULL)
		out_cell(t, done->why);
	else
		out_cell2(t, "", moved ? changes(done) : why);
}

/* Each request on its own; the table is printed in any case. */
static enum mla_rc
migrate_all(struct office *office, enum out_format form, struct err *err)
{
	struct out_table t = {
		.name = "requests", .row = "request", .columns = columns
	};
	struct store_matches all = { 0 };
	size_t stay = 0;
	enum mla_rc rc = store_request_all(&all, office->store, err);

	for (size_t i = 0; rc == MLA_OK && i < all.n; i++) {
		struct migrate_done done;

		rc = migrate_request(&done, office, all.at[i].id, err);
		if (rc == MLA_OK)
			add_row(&t, office, &done);
		stay += done.result == MIGRATE_IMPOSSIBLE ? 1 : 0;
		migrate_done_free(&done);
	}
	out_print(&t, form);
	if (rc == MLA_OK && stay > 0)
		rc = err_set(err, MLA_EREFUSED,
		    "%zu of %zu requests cannot go by the rules of today: they "
		    "stay with theirs",
		    stay, all.n);
	out_table_free(&t);
	store_matches_free(&all);
	return rc;
}

static void
print_moved(const struct office *office, const struct migrate_done *done)
{
	const char *change = changes(done);

	(void)printf("%s: goes by the rules of today", done->reference);
	if (!str_eq(done->before, done->after))
		(void)printf("   %s -> %s",
		    words_of(office, "state", done->before),
		    words_of(office, "state", done->after));
	(void)printf("   (journal %lld)\n", (long long)done->seq);
	if (*change != '\0')
		out_notice("%s: %s.  See it:  mla show %s", done->reference,
		    change, done->reference);
}

static enum mla_rc
migrate_one(struct office *office, const char *ref, struct err *err)
{
	struct migrate_done done = { 0 };
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_find_request(&request, office, ref, err)) != MLA_OK ||
	    (rc = migrate_request(&done, office, request, err)) != MLA_OK)
		goto out;
	if (done.result == MIGRATE_MOVED) {
		print_moved(office, &done);
	} else if (done.result == MIGRATE_CURRENT) {
		(void)printf(
		    "%s: goes by the rules of today already\n", done.reference);
	} else {
		rc = err_set(err, MLA_EREFUSED,
		    "%s stays with the rules that it has: %s", done.reference,
		    done.why != NULL ? done.why : results[done.result].why);
	}
out:
	migrate_done_free(&done);
	return rc;
}

enum mla_rc
workflow_migrate(struct office *office, const char **args, struct err *err)
{
	int words = workflow_want.all ? 0 : 1;
	enum out_format form;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_workflow, args, words, words, err)) !=
	        MLA_OK ||
	    (rc = out_format_parse(&form, workflow_want.format, err)) != MLA_OK)
		return rc;
	if (workflow_want.all)
		return migrate_all(office, form, err);
	return migrate_one(office, args[0], err);
}
