/* parked.c - rows of bundles that came and have to wait */
/* SPDX-License-Identifier: Apache-2.0 */
#include "store/parked.h"

#include "base/alloc.h"

void
store_parked_free(struct store_parked *p)
{
	free(p->manifest);
	free(p->uid);
	free(p->about);
	free(p->sender);
	free(p->type);
	free(p->reached);
	free(p->why);
	free(p->what);
	memset(p, 0, sizeof(*p));
}

void
store_parkeds_free(struct store_parkeds *p)
{
	for (size_t i = 0; i < p->n; i++)
		store_parked_free(&p->at[i]);
	free(p->at);
	memset(p, 0, sizeof(*p));
}

enum mla_rc
store_parked_put(
    struct store *store, const struct store_parked *p, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_PARKED_PUT, err)) != MLA_OK)
		return rc;
	db_bind_text(stmt, "$manifest", p->manifest);
	db_bind_text(stmt, "$uid", p->uid);
	db_bind_text(stmt, "$about", p->about);
	db_bind_text(stmt, "$sender", p->sender);
	db_bind_text(stmt, "$type", p->type);
	db_bind_int(stmt, "$number", p->number);
	db_bind_text(stmt, "$reached", p->reached);
	db_bind_text(stmt, "$why", p->why);
	db_bind_text(stmt, "$what", p->what);
	return db_do(stmt, err);
}

enum mla_rc
store_parked_list(struct store_parkeds *out, struct store *store,
    const char *about, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_PARKED_LIST, err)) != MLA_OK)
		return rc;
	db_bind_text(stmt, "$about", about);
	while ((rc = db_step(&row, stmt, err)) == MLA_OK && row) {
		struct store_parked *p;

		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		p = &out->at[out->n++];
		memset(p, 0, sizeof(*p));
		p->manifest = xstrdup(db_text(stmt, 0));
		p->uid = xstrdup(db_text(stmt, 1));
		p->about = xstrdup(db_text(stmt, 2));
		p->sender = xstrdup(db_text(stmt, 3));
		p->type = xstrdup(db_text(stmt, 4));
		p->number = db_int(stmt, 5);
		p->reached = xstrdup(db_text(stmt, 6));
		p->why = xstrdup(db_text(stmt, 7));
		p->what = xstrdup(db_text(stmt, 8));
	}
	if (rc != MLA_OK)
		store_parkeds_free(out);
	return rc;
}

enum mla_rc
store_parked_drop(struct store *store, const char *manifest, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_PARKED_DROP, err)) != MLA_OK)
		return rc;
	db_bind_text(stmt, "$manifest", manifest);
	return db_do(stmt, err);
}
