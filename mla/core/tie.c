/* tie.c - what requests have to do with each other: operations and links */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tie.h"

#include <strings.h>

#include "base/alloc.h"
#include "base/fold.h"
#include "base/str.h"
#include "core/act.h"
#include "core/desk.h"
#include "xml/node.h"

#define RELATION_LIST "relation" /* code list of relations */

enum mla_rc
tie_new_operation(
    char **reference, struct office *office, const char *name, struct err *err)
{
	char *made = office_moment(office);
	int year, month, mday;
	enum mla_rc rc;

	*reference = NULL;
	date_civil(office->now.day, &year, &month, &mday);
	if (str_is_blank(name))
		rc = err_set(err, MLA_EUSAGE, "the operation needs a name");
	else if ((rc = store_begin(office->store, err)) == MLA_OK &&
	    (rc = store_operation_add(
	         reference, office->store, name, year, made, err)) == MLA_OK)
		rc = store_commit(office->store, err);
	store_rollback(office->store);
	free(made);
	return rc;
}

/* Is part in the text, in any case and script? */
static bool
has_part(const char *text, const char *part)
{
	char *whole = str_fold(text), *sought = str_fold(part);
	bool has = strstr(whole, sought) != NULL;

	free(whole);
	free(sought);
	return has;
}

enum mla_rc
tie_operations(struct store_operations *out, struct office *office,
    const char *part, struct err *err)
{
	size_t kept = 0;
	enum mla_rc rc;

	if ((rc = store_operation_list(out, office->store, err)) != MLA_OK ||
	    part == NULL)
		return rc;
	for (size_t i = 0; i < out->n; i++) {
		struct store_operation *op = &out->at[i];

		if (strcasecmp(op->reference, part) == 0) {
			struct store_operation exact = *op;

			memset(op, 0, sizeof(*op));
			store_operations_free(out);
			out->at = xcalloc(1, sizeof(*out->at));
			out->at[out->n++] = exact;
			return MLA_OK;
		}
		if (has_part(op->reference, part) || has_part(op->name, part)) {
			struct store_operation hit = *op;

			*op = out->at[kept];
			out->at[kept++] = hit;
		}
	}
	while (out->n > kept)
		store_operation_free(&out->at[--out->n]);
	return MLA_OK;
}

