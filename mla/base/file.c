/* file.c - files that are there whole or not at all */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/str.h"

#define TEMP_PREFIX ".mla-new-"

enum {
	READ_BYTES = 65536,
	LOCK_TICK_US = 100000
};

char *
file_join(const char *dir, const char *name)
{
	return xasprintf("%s%s%s", dir, str_ends(dir, "/") ? "" : "/", name);
}

const char *
file_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

bool
file_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

bool
file_is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static enum mla_rc
read_fd(struct buf *b, int fd, const char *path, size_t max, struct err *err)
{
	char chunk[READ_BYTES];
	size_t before = b->len;
	ssize_t n;

	for (;;) {
		n = read(fd, chunk, sizeof(chunk));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		if (b->len - before + (size_t)n > max) {
			b->len = before;
			return err_set(err, MLA_EDAMAGED,
			    "%s is larger than %zu bytes", path, max);
		}
		buf_add(b, chunk, (size_t)n);
	}
	if (n < 0) {
		b->len = before;
		return err_errno(err, MLA_EIO, "cannot read %s", path);
	}
	return MLA_OK;
}

enum mla_rc
file_open(int *fd, const char *path, struct err *err)
{
	struct stat st;
	enum mla_rc rc;

	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (*fd < 0)
		return err_errno(err,
		    errno == ENOENT || errno == ENOTDIR ? MLA_ENOTFOUND
		                                        : MLA_EIO,
		    "cannot open %s", path);
	if (fstat(*fd, &st) != 0)
		rc = err_errno(err, MLA_EIO, "cannot look at %s", path);
	else if (!S_ISREG(st.st_mode))
		rc = err_set(err, MLA_EIO, "%s is not a regular file", path);
	else
		return MLA_OK;
	(void)close(*fd);
	*fd = -1;
	return rc;
}

enum mla_rc
file_read(struct buf *b, const char *path, size_t max, struct err *err)
{
	enum mla_rc rc;
	int fd;

	if (str_eq(path, "-"))
		return read_fd(b, STDIN_FILENO, "standard input", max, err);
	if ((rc = file_open(&fd, path, err)) != MLA_OK)
		return rc;
	rc = read_fd(b, fd, path, max, err);
	(void)close(fd);
	return rc;
}

static char *
dir_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return xstrdup(".");
	return slash == path ? xstrdup("/")
	                     : xstrndup(path, (size_t)(slash - path));
}

enum mla_rc
file_sync_dir(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum mla_rc rc = MLA_OK;

	if (fd < 0)
		return err_errno(err, MLA_EIO, "cannot open folder %s", path);
	/* Some file systems have no fsync for folders; that is no failure. */
	if (fsync(fd) != 0 && errno != EINVAL && errno != ENOTSUP)
		rc = err_errno(err, MLA_EIO, "cannot sync folder %s", path);
	(void)close(fd);
	return rc;
}

