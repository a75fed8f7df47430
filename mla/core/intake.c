/* intake.c - register what came on paper or by mail, and what never went */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/intake.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/desk.h"

#define ALIKE 5 /* how many that may be the same are shown */

enum mla_rc
intake_alike(struct store_matches *out, struct office *office, int64_t request,
    struct err *err)
{
	return store_request_alike(out, office->store, request, ALIKE, err);
}

static enum mla_rc
create(char **reference, struct store_matches *alike, struct office *office,
    const struct intake *in, const char *side, const char *step,
    struct err *err)
{
	const struct act_new n = { .kind = in->kind,
		.side = side,
		.partner = in->partner,
		.theirs = in->theirs,
		.step = step };
	struct act act = { .on = in->on,
		.fields = in->fields,
		.nfields = in->nfields,
		.note = in->note,
		.exhibits = in->exhibits,
		.nexhibits = in->nexhibits };
	struct act_done done = { 0 };
	struct dossier *d = NULL;
	enum mla_rc rc;

	*reference = NULL;
	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = act_create(&d, &done, office, &n, &act, err)) != MLA_OK)
		goto out;
	if (alike != NULL &&
	    (rc = intake_alike(alike, office, d->row.id, err)) != MLA_OK)
		goto out;
	if ((rc = store_commit(office->store, err)) == MLA_OK)
		*reference = xstrdup(d->row.reference);
out:
	store_rollback(office->store);
	act_done_free(&done);
	dossier_free(d);
	return rc;
}

enum mla_rc
intake_received(char **reference, struct store_matches *alike,
    struct office *office, const struct intake *in, struct err *err)
{
	memset(alike, 0, sizeof(*alike));
	return create(reference, alike, office, in, "in", MACHINE_RECEIVE, err);
}

enum mla_rc
intake_forgone(char **reference, struct office *office, const struct intake *in,
    struct err *err)
{
	return create(reference, NULL, office, in, "out", MACHINE_FORGO, err);
}

/* Whose can a reference be? For the hint. */
static void
hint_owners(struct office *office, struct err *err)
{
	char *names = codes_names(office->codes, INTAKE_OWNERS);

	err_hint(err, "one of: %s", names);
	free(names);
}

static enum mla_rc
has_reference(bool *out, struct store *store, int64_t request,
    const char *owner, const char *value, struct err *err)
{
	struct store_references refs = { 0 };
	enum mla_rc rc = store_references(&refs, store, request, err);

	*out = false;
	for (size_t i = 0; i < refs.n; i++)
		*out = *out ||
		    (str_eq(refs.at[i].owner, owner) &&
		        str_eq(refs.at[i].value, value));
	store_references_free(&refs);
	return rc;
}

enum mla_rc
intake_reference(struct office *office, int64_t request, const char *owner,
    const char *value, struct err *err)
{
	const struct act_field field[] = { { "owner", owner },
		{ "value", value } };
	struct act act = { .event = DESK_REFERENCE,
		.on = { .day = office->now.day, .second = -1 },
		.fields = field,
		.nfields = 2 };
	struct act_done done = { 0 };
	struct dossier *d = NULL;
	enum mla_rc rc;
	bool known;

	if (str_is_blank(value))
		return err_set(err, MLA_EUSAGE, "the reference is empty");
	if (codes_find(office->codes, INTAKE_OWNERS, owner) == NULL) {
		hint_owners(office, err);
		return err_set(
		    err, MLA_EUSAGE, "\"%s\" is no owner of references", owner);
	}
	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = has_reference(&known, office->store, request, owner, value,
	         err)) != MLA_OK ||
	    known)
		goto out;
	if ((rc = store_reference_add(
	         office->store, request, owner, value, err)) != MLA_OK ||
	    (rc = dossier_open(&d, office, request, err)) != MLA_OK ||
	    (rc = act_add(&done, d, &act, err)) != MLA_OK)
		goto out;
	rc = store_commit(office->store, err);
out:
	store_rollback(office->store);
	act_done_free(&done);
	dossier_free(d);
	return rc;
}
