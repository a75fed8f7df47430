/* test_bundle_intake.c - files of evidence: whole or not at all, and gone on */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bag.h"

#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>

#include "bundle/intake.h"

enum {
	FILE_BYTES = 2000,
	PART_BYTES = 1000,
	STEP_BYTES = 256,
	DAY_S = 86400
};

/* A folder, a file to take in, and what its SHA-256 is. */
struct desk {
	char *dir, *exhibits, *parts, *file;
	char data[FILE_BYTES];
	char sha256[65];
	struct intake where;
};

static int
set_up(void **state)
{
	struct desk *d = xcalloc(1, sizeof(*d));
	void *dir;

	if (bag_setup(&dir) != 0)
		return 1;
	d->dir = dir;
	d->exhibits = file_join(d->dir, "exhibits");
	d->parts = file_join(d->dir, "exhibits.part");
	d->file = file_join(d->dir, "evidence");
	for (size_t i = 0; i < FILE_BYTES; i++)
		d->data[i] = (char)(i * i >> 3);
	bag_save(d->file, d->data, FILE_BYTES);
	hash_hex_bytes(d->sha256, d->data, FILE_BYTES);
	d->where = (struct intake){ d->exhibits, PART_BYTES, STEP_BYTES };
	*state = d;
	return mkdir(d->exhibits, 0700);
}

static int
tear_down(void **state)
{
	struct desk *d = *state;
	void *dir = d->dir;
	int rc;

	hash_watch(NULL, NULL);
	rc = bag_teardown(&dir);
	free(d->exhibits);
	free(d->parts);
	free(d->file);
	free(d);
	return rc;
}

/* How many names a folder has; 0 if there is none. */
static size_t
count(const char *dir)
{
	struct file_names names = { 0 };
	struct err err = { 0 };
	size_t n;

	if (file_list(&names, dir, &err) == MLA_ENOTFOUND)
		return 0;
	n = names.n;
	file_names_free(&names);
	return n;
}

/* The only file in a folder; the caller frees its path. */
static char *
only_file(const char *dir)
{
	struct file_names names = { 0 };
	struct err err = { 0 };
	char *path;

	assert_ok(file_list(&names, dir, &err), err);
	assert_int_equal(1, names.n);
	path = file_join(dir, names.at[0]);
	file_names_free(&names);
	return path;
}

/* Taken in whole, with nothing left beside it. */
static void
check_kept(const struct desk *d)
{
	char *path = file_join(d->exhibits, d->sha256);
	struct buf b = { 0 };

	assert_int_equal(1, count(d->exhibits));
	assert_false(file_exists(d->parts));
	bag_load(&b, path);
	assert_int_equal(FILE_BYTES, b.len);
	assert_memory_equal(d->data, b.data, b.len);
	buf_free(&b);
	free(path);
}

static void
take(const struct desk *d)
{
	struct hash_pair pair;
	struct err err = { 0 };

	assert_ok(intake_file(&pair, &d->where, d->file, &err), err);
	assert_string_equal(d->sha256, pair.sha256);
	assert_int_equal(FILE_BYTES, pair.bytes);
}

/* Dies when so many bytes have been seen. */
static void
die(void *arg, size_t bytes)
{
	size_t *left = arg;

	if (bytes >= *left)
		(void)kill(getpid(), SIGKILL);
	*left -= bytes;
}

static void
take_and_die(const struct desk *d, size_t after)
{
	struct hash_pair pair;
	struct err err = { 0 };
	int status = 0;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		hash_watch(die, &after);
		(void)intake_file(&pair, &d->where, d->file, &err);
		_exit(0);
	}
	assert_int_equal(pid, waitpid(pid, &status, 0));
	assert_true(WIFSIGNALED(status));
}

static void
keeps_a_file_under_its_hash_and_once(void **state)
{
	struct desk *d = *state;

	take(d);
	check_kept(d);
	take(d);
	check_kept(d);
}

static void
a_kill_leaves_nothing_of_a_small_file(void **state)
{
	struct desk *d = *state;

	d->where.part_bytes = FILE_BYTES + 1;
	take_and_die(d, 600);
	assert_int_equal(0, count(d->exhibits));
	assert_false(file_exists(d->parts));
}

