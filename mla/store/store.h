/* store.h - the register: a folder with a database and exhibits */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STORE_STORE_H
#define MLA_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/db.h"
#include "store/stmt.h"

#define STORE_DB "register.db" /* names in the folder of a register */
#define STORE_LOCK "lock"
#define STORE_EXHIBITS "exhibits"
#define STORE_TRUST "trust"
#define STORE_LOCK_MS 120000 /* how long a writer queues */

struct store;

/* Whose register it is; the texts are owned. */
struct store_info {
	char *uid; /* urn:uuid of the register */
	char *authority; /* name, as it signs */
	char *country; /* code of its State */
	char *code; /* its code in references */
	char *made; /* moment in UTC */
	bool practice; /* its requests are made up */
};

void store_info_free(struct store_info *info);

/*
 * Make a register in dir (made if missing, mode 0700): complete or not at
 * all.  MLA_EREFUSED where there is one; MLA_EIO.
 */
enum mla_rc store_create(
    const char *dir, const struct store_info *info, struct err *err);

/*
 * Open the register in dir.  For writing, an older one is upgraded, each step
 * in a transaction.  MLA_ENOTFOUND: none there; MLA_EREFUSED: newer than this
 * program; MLA_EDAMAGED; MLA_EIO.  The caller closes *out with store_close.
 */
enum mla_rc store_open(
    struct store **out, const char *dir, bool write, struct err *err);

/* A register in memory, without a folder; for tests. */
enum mla_rc store_open_memory(
    struct store **out, const struct store_info *info, struct err *err);

/* Aborts if a statement was left between two steps: our fault. */
void store_close(struct store *store);

/* The folder at or above from that holds a register; NULL: none. */
char *store_find(const char *from);

/* The folder, as opened; "" in memory. */
const char *store_dir(const struct store *store);

enum mla_rc store_info(
    struct store_info *out, struct store *store, struct err *err);

/*
 * One writer at a time: queue on the lock file, then begin.  Not nested.
 * MLA_EBUSY after STORE_LOCK_MS.  store_rollback without a begin does nothing.
 */
enum mla_rc store_begin(struct store *store, struct err *err);

/*
 * Read one state of the register until store_rollback, whatever others write
 * meanwhile; without waiting for them, and without a lock for each statement.
 */
enum mla_rc store_begin_read(struct store *store, struct err *err);
enum mla_rc store_commit(struct store *store, struct err *err);
void store_rollback(struct store *store);

/*
 * The statement, prepared on first use and kept; ready for its values.  Only
 * store/ uses it.
 */
enum mla_rc store_stmt(struct db_stmt **out, struct store *store,
    enum stmt_id id, struct err *err);

/* The database itself; only store/ and its tests use it. */
struct db *store_db(struct store *store);

/* Number of the row inserted last. */
int64_t store_last_id(const struct store *store);

#endif
