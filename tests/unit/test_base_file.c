/* test_base_file.c - files that are there whole or not at all */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"

static int
make_folder(void **state)
{
	*state = mkdtemp(xstrdup("/tmp/mla-test-XXXXXX"));
	return *state == NULL;
}

static int
remove_folder(void **state)
{
	struct file_names names;
	struct err err = { 0 };
	char *dir = *state;

	if (file_list(&names, dir, &err) != MLA_OK)
		return 1;
	for (size_t i = 0; i < names.n; i++) {
		char *path = file_join(dir, names.at[i]);

		(void)remove(path);
		free(path);
	}
	file_names_free(&names);
	(void)rmdir(dir);
	free(dir);
	return 0;
}

static size_t
count_names(const char *dir)
{
	struct file_names names;
	struct err err = { 0 };
	size_t n;

	assert_ok(file_list(&names, dir, &err), err);
	n = names.n;
	file_names_free(&names);
	return n;
}

static void
a_saved_file_reads_back(void **state)
{
	char *path = file_join(*state, "note.txt");
	struct buf b = { 0 };
	struct err err = { 0 };

	assert_ok(file_save(path, "one", 3, &err), err);
	assert_ok(file_save(path, "second", 6, &err), err);
	assert_ok(file_read(&b, path, 6, &err), err);
	assert_string_equal("second", buf_text(&b));
	assert_int_equal(MLA_EDAMAGED, file_read(&b, path, 5, &err));
	assert_non_null(strstr(err.msg, "note.txt is larger than 5 bytes"));
	assert_string_equal("second", buf_text(&b));
	assert_int_equal(1, count_names(*state));
	buf_free(&b);
	free(path);
}

static void
an_abandoned_file_leaves_nothing(void **state)
{
	char *path = file_join(*state, "half.bin");
	struct file_new f = { .fd = -1 };
	struct err err = { 0 };

	assert_ok(file_begin(&f, path, &err), err);
	assert_ok(file_write_all(f.fd, "half", 4, path, &err), err);
	file_abandon(&f);
	file_abandon(&f);
	assert_false(file_exists(path));
	assert_int_equal(0, count_names(*state));
	free(path);
}

static void
a_file_has_no_name_before_it_is_complete(void **state)
{
	char *path = file_join(*state, "whole.bin");
	struct file_new f = { .fd = -1 };
	struct buf b = { 0 };
	struct err err = { 0 };

	assert_ok(file_begin(&f, path, &err), err);
	assert_ok(file_write_all(f.fd, "all", 3, path, &err), err);
	assert_int_equal(0, count_names(*state));
	assert_ok(file_commit(&f, &err), err);
	assert_null(f.path);
	assert_int_equal(1, count_names(*state));
	assert_ok(file_read(&b, path, 3, &err), err);
	assert_string_equal("all", buf_text(&b));
	buf_free(&b);
	free(path);
}

/* Begin a file under a name of its own and die; the folder then has it. */
static void
be_killed(const char *path)
{
	struct file_new f = { .fd = -1 };
	struct err err = { 0 };
	pid_t child = fork();
	int status;

	if (child == 0) {
		if (file_begin_named(&f, path, &err) != MLA_OK)
			_exit(1);
		(void)kill(getpid(), SIGKILL);
	}
	assert_int_equal(child, waitpid(child, &status, 0));
	assert_true(WIFSIGNALED(status));
}

static void
what_a_kill_left_is_swept_and_what_is_written_is_not(void **state)
{
	char *path = file_join(*state, "a.bin");
	char *other = file_join(*state, "b.bin");
	struct file_new f = { .fd = -1 }, held = { .fd = -1 };
	struct buf b = { 0 };
	struct err err = { 0 };

	be_killed(path);
	assert_int_equal(1, count_names(*state));
	assert_ok(file_begin_named(&held, path, &err), err);
	assert_int_equal(1, count_names(*state));
	assert_ok(file_begin_named(&f, other, &err), err);
	assert_int_equal(2, count_names(*state));
	assert_ok(file_write_all(held.fd, "one", 3, path, &err), err);
	assert_ok(file_commit(&held, &err), err);
	assert_ok(file_read(&b, path, 3, &err), err);
	assert_string_equal("one", buf_text(&b));
	file_abandon(&f);
	assert_int_equal(1, count_names(*state));
	/* Whoever replaces a file, sweeps as well. */
	be_killed(other);
	assert_int_equal(2, count_names(*state));
	assert_ok(file_save(path, "two", 3, &err), err);
	assert_int_equal(1, count_names(*state));
	buf_free(&b);
	free(other);
	free(path);
}

