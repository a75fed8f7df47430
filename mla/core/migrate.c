/* migrate.c - move a request to the workflows, forms and law of today */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/migrate.h"

#include "base/alloc.h"
#include "core/act.h"
#include "core/desk.h"

void
migrate_done_free(struct migrate_done *done)
{
	free(done->reference);
	free(done->before);
	free(done->after);
	memset(done, 0, sizeof(*done));
}

/* Where it stands now; only what is open and whole can move. */
static enum mla_rc
look(struct migrate_done *done, struct rules **today, struct office *office,
    int64_t request, struct err *err)
{
	struct dossier *d;
	enum mla_rc rc;

	if ((rc = dossier_open(&d, office, request, err)) != MLA_OK)
		return rc;
	done->reference = xstrdup(d->row.reference);
	done->before = xstrdup(run_state(d->run)->id);
	if (d->erased || run_is_final(d->run))
		rc = err_set(err, MLA_EREFUSED,
		    "%s has ended: it stays with the rules it was made with",
		    d->row.reference);
	else
		rc = rules_of(today, office, 0, d->row.kind, d->row.side, err);
	dossier_free(d);
	return rc;
}

/* The history again, by the rules that its row now names. */
static enum mla_rc
replay(struct migrate_done *done, struct office *office, int64_t request,
    const char *key, struct err *err)
{
	const struct act_field field = { "rules", key };
	struct act act = { .event = DESK_MIGRATE,
		.on = { .day = office->now.day, .second = -1 },
		.fields = &field,
		.nfields = 1 };
	struct act_done added = { 0 };
	struct err own = { 0 };
	struct dossier *d = NULL;
	enum mla_rc rc;

	rc = dossier_open(&d, office, request, &own);
	if (rc == MLA_EDAMAGED) {
		err_hint(err, "It goes on by the rules it was made with.");
		return err_set(
		    err, MLA_EREFUSED, "by the rules of today, %s", own.msg);
	}
	if (rc != MLA_OK)
		return err_set(err, rc, "%s", own.msg);
	if ((rc = act_add(&added, d, &act, err)) == MLA_OK)
		done->after = xstrdup(run_state(d->run)->id);
	act_done_free(&added);
	dossier_free(d);
	return rc;
}

enum mla_rc
migrate_request(struct migrate_done *done, struct office *office,
    int64_t request, struct err *err)
{
	struct store_request row = { 0 };
	struct rules *today;
	int64_t set = 0;
	char key[65];
	enum mla_rc rc;

	memset(done, 0, sizeof(*done));
	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = look(done, &today, office, request, err)) != MLA_OK ||
	    (rc = rules_keep(&set, key, today, err)) != MLA_OK ||
	    (rc = store_request_get(&row, office->store, request, err)) !=
	        MLA_OK)
		goto out;
	if (set == row.ruleset) {
		done->after = xstrdup(done->before);
		goto out;
	}
	if ((rc = store_request_rules(office->store, request, set, err)) !=
	        MLA_OK ||
	    (rc = replay(done, office, request, key, err)) != MLA_OK ||
	    (rc = store_commit(office->store, err)) != MLA_OK)
		goto out;
	done->moved = true;
out:
	store_rollback(office->store);
	store_request_free(&row);
	return rc;
}
