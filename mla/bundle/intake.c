/* intake.c - files of evidence, kept in a folder under their SHA-256 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/intake.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"

/* One file on its way. */
struct taking {
	const struct intake *where;
	int fd; /* what is copied */
	const char *name; /* its name, for messages */
	struct stat st; /* as it was at the beginning */
	char *folder; /* of parts */
	struct file_new file; /* what is written */
	bool part; /* it is kept if the copying ends early */
	struct hash_copying copying;
};

/* The name of a part begins with what the file is, and ends with its state. */
static char *
part_prefix(const struct stat *st)
{
	return xasprintf(
	    "%jx-%jx-", (uintmax_t)st->st_dev, (uintmax_t)st->st_ino);
}

static char *
part_name(const struct stat *st)
{
	char *prefix = part_prefix(st);
	char *name = xasprintf("%s%jx-%jx.%09lx-%jx.%09lx", prefix,
	    (uintmax_t)st->st_size, (uintmax_t)st->st_mtim.tv_sec,
	    (unsigned long)st->st_mtim.tv_nsec, (uintmax_t)st->st_ctim.tv_sec,
	    (unsigned long)st->st_ctim.tv_nsec);

	free(prefix);
	return name;
}

/* Open a part that nobody else writes; -1: there is none. */
static int
open_part(const char *path, int flags)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
	struct stat st;

	if (fd < 0)
		return -1;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &st) == 0 &&
	    S_ISREG(st.st_mode) && st.st_nlink > 0)
		return fd;
	(void)close(fd);
	return -1;
}

/* Remove a part if it is old, or of an older state of this file. */
static void
clean_part(const struct taking *t, const char *name, time_t now)
{
	char *path = file_join(t->folder, name);
	char *ours = part_name(&t->st), *prefix = part_prefix(&t->st);
	int fd = open_part(path, 0);
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 &&
	    (now - st.st_mtime > INTAKE_PART_DAYS * 86400L ||
	        (str_starts(name, prefix) && !str_eq(name, ours))))
		(void)unlink(path);
	if (fd >= 0)
		(void)close(fd);
	free(prefix);
	free(ours);
	free(path);
}

static void
clean_parts(const struct taking *t)
{
	struct file_names names = { 0 };
	struct err ignored = { 0 };
	time_t now = time(NULL);

	if (file_list(&names, t->folder, &ignored) != MLA_OK)
		return;
	for (size_t i = 0; i < names.n; i++)
		clean_part(t, names.at[i], now);
	file_names_free(&names);
	(void)rmdir(t->folder); /* if it is empty */
}

/*
 * Hash what an earlier try has left, up to the last step that was on the disk
 * before more was written, and go on there.
 */
static enum mla_rc
resume(struct taking *t, struct err *err)
{
	uint64_t step = t->where->step_bytes, kept = 0;
	struct stat st;
	enum mla_rc rc;

	if (fstat(t->file.fd, &st) != 0)
		return err_errno(
		    err, MLA_EIO, "cannot look at %s", t->file.temp);
	if (st.st_size > 0)
		kept = ((uint64_t)st.st_size - 1) / step * step;
	if (ftruncate(t->file.fd, (off_t)kept) != 0)
		return err_errno(err, MLA_EIO, "cannot write %s", t->file.temp);
	if ((rc = hash_copy_part(&t->copying, t->file.fd, t->file.temp, NULL,
	         kept, err)) != MLA_OK)
		return rc;
	if (t->copying.bytes != kept ||
	    lseek(t->fd, (off_t)kept, SEEK_SET) != (off_t)kept)
		return err_errno(err, MLA_EIO, "cannot read %s", t->name);
	return MLA_OK;
}

/* Begin in a part, or go on with it.  false: somebody else writes it. */
static bool
begin_part(struct taking *t)
{
	char *name = part_name(&t->st);

	t->file.temp = file_join(t->folder, name);
	free(name);
	(void)mkdir(t->folder, 0700);
	t->file.fd = open_part(t->file.temp, O_CREAT);
	t->part = t->file.fd >= 0;
	if (t->part) {
		t->file.path = file_join(t->where->dir, "new");
		return true;
	}
	free(t->file.temp);
	t->file.temp = NULL;
	return false;
}

