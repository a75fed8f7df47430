/* markup.c - a paragraph or line of a request as one line of plain text */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/markup.h"

#include <ctype.h>

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"

#define XML_NS "http://www.w3.org/XML/1998/namespace"
#define TAG_MAX_BYTES 64 /* between the brackets */
#define LANG_SUBTAG_MAX 8 /* letters; RFC 5646 section 2.1 */

bool
markup_is_lang(const char *s)
{
	size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyz");

	if (len < 2 || len > 3)
		return false;
	for (s += len; *s == '-'; s += len) {
		s++;
		for (len = 0; isalnum((unsigned char)s[len]);)
			len++;
		if (len == 0 || len > LANG_SUBTAG_MAX)
			return false;
	}
	return *s == '\0';
}

xmlAttr *
markup_lang_node(const xmlNode *node)
{
	return xmlHasNsProp(
	    node, (const xmlChar *)"lang", (const xmlChar *)XML_NS);
}

char *
markup_lang(const xmlNode *node)
{
	return xml_attr_ns(node, XML_NS, "lang");
}

void
markup_set_tag(xmlNode *node, const char *lang, const char *dir)
{
	xmlAttr *old = markup_lang_node(node);

	if (lang != NULL)
		xmlSetNsProp(node,
		    xmlSearchNsByHref(node->doc, node, (const xmlChar *)XML_NS),
		    (const xmlChar *)"lang", (const xmlChar *)lang);
	else if (old != NULL)
		xmlRemoveProp(old);
	if (dir != NULL)
		xmlSetProp(node, (const xmlChar *)"dir", (const xmlChar *)dir);
	else
		xmlUnsetProp(node, (const xmlChar *)"dir");
}

/* "ar rtl", "ar" or "rtl". */
static void
write_tag(struct buf *out, const xmlNode *node)
{
	char *lang = markup_lang(node);
	char *dir = xml_attr(node, "dir");

	buf_addf(out, "%s%s%s", lang != NULL ? lang : "",
	    lang != NULL && dir != NULL ? " " : "", dir != NULL ? dir : "");
	free(lang);
	free(dir);
}

void
markup_write_tag(struct buf *out, const xmlNode *node)
{
	struct buf tag = { 0 };

	write_tag(&tag, node);
	if (tag.len > 0)
		buf_addf(out, "[%s] ", tag.data);
	buf_free(&tag);
}

static void
write_text(struct buf *out, const char *s, bool first)
{
	s += first ? strspn(s, " \t\r\n") : 0;
	for (; *s != '\0'; s++) {
		if (strchr("{}\\", *s) != NULL || (*s == '[' && first))
			buf_addch(out, '\\');
		buf_addch(out, *s);
		first = false;
	}
}

char *
markup_write(const xmlNode *node)
{
	struct buf b = { 0 };
	size_t start;

	markup_write_tag(&b, node);
	start = b.len;
	for (const xmlNode *n = node->children; n != NULL; n = n->next) {
		char *text;

		if (n->type == XML_ELEMENT_NODE) {
			text = xml_text(n);
			buf_adds(&b, "{{");
			write_tag(&b, n);
			buf_adds(&b, ": ");
			write_text(&b, text, false);
			buf_adds(&b, "}}");
			free(text);
		} else if (n->type == XML_TEXT_NODE ||
		    n->type == XML_CDATA_SECTION_NODE) {
			write_text(
			    &b, (const char *)n->content, b.len == start);
		}
	}
	return buf_steal(&b);
}

/* A tag without brackets, of len bytes; sets lang and dir where it is one. */
static bool
parse_tag(char **lang, char **dir, const char *s, size_t len)
{
	char word[TAG_MAX_BYTES];
	char *space;

	*lang = *dir = NULL;
	if (len >= sizeof(word))
		return false;
	memcpy(word, s, len);
	word[len] = '\0';
	space = strchr(word, ' ');
	if (space != NULL)
		*space++ = '\0';
	else if (str_eq(word, "ltr") || str_eq(word, "rtl"))
		space = word;
	if (space != NULL && !str_eq(space, "ltr") && !str_eq(space, "rtl"))
		return false;
	if (space != word && !markup_is_lang(word))
		return false;
	*dir = xstrdup_null(space);
	*lang = space != word ? xstrdup(word) : NULL;
	return true;
}

/* A tag in brackets at the beginning: what follows it; NULL: there is none. */
static const char *
take_tag(char **lang, char **dir, const char *line)
{
	size_t len = *line == '[' ? strcspn(line, "]") : 0;

	*lang = *dir = NULL;
	if (len < 2 || line[len] != ']' ||
	    !parse_tag(lang, dir, line + 1, len - 1))
		return NULL;
	return line + len + 1;
}

bool
markup_is_tag(const char *line)
{
	char *lang, *dir;
	const char *rest = take_tag(&lang, &dir, line);

	free(lang);
	free(dir);
	return rest != NULL && *rest == '\0';
}

void
markup_read_tag(xmlNode *node, const char *line)
{
	char *lang, *dir;

	if (take_tag(&lang, &dir, line) != NULL)
		markup_set_tag(node, lang, dir);
	free(lang);
	free(dir);
}

static void
flush(xmlNode *node, struct buf *text)
{
	if (text->len > 0)
		xmlAddChild(node,
		    xmlNewDocText(node->doc, (const xmlChar *)text->data));
	buf_clear(text);
}

/* One character with its escape; text gets what it stands for. */
static const char *
read_char(struct buf *text, const char *s)
{
	if (*s == '\\' && s[1] != '\0' && strchr("[{}\\", s[1]) != NULL)
		s++;
	buf_addch(text, *s);
	return s + 1;
}

/* A run, from behind its braces; NULL if it is none after all. */
static const char *
read_run(xmlNode *node, struct buf *before, const char *s)
{
	size_t len = strcspn(s, ":{}");
	struct buf text = { 0 };
	char *lang = NULL, *dir = NULL;
	xmlNode *run;

	if (s[len] != ':' || (len > 0 && !parse_tag(&lang, &dir, s, len)))
		return NULL;
	s += len + 1;
	s += *s == ' ' ? 1 : 0;
	while (*s != '\0' && !str_starts(s, "}}"))
		s = read_char(&text, s);
	if (*s != '\0') {
		flush(node, before);
		run = xmlNewDocNode(
		    node->doc, node->ns, (const xmlChar *)"span", NULL);
		xmlAddChild(node, run);
		markup_set_tag(run, lang, dir);
		flush(run, &text);
		s += 2;
	} else {
		s = NULL;
	}
	buf_free(&text);
	free(lang);
	free(dir);
	return s;
}

void
markup_read(xmlNode *node, const char *line)
{
	struct buf text = { 0 };
	char *lang, *dir;
	const char *rest = take_tag(&lang, &dir, line);

	if (rest == NULL || *rest != ' ') {
		free(lang);
		free(dir);
		lang = dir = NULL;
	} else {
		line = rest + 1;
	}
	xmlNodeSetContent(node, NULL);
	markup_set_tag(node, lang, dir);
	while (*line != '\0') {
		rest = str_starts(line, "{{") ? read_run(node, &text, line + 2)
		                              : NULL;
		line = rest != NULL ? rest : read_char(&text, line);
	}
	flush(node, &text);
	buf_free(&text);
	free(lang);
	free(dir);
}
