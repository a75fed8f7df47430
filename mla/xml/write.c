/* write.c - from trees and texts to bytes of XML */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/write.h"

#include <libxml/xmlsave.h>

#include "base/alloc.h"
#include "base/str.h"

static int
append(void *arg, const char *data, int len)
{
	buf_add(arg, data, (size_t)len);
	return len;
}

void
xml_write(struct buf *out, xmlDoc *doc)
{
	xmlSaveCtxtPtr save;
	int format = XML_SAVE_FORMAT;

	/*
	 * libxml2 indents by two blanks, and not where it sees text; but in
	 * what was read any blank between two elements may be text as well.
	 */
	if ((doc->properties & XML_DOC_WELLFORMED) != 0)
		format = 0;
	save =
	    xmlSaveToIO(append, NULL, out, "UTF-8", format | XML_SAVE_AS_XML);
	if (save == NULL)
		return;
	(void)xmlSaveDoc(save, doc);
	(void)xmlSaveClose(save);
	if (out->len == 0 || out->data[out->len - 1] != '\n')
		buf_addch(out, '\n');
}

void
xml_write_node(struct buf *out, xmlNode *node)
{
	xmlSaveCtxtPtr save = xmlSaveToIO(
	    append, NULL, out, "UTF-8", XML_SAVE_NO_DECL | XML_SAVE_AS_XML);
	xmlNode *copy;

	if (save == NULL)
		return;
	/* A copy declares the prefixes that were declared further up. */
	copy = xmlDocCopyNode(node, node->doc, 1);
	(void)xmlSaveTree(save, copy);
	(void)xmlSaveClose(save);
	xmlFreeNode(copy);
}

/* Production [2] Char of XML 1.0, for what is left of UTF-8. */
static bool
is_char(unsigned c)
{
	return c == '\t' || c == '\n' || c == '\r' ||
	    (c >= 0x20 && c != 0xfffe && c != 0xffff);
}

bool
xml_is_text(const char *data, size_t len)
{
	const char *at = data;

	if (memchr(data, '\0', len) != NULL || !str_is_utf8(data, len))
		return false;
	while (at < data + len) {
		if (!is_char(str_next_char(&at)))
			return false;
	}
	return true;
}

void
xml_add_text(struct buf *out, const char *text)
{
	while (*text != '\0') {
		const char *from = text;
		unsigned c = str_next_char(&text);

		if (c == '<')
			buf_adds(out, "&lt;");
		else if (c == '>')
			buf_adds(out, "&gt;");
		else if (c == '&')
			buf_adds(out, "&amp;");
		else if (c == '"')
			buf_adds(out, "&quot;");
		else if (c == '\r')
			buf_adds(out, "&#13;");
		else if (!is_char(c) || (c == 0xfffd && text - from == 1))
			buf_adds(out, "\xef\xbf\xbd");
		else
			buf_add(out, from, (size_t)(text - from));
	}
}

void
xml_add_attr(struct buf *out, const char *name, const char *value)
{
	const char *line;

	if (value == NULL)
		return;
	buf_addch(out, ' ');
	buf_adds(out, name);
	buf_adds(out, "=\"");
	/* Line ends and tabulators in an attribute survive as references. */
	while ((line = strpbrk(value, "\n\t")) != NULL) {
		char *head = xstrndup(value, (size_t)(line - value));

		xml_add_text(out, head);
		buf_addf(out, "&#%d;", *line);
		free(head);
		value = line + 1;
	}
	xml_add_text(out, value);
	buf_addch(out, '"');
}
