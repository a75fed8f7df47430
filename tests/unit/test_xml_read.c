/* test_xml_read.c - hostile and harmless documents */
/* SPDX-License-Identifier: Apache-2.0 */
#include "chance.h"
#include "unit.h"

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/str.h"
#include "xml/init.h"
#include "xml/loader.h"
#include "xml/node.h"
#include "xml/read.h"

static xmlDoc *
read_well(const char *data, size_t len)
{
	struct err err = { 0 };
	xmlDoc *doc;

	assert_ok(xml_read(&doc, data, len, "a.xml", &err), err);
	assert_non_null(doc);
	return doc;
}

/* The message that a document is refused with. */
static void
assert_refused(const char *data, size_t len, const char *message)
{
	struct err err = { 0 };
	xmlDoc *doc;

	assert_int_equal(
	    MLA_EDAMAGED, xml_read(&doc, data, len, "a.xml", &err));
	assert_null(doc);
	assert_string_equal(message, err.msg);
}

static void
assert_refused_text(const char *text, const char *message)
{
	assert_refused(text, strlen(text), message);
}

static void
repeat(struct buf *b, const char *text, int n)
{
	for (int i = 0; i < n; i++)
		buf_adds(b, text);
}

static void
a_plain_document_is_read(void **state)
{
	const char *text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
	                   "<?note for people?>\n"
	                   "<!-- a > b < c -->\n"
	                   "<a x='1 > \"0\"'><b><![CDATA[<i/>]]></b>\n</a>\n";
	xmlDoc *doc = read_well(text, strlen(text));
	const xmlNode *b = xml_child(xml_root(doc), NULL, "b");
	char *inside = xml_text(b), *x = xml_attr(xml_root(doc), "x");

	(void)state;
	assert_string_equal("<i/>", inside);
	assert_string_equal("1 > \"0\"", x);
	assert_int_equal(4, xml_line(b));
	free(inside);
	free(x);
	xmlFreeDoc(doc);
}

static void
a_byte_order_mark_is_accepted(void **state)
{
	const char *text = "\xef\xbb\xbf<?xml version='1.0'?><a>\xc3\xa9</a>";
	xmlDoc *doc = read_well(text, strlen(text));
	char *inside = xml_text(xml_root(doc));

	(void)state;
	assert_string_equal("\xc3\xa9", inside);
	free(inside);
	xmlFreeDoc(doc);
}

/* ASCII and pairs of surrogates as UTF-16 with its mark. */
static void
widen(struct buf *b, const char *text, bool little)
{
	buf_add(b, little ? "\xff\xfe" : "\xfe\xff", 2);
	for (; *text != '\0'; text++) {
		buf_addch(b, little ? *text : '\0');
		buf_addch(b, little ? '\0' : *text);
	}
}

static void
utf_16_with_a_mark_is_accepted(void **state)
{
	(void)state;
	for (int little = 0; little < 2; little++) {
		struct buf b = { 0 };
		char *inside;
		xmlDoc *doc;

		widen(&b, "<?xml version='1.0' encoding='UTF-16'?><a>", little);
		buf_add(&b, little ? "\x3d\xd8\x00\xde" : "\xd8\x3d\xde\x00",
		    4); /* U+1F600 */
		buf_add(&b, little ? "\xac\x20" : "\x20\xac", 2); /* euro */
		for (const char *s = "</a>"; *s != '\0'; s++) {
			buf_addch(&b, little ? *s : '\0');
			buf_addch(&b, little ? '\0' : *s);
		}
		doc = read_well(b.data, b.len);
		inside = xml_text(xml_root(doc));
		assert_string_equal("\xf0\x9f\x98\x80\xe2\x82\xac", inside);
		free(inside);
		xmlFreeDoc(doc);
		buf_free(&b);
	}
}

static void
broken_utf_16_is_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} bad[] = {
		{ "\xff\xfe<\0a\0/\0>", 9 }, /* half a unit */
		{ "\xff\xfe<\0a\0>\0\x3d\xd8<\0/\0a\0>\0",
		    18 }, /* half a pair */
		{ "\xff\xfe<\0a\0>\0\x00\xde<\0/\0a\0>\0",
		    18 }, /* second half */
		{ "\xff\xfe<\0a\0/\0>\0\x3d\xd8", 12 }, /* half a pair, end */
		{ "\xff\xfe\0\0<\0\0\0a\0\0\0/\0\0\0>\0\0\0", 20 }, /* UTF-32 */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_refused(bad[i].bytes, bad[i].len,
		    "a.xml is not UTF-8 (nor UTF-16 with a byte order mark)");
}

