/* test_bundle_pack.c - bags that we write, and what stock tools say */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bag.h"

#include "base/str.h"

static void
check_with_stock_tools(const char *dir, const char *const *unpack)
{
	static const char *const sums[][4] = {
		{ "sha256sum", "-c", "manifest-sha256.txt", NULL },
		{ "sha512sum", "-c", "manifest-sha512.txt", NULL },
		{ "sha256sum", "-c", "tagmanifest-sha256.txt", NULL },
		{ "sha512sum", "-c", "tagmanifest-sha512.txt", NULL },
	};
	char *bag = file_join(dir, "bag"), *file;

	assert_int_equal(0, bag_run(dir, unpack));
	for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
		assert_int_equal(0, bag_run(bag, sums[i]));
	file = file_join(bag, "data/exhibits/E-0001/x.bin");
	bag_save(file, "\0evidencf\xff", 10);
	assert_int_equal(1, bag_run(bag, sums[0]));
	assert_int_equal(1, bag_run(bag, sums[1]));
	assert_int_equal(0, bag_run(bag, sums[2]));
	free(file);
	free(bag);
}

/* Does a program unpack a bag so that its files are those that we put in? */
static void
check_unpacked(const char *dir, bag_begin_fn *begin, const char *const *unpack)
{
	char *path = file_join(dir, "b"), *bag = file_join(dir, "bag");
	const char *const clear[] = { "rm", "-rf", bag, NULL };

	bag_make_as(begin, dir, path);
	check_with_stock_tools(dir, unpack);
	assert_int_equal(0, bag_run(dir, clear));
	free(bag);
	free(path);
}

static void
a_zip_is_unpacked_by_unzip_bsdtar_and_python(void **state)
{
	static const char *const by[][7] = { { "unzip", "-q", "b", NULL },
		{ "bsdtar", "-xf", "b", NULL },
		{ "python3", "-m", "zipfile", "-e", "b", ".", NULL } };
	static const char *const test[] = { "unzip", "-tq", "b", NULL };

	for (size_t i = 0; i < sizeof(by) / sizeof(by[0]); i++)
		check_unpacked(*state, pack_begin, by[i]);
	assert_int_equal(0, bag_run(*state, test));
}

static void
a_tar_is_unpacked_by_gnu_tar_bsdtar_and_python(void **state)
{
	static const char *const by[][7] = { { "tar", "-xf", "b", NULL },
		{ "bsdtar", "-xf", "b", NULL },
		{ "python3", "-m", "tarfile", "-e", "b", ".", NULL } };

	for (size_t i = 0; i < sizeof(by) / sizeof(by[0]); i++)
		check_unpacked(*state, pack_begin_tar, by[i]);
}

/* tests/bagit/rfc8493.py, which knows nothing of us. */
static int
second_opinion(const char *dir, const char *bag)
{
	char *script = realpath("tests/bagit/rfc8493.py", NULL);
	const char *const words[] = { "python3", script, bag, NULL };
	int code;

	assert_non_null(script);
	code = bag_run(dir, words);
	free(script);
	return code;
}

static void
a_second_opinion_agrees(void **state)
{
	static const char *const unpack[] = { "tar", "-xf", "b.tar", NULL };
	char *tar = file_join(*state, "b.tar"), *zip = file_join(*state, "b");
	char *file = file_join(*state, "bag/data/exhibits/E-0001/x.bin");

	bag_make(*state, zip);
	bag_make_as(pack_begin_tar, *state, tar);
	assert_int_equal(0, second_opinion(*state, "b"));
	assert_int_equal(0, second_opinion(*state, "b.tar"));
	assert_int_equal(0, bag_run(*state, unpack));
	assert_int_equal(0, second_opinion(*state, "bag"));
	bag_save(file, "\0evidencf\xff", 10);
	assert_int_equal(1, second_opinion(*state, "bag"));
	free(file);
	free(zip);
	free(tar);
}

