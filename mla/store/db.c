/* db.c - the database engine behind a small driver: SQLite */
/* SPDX-License-Identifier: Apache-2.0 */
#include "store/db.h"

#include <assert.h>
#include <sqlite3.h>

#include "base/alloc.h"
#include "base/buf.h"

enum {
	BUSY_MS = 10000
};

struct db {
	sqlite3 *handle;
	char *path;
};

struct db_stmt {
	sqlite3_stmt *handle;
	struct db *db;
};

static enum mla_rc
translate(int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return MLA_EBUSY;
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return MLA_EIO;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return MLA_EDAMAGED;
	case SQLITE_CONSTRAINT:
		return MLA_EREFUSED;
	default:
		return MLA_EINTERNAL;
	}
}

static enum mla_rc
fail(const struct db *db, int code, struct err *err)
{
	enum mla_rc rc = translate(code);

	if (rc == MLA_EDAMAGED)
		err_hint(err,
		    "work on a copy of the folder, and restore the "
		    "last backup that mla verify accepts");
	if ((code & 0xff) == SQLITE_FULL)
		return err_set(
		    err, rc, "%s cannot grow: the disk is full", db->path);
	return err_set(err, rc, "%s: %s", db->path,
	    db->handle != NULL ? sqlite3_errmsg(db->handle)
	                       : sqlite3_errstr(code));
}

enum mla_rc
db_run(struct db *db, const char *sql, struct err *err)
{
	int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? MLA_OK : fail(db, code, err);
}

static enum mla_rc
configure(struct db *db, enum db_mode mode, struct err *err)
{
	static const char always[] = "PRAGMA foreign_keys = ON;"
	                             "PRAGMA trusted_schema = OFF;"
	                             "PRAGMA cell_size_check = ON;";
	static const char writing[] = "PRAGMA journal_mode = WAL;"
	                              "PRAGMA synchronous = FULL;"
	                              "PRAGMA secure_delete = ON;";
	enum mla_rc rc;

	(void)sqlite3_extended_result_codes(db->handle, 1);
	(void)sqlite3_busy_timeout(db->handle, BUSY_MS);
	if ((rc = db_run(db, always, err)) != MLA_OK)
		return rc;
	/* A copy or a file that is no database shows itself here. */
	if ((rc = db_run(db, "SELECT count(*) FROM sqlite_schema", err)) !=
	    MLA_OK)
		return rc;
	if (mode == DB_CREATE || mode == DB_WRITE)
		rc = db_run(db, writing, err);
	return rc;
}

/* A URI that promises that nobody writes; letters with a meaning are coded. */
static char *
immutable_uri(const char *path)
{
	struct buf b = { 0 };

	buf_adds(&b, "file:");
	for (; *path != '\0'; path++) {
		if (*path == '%' || *path == '?' || *path == '#')
			buf_addf(&b, "%%%02x", (unsigned char)*path);
		else
			buf_addch(&b, *path);
	}
	buf_adds(&b, "?immutable=1");
	return buf_steal(&b);
}

