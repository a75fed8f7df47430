/* vfs.c - a virtual file system for SQLite that fails at one chosen call */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded into the program under test.  With $FAULT_VFS set it stands between
 * SQLite and the real one: calls that change the database, its log or their
 * shared memory are counted, and the one with that number fails, with
 * $FAULT_ERRNO (28: full, else input/output), and all after it as well unless
 * $FAULT_ONCE is set.  So a failure that passes is tried too, and calls that no
 * shim for write() sees: opening, locking, deleting, mapping.
 */
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

struct file {
	sqlite3_file base;
	sqlite3_file *real; /* behind this struct */
};

static sqlite3_vfs *system_vfs, faulty;
static long at, count;

static int
fault(int io)
{
	const char *code = getenv("FAULT_ERRNO");

	count++;
	if (getenv("FAULT_ONCE") != NULL ? count != at : count < at)
		return SQLITE_OK;
	return code != NULL && strcmp(code, "28") == 0 ? SQLITE_FULL : io;
}

#define REAL(f) (((struct file *)(f))->real)
#define CALL(f, method) REAL(f)->pMethods->method

static int
vfs_close(sqlite3_file *f)
{
	return CALL(f, xClose)(REAL(f));
}

static int
vfs_read(sqlite3_file *f, void *data, int n, sqlite3_int64 from)
{
	return CALL(f, xRead)(REAL(f), data, n, from);
}

static int
vfs_write(sqlite3_file *f, const void *data, int n, sqlite3_int64 to)
{
	int rc = fault(SQLITE_IOERR_WRITE);

	return rc != SQLITE_OK ? rc : CALL(f, xWrite)(REAL(f), data, n, to);
}

static int
vfs_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	int rc = fault(SQLITE_IOERR_TRUNCATE);

	return rc != SQLITE_OK ? rc : CALL(f, xTruncate)(REAL(f), size);
}

static int
vfs_sync(sqlite3_file *f, int flags)
{
	int rc = fault(SQLITE_IOERR_FSYNC);

	return rc != SQLITE_OK ? rc : CALL(f, xSync)(REAL(f), flags);
}

static int
vfs_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return CALL(f, xFileSize)(REAL(f), size);
}

static int
vfs_lock(sqlite3_file *f, int how)
{
	return CALL(f, xLock)(REAL(f), how);
}

static int
vfs_unlock(sqlite3_file *f, int how)
{
	return CALL(f, xUnlock)(REAL(f), how);
}

static int
vfs_reserved(sqlite3_file *f, int *out)
{
	return CALL(f, xCheckReservedLock)(REAL(f), out);
}

static int
vfs_control(sqlite3_file *f, int what, void *arg)
{
	return CALL(f, xFileControl)(REAL(f), what, arg);
}

static int
vfs_sector(sqlite3_file *f)
{
	return CALL(f, xSectorSize)(REAL(f));
}

static int
vfs_character(sqlite3_file *f)
{
	return CALL(f, xDeviceCharacteristics)(REAL(f));
}

static int
vfs_shm_map(
    sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
	int rc = extend ? fault(SQLITE_IOERR_SHMMAP) : SQLITE_OK;

	return rc != SQLITE_OK
	    ? rc
	    : CALL(f, xShmMap)(REAL(f), page, size, extend, out);
}

static int
vfs_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
	int rc = (flags & SQLITE_SHM_UNLOCK) == 0 ? fault(SQLITE_IOERR_SHMLOCK)
	                                          : SQLITE_OK;

	return rc != SQLITE_OK ? rc
	                       : CALL(f, xShmLock)(REAL(f), offset, n, flags);
}

static void
vfs_shm_barrier(sqlite3_file *f)
{
	CALL(f, xShmBarrier)(REAL(f));
}

static int
vfs_shm_unmap(sqlite3_file *f, int remove)
{
	return CALL(f, xShmUnmap)(REAL(f), remove);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = vfs_close,
	.xRead = vfs_read,
	.xWrite = vfs_write,
	.xTruncate = vfs_truncate,
	.xSync = vfs_sync,
	.xFileSize = vfs_size,
	.xLock = vfs_lock,
	.xUnlock = vfs_unlock,
	.xCheckReservedLock = vfs_reserved,
	.xFileControl = vfs_control,
	.xSectorSize = vfs_sector,
	.xDeviceCharacteristics = vfs_character,
	.xShmMap = vfs_shm_map,
	.xShmLock = vfs_shm_lock,
	.xShmBarrier = vfs_shm_barrier,
	.xShmUnmap = vfs_shm_unmap,
};

static int
vfs_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *f, int flags,
    int *out)
{
	struct file *own = (struct file *)f;
	int rc;

	(void)vfs;
	own->base.pMethods = NULL;
	own->real = (sqlite3_file *)(own + 1);
	if ((flags & SQLITE_OPEN_CREATE) != 0 &&
	    (rc = fault(SQLITE_CANTOPEN)) != SQLITE_OK)
		return rc;
	rc = system_vfs->xOpen(system_vfs, name, own->real, flags, out);
	if (own->real->pMethods != NULL)
		own->base.pMethods = &methods;
	return rc;
}

static int
vfs_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	int rc = fault(SQLITE_IOERR_DELETE);

	(void)vfs;
	return rc != SQLITE_OK ? rc
	                       : system_vfs->xDelete(system_vfs, name, sync);
}

/* The rest is the system's, which looks at its own fields only. */
__attribute__((constructor)) static void
take_the_place(void)
{
	const char *text = getenv("FAULT_VFS");

	if (text == NULL)
		return;
	at = strtol(text, NULL, 10);
	system_vfs = sqlite3_vfs_find(NULL);
	faulty = *system_vfs;
	faulty.pNext = NULL;
	faulty.zName = "faulty";
	faulty.szOsFile = (int)sizeof(struct file) + system_vfs->szOsFile;
	faulty.xOpen = vfs_open;
	faulty.xDelete = vfs_delete;
	(void)sqlite3_vfs_register(&faulty, 1);
}
