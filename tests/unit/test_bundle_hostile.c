/* test_bundle_hostile.c - containers made to deceive */
/* SPDX-License-Identifier: Apache-2.0 */
#include "forge.h"

#include "base/str.h"
#include "bundle/walk.h"

/* --- hostile and damaged containers --- */

static void
refuses_hostile_paths(void **state)
{
	static const struct {
		const char *name, *says;
	} cases[] = { { "/etc/passwd", "absolute" },
		{ "//server/share", "absolute" }, { "../evil", ". or .." },
		{ "bag/../../evil", ". or .." }, { "bag/data/..", ". or .." },
		{ "bag/./data/x", ". or .." }, { "bag//data/x", "empty name" },
		{ "bag\\data\\x", "backslash" },
		{ "bag/data/..\\..\\evil", "backslash" },
		{ "\\\\server\\share\\x", "backslash" }, { "C:/evil", "drive" },
		{ "bag/C:/evil", "drive" },
		{ "bag/data/a\x7f", "control character" },
		{ "bag/data/a\x1b[2J", "control character" },
		{ "bag/data/a\tb", "control character" },
		{ "bag/data/\xc2\x9b"
		  "2J",
		    "control character" },
		{ "c:evil", "drive" }, { "bag/data/a\xff", "not UTF-8" },
		{ "bag/data/\xc0\xaf", "not UTF-8" },
		{ "bag/data/\xed\xa0\x80", "not UTF-8" } };
	struct buf m = { 0 };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct forge f;

		forge_bag(&f, &m);
		forge_add(&f, cases[i].name, "evil\n");
		assert_forged(*state, &f, MLA_EDAMAGED, cases[i].says);
	}
	buf_free(&m);
}

static void
refuses_what_is_no_file_or_folder(void **state)
{
	/* link, device, block device, FIFO, socket */
	static const unsigned modes[] = { 0120777, 0020666, 0060666, 0010666,
		0140777 };
	struct buf m = { 0 };

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		struct forge f;

		forge_bag(&f, &m);
		forge_add(&f, "bag/data/c", "/etc/passwd")->mode = modes[i];
		assert_forged(*state, &f, MLA_ENO, "a bag has only files");
	}
	buf_free(&m);
}

struct hostile {
	const char *what;
	void (*make)(struct forge *f);
	const char *says;
};

static void
make_prefix(struct forge *f)
{
	f->prefix = "PK\3\4 something before";
}

static void
make_suffix(struct forge *f)
{
	f->suffix = "more";
}

static void
make_comment(struct forge *f)
{
	f->comment = "PK\5\6 hides another end";
}

static void
make_two_ends(struct forge *f)
{
	f->twice = true;
}

static void
make_count_high(struct forge *f)
{
	f->count = 1;
}

static void
make_count_low(struct forge *f)
{
	f->count = -1;
}

static void
make_directory_elsewhere(struct forge *f)
{
	f->directory_at = 7;
}

static void
make_directory_long(struct forge *f)
{
	f->directory_len = 4;
}

static void
make_directory_huge(struct forge *f)
{
	f->directory_len = 0x7fffffff;
}

static void
make_names_differ(struct forge *f)
{
	f->at[0].local_name = "bag/data/z.txt";
}

static void
make_name_lengths_differ(struct forge *f)
{
	f->at[0].local_name = "bag/data/a.txt/b";
}

static void
make_sizes_differ(struct forge *f)
{
	f->at[0].local_len = 1;
}

static void
make_central_size_wrong(struct forge *f)
{
	f->at[0].central_len = (uint32_t)-1;
}

static void
make_checksums_differ(struct forge *f)
{
	f->at[0].local_crc = 1;
}

static void
make_methods_differ(struct forge *f)
{
	f->at[0].local_method = 8;
}

static void
make_flags_differ(struct forge *f)
{
	f->at[0].local_flags = 2;
}

static void
make_gap(struct forge *f)
{
	f->at[0].gap = "hidden";
}

static void
make_hidden_entry(struct forge *f)
{
	f->at[1].absent = true;
}

static void
make_overlap(struct forge *f)
{
	f->at[1].offset = (uint32_t)-45;
}

static void
make_offset_outside(struct forge *f)
{
	f->at[3].offset = 0x10000000;
}

