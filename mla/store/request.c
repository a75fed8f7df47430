/* request.c - rows of requests and their references */
/* SPDX-License-Identifier: Apache-2.0 */
#include "store/request.h"

#include "base/alloc.h"

void
store_request_free(struct store_request *r)
{
	free(r->uid);
	free(r->reference);
	free(r->kind);
	free(r->side);
	free(r->partner);
	free(r->made);
	memset(r, 0, sizeof(*r));
}

void
store_matches_free(struct store_matches *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->at[i].reference);
	free(m->at);
	memset(m, 0, sizeof(*m));
}

void
store_references_free(struct store_references *refs)
{
	for (size_t i = 0; i < refs->n; i++) {
		free(refs->at[i].owner);
		free(refs->at[i].value);
	}
	free(refs->at);
	memset(refs, 0, sizeof(*refs));
}

enum mla_rc
store_request_add(int64_t *id, struct store *store,
    const struct store_request *r, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	*id = 0;
	if ((rc = store_stmt(&stmt, store, STMT_REQUEST_ADD, err)) != MLA_OK)
		return rc;
	db_bind_text(stmt, "$uid", r->uid);
	db_bind_text(stmt, "$reference", r->reference);
	db_bind_text(stmt, "$kind", r->kind);
	db_bind_text(stmt, "$side", r->side);
	db_bind_text(stmt, "$partner", r->partner);
	db_bind_text(stmt, "$made", r->made);
	if (r->ruleset != 0)
		db_bind_int(stmt, "$ruleset", r->ruleset);
	if ((rc = db_do(stmt, err)) == MLA_OK)
		*id = store_last_id(store);
	return rc;
}

enum mla_rc
store_request_get(
    struct store_request *out, struct store *store, int64_t id, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_REQUEST_GET, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$id", id);
	if ((rc = db_step(&row, stmt, err)) != MLA_OK)
		return rc;
	if (!row)
		return err_set(err, MLA_ENOTFOUND, "no request number %lld",
		    (long long)id);
	out->id = db_int(stmt, 0);
	out->uid = xstrdup(db_text(stmt, 1));
	out->reference = xstrdup(db_text(stmt, 2));
	out->kind = xstrdup(db_text(stmt, 3));
	out->side = xstrdup(db_text(stmt, 4));
	out->partner = xstrdup(db_text(stmt, 5));
	out->made = xstrdup(db_text(stmt, 6));
	out->ruleset = db_int(stmt, 7);
	db_reset(stmt);
	return MLA_OK;
}

enum mla_rc
store_request_rules(
    struct store *store, int64_t id, int64_t ruleset, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_REQUEST_RULES, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$id", id);
	db_bind_int(stmt, "$ruleset", ruleset);
	return db_do(stmt, err);
}

enum mla_rc
store_request_by_uid(
    int64_t *id, struct store *store, const char *uid, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	*id = 0;
	if ((rc = store_stmt(&stmt, store, STMT_REQUEST_BY_UID, err)) != MLA_OK)
		return rc;
	db_bind_text(stmt, "$uid", uid);
	if ((rc = db_step(&row, stmt, err)) != MLA_OK || !row)
		return rc;
	*id = db_int(stmt, 0);
	db_reset(stmt);
	return MLA_OK;
}

/* Collect rows of number and, in column, a reference. */
static enum mla_rc
collect(struct store_matches *out, struct db_stmt *stmt, int column,
    struct err *err)
{
	enum mla_rc rc;
	bool row;

	memset(out, 0, sizeof(*out));
	while ((rc = db_step(&row, stmt, err)) == MLA_OK && row) {
		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		out->at[out->n].id = db_int(stmt, 0);
		out->at[out->n++].reference = xstrdup(db_text(stmt, column));
	}
	if (rc != MLA_OK)
		store_matches_free(out);
	return rc;
}

enum mla_rc
store_request_named(struct store_matches *out, struct store *store,
    const char *value, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_REQUEST_BY_REFERENCE, err)) !=
	    MLA_OK)
		return rc;
	db_bind_text(stmt, "$value", value);
	return collect(out, stmt, 1, err);
}

enum mla_rc
store_request_like(struct store_matches *out, struct store *store,
    const char *part, int limit, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_REQUEST_LIKE, err)) != MLA_OK)
		return rc;
	db_bind_text(stmt, "$part", part);
	db_bind_int(stmt, "$limit", limit);
	return collect(out, stmt, 1, err);
}

enum mla_rc
store_request_all(
    struct store_matches *out, struct store *store, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_REQUEST_EACH, err)) != MLA_OK)
		return rc;
	return collect(out, stmt, 2, err);
}

enum mla_rc
store_reference_names(
    struct store_matches *out, struct store *store, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_REFERENCE_NAMES, err)) !=
	    MLA_OK)
		return rc;
	return collect(out, stmt, 1, err);
}

enum mla_rc
store_request_alike(struct store_matches *out, struct store *store,
    int64_t request, int limit, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_REQUEST_ALIKE, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	db_bind_int(stmt, "$limit", limit);
	return collect(out, stmt, 1, err);
}

enum mla_rc
store_reference_next(char **out, struct store *store, const char *code,
    char direction, int year, struct err *err)
{
	const char text[] = { direction, '\0' };
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	*out = NULL;
	if ((rc = store_stmt(&stmt, store, STMT_COUNTER_NEXT, err)) != MLA_OK)
		return rc;
	db_bind_text(stmt, "$direction", text);
	db_bind_int(stmt, "$year", year);
	if ((rc = db_step(&row, stmt, err)) != MLA_OK)
		return rc;
	*out = xasprintf("%s-%c-%04d-%06lld", code, direction, year,
	    row ? (long long)db_int(stmt, 0) : 0);
	/* The row is there before the statement has ended. */
	return db_step(&row, stmt, err);
}

static enum mla_rc
change_reference(struct store *store, enum stmt_id id, int64_t request,
    const char *owner, const char *value, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, id, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	db_bind_text(stmt, "$owner", owner);
	db_bind_text(stmt, "$value", value);
	return db_do(stmt, err);
}

enum mla_rc
store_reference_add(struct store *store, int64_t request, const char *owner,
    const char *value, struct err *err)
{
	return change_reference(
	    store, STMT_REFERENCE_ADD, request, owner, value, err);
}

enum mla_rc
store_reference_drop(struct store *store, int64_t request, const char *owner,
    const char *value, struct err *err)
{
	return change_reference(
	    store, STMT_REFERENCE_DROP, request, owner, value, err);
}

enum mla_rc
store_references(struct store_references *out, struct store *store,
    int64_t request, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_REFERENCE_EACH, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	while ((rc = db_step(&row, stmt, err)) == MLA_OK && row) {
		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		out->at[out->n].owner = xstrdup(db_text(stmt, 0));
		out->at[out->n++].value = xstrdup(db_text(stmt, 1));
	}
	if (rc != MLA_OK)
		store_references_free(out);
	return rc;
}