static void
goes_on_behind_the_last_step_on_the_disk(void **state)
{
	struct desk *d = *state;
	char *part, *stored;
	struct hash_pair pair;
	struct err err = { 0 };
	int fd;

	take_and_die(d, 1000);
	assert_int_equal(0, count(d->exhibits));
	part = only_file(d->parts);
	fd = open(part, O_RDWR);
	assert_int_equal(1024, lseek(fd, 0, SEEK_END));
	/* What was not followed by more may not be on the disk: read again. */
	assert_int_equal(1, pwrite(fd, "x", 1, 1000));
	take(d);
	check_kept(d);
	assert_int_equal(0, close(fd));
	/* What was is not read again, and hashed as it is here. */
	stored = file_join(d->exhibits, d->sha256);
	assert_int_equal(0, unlink(stored));
	take_and_die(d, 1000);
	fd = open(part, O_RDWR);
	assert_int_equal(1, pwrite(fd, "x", 1, 700));
	assert_int_equal(0, close(fd));
	d->data[700] = 'x';
	hash_hex_bytes(d->sha256, d->data, FILE_BYTES);
	assert_ok(intake_file(&pair, &d->where, d->file, &err), err);
	assert_string_equal(d->sha256, pair.sha256);
	check_kept(d);
	free(stored);
	free(part);
}

static void
can_be_killed_again_and_again(void **state)
{
	struct desk *d = *state;

	for (size_t after = 100; after < FILE_BYTES; after += 60)
		take_and_die(d, after);
	assert_int_equal(1, count(d->parts));
	assert_int_equal(0, count(d->exhibits));
	take(d);
	check_kept(d);
}

static void
begins_anew_when_the_file_was_changed(void **state)
{
	struct desk *d = *state;

	take_and_die(d, 1000);
	d->data[3] ^= 1;
	bag_save(d->file, d->data, FILE_BYTES);
	hash_hex_bytes(d->sha256, d->data, FILE_BYTES);
	take(d);
	check_kept(d);
}

static void
removes_parts_that_are_too_old(void **state)
{
	struct desk *d = *state;
	char *other = file_join(d->dir, "other"), *part;
	struct timespec times[2] = { { 0 } };
	struct hash_pair pair;
	struct err err = { 0 };

	take_and_die(d, 1000);
	bag_save(other, "small", 5);
	assert_ok(intake_file(&pair, &d->where, other, &err), err);
	part = only_file(d->parts);
	times[0].tv_sec = times[1].tv_sec =
	    time(NULL) - (INTAKE_PART_DAYS + 1L) * DAY_S;
	assert_int_equal(0, utimensat(AT_FDCWD, part, times, 0));
	assert_ok(intake_file(&pair, &d->where, other, &err), err);
	assert_false(file_exists(d->parts));
	free(part);
	free(other);
}

static void
leaves_a_part_alone_that_somebody_writes(void **state)
{
	struct desk *d = *state;
	char *part;
	int fd;

	take_and_die(d, 1000);
	part = only_file(d->parts);
	fd = open(part, O_RDWR);
	assert_int_equal(0, flock(fd, LOCK_EX));
	take(d);
	assert_int_equal(1, count(d->exhibits));
	assert_int_equal(1, count(d->parts));
	assert_int_equal(1024, lseek(fd, 0, SEEK_END));
	assert_int_equal(0, close(fd));
	free(part);
}

/* No file may grow beyond 600 bytes: so a full disk looks. */
static void
makes_room_when_the_disk_is_full(void **state)
{
	const struct rlimit small = { 600, RLIM_INFINITY };
	struct rlimit before;
	struct desk *d = *state;
	struct hash_pair pair;
	struct err err = { 0 };

	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(0, getrlimit(RLIMIT_FSIZE, &before));
	assert_int_equal(0, setrlimit(RLIMIT_FSIZE, &small));
	assert_int_equal(MLA_EIO, intake_file(&pair, &d->where, d->file, &err));
	assert_int_equal(0, setrlimit(RLIMIT_FSIZE, &before));
	assert_non_null(strstr(err.msg, "cannot write "));
	assert_int_equal(0, count(d->exhibits));
	assert_false(file_exists(d->parts));
}

