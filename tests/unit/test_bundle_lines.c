/* test_bundle_lines.c - lines of tag files, in any encoding */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/str.h"
#include "bundle/declaration.h"
#include "bundle/lines.h"
#include "bundle/manifest.h"

#define DIGEST "0123456789ABCDEFabcdef0123456789"

/* All lines of some bytes in brackets, and what ended them. */
static void
assert_lines(
    const char *want, const char *encoding, const void *data, size_t len)
{
	struct spool spool = { .fd = -1 };
	struct buf all = { 0 };
	struct err err = { 0 };
	const char *problem;
	struct lines *l;
	char *line;

	assert_ok(spool_add(&spool, "before", 6, &err), err);
	assert_ok(spool_add(&spool, data, len, &err), err);
	assert_ok(spool_add(&spool, "\nbehind", 7, &err), err);
	l = lines_open(&spool, 6, len, encoding);
	while ((line = lines_next(l, &problem)) != NULL)
		buf_addf(&all, "[%s]", line);
	buf_adds(&all, problem != NULL ? problem : "");
	buf_adds(&all, lines_marked(l) ? " marked" : "");
	assert_string_equal(want, buf_text(&all));
	lines_close(l);
	spool_free(&spool);
	buf_free(&all);
}

static void
lines_end_in_lf_or_cr_or_both(void **state)
{
	(void)state;
	assert_lines("", "UTF-8", "", 0);
	assert_lines("[]", "UTF-8", "\n", 1);
	assert_lines("[a][b][c][d]", "UTF-8", "a\nb\rc\r\nd", 8);
	assert_lines("[a][][b]", "UTF-8", "a\r\n\r\nb\r\n", 8);
	assert_lines("[a][][b]", "UTF-8", "a\n\nb\n", 5);
	assert_lines("[a][][b]", "UTF-8", "a\r\rb\r", 5);
	assert_lines("[a][][b]", "UTF-8", "a\r\n\nb", 5);
}

static void
lines_are_read_in_the_encoding_that_the_bag_gives(void **state)
{
	(void)state;
	assert_lines("[\xc3\xa9]", "ISO-8859-1", "\xe9\n", 2);
	assert_lines("[\xc3\xa9][b]", "utf-16", "\xfe\xff\0\xe9\0\n\0b", 8);
	assert_lines("[\xc3\xa9][b]", "UTF-16", "\xff\xfe\xe9\0\n\0b\0", 8);
	assert_lines("[\xc3\xa9][b]", "UTF-16", "\0\xe9\0\r\0b", 6);
	assert_lines("[a]", "UTF-16LE", "a\0", 2);
	assert_lines("[a] marked", "UTF-16BE", "\xfe\xff\0a", 4);
	assert_lines("[a]", "UTF-32", "\xff\xfe\0\0a\0\0\0", 8);
	assert_lines("[a] marked", "UTF-8",
	    "\xef\xbb\xbf"
	    "a\n",
	    5);
	assert_true(lines_knows("utf-8"));
	assert_true(lines_knows("Windows-1252"));
	assert_false(lines_knows("UTF-7"));
	assert_false(lines_knows("IBM037"));
}

static void
lines_that_are_none_are_told(void **state)
{
	(void)state;
	assert_lines("[a]it is not UTF-8", "UTF-8", "a\n\xe9\nb\n", 5);
	assert_lines("[a]there is a zero byte in it", "UTF-8", "a\nb\0c\nd", 7);
	assert_lines("it is not in the encoding that bagit.txt gives",
	    "US-ASCII", "\xc3\xa9\n", 3);
	assert_lines("it is not in the encoding that bagit.txt gives",
	    "UTF-16LE", "\0\xd8", 2);
	assert_lines("it is not in the encoding that bagit.txt gives",
	    "UTF-16LE", "a", 1);
}