static void
a_scratch_file_is_seen_by_nobody(void **state)
{
	char *path = file_join(*state, "a.bin");
	struct err err = { 0 };
	char text[4] = "";
	int fd = -1;

	assert_ok(file_scratch(&fd, path, &err), err);
	assert_ok(file_write_all(fd, "abc", 3, path, &err), err);
	assert_int_equal(0, count_names(*state));
	assert_int_equal(3, pread(fd, text, 3, 0));
	assert_string_equal("abc", text);
	assert_int_equal(0, close(fd));
	assert_int_equal(MLA_EIO, file_scratch(&fd, "/proc/none/x", &err));
	assert_non_null(strstr(err.msg, "cannot write beside /proc/none/x"));
	free(path);
}

static void
what_is_missing_is_named(void **state)
{
	char *path = file_join(*state, "absent");
	struct buf b = { 0 };
	struct err err = { 0 };

	assert_int_equal(MLA_ENOTFOUND, file_read(&b, path, 9, &err));
	assert_non_null(strstr(err.msg, "absent: No such file"));
	memset(&err, 0, sizeof(err));
	assert_int_equal(MLA_EIO, file_read(&b, *state, 9, &err));
	assert_non_null(strstr(err.msg, "is not a regular file"));
	memset(&err, 0, sizeof(err));
	assert_int_equal(MLA_EIO, file_save("/proc/none/x", "", 0, &err));
	assert_non_null(strstr(err.msg, "cannot write /proc/none/x"));
	buf_free(&b);
	free(path);
}

static void
folders_are_private(void **state)
{
	char *path = file_join(*state, "inner");
	struct err err = { 0 };
	struct stat st;

	assert_ok(file_mkdir(path, &err), err);
	assert_ok(file_mkdir(path, &err), err);
	assert_int_equal(0, stat(path, &st));
	assert_int_equal(0700, st.st_mode & 0777);
	assert_true(file_is_dir(path));
	assert_string_equal("inner", file_base(path));
	free(path);
}

static void
a_lock_held_elsewhere_is_busy(void **state)
{
	char *path = file_join(*state, "lock");
	struct err err = { 0 };
	int held, second, status;
	pid_t child;

	assert_ok(file_lock(&held, path, 0, &err), err);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		enum mla_rc rc = file_lock(&second, path, 20, &err);

		_exit(rc == MLA_EBUSY ? 0 : 1);
	}
	assert_int_equal(child, waitpid(child, &status, 0));
	assert_int_equal(0, status);
	(void)close(held);
	assert_ok(file_lock(&second, path, 1000, &err), err);
	(void)close(second);
	free(path);
}

enum {
	CHILDREN = 4,
	TURNS = 500, /* of each */
	PATIENCE = 100 /* turns of others that one may have to wait for */
};

struct turns {
	_Atomic int n;
	unsigned char who[CHILDREN * TURNS];
};

static void
take_turns(struct turns *t, int who, const char *path, const char *work)
{
	struct err err = { 0 };
	int lock;

	for (int i = 0; i < TURNS; i++) {
		if (file_lock(&lock, path, 60000, &err) != MLA_OK ||
		    file_save(work, "work", 4, &err) != MLA_OK)
			_exit(1);
		t->who[t->n++] = (unsigned char)who;
		(void)close(lock);
	}
	_exit(0);
}

/* Whoever asks again and again instead of queueing starves some of them. */
static void
those_that_wait_for_a_lock_take_turns(void **state)
{
	char *path = file_join(*state, "lock"), *work;
	int last[CHILDREN] = { 0 }, left[CHILDREN], status;
	struct turns *t = mmap(NULL, sizeof(*t), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_true(t != MAP_FAILED);
	work = file_join(*state, "work");
	for (int i = 0; i < CHILDREN; i++) {
		left[i] = TURNS;
		if (fork() == 0)
			take_turns(t, i, path, work);
	}
	for (int i = 0; i < CHILDREN; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(0, status);
	}
	assert_int_equal(CHILDREN * TURNS, t->n);
	/* The first turns are those of whoever was started first. */
	for (int i = 0; i < CHILDREN * TURNS; i++) {
		int who = t->who[i];

		if (left[who] < TURNS && i - last[who] > PATIENCE)
			fail_msg("one waited for %d turns", i - last[who]);
		last[who] = i;
		left[who]--;
	}
	(void)munmap(t, sizeof(*t));
	free(path);
	free(work);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    those_that_wait_for_a_lock_take_turns, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(
		    a_saved_file_reads_back, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
		    an_abandoned_file_leaves_nothing, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(
		    a_file_has_no_name_before_it_is_complete, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(
		    what_a_kill_left_is_swept_and_what_is_written_is_not,
		    make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
		    a_scratch_file_is_seen_by_nobody, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(
		    what_is_missing_is_named, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
		    folders_are_private, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
		    a_lock_held_elsewhere_is_busy, make_folder, remove_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
