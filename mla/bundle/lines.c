/* lines.c - the lines of a tag file of a bag, whatever its encoding */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/lines.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/str.h"

enum {
	RAW_BYTES = 16384, /* as they stand in the file */
	TEXT_BYTES = 4 * RAW_BYTES /* the same in UTF-8, at most */
};

static const char mark[] = "\xef\xbb\xbf";
static const char too_long[] = "a line is longer than 65,536 bytes";

struct lines {
	const struct spool *spool;
	uint64_t at, end;
	iconv_t convert; /* (iconv_t)-1: it is UTF-8 already */
	char raw[RAW_BYTES];
	size_t nraw;
	char text[TEXT_BYTES]; /* in UTF-8, from next on not yet given */
	size_t next, ntext;
	bool begun, marked, skip; /* skip: an LF that belongs to a CR */
	struct buf line;
	const char *problem;
};

/*
 * Registered names (IANA) that bags are known to use, and what iconv calls
 * them.  UTF-16 without a byte order mark is big-endian (RFC 2781 4.3).
 */
static const char *const encodings[][2] = { { "UTF-8", NULL },
	{ "US-ASCII", "US-ASCII" }, { "ASCII", "US-ASCII" },
	{ "ISO-8859-1", "ISO-8859-1" }, { "ISO-8859-2", "ISO-8859-2" },
	{ "ISO-8859-5", "ISO-8859-5" }, { "ISO-8859-7", "ISO-8859-7" },
	{ "ISO-8859-9", "ISO-8859-9" }, { "ISO-8859-15", "ISO-8859-15" },
	{ "windows-1250", "CP1250" }, { "windows-1251", "CP1251" },
	{ "windows-1252", "CP1252" }, { "windows-1253", "CP1253" },
	{ "windows-1254", "CP1254" }, { "KOI8-R", "KOI8-R" },
	{ "UTF-16", "UTF-16BE" }, { "UTF-16BE", "UTF-16BE" },
	{ "UTF-16LE", "UTF-16LE" }, { "UTF-32", "UTF-32BE" },
	{ "UTF-32BE", "UTF-32BE" }, { "UTF-32LE", "UTF-32LE" } };

static const char *const *
find_encoding(const char *name)
{
	for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++) {
		if (strcasecmp(name, encodings[i][0]) == 0)
			return encodings[i];
	}
	return NULL;
}

bool
lines_knows(const char *encoding)
{
	return find_encoding(encoding) != NULL;
}

/* UTF-16 and UTF-32 tell their order by their first bytes. */
static const char *
by_mark(struct lines *l, const char *const *encoding)
{
	bool wide = str_eq(encoding[0], "UTF-32");
	const char *big = wide ? "\0\0\xfe\xff" : "\xfe\xff";
	const char *little = wide ? "\xff\xfe\0\0" : "\xff\xfe";
	size_t len = wide ? 4 : 2;
	char head[4];
	struct err err = { 0 };

	if ((!wide && !str_eq(encoding[0], "UTF-16")) || l->end - l->at < len ||
	    spool_read(l->spool, head, len, l->at, &err) != MLA_OK)
		return encoding[1];
	if (memcmp(head, big, len) == 0) {
		l->at += len;
	} else if (memcmp(head, little, len) == 0) {
		l->at += len;
		return wide ? "UTF-32LE" : "UTF-16LE";
	}
	return encoding[1];
}

struct lines *
lines_open(const struct spool *spool, uint64_t offset, uint64_t len,
    const char *encoding)
{
	struct lines *l = xcalloc(1, sizeof(*l));
	const char *const *found = find_encoding(encoding);
	const char *name;

	l->spool = spool;
	l->at = offset;
	l->end = offset + len;
	name = found != NULL ? by_mark(l, found) : NULL;
	l->convert =
	    name != NULL ? iconv_open("UTF-8", name) : (iconv_t)(intptr_t)-1;
	if (name != NULL && l->convert == (iconv_t)(intptr_t)-1)
		l->problem = "its encoding cannot be read on this computer";
	return l;
}