static void
a_line_of_65536_bytes_is_the_longest(void **state)
{
	size_t max = LINES_MAX_BYTES;
	char *text = xmalloc(max + 2);
	char *want = xasprintf("[%*s][b]", (int)max, "");

	(void)state;
	memset(text, ' ', max + 2);
	memcpy(text + max, "\nb", 2);
	assert_lines(want, "UTF-8", text, max + 2);
	memcpy(text + max, "a\n", 2);
	assert_lines(
	    "a line is longer than 65,536 bytes", "UTF-8", text, max + 2);
	assert_lines(
	    "a line is longer than 65,536 bytes", "UTF-8", text, max + 1);
	free(text);
	free(want);
}

/* Ends of lines, characters and marks across every border of the buffers. */
static void
long_files_are_read_as_short_ones(void **state)
{
	struct buf text = { 0 }, want = { 0 };

	(void)state;
	for (size_t i = 0; i < 20000; i++) {
		buf_addf(&text, "%zu\xc3\xa9\r\n", i * 7919);
		buf_addf(&want, "[%zu\xc3\xa9]", i * 7919);
	}
	assert_lines(buf_text(&want), "UTF-8", buf_text(&text), text.len);
	buf_clear(&text);
	for (size_t i = 0; i < 20000; i++) {
		char number[24];

		(void)snprintf(number, sizeof(number), "%zu", i * 7919);
		for (const char *c = number; *c != '\0'; c++)
			buf_add(&text, (char[2]){ *c, 0 }, 2);
		buf_add(&text, "\xe9\0\r\0\n\0", 6);
	}
	assert_lines(buf_text(&want), "UTF-16LE", buf_text(&text), text.len);
	buf_free(&text);
	buf_free(&want);
}

static void
many_bytes_go_to_the_disk_and_come_back(void **state)
{
	struct spool spool = { .fd = -1 };
	struct err err = { 0 };
	char piece[1000], back[1000];
	size_t n = SPOOL_MEMORY_BYTES / sizeof(piece) + 500;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		memset(piece, (int)(i & 127), sizeof(piece));
		assert_ok(spool_add(&spool, piece, sizeof(piece), &err), err);
	}
	assert_true(spool.fd >= 0);
	for (size_t i = 0; i < n; i += 7) {
		assert_ok(spool_read(&spool, back, sizeof(back),
		              i * sizeof(piece), &err),
		    err);
		memset(piece, (int)(i & 127), sizeof(piece));
		assert_memory_equal(piece, back, sizeof(piece));
	}
	spool_free(&spool);
}

static void
assert_manifest(const char *want, const char *line, int version)
{
	struct manifest_line m;
	struct buf b = { 0 };
	char *copy = xstrdup(line);

	manifest_line_read(&m, copy, version);
	buf_addf(&b, "%.4s|%s|%s|%s", m.hex != NULL ? m.hex : "-",
	    m.path != NULL ? m.path : "-", m.problem != NULL ? m.problem : "",
	    m.problem != NULL && m.warning ? "warning" : "");
	assert_string_equal(want, buf_text(&b));
	free(m.literal);
	free(copy);
	buf_free(&b);
}

static void
lines_of_manifests_are_read_by_the_rfc(void **state)
{
	(void)state;
	assert_manifest("0123|data/a||", DIGEST " data/a", 100);
	assert_manifest("0123|data/ a b ||", DIGEST "\t \tdata/ a b ", 100);
	assert_manifest(
	    "0123|data/a\nb\r%||", DIGEST "  data/a%0Ab%0d%25", 100);
	assert_manifest("0123|data/a%0Ab||", DIGEST "  data/a%0Ab", 97);
	assert_manifest("0123|data/%0A||", DIGEST "  data/%250A", 100);
	assert_manifest("0123|data/x%y|a path has a % that is not coded as "
	                "%25|warning",
	    DIGEST "  data/x%y", 100);
	assert_manifest("0123|data/x%20y|a path has a % that is not coded as "
	                "%25|warning",
	    DIGEST "  data/x%20y", 100);
	assert_manifest("0123|data/a|a path begins with *, as md5sum writes "
	                "it|warning",
	    DIGEST " *data/a", 100);
	assert_manifest("0123|data/a|a path begins with ./|warning",
	    DIGEST "  ./data/a", 100);
	assert_manifest("-|-|it has a blank line|warning", "", 100);
	assert_manifest("-|-|it has a blank line|warning", " \t", 100);
	assert_manifest("-|-|a line is no digest and path|",
	    "0123456789ABCDEFabcdef012345678  data/a", 100);
	assert_manifest("-|-|a line is no digest and path|", DIGEST, 100);
	assert_manifest("-|-|a line is no digest and path|", DIGEST "  ", 100);
	assert_manifest(
	    "-|-|a line is no digest and path|", DIGEST "g  data/a", 100);
	assert_manifest(
	    "-|-|a line is no digest and path|", " " DIGEST "  data/a", 100);
}