enum mla_rc
db_open(struct db **out, const char *path, enum db_mode mode, struct err *err)
{
	static const int flags[] = {
		[DB_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[DB_WRITE] = SQLITE_OPEN_READWRITE,
		[DB_READ] = SQLITE_OPEN_READWRITE,
		[DB_COPY] = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
	};
	struct db *db = xcalloc(1, sizeof(*db));
	char *name;
	enum mla_rc rc;
	int code;

	*out = NULL;
	db->path = xstrdup(path);
	name = mode == DB_COPY ? immutable_uri(path) : xstrdup(path);
	/* One thread uses it. */
	code = sqlite3_open_v2(
	    name, &db->handle, flags[mode] | SQLITE_OPEN_NOMUTEX, NULL);
	free(name);
	rc = code == SQLITE_OK ? configure(db, mode, err) : fail(db, code, err);
	if (rc == MLA_OK && mode == DB_READ)
		rc = db_run(db, "PRAGMA query_only = ON", err);
	if (rc != MLA_OK) {
		db_close(db);
		return rc;
	}
	*out = db;
	return MLA_OK;
}

enum mla_rc
db_checkpoint(struct db *db, struct err *err)
{
	int code = sqlite3_wal_checkpoint_v2(
	    db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

	return code == SQLITE_OK ? MLA_OK : fail(db, code, err);
}

void
db_close(struct db *db)
{
	int code;

	if (db == NULL)
		return;
	code = sqlite3_close(db->handle);
	assert(code == SQLITE_OK);
	(void)code;
	free(db->path);
	free(db);
}

const char *
db_engine(void)
{
	return "sqlite";
}

enum mla_rc
db_version(int *version, struct db *db, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	*version = 0;
	if ((rc = db_prepare(&stmt, db, "PRAGMA user_version", err)) != MLA_OK)
		return rc;
	rc = db_step(&row, stmt, err);
	if (rc == MLA_OK && row)
		*version = (int)db_int(stmt, 0);
	db_finalise(stmt);
	return rc;
}

enum mla_rc
db_set_version(struct db *db, int version, struct err *err)
{
	char *sql = xasprintf("PRAGMA user_version = %d", version);
	enum mla_rc rc = db_run(db, sql, err);

	free(sql);
	return rc;
}

enum mla_rc
db_prepare(
    struct db_stmt **out, struct db *db, const char *sql, struct err *err)
{
	sqlite3_stmt *handle = NULL;
	int code = sqlite3_prepare_v3(
	    db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);

	*out = NULL;
	if (code != SQLITE_OK)
		return fail(db, code, err);
	*out = xcalloc(1, sizeof(**out));
	(*out)->handle = handle;
	(*out)->db = db;
	return MLA_OK;
}

void
db_finalise(struct db_stmt *stmt)
{
	if (stmt == NULL)
		return;
	(void)sqlite3_finalize(stmt->handle);
	free(stmt);
}

void
db_reset(struct db_stmt *stmt)
{
	(void)sqlite3_reset(stmt->handle);
	(void)sqlite3_clear_bindings(stmt->handle);
}

static int
place_of(const struct db_stmt *stmt, const char *name)
{
	int place = sqlite3_bind_parameter_index(stmt->handle, name);

	assert(place > 0);
	return place;
}

void
db_bind_text(struct db_stmt *stmt, const char *name, const char *value)
{
	(void)sqlite3_bind_text(
	    stmt->handle, place_of(stmt, name), value, -1, SQLITE_TRANSIENT);
}

void
db_bind_int(struct db_stmt *stmt, const char *name, int64_t value)
{
	(void)sqlite3_bind_int64(stmt->handle, place_of(stmt, name), value);
}

void
db_bind_blob(
    struct db_stmt *stmt, const char *name, const void *data, size_t len)
{
	if (data != NULL && len == 0)
		(void)sqlite3_bind_zeroblob(
		    stmt->handle, place_of(stmt, name), 0);
	else
		(void)sqlite3_bind_blob64(stmt->handle, place_of(stmt, name),
		    data, len, SQLITE_TRANSIENT);
}

enum mla_rc
db_step(bool *row, struct db_stmt *stmt, struct err *err)
{
	enum mla_rc rc = MLA_OK;
	int code;

	assert(stmt != NULL);
	code = sqlite3_step(stmt->handle);
	*row = code == SQLITE_ROW;
	if (code == SQLITE_ROW)
		return MLA_OK;
	if (code != SQLITE_DONE)
		rc = fail(stmt->db, code, err);
	db_reset(stmt);
	return rc;
}

enum mla_rc
db_do(struct db_stmt *stmt, struct err *err)
{
	bool row;
	enum mla_rc rc = db_step(&row, stmt, err);

	if (row)
		db_reset(stmt);
	return rc;
}

const char *
db_text(const struct db_stmt *stmt, int column)
{
	const unsigned char *text = sqlite3_column_text(stmt->handle, column);

	return text != NULL ? (const char *)text : "";
}

bool
db_is_null(const struct db_stmt *stmt, int column)
{
	return sqlite3_column_type(stmt->handle, column) == SQLITE_NULL;
}

int64_t
db_int(const struct db_stmt *stmt, int column)
{
	return sqlite3_column_int64(stmt->handle, column);
}

const void *
db_blob(size_t *len, const struct db_stmt *stmt, int column)
{
	const void *data = sqlite3_column_blob(stmt->handle, column);

	*len = (size_t)sqlite3_column_bytes(stmt->handle, column);
	return data != NULL ? data : "";
}

enum mla_rc
db_begin(struct db *db, struct err *err)
{
	return db_run(db, "BEGIN IMMEDIATE", err);
}

enum mla_rc
db_begin_read(struct db *db, struct err *err)
{
	return db_run(db, "BEGIN", err);
}

enum mla_rc
db_commit(struct db *db, struct err *err)
{
	return db_run(db, "COMMIT", err);
}

void
db_rollback(struct db *db)
{
	if (sqlite3_get_autocommit(db->handle) == 0)
		(void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

int64_t
db_last_id(const struct db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

bool
db_is_busy(const struct db_stmt *stmt)
{
	return sqlite3_stmt_busy(stmt->handle) != 0;
}
