/* test_bundle.c - bags: written, read by stock tools, every change found */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "bundle/media.h"
#include "bundle/pack.h"
#include "bundle/verify.h"
#include "bundle/zip.h"

static char *dir;

static int
make_folder(void **state)
{
	(void)state;
	dir = mkdtemp(xstrdup("/tmp/mla-bundle-XXXXXX"));
	return dir == NULL;
}

/* Run a program by its words; its exit status. */
static int
run_program(const char *where, const char *const *words)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		int null = open("/dev/null", O_WRONLY);

		(void)dup2(null, 1);
		(void)dup2(null, 2);
		if (chdir(where) == 0)
			(void)execvp(words[0], (char **)(uintptr_t)words);
		_exit(127);
	}
	assert_int_equal(child, waitpid(child, &status, 0));
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
remove_folder(void **state)
{
	const char *const words[] = { "rm", "-rf", dir, NULL };

	(void)state;
	(void)run_program("/", words);
	free(dir);
	return 0;
}

static char *
make_bag(const char *name, int64_t time)
{
	static const char *const info[] = { "Source-Organization", "Court",
		NULL };
	char *path = file_join(dir, name), *file = file_join(dir, "evidence");
	struct pack *p;
	struct err err = { 0 };
	char manifest[65];
	uint64_t bytes;

	assert_ok(file_save(file, "evidence", 8, &err), err);
	assert_ok(pack_begin(&p, path, "bag", time, &err), err);
	assert_ok(pack_add_bytes(p, "data/a.txt", "hello\n", 6, &err), err);
	assert_ok(pack_add_file(p, "data/b/c.bin", file, NULL, &err), err);
	assert_ok(pack_add_bytes(p, "data/empty", "", 0, &err), err);
	assert_ok(pack_finish(p, info, manifest, &bytes, &err), err);
	assert_true(bytes > 1000);
	free(file);
	return path;
}

static void
digests_are_those_of_the_standard(void **state)
{
	char hex[HASH_HEX_MAX];
	struct hash *h = hash_new("sha512");

	(void)state;
	hash_hex_bytes(hex, "abc", 3);
	assert_string_equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb"
	                    "410ff61f20015ad",
	    hex);
	hash_add(h, "a", 1);
	hash_add(h, "bc", 2);
	hash_end(h, hex);
	assert_memory_equal("ddaf35a193617abacc417349ae204131", hex, 32);
	assert_null(hash_new("sha3"));
	assert_false(hash_is_known("SHA256"));
	assert_true(hash_is_known("md5"));
}

static void
stock_tools_accept_what_we_write(void **state)
{
	static const char *const unzip[] = { "unzip", "-q", "a.zip", NULL };
	static const char *const tar[] = { "bsdtar", "-tf", "a.zip", NULL };
	static const char *const sums[][5] = {
		{ "sha256sum", "--strict", "-c", "manifest-sha256.txt" },
		{ "sha512sum", "--strict", "-c", "manifest-sha512.txt" },
		{ "sha256sum", "--strict", "-c", "tagmanifest-sha256.txt" },
		{ "sha512sum", "--strict", "-c", "tagmanifest-sha512.txt" },
	};
	char *path = make_bag("a.zip", 1770000000);
	char *bag = file_join(dir, "bag");

	(void)state;
	assert_int_equal(0, run_program(dir, unzip));
	assert_int_equal(0, run_program(dir, tar));
	for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
		assert_int_equal(0, run_program(bag, sums[i]));
	free(bag);
	free(path);
}

static void
the_same_content_gives_the_same_bytes(void **state)
{
	struct buf a = { 0 }, b = { 0 };
	struct err err = { 0 };
	char *one, *two;

	(void)state;
	(void)setenv("TZ", "Asia/Tokyo", 1);
	one = make_bag("one.zip", 1770000000);
	assert_string_equal("Asia/Tokyo", getenv("TZ"));
	(void)setenv("TZ", "America/New_York", 1);
	two = make_bag("two.zip", 1770000000);
	assert_ok(file_read(&a, one, SIZE_MAX, &err), err);
	assert_ok(file_read(&b, two, SIZE_MAX, &err), err);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	(void)setenv("TZ", "UTC", 1);
	buf_free(&a);
	buf_free(&b);
	free(one);
	free(two);
}