static void
assert_fetch(const char *want, const char *line, int version)
{
	struct fetch_line f;
	struct buf b = { 0 };
	char *copy = xstrdup(line);

	fetch_line_read(&f, copy, version);
	buf_addf(&b, "%s|%lld|%s|%s", f.url != NULL ? f.url : "-",
	    (long long)f.bytes, f.path != NULL ? f.path : "-",
	    f.problem != NULL ? f.problem : "");
	assert_string_equal(want, buf_text(&b));
	free(copy);
	buf_free(&b);
}

static void
lines_of_fetch_txt_are_read_by_the_rfc(void **state)
{
	static const char none[] = "-|-1|-|a line is no URL, length and path";

	(void)state;
	assert_fetch("https://example.org/a|4|data/a|",
	    "https://example.org/a 4 data/a", 100);
	assert_fetch("https://example.org/a|-1|data/a b|",
	    "https://example.org/a\t-  data/a b", 100);
	assert_fetch("urn:x:1|0|data/a\nb|", "urn:x:1 0 data/a%0ab", 100);
	assert_fetch("urn:x:1|0|data/a%0ab|", "urn:x:1 0 data/a%0ab", 97);
	assert_fetch("FILE:///etc/passwd|1|data/a|a URL names a file of a "
	             "computer (file:)",
	    "FILE:///etc/passwd 1 data/a", 100);
	assert_fetch("a/b|1|data/a|a URL is not absolute", "a/b 1 data/a", 100);
	assert_fetch("//host/b|1|data/a|a URL is not absolute",
	    "//host/b 1 data/a", 100);
	assert_fetch(
	    "http:|1|data/a|a URL is not absolute", "http: 1 data/a", 100);
	assert_fetch(
	    "C:\\x|1|data/a|a URL is not absolute", "C:\\x 1 data/a", 100);
	assert_fetch(none, "", 100);
	assert_fetch(none, "https://example.org/a 4", 100);
	assert_fetch(none, "https://example.org/a data/a", 100);
	assert_fetch(none, "https://example.org/a -4 data/a", 100);
	assert_fetch(none, "https://example.org/a 4x data/a", 100);
	assert_fetch(none, "https://example.org/a b 4 data/a", 100);
	assert_fetch(none, "u:x 9999999999999999999 data/a", 100);
	assert_fetch(none, " u:x 9 data/a", 100);
}

static void
assert_info(const char *want, const char *line, bool first, int version)
{
	struct info_line i;
	struct buf b = { 0 };
	char *copy = xstrdup(line);

	info_line_read(&i, copy, first, version);
	buf_addf(&b, "%s|%s|%s|%s", i.label != NULL ? i.label : "-",
	    i.label != NULL ? i.value : "-", i.problem != NULL ? i.problem : "",
	    i.problem != NULL && i.warning ? "warning" : "");
	assert_string_equal(want, buf_text(&b));
	free(copy);
	buf_free(&b);
}