void
lines_close(struct lines *l)
{
	if (l == NULL)
		return;
	if (l->convert != (iconv_t)(intptr_t)-1)
		(void)iconv_close(l->convert);
	buf_free(&l->line);
	free(l);
}

bool
lines_marked(const struct lines *l)
{
	return l->marked;
}

/* Turn raw bytes into text; what is half a character stays for later. */
static void
convert(struct lines *l)
{
	char *in = l->raw, *out = l->text + l->ntext;
	size_t left = l->nraw, room = TEXT_BYTES - l->ntext;
	size_t n;

	if (l->convert == (iconv_t)(intptr_t)-1) {
		memcpy(out, in, left);
		l->ntext += left;
		l->nraw = 0;
		return;
	}
	n = iconv(l->convert, &in, &left, &out, &room);
	l->ntext = (size_t)(out - l->text);
	memmove(l->raw, in, left);
	l->nraw = left;
	if (n == (size_t)-1 && (errno != EINVAL || l->at == l->end) &&
	    (errno != E2BIG || l->ntext == 0))
		l->problem = "it is not in the encoding that bagit.txt gives";
}

/* More text, if there is any. */
static void
fill(struct lines *l)
{
	struct err err = { 0 };

	l->next = 0;
	l->ntext = 0;
	while (l->ntext == 0 && l->problem == NULL &&
	    (l->at < l->end || l->nraw > 0)) {
		size_t n = RAW_BYTES - l->nraw;

		n = n < l->end - l->at ? n : (size_t)(l->end - l->at);
		if (spool_read(l->spool, l->raw + l->nraw, n, l->at, &err) !=
		    MLA_OK)
			l->problem = "a temporary file cannot be read";
		l->at += n;
		l->nraw += n;
		if (l->problem == NULL)
			convert(l);
	}
	if (l->begun || l->problem != NULL)
		return;
	l->begun = true;
	if (l->ntext >= 3 && memcmp(l->text, mark, 3) == 0) {
		l->marked = true;
		l->next = 3;
	}
}

/* Take what belongs to the line; true: it ends here. */
static bool
take(struct lines *l)
{
	size_t n = l->next;

	if (l->skip && n < l->ntext) {
		n += l->text[n] == '\n' ? 1 : 0;
		l->next = n;
		l->skip = false;
	}
	while (n < l->ntext && l->text[n] != '\n' && l->text[n] != '\r')
		n++;
	buf_add(&l->line, l->text + l->next, n - l->next);
	l->next = n;
	if (n == l->ntext)
		return false;
	l->skip = l->text[n] == '\r';
	l->next++;
	return true;
}

/* The line as far as it goes, if it is one. */
static char *
give(struct lines *l)
{
	if (l->line.len > LINES_MAX_BYTES)
		l->problem = too_long;
	else if (memchr(buf_text(&l->line), '\0', l->line.len) != NULL)
		l->problem = "there is a zero byte in it";
	else if (!str_is_utf8(buf_text(&l->line), l->line.len))
		l->problem = "it is not UTF-8";
	if (l->problem != NULL)
		return NULL;
	return l->line.data;
}

char *
lines_next(struct lines *l, const char **problem)
{
	char *line = NULL;
	bool some = false;

	buf_clear(&l->line);
	while (l->problem == NULL) {
		if (l->next == l->ntext)
			fill(l);
		if (l->problem != NULL || l->next == l->ntext)
			break;
		some = true;
		if (take(l)) {
			line = give(l);
			goto out;
		}
		if (l->line.len > LINES_MAX_BYTES)
			l->problem = too_long;
	}
	if (some && l->line.len > 0 && l->problem == NULL)
		line = give(l);
out:
	if (l->problem != NULL)
		line = NULL;
	*problem = l->problem;
	return line;
}
