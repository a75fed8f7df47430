/* test_xml_write.c - what is written reads back as what it was */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/str.h"
#include "xml/init.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/write.h"

static xmlDoc *
read_well(const char *text)
{
	struct err err = { 0 };
	xmlDoc *doc;

	assert_ok(xml_read(&doc, text, strlen(text), "a.xml", &err), err);
	return doc;
}

static void
assert_written(xmlDoc *doc, const char *want)
{
	struct buf b = { 0 };

	xml_write(&b, doc);
	assert_string_equal(want, buf_text(&b));
	buf_free(&b);
}

static xmlNode *
add(xmlNode *parent, const char *name, const char *text)
{
	return xmlNewTextChild(
	    parent, NULL, (const xmlChar *)name, (const xmlChar *)text);
}

static void
a_built_document_is_indented_with_two_blanks(void **state)
{
	xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
	xmlNode *root = xmlNewNode(NULL, (const xmlChar *)"a");
	xmlNode *b;

	(void)state;
	(void)xmlDocSetRootElement(doc, root);
	b = add(root, "b", NULL);
	(void)add(b, "c", "x < y & \xc3\xa9");
	(void)add(root, "d", NULL);
	assert_written(doc,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<a>\n"
	    "  <b>\n"
	    "    <c>x &lt; y &amp; \xc3\xa9</c>\n"
	    "  </b>\n"
	    "  <d/>\n"
	    "</a>\n");
	xmlFreeDoc(doc);
}

static void
mixed_content_is_not_touched(void **state)
{
	xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
	xmlNode *root = xmlNewNode(NULL, (const xmlChar *)"a");
	xmlNode *p;

	(void)state;
	(void)xmlDocSetRootElement(doc, root);
	p = add(root, "p", "one ");
	(void)add(add(p, "i", NULL), "b", "two");
	(void)add(p, "i", "three");
	assert_written(doc,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<a>\n"
	    "  <p>one <i><b>two</b></i><i>three</i></p>\n"
	    "</a>\n");
	xmlFreeDoc(doc);
}

/* A run beside a run, with nothing between: a blank there would be text. */
static void
what_was_read_keeps_its_white_space(void **state)
{
	static const char *const text[] = {
		"<a><p><i>one</i><i>two</i></p></a>",
		"<a>\n <p><i>one</i>\t<i>two</i></p>\n\n</a>",
		"<a xml:space=\"preserve\"><b/><b/></a>",
		"<a><!-- c --><?p i?><b x=\"&lt;&#10;&#9;&quot;'\"/></a>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		xmlDoc *doc = read_well(text[i]);
		char *want = xasprintf(
		    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n%s\n",
		    text[i]);

		assert_written(doc, want);
		xmlFreeDoc(doc);
		free(want);
	}
}

static void
writing_twice_gives_the_same_bytes(void **state)
{
	xmlDoc *doc = read_well(
	    "<n:a xmlns:n='urn:n' xmlns='urn:m'><b c='1' a='2'>x</b>\n"
	    "<n:c/><d>&#x1F600; &#13;</d></n:a>");
	struct buf first = { 0 }, second = { 0 };
	xmlDoc *again;

	(void)state;
	xml_write(&first, doc);
	again = read_well(first.data);
	xml_write(&second, again);
	assert_string_equal(first.data, second.data);
	buf_free(&first);
	buf_free(&second);
	xmlFreeDoc(doc);
	xmlFreeDoc(again);
}

