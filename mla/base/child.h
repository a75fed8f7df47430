/* child.h - another program: run without a shell, within limits */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BASE_CHILD_H
#define MLA_BASE_CHILD_H

#include <stddef.h>

#include "base/err.h"

/* What to run, and what it may take.  A limit of 0 is none. */
struct child {
	const char *const *argv; /* its path, its words, NULL */
	const char *const *envp; /* its whole environment, NULL at the end */
	const char *dir; /* the folder it works in */
	const char *log; /* file in dir for all that it prints */
	unsigned seconds; /* of the clock, then it is killed */
	unsigned cpu_seconds; /* RLIMIT_CPU, each of its processes */
	size_t data_bytes; /* RLIMIT_DATA, each of its processes */
	size_t file_bytes; /* RLIMIT_FSIZE, each file */
};

/*
 * The absolute path of a program of $PATH, which the caller frees; NULL if
 * there is none.  Entries of $PATH that are not absolute are passed over.
 */
char *child_find(const char *name);

/*
 * Run it to its end in a process group of its own: no shell, nothing to read,
 * no open file of ours.  When it ends, is late, or we are asked to end
 * (SIGINT, SIGTERM, SIGHUP), all of the group is killed and waited for; it
 * dies with us as well.  The address space is no limit here: programs reserve
 * much more of it than they use.
 * MLA_OK if it ended with status 0; MLA_EIO if it ended otherwise, was late or
 * could not be started, and err says which.
 */
enum mla_rc child_run(const struct child *c, struct err *err);

/*
 * A new folder for passing files, only for us, below $TMPDIR (if that is
 * absolute) or /tmp; *dir is its real path, and the caller frees it.  MLA_EIO.
 */
enum mla_rc child_room(char **dir, struct err *err);

/* Remove that folder with all in it, and free its name; NULL is fine. */
void child_room_clear(char *dir);

#endif
