/* test_bundle_hash.c - digests of bytes, files and copies */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bag.h"

#include "bundle/media.h"

/* FIPS 180-4 examples. */
#define ABC_256 \
	"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define ABC_512                                                            \
	"ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a" \
	"2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
#define EMPTY_256 \
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

enum {
	LARGE_BYTES = 700001 /* no multiple of any buffer */
};

static void
fill(unsigned char *data, size_t len)
{
	uint32_t x = 1;

	for (size_t i = 0; i < len; i++) {
		x = x * 1664525U + 1013904223U;
		data[i] = (unsigned char)(x >> 24);
	}
}

static void
knows_the_examples_of_the_standard(void **state)
{
	static const struct {
		const char *algorithm, *hex;
	} cases[] = { { "md5", "900150983cd24fb0d6963f7d28e17f72" },
		{ "sha1", "a9993e364706816aba3e25717850c26c9cd0d89d" },
		{ "sha224",
		    "23097d223405d8228642a477bda255b32aadbce4"
		    "bda0b3f7e36c9da7" },
		{ "sha256", ABC_256 },
		{ "sha384",
		    "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a4"
		    "3ff5bed8086072ba1e7cc2358baeca134c825a7" },
		{ "sha512", ABC_512 } };
	char hex[HASH_HEX_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hash *h = hash_new(cases[i].algorithm);

		assert_true(hash_is_known(cases[i].algorithm));
		assert_non_null(h);
		hash_add(h, "a", 1);
		hash_add(h, "bc", 2);
		hash_end(h, hex);
		assert_string_equal(cases[i].hex, hex);
	}
	hash_hex_bytes(hex, "", 0);
	assert_string_equal(EMPTY_256, hex);
	hash_hex_bytes(hex, "abc", 3);
	assert_string_equal(ABC_256, hex);
}

static void
refuses_an_unknown_algorithm(void **state)
{
	static const char *const names[] = { "", "SHA256", "sha-256", "crc32",
		"sha256 ", "md5sum" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_false(hash_is_known(names[i]));
		assert_null(hash_new(names[i]));
	}
	hash_free(NULL);
}

static void
writes_hexadecimal_in_lower_case(void **state)
{
	char hex[7];

	(void)state;
	hash_hex(hex, (const unsigned char *)"\x00\xaf\x19", 3);
	assert_string_equal("00af19", hex);
	hash_hex(hex, NULL, 0);
	assert_string_equal("", hex);
}

static void
reads_the_hexadecimal_that_it_writes(void **state)
{
	static const char *const wrong[] = { "", "0", "00", "00ff0", "00ff001",
		"00FF10", "00ff1g", " 0ff10" };
	static const unsigned char data[3] = { 0, 255, 16 };
	unsigned char back[3];
	char hex[7];

	(void)state;
	hash_hex(hex, data, sizeof(data));
	assert_true(hash_unhex(back, sizeof(back), hex));
	assert_memory_equal(data, back, sizeof(data));
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(hash_unhex(back, sizeof(back), wrong[i]));
}

static void
is_the_same_however_the_bytes_come(void **state)
{
	static const size_t steps[] = { 1, 63, 64, 65, 4096, 262144, 700001 };
	unsigned char *data = xmalloc(LARGE_BYTES);
	char whole[65], hex[HASH_HEX_MAX];

	(void)state;
	fill(data, LARGE_BYTES);
	hash_hex_bytes(whole, data, LARGE_BYTES);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct hash *h = hash_new("sha256");

		for (size_t at = 0; at < LARGE_BYTES; at += steps[i])
			hash_add(h, data + at,
			    at + steps[i] <= LARGE_BYTES ? steps[i]
			                                 : LARGE_BYTES - at);
		hash_end(h, hex);
		assert_string_equal(whole, hex);
	}
	free(data);
}

struct watched {
	uint64_t bytes;
	int ends;
};

static void
count_up(void *arg, size_t bytes)
{
	struct watched *w = arg;

	assert_int_equal(0, w->ends);
	w->bytes += bytes;
	w->ends += bytes == 0;
}

static void
copies_and_hashes_in_one_pass(void **state)
{
	const char *dir = *state;
	char *from = file_join(dir, "from"), *to = file_join(dir, "to");
	unsigned char *data = xmalloc(LARGE_BYTES);
	struct file_new file = { .fd = -1 };
	struct buf copy = { 0 };
	struct hash_pair pair, again;
	struct err err = { 0 };
	struct watched watched = { 0 };
	char hex[65];
	int fd;

	fill(data, LARGE_BYTES);
	bag_save(from, data, LARGE_BYTES);
	fd = open(from, O_RDONLY);
	assert_true(fd >= 0);
	assert_ok(file_begin(&file, to, &err), err);
	hash_watch(count_up, &watched);
	assert_ok(hash_copy(&pair, fd, from, &file, &err), err);
	hash_watch(NULL, NULL);
	assert_false(file_exists(to));
	assert_ok(file_commit(&file, &err), err);
	(void)close(fd);
	bag_load(&copy, to);
	assert_int_equal(LARGE_BYTES, copy.len);
	assert_memory_equal(data, copy.data, LARGE_BYTES);
	hash_hex_bytes(hex, data, LARGE_BYTES);
	assert_string_equal(hex, pair.sha256);
	assert_int_equal(128, strlen(pair.sha512));
	assert_int_equal(LARGE_BYTES, pair.bytes);
	assert_int_equal(LARGE_BYTES, watched.bytes);
	assert_int_equal(1, watched.ends);
	assert_ok(hash_file(&again, to, &err), err);
	assert_string_equal(pair.sha256, again.sha256);
	assert_string_equal(pair.sha512, again.sha512);
	buf_free(&copy);
	free(data);
	free(from);
	free(to);
}