static void
make_encrypted(struct forge *f)
{
	f->at[0].flags = 1;
}

static void
make_strongly_encrypted(struct forge *f)
{
	f->at[0].flags = 65;
}

static void
make_other_method(struct forge *f)
{
	f->at[0].method = 12;
}

static void
make_descriptor_wrong(struct forge *f)
{
	f->at[0].descriptor = true;
	f->at[0].descriptor_crc = 1;
}

static void
make_zero_in_name(struct forge *f)
{
	f->at[0].name = "bag/data/a.txt\0.exe";
	f->at[0].name_len = 19;
}

static void
make_extra_broken(struct forge *f)
{
	f->at[0].extra = "\1\0\x40\0";
	f->at[0].extra_len = 4;
}

static void
make_doubles(struct forge *f)
{
	forge_add(f, "bag/data/a.txt", "another\n");
}

/* Info-ZIP's extra field with another name and its right checksum. */
static void
make_second_name(struct forge *f)
{
	static char extra[4 + 5 + 14];
	uint32_t crc = forge_crc("bag/data/a.txt", 14);

	memcpy(extra, "\x75\x70\x13\0\1", 5);
	for (int i = 0; i < 4; i++)
		extra[5 + i] = (char)(crc >> (8 * i) & 255);
	memcpy(extra + 9, "bag/data/z.txt", 14);
	f->at[0].extra = extra;
	f->at[0].extra_len = sizeof(extra);
}

static void
make_times_differ(struct forge *f)
{
	f->at[0].local_time = 1;
}

static void
make_full_folder(struct forge *f)
{
	forge_add(f, "bag/data/c/", "hidden\n");
}

static void
make_other_disk(struct forge *f)
{
	f->disk = 1;
}

static void
refuses_what_two_readers_may_read_in_two_ways(void **state)
{
	static const struct hostile cases[] = {
		{ "prefix", make_prefix, NULL },
		{ "suffix", make_suffix, "something stands behind its end" },
		{ "comment", make_comment, "something stands behind its end" },
		{ "two ends", make_two_ends, "directory" },
		{ "count high", make_count_high, "directory" },
		{ "count low", make_count_low, "more than it says" },
		{ "directory elsewhere", make_directory_elsewhere,
		    "not where it should be" },
		{ "directory long", make_directory_long, NULL },
		{ "directory huge", make_directory_huge, NULL },
		{ "names differ", make_names_differ, "its name differs" },
		{ "name lengths differ", make_name_lengths_differ,
		    "its name differs" },
		{ "sizes differ", make_sizes_differ, "differ" },
		{ "central size wrong", make_central_size_wrong, NULL },
		{ "checksums differ", make_checksums_differ, "differ" },
		{ "methods differ", make_methods_differ, "differ" },
		{ "flags differ", make_flags_differ, "differ" },
		{ "gap", make_gap, "something stands between" },
		{ "hidden entry", make_hidden_entry,
		    "something stands between" },
		{ "overlap", make_overlap, NULL },
		{ "offset outside", make_offset_outside, NULL },
		{ "encrypted", make_encrypted, "encrypted" },
		{ "strongly encrypted", make_strongly_encrypted, "encrypted" },
		{ "other method", make_other_method,
		    "neither stored nor deflated" },
		{ "descriptor wrong", make_descriptor_wrong,
		    "descriptor and the directory differ" },
		{ "zero in name", make_zero_in_name, "zero byte" },
		{ "extra broken", make_extra_broken, "damaged" },
		{ "doubles", make_doubles, "there twice" },
		{ "second name", make_second_name, "two names" },
		{ "times differ", make_times_differ, "differ" },
		{ "folder with content", make_full_folder,
		    "a folder has content" },
		{ "other disk", make_other_disk, "several parts" },
	};
	struct buf m = { 0 };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct forge f;

		forge_bag(&f, &m);
		cases[i].make(&f);
		print_message("%s\n", cases[i].what);
		assert_forged(*state, &f, MLA_EDAMAGED, cases[i].says);
	}
	buf_free(&m);
}