static void
has_every_file_and_line_of_a_bag(void **state)
{
	static const char *const unpack[] = { "unzip", "-q", "b.zip", NULL };
	static const struct {
		const char *path, *text;
	} files[] = { { "bag/bagit.txt",
		          "BagIt-Version: 1.0\n"
		          "Tag-File-Character-Encoding: UTF-8\n" },
		{ "bag/README.txt", "Read me.\n" },
		{ "bag/data/message.xml", "<message/>\n" },
		{ "bag/bag-info.txt",
		    "Source-Organization: An office\n"
		    "External-Identifier: urn:uuid:1\n"
		    "Bagging-Date: 2026-07-17\n"
		    "Payload-Oxum: 21.2\n" } };
	const char *dir = *state;
	char *path = file_join(dir, "b.zip");
	struct buf b = { 0 };

	bag_make(dir, path);
	assert_int_equal(0, bag_run(dir, unpack));
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char *file = file_join(dir, files[i].path);

		bag_load(&b, file);
		assert_string_equal(files[i].text, buf_text(&b));
		free(file);
	}
	buf_free(&b);
	free(path);
}

/* The same bag in another time zone and locale. */
static void
make_elsewhere(bag_begin_fn *begin, const char *dir, const char *path,
    const char *zone, const char *locale)
{
	pid_t pid = fork();
	int status = 0;

	assert_true(pid >= 0);
	if (pid == 0) {
		(void)setenv("TZ", zone, 1);
		(void)setenv("LC_ALL", locale, 1);
		(void)setenv("LANG", locale, 1);
		(void)umask(begin == pack_begin ? 0 : 077);
		bag_make_as(begin, dir, path);
		_exit(0);
	}
	assert_int_equal(pid, waitpid(pid, &status, 0));
	assert_int_equal(0, status);
}

static void
is_the_same_in_every_time_zone_and_locale(void **state)
{
	static const struct {
		const char *zone, *locale;
	} places[] = { { "UTC", "C.UTF-8" }, { "Asia/Kathmandu", "C" },
		{ "America/St_Johns", "POSIX" }, { "Europe/Paris", "C.UTF-8" },
		{ "<+14>-14", "C" }, { "", "C" } };
	static bag_begin_fn *const formats[] = { pack_begin, pack_begin_tar };
	const char *dir = *state;
	char *path = file_join(dir, "b");
	struct buf first = { 0 }, next = { 0 };

	for (size_t f = 0; f < 2; f++) {
		bag_make_as(formats[f], dir, path);
		bag_load(&first, path);
		for (size_t i = 0; i < sizeof(places) / sizeof(places[0]);
		     i++) {
			make_elsewhere(formats[f], dir, path, places[i].zone,
			    places[i].locale);
			bag_load(&next, path);
			assert_int_equal(first.len, next.len);
			assert_memory_equal(first.data, next.data, first.len);
		}
	}
	buf_free(&first);
	buf_free(&next);
	free(path);
}

static void
leaves_the_time_zone_as_it_was(void **state)
{
	char *path = file_join(*state, "b.zip");

	(void)setenv("TZ", "Asia/Kathmandu", 1);
	bag_make(*state, path);
	assert_string_equal("Asia/Kathmandu", getenv("TZ"));
	(void)unsetenv("TZ");
	bag_make(*state, path);
	assert_null(getenv("TZ"));
	free(path);
}

static void
appears_only_when_it_is_complete(void **state)
{
	const char *dir = *state;
	char *path = file_join(dir, "b.zip");
	struct file_names names = { 0 };
	struct pack *p = NULL;
	struct err err = { 0 };

	assert_ok(pack_begin(&p, path, "bag", BAG_TIME, &err), err);
	assert_ok(pack_add_bytes(p, "data/a", "a", 1, &err), err);
	assert_false(file_exists(path));
	pack_abandon(p);
	assert_ok(file_list(&names, dir, &err), err);
	assert_int_equal(0, names.n);
	file_names_free(&names);
	pack_abandon(NULL);
	free(path);
}

