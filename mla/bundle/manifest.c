/* manifest.c - the lines of a manifest of a bag, and of its fetch.txt */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/manifest.h"

#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/str.h"

enum {
	MIN_DIGITS = 32, /* of the shortest digest, MD5 */
	MAX_LENGTH_DIGITS = 18 /* of a length in fetch.txt */
};

/* Decode %0A, %0D and %25 in place; true if another % stands there. */
static bool
decode(char *path)
{
	static const struct {
		const char *code;
		char c;
	} codes[] = { { "%0A", '\n' }, { "%0D", '\r' }, { "%25", '%' } };
	char *to = path;
	bool raw = false;

	for (const char *at = path; *at != '\0'; at++) {
		char c = *at;

		for (size_t i = 0; c == '%' && i < 3; i++) {
			if (strncasecmp(at, codes[i].code, 3) == 0) {
				*to++ = codes[i].c;
				at += 2;
				c = '\0';
			}
		}
		if (c == '\0')
			continue;
		raw = raw || c == '%';
		*to++ = c;
	}
	*to = '\0';
	return raw;
}

void
manifest_line_read(struct manifest_line *out, char *line, int version)
{
	size_t digest = strspn(line, "0123456789abcdefABCDEF");
	size_t blanks = strspn(line + digest, " \t");
	char *path = line + digest + blanks;

	memset(out, 0, sizeof(*out));
	out->warning = true;
	if (str_is_blank(line)) {
		out->problem = "it has a blank line";
		return;
	}
	if (digest < MIN_DIGITS || blanks == 0 || *path == '\0') {
		out->problem = "a line is no digest and path";
		out->warning = false;
		return;
	}
	line[digest] = '\0';
	out->hex = line;
	if (*path == '*') {
		out->problem = "a path begins with *, as md5sum writes it";
		path++;
	}
	if (str_starts(path, "./")) {
		out->problem = "a path begins with ./";
		path += 2;
	}
	out->path = path;
	if (version < 100 || strchr(path, '%') == NULL)
		return;
	out->literal = xstrdup(path);
	if (decode(path))
		out->problem = "a path has a % that is not coded as %25";
}

void
manifest_read(struct lines *l, int version,
    void (*line)(void *arg, const char *hex, const char *path), void *arg)
{
	const char *problem;
	char *text;

	while ((text = lines_next(l, &problem)) != NULL) {
		struct manifest_line m;

		manifest_line_read(&m, text, version);
		if (m.path != NULL)
			line(arg, m.hex, m.path);
		free(m.literal);
	}
}

/* A scheme and a colon begin an absolute URL (RFC 3986 section 4.3). */
static bool
is_absolute(const char *url)
{
	size_t n = strspn(url,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	    "+-.");

	return ((url[0] | 32) >= 'a' && (url[0] | 32) <= 'z') && n > 1 &&
	    url[n] == ':' && url[n + 1] != '\0';
}

/* The first word of a text, cut off; what follows the blanks behind it. */
static char *
cut_word(char *text)
{
	char *end = text + strcspn(text, " \t");
	char *next = end + strspn(end, " \t");

	*end = '\0';
	return next;
}

void
fetch_line_read(struct fetch_line *out, char *line, int version)
{
	char *length = cut_word(line), *path = cut_word(length);
	size_t digits = strspn(length, "0123456789");

	memset(out, 0, sizeof(*out));
	out->bytes = -1;
	if (*line == '\0' || *path == '\0' ||
	    (!str_eq(length, "-") &&
	        (digits == 0 || digits > MAX_LENGTH_DIGITS ||
	            length[digits] != '\0'))) {
		out->problem = "a line is no URL, length and path";
		return;
	}
	if (*length != '-')
		out->bytes = strtoll(length, NULL, 10);
	out->url = line;
	if (strncasecmp(line, "file:", 5) == 0)
		out->problem = "a URL names a file of a computer (file:)";
	else if (!is_absolute(line))
		out->problem = "a URL is not absolute";
	if (version >= 100)
		(void)decode(path);
	out->path = path;
}