static void
refuses_paths_that_are_too_long_or_too_deep(void **state)
{
	char *name = xmalloc(WALK_MAX_PATH + 10);
	struct buf m = { 0 };
	struct forge f;

	memset(name, 'x', WALK_MAX_PATH + 10);
	memcpy(name, "bag/data/", 9);
	name[9 + WALK_MAX_ELEMENT + 1] = '\0';
	forge_bag(&f, &m);
	forge_add(&f, name, "x");
	assert_forged(*state, &f, MLA_EDAMAGED, "longer than 1,024 bytes");
	name[9 + WALK_MAX_ELEMENT + 1] = 'x';
	for (size_t i = 109; i < WALK_MAX_PATH + 9; i += 100)
		name[i] = '/';
	name[WALK_MAX_PATH + 1] = '\0';
	forge_bag(&f, &m);
	forge_add(&f, name, "x");
	assert_forged(*state, &f, MLA_EDAMAGED, "longer than 4,096 bytes");
	for (size_t i = 3; i < 2 * (WALK_MAX_DEPTH + 2); i += 2)
		memcpy(name + i, "/d", 2);
	name[2 * (WALK_MAX_DEPTH + 2) + 1] = '\0';
	forge_bag(&f, &m);
	forge_add(&f, name, "x");
	assert_forged(*state, &f, MLA_EDAMAGED, "nested too deep");
	free(name);
	buf_free(&m);
}

static void
refuses_what_unpacks_to_far_more_than_its_size(void **state)
{
	static const char *const zip[] = { "bsdtar", "-a", "-cf", "bomb.zip",
		"bag", NULL };
	static const char *const tar[] = { "bsdtar", "-czf", "bomb.tar.gz",
		"bag", NULL };
	static const char *const names[] = { "bomb.zip", "bomb.tar.gz" };
	const char *dir = *state;
	char *bag = file_join(dir, "bag"), *file = file_join(bag, "zeros");

	assert_int_equal(0, mkdir(bag, 0700));
	bag_save(file, "", 0);
	assert_int_equal(0, truncate(file, 8 << 20));
	assert_int_equal(0, bag_run(dir, zip));
	assert_int_equal(0, bag_run(dir, tar));
	for (size_t i = 0; i < 2; i++) {
		char *path = file_join(dir, names[i]);
		struct bag_report r = { 0 };
		struct err err = { 0 };

		assert_int_equal(MLA_EDAMAGED, bag_verify(&r, path, &err));
		assert_non_null(strstr(err.msg, "more than 100 times"));
		bag_report_free(&r);
		free(path);
	}
	free(file);
	free(bag);
}

static void
refuses_what_is_no_container(void **state)
{
	static const char *const texts[] = { "", "P", "PK", "PK\3\4", "<xml/>",
		"\x1f\x8b\x08", "a text that goes on and on" };
	const char *dir = *state;
	char *path = file_join(dir, "file");

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct bag_report r = { 0 };
		struct err err = { 0 };

		bag_save(path, texts[i], strlen(texts[i]));
		if (bag_verify(&r, path, &err) == MLA_OK)
			fail_msg("accepted \"%s\"", texts[i]);
		assert_true(err.msg[0] != '\0');
		bag_report_free(&r);
	}
	free(path);
}

static void
assert_odd(const char *path, const char *what)
{
	struct bag_report r = { 0 };
	struct err err = { 0 };
	const struct bag_fault *f;

	assert_int_equal(MLA_ENO, bag_verify(&r, path, &err));
	f = bag_fault_saying(&r, what);
	assert_non_null(f);
	assert_string_equal("data/odd", f->path);
	assert_false(f->warning);
	bag_report_free(&r);
}

static void
refuses_links_devices_and_pipes_in_folders_and_tars(void **state)
{
	static const char *const unzip[] = { "unzip", "-q", "b.zip", NULL };
	static const char *const tar[] = { "bsdtar", "-cf", "b.tar", "bag",
		NULL };
	const char *dir = *state;
	char *path = file_join(dir, "b.zip"), *bag = file_join(dir, "bag");
	char *odd = file_join(bag, "data/odd");
	char *tarred = file_join(dir, "b.tar");

	bag_make(dir, path);
	assert_int_equal(0, bag_run(dir, unzip));
	for (int kind = 0; kind < 2; kind++) {
		(void)unlink(odd);
		if (kind == 0)
			assert_int_equal(0, symlink("/etc/passwd", odd));
		else
			assert_int_equal(0, mkfifo(odd, 0600));
		assert_odd(bag, kind == 0 ? "a link" : "a FIFO");
		assert_int_equal(0, bag_run(dir, tar));
		assert_odd(tarred, kind == 0 ? "a link" : "a FIFO");
	}
	/* A second name of the same file is a hard link in a tar. */
	(void)unlink(odd);
	free(path);
	path = file_join(bag, "data/message.xml");
	assert_int_equal(0, link(path, odd));
	assert_int_equal(0, bag_run(dir, tar));
	assert_odd(tarred, "a link");
	free(tarred);
	free(odd);
	free(bag);
	free(path);
}