static void
keeps_an_older_bag_until_the_new_one_is_complete(void **state)
{
	char *path = file_join(*state, "b.zip");
	struct pack *p = NULL;
	struct buf b = { 0 };
	struct err err = { 0 };

	bag_save(path, "older", 5);
	assert_ok(pack_begin(&p, path, "bag", BAG_TIME, &err), err);
	assert_ok(pack_add_bytes(p, "data/a", "a", 1, &err), err);
	pack_abandon(p);
	bag_load(&b, path);
	assert_string_equal("older", buf_text(&b));
	buf_free(&b);
	free(path);
}

static void
refuses_a_file_that_is_not_the_one_recorded(void **state)
{
	char *path = file_join(*state, "b.zip");
	char *exhibit = file_join(*state, "exhibit");
	struct pack *p = NULL;
	struct err err = { 0 };
	char hex[65], manifest[65];
	uint64_t bytes;

	bag_save(exhibit, "changed", 7);
	hash_hex_bytes(hex, "original", 8);
	assert_ok(pack_begin(&p, path, "bag", BAG_TIME, &err), err);
	assert_ok(pack_add_file(p, "data/x", exhibit, hex, &err), err);
	assert_int_equal(
	    MLA_EDAMAGED, pack_finish(p, NULL, manifest, &bytes, &err));
	assert_non_null(strstr(err.msg,
	    "exhibit was changed: its SHA-256 is not the one recorded"));
	assert_false(file_exists(path));
	free(exhibit);
	free(path);
}

static void
says_which_file_is_missing(void **state)
{
	char *path = file_join(*state, "b.zip");
	char *exhibit = file_join(*state, "gone");
	struct pack *p = NULL;
	struct err err = { 0 };

	assert_ok(pack_begin(&p, path, "bag", BAG_TIME, &err), err);
	assert_int_equal(
	    MLA_EIO, pack_add_file(p, "data/x", exhibit, NULL, &err));
	assert_non_null(strstr(err.msg, "gone"));
	pack_abandon(p);
	free(exhibit);
	free(path);
}

static void
says_when_the_folder_cannot_be_written(void **state)
{
	char *path = file_join(*state, "no/such/b.zip");
	struct pack *p = NULL;
	struct err err = { 0 };

	assert_int_equal(MLA_EIO, pack_begin(&p, path, "bag", BAG_TIME, &err));
	assert_null(p);
	assert_non_null(strstr(err.msg, "no/such/b.zip"));
	free(path);
}

static void
see_progress(void *arg, size_t bytes)
{
	*(uint64_t *)arg += bytes;
}

static void
reports_progress_of_a_large_file(void **state)
{
	char *path = file_join(*state, "b.zip");
	char *exhibit = file_join(*state, "exhibit");
	uint64_t seen = 0, bytes = 0;
	struct bag_report r = { 0 };
	struct pack *p = NULL;
	struct err err = { 0 };
	char manifest[65];

	bag_save(exhibit, "", 0);
	assert_int_equal(0, truncate(exhibit, 3000000));
	assert_ok(pack_begin(&p, path, "bag", BAG_TIME, &err), err);
	hash_watch(see_progress, &seen);
	assert_ok(pack_add_file(p, "data/x", exhibit, NULL, &err), err);
	assert_ok(pack_finish(p, NULL, manifest, &bytes, &err), err);
	/* Both manifests are read as well. */
	assert_in_range(seen, 3000000, 3000300);
	/* Whoever verifies a bag reads all of it. */
	assert_ok(bag_verify(&r, path, &err), err);
	hash_watch(NULL, NULL);
	assert_true(seen > 6000000);
	assert_int_equal(3000000, r.bytes);
	assert_string_equal(manifest, r.manifest_sha256);
	bag_report_free(&r);
	free(exhibit);
	free(path);
}

