/* db.h - the database engine behind a small driver */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STORE_DB_H
#define MLA_STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* The only header that a second engine has to answer. */
struct db;
struct db_stmt;

enum db_mode {
	DB_CREATE, /* make it; it may not be there */
	DB_WRITE, /* open it for reading and writing */
	DB_READ, /* open it for reading */
	DB_COPY, /* read a copy that nobody writes, without a lock */
};

/* Errors: MLA_EBUSY held by others; MLA_EIO file, disk full, read-only;
 * MLA_EDAMAGED no database or damaged; MLA_EREFUSED a constraint. */

/* path ":memory:" is a database of its own without a file. */
enum mla_rc db_open(
    struct db **out, const char *path, enum db_mode mode, struct err *err);

/* Bring the whole write-ahead log into the file itself; MLA_EIO if not. */
enum mla_rc db_checkpoint(struct db *db, struct err *err);

/* All statements must be finalised; db may be NULL. */
void db_close(struct db *db);

/* Run statements that give no rows; sql may hold several. */
enum mla_rc db_run(struct db *db, const char *sql, struct err *err);

/* Number of the schema in the file. */
enum mla_rc db_version(int *version, struct db *db, struct err *err);
enum mla_rc db_set_version(struct db *db, int version, struct err *err);

/* The engine's name, and of its schema folder. */
const char *db_engine(void);

enum mla_rc db_prepare(
    struct db_stmt **out, struct db *db, const char *sql, struct err *err);
void db_finalise(struct db_stmt *stmt);

/* Ready for new values; forgets the old ones. */
void db_reset(struct db_stmt *stmt);

/*
 * Bind by name ("$uid").  The value is copied; a NULL text or blob is NULL.
 * A name that the statement does not have is our fault (assert).
 */
void db_bind_text(struct db_stmt *stmt, const char *name, const char *value);
void db_bind_int(struct db_stmt *stmt, const char *name, int64_t value);
void db_bind_blob(
    struct db_stmt *stmt, const char *name, const void *data, size_t len);

/* Step: *row says whether there is one; at the end the statement is reset. */
enum mla_rc db_step(bool *row, struct db_stmt *stmt, struct err *err);

/* A statement that gives no rows: step and reset. */
enum mla_rc db_do(struct db_stmt *stmt, struct err *err);

/* Columns from 0; texts and blobs are valid until the next step or reset. */
const char *db_text(const struct db_stmt *stmt, int column); /* "" for NULL */
bool db_is_null(const struct db_stmt *stmt, int column);
int64_t db_int(const struct db_stmt *stmt, int column);
const void *db_blob(size_t *len, const struct db_stmt *stmt, int column);

enum mla_rc db_begin(struct db *db, struct err *err); /* for writing, at once */
enum mla_rc db_begin_read(struct db *db, struct err *err); /* one state */
enum mla_rc db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db);

/* Number of the row that was inserted last. */
int64_t db_last_id(const struct db *db);

/* Is a statement between two steps? For tests of leaks. */
bool db_is_busy(const struct db_stmt *stmt);

#endif
