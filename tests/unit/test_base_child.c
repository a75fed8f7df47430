/* test_base_child.c - another program, run without a shell and within limits */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/child.h"
#include "base/file.h"
#include "base/str.h"

static const char *const nothing[] = { "MARK=only this", NULL };

static int
make_room(void **state)
{
	struct err err = { 0 };

	return child_room((char **)state, &err) != MLA_OK;
}

static int
clear_room(void **state)
{
	child_room_clear(*state);
	return 0;
}

/* Run a script of sh in the room; c has the limits. */
static enum mla_rc
run(struct child c, const char *script, const char *room, struct err *err)
{
	const char *argv[] = { "/bin/sh", "-c", script, NULL };

	c.argv = argv;
	c.envp = nothing;
	c.dir = room;
	c.log = "log";
	return child_run(&c, err);
}

/* What a file of the room says; the caller frees it. */
static char *
text_of(const char *room, const char *name)
{
	char *path = file_join(room, name), *text;
	struct buf b = { 0 };
	struct err err = { 0 };

	assert_ok(file_read(&b, path, 4096, &err), err);
	text = str_trim(buf_text(&b));
	buf_free(&b);
	free(path);
	return text;
}

static void
a_program_is_found_by_absolute_folders_only(void **state)
{
	char *before = xstrdup(getenv("PATH")), *path;

	(void)state;
	assert_int_equal(0, setenv("PATH", ".::/nowhere:/bin:/usr/bin", 1));
	path = child_find("sh");
	assert_string_equal("/bin/sh", path);
	free(path);
	assert_null(child_find("no-such-program"));
	assert_int_equal(0, setenv("PATH", "bin:.", 1));
	assert_null(child_find("sh"));
	assert_int_equal(0, setenv("PATH", before, 1));
	free(before);
}

static void
it_has_only_the_environment_and_files_it_was_given(void **state)
{
	struct err err = { 0 };
	int fd = open("/dev/null", O_RDONLY); /* stays open over an exec */
	char *text;

	assert_true(fd > 2);
	assert_ok(run((struct child){ 0 },
	              "echo \"$MARK$HOME$USER\"; cat; "
	              "for n in 3 4 5 6 7 8 9; do [ ! -e /proc/$$/fd/$n ] || "
	              "echo open $n; done; pwd",
	              *state, &err),
	    err);
	(void)close(fd);
	text = text_of(*state, "log");
	assert_true(str_starts(text, "only this\n"));
	assert_string_equal(*state, text + strlen("only this\n"));
	free(text);
}

static void
its_failure_is_ours_with_the_reason(void **state)
{
	static const char *const none[] = { "/no/such/program", NULL };
	const struct child gone = {
		.argv = none, .envp = nothing, .dir = *state, .log = "log"
	};
	struct err err = { 0 };

	assert_int_equal(
	    MLA_EIO, run((struct child){ 0 }, "exit 3", *state, &err));
	assert_string_equal("sh failed (status 3)", err.msg);
	err = (struct err){ 0 };
	assert_int_equal(
	    MLA_EIO, run((struct child){ 0 }, "kill -SEGV $$", *state, &err));
	assert_string_equal(
	    "sh was ended by a signal: Segmentation fault", err.msg);
	err = (struct err){ 0 };
	assert_int_equal(MLA_EIO, child_run(&gone, &err));
	assert_string_equal("program failed (status 127)", err.msg);
}

/* The process whose number a script wrote down is there no more. */
static void
assert_gone(const char *room)
{
	char *number = text_of(room, "pid");

	assert_int_equal(-1, kill((pid_t)strtol(number, NULL, 10), 0));
	assert_int_equal(ESRCH, errno);
	free(number);
}

static void
whoever_it_leaves_behind_is_ended(void **state)
{
	struct err err = { 0 };

	assert_ok(
	    run((struct child){ 0 }, "sleep 600 & echo $! >pid", *state, &err),
	    err);
	assert_gone(*state);
}