static void
our_own_bag_is_valid(void **state)
{
	struct bag_report r;
	struct err err = { 0 };
	char *path = make_bag("a.zip", 1770000000);

	(void)state;
	assert_ok(bag_verify(&r, path, &err), err);
	assert_int_equal(0, r.nfaults);
	assert_int_equal(3, r.files);
	assert_int_equal(14, r.bytes);
	assert_non_null(bag_find(&r, "data/b/c.bin"));
	assert_null(bag_find(&r, "data/none"));
	assert_int_equal(64, strlen(r.manifest_sha256));
	bag_report_free(&r);
	free(path);
}

static void
a_changed_byte_anywhere_is_found(void **state)
{
	char *path = make_bag("a.zip", 1770000000);
	char *bad = file_join(dir, "bad.zip");
	struct buf b = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_ok(file_read(&b, path, SIZE_MAX, &err), err);
	for (size_t i = 0; i < b.len; i++) {
		struct bag_report r;
		struct err own = { 0 };
		enum mla_rc rc;

		b.data[i] = (char)(b.data[i] ^ 0x41);
		assert_ok(file_save(bad, b.data, b.len, &err), err);
		rc = bag_verify(&r, bad, &own);
		b.data[i] = (char)(b.data[i] ^ 0x41);
		assert_true(rc == MLA_ENO || rc == MLA_EDAMAGED);
		bag_report_free(&r);
	}
	buf_free(&b);
	free(bad);
	free(path);
}

static void
a_changed_payload_is_named(void **state)
{
	char *path = make_bag("a.zip", 1770000000);
	char *bag = file_join(dir, "bag"), *a = file_join(bag, "data/a.txt");
	static const char *const unzip[] = { "unzip", "-q", "a.zip", NULL };
	struct bag_report r;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(0, run_program(dir, unzip));
	assert_ok(file_save(a, "hallo\n", 6, &err), err);
	assert_int_equal(MLA_ENO, bag_verify(&r, bag, &err));
	assert_int_equal(2, r.nfaults);
	assert_string_equal("data/a.txt", r.faults[0].path);
	assert_non_null(strstr(r.faults[0].text, "it was changed"));
	bag_report_free(&r);
	memset(&err, 0, sizeof(err));
	assert_int_equal(0, unlink(a));
	assert_int_equal(MLA_ENO, bag_verify(&r, bag, &err));
	assert_non_null(strstr(r.faults[0].text, "missing"));
	bag_report_free(&r);
	free(a);
	free(bag);
	free(path);
}

/* A ZIP or tar with entries that no bag may have. */
static char *
hostile(const char *name, bool tar, const char *entry, int type)
{
	char *path = file_join(dir, name);
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();

	if (tar)
		(void)archive_write_set_format_pax(a);
	else
		(void)archive_write_set_format_zip(a);
	assert_int_equal(ARCHIVE_OK, archive_write_open_filename(a, path));
	archive_entry_set_pathname(e, entry);
	archive_entry_set_filetype(e, (unsigned)type);
	archive_entry_set_perm(e, 0644);
	if (type == AE_IFLNK)
		archive_entry_set_symlink(e, "/etc/passwd");
	else
		archive_entry_set_size(e, 0);
	(void)archive_write_header(a, e);
	archive_entry_free(e);
	(void)archive_write_close(a);
	(void)archive_write_free(a);
	return path;
}

