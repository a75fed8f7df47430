/* test_bundle_hashers.c - digests in threads are those of the standard */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/alloc.h"
#include "bundle/hashers.h"

enum {
	FILES = 200,
	MANY_BYTES = 6000000 /* more than the chunks hold */
};

static const char *const names[] = { "sha256", "sha512", "md5" };

/* Bytes of file i, other ones for each. */
static size_t
make(unsigned char *data, size_t i)
{
	size_t len = i % 7 == 0 ? 0 : i * 9973 % 600000;

	memset(data, (int)(i * 31), len);
	return len;
}

static void
check(char hex[][HASH_HEX_MAX], const unsigned char *data, size_t len)
{
	for (size_t i = 0; i < 3; i++) {
		struct hash *h = hash_new(names[i]);
		char want[HASH_HEX_MAX];

		hash_add(h, data, len);
		hash_end(h, want);
		assert_string_equal(want, hex[i]);
	}
}

static void
digest_files(bool beside)
{
	struct hashers *h = hashers_new(names, 3, beside);
	unsigned char *data = xmalloc(600000);
	char hex[3][HASH_HEX_MAX];
	size_t told = 0;

	for (size_t i = 0; i < FILES; i++) {
		hashers_add(h, data, make(data, i));
		while (hashers_next(h, hex, i - told == HASHERS_FILES))
			check(hex, data, make(data, told++));
		hashers_end(h);
	}
	while (hashers_next(h, hex, true))
		check(hex, data, make(data, told++));
	assert_int_equal(FILES, told);
	free(data);
	hashers_free(h);
}

static void
digests_come_in_the_order_of_the_files(void **state)
{
	(void)state;
	digest_files(true);
	digest_files(false);
}

static void
room_is_used_again_when_all_have_left_it(void **state)
{
	struct hashers *h = hashers_new(names, 3, true);
	unsigned char *data = xmalloc(MANY_BYTES);
	char hex[3][HASH_HEX_MAX];
	size_t done = 0;

	(void)state;
	for (size_t i = 0; i < MANY_BYTES; i++)
		data[i] = (unsigned char)(i * i >> 7);
	while (done < MANY_BYTES) {
		size_t n = 1 + done % HASHERS_CHUNK_BYTES;
		unsigned char *room = hashers_room(h);

		if (n > MANY_BYTES - done)
			n = MANY_BYTES - done;
		memcpy(room, data + done, n);
		hashers_push(h, n);
		/* Whoever wrote them may still read them. */
		assert_memory_equal(room, data + done, n);
		done += n;
	}
	hashers_end(h);
	assert_true(hashers_next(h, hex, true));
	check(hex, data, MANY_BYTES);
	free(data);
	hashers_free(h);
}

static void
nothing_is_told_of_a_file_that_has_not_ended(void **state)
{
	struct hashers *h = hashers_new(names, 3, true);
	char hex[3][HASH_HEX_MAX];

	(void)state;
	assert_false(hashers_next(h, hex, true));
	hashers_add(h, "abc", 3);
	assert_false(hashers_next(h, hex, true));
	hashers_end(h);
	assert_true(hashers_next(h, hex, true));
	check(hex, (const unsigned char *)"abc", 3);
	assert_false(hashers_next(h, hex, true));
	hashers_free(h);
}

static void
can_be_left_in_the_middle_of_a_file(void **state)
{
	unsigned char data[100000] = { 1 };

	(void)state;
	for (size_t i = 0; i < 20; i++) {
		struct hashers *h = hashers_new(names, 1 + i % 3, i % 2 == 0);

		for (size_t n = 0; n < i; n++)
			hashers_add(h, data, sizeof(data));
		hashers_free(h);
	}
	hashers_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digests_come_in_the_order_of_the_files),
		cmocka_unit_test(room_is_used_again_when_all_have_left_it),
		cmocka_unit_test(nothing_is_told_of_a_file_that_has_not_ended),
		cmocka_unit_test(can_be_left_in_the_middle_of_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
