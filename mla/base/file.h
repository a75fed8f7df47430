/* file.h - files that are there whole or not at all */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BASE_FILE_H
#define MLA_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/* dir "/" name as a new text; the caller frees it. */
char *file_join(const char *dir, const char *name);

/* The part after the last slash; points into path. */
const char *file_base(const char *path);

bool file_exists(const char *path);
bool file_is_dir(const char *path);

/*
 * Open a file for reading; *fd is closed with close().  What is no regular
 * file, as a pipe that would be waited for or a device without an end, is
 * MLA_EIO; MLA_ENOTFOUND.
 */
enum mla_rc file_open(int *fd, const char *path, struct err *err);

/*
 * Append the content of a regular file of at most max bytes; "-" is standard
 * input.  MLA_ENOTFOUND if there is none, MLA_EDAMAGED if it is longer than
 * max, MLA_EIO if reading fails; b then holds what it held.
 */
enum mla_rc file_read(
    struct buf *b, const char *path, size_t max, struct err *err);

/*
 * A new file that appears under its name only when it is complete: write to
 * fd, then file_commit (fsync, name it in place of an older one, fsync of the
 * folder).  file_abandon removes it; it does nothing after a commit.  Until
 * then it has no name: whatever ends the program, nothing is left.
 */
struct file_new {
	int fd; /* open for writing and reading, or -1 */
	char *temp; /* while it is written: its name, "" if it has none */
	char *path; /* its name afterwards; both NULL: not begun, or over */
};

enum mla_rc file_begin(struct file_new *f, const char *path, struct err *err);
enum mla_rc file_commit(struct file_new *f, struct err *err);
/* Without the fsync of the folder, for those who do it for many files. */
enum mla_rc file_commit_one(struct file_new *f, struct err *err);
void file_abandon(struct file_new *f);

/*
 * The same where a file must have a name, as on most memory sticks: one in the
 * same folder.  What a killed process left there is removed first, as it is
 * when an older file is replaced.
 */
enum mla_rc file_begin_named(
    struct file_new *f, const char *path, struct err *err);

/*
 * A file without a name in the folder of path, to write and read; close()
 * ends it.  MLA_EIO.
 */
enum mla_rc file_scratch(int *fd, const char *path, struct err *err);

/* Write all bytes to fd; path is for the message.  MLA_EIO. */
enum mla_rc file_write_all(
    int fd, const void *data, size_t len, const char *path, struct err *err);

/* file_begin, file_write_all and file_commit in one. */
enum mla_rc file_save(
    const char *path, const void *data, size_t len, struct err *err);

/* Make a folder with mode 0700 and sync its parent; there already is fine. */
enum mla_rc file_mkdir(const char *path, struct err *err);

/* fsync a folder, so that a name in it lasts. */
enum mla_rc file_sync_dir(const char *path, struct err *err);

/*
 * Queue for an exclusive lock on the file at path (made if missing): whoever
 * lets go and asks again comes after one who waits.  *fd is closed with
 * close(), which lets go.  MLA_EBUSY after timeout_ms (0: at once), MLA_EIO.
 * Meanwhile the folder is locked (flock), and SIGALRM and its timer are used;
 * they are given back as they were.
 */
enum mla_rc file_lock(
    int *fd, const char *path, int timeout_ms, struct err *err);

/* Names in a folder without "." and "..", sorted by bytes. */
struct file_names {
	char **at;
	size_t n;
	size_t cap;
};

enum mla_rc file_list(
    struct file_names *names, const char *dir, struct err *err);
void file_names_free(struct file_names *names);

#endif
