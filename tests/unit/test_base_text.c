/* test_base_text.c - errors, buffers and texts */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/fold.h"
#include "base/pool.h"
#include "base/str.h"

static void
the_first_error_wins(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_int_equal(
	    MLA_ENOTFOUND, err_set(&err, MLA_ENOTFOUND, "no %s", "key"));
	assert_int_equal(MLA_EIO, err_set(&err, MLA_EIO, "later"));
	assert_string_equal("no key", err.msg);
	assert_int_equal(MLA_ENOTFOUND, err.rc);
	err_hint(&err, "look %s", "here");
	err_hint(&err, "not here");
	assert_string_equal("look here", err.hint);
	assert_int_equal(MLA_EIO, err_set(NULL, MLA_EIO, "nobody listens"));
}

static void
the_system_says_why(void **state)
{
	struct err err = { 0 };

	(void)state;
	errno = ENOSPC;
	assert_int_equal(MLA_EIO, err_errno(&err, MLA_EIO, "write %d", 7));
	assert_string_equal("write 7: No space left on device", err.msg);
}

static void
a_buffer_grows_and_is_handed_over(void **state)
{
	struct buf b = { 0 };
	char *text;

	(void)state;
	assert_string_equal("", buf_text(&b));
	for (int i = 0; i < 1000; i++)
		buf_addf(&b, "%d,", i % 10);
	buf_addch(&b, '\0');
	buf_adds(&b, "end");
	assert_int_equal(2004, b.len);
	assert_memory_equal("end", b.data + 2001, 4);
	text = buf_steal(&b);
	assert_int_equal(0, b.len);
	assert_memory_equal("0,1,2,3,4,", text, 10);
	free(text);
	text = buf_steal(&b);
	assert_string_equal("", text);
	free(text);
	buf_free(&b);
}

static void
texts_are_compared_and_cut(void **state)
{
	char *trimmed = str_trim(" \t two words\r\n");

	(void)state;
	assert_string_equal("two words", trimmed);
	free(trimmed);
	assert_true(str_eq(NULL, NULL));
	assert_false(str_eq(NULL, ""));
	assert_true(str_starts("letter", "let"));
	assert_false(str_starts("le", "let"));
	assert_true(str_ends("a.xml", ".xml"));
	assert_false(str_ends("xml", ".xml"));
	assert_true(str_is_blank(" \n\t"));
	assert_true(str_is_blank(NULL));
	assert_false(str_is_blank(" a"));
}

static void
only_well_formed_utf8_passes(void **state)
{
	static const char *const bad[] = { "\xc0\xaf", "\xed\xa0\x80",
		"\xf4\x90\x80\x80", "\x80", "a\xe2\x82", "\xf8\x88\x80\x80\x80",
		"\xe0\x80\xaf", "\xf0\x80\x80\xaf" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(str_is_utf8(bad[i], strlen(bad[i])));
	assert_true(str_is_utf8("\xd9\x85\xe1\x83\xa5\xf0\x9f\x98\x80", 9));
	assert_true(str_is_utf8("", 0));
}

static void
a_word_is_replaced_wherever_it_stands(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = { { "{a} and {a}", "{{a}} and {{a}}" }, { "{a", "{a" },
		{ "", "" }, { "{a}", "{{a}}" } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *have = str_replace(rows[i].text, "{a}", "{{a}}");

		assert_string_equal(rows[i].want, have);
		free(have);
	}
}

static void
nothing_steers_a_terminal(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = { { "a\x1b[31mred", "a\\u{1b}[31mred" },
		{ "x\ny", "x\\u{a}y" },
		{ "\xe2\x80\xae"
		  "abc",
		    "\\u{202e}abc" },
		{ "\xc2\x9b", "\\u{9b}" },
		{ "zero\xe2\x80\x8bwidth", "zero\\u{200b}width" },
		{ "\xff", "\\xff" }, { "\xef\xbf\xbd", "\xef\xbf\xbd" },
		{ "\xef"
		  "ab",
		    "\\xefab" },
		{ "\xce\x93 311/26", "\xce\x93 311/26" } };
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *safe = str_safe(rows[i].in);

		assert_string_equal(rows[i].out, safe);
		free(safe);
	}
	str_add_safe(&b, "one\ntwo\r", true);
	assert_string_equal("one\ntwo\\u{d}", buf_text(&b));
	buf_free(&b);
}

static void
near_words_are_near(void **state)
{
	(void)state;
	assert_int_equal(0, str_distance("send", "send"));
	assert_int_equal(1, str_distance("send", "sned"));
	assert_int_equal(1, str_distance("send", "sen"));
	assert_int_equal(1, str_distance("send", "sends"));
	assert_int_equal(4, str_distance("", "send"));
	assert_int_equal(3, str_distance("kitten", "sitting"));
}

static void
a_character_of_a_script_without_blanks_is_a_word(void **state)
{
	static const struct {
		const char *text, *folded, *words;
	} c[] = {
		{ "Öztürk", "ozturk", "ozturk" },
		{ "共助 A", "共助 a", " 共  助  a" },
		{ "ｶﾅ", "カナ", " カ  ナ " },
		{ "", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		char *folded = str_fold(c[i].text);
		char *words = str_fold_words(c[i].text);

		assert_string_equal(c[i].folded, folded);
		assert_string_equal(c[i].words, words);
		free(folded);
		free(words);
	}
}

/* More than one chunk, and one text that is larger than any. */
static void
texts_of_a_pool_stay_until_it_is_freed(void **state)
{
	enum {
		TEXTS = 20000,
		LARGE = 1 << 18
	};
	struct pool p = { 0 };
	char **text = xcalloc(TEXTS, sizeof(*text)), number[16];
	char *large = xcalloc(LARGE, 1), *kept;

	(void)state;
	memset(large, 'x', LARGE - 1);
	for (int i = 0; i < TEXTS; i++) {
		(void)snprintf(number, sizeof(number), "%d", i);
		text[i] = pool_text(&p, number);
	}
	kept = pool_text(&p, large);
	assert_string_equal("", pool_text(&p, NULL));
	assert_string_equal("", pool_text(&p, ""));
	for (int i = 0; i < TEXTS; i++) {
		(void)snprintf(number, sizeof(number), "%d", i);
		assert_string_equal(number, text[i]);
	}
	assert_string_equal(large, kept);
	pool_free(&p);
	pool_free(&p);
	assert_string_equal("again", pool_text(&p, "again"));
	pool_free(&p);
	free(large);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_error_wins),
		cmocka_unit_test(the_system_says_why),
		cmocka_unit_test(a_buffer_grows_and_is_handed_over),
		cmocka_unit_test(texts_are_compared_and_cut),
		cmocka_unit_test(only_well_formed_utf8_passes),
		cmocka_unit_test(a_word_is_replaced_wherever_it_stands),
		cmocka_unit_test(nothing_steers_a_terminal),
		cmocka_unit_test(near_words_are_near),
		cmocka_unit_test(texts_of_a_pool_stay_until_it_is_freed),
		cmocka_unit_test(
		    a_character_of_a_script_without_blanks_is_a_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