static void
agrees_with_sha512sum(void **state)
{
	const char *dir = *state;
	static const char *const check[] = { "sha512sum", "-c", "sums", NULL };
	char *path = file_join(dir, "file"), *sums = file_join(dir, "sums");
	unsigned char *data = xmalloc(LARGE_BYTES);
	struct hash_pair pair;
	struct err err = { 0 };
	char *line;

	fill(data, LARGE_BYTES);
	bag_save(path, data, LARGE_BYTES);
	assert_ok(hash_file(&pair, path, &err), err);
	line = xasprintf("%s  file\n", pair.sha512);
	bag_save(sums, line, strlen(line));
	assert_int_equal(0, bag_run(dir, check));
	data[LARGE_BYTES - 1] ^= 1;
	bag_save(path, data, LARGE_BYTES);
	assert_int_equal(1, bag_run(dir, check));
	free(line);
	free(data);
	free(path);
	free(sums);
}

static void
hashes_an_empty_file(void **state)
{
	char *path = file_join(*state, "empty");
	struct hash_pair pair;
	struct err err = { 0 };

	bag_save(path, "", 0);
	assert_ok(hash_file(&pair, path, &err), err);
	assert_string_equal(EMPTY_256, pair.sha256);
	assert_int_equal(0, pair.bytes);
	free(path);
}

static void
names_the_file_that_is_not_there(void **state)
{
	char *path = file_join(*state, "nothing");
	struct hash_pair pair;
	struct err err = { 0 };

	assert_int_equal(MLA_ENOTFOUND, hash_file(&pair, path, &err));
	assert_non_null(strstr(err.msg, "nothing: No such file"));
	free(path);
}

static void
says_when_a_folder_is_no_file(void **state)
{
	struct hash_pair pair;
	struct err err = { 0 };

	assert_int_equal(MLA_EIO, hash_file(&pair, *state, &err));
	assert_non_null(strstr(err.msg, *state));
}

static void
says_when_the_copy_cannot_be_written(void **state)
{
	char *path = file_join(*state, "from");
	struct file_new full = { .path = path };
	struct hash_pair pair;
	struct err err = { 0 };
	int fd;

	bag_save(path, "abc", 3);
	fd = open(path, O_RDONLY);
	full.fd = open("/dev/full", O_WRONLY);
	assert_true(fd >= 0 && full.fd >= 0);
	assert_int_equal(MLA_EIO, hash_copy(&pair, fd, path, &full, &err));
	assert_non_null(strstr(err.msg, "No space left"));
	(void)close(fd);
	(void)close(full.fd);
	free(path);
}

static void
assert_media(const char *dir, const char *want, const void *data, size_t len)
{
	char *path = file_join(dir, "exhibit"), *type;

	bag_save(path, data, len);
	type = media_type(path);
	assert_string_equal(want, type);
	free(type);
	free(path);
}

static void
tells_media_types_by_content_not_by_name(void **state)
{
	static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0"
	                          "\0\1\10\6\0\0\0\x1f\x15\xc4\x89";

	assert_media(*state, "application/pdf", "%PDF-1.7\n%\xe2\xe3\n", 14);
	assert_media(*state, "image/png", png, sizeof(png) - 1);
	assert_media(*state, "text/plain", "A statement.\n", 13);
}

static void
has_a_media_type_for_what_cannot_be_read(void **state)
{
	char *path = file_join(*state, "nothing"), *type = media_type(path);

	assert_string_equal("application/octet-stream", type);
	free(type);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_the_examples_of_the_standard),
		cmocka_unit_test(refuses_an_unknown_algorithm),
		cmocka_unit_test(writes_hexadecimal_in_lower_case),
		cmocka_unit_test(reads_the_hexadecimal_that_it_writes),
		cmocka_unit_test(is_the_same_however_the_bytes_come),
		cmocka_unit_test_setup_teardown(
		    copies_and_hashes_in_one_pass, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    agrees_with_sha512sum, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    hashes_an_empty_file, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    names_the_file_that_is_not_there, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    says_when_a_folder_is_no_file, bag_setup, bag_teardown),
		cmocka_unit_test_setup_teardown(
		    says_when_the_copy_cannot_be_written, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    tells_media_types_by_content_not_by_name, bag_setup,
		    bag_teardown),
		cmocka_unit_test_setup_teardown(
		    has_a_media_type_for_what_cannot_be_read, bag_setup,
		    bag_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
