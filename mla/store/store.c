/* store.c - the register: a folder with a database and exhibits */
/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "schema.h"

struct store {
	struct db *db;
	struct db_stmt *stmts[STMT_COUNT];
	char *dir;
	int lock; /* descriptor while a writer, or -1 */
};

void
store_info_free(struct store_info *info)
{
	free(info->uid);
	free(info->authority);
	free(info->country);
	free(info->code);
	free(info->made);
	memset(info, 0, sizeof(*info));
}

static int
newest_schema(void)
{
	int newest = 0;

	for (size_t i = 0; i < sizeof(schema_files) / sizeof(schema_files[0]);
	     i++) {
		if (str_eq(schema_files[i].engine, db_engine()) &&
		    schema_files[i].number > newest)
			newest = schema_files[i].number;
	}
	return newest;
}

/* One transaction for each step, so that a kill leaves a whole schema. */
static enum mla_rc
upgrade(struct db *db, int from, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0;
	     rc == MLA_OK && i < sizeof(schema_files) / sizeof(schema_files[0]);
	     i++) {
		if (!str_eq(schema_files[i].engine, db_engine()) ||
		    schema_files[i].number <= from)
			continue;
		if ((rc = db_begin(db, err)) != MLA_OK)
			return rc;
		rc = db_run(db, schema_files[i].sql, err);
		if (rc == MLA_OK)
			rc = db_set_version(db, schema_files[i].number, err);
		if (rc == MLA_OK)
			rc = db_commit(db, err);
		if (rc != MLA_OK)
			db_rollback(db);
	}
	return rc;
}

static struct store *
store_new(struct db *db, const char *dir)
{
	struct store *s = xcalloc(1, sizeof(*s));

	s->db = db;
	s->dir = xstrdup(dir);
	s->lock = -1;
	return s;
}

static enum mla_rc
add_info(struct store *s, const struct store_info *info, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, s, STMT_OFFICE_ADD, err)) != MLA_OK)
		return rc;
	db_bind_text(stmt, "$uid", info->uid);
	db_bind_text(stmt, "$authority", info->authority);
	db_bind_text(stmt, "$country", info->country);
	db_bind_text(stmt, "$code", info->code);
	db_bind_text(stmt, "$made", info->made);
	db_bind_int(stmt, "$practice", info->practice ? 1 : 0);
	return db_do(stmt, err);
}

/* A database that is not wanted, with its log and shared memory. */
static void
remove_database(const char *path)
{
	static const char *const tail[] = { "", "-wal", "-shm", "-journal" };

	for (size_t i = 0; i < sizeof(tail) / sizeof(tail[0]); i++) {
		char *name = xasprintf("%s%s", path, tail[i]);

		(void)unlink(name);
		free(name);
	}
}

/* Make the database under another name; rename when it is complete. */
static enum mla_rc
make_db(const char *dir, const struct store_info *info, struct err *err)
{
	char *name = xasprintf("%s.new", STORE_DB);
	char *temp = file_join(dir, name), *path = file_join(dir, STORE_DB);
	struct store *s = NULL;
	struct db *db = NULL;
	enum mla_rc rc;

	remove_database(temp);
	if ((rc = db_open(&db, temp, DB_CREATE, err)) != MLA_OK)
		goto out;
	if ((rc = upgrade(db, 0, err)) != MLA_OK) {
		db_close(db);
		goto out;
	}
	s = store_new(db, dir);
	/* The log has another name: all of it must be in the file itself. */
	if ((rc = add_info(s, info, err)) == MLA_OK)
		rc = db_checkpoint(db, err);
	store_close(s);
	if (rc != MLA_OK)
		goto out;
	if (rename(temp, path) != 0) {
		rc = err_errno(err, MLA_EIO, "cannot make %s", path);
	} else if ((rc = file_sync_dir(dir, err)) != MLA_OK) {
		(void)unlink(path);
	}
out:
	remove_database(temp);
	free(name);
	free(temp);
	free(path);
	return rc;
}

static enum mla_rc
make_folder(const char *dir, const char *name, struct err *err)
{
	char *path = file_join(dir, name);
	enum mla_rc rc = file_mkdir(path, err);

	free(path);
	return rc;
}

enum mla_rc
store_create(const char *dir, const struct store_info *info, struct err *err)
{
	char *path = file_join(dir, STORE_DB);
	char *lock = file_join(dir, STORE_LOCK);
	int fd = -1;
	enum mla_rc rc;

	if ((rc = file_mkdir(dir, err)) != MLA_OK)
		goto out;
	if (chmod(dir, 0700) != 0) {
		rc = err_errno(err, MLA_EIO, "cannot make %s private", dir);
		goto out;
	}
	if ((rc = file_lock(&fd, lock, STORE_LOCK_MS, err)) != MLA_OK)
		goto out;
	if (file_exists(path)) {
		rc = err_set(err, MLA_EREFUSED,
		    "there is a register in %s already", dir);
		goto out;
	}
	if ((rc = make_folder(dir, STORE_EXHIBITS, err)) != MLA_OK)
		goto out;
	if ((rc = make_folder(dir, STORE_TRUST, err)) != MLA_OK)
		goto out;
	rc = make_db(dir, info, err);
out:
	if (fd >= 0)
		(void)close(fd);
	free(path);
	free(lock);
	return rc;
}