static void
utf_16_without_a_mark_is_refused(void **state)
{
	(void)state;
	assert_refused("<\0a\0/\0>\0", 8,
	    "a.xml is not UTF-8 (nor UTF-16 with a byte order mark)");
}

static void
an_empty_file_is_refused(void **state)
{
	(void)state;
	assert_refused(NULL, 0, "a.xml is empty");
	assert_refused("\xff\xfe", 2, "a.xml is empty");
	assert_refused("\xef\xbb\xbf", 3, "a.xml is empty");
}

static void
latin_1_bytes_are_refused(void **state)
{
	(void)state;
	assert_refused_text("<a>caf\xe9</a>",
	    "a.xml is not UTF-8 (nor UTF-16 with a byte order mark)");
}

static void
a_nul_byte_is_refused(void **state)
{
	(void)state;
	assert_refused("<a>\0</a>", 8,
	    "a.xml is not UTF-8 (nor UTF-16 with a byte order mark)");
}

static void
another_declared_encoding_is_refused(void **state)
{
	(void)state;
	assert_refused_text(
	    "<?xml version=\"1.0\" encoding=\"UTF-7\"?><a>+AGI-</a>",
	    "a.xml:1: it says that its encoding is UTF-7, but it is read as "
	    "UTF-8 and nothing else");
	assert_refused_text(
	    "<?xml version='1.0' encoding = 'ISO-8859-1' ?><a/>",
	    "a.xml:1: it says that its encoding is ISO-8859-1, but it is read "
	    "as UTF-8 and nothing else");
	assert_refused_text("<?xml version='1.0' encoding='UTF-16'?><a/>",
	    "a.xml:1: it says that its encoding is UTF-16, but it is read as "
	    "UTF-8 and nothing else");
}

/* In UTF-7 the tag would have more attributes than any limit lets pass. */
static void
utf_7_does_not_hide_attributes(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_adds(&b, "<?xml version='1.0' encoding='utf-7'?>+ADw-a");
	for (int i = 0; i < 1000; i++)
		buf_addf(&b, " a%d+AD0AIgAi-", i);
	buf_adds(&b, "+AC8APg-");
	assert_refused(b.data, b.len,
	    "a.xml:1: it says that its encoding is utf-7, but it is read as "
	    "UTF-8 and nothing else");
	buf_free(&b);
}

static void
ebcdic_is_refused(void **state)
{
	(void)state;
	assert_refused("\x4c\x6f\xa7\x94\x93\x40", 6,
	    "a.xml is not UTF-8 (nor UTF-16 with a byte order mark)");
}

#define DOCTYPE_REFUSED "a.xml:1: it has a DOCTYPE, and none is accepted"

static void
a_harmless_doctype_is_refused(void **state)
{
	(void)state;
	assert_refused_text("<!DOCTYPE a><a/>", DOCTYPE_REFUSED);
	assert_refused_text("<!DOCTYPE a SYSTEM 'http://127.0.0.1/a.dtd'><a/>",
	    DOCTYPE_REFUSED);
	assert_refused_text(
	    "<!DOCTYPE a PUBLIC '-//X//Y' 'y.dtd' []><a/>", DOCTYPE_REFUSED);
}

static void
attribute_defaults_of_a_dtd_are_refused(void **state)
{
	(void)state;
	assert_refused_text(
	    "<!DOCTYPE a [<!ATTLIST a role CDATA 'judge'>]><a/>",
	    DOCTYPE_REFUSED);
}

static void
an_external_entity_is_refused(void **state)
{
	(void)state;
	assert_refused_text(
	    "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
	    "<a>&x;</a>",
	    DOCTYPE_REFUSED);
	assert_refused_text(
	    "<!DOCTYPE a [<!ENTITY % x SYSTEM 'file:///etc/hostname'>%x;]>"
	    "<a/>",
	    DOCTYPE_REFUSED);
}

