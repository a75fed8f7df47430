/* record.c - rows of documents, exhibits, messages and the rules used */
/* SPDX-License-Identifier: Apache-2.0 */
#include "store/record.h"

#include "base/alloc.h"
#include "base/buf.h"

void
store_documents_free(struct store_documents *d)
{
	free(d->at);
	memset(d, 0, sizeof(*d));
}

void
store_exhibits_free(struct store_exhibits *e)
{
	for (size_t i = 0; i < e->n; i++)
		free(e->at[i].id);
	free(e->at);
	memset(e, 0, sizeof(*e));
}

enum mla_rc
store_document_add(struct store *store, int64_t request,
    const struct store_document *d, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_DOCUMENT_ADD, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	db_bind_int(stmt, "$revision", d->revision);
	db_bind_int(stmt, "$seq", d->seq);
	db_bind_int(stmt, "$ord", d->ord);
	return db_do(stmt, err);
}

enum mla_rc
store_documents(struct store_documents *out, struct store *store,
    int64_t request, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_DOCUMENT_OF, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	while ((rc = db_step(&row, stmt, err)) == MLA_OK && row) {
		struct store_document d = { (int)db_int(stmt, 0),
			db_int(stmt, 1), (int)db_int(stmt, 2) };

		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		out->at[out->n++] = d;
	}
	if (rc != MLA_OK)
		store_documents_free(out);
	return rc;
}

enum mla_rc
store_exhibit_add(struct store *store, int64_t request,
    const struct store_exhibit *e, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_EXHIBIT_ADD, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	db_bind_text(stmt, "$id", e->id);
	db_bind_text(stmt, "$sha256", e->sha256);
	db_bind_text(stmt, "$sha512", e->sha512);
	db_bind_int(stmt, "$bytes", (int64_t)e->bytes);
	db_bind_int(stmt, "$seq", e->seq);
	db_bind_int(stmt, "$ord", e->ord);
	return db_do(stmt, err);
}

enum mla_rc
store_exhibits(struct store_exhibits *out, struct store *store, int64_t request,
    struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_EXHIBIT_OF, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	while ((rc = db_step(&row, stmt, err)) == MLA_OK && row) {
		struct store_exhibit *e;

		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		e = &out->at[out->n++];
		memset(e, 0, sizeof(*e));
		e->id = xstrdup(db_text(stmt, 0));
		(void)snprintf(
		    e->sha256, sizeof(e->sha256), "%s", db_text(stmt, 1));
		(void)snprintf(
		    e->sha512, sizeof(e->sha512), "%s", db_text(stmt, 2));
		e->bytes = (uint64_t)db_int(stmt, 3);
		e->seq = db_int(stmt, 4);
		e->ord = (int)db_int(stmt, 5);
	}
	if (rc != MLA_OK)
		store_exhibits_free(out);
	return rc;
}

enum mla_rc
store_exhibit_named(
    bool *out, struct store *store, const char *sha256, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	*out = false;
	if ((rc = store_stmt(&stmt, store, STMT_EXHIBIT_NAMED, err)) != MLA_OK)
		return rc;
	db_bind_text(stmt, "$sha256", sha256);
	if ((rc = db_step(&row, stmt, err)) != MLA_OK)
		return rc;
	*out = row && db_int(stmt, 0) > 0;
	db_reset(stmt);
	return MLA_OK;
}

enum mla_rc
store_exhibit_elsewhere(struct store_elsewhere **out, size_t *n,
    struct store *store, const char *sha256, int64_t request, struct err *err)
{
	struct db_stmt *stmt;
	size_t cap = 0;
	enum mla_rc rc;
	bool row;

	*out = NULL;
	*n = 0;
	if ((rc = store_stmt(&stmt, store, STMT_EXHIBIT_ELSEWHERE, err)) !=
	    MLA_OK)
		return rc;
	db_bind_text(stmt, "$sha256", sha256);
	db_bind_int(stmt, "$request", request);
	while ((rc = db_step(&row, stmt, err)) == MLA_OK && row) {
		struct store_elsewhere *e;

		*out = vec_more(*out, &cap, *n, sizeof(**out));
		e = &(*out)[(*n)++];
		e->request = db_int(stmt, 0);
		(void)snprintf(e->id, sizeof(e->id), "%s", db_text(stmt, 1));
	}
	if (rc != MLA_OK) {
		free(*out);
		*out = NULL;
		*n = 0;
	}
	return rc;
}

enum mla_rc
store_message_add(
    struct store *store, const struct store_message *m, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_MESSAGE_ADD, err)) != MLA_OK)
		return rc;
	db_bind_text(stmt, "$uid", m->uid);
	db_bind_int(stmt, "$request", m->request);
	db_bind_text(stmt, "$direction", m->direction);
	db_bind_text(stmt, "$type", m->type);
	db_bind_text(stmt, "$manifest", m->manifest);
	db_bind_int(stmt, "$seq", m->seq);
	if (m->number != 0)
		db_bind_int(stmt, "$number", m->number);
	db_bind_text(stmt, "$instead", m->instead);
	return db_do(stmt, err);
}

enum mla_rc
store_message_find(int64_t *request, char manifest[65], struct store *store,
    const char *uid, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	*request = 0;
	manifest[0] = '\0';
	if ((rc = store_stmt(&stmt, store, STMT_MESSAGE_GET, err)) != MLA_OK)
		return rc;
	db_bind_text(stmt, "$uid", uid);
	if ((rc = db_step(&row, stmt, err)) != MLA_OK || !row)
		return rc;
	*request = db_int(stmt, 0);
	(void)snprintf(manifest, 65, "%s", db_text(stmt, 3));
	db_reset(stmt);
	return MLA_OK;
}

void
store_messages_free(struct store_sents *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->at[i].uid);
		free(s->at[i].type);
		free(s->at[i].manifest);
		free(s->at[i].instead);
	}
	free(s->at);
	memset(s, 0, sizeof(*s));
}

enum mla_rc
store_messages(struct store_sents *out, struct store *store, int64_t request,
    struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_MESSAGE_LIST, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	while ((rc = db_step(&row, stmt, err)) == MLA_OK && row) {
		struct store_sent *m;

		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		m = &out->at[out->n++];
		memset(m, 0, sizeof(*m));
		m->uid = xstrdup(db_text(stmt, 0));
		m->out = strcmp(db_text(stmt, 1), "out") == 0;
		m->type = xstrdup(db_text(stmt, 2));
		m->manifest = xstrdup(db_text(stmt, 3));
		m->seq = db_int(stmt, 4);
		m->number = db_int(stmt, 5);
		m->instead = xstrdup(db_text(stmt, 6));
	}
	if (rc != MLA_OK)
		store_messages_free(out);
	return rc;
}