static enum mla_rc
begin(struct taking *t, struct err *err)
{
	char *path;
	enum mla_rc rc;

	if (S_ISREG(t->st.st_mode) &&
	    (uint64_t)t->st.st_size >= t->where->part_bytes && begin_part(t))
		return resume(t, err);
	path = file_join(t->where->dir, "new");
	rc = file_begin(&t->file, path, err);
	free(path);
	return rc;
}

/* The end of a step: all of it is on the disk before more comes. */
static enum mla_rc
copy_steps(struct taking *t, struct err *err)
{
	uint64_t before;
	enum mla_rc rc;

	do {
		before = t->copying.bytes;
		if ((rc = hash_copy_part(&t->copying, t->fd, t->name, &t->file,
		         t->where->step_bytes, err)) != MLA_OK)
			return rc;
		if (t->part && fdatasync(t->file.fd) != 0)
			return err_errno(
			    err, MLA_EIO, "cannot write %s", t->file.temp);
	} while (t->copying.bytes - before == t->where->step_bytes);
	return MLA_OK;
}

/* Is it the file that it was, and was all of it read? */
static enum mla_rc
check_same(const struct taking *t, struct err *err)
{
	struct stat st;

	if (!S_ISREG(t->st.st_mode))
		return MLA_OK;
	if (fstat(t->fd, &st) != 0)
		return err_errno(err, MLA_EIO, "cannot look at %s", t->name);
	if (st.st_size != t->st.st_size ||
	    st.st_mtim.tv_sec != t->st.st_mtim.tv_sec ||
	    st.st_mtim.tv_nsec != t->st.st_mtim.tv_nsec)
		return err_set(
		    err, MLA_EIO, "%s changed while it was read", t->name);
	return MLA_OK;
}

/* Name it by its content, unless the same content is there already. */
static enum mla_rc
keep(struct taking *t, const struct hash_pair *pair, struct err *err)
{
	char *path = file_join(t->where->dir, pair->sha256);
	enum mla_rc rc = MLA_OK;

	if (!file_exists(path)) {
		free(t->file.path);
		t->file.path = xstrdup(path);
		rc = file_commit_one(&t->file, err);
	}
	free(path);
	return rc;
}

/*
 * Over: what was copied of a source that cannot be read any more is kept, for
 * it may come back; what cannot be written makes room.
 */
static void
end(struct taking *t)
{
	if (t->part && t->copying.unread) {
		free(t->file.temp);
		t->file.temp = NULL;
	}
	file_abandon(&t->file);
	(void)rmdir(t->folder); /* if it is empty */
	free(t->folder);
	if (t->fd > STDIN_FILENO)
		(void)close(t->fd);
}

enum mla_rc
intake_file(struct hash_pair *out, const struct intake *where, const char *path,
    struct err *err)
{
	struct taking t = { .where = where,
		.fd = STDIN_FILENO,
		.name = path,
		.folder = xasprintf("%s.part", where->dir),
		.file.fd = -1 };
	enum mla_rc rc = MLA_OK;

	if (str_eq(path, "-"))
		t.name = "standard input";
	else
		rc = file_open(&t.fd, path, err);
	hash_copy_begin(&t.copying, t.fd);
	if (rc != MLA_OK)
		goto out;
	if (fstat(t.fd, &t.st) != 0) {
		rc = err_errno(err, MLA_EIO, "cannot look at %s", t.name);
		goto out;
	}
	clean_parts(&t);
	if ((rc = begin(&t, err)) != MLA_OK ||
	    (rc = copy_steps(&t, err)) != MLA_OK ||
	    (rc = check_same(&t, err)) != MLA_OK)
		goto out;
out:
	hash_copy_end(&t.copying, out);
	if (rc == MLA_OK)
		rc = keep(&t, out, err);
	end(&t);
	return rc;
}
