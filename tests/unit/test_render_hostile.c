/* test_render_hostile.c - whatever a value is, it is printed as text */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stage.h"

#include <locale.h>

#include "base/alloc.h"
#include "xml/init.h"

#define RLO "\xe2\x80\xae" /* RIGHT-TO-LEFT OVERRIDE */
#define RLI "\xe2\x81\xa7" /* RIGHT-TO-LEFT ISOLATE */
#define FSI "\xe2\x81\xa8" /* FIRST STRONG ISOLATE */
#define PDI "\xe2\x81\xa9" /* POP DIRECTIONAL ISOLATE */
#define CSI "\xc2\x9b" /* commands a terminal */

#define SAMPLE "tests/data/request/letter-fr-tr.xml"

enum {
	MEGABYTE = 1024 * 1024,
	LONGEST_ESCAPE = 6 /* &quot; */
};

/* Where MLA_TEST_ORDERS says that everything is slow, there is less of it. */
static size_t
size_or(size_t whole, size_t less)
{
	return getenv("MLA_TEST_ORDERS") != NULL ? less : whole;
}

static const char *const formats[] = { "html", "text", "fodt", "xml" };

/* The element at a path of names from the request. */
static xmlNode *
at(const struct stage *s, const char *path)
{
	xmlNode *node = xml_root(s->request);
	char *copy = xstrdup(path), *rest = NULL;

	for (char *name = strtok_r(copy, "/", &rest); name != NULL;
	     name = strtok_r(NULL, "/", &rest)) {
		node = xml_child(node, NULL, name);
		if (node == NULL)
			fail_msg("%s: no %s", path, name);
	}
	free(copy);
	return node;
}

static void
put(struct stage *s, const char *path, const char *value)
{
	xmlNode *node = at(s, path);

	xmlNodeSetContent(node, NULL);
	xmlNodeAddContent(node, (const xmlChar *)value);
}

/* In a text, a line, the title of a group, a cell of a table. */
static void
put_everywhere(struct stage *s, const char *value)
{
	put(s, "facts/p", value);
	put(s, "requesting/authority/name", value);
	put(s, "persons/natural/name", value);
	put(s, "enclosures/enclosure/title", value);
}

/* Rendered in the format, in one language or with Arabic beside it. */
static void
form(struct buf *out, struct stage *s, const char *format, bool two)
{
	render_both(out, s, "letter", "en", two ? "ar" : NULL, format);
}

static void
markup_is_only_text(void **state)
{
	static const char evil[] = "</p><script>alert(1)</script> ]]> &amp; "
	                           "<!-- <![CDATA[ \"'";
	struct stage s;

	(void)state;
	open_stage(&s, SAMPLE);
	put_everywhere(&s, evil);
	for (size_t i = 0; i < 8; i++) {
		const char *format = formats[i / 2];
		struct buf out = { 0 };
		struct err err = { 0 };

		form(&out, &s, format, i % 2 == 1);
		if (str_eq(format, "text")) {
			assert_non_null(strstr(
			    buf_text(&out), "<script>alert(1)</script>"));
		} else {
			assert_null(strstr(buf_text(&out), "<script"));
			assert_null(strstr(buf_text(&out), "<!-- <!"));
			assert_non_null(strstr(buf_text(&out),
			    "&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; "
			    "&amp;amp;"));
		}
		if (str_eq(format, "fodt") || str_eq(format, "xml")) {
			xmlDoc *doc;
			char *text;

			assert_ok(
			    xml_read(&doc, out.data, out.len, format, &err),
			    err);
			text = xml_text(xml_root(doc));
			assert_non_null(strstr(text, evil));
			free(text);
			xmlFreeDoc(doc);
		}
		buf_free(&out);
	}
	close_stage(&s);
}

static size_t
count_pairs(const struct buf *out, const char *first, const char *last)
{
	size_t opened = count(out, first) + count(out, FSI);

	assert_int_equal(opened, count(out, last));
	return opened;
}

static void
directional_controls_end_with_their_value(void **state)
{
	struct stage s;

	(void)state;
	open_stage(&s, SAMPLE);
	put_everywhere(&s, "a" RLI "b" RLO "c");
	for (size_t i = 0; i < 8; i++) {
		struct buf out = { 0 };

		form(&out, &s, formats[i / 2], i % 2 == 1);
		assert_true(count_pairs(&out, RLI, PDI) >= 4);
		assert_int_equal(0, count(&out, RLO));
		assert_true(count(&out, "[U+202E]") >= 4);
		buf_free(&out);
	}
	close_stage(&s);
}

