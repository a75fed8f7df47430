/* rules.c - bytes of rules by their hash, and sets of them */
/* SPDX-License-Identifier: Apache-2.0 */
#include "store/rules.h"

enum mla_rc
store_ruleset_find(int64_t *id, struct store *store,
    const unsigned char key[STORE_HASH_BYTES], struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	*id = 0;
	if ((rc = store_stmt(&stmt, store, STMT_RULESET_FIND, err)) != MLA_OK)
		return rc;
	db_bind_blob(stmt, "$key", key, STORE_HASH_BYTES);
	if ((rc = db_step(&row, stmt, err)) != MLA_OK || !row)
		return rc;
	*id = db_int(stmt, 0);
	db_reset(stmt);
	return MLA_OK;
}

enum mla_rc
store_ruleset_key(unsigned char key[STORE_HASH_BYTES], struct store *store,
    int64_t id, struct err *err)
{
	struct db_stmt *stmt;
	const void *data;
	enum mla_rc rc;
	size_t len;
	bool row;

	memset(key, 0, STORE_HASH_BYTES);
	if ((rc = store_stmt(&stmt, store, STMT_RULESET_KEY, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$id", id);
	if ((rc = db_step(&row, stmt, err)) != MLA_OK)
		return rc;
	data = row ? db_blob(&len, stmt, 0) : NULL;
	if (data != NULL && len == STORE_HASH_BYTES)
		memcpy(key, data, len);
	else
		rc = err_set(err, MLA_EDAMAGED,
		    "the rules number %lld are missing", (long long)id);
	db_reset(stmt);
	return rc;
}

enum mla_rc
store_ruleset_add(int64_t *id, struct store *store,
    const unsigned char key[STORE_HASH_BYTES], struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	*id = 0;
	if ((rc = store_stmt(&stmt, store, STMT_RULESET_ADD, err)) != MLA_OK)
		return rc;
	db_bind_blob(stmt, "$key", key, STORE_HASH_BYTES);
	if ((rc = db_do(stmt, err)) == MLA_OK)
		*id = store_last_id(store);
	return rc;
}

enum mla_rc
store_ruleset_put(struct store *store, int64_t ruleset,
    const struct store_rule *rule, const void *bytes, size_t len,
    struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_RESOURCE_PUT, err)) != MLA_OK)
		return rc;
	db_bind_blob(stmt, "$hash", rule->hash, STORE_HASH_BYTES);
	db_bind_blob(stmt, "$bytes", bytes, len);
	if ((rc = db_do(stmt, err)) != MLA_OK)
		return rc;
	if ((rc = store_stmt(&stmt, store, STMT_RULESET_LINK, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$ruleset", ruleset);
	db_bind_text(stmt, "$kind", rule->kind);
	db_bind_text(stmt, "$name", rule->name);
	db_bind_blob(stmt, "$hash", rule->hash, STORE_HASH_BYTES);
	return db_do(stmt, err);
}

enum mla_rc
store_rule_get(bool *found, struct buf *out,
    unsigned char hash[STORE_HASH_BYTES], struct store *store, int64_t ruleset,
    const char *kind, const char *name, struct err *err)
{
	struct db_stmt *stmt;
	const void *data;
	enum mla_rc rc;
	size_t len;

	*found = false;
	if ((rc = store_stmt(&stmt, store, STMT_RESOURCE_GET, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$ruleset", ruleset);
	db_bind_text(stmt, "$kind", kind);
	db_bind_text(stmt, "$name", name);
	if ((rc = db_step(found, stmt, err)) != MLA_OK || !*found)
		return rc;
	memset(hash, 0, STORE_HASH_BYTES);
	data = db_blob(&len, stmt, 0);
	if (data != NULL && len == STORE_HASH_BYTES)
		memcpy(hash, data, len);
	data = db_blob(&len, stmt, 1);
	buf_add(out, data, len);
	db_reset(stmt);
	return MLA_OK;
}