/* Append to a file. */
static void
append(const char *path, const void *data, size_t len)
{
	FILE *f = fopen(path, "a");

	assert_non_null(f);
	assert_int_equal(len, fwrite(data, 1, len, f));
	assert_int_equal(0, fclose(f));
}

static void
refuses_what_stands_behind_the_end_of_a_tar(void **state)
{
	static const char *const unzip[] = { "unzip", "-q", "b.zip", NULL };
	static const char *const make[][5] = { { "bsdtar", "-cf", "b.tar",
		                                   "bag", NULL },
		{ "bsdtar", "-czf", "b.tar.gz", "bag", NULL } };
	static const char *const names[] = { "b.tar", "b.tar.gz" };
	const char *dir = *state;
	char *path = file_join(dir, "b.zip");
	struct buf tar = { 0 };

	bag_make(dir, path);
	assert_int_equal(0, bag_run(dir, unzip));
	for (size_t i = 0; i < 2; i++) {
		char *tarred = file_join(dir, names[i]);

		assert_int_equal(0, bag_run(dir, make[i]));
		bag_load(&tar, tarred);
		/* junk, the same archive again, half the end */
		for (int kind = 0; kind < 3; kind++) {
			struct bag_report r = { 0 };
			struct err err = { 0 };

			bag_save(tarred, tar.data, tar.len);
			if (kind == 2)
				assert_int_equal(0,
				    truncate(tarred,
				        (off_t)(i == 0 ? 2048 : tar.len / 2)));
			else
				append(tarred, kind == 0 ? "junk" : tar.data,
				    kind == 0 ? 4 : tar.len);
			assert_int_equal(
			    MLA_EDAMAGED, bag_verify(&r, tarred, &err));
			assert_true(err.msg[0] != '\0');
			bag_report_free(&r);
		}
		free(tarred);
	}
	buf_free(&tar);
	free(path);
}

static void
reads_a_tar_whose_names_begin_with_a_dot_and_slash(void **state)
{
	static const char *const unzip[] = { "unzip", "-q", "b.zip", NULL };
	static const char *const tar[] = { "bsdtar", "-cf", "b.tar", "./bag",
		NULL };
	const char *dir = *state;
	char *path = file_join(dir, "b.zip"), *tarred = file_join(dir, "b.tar");
	struct bag_report r = { 0 };
	struct err err = { 0 };

	bag_make(dir, path);
	assert_int_equal(0, bag_run(dir, unzip));
	assert_int_equal(0, bag_run(dir, tar));
	assert_ok(bag_verify(&r, tarred, &err), err);
	assert_non_null(bag_find(&r, "data/message.xml"));
	bag_report_free(&r);
	free(tarred);
	free(path);
}

static void
says_when_there_is_nothing(void **state)
{
	char *path = file_join(*state, "nothing.zip");
	struct bag_report r = { 0 };
	struct err err = { 0 };

	assert_int_equal(MLA_ENOTFOUND, bag_verify(&r, path, &err));
	assert_non_null(strstr(err.msg, "nothing.zip: No such file"));
	bag_report_free(&r);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    refuses_hostile_paths, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    refuses_what_is_no_file_or_folder, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    refuses_what_two_readers_may_read_in_two_ways, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    refuses_paths_that_are_too_long_or_too_deep, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    refuses_what_unpacks_to_far_more_than_its_size, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    refuses_what_is_no_container, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    refuses_links_devices_and_pipes_in_folders_and_tars,
		    bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    refuses_what_stands_behind_the_end_of_a_tar, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    reads_a_tar_whose_names_begin_with_a_dot_and_slash,
		    bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    says_when_there_is_nothing, bag_setup, bag_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