/* The source, for those who watch. */
struct pulled {
	size_t left;
	int fd, folder;
};

/* The source is pulled out: what is read is a folder. */
static void
pull_out(void *arg, size_t bytes)
{
	struct pulled *p = arg;

	if (bytes >= p->left)
		(void)dup2(p->folder, p->fd);
	else
		p->left -= bytes;
}

static void
keeps_the_part_when_the_source_is_gone(void **state)
{
	struct desk *d = *state;
	struct pulled pulled = { 1000, -1, -1 };
	struct hash_pair pair;
	struct err err = { 0 };

	pulled.folder = open(d->dir, O_RDONLY | O_DIRECTORY);
	pulled.fd = open(d->dir, O_RDONLY | O_DIRECTORY);
	/* The next one that is opened has the number of this one. */
	assert_int_equal(0, close(pulled.fd));
	hash_watch(pull_out, &pulled);
	assert_int_equal(MLA_EIO, intake_file(&pair, &d->where, d->file, &err));
	hash_watch(NULL, NULL);
	assert_int_equal(0, close(pulled.folder));
	assert_non_null(strstr(err.msg, "cannot read "));
	assert_int_equal(1, count(d->parts));
	take(d);
	check_kept(d);
}

static void
takes_standard_input(void **state)
{
	struct desk *d = *state;
	struct hash_pair pair;
	struct err err = { 0 };
	int kept = dup(STDIN_FILENO), ends[2];

	assert_int_equal(0, pipe(ends));
	assert_int_equal(FILE_BYTES, write(ends[1], d->data, FILE_BYTES));
	assert_int_equal(0, close(ends[1]));
	assert_int_equal(STDIN_FILENO, dup2(ends[0], STDIN_FILENO));
	assert_ok(intake_file(&pair, &d->where, "-", &err), err);
	assert_int_equal(STDIN_FILENO, dup2(kept, STDIN_FILENO));
	assert_int_equal(0, close(kept));
	assert_int_equal(0, close(ends[0]));
	assert_string_equal(d->sha256, pair.sha256);
	check_kept(d);
}

static void
says_what_cannot_be_taken(void **state)
{
	struct desk *d = *state;
	char *none = file_join(d->dir, "none");
	struct hash_pair pair;
	struct err err = { 0 };

	assert_int_equal(
	    MLA_ENOTFOUND, intake_file(&pair, &d->where, none, &err));
	assert_non_null(strstr(err.msg, "none: No such file"));
	memset(&err, 0, sizeof(err));
	assert_int_equal(MLA_EIO, intake_file(&pair, &d->where, d->dir, &err));
	assert_non_null(strstr(err.msg, "is not a regular file"));
	free(none);
}

/* Grows while it is read. */
static void
grow(void *arg, size_t bytes)
{
	const struct desk *d = arg;

	if (bytes > 0)
		assert_int_equal(0, truncate(d->file, FILE_BYTES + 7));
}

static void
refuses_a_file_that_changes_meanwhile(void **state)
{
	struct desk *d = *state;
	struct hash_pair pair;
	struct err err = { 0 };

	hash_watch(grow, d);
	assert_int_equal(MLA_EIO, intake_file(&pair, &d->where, d->file, &err));
	assert_non_null(strstr(err.msg, "evidence changed while it was read"));
	assert_int_equal(0, count(d->exhibits));
	assert_false(file_exists(d->parts));
}

int
main(void)
{
#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		AT_DESK(keeps_a_file_under_its_hash_and_once),
		AT_DESK(a_kill_leaves_nothing_of_a_small_file),
		AT_DESK(goes_on_behind_the_last_step_on_the_disk),
		AT_DESK(can_be_killed_again_and_again),
		AT_DESK(begins_anew_when_the_file_was_changed),
		AT_DESK(removes_parts_that_are_too_old),
		AT_DESK(leaves_a_part_alone_that_somebody_writes),
		AT_DESK(makes_room_when_the_disk_is_full),
		AT_DESK(keeps_the_part_when_the_source_is_gone),
		AT_DESK(takes_standard_input),
		AT_DESK(says_what_cannot_be_taken),
		AT_DESK(refuses_a_file_that_changes_meanwhile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