enum mla_rc
tie_find_operation(struct store_operations *out, struct office *office,
    const char *ref, struct err *err)
{
	struct buf names = { 0 };
	enum mla_rc rc;

	if ((rc = tie_operations(out, office, ref, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; i < out->n; i++)
		buf_addf(&names, "%s%s \"%s\"", i > 0 ? ", " : "",
		    out->at[i].reference, out->at[i].name);
	if (out->n == 0) {
		err_hint(err, "All of them: mla operation list");
		rc = err_set(
		    err, MLA_ENOTFOUND, "there is no operation \"%s\"", ref);
	} else if (out->n > 1) {
		rc = err_set(err, MLA_ENOTFOUND,
		    "\"%s\" fits several operations: %s", ref,
		    buf_text(&names));
	}
	if (rc != MLA_OK)
		store_operations_free(out);
	buf_free(&names);
	return rc;
}

/* Record an entry of the desk about a request, in one transaction. */
static enum mla_rc
record(struct office *office, int64_t request, const char *event,
    const struct act_field *fields, size_t n, struct err *err)
{
	struct act act = { .event = event,
		.on = { .day = office->now.day, .second = -1 },
		.fields = fields,
		.nfields = n };
	struct act_done done;
	enum mla_rc rc = act_record(&done, office, request, &act, err);

	act_done_free(&done);
	return rc;
}

enum mla_rc
tie_operation(struct office *office, int64_t request,
    const struct store_operation *op, struct err *err)
{
	const struct act_field field = { "operation", op->reference };
	struct store_operations have;
	enum mla_rc rc;

	if ((rc = store_operation_of(&have, office->store, request, err)) !=
	    MLA_OK)
		return rc;
	for (size_t i = 0; rc == MLA_OK && i < have.n; i++) {
		if (have.at[i].id == op->id)
			rc = err_set(err, MLA_EREFUSED,
			    "it belongs to %s already", op->reference);
	}
	store_operations_free(&have);
	if (rc != MLA_OK)
		return rc;
	return record(office, request, DESK_OPERATION, &field, 1, err);
}

/* Is it a relation, and not there yet? */
static enum mla_rc
check_link(struct office *office, int64_t request, int64_t other,
    const char *relation, struct err *err)
{
	struct store_links links;
	enum mla_rc rc;

	if (codes_find(office->codes, RELATION_LIST, relation) == NULL) {
		char *names = codes_names(office->codes, RELATION_LIST);

		err_hint(err, "one of: %s", names);
		free(names);
		return err_set(err, MLA_EUSAGE,
		    "\"%s\" is no relation between requests", relation);
	}
	if (request == other)
		return err_set(
		    err, MLA_EREFUSED, "a request is not linked to itself");
	if ((rc = store_link_of(&links, office->store, request, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; i < links.n; i++) {
		const struct store_link *l = &links.at[i];

		if (!l->reverse && l->other == other &&
		    str_eq(l->relation, relation))
			rc = err_set(err, MLA_EREFUSED,
			    "it is linked to %s so already", l->reference);
	}
	store_links_free(&links);
	return rc;
}

enum mla_rc
tie_link(struct office *office, int64_t request, int64_t other,
    const char *relation, struct err *err)
{
	struct act_field field[] = { { "relation", relation }, { "uid", "" },
		{ "to", "" } };
	struct store_request row = { 0 };
	enum mla_rc rc;

	if ((rc = check_link(office, request, other, relation, err)) !=
	        MLA_OK ||
	    (rc = store_request_get(&row, office->store, other, err)) != MLA_OK)
		return rc;
	field[1].value = row.uid;
	field[2].value = row.reference;
	rc = record(office, request, DESK_LINK, field, 3, err);
	store_request_free(&row);
	return rc;
}

void
ties_free(struct ties *ties)
{
	for (size_t i = 0; i < ties->n; i++)
		free(ties->at[i].name);
	free(ties->at);
	memset(ties, 0, sizeof(*ties));
}

/* One more, whose name is taken over, but none twice. */
static void
add_tie(struct ties *out, char *name, int64_t other)
{
	for (size_t i = 0; i < out->n; i++) {
		if (out->at[i].other == other &&
		    str_eq(out->at[i].name, name)) {
			free(name);
			return;
		}
	}
	out->at = vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
	out->at[out->n++] = (struct tie){ name, other };
}

static enum mla_rc
add_link(struct ties *out, const struct dossier *d, const xmlNode *event,
    struct err *err)
{
	char *relation = xml_attr(event, "relation");
	char *uid = xml_attr(event, "uid");
	int64_t other = 0;
	enum mla_rc rc = MLA_OK;

	if (relation != NULL && uid != NULL)
		rc = store_request_by_uid(&other, d->office->store, uid, err);
	if (rc == MLA_OK && other != 0) {
		add_tie(out, relation, other);
		relation = NULL;
	}
	free(relation);
	free(uid);
	return rc;
}

enum mla_rc
ties_of(struct ties *out, const struct dossier *d, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; rc == MLA_OK && i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];
		bool link = e->desk && str_eq(e->name, DESK_LINK);
		char *name;

		if (!link && !(e->desk && str_eq(e->name, DESK_OPERATION)))
			continue;
		out->any = true;
		if (e->replaced_by != 0 || e->element == NULL)
			continue;
		if (link)
			rc = add_link(out, d, xml_root(e->element), err);
		else if ((name = xml_attr(xml_root(e->element), "operation")) !=
		    NULL)
			add_tie(out, name, 0);
	}
	if (rc != MLA_OK)
		ties_free(out);
	return rc;
}

enum mla_rc
tie_put(const struct dossier *d, struct err *err)
{
	struct store *store = d->office->store;
	struct ties ties;
	enum mla_rc rc;

	if ((rc = ties_of(&ties, d, err)) != MLA_OK)
		return rc;
	if (ties.any)
		rc = store_ties_clear(store, d->row.id, err);
	for (size_t i = 0; rc == MLA_OK && i < ties.n; i++) {
		const struct tie *t = &ties.at[i];

		rc = t->other != 0
		    ? store_ties_link(store, d->row.id, t->name, t->other, err)
		    : store_ties_operation(store, d->row.id, t->name, err);
	}
	ties_free(&ties);
	return rc;
}