static void
utf_16_is_written_as_utf_8(void **state)
{
	struct err err = { 0 };
	xmlDoc *doc;

	(void)state;
	assert_ok(xml_read(&doc, "\xff\xfe<\0a\0>\0\xe9\0<\0/\0a\0>\0", 18,
	              "a.xml", &err),
	    err);
	assert_written(doc,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\xc3\xa9</a>\n");
	xmlFreeDoc(doc);
}

static void
an_element_is_written_with_the_prefixes_it_needs(void **state)
{
	xmlDoc *doc = read_well("<a xmlns='urn:m' xmlns:n='urn:n'>"
	                        "<b><n:c n:d='1'>x &amp; y</n:c></b></a>");
	xmlNode *b = xml_child(xml_root(doc), "urn:m", "b");
	struct buf out = { 0 };
	xmlDoc *again;
	const xmlNode *c;

	(void)state;
	xml_write_node(&out, b);
	again = read_well(buf_text(&out));
	assert_true(xml_is(xml_root(again), "urn:m", "b"));
	c = xml_child(xml_root(again), "urn:n", "c");
	assert_non_null(c);
	assert_null(strchr(out.data, '\n'));
	xmlFreeDoc(again);
	buf_free(&out);
	/* The tree that it was taken from is as before. */
	xml_write_node(&out, xml_root(doc));
	assert_string_equal("<a xmlns=\"urn:m\" xmlns:n=\"urn:n\">"
	                    "<b><n:c n:d=\"1\">x &amp; y</n:c></b></a>",
	    out.data);
	buf_free(&out);
	xmlFreeDoc(doc);
}

static void
text_is_escaped(void **state)
{
	struct buf b = { 0 };

	(void)state;
	xml_add_text(&b, "a < b && \"c\" > 'd'\n\t\r]]>");
	assert_string_equal("a &lt; b &amp;&amp; &quot;c&quot; &gt; 'd'\n\t"
	                    "&#13;]]&gt;",
	    b.data);
	buf_free(&b);
}

static void
what_xml_cannot_hold_is_replaced(void **state)
{
	struct buf b = { 0 };

	(void)state;
	xml_add_text(&b,
	    "a\x01\x1b z\xff \xed\xa0\x80 \xef\xbf\xbe"
	    " \xef\xbf\xbf \xef\xbf\xbd \xf0\x9f\x98\x80");
	for (const char *at = b.data; *at != '\0'; at++)
		assert_true((unsigned char)*at >= 0x20);
	assert_true(str_is_utf8(b.data, b.len));
	assert_true(
	    str_starts(b.data, "a\xef\xbf\xbd\xef\xbf\xbd z\xef\xbf\xbd "));
	assert_true(str_ends(b.data, " \xef\xbf\xbd \xf0\x9f\x98\x80"));
	buf_free(&b);
}

static void
an_attribute_reads_back_as_it_was(void **state)
{
	static const char *const values[] = { "", "plain", "a\nb\tc\rd",
		"<\"'&>", "\n", "\t\t", "\xc3\xa9\xe2\x82\xac",
		" two  blanks " };

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		struct buf b = { 0 };
		xmlDoc *doc;
		char *value;

		buf_adds(&b, "<a");
		xml_add_attr(&b, "x", values[i]);
		buf_adds(&b, "/>");
		doc = read_well(b.data);
		value = xml_attr(xml_root(doc), "x");
		assert_string_equal(values[i], value);
		free(value);
		xmlFreeDoc(doc);
		buf_free(&b);
	}
}

static void
no_value_gives_no_attribute(void **state)
{
	struct buf b = { 0 };

	(void)state;
	xml_add_attr(&b, "x", NULL);
	assert_string_equal("", buf_text(&b));
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_built_document_is_indented_with_two_blanks),
		cmocka_unit_test(mixed_content_is_not_touched),
		cmocka_unit_test(what_was_read_keeps_its_white_space),
		cmocka_unit_test(writing_twice_gives_the_same_bytes),
		cmocka_unit_test(utf_16_is_written_as_utf_8),
		cmocka_unit_test(
		    an_element_is_written_with_the_prefixes_it_needs),
		cmocka_unit_test(text_is_escaped),
		cmocka_unit_test(what_xml_cannot_hold_is_replaced),
		cmocka_unit_test(an_attribute_reads_back_as_it_was),
		cmocka_unit_test(no_value_gives_no_attribute),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
