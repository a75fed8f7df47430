/* manifest.c - the lines of a manifest of a bag */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/manifest.h"

#include <strings.h>

#include "base/alloc.h"
#include "base/str.h"

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

static void
read_line(char *text, int version,
    void (*line)(void *arg, const char *hex, const char *path,
        const char *problem, bool warning),
    void *arg)
{
	size_t digest = strspn(text, "0123456789abcdefABCDEF");
	size_t blanks = strspn(text + digest, " \t");
	char *path = text + digest + blanks;
	const char *problem = NULL;

	if (*text == '\0') {
		line(arg, "", NULL, "it has a blank line", true);
		return;
	}
	if (digest < 32 || blanks == 0 || *path == '\0') {
		line(arg, "", NULL, "a line is no digest and path", false);
		return;
	}
	text[digest] = '\0';
	if (*path == '*') {
		problem = "a path begins with *, as md5sum writes it";
		path++;
	}
	if (str_starts(path, "./")) {
		problem = "a path begins with ./";
		path += 2;
	}
	if (version >= 100 && decode(path))
		problem = "a path has a % that is not coded as %25";
	line(arg, text, path, problem, true);
}

void
manifest_read(const char *text, size_t len, int version,
    void (*line)(void *arg, const char *hex, const char *path,
        const char *problem, bool warning),
    void *arg)
{
	const char *end = text + len;

	if (!str_is_utf8(text, len) || memchr(text, '\0', len) != NULL) {
		line(arg, "", NULL, "it is not UTF-8", false);
		return;
	}
	if (str_starts(text, "\xef\xbb\xbf")) {
		line(arg, "", NULL, "it begins with a byte order mark", false);
		return;
	}
	while (text < end) {
		size_t n = strcspn(text, "\r\n");
		char *copy = xstrndup(text, n);

		read_line(copy, version, line, arg);
		free(copy);
		text += n;
		/* LF, CR, or CR LF */
		if (text < end)
			text += text[0] == '\r' && text[1] == '\n' ? 2 : 1;
	}
}