/* Names with all that RFC 8493 section 2.1.3 speaks of, and not in ASCII. */
static void
check_odd_names(const char *dir, bag_begin_fn *begin)
{
	static const char *const names[] = { "data/100%.txt", "data/a\nb",
		"data/a\rb", "data/%41 b", "data/%0A", "data/%250a",
		"data/\xc3\xa9.txt", "data/\xe6\x97\xa5\xe6\x9c\xac" };
	char *path = file_join(dir, "b");
	struct bag_report r = { 0 };
	struct pack *p = NULL;
	struct err err = { 0 };
	uint64_t bytes = 0;
	char manifest[65];

	assert_ok(begin(&p, path, "bag", BAG_TIME, &err), err);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_ok(pack_add_bytes(p, names[i], "x", 1, &err), err);
	assert_ok(pack_finish(p, NULL, manifest, &bytes, &err), err);
	if (bag_verify(&r, path, &err) != MLA_OK) {
		bag_print(&r, &err);
		fail();
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_non_null(bag_find(&r, names[i]));
	assert_int_equal(0, second_opinion(dir, "b"));
	bag_report_free(&r);
	free(path);
}

static void
codes_line_ends_and_percent_in_manifests(void **state)
{
	check_odd_names(*state, pack_begin);
	check_odd_names(*state, pack_begin_tar);
}

/* RFC 8493 section 2.1.3: "those characters (and only those)". */
static void
writes_manifests_to_the_letter(void **state)
{
	static const char *const unpack[] = { "unzip", "-q", "b", NULL };
	static const char *const names[] = { "data/100%.txt", "data/a b\tc",
		"data/\xc3\xa9\x7e" };
	char *path = file_join(*state, "b"), *file, hex[65];
	struct pack *p = NULL;
	struct buf want = { 0 }, b = { 0 };
	struct err err = { 0 };
	uint64_t bytes = 0;
	char manifest[65];

	hash_hex_bytes(hex, "x", 1);
	buf_addf(&want,
	    "%s  data/100%%25.txt\n%s  data/a b\tc\n%s  data/\xc3\xa9\x7e\n",
	    hex, hex, hex);
	assert_ok(pack_begin(&p, path, "bag", BAG_TIME, &err), err);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_ok(pack_add_bytes(p, names[i], "x", 1, &err), err);
	assert_ok(pack_finish(p, NULL, manifest, &bytes, &err), err);
	assert_int_equal(0, bag_run(*state, unpack));
	file = file_join(*state, "bag/manifest-sha256.txt");
	bag_load(&b, file);
	assert_string_equal(buf_text(&want), buf_text(&b));
	hash_hex_bytes(hex, buf_text(&b), b.len);
	assert_string_equal(hex, manifest);
	buf_free(&want);
	buf_free(&b);
	free(file);
	free(path);
}

/* Manifests that are longer than what is kept of them in memory. */
static void
writes_many_files(void **state)
{
	char *path = file_join(*state, "b");
	struct bag_report r = { 0 };
	struct pack *p = NULL;
	struct err err = { 0 };
	uint64_t bytes = 0;
	char manifest[65];

	assert_ok(pack_begin_tar(&p, path, "bag", BAG_TIME, &err), err);
	for (size_t i = 0; i < 1500; i++) {
		char name[64];

		(void)snprintf(name, sizeof(name), "data/%zu.bin", i);
		assert_ok(
		    pack_add_bytes(p, name, name, strlen(name), &err), err);
	}
	assert_ok(pack_finish(p, NULL, manifest, &bytes, &err), err);
	assert_ok(bag_verify(&r, path, &err), err);
	assert_int_equal(0, r.nfaults);
	assert_int_equal(1500, r.files);
	assert_string_equal(manifest, r.manifest_sha256);
	assert_int_equal(0, second_opinion(*state, "b"));
	bag_report_free(&r);
	free(path);
}

static void
writes_values_of_bag_info_in_one_line(void **state)
{
	static const char *const unpack[] = { "unzip", "-q", "b.zip", NULL };
	static const char *const info[] = { "Source-Organization",
		"An office\nPayload-Oxum: 0.0\r\nMore: 1", NULL };
	char *path = file_join(*state, "b.zip");
	char *file = file_join(*state, "bag/bag-info.txt");
	struct bag_report r = { 0 };
	struct pack *p = NULL;
	struct buf b = { 0 };
	struct err err = { 0 };
	uint64_t bytes = 0;
	char manifest[65];

	assert_ok(pack_begin(&p, path, "bag", BAG_TIME, &err), err);
	assert_ok(pack_add_bytes(p, "data/a", "a", 1, &err), err);
	assert_ok(pack_finish(p, info, manifest, &bytes, &err), err);
	assert_ok(bag_verify(&r, path, &err), err);
	assert_int_equal(0, bag_run(*state, unpack));
	bag_load(&b, file);
	assert_string_equal("Source-Organization: An office Payload-Oxum: 0.0  "
	                    "More: 1\nBagging-Date: 2026-07-17\n"
	                    "Payload-Oxum: 1.1\n",
	    buf_text(&b));
	buf_free(&b);
	bag_report_free(&r);
	free(file);
	free(path);
}

static void
makes_names_that_every_system_takes(void **state)
{
	static const struct {
		const char *from, *to;
	} cases[] = { { "report.pdf", "report.pdf" }, { "", "_" }, { ".", "_" },
		{ "..", "_" }, { ".hidden", "_.hidden" }, { "-rf", "_-rf" },
		{ "a/b\\c", "a_b_c" }, { "name. ", "name._" },
		{ "name...", "name" }, { "a\nb\tc", "a_b_c" },
		{ "caf\xc3\xa9.txt", "caf_.txt" },
		{ "\xe2\x80\xae"
		  "fdp.exe",
		    "_fdp.exe" },
		{ "CON", "_CON" }, { "nul.txt", "_nul.txt" },
		{ "com1.tar.gz", "_com1.tar.gz" }, { "LPT9", "_LPT9" },
		{ "console", "console" }, { "com10", "com10" },
		{ "a:b*c?d\"e<f>g|h", "a_b_c_d_e_f_g_h" },
		{ "\xff\xfe", "__" } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *name = pack_safe_name(cases[i].from);

		assert_string_equal(cases[i].to, name);
		free(name);
	}
}

static void
shortens_names_and_keeps_their_extension(void **state)
{
	char from[400], *name;

	(void)state;
	memset(from, 'x', sizeof(from));
	memcpy(from + 390, ".jpeg", 6);
	name = pack_safe_name(from);
	assert_int_equal(80, strlen(name));
	assert_true(str_ends(name, "x.jpeg"));
	free(name);
	/* A cut behind a dot must not leave it at the end. */
	memset(from, 'x', 390);
	memcpy(from + 79, ".x", 2);
	memset(from + 390, 'x', 5);
	name = pack_safe_name(from);
	assert_int_equal(80, strlen(name));
	assert_true(str_ends(name, "x_"));
	free(name);
	/* An "extension" that is too long is none. */
	memset(from, 'y', 390);
	memcpy(from + 40, ".z", 2);
	name = pack_safe_name(from);
	assert_int_equal(80, strlen(name));
	free(name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_zip_is_unpacked_by_unzip_bsdtar_and_python, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    a_tar_is_unpacked_by_gnu_tar_bsdtar_and_python, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    a_second_opinion_agrees, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    writes_manifests_to_the_letter, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    writes_many_files, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    has_every_file_and_line_of_a_bag, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    is_the_same_in_every_time_zone_and_locale, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    leaves_the_time_zone_as_it_was, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    appears_only_when_it_is_complete, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    keeps_an_older_bag_until_the_new_one_is_complete, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    refuses_a_file_that_is_not_the_one_recorded, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    says_which_file_is_missing, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    says_when_the_folder_cannot_be_written, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    reports_progress_of_a_large_file, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    codes_line_ends_and_percent_in_manifests, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    writes_values_of_bag_info_in_one_line, bag_setup,
		    bag_teardown),
		cmocka_unit_test(makes_names_that_every_system_takes),
		cmocka_unit_test(shortens_names_and_keeps_their_extension),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