static void
links_and_devices_in_containers_are_told(void **state)
{
	static const struct {
		bool tar;
		const char *entry;
		int type;
		const char *say;
	} rows[] = {
		{ false, "bag/link", AE_IFLNK, "it is a link" },
		{ true, "bag/link", AE_IFLNK, "it is a link" },
		{ true, "bag/fifo", AE_IFIFO, "it is a FIFO" },
		{ true, "bag/dev", AE_IFCHR, "it is a device" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *path = hostile(rows[i].tar ? "h.tar" : "h.zip",
		    rows[i].tar, rows[i].entry, rows[i].type);
		struct bag_report r;
		struct err err = { 0 };

		assert_int_equal(MLA_ENO, bag_verify(&r, path, &err));
		assert_string_equal(rows[i].entry + 4, r.faults[0].path);
		assert_non_null(strstr(r.faults[0].text, rows[i].say));
		bag_report_free(&r);
		free(path);
	}
}

static void
hostile_containers_are_refused(void **state)
{
	static const struct {
		bool tar;
		const char *entry;
		int type;
		const char *say;
	} rows[] = {
		{ false, "bag/../../etc/x", AE_IFREG, "has . or .." },
		{ false, "/etc/x", AE_IFREG, "absolute" },
		{ false, "bag/a\\b", AE_IFREG, "backslash" },
		{ false, "C:/x", AE_IFREG, "drive" },
		{ false, "beside", AE_IFREG, "lies beside" },
		{ true, "bag//x", AE_IFREG, "empty name" },
		{ true, "bag/./x", AE_IFREG, "has . or .." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *path = hostile(rows[i].tar ? "h.tar" : "h.zip",
		    rows[i].tar, rows[i].entry, rows[i].type);
		struct bag_report r;
		struct err err = { 0 };

		assert_int_equal(MLA_EDAMAGED, bag_verify(&r, path, &err));
		if (strstr(err.msg, rows[i].say) == NULL)
			fail_msg("%s: %s", rows[i].entry, err.msg);
		bag_report_free(&r);
		free(path);
	}
}

static enum mla_rc
check_zip(const char *path, struct err *err)
{
	struct zip_names names;
	enum mla_rc rc = zip_check(&names, path, err);

	zip_names_free(&names);
	return rc;
}

static void
nothing_may_stand_around_a_zip(void **state)
{
	char *path = make_bag("a.zip", 1770000000);
	struct buf b = { 0 }, c = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_ok(check_zip(path, &err), err);
	assert_ok(file_read(&b, path, SIZE_MAX, &err), err);
	buf_add(&c, b.data, b.len);
	buf_adds(&c, "more");
	assert_ok(file_save(path, c.data, c.len, &err), err);
	assert_int_equal(MLA_EDAMAGED, check_zip(path, &err));
	assert_non_null(strstr(err.msg, "behind its end"));
	memset(&err, 0, sizeof(err));
	buf_clear(&c);
	buf_adds(&c, "junk");
	buf_add(&c, b.data, b.len);
	assert_ok(file_save(path, c.data, c.len, &err), err);
	assert_int_equal(MLA_EDAMAGED, check_zip(path, &err));
	buf_free(&b);
	buf_free(&c);
	free(path);
}

static void
names_fit_every_system(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = { { "a.pdf", "a.pdf" }, { "Aux.txt", "_Aux.txt" },
		{ "COM1", "_COM1" }, { "..", "_" }, { "", "_" },
		{ ".hidden", "_.hidden" }, { "a/b\\c:d", "a_b_c_d" },
		{ "tutanak \xc5\x9f.pdf", "tutanak__.pdf" }, { "-rf", "_-rf" },
		{ "end.", "end" } };
	char name[301], *safe;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		safe = pack_safe_name(rows[i].in);
		assert_string_equal(rows[i].out, safe);
		free(safe);
	}
	memset(name, 'x', 300);
	memcpy(name + 296, ".mp4", 5);
	safe = pack_safe_name(name);
	assert_int_equal(80, strlen(safe));
	assert_true(str_ends(safe, "x.mp4"));
	free(safe);
}

static void
media_types_come_from_the_content(void **state)
{
	char *path = file_join(dir, "x.txt"), *type;
	struct err err = { 0 };

	(void)state;
	assert_ok(file_save(path, "%PDF-1.4\n%x\n", 12, &err), err);
	type = media_type(path);
	assert_string_equal("application/pdf", type);
	free(type);
	free(path);
}

int
main(void)
{
#define IN_FOLDER(test) \
	cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digests_are_those_of_the_standard),
		cmocka_unit_test(names_fit_every_system),
		IN_FOLDER(stock_tools_accept_what_we_write),
		IN_FOLDER(the_same_content_gives_the_same_bytes),
		IN_FOLDER(our_own_bag_is_valid),
		IN_FOLDER(a_changed_byte_anywhere_is_found),
		IN_FOLDER(a_changed_payload_is_named),
		IN_FOLDER(links_and_devices_in_containers_are_told),
		IN_FOLDER(hostile_containers_are_refused),
		IN_FOLDER(nothing_may_stand_around_a_zip),
		IN_FOLDER(media_types_come_from_the_content),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
