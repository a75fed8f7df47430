/* bag.h - folders, programs and bags for the tests of bundle/ */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_BAG_H
#define TESTS_UNIT_BAG_H

#include "unit.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "bundle/hash.h"
#include "bundle/pack.h"
#include "bundle/verify.h"

#define BAG_TIME 1784276100 /* 2026-07-17T08:15:00Z */

/* A fresh folder for one test; the state is its name. */
static inline int
bag_setup(void **state)
{
	char *dir = xstrdup("/tmp/mla-test-XXXXXX");

	*state = dir;
	return mkdtemp(dir) == NULL;
}

static inline int
bag_remove(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline int
bag_teardown(void **state)
{
	int rc = nftw(*state, bag_remove, 16, FTW_DEPTH | FTW_PHYS);

	free(*state);
	return rc;
}

/* Run a program in a folder, without a shell; its exit status. */
static inline int
bag_run(const char *dir, const char *const *argv)
{
	int status = 0, null;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		null = open("/dev/null", O_RDWR);
		if (null < 0 || chdir(dir) != 0)
			_exit(126);
		(void)dup2(null, 0);
		(void)dup2(null, 1);
		(void)dup2(null, 2);
		(void)execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	assert_int_equal(pid, waitpid(pid, &status, 0));
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static inline void
bag_save(const char *path, const void *data, size_t len)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(len, fwrite(data, 1, len, f));
	assert_int_equal(0, fclose(f));
}

static inline void
bag_load(struct buf *b, const char *path)
{
	struct err err = { 0 };

	buf_clear(b);
	assert_ok(file_read(b, path, 64UL << 20, &err), err);
}

/* pack_begin or pack_begin_tar. */
typedef enum mla_rc bag_begin_fn(struct pack **out, const char *path,
    const char *root, int64_t time, struct err *err);

/* A small bag of two texts and one file from disk, as `mla send` makes it. */
static inline void
bag_make_as(bag_begin_fn *begin, const char *dir, const char *path)
{
	static const char *const info[] = { "Source-Organization", "An office",
		"External-Identifier", "urn:uuid:1", NULL };
	char *exhibit = file_join(dir, "exhibit.bin");
	char hex[65], manifest[65];
	struct pack *p = NULL;
	struct err err = { 0 };
	uint64_t bytes = 0;

	bag_save(exhibit, "\0evidence\xff", 10);
	hash_hex_bytes(hex, "\0evidence\xff", 10);
	assert_ok(begin(&p, path, "bag", BAG_TIME, &err), err);
	assert_ok(
	    pack_add_bytes(p, "data/message.xml", "<message/>\n", 11, &err),
	    err);
	assert_ok(
	    pack_add_file(p, "data/exhibits/E-0001/x.bin", exhibit, hex, &err),
	    err);
	assert_ok(pack_add_bytes(p, "README.txt", "Read me.\n", 9, &err), err);
	assert_ok(pack_finish(p, info, manifest, &bytes, &err), err);
	assert_true(bytes > 0);
	assert_int_equal(64, strlen(manifest));
	free(exhibit);
}

static inline void
bag_make(const char *dir, const char *path)
{
	bag_make_as(pack_begin, dir, path);
}

/* The first fault or warning that says text, or NULL. */
static inline const struct bag_fault *
bag_fault_saying(const struct bag_report *r, const char *text)
{
	for (size_t i = 0; i < r->nfaults; i++) {
		if (strstr(r->faults[i].text, text) != NULL)
			return &r->faults[i];
	}
	return NULL;
}

/* Everything that verify said, for messages of failed tests. */
static inline void
bag_print(const struct bag_report *r, const struct err *err)
{
	print_message("err: %s\n", err->msg);
	for (size_t i = 0; i < r->nfaults; i++)
		print_message("%s: %s (%s)%s\n", r->faults[i].path,
		    r->faults[i].text, r->faults[i].section,
		    r->faults[i].warning ? " warning" : "");
}

#endif