/* An unnamed file in a folder: gone when it is closed.  -1: not here. */
static int
open_unnamed(const char *dir)
{
	/* It gets a name by the one that /proc has for it. */
	if (access("/proc/self/fd", X_OK) != 0)
		return -1;
	return open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

static char *
temp_in(const char *dir)
{
	return xasprintf("%s/" TEMP_PREFIX "XXXXXX", dir);
}

/* A temporary file that nobody holds is what a kill has left. */
static void
sweep(const char *dir)
{
	struct file_names names = { 0 };
	struct err ignored = { 0 };

	(void)file_list(&names, dir, &ignored);
	for (size_t i = 0; i < names.n; i++) {
		char *path;
		int fd;

		if (!str_starts(names.at[i], TEMP_PREFIX))
			continue;
		path = file_join(dir, names.at[i]);
		fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
		if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
			(void)unlink(path);
		if (fd >= 0)
			(void)close(fd);
		free(path);
	}
	file_names_free(&names);
}

/* A new file that is held: sweep() of another process leaves it alone. */
static int
open_held(char **temp, const char *dir)
{
	struct stat st;

	for (;;) {
		int fd;

		*temp = temp_in(dir);
		fd = mkostemp(*temp, O_CLOEXEC);
		/* Swept between the two?  Then it has no name any more. */
		if (fd < 0 || flock(fd, LOCK_EX) != 0 || fstat(fd, &st) != 0 ||
		    st.st_nlink > 0)
			return fd;
		(void)close(fd);
		free(*temp);
	}
}

enum mla_rc
file_begin_named(struct file_new *f, const char *path, struct err *err)
{
	char *dir = dir_of(path);

	sweep(dir);
	f->path = xstrdup(path);
	f->fd = open_held(&f->temp, dir);
	free(dir);
	if (f->fd >= 0)
		return MLA_OK;
	(void)err_errno(err, MLA_EIO, "cannot write %s", path);
	free(f->temp);
	f->temp = NULL;
	file_abandon(f);
	return MLA_EIO;
}

enum mla_rc
file_begin(struct file_new *f, const char *path, struct err *err)
{
	char *dir = dir_of(path);

	f->fd = open_unnamed(dir);
	free(dir);
	if (f->fd < 0)
		return file_begin_named(f, path, err);
	f->temp = xstrdup("");
	f->path = xstrdup(path);
	return MLA_OK;
}

enum mla_rc
file_scratch(int *fd, const char *path, struct err *err)
{
	char *dir = dir_of(path), *temp;
	enum mla_rc rc = MLA_OK;

	*fd = open_unnamed(dir);
	if (*fd < 0) {
		temp = temp_in(dir);
		*fd = mkostemp(temp, O_CLOEXEC);
		if (*fd < 0)
			rc = err_errno(
			    err, MLA_EIO, "cannot write beside %s", path);
		else
			(void)unlink(temp);
		free(temp);
	}
	free(dir);
	return rc;
}

/*
 * Give the unnamed file its name.  Where another has it, a temporary one
 * first: only a rename takes the place of an older file.  false: errno.
 */
static bool
give_name(struct file_new *f, const char *dir)
{
	char from[64];
	uint64_t chance;

	(void)snprintf(from, sizeof(from), "/proc/self/fd/%d", f->fd);
	if (linkat(AT_FDCWD, from, AT_FDCWD, f->path, AT_SYMLINK_FOLLOW) == 0)
		return true;
	if (errno != EEXIST ||
	    getrandom(&chance, sizeof(chance), 0) != (ssize_t)sizeof(chance) ||
	    flock(f->fd, LOCK_EX) != 0)
		return false;
	sweep(dir);
	free(f->temp);
	f->temp = xasprintf(
	    "%s/" TEMP_PREFIX "%016llx", dir, (unsigned long long)chance);
	return linkat(AT_FDCWD, from, AT_FDCWD, f->temp, AT_SYMLINK_FOLLOW) ==
	    0;
}

enum mla_rc
file_commit_one(struct file_new *f, struct err *err)
{
	char *dir = dir_of(f->path);
	bool good = fsync(f->fd) == 0;
	enum mla_rc rc = MLA_OK;

	if (good && *f->temp == '\0')
		good = give_name(f, dir);
	if (good && *f->temp != '\0') {
		good = rename(f->temp, f->path) == 0;
		if (good)
			*f->temp = '\0';
	}
	if (!good)
		rc = err_errno(err, MLA_EIO, "cannot write %s", f->path);
	if (close(f->fd) != 0 && rc == MLA_OK)
		rc = err_errno(err, MLA_EIO, "cannot write %s", f->path);
	f->fd = -1;
	free(dir);
	file_abandon(f);
	return rc;
}

enum mla_rc
file_commit(struct file_new *f, struct err *err)
{
	char *dir = dir_of(f->path);
	enum mla_rc rc = file_commit_one(f, err);

	if (rc == MLA_OK)
		rc = file_sync_dir(dir, err);
	free(dir);
	return rc;
}

void
file_abandon(struct file_new *f)
{
	if (f->path != NULL && f->fd >= 0)
		(void)close(f->fd);
	if (f->temp != NULL && *f->temp != '\0')
		(void)unlink(f->temp);
	free(f->temp);
	free(f->path);
	f->fd = -1;
	f->temp = NULL;
	f->path = NULL;
}

enum mla_rc
file_write_all(
    int fd, const void *data, size_t len, const char *path, struct err *err)
{
	const char *at = data;

	while (len > 0) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, MLA_EIO, "cannot write %s", path);
		at += n;
		len -= (size_t)n;
	}
	return MLA_OK;
}