static void
a_billion_laughs_are_refused(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_adds(&b, "<!DOCTYPE a [<!ENTITY l0 'ha'>");
	for (int i = 1; i < 30; i++)
		buf_addf(&b, "<!ENTITY l%d '&l%d;&l%d;'>", i, i - 1, i - 1);
	buf_adds(&b, "]><a>&l29;</a>");
	assert_refused(b.data, b.len, DOCTYPE_REFUSED);
	buf_free(&b);
}

static void
a_quadratic_blow_up_is_refused(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_adds(&b, "<!DOCTYPE a [<!ENTITY l '");
	repeat(&b, "ha", 50000);
	buf_adds(&b, "'>]><a>");
	repeat(&b, "&l;", 50000);
	buf_adds(&b, "</a>");
	assert_refused(b.data, b.len, DOCTYPE_REFUSED);
	buf_free(&b);
}

static void
an_entity_nobody_declared_is_refused(void **state)
{
	(void)state;
	assert_refused_text(
	    "<a>\n&nbsp;</a>", "a.xml:2: Entity 'nbsp' not defined");
}

static void
an_include_stays_an_element(void **state)
{
	const char *text =
	    "<a xmlns:xi='http://www.w3.org/2001/XInclude'>"
	    "<xi:include href='file:///etc/hostname' parse='text'/></a>";
	xmlDoc *doc = read_well(text, strlen(text));
	char *inside = xml_text(xml_root(doc));

	(void)state;
	assert_true(xml_is(xml_root(doc)->children,
	    "http://www.w3.org/2001/XInclude", "include"));
	assert_string_equal("", inside);
	free(inside);
	xmlFreeDoc(doc);
}

static void
an_undeclared_prefix_is_refused(void **state)
{
	(void)state;
	assert_refused_text("<a>\n<x:b/></a>",
	    "a.xml:2: Namespace prefix x on b is not defined");
	assert_refused_text("<a x:b='1'/>",
	    "a.xml:1: Namespace prefix x for b on a is not defined");
}

static void
an_attribute_twice_by_two_prefixes_is_refused(void **state)
{
	(void)state;
	assert_refused_text(
	    "<a xmlns:x='urn:n' xmlns:y='urn:n' x:b='1' y:b='2'/>",
	    "a.xml:1: Namespaced Attribute b in 'urn:n' redefined");
	assert_refused_text(
	    "<a b='1' b='2'/>", "a.xml:1: Attribute b redefined");
}

static void
what_is_not_well_formed_is_named_with_its_line(void **state)
{
	(void)state;
	assert_refused_text("<a>\n<b>\n</a>\n",
	    "a.xml:3: Opening and ending tag mismatch: b line 2 and a");
	assert_refused_text(
	    "<a/>\n<b/>", "a.xml:2: Extra content at the end of the document");
	assert_refused_text(
	    "no markup", "a.xml:1: Start tag expected, '<' not found");
}

static void
add_deep(struct buf *b, int depth)
{
	repeat(b, "<a>\n", depth);
	repeat(b, "</a>", depth);
}

static void
depth_is_limited_at_exactly_256(void **state)
{
	struct buf b = { 0 };

	(void)state;
	add_deep(&b, XML_MAX_DEPTH);
	xmlFreeDoc(read_well(b.data, b.len));
	buf_clear(&b);
	add_deep(&b, XML_MAX_DEPTH + 1);
	assert_refused(b.data, b.len,
	    "a.xml:257: elements are nested too deep; at most 256");
	buf_clear(&b);
	add_deep(&b, 500000);
	assert_refused(b.data, b.len,
	    "a.xml:257: elements are nested too deep; at most 256");
	buf_free(&b);
}

static void
add_attributes(struct buf *b, int n)
{
	buf_adds(b, "<r>\n<a");
	for (int i = 0; i < n; i++)
		buf_addf(b, " a%d='>'", i);
	buf_adds(b, "/></r>");
}

static void
attributes_of_an_element_are_limited(void **state)
{
	const char *const refused =
	    "a.xml:2: an element has more than 256 attributes";
	struct buf b = { 0 };

	(void)state;
	add_attributes(&b, XML_MAX_ATTRIBUTES);
	xmlFreeDoc(read_well(b.data, b.len));
	buf_clear(&b);
	add_attributes(&b, XML_MAX_ATTRIBUTES + 1);
	assert_refused(b.data, b.len, refused);
	buf_clear(&b);
	add_attributes(&b, 20000);
	assert_refused(b.data, b.len, refused);
	buf_free(&b);
}

