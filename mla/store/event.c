/* event.c - rows of the journal, commitments and payloads */
/* SPDX-License-Identifier: Apache-2.0 */
#include "store/event.h"

#include "base/alloc.h"

void
store_event_free(struct store_event *e)
{
	free(e->part);
	free(e->name);
	free(e->side);
	free(e->happened);
	free(e->recorded);
	free(e->codes);
	free(e->uid);
	memset(e, 0, sizeof(*e));
}

void
store_events_free(struct store_events *events)
{
	for (size_t i = 0; i < events->n; i++)
		store_event_free(&events->at[i]);
	free(events->at);
	memset(events, 0, sizeof(*events));
}

void
store_payloads_free(struct store_payloads *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->at[i].what);
		free(p->at[i].bytes);
	}
	free(p->at);
	memset(p, 0, sizeof(*p));
}

enum mla_rc
store_event_add(
    struct store *store, const struct store_event *e, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_EVENT_ADD, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$seq", e->seq);
	db_bind_int(stmt, "$request", e->request);
	db_bind_text(stmt, "$part", e->part);
	db_bind_text(stmt, "$name", e->name);
	db_bind_text(stmt, "$side", e->side);
	db_bind_text(stmt, "$happened", e->happened);
	db_bind_text(stmt, "$recorded", e->recorded);
	db_bind_text(stmt, "$codes", e->codes);
	db_bind_blob(stmt, "$prev", e->prev, sizeof(e->prev));
	db_bind_blob(stmt, "$hash", e->hash, sizeof(e->hash));
	return db_do(stmt, err);
}

/* Copy a hash or salt of the right length; others are damage, seen later. */
static void
copy_bytes(
    unsigned char *out, size_t want, const struct db_stmt *stmt, int column)
{
	size_t len;
	const void *data = db_blob(&len, stmt, column);

	memset(out, 0, want);
	memcpy(out, data, len < want ? len : want);
}

enum mla_rc
store_event_last(int64_t *seq, unsigned char hash[STORE_HASH_BYTES],
    struct store *store, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	*seq = 0;
	memset(hash, 0, STORE_HASH_BYTES);
	if ((rc = store_stmt(&stmt, store, STMT_EVENT_LAST, err)) != MLA_OK)
		return rc;
	if ((rc = db_step(&row, stmt, err)) != MLA_OK || !row)
		return rc;
	*seq = db_int(stmt, 0);
	copy_bytes(hash, STORE_HASH_BYTES, stmt, 1);
	db_reset(stmt);
	return MLA_OK;
}

static void
read_event(struct store_event *e, const struct db_stmt *stmt)
{
	memset(e, 0, sizeof(*e));
	e->seq = db_int(stmt, 0);
	e->request = db_int(stmt, 1);
	e->part = db_is_null(stmt, 2) ? NULL : xstrdup(db_text(stmt, 2));
	e->name = xstrdup(db_text(stmt, 3));
	e->side = xstrdup(db_text(stmt, 4));
	e->happened = xstrdup(db_text(stmt, 5));
	e->recorded = xstrdup(db_text(stmt, 6));
	e->codes = xstrdup(db_text(stmt, 7));
	copy_bytes(e->prev, sizeof(e->prev), stmt, 8);
	copy_bytes(e->hash, sizeof(e->hash), stmt, 9);
	e->uid = xstrdup(db_text(stmt, 10));
}

enum mla_rc
store_events_of(struct store_events *out, struct store *store, int64_t request,
    struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_EVENT_OF, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	while ((rc = db_step(&row, stmt, err)) == MLA_OK && row) {
		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		read_event(&out->at[out->n++], stmt);
	}
	if (rc != MLA_OK)
		store_events_free(out);
	return rc;
}

enum mla_rc
store_event_each(struct store *store,
    enum mla_rc (*visit)(
        void *arg, const struct store_event *e, struct err *err),
    void *arg, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	if ((rc = store_stmt(&stmt, store, STMT_EVENT_EACH, err)) != MLA_OK)
		return rc;
	while ((rc = db_step(&row, stmt, err)) == MLA_OK && row) {
		struct store_event e;

		read_event(&e, stmt);
		rc = visit(arg, &e, err);
		store_event_free(&e);
		if (rc != MLA_OK) {
			db_reset(stmt);
			break;
		}
	}
	return rc;
}

static void
copy_payload(struct store_payload *p, const struct db_stmt *stmt, int column)
{
	const void *data = db_blob(&p->len, stmt, column);

	p->bytes = xmalloc(p->len + 1);
	memcpy(p->bytes, data, p->len);
	p->bytes[p->len] = '\0';
}

enum mla_rc
store_payloads_of(struct store_payloads *out, struct store *store, int64_t seq,
    struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_COMMITMENT_OF, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$seq", seq);
	while ((rc = db_step(&row, stmt, err)) == MLA_OK && row) {
		struct store_payload *p;

		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		p = &out->at[out->n++];
		memset(p, 0, sizeof(*p));
		p->ord = (int)db_int(stmt, 0);
		p->what = xstrdup(db_text(stmt, 1));
		copy_bytes(p->hash, sizeof(p->hash), stmt, 2);
		if (db_is_null(stmt, 4))
			continue;
		copy_bytes(p->salt, sizeof(p->salt), stmt, 3);
		copy_payload(p, stmt, 4);
	}
	if (rc != MLA_OK)
		store_payloads_free(out);
	return rc;
}

enum mla_rc
store_payload_get(
    struct buf *out, struct store *store, int64_t seq, int ord, struct err *err)
{
	struct db_stmt *stmt;
	const void *data;
	enum mla_rc rc;
	size_t len;
	bool row;

	if ((rc = store_stmt(&stmt, store, STMT_PAYLOAD_GET, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$seq", seq);
	db_bind_int(stmt, "$ord", ord);
	if ((rc = db_step(&row, stmt, err)) != MLA_OK)
		return rc;
	if (!row)
		return err_set(err, MLA_ENOTFOUND,
		    "what entry %lld held is erased", (long long)seq);
	data = db_blob(&len, stmt, 0);
	buf_add(out, data, len);
	db_reset(stmt);
	return MLA_OK;
}

enum mla_rc
store_payload_add(struct store *store, int64_t seq,
    const struct store_payload *p, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_COMMITMENT_ADD, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$seq", seq);
	db_bind_int(stmt, "$ord", p->ord);
	db_bind_text(stmt, "$what", p->what);
	db_bind_blob(stmt, "$hash", p->hash, sizeof(p->hash));
	if ((rc = db_do(stmt, err)) != MLA_OK || p->bytes == NULL)
		return rc;
	if ((rc = store_stmt(&stmt, store, STMT_PAYLOAD_ADD, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$seq", seq);
	db_bind_int(stmt, "$ord", p->ord);
	db_bind_blob(stmt, "$salt", p->salt, sizeof(p->salt));
	db_bind_blob(stmt, "$bytes", p->bytes, p->len);
	return db_do(stmt, err);
}

enum mla_rc
store_payload_erase(struct store *store, int64_t seq, int ord, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_PAYLOAD_ERASE, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$seq", seq);
	db_bind_int(stmt, "$ord", ord);
	return db_do(stmt, err);
}