enum mla_rc
file_save(const char *path, const void *data, size_t len, struct err *err)
{
	struct file_new f = { .fd = -1 };
	enum mla_rc rc;

	if ((rc = file_begin(&f, path, err)) != MLA_OK)
		return rc;
	if ((rc = file_write_all(f.fd, data, len, path, err)) != MLA_OK) {
		file_abandon(&f);
		return rc;
	}
	return file_commit(&f, err);
}

enum mla_rc
file_mkdir(const char *path, struct err *err)
{
	char *dir;
	enum mla_rc rc;

	if (mkdir(path, 0700) != 0) {
		if (errno == EEXIST && file_is_dir(path))
			return MLA_OK;
		return err_errno(err, MLA_EIO, "cannot make folder %s", path);
	}
	dir = dir_of(path);
	rc = file_sync_dir(dir, err);
	free(dir);
	return rc;
}

static volatile sig_atomic_t is_late;

/* Wakes a flock() that waits. */
static void
wake(int sig)
{
	(void)sig;
	is_late = 1;
}

static int
wait_lock(int fd)
{
	int why;

	do {
		why = flock(fd, LOCK_EX) != 0 ? errno : 0;
	} while (why == EINTR && is_late == 0);
	return why;
}

/*
 * Whoever waits for the lock holds its folder meanwhile: one who lets go and
 * comes again at once has to wait behind it.  0, or the error that ended it:
 * EINTR is time out.  A tick that comes before flock() begins to wait is made
 * up for by the next.
 */
static int
wait_turn(int fd, int folder, int timeout_ms)
{
	const struct itimerval tick = { .it_value = { timeout_ms / 1000,
		                            timeout_ms % 1000 * 1000L },
		.it_interval = { .tv_usec = LOCK_TICK_US } };
	struct sigaction act = { .sa_handler = wake }, before;
	struct itimerval running;
	int why;

	is_late = 0;
	(void)sigemptyset(&act.sa_mask);
	(void)sigaction(SIGALRM, &act, &before);
	(void)setitimer(ITIMER_REAL, &tick, &running);
	why = wait_lock(folder);
	if (why == 0)
		why = wait_lock(fd);
	(void)setitimer(ITIMER_REAL, &running, NULL);
	(void)sigaction(SIGALRM, &before, NULL);
	return why;
}

static int
lock_in_turn(int fd, const char *path, int timeout_ms)
{
	char *name = dir_of(path);
	int folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int why = folder < 0 ? errno : wait_turn(fd, folder, timeout_ms);

	if (folder >= 0)
		(void)close(folder);
	free(name);
	return why;
}

enum mla_rc
file_lock(int *fd, const char *path, int timeout_ms, struct err *err)
{
	int why = 0;

	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*fd < 0)
		return err_errno(err, MLA_EIO, "cannot open lock %s", path);
	if (timeout_ms > 0)
		why = lock_in_turn(*fd, path, timeout_ms);
	else if (flock(*fd, LOCK_EX | LOCK_NB) != 0)
		why = errno;
	if (why == 0)
		return MLA_OK;
	(void)close(*fd);
	*fd = -1;
	if (why == EWOULDBLOCK || why == EINTR)
		return err_set(
		    err, MLA_EBUSY, "%s is held by another process", path);
	errno = why;
	return err_errno(err, MLA_EIO, "cannot lock %s", path);
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

enum mla_rc
file_list(struct file_names *names, const char *dir, struct err *err)
{
	struct dirent *entry;
	DIR *d = opendir(dir);

	memset(names, 0, sizeof(*names));
	if (d == NULL)
		return err_errno(err, errno == ENOENT ? MLA_ENOTFOUND : MLA_EIO,
		    "cannot open folder %s", dir);
	errno = 0;
	while ((entry = readdir(d)) != NULL) {
		if (str_eq(entry->d_name, ".") || str_eq(entry->d_name, ".."))
			continue;
		names->at = vec_more(
		    names->at, &names->cap, names->n, sizeof(*names->at));
		names->at[names->n++] = xstrdup(entry->d_name);
	}
	(void)closedir(d);
	if (names->n > 1)
		qsort(names->at, names->n, sizeof(*names->at), by_bytes);
	return MLA_OK;
}

void
file_names_free(struct file_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->at[i]);
	free(names->at);
	memset(names, 0, sizeof(*names));
}
