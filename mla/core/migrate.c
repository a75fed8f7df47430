/* migrate.c - move a request to the workflows, forms and law of today */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/migrate.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/act.h"
#include "core/desk.h"
#include "store/deadline.h"

void
migrate_done_free(struct migrate_done *done)
{
	free(done->reference);
	free(done->before);
	free(done->after);
	free(done->why);
	memset(done, 0, sizeof(*done));
}

/* What the journal and the lists say of a request, to see what changes. */
struct sight {
	char *unsent; /* acts that are to be sent */
	struct store_deadlines due;
};

static enum mla_rc
look(struct sight *s, const struct dossier *d, struct err *err)
{
	const struct store_deadline_want want = { .request = d->row.id };

	s->unsent = act_pending(d);
	return store_deadline_list(&s->due, d->office->store, &want, err);
}

static void
sight_free(struct sight *s)
{
	free(s->unsent);
	store_deadlines_free(&s->due);
}

static bool
same_due(const struct store_deadlines *a, const struct store_deadlines *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		const struct store_deadline *x = &a->at[i], *y = &b->at[i];

		if (!str_eq(x->part, y->part) || !str_eq(x->name, y->name) ||
		    !str_eq(x->clock, y->clock) || !str_eq(x->who, y->who) ||
		    !str_eq(x->due, y->due) || !str_eq(x->latest, y->latest))
			return false;
	}
	return true;
}

/* The state in the list: of what is erased it alone is left. */
static enum mla_rc
last_state(struct migrate_done *done, const struct dossier *d, struct err *err)
{
	struct store_now now;
	bool found;
	enum mla_rc rc =
	    store_now_get(&found, &now, d->office->store, d->row.id, err);

	if (rc == MLA_OK)
		done->before = xstrdup(found ? now.state : "");
	store_now_free(&now);
	return rc;
}

/* The number of the rules of today in the register, and their hash. */
static enum mla_rc
keep_today(int64_t *set, char key[65], const struct dossier *d, struct err *err)
{
	struct rules *today;
	enum mla_rc rc =
	    rules_of(&today, d->office, 0, d->row.kind, d->row.side, err);

	return rc == MLA_OK ? rules_keep(set, key, today, err) : rc;
}

/* The entry of the journal, after a history that was found possible. */
static enum mla_rc
record(struct migrate_done *done, struct dossier *d, const char *earlier,
    const char *key, struct err *err)
{
	const struct act_field field[] = { { DESK_RULES, key },
		{ DESK_EARLIER, earlier } };
	struct act act = { .event = DESK_MIGRATE,
		.on = { .day = d->office->now.day, .second = -1 },
		.fields = field,
		.nfields = *earlier != '\0' ? 2 : 1 };
	struct act_done added = { 0 };
	enum mla_rc rc = store_request_rules(
	    d->office->store, d->row.id, d->row.ruleset, err);

	if (rc == MLA_OK)
		rc = act_add(&added, d, &act, err);
	done->seq = added.seq;
	act_done_free(&added);
	return rc;
}

/* By the rules of the set, which are kept now. */
static enum mla_rc
move(struct migrate_done *done, struct dossier *d, int64_t set, const char *key,
    struct err *err)
{
	struct sight before = { 0 }, after = { 0 };
	struct err own = { 0 };
	struct rules *rules;
	char earlier[65];
	enum mla_rc rc;

	if ((rc = rules_key(earlier, d->office->store, d->row.ruleset, err)) !=
	        MLA_OK ||
	    (rc = rules_of(&rules, d->office, set, d->row.kind, d->row.side,
	         err)) != MLA_OK ||
	    (rc = look(&before, d, err)) != MLA_OK)
		goto out;
	rc = dossier_follow(d, rules, &own);
	if (rc == MLA_EDAMAGED) {
		done->result = MIGRATE_IMPOSSIBLE;
		done->why = xstrdup(own.msg);
		rc = MLA_OK;
		goto out;
	}
	if (rc != MLA_OK) {
		*err = own;
		goto out;
	}
	if ((rc = record(done, d, earlier, key, err)) != MLA_OK ||
	    (rc = look(&after, d, err)) != MLA_OK ||
	    (rc = store_commit(d->office->store, err)) != MLA_OK)
		goto out;
	done->result = MIGRATE_MOVED;
	done->after = xstrdup(run_state(d->run)->id);
	done->limits = !same_due(&before.due, &after.due);
	done->unsent = !str_eq(before.unsent, after.unsent);
out:
	sight_free(&before);
	sight_free(&after);
	return rc;
}

enum mla_rc
migrate_request(struct migrate_done *done, struct office *office,
    int64_t request, struct err *err)
{
	struct dossier *d = NULL;
	struct err own = { 0 };
	int64_t set = 0;
	char key[65] = "";
	enum mla_rc rc;

	memset(done, 0, sizeof(*done));
	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = dossier_open(&d, office, request, err)) != MLA_OK)
		goto out;
	done->reference = xstrdup(d->row.reference);
	if (d->erased) {
		done->result = MIGRATE_ERASED;
		rc = last_state(done, d, err);
		goto out;
	}
	done->before = xstrdup(run_state(d->run)->id);
	done->result = MIGRATE_ENDED;
	if (run_is_final(d->run))
		goto out;
	rc = keep_today(&set, key, d, &own);
	if (rc == MLA_ENOTFOUND) {
		done->result = MIGRATE_IMPOSSIBLE;
		done->why = xstrdup(own.msg);
		rc = MLA_OK;
	} else if (rc != MLA_OK) {
		*err = own;
	} else if (set != d->row.ruleset) {
		rc = move(done, d, set, key, err);
	} else {
		done->result = MIGRATE_CURRENT;
		done->after = xstrdup(done->before);
	}
out:
	store_rollback(office->store);
	dossier_free(d);
	return rc;
}
