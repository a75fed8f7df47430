/* operation.c - rows of operations, of what belongs to them, and of links */
/* SPDX-License-Identifier: Apache-2.0 */
#include "store/operation.h"

#include "base/alloc.h"

void
store_operation_free(struct store_operation *op)
{
	free(op->reference);
	free(op->name);
	free(op->made);
	memset(op, 0, sizeof(*op));
}

void
store_operations_free(struct store_operations *ops)
{
	for (size_t i = 0; i < ops->n; i++)
		store_operation_free(&ops->at[i]);
	free(ops->at);
	memset(ops, 0, sizeof(*ops));
}

void
store_links_free(struct store_links *links)
{
	for (size_t i = 0; i < links->n; i++) {
		free(links->at[i].relation);
		free(links->at[i].reference);
	}
	free(links->at);
	memset(links, 0, sizeof(*links));
}

enum mla_rc
store_operation_add(char **reference, struct store *store, const char *name,
    int year, const char *made, struct err *err)
{
	char *pattern = xasprintf("OP-%04d-%%", year);
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	*reference = NULL;
	if ((rc = store_stmt(&stmt, store, STMT_OPERATION_COUNT, err)) !=
	    MLA_OK)
		goto out;
	db_bind_text(stmt, "$pattern", pattern);
	if ((rc = db_step(&row, stmt, err)) != MLA_OK)
		goto out;
	*reference = xasprintf(
	    "OP-%04d-%04lld", year, row ? (long long)db_int(stmt, 0) + 1 : 1);
	db_reset(stmt);
	if ((rc = store_stmt(&stmt, store, STMT_OPERATION_ADD, err)) != MLA_OK)
		goto out;
	db_bind_text(stmt, "$reference", *reference);
	db_bind_text(stmt, "$name", name);
	db_bind_text(stmt, "$made", made);
	rc = db_do(stmt, err);
out:
	if (rc != MLA_OK) {
		free(*reference);
		*reference = NULL;
	}
	free(pattern);
	return rc;
}

static enum mla_rc
collect(struct store_operations *out, struct db_stmt *stmt, struct err *err)
{
	enum mla_rc rc;
	bool row;

	while ((rc = db_step(&row, stmt, err)) == MLA_OK && row) {
		struct store_operation *op;

		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		op = &out->at[out->n++];
		op->id = db_int(stmt, 0);
		op->reference = xstrdup(db_text(stmt, 1));
		op->name = xstrdup(db_text(stmt, 2));
		op->made = xstrdup(db_text(stmt, 3));
		op->requests = db_int(stmt, 4);
		op->open = db_int(stmt, 5);
	}
	if (rc != MLA_OK)
		store_operations_free(out);
	return rc;
}

enum mla_rc
store_operation_list(
    struct store_operations *out, struct store *store, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_OPERATION_LIST, err)) != MLA_OK)
		return rc;
	return collect(out, stmt, err);
}

enum mla_rc
store_operation_of(struct store_operations *out, struct store *store,
    int64_t request, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_OPERATION_OF, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	return collect(out, stmt, err);
}

enum mla_rc
store_link_of(struct store_links *out, struct store *store, int64_t request,
    struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_LINK_OF, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	while ((rc = db_step(&row, stmt, err)) == MLA_OK && row) {
		struct store_link *link;

		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		link = &out->at[out->n++];
		link->relation = xstrdup(db_text(stmt, 0));
		link->other = db_int(stmt, 1);
		link->reference = xstrdup(db_text(stmt, 2));
		link->reverse = db_int(stmt, 3) != 0;
	}
	if (rc != MLA_OK)
		store_links_free(out);
	return rc;
}

enum mla_rc
store_ties_clear(struct store *store, int64_t request, struct err *err)
{
	static const enum stmt_id both[] = { STMT_OPERATION_CLEAR,
		STMT_LINK_CLEAR };
	struct db_stmt *stmt;
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < 2; i++) {
		if ((rc = store_stmt(&stmt, store, both[i], err)) != MLA_OK)
			return rc;
		db_bind_int(stmt, "$request", request);
		rc = db_do(stmt, err);
	}
	return rc;
}

enum mla_rc
store_ties_operation(struct store *store, int64_t request,
    const char *operation, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_OPERATION_PUT, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	db_bind_text(stmt, "$operation", operation);
	return db_do(stmt, err);
}

enum mla_rc
store_ties_link(struct store *store, int64_t request, const char *relation,
    int64_t other, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_LINK_PUT, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	db_bind_text(stmt, "$relation", relation);
	db_bind_int(stmt, "$other", other);
	return db_do(stmt, err);
}
