/* child.c - another program: run without a shell, within limits */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"

enum {
	EXIT_NO_START = 127,
	OPEN_FOLDERS = 16 /* while a folder is cleared */
};

char *
child_find(const char *name)
{
	const char *at = getenv("PATH");

	while (at != NULL && *at != '\0') {
		size_t len = strcspn(at, ":");
		char *path = xasprintf("%.*s/%s", (int)len, at, name);

		if (*path == '/' && access(path, X_OK) == 0 &&
		    !file_is_dir(path))
			return path;
		free(path);
		at += len + (at[len] == ':' ? 1 : 0);
	}
	return NULL;
}

static int
set_limit(int what, rlim_t most)
{
	const struct rlimit limit = { .rlim_cur = most, .rlim_max = most };

	return most == 0 ? 0 : setrlimit(what, &limit);
}

/* In the new process: become the program.  Only calls that are safe there. */
static _Noreturn void
become(const struct child *c, const sigset_t *mask)
{
	int in, out;

	if (setpgid(0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 ||
	    chdir(c->dir) != 0 || (in = open("/dev/null", O_RDONLY)) < 0 ||
	    (out = open(c->log, O_WRONLY | O_CREAT | O_APPEND, 0600)) < 0 ||
	    dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
	    dup2(out, STDERR_FILENO) < 0 || close_range(3, UINT_MAX, 0) != 0 ||
	    set_limit(RLIMIT_CPU, c->cpu_seconds) != 0 ||
	    set_limit(RLIMIT_DATA, c->data_bytes) != 0 ||
	    set_limit(RLIMIT_FSIZE, c->file_bytes) != 0 ||
	    sigprocmask(SIG_SETMASK, mask, NULL) != 0)
		_exit(EXIT_NO_START);
	(void)execve(c->argv[0], (char **)(uintptr_t)c->argv,
	    (char **)(uintptr_t)c->envp);
	_exit(EXIT_NO_START);
}

static int64_t
now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/*
 * Wait for its end.  0: it is there, and status says how; a signal that asks
 * us to end; -1: it is late.
 */
static int
wait_for(pid_t pid, int *status, unsigned seconds, const sigset_t *mask)
{
	int64_t end = now_ms() + (int64_t)seconds * 1000;

	for (;;) {
		int64_t left = end - now_ms();
		struct timespec t = { .tv_sec = left / 1000,
			.tv_nsec = left % 1000 * 1000000 };
		int sig;

		if (waitpid(pid, status, WNOHANG) == pid)
			return 0;
		if (seconds != 0 && left <= 0)
			return -1;
		sig = seconds != 0 ? sigtimedwait(mask, NULL, &t)
		                   : sigwaitinfo(mask, NULL);
		if (sig > 0 && sig != SIGCHLD)
			return sig;
	}
}

static enum mla_rc
tell(const struct child *c, int why, int status, struct err *err)
{
	const char *name = file_base(c->argv[0]);

	if (why < 0)
		return err_set(err, MLA_EIO,
		    "%s took more than %u seconds and was stopped", name,
		    c->seconds);
	if (why > 0)
		return err_set(err, MLA_EIO, "stopped while %s ran: %s", name,
		    strsignal(why));
	if (WIFSIGNALED(status))
		return err_set(err, MLA_EIO, "%s was ended by a signal: %s",
		    name, strsignal(WTERMSIG(status)));
	if (WEXITSTATUS(status) != 0)
		return err_set(err, MLA_EIO, "%s failed (status %d)", name,
		    WEXITSTATUS(status));
	return MLA_OK;
}

/* Fork, wait, and leave nobody behind; signals of mask are blocked. */
static enum mla_rc
run_group(const struct child *c, const sigset_t *mask, const sigset_t *before,
    struct err *err)
{
	int why, status = 0;
	pid_t pid;

	pid = fork();
	if (pid == 0)
		become(c, before);
	if (pid < 0)
		return err_errno(
		    err, MLA_EIO, "cannot start %s", file_base(c->argv[0]));
	(void)setpgid(pid, pid); /* either of us may be the first to do it */
	why = wait_for(pid, &status, c->seconds, mask);
	(void)kill(-pid, SIGKILL);
	while (waitpid(-pid, why == 0 ? NULL : &status, 0) > 0)
		;
	return tell(c, why, status, err);
}

enum mla_rc
child_run(const struct child *c, struct err *err)
{
	const struct sigaction normal = { .sa_handler = SIG_DFL };
	struct sigaction was;
	sigset_t mask, before;
	enum mla_rc rc;

	(void)sigemptyset(&mask);
	(void)sigaddset(&mask, SIGCHLD);
	(void)sigaddset(&mask, SIGINT);
	(void)sigaddset(&mask, SIGTERM);
	(void)sigaddset(&mask, SIGHUP);
	(void)sigaction(SIGCHLD, &normal, &was);
	(void)sigprocmask(SIG_BLOCK, &mask, &before);
	/* What the program leaves behind becomes ours, to be waited for. */
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1L);
	rc = run_group(c, &mask, &before, err);
	(void)prctl(PR_SET_CHILD_SUBREAPER, 0L);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	(void)sigaction(SIGCHLD, &was, NULL);
	return rc;
}

enum mla_rc
child_room(char **dir, struct err *err)
{
	const char *below = getenv("TMPDIR");
	char *path;

	*dir = NULL;
	if (below == NULL || *below != '/')
		below = "/tmp";
	path = xasprintf("%s/mla-XXXXXX", below);
	if (mkdtemp(path) == NULL || (*dir = realpath(path, NULL)) == NULL)
		(void)err_errno(
		    err, MLA_EIO, "cannot make a folder in %s", below);
	free(path);
	return *dir != NULL ? MLA_OK : MLA_EIO;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	(void)remove(path);
	return 0;
}

void
child_room_clear(char *dir)
{
	if (dir != NULL)
		(void)nftw(dir, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
	free(dir);
}