static void
who_is_late_is_stopped_with_its_children(void **state)
{
	struct err err = { 0 };

	assert_int_equal(MLA_EIO,
	    run((struct child){ .seconds = 1 },
	        "sleep 600 & echo $! >pid; wait", *state, &err));
	assert_string_equal(
	    "sh took more than 1 seconds and was stopped", err.msg);
	assert_gone(*state);
}

static void
when_we_are_asked_to_end_it_is_stopped_first(void **state)
{
	struct err err = { 0 };

	assert_int_equal(MLA_EIO,
	    run((struct child){ .seconds = 600 },
	        "echo $$ >pid; kill -TERM $PPID; sleep 600", *state, &err));
	assert_string_equal("stopped while sh ran: Terminated", err.msg);
	assert_gone(*state);
}

/* Valgrind keeps RLIMIT_DATA for itself: it never reaches the program. */
static void
it_cannot_take_more_memory_than_its_limit(void **state)
{
	const char *preload = getenv("LD_PRELOAD");
	const char *grow = "exec awk 'BEGIN { s = \"0123456789abcdef\"; "
	                   "for (i = 0; i < 23; i++) s = s s; "
	                   "print length(s) }'";
	struct err err = { 0 };

	if (preload != NULL && strstr(preload, "vgpreload") != NULL)
		skip();
	assert_ok(run((struct child){ .data_bytes = (size_t)1 << 30 }, grow,
	              *state, &err),
	    err);
	assert_int_equal(MLA_EIO,
	    run((struct child){ .data_bytes = (size_t)64 << 20 }, grow, *state,
	        &err));
}

static void
it_cannot_take_more_than_its_limits(void **state)
{
	struct err err = { 0 };
	char *path = file_join(*state, "big");
	struct stat st;

	assert_int_equal(MLA_EIO,
	    run((struct child){ .file_bytes = 4096 },
	        "exec head -c 100000 /dev/zero >big", *state, &err));
	assert_string_equal(
	    "sh was ended by a signal: File size limit exceeded", err.msg);
	assert_int_equal(0, stat(path, &st));
	assert_int_equal(4096, st.st_size);
	free(path);
	err = (struct err){ 0 };
	assert_int_equal(MLA_EIO,
	    run((struct child){ .cpu_seconds = 1 }, "while :; do :; done",
	        *state, &err));
	assert_true(strstr(err.msg, "sh was ended by a signal: ") != NULL);
}

static void
a_room_is_ours_alone_and_leaves_nothing(void **state)
{
	struct err err = { 0 };
	struct stat st;
	char *room, *copy;

	(void)state;
	assert_ok(child_room(&room, &err), err);
	assert_int_equal(0, stat(room, &st));
	assert_int_equal(0700, st.st_mode & 0777);
	assert_ok(run((struct child){ 0 },
	              "mkdir -p a/b; echo x >a/b/c; "
	              "ln -s / a/root",
	              room, &err),
	    err);
	copy = xstrdup(room);
	child_room_clear(room);
	assert_false(file_exists(copy));
	assert_true(file_exists("/"));
	free(copy);
	child_room_clear(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_program_is_found_by_absolute_folders_only),
		cmocka_unit_test_setup_teardown(
		    it_has_only_the_environment_and_files_it_was_given,
		    make_room, clear_room),
		cmocka_unit_test_setup_teardown(
		    its_failure_is_ours_with_the_reason, make_room, clear_room),
		cmocka_unit_test_setup_teardown(
		    whoever_it_leaves_behind_is_ended, make_room, clear_room),
		cmocka_unit_test_setup_teardown(
		    who_is_late_is_stopped_with_its_children, make_room,
		    clear_room),
		cmocka_unit_test_setup_teardown(
		    when_we_are_asked_to_end_it_is_stopped_first, make_room,
		    clear_room),
		cmocka_unit_test_setup_teardown(
		    it_cannot_take_more_memory_than_its_limit, make_room,
		    clear_room),
		cmocka_unit_test_setup_teardown(
		    it_cannot_take_more_than_its_limits, make_room, clear_room),
		cmocka_unit_test(a_room_is_ours_alone_and_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