static void
controls_of_a_terminal_are_shown(void **state)
{
	struct stage s;

	(void)state;
	open_stage(&s, SAMPLE);
	put_everywhere(&s, "a" CSI "2Jb\x7f");
	for (size_t i = 0; i < 4; i++) {
		struct buf out = { 0 };

		form(&out, &s, formats[i], false);
		assert_int_equal(0, count(&out, CSI));
		assert_true(count(&out, "a[U+009B]2Jb[U+007F]") >= 4);
		buf_free(&out);
	}
	close_stage(&s);
}

static void
a_value_makes_no_line_of_its_own_in_plain_text(void **state)
{
	struct buf out = { 0 };
	struct stage s;

	(void)state;
	open_stage(&s, SAMPLE);
	put_everywhere(&s, "x\n99. Signed and sealed\n\tagreed");
	form(&out, &s, "text", false);
	assert_null(strstr(buf_text(&out), "\n99. Signed"));
	assert_non_null(strstr(buf_text(&out), "x 99. Signed and sealed"));
	buf_free(&out);
	close_stage(&s);
}

/* A text of a length, of what is escaped and of what is not. */
static char *
long_text(size_t len)
{
	static const char piece[] = "<&\"x ";
	char *text = xcalloc(len + 1, 1);

	for (size_t i = 0; i < len; i++)
		text[i] = piece[i % (sizeof(piece) - 1)];
	return text;
}

static void
a_megabyte_grows_by_what_is_escaped_and_no_more(void **state)
{
	size_t len = size_or(MEGABYTE, MEGABYTE / 16);
	char *text = long_text(len);
	struct stage s;

	(void)state;
	open_stage(&s, SAMPLE);
	for (size_t i = 0; i < 8; i++) {
		struct buf small = { 0 }, large = { 0 };

		put(&s, "facts/p", "x");
		form(&small, &s, formats[i / 2], i % 2 == 1);
		put(&s, "facts/p", text);
		form(&large, &s, formats[i / 2], i % 2 == 1);
		assert_true(large.len > small.len + len / 2);
		assert_true(large.len < small.len + LONGEST_ESCAPE * len);
		buf_free(&small);
		buf_free(&large);
	}
	free(text);
	close_stage(&s);
}

/* Bring the request to so many persons, all like the first one. */
static void
have_persons(struct stage *s, size_t *have, size_t want)
{
	xmlNode *list = at(s, "persons"), *first = at(s, "persons/natural");

	for (; *have < want; (*have)++) {
		xmlNode *copy = xmlDocCopyNode(first, s->request, 1);
		char id[32];

		(void)snprintf(id, sizeof(id), "x%06zu", *have);
		(void)xmlSetProp(
		    copy, (const xmlChar *)"id", (const xmlChar *)id);
		(void)xmlAddChild(list, copy);
	}
}

/*
 * What a person adds is the same for the last as for the first; the limit of
 * work of a stylesheet (xml/xslt.h) would stop what takes more than that.
 */
static void
ten_thousand_persons_take_ten_thousand_times_the_room(void **state)
{
	size_t many = size_or(10000, 300);
	const size_t persons[] = { 100, 200, many };
	size_t size[4][2], have = 1;
	struct stage s;

	(void)state;
	open_stage(&s, SAMPLE);
	for (size_t round = 0; round < 3; round++) {
		have_persons(&s, &have, persons[round]);
		for (size_t i = 0; i < 4; i++) {
			struct buf out = { 0 };

			form(&out, &s, formats[i], false);
			if (round < 2)
				size[i][round] = out.len;
			else
				assert_int_equal(size[i][0] +
				        (many - 100) / 100 *
				            (size[i][1] - size[i][0]),
				    out.len);
			buf_free(&out);
		}
	}
	close_stage(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markup_is_only_text),
		cmocka_unit_test(directional_controls_end_with_their_value),
		cmocka_unit_test(controls_of_a_terminal_are_shown),
		cmocka_unit_test(
		    a_value_makes_no_line_of_its_own_in_plain_text),
		cmocka_unit_test(
		    a_megabyte_grows_by_what_is_escaped_and_no_more),
		cmocka_unit_test(
		    ten_thousand_persons_take_ten_thousand_times_the_room),
	};

	(void)setlocale(LC_CTYPE, "C.UTF-8");
	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