static void
lines_of_bag_info_txt_are_read_by_the_rfc(void **state)
{
	(void)state;
	assert_info("A label|a value: b||", "A label: a value: b", true, 100);
	assert_info("A|b||", "A:\tb", true, 100);
	assert_info("-|-||", "  goes on", false, 100);
	assert_info("-|-|its first line is indented|", " A: b", true, 100);
	assert_info("-|-|it has a blank line|warning", "", false, 100);
	assert_info("-|-|a line is no label and value|", "words", false, 100);
	assert_info("-|-|a line is no label and value|", ": b", false, 100);
	assert_info("A|b|a blank stands before a colon|", "A : b", false, 100);
	assert_info("A|b||", "A \t:  b", false, 97);
	assert_info("A|b|no blank follows a colon|", "A:b", false, 100);
	assert_info("A||no blank follows a colon|warning", "A:", false, 100);
	assert_info("A|b|two blanks follow a colon; one is due|warning",
	    "A:  b", false, 100);
}

static void
assert_declaration(const char *want, const char *text)
{
	struct declaration d;
	struct buf b = { 0 };

	declaration_read(&d, text, strlen(text));
	buf_addf(&b, "%d|%s|%s|%s", d.version, d.encoding,
	    d.problem != NULL ? d.problem : "",
	    d.warning != NULL ? d.warning : "");
	assert_string_equal(want, buf_text(&b));
	buf_free(&b);
}

static void
the_declaration_is_two_lines_in_their_order(void **state)
{
	static const char first[] =
	    "100|UTF-8|its first line does not give the version|";
	static const char second[] =
	    "100|UTF-8|its second and last line must be "
	    "\"Tag-File-Character-Encoding: UTF-8\"|";

	(void)state;
	assert_declaration("100|UTF-8||",
	    "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
	assert_declaration("97|UTF-16||",
	    "BagIt-Version : 0.97\r\n"
	    "Tag-File-Character-Encoding:  UTF-16 \r\n");
	assert_declaration("93|iso-8859-1||",
	    "BagIt-Version: 0.93\rTag-File-Character-Encoding: iso-8859-1");
	assert_declaration("100|UTF-8||two blanks follow a colon; one is due",
	    "BagIt-Version:  1.0\nTag-File-Character-Encoding: UTF-8\n");
	assert_declaration("100|UTF-8||two blanks follow a colon; one is due",
	    "BagIt-Version: 1.0\nTag-File-Character-Encoding: \tUTF-8\n");
	assert_declaration("100|UTF-8|its encoding is not known here|",
	    "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-7\n");
	assert_declaration("92|UTF-8|its version is not one from 0.93 to 1.0|",
	    "BagIt-Version: 0.92\nTag-File-Character-Encoding: UTF-8\n");
	assert_declaration("101|UTF-8|its version is not one from 0.93 to 1.0|",
	    "BagIt-Version: 1.1\nTag-File-Character-Encoding: UTF-8\n");
	assert_declaration(first, "");
	assert_declaration(first, "BagIt-Version: 1.0");
	assert_declaration(first, "BagIt-Version: 1\n");
	assert_declaration(first, "BagIt-Version: 1. 0\n");
	assert_declaration(first, "BagIt-Version:1.0\n");
	assert_declaration(first, "BagIt-Version : 1.0\n");
	assert_declaration(first, "bagit-version: 1.0\n");
	assert_declaration(second, "BagIt-Version: 1.0\n");
	assert_declaration(second,
	    "BagIt-Version: 1.0\n\nTag-File-Character-Encoding: UTF-8\n");
	assert_declaration(second,
	    "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n\n");
	assert_declaration(
	    second, "BagIt-Version: 1.0\nTag-File-Character-Encoding:UTF-8\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_end_in_lf_or_cr_or_both),
		cmocka_unit_test(
		    lines_are_read_in_the_encoding_that_the_bag_gives),
		cmocka_unit_test(lines_that_are_none_are_told),
		cmocka_unit_test(a_line_of_65536_bytes_is_the_longest),
		cmocka_unit_test(long_files_are_read_as_short_ones),
		cmocka_unit_test(many_bytes_go_to_the_disk_and_come_back),
		cmocka_unit_test(lines_of_manifests_are_read_by_the_rfc),
		cmocka_unit_test(lines_of_fetch_txt_are_read_by_the_rfc),
		cmocka_unit_test(lines_of_bag_info_txt_are_read_by_the_rfc),
		cmocka_unit_test(the_declaration_is_two_lines_in_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