/* Compared each with each, these would keep a parser busy for hours. */
static void
a_million_attributes_are_refused_at_once(void **state)
{
	struct buf b = { 0 };

	(void)state;
	if (chance_is_slow())
		skip(); /* it is about how long that takes */
	add_attributes(&b, 1000000);
	assert_refused(
	    b.data, b.len, "a.xml:2: an element has more than 256 attributes");
	buf_free(&b);
}

/* A broken instruction, after which the parser sees a tag and we might not. */
static void
many_attributes_do_not_hide_behind_a_fault(void **state)
{
	static const char *const before[] = { "<a><? ", "<a><!-- -- ",
		"<a><!x ", "<a><![CDATA ", "<a b='" };

	(void)state;
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]);
	     i += chance_stride(5)) {
		struct buf b = { 0 };

		buf_adds(&b, before[i]);
		add_attributes(&b, 100000);
		assert_refused(b.data, b.len,
		    "a.xml:2: an element has more than 256 attributes");
		buf_free(&b);
	}
}

static void
quotes_in_text_and_comments_are_no_attributes(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_adds(&b, "<a><!-- ");
	repeat(&b, "\"it's\" ", 500);
	buf_adds(&b, "--><b/>");
	repeat(&b, "\"it's\" ", 500);
	buf_adds(&b, "<![CDATA[");
	repeat(&b, "\"it's\" ", 500);
	buf_adds(&b, "]]></a>");
	xmlFreeDoc(read_well(b.data, b.len));
	buf_free(&b);
}

static void
attributes_of_a_document_are_limited(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_adds(&b, "<a>");
	repeat(&b, "<b c='' d='' e='' f='' g=''/>", 100001);
	buf_adds(&b, "</a>");
	assert_refused(b.data, b.len,
	    "a.xml:1: it has too many attributes; at most 500000");
	buf_free(&b);
}

static void
elements_of_a_document_are_limited(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_adds(&b, "<a>");
	repeat(&b, "<b/>", XML_MAX_ELEMENTS);
	buf_adds(&b, "</a>");
	assert_refused(b.data, b.len,
	    "a.xml:1: it has too many elements; at most 1000000");
	buf_free(&b);
}

static void
add_prefixes(struct buf *b, int levels)
{
	for (int i = 0; i < levels; i++) {
		buf_adds(b, "<a");
		for (int j = 0; j < 128; j++)
			buf_addf(b, " xmlns:p%dx%d='urn:%d'", i, j, j);
		buf_adds(b, ">");
	}
	repeat(b, "</a>", levels);
}

static void
prefixes_in_force_at_once_are_limited(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_adds(&b, "<r>");
	add_prefixes(&b, 2);
	add_prefixes(&b, 2); /* the first ones are no longer in force */
	buf_adds(&b, "</r>");
	xmlFreeDoc(read_well(b.data, b.len));
	buf_clear(&b);
	add_prefixes(&b, 3);
	assert_refused(b.data, b.len,
	    "a.xml:1: too many prefixes are declared; at most 256");
	buf_free(&b);
}

static void
size_is_limited_at_exactly_16_mib(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_adds(&b, "<a>");
	repeat(&b, "0123456789ab<b/>", (int)(XML_MAX_BYTES / 16) - 1);
	while (b.len < XML_MAX_BYTES - 4)
		buf_addch(&b, ' ');
	buf_adds(&b, "</a>");
	assert_true(b.len == XML_MAX_BYTES);
	assert_refused(b.data, b.len,
	    "a.xml:1: it has too many elements; at most 1000000");
	buf_addch(&b, '\n');
	assert_refused(b.data, b.len,
	    "a.xml is larger than 16 MiB, the limit of a document");
	buf_free(&b);
}

