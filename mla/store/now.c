/* now.c - derived rows: where each request stands */
/* SPDX-License-Identifier: Apache-2.0 */
#include "store/now.h"

#include "base/alloc.h"
#include "store/search.h"

void
store_now_free(struct store_now *now)
{
	free(now->state);
	free(now->holder);
	free(now->waiting);
	free(now->outcome);
	free(now->since);
	free(now->last);
	free(now->subject);
	free(now->theirs);
	free(now->assignee);
	free(now->next);
	free(now->action);
	memset(now, 0, sizeof(*now));
}

void
store_nows_free(struct store_nows *nows)
{
	pool_free(&nows->texts);
	free(nows->at);
	memset(nows, 0, sizeof(*nows));
}

enum mla_rc
store_now_put(struct store *store, const struct store_now *now, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_NOW_PUT, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", now->request);
	db_bind_text(stmt, "$state", now->state);
	db_bind_text(stmt, "$holder", now->holder);
	db_bind_text(stmt, "$waiting", now->waiting);
	db_bind_text(stmt, "$outcome", now->outcome);
	db_bind_int(stmt, "$closed", now->closed);
	db_bind_text(stmt, "$since", now->since);
	db_bind_text(stmt, "$last", now->last);
	db_bind_text(stmt, "$subject", now->subject);
	db_bind_text(stmt, "$theirs", now->theirs);
	db_bind_text(stmt, "$assignee", now->assignee);
	db_bind_text(stmt, "$next", now->next);
	db_bind_text(stmt, "$action", now->action);
	db_bind_int(stmt, "$seq", now->seq);
	return db_do(stmt, err);
}

enum mla_rc
store_now_get(bool *found, struct store_now *out, struct store *store,
    int64_t request, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	*found = false;
	if ((rc = store_stmt(&stmt, store, STMT_NOW_GET, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	if ((rc = db_step(found, stmt, err)) != MLA_OK || !*found)
		return rc;
	out->request = request;
	out->state = xstrdup(db_text(stmt, 0));
	out->holder = xstrdup(db_text(stmt, 1));
	out->waiting = xstrdup(db_text(stmt, 2));
	out->outcome = xstrdup(db_text(stmt, 3));
	out->closed = db_int(stmt, 4) != 0;
	out->since = xstrdup(db_text(stmt, 5));
	out->last = xstrdup(db_text(stmt, 6));
	out->subject = xstrdup(db_text(stmt, 7));
	out->theirs = xstrdup(db_text(stmt, 8));
	out->assignee = xstrdup(db_text(stmt, 9));
	out->next = xstrdup(db_text(stmt, 10));
	out->action = xstrdup(db_text(stmt, 11));
	out->seq = db_int(stmt, 12);
	db_reset(stmt);
	return MLA_OK;
}

static void
read_row(struct store_now *now, struct pool *texts, const struct db_stmt *stmt)
{
	memset(now, 0, sizeof(*now));
	now->request = db_int(stmt, 0);
	now->reference = pool_text(texts, db_text(stmt, 1));
	now->kind = pool_text(texts, db_text(stmt, 2));
	now->side = pool_text(texts, db_text(stmt, 3));
	now->partner = pool_text(texts, db_text(stmt, 4));
	now->state = pool_text(texts, db_text(stmt, 5));
	now->holder = pool_text(texts, db_text(stmt, 6));
	now->waiting = pool_text(texts, db_text(stmt, 7));
	now->outcome = pool_text(texts, db_text(stmt, 8));
	now->closed = db_int(stmt, 9) != 0;
	now->since = pool_text(texts, db_text(stmt, 10));
	now->last = pool_text(texts, db_text(stmt, 11));
	now->subject = pool_text(texts, db_text(stmt, 12));
	now->theirs = pool_text(texts, db_text(stmt, 13));
	now->assignee = pool_text(texts, db_text(stmt, 14));
	now->next = pool_text(texts, db_text(stmt, 15));
	now->action = pool_text(texts, db_text(stmt, 16));
}

enum mla_rc
store_now_list(struct store_nows *out, struct store *store,
    const struct store_now_want *want, struct err *err)
{
	enum stmt_id id = want->word != NULL ? STMT_NOW_FOUND : STMT_NOW_LIST;
	struct db_stmt *stmt;
	enum mla_rc rc;
	char *query;
	bool row;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, id, err)) != MLA_OK)
		return rc;
	if (want->word != NULL) {
		query = store_search_query(want->word);
		db_bind_text(stmt, "$query", query);
		free(query);
	}
	db_bind_text(stmt, "$partner", want->partner);
	db_bind_text(stmt, "$state", want->state);
	db_bind_text(stmt, "$waiting", want->waiting);
	db_bind_text(stmt, "$ref", want->ref);
	if (want->closed >= 0)
		db_bind_int(stmt, "$closed", want->closed);
	if (want->operation != 0)
		db_bind_int(stmt, "$operation", want->operation);
	while ((rc = db_step(&row, stmt, err)) == MLA_OK && row) {
		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		read_row(&out->at[out->n++], &out->texts, stmt);
	}
	if (rc != MLA_OK)
		store_nows_free(out);
	return rc;
}