static enum mla_rc
check_version(struct db *db, const char *dir, bool write, struct err *err)
{
	enum mla_rc rc;
	int version;

	if ((rc = db_version(&version, db, err)) != MLA_OK)
		return rc;
	if (version > newest_schema()) {
		err_hint(err, "Use the newer version of mla on it.");
		return err_set(err, MLA_EREFUSED,
		    "the register in %s was written by a newer version of mla "
		    "(schema %d; this one knows %d)",
		    dir, version, newest_schema());
	}
	if (version == newest_schema())
		return MLA_OK;
	if (!write)
		return err_set(err, MLA_EREFUSED,
		    "the register in %s is of an older version of mla: any "
		    "writing verb upgrades it",
		    dir);
	return upgrade(db, version, err);
}

enum mla_rc
store_open(struct store **out, const char *dir, bool write, struct err *err)
{
	char *path = file_join(dir, STORE_DB);
	struct err first = { 0 };
	struct db *db = NULL;
	enum mla_rc rc;

	*out = NULL;
	if (!file_exists(path)) {
		err_hint(err,
		    "make one: mla init DIR --authority NAME "
		    "--country CC --code OFFICE");
		rc = err_set(
		    err, MLA_ENOTFOUND, "there is no register in %s", dir);
		goto out;
	}
	rc = db_open(&db, path, write ? DB_WRITE : DB_READ, &first);
	/* An auditor's copy on a medium that cannot be written. */
	if (rc == MLA_EIO && !write && access(dir, W_OK) != 0)
		rc = db_open(&db, path, DB_COPY, err);
	else if (rc != MLA_OK)
		*err = first;
	if (rc != MLA_OK)
		goto out;
	if ((rc = check_version(db, dir, write, err)) != MLA_OK) {
		db_close(db);
		goto out;
	}
	*out = store_new(db, dir);
out:
	free(path);
	return rc;
}

enum mla_rc
store_open_memory(
    struct store **out, const struct store_info *info, struct err *err)
{
	struct db *db;
	struct store *s;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = db_open(&db, ":memory:", DB_CREATE, err)) != MLA_OK)
		return rc;
	s = store_new(db, "");
	if ((rc = upgrade(db, 0, err)) != MLA_OK ||
	    (rc = add_info(s, info, err)) != MLA_OK) {
		store_close(s);
		return rc;
	}
	*out = s;
	return MLA_OK;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	store_rollback(s);
	for (size_t i = 0; i < STMT_COUNT; i++) {
		if (s->stmts[i] != NULL && db_is_busy(s->stmts[i]))
			abort();
		db_finalise(s->stmts[i]);
	}
	db_close(s->db);
	free(s->dir);
	free(s);
}

char *
store_find(const char *from)
{
	char *dir = realpath(from, NULL);

	while (dir != NULL) {
		char *path = file_join(dir, STORE_DB);
		char *slash = strrchr(dir, '/');
		bool there = file_exists(path);

		free(path);
		if (there)
			return dir;
		if (slash == dir && dir[1] == '\0')
			break;
		slash[slash == dir ? 1 : 0] = '\0';
	}
	free(dir);
	return NULL;
}

const char *
store_dir(const struct store *s)
{
	return s->dir;
}

enum mla_rc
store_info(struct store_info *out, struct store *s, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, s, STMT_OFFICE_GET, err)) != MLA_OK)
		return rc;
	if ((rc = db_step(&row, stmt, err)) != MLA_OK)
		return rc;
	if (!row)
		return err_set(err, MLA_EDAMAGED,
		    "the register in %s does not say whose it is", s->dir);
	out->uid = xstrdup(db_text(stmt, 0));
	out->authority = xstrdup(db_text(stmt, 1));
	out->country = xstrdup(db_text(stmt, 2));
	out->code = xstrdup(db_text(stmt, 3));
	out->made = xstrdup(db_text(stmt, 4));
	out->practice = db_int(stmt, 5) != 0;
	db_reset(stmt);
	return MLA_OK;
}

enum mla_rc
store_begin(struct store *s, struct err *err)
{
	char *path;
	enum mla_rc rc;

	assert(s->lock < 0);
	if (*s->dir != '\0') {
		path = file_join(s->dir, STORE_LOCK);
		rc = file_lock(&s->lock, path, STORE_LOCK_MS, err);
		free(path);
		if (rc != MLA_OK)
			return rc;
	}
	if ((rc = db_begin(s->db, err)) != MLA_OK)
		store_rollback(s);
	return rc;
}

static void
unlock(struct store *s)
{
	if (s->lock >= 0)
		(void)close(s->lock);
	s->lock = -1;
}

enum mla_rc
store_begin_read(struct store *s, struct err *err)
{
	return db_begin_read(s->db, err);
}

enum mla_rc
store_commit(struct store *s, struct err *err)
{
	enum mla_rc rc = db_commit(s->db, err);

	if (rc != MLA_OK)
		db_rollback(s->db);
	unlock(s);
	return rc;
}

void
store_rollback(struct store *s)
{
	db_rollback(s->db);
	unlock(s);
}

enum mla_rc
store_stmt(
    struct db_stmt **out, struct store *s, enum stmt_id id, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	if (s->stmts[id] == NULL)
		rc = db_prepare(&s->stmts[id], s->db, stmt_sql[id], err);
	*out = s->stmts[id];
	return rc;
}

int64_t
store_last_id(const struct store *s)
{
	return db_last_id(s->db);
}

struct db *
store_db(struct store *s)
{
	return s->db;
}