static void
lines_beyond_65535_are_counted(void **state)
{
	struct buf b = { 0 };
	const xmlNode *last;
	xmlDoc *doc;

	(void)state;
	buf_adds(&b, "<a>\n");
	repeat(&b, "<b>x</b>\n", 70000);
	buf_adds(&b, "<c>y</c>\n</a>");
	doc = read_well(b.data, b.len);
	last = xml_child(xml_root(doc), NULL, "c");
	assert_int_equal(70002, xml_line(last));
	xmlFreeDoc(doc);
	buf_free(&b);
}

static void
the_loader_denies_what_lies_elsewhere(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_int_equal(
	    MLA_ENOTFOUND, loader_open("tests/data/xml/none", &err));
	assert_string_equal("cannot read folder tests/data/xml/none: "
	                    "No such file or directory",
	    err.msg);
	memset(&err, 0, sizeof(err));
	assert_ok(loader_open("tests/data/xml", &err), err);
	assert_ok(loader_close(&err), err);
}

static void
names_and_places_of_nodes_are_told(void **state)
{
	const char *text = "<a xmlns='urn:n' xmlns:w='urn:w'>t<b x='1'/>"
	                   "<c w:x='2'/><b/></a>";
	xmlDoc *doc = read_well(text, strlen(text));
	const xmlNode *a = xml_root(doc), *b = xml_child(a, "urn:n", "b");
	char *x = xml_attr_ns(xml_after(b), "urn:w", "x");

	(void)state;
	assert_string_equal("2", x);
	free(x);
	assert_null(xml_attr(b, "y"));
	assert_null(xml_child(a, "urn:w", "b"));
	assert_ptr_equal(b, xml_first(a));
	assert_true(xml_attr_is(b, "x", "1"));
	assert_false(xml_attr_is(b, "x", "2"));
	assert_false(xml_attr_is(b, "y", ""));
	assert_non_null(xml_next(b, "urn:n", "b"));
	assert_null(xml_next(xml_next(b, NULL, "b"), NULL, "b"));
	assert_null(xml_after(xml_next(b, NULL, "b")));
	assert_null(xml_child(NULL, NULL, "b"));
	assert_int_equal(0, xml_line(NULL));
	xmlFreeDoc(doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_document_is_read),
		cmocka_unit_test(a_byte_order_mark_is_accepted),
		cmocka_unit_test(utf_16_with_a_mark_is_accepted),
		cmocka_unit_test(broken_utf_16_is_refused),
		cmocka_unit_test(utf_16_without_a_mark_is_refused),
		cmocka_unit_test(an_empty_file_is_refused),
		cmocka_unit_test(latin_1_bytes_are_refused),
		cmocka_unit_test(a_nul_byte_is_refused),
		cmocka_unit_test(another_declared_encoding_is_refused),
		cmocka_unit_test(utf_7_does_not_hide_attributes),
		cmocka_unit_test(ebcdic_is_refused),
		cmocka_unit_test(a_harmless_doctype_is_refused),
		cmocka_unit_test(attribute_defaults_of_a_dtd_are_refused),
		cmocka_unit_test(an_external_entity_is_refused),
		cmocka_unit_test(a_billion_laughs_are_refused),
		cmocka_unit_test(a_quadratic_blow_up_is_refused),
		cmocka_unit_test(an_entity_nobody_declared_is_refused),
		cmocka_unit_test(an_include_stays_an_element),
		cmocka_unit_test(an_undeclared_prefix_is_refused),
		cmocka_unit_test(an_attribute_twice_by_two_prefixes_is_refused),
		cmocka_unit_test(
		    what_is_not_well_formed_is_named_with_its_line),
		cmocka_unit_test(depth_is_limited_at_exactly_256),
		cmocka_unit_test(attributes_of_an_element_are_limited),
		cmocka_unit_test(a_million_attributes_are_refused_at_once),
		cmocka_unit_test(many_attributes_do_not_hide_behind_a_fault),
		cmocka_unit_test(quotes_in_text_and_comments_are_no_attributes),
		cmocka_unit_test(attributes_of_a_document_are_limited),
		cmocka_unit_test(elements_of_a_document_are_limited),
		cmocka_unit_test(prefixes_in_force_at_once_are_limited),
		cmocka_unit_test(size_is_limited_at_exactly_16_mib),
		cmocka_unit_test(lines_beyond_65535_are_counted),
		cmocka_unit_test(the_loader_denies_what_lies_elsewhere),
		cmocka_unit_test(names_and_places_of_nodes_are_told),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
