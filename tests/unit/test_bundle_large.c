/* test_bundle_large.c - more entries and larger ones than ZIP once knew */
/* SPDX-License-Identifier: Apache-2.0 */
#include "chance.h"
#include "forge.h"

#include "bundle/zip.h"

enum {
	MANY = 66000
};

static void
takes_66000_entries(void **state)
{
	char *path = file_join(*state, "many.zip");
	struct bag_report r = { 0 };
	struct pack *p = NULL;
	struct err err = { 0 };
	uint64_t bytes = 0;
	char manifest[65];

	assert_ok(pack_begin(&p, path, "bag", BAG_TIME, &err), err);
	for (int i = 0; i < MANY; i++) {
		char name[32];

		(void)snprintf(name, sizeof(name), "data/%d", i);
		assert_ok(pack_add_bytes(p, name, name, 4, &err), err);
	}
	assert_ok(pack_finish(p, NULL, manifest, &bytes, &err), err);
	assert_ok(bag_verify(&r, path, &err), err);
	assert_int_equal(MANY, r.files);
	assert_non_null(bag_find(&r, "data/65999"));
	bag_report_free(&r);
	free(path);
}

/* A sparse ZIP64 of 5 GiB: the structure is read, not the zeros. */
static void
reads_the_records_of_an_entry_over_4_gib(void **state)
{
	const uint64_t size = 5ULL << 30;
	char *path = file_join(*state, "big.zip");
	struct err err = { 0 };

	for (int wrong = 0; wrong < 3; wrong++) {
		struct buf head = { 0 }, tail = { 0 };
		struct zip_names names;
		uint64_t start;
		size_t len;
		int fd;

		forge_put(&head, 0x04034b50, 4);
		forge_put(&head, 45, 2);
		forge_put(&head, 0, 12);
		forge_put(&head, 0xffffffff, 4);
		forge_put(&head, 0xffffffff, 4);
		forge_put(&head, 5, 2);
		forge_put(&head, 20, 2);
		buf_adds(&head, "bag/x");
		forge_put(&head, 1, 2);
		forge_put(&head, 16, 2);
		forge_put(&head, size, 8);
		forge_put(&head, size, 8);
		start = head.len + size;
		forge_put(&tail, 0x02014b50, 4);
		forge_put(&tail, 3 << 8 | 45, 2);
		forge_put(&tail, 45, 2);
		forge_put(&tail, 0, 12);
		forge_put(&tail, 0xffffffff, 4);
		forge_put(&tail, 0xffffffff, 4);
		forge_put(&tail, 5, 2);
		forge_put(&tail, 20, 2);
		forge_put(&tail, 0, 14);
		buf_adds(&tail, "bag/x");
		forge_put(&tail, 1, 2);
		forge_put(&tail, 16, 2);
		forge_put(&tail, size + (wrong == 1), 8);
		forge_put(&tail, size + (wrong == 1), 8);
		len = tail.len;
		forge_put(&tail, 0x06064b50, 4);
		forge_put(&tail, 44, 8);
		forge_put(&tail, 3 << 8 | 45, 2);
		forge_put(&tail, 45, 2);
		forge_put(&tail, 0, 8);
		forge_put(&tail, 1, 8);
		forge_put(&tail, 1, 8);
		forge_put(&tail, len, 8);
		forge_put(&tail, start, 8);
		forge_put(&tail, 0x07064b50, 4);
		forge_put(&tail, 0, 4);
		forge_put(&tail, start + len + (wrong == 2), 8);
		forge_put(&tail, 1, 4);
		forge_put(&tail, 0x06054b50, 4);
		forge_put(&tail, 0, 4);
		forge_put(&tail, 1, 2);
		forge_put(&tail, 1, 2);
		forge_put(&tail, len, 4);
		forge_put(&tail, 0xffffffff, 4);
		forge_put(&tail, 0, 2);
		bag_save(path, head.data, head.len);
		fd = open(path, O_WRONLY);
		assert_true(fd >= 0);
		assert_int_equal((ssize_t)tail.len,
		    pwrite(fd, tail.data, tail.len, (off_t)start));
		(void)close(fd);
		memset(&err, 0, sizeof(err));
		if (wrong == 0)
			assert_ok(zip_check(&names, path, &err), err);
		else
			assert_int_equal(
			    MLA_EDAMAGED, zip_check(&names, path, &err));
		zip_names_free(&names);
		buf_free(&head);
		buf_free(&tail);
	}
	free(path);
}

static void
reads_the_holes_of_a_sparse_file_in_a_tar(void **state)
{
	static const char *const unzip[] = { "unzip", "-q", "b.zip", NULL };
	static const char *const tar[] = { "bsdtar", "-cf", "b.tar", "bag",
		NULL };
	const char *dir = *state;
	char *path = file_join(dir, "b.zip"), *tarred = file_join(dir, "b.tar");
	char *exhibit = file_join(dir, "exhibit"), manifest[65];
	char *sparse = file_join(dir, "bag/data/x");
	struct bag_report r = { 0 };
	struct pack *p = NULL;
	struct err err = { 0 };
	uint64_t bytes = 0;

	bag_save(exhibit, "", 0);
	assert_int_equal(0, truncate(exhibit, 900000));
	assert_ok(pack_begin(&p, path, "bag", BAG_TIME, &err), err);
	assert_ok(pack_add_file(p, "data/x", exhibit, NULL, &err), err);
	assert_ok(pack_finish(p, NULL, manifest, &bytes, &err), err);
	assert_int_equal(0, bag_run(dir, unzip));
	bag_save(sparse, "", 0);
	assert_int_equal(0, truncate(sparse, 900000));
	assert_int_equal(0, bag_run(dir, tar));
	assert_ok(bag_verify(&r, tarred, &err), err);
	assert_int_equal(900000, bag_find(&r, "data/x")->bytes);
	bag_report_free(&r);
	free(sparse);
	free(exhibit);
	free(tarred);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    takes_66000_entries, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    reads_the_records_of_an_entry_over_4_gib, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    reads_the_holes_of_a_sparse_file_in_a_tar, bag_setup,
		    bag_teardown),
	};

	/* Nothing but more of what other tests do. */
	if (chance_is_slow())
		return 0;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
