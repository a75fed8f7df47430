/* past.c - derived rows: what figures are made from */
/* SPDX-License-Identifier: Apache-2.0 */
#include "store/past.h"

#include "base/alloc.h"

enum mla_rc
store_past_put(
    struct store *store, int64_t request, const char *text, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_PAST_PUT, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	db_bind_text(stmt, "$text", text);
	return db_do(stmt, err);
}

enum mla_rc
store_past_get(
    char **text, struct store *store, int64_t request, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool found;

	*text = NULL;
	if ((rc = store_stmt(&stmt, store, STMT_PAST_GET, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	if ((rc = db_step(&found, stmt, err)) != MLA_OK || !found)
		return rc;
	*text = xstrdup(db_text(stmt, 0));
	db_reset(stmt);
	return MLA_OK;
}

enum mla_rc
store_past_each(struct store *store,
    enum mla_rc (*visit)(
        void *arg, const struct store_past *past, struct err *err),
    void *arg, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row = false;

	if ((rc = store_stmt(&stmt, store, STMT_PAST_EACH, err)) != MLA_OK)
		return rc;
	while ((rc = db_step(&row, stmt, err)) == MLA_OK && row) {
		const struct store_past past = {
			.request = db_int(stmt, 0),
			.reference = db_text(stmt, 1),
			.kind = db_text(stmt, 2),
			.side = db_text(stmt, 3),
			.partner = db_text(stmt, 4),
			.assignee = db_text(stmt, 5),
			.text = db_is_null(stmt, 6) ? NULL : db_text(stmt, 6),
		};

		if ((rc = visit(arg, &past, err)) != MLA_OK)
			break;
	}
	if (rc != MLA_OK)
		db_reset(stmt);
	return rc;
}
