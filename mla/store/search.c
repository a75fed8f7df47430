/* search.c - words of the journal, and whether derived tables are whole */
/* SPDX-License-Identifier: Apache-2.0 */
#include "store/search.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/fold.h"

/* Run a statement that has at most a journal number. */
static enum mla_rc
run(struct store *store, enum stmt_id id, const int64_t *seq, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, id, err)) != MLA_OK)
		return rc;
	if (seq != NULL)
		db_bind_int(stmt, "$seq", *seq);
	return db_do(stmt, err);
}

enum mla_rc
store_search_add(struct store *store, int64_t seq, int64_t request,
    const char *words, struct err *err)
{
	char *folded = str_fold_words(words);
	struct db_stmt *stmt;
	enum mla_rc rc;

	rc = store_stmt(&stmt, store, STMT_SEARCH_ADD, err);
	if (rc == MLA_OK) {
		db_bind_int(stmt, "$seq", seq);
		db_bind_text(stmt, "$words", folded);
		db_bind_int(stmt, "$request", request);
		rc = db_do(stmt, err);
	}
	free(folded);
	return rc;
}

enum mla_rc
store_search_erase(struct store *store, int64_t seq, struct err *err)
{
	enum mla_rc rc = run(store, STMT_SEARCH_ERASE, &seq, err);

	if (rc == MLA_OK)
		rc = run(store, STMT_SEARCH_CLEAN, NULL, err);
	return rc;
}

enum mla_rc
store_search_clear(struct store *store, struct err *err)
{
	return run(store, STMT_SEARCH_CLEAR, NULL, err);
}

/* A query of FTS5 for the beginning of one word: "word" with a star. */
char *
store_search_query(const char *word)
{
	char *folded = str_fold_words(word);
	struct buf b = { 0 };

	buf_addch(&b, '"');
	for (const char *at = folded; *at != '\0'; at++) {
		if (*at == '"')
			buf_addch(&b, '"');
		buf_addch(&b, *at);
	}
	buf_adds(&b, "\"*");
	free(folded);
	return buf_steal(&b);
}

enum mla_rc
store_search_find(struct store_ids *out, struct store *store, const char *word,
    struct err *err)
{
	char *query = store_search_query(word);
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, STMT_SEARCH_FIND, err)) != MLA_OK)
		goto out;
	db_bind_text(stmt, "$query", query);
	while ((rc = db_step(&row, stmt, err)) == MLA_OK && row) {
		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		out->at[out->n++] = db_int(stmt, 0);
	}
	if (rc != MLA_OK)
		free(out->at);
out:
	free(query);
	return rc;
}

enum mla_rc
store_derived_whole(bool *whole, struct store *store, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	*whole = false;
	if ((rc = store_stmt(&stmt, store, STMT_DERIVED_GET, err)) != MLA_OK)
		return rc;
	if ((rc = db_step(&row, stmt, err)) != MLA_OK || !row)
		return rc;
	*whole = db_int(stmt, 0) != 0;
	db_reset(stmt);
	return MLA_OK;
}

enum mla_rc
store_derived_set(struct store *store, bool whole, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_DERIVED_SET, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$whole", whole ? 1 : 0);
	return db_do(stmt, err);
}
