/* text.c - what is asked of the bytes of XML before they are parsed */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/text.h"

#include <stdbool.h>

#include "base/alloc.h"
#include "base/str.h"
#include "xml/read.h"

#define MARK "\xef\xbb\xbf" /* the byte order mark in UTF-8 */

static void
add_utf8(struct buf *out, unsigned c)
{
	if (c < 0x80) {
		buf_addch(out, (char)c);
		return;
	}
	if (c < 0x800) {
		buf_addch(out, (char)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			buf_addch(out, (char)(0xe0 | c >> 12));
		} else {
			buf_addch(out, (char)(0xf0 | c >> 18));
			buf_addch(out, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		buf_addch(out, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	buf_addch(out, (char)(0x80 | (c & 0x3f)));
}

/* at: 16-bit units after the mark; false where a surrogate stands alone. */
static bool
add_utf16(struct buf *out, const unsigned char *at, size_t bytes, bool little)
{
	unsigned high = 0; /* the first half of a pair, or 0 */

	if (bytes % 2 != 0)
		return false;
	for (; bytes > 0; bytes -= 2, at += 2) {
		unsigned unit = little ? at[0] | (unsigned)at[1] << 8
		                       : at[1] | (unsigned)at[0] << 8;
		bool low = (unit & 0xfc00) == 0xdc00;

		if (low != (high != 0))
			return false;
		if (low) {
			add_utf8(out,
			    0x10000 + ((high & 0x3ff) << 10) + (unit & 0x3ff));
			high = 0;
		} else if ((unit & 0xfc00) == 0xd800) {
			high = unit;
		} else {
			add_utf8(out, unit);
		}
	}
	return high == 0;
}

/* What encoding="..." of the XML declaration says; new, or NULL. */
static char *
find_declared(const char *text)
{
	const char *end, *at;
	char quote;

	if (!str_starts(text, "<?xml") || strchr(" \t\r\n", text[5]) == NULL)
		return NULL;
	end = strstr(text, "?>");
	at = strstr(text, "encoding");
	if (end == NULL || at == NULL || at > end)
		return NULL;
	at += strlen("encoding");
	at += strspn(at, " \t\r\n=");
	quote = *at;
	if (quote != '"' && quote != '\'')
		return NULL;
	end = strchr(++at, quote);
	return end != NULL ? xstrndup(at, (size_t)(end - at)) : NULL;
}

static bool
is_one_of(const char *name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcasecmp(name, *names) == 0)
			return true;
	return false;
}

static enum mla_rc
check_declared(const char *text, bool wide, const char *name, struct err *err)
{
	static const char *const narrow_names[] = { "UTF-8", "US-ASCII", NULL };
	static const char *const wide_names[] = { "UTF-16", "UTF-16LE",
		"UTF-16BE", NULL };
	char *said = find_declared(text);
	enum mla_rc rc = MLA_OK;

	if (said != NULL && !is_one_of(said, wide ? wide_names : narrow_names))
		rc = err_set(err, MLA_EDAMAGED,
		    "%s:1: it says that its encoding is %s, but it is read as "
		    "%s and nothing else",
		    name, said, wide ? "UTF-16" : "UTF-8");
	free(said);
	return rc;
}

enum mla_rc
text_decode(struct buf *out, const char *data, size_t len, const char *name,
    struct err *err)
{
	const unsigned char *at = (const unsigned char *)data;
	bool little = len >= 2 && at[0] == 0xff && at[1] == 0xfe;
	bool wide = little || (len >= 2 && at[0] == 0xfe && at[1] == 0xff);
	size_t before = out->len;
	bool fine;

	if (len == 0)
		return err_set(err, MLA_EDAMAGED, "%s is empty", name);
	if (wide) {
		fine = add_utf16(out, at + 2, len - 2, little);
	} else {
		size_t mark = len >= 3 && memcmp(data, MARK, 3) == 0 ? 3 : 0;

		fine = str_is_utf8(data, len);
		buf_add(out, data + mark, len - mark);
	}
	if (!fine ||
	    (out->len > before &&
	        memchr(out->data + before, '\0', out->len - before) != NULL))
		return err_set(err, MLA_EDAMAGED,
		    "%s is not UTF-8 (nor UTF-16 with a byte order mark)",
		    name);
	if (out->len == before)
		return err_set(err, MLA_EDAMAGED, "%s is empty", name);
	return check_declared(out->data + before, wide, name, err);
}

/* One byte between "<" and ">", or what may be such a place. */
static void
look_inside(struct text_tags *tags, char c)
{
	if (tags->quote != '\0') {
		if (c == tags->quote)
			tags->quote = '\0';
	} else if (c == '"' || c == '\'') {
		tags->quote = c;
		tags->values++;
	} else if (c == '>') {
		tags->at = TEXT_OUTSIDE;
	}
}

/*
 * Every "<" that could begin a tag is looked at, in comments and CDATA too:
 * then it does not matter where the parser believes that one of those ends.
 */
bool
text_tags_more(struct text_tags *tags, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		if (tags->at == TEXT_OUTSIDE) {
			text = memchr(text, '<', (size_t)(end - text));
			if (text == NULL)
				return true;
		}
		if (*text == '<') {
			*tags = (struct text_tags){ .at = TEXT_BEGINS };
		} else if (tags->at == TEXT_BEGINS &&
		    strchr("!?/", *text) != NULL) {
			tags->at = TEXT_OUTSIDE;
		} else {
			tags->at = TEXT_INSIDE;
			look_inside(tags, *text);
		}
		if (tags->values > XML_MAX_ATTRIBUTES)
			return false;
		text++;
	}
	return true;
}

enum mla_rc
text_check_tags(const char *text, size_t len, const char *name, struct err *err)
{
	struct text_tags tags = { 0 };
	long line = 1, began = 1;

	if (text_tags_more(&tags, text, len))
		return MLA_OK;
	/* Once more, byte by byte, for the line on which that tag begins. */
	tags = (struct text_tags){ 0 };
	for (; text_tags_more(&tags, text, 1); text++) {
		line += *text == '\n';
		began = tags.at == TEXT_BEGINS ? line : began;
	}
	return err_set(err, MLA_EDAMAGED,
	    "%s:%ld: an element has more than %d attributes", name, began,
	    XML_MAX_ATTRIBUTES);
}
