/* declaration.c - the two lines of bagit.txt, and those of bag-info.txt */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/declaration.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "bundle/lines.h"

static const char two_blanks[] = "two blanks follow a colon; one is due";

/*
 * What stands behind "label: ", or NULL.  One blank behind the colon and none
 * before it; before version 1.0 (old) as many as one likes.
 */
static const char *
value_of(struct declaration *out, const char *at, const char *label, bool old)
{
	size_t blanks;

	if (!str_starts(at, label))
		return NULL;
	at += strlen(label);
	if (old)
		at += strspn(at, " \t");
	if (*at != ':')
		return NULL;
	blanks = strspn(++at, " \t");
	if (!old && blanks > 1)
		out->warning = two_blanks;
	return old || blanks > 0 ? at + blanks : NULL;
}

/* Step over one line end: LF, CR, or both. */
static const char *
line_end(const char *at)
{
	at += *at == '\r' ? 1 : 0;
	return at + (*at == '\n' ? 1 : 0);
}

/* The version in the first line as 100 * major + minor, or -1. */
static int
read_version(
    struct declaration *out, const char **rest, const char *text, bool old)
{
	const char *at = value_of(out, text, "BagIt-Version", old);
	int major = 0, minor = 0, used = 0;

	if (at == NULL || *at < '0' || *at > '9' ||
	    sscanf(at, "%1d.%2d%n", &major, &minor, &used) < 2 || at[2] < '0' ||
	    at[2] > '9' || (at[used] != '\n' && at[used] != '\r'))
		return -1;
	*rest = line_end(at + used);
	return major * 100 + minor;
}

/* The second line, to the end of the file. */
static void
read_encoding(struct declaration *out, const char *at, const char *end)
{
	size_t len;

	at = value_of(
	    out, at, "Tag-File-Character-Encoding", out->version < 100);
	len = at != NULL ? strcspn(at, "\r\n") : 0;
	while (out->version < 100 && len > 0 &&
	    (at[len - 1] == ' ' || at[len - 1] == '\t'))
		len--;
	if (at == NULL || len == 0 || line_end(at + strcspn(at, "\r\n")) != end)
		out->problem = "its second and last line must be "
		               "\"Tag-File-Character-Encoding: UTF-8\"";
	else if (len >= ENCODING_MAX)
		out->problem = "its encoding is not known here";
	if (out->problem != NULL)
		return;
	memcpy(out->encoding, at, len);
	out->encoding[len] = '\0';
	if (!lines_knows(out->encoding))
		out->problem = "its encoding is not known here";
}

void
declaration_read(struct declaration *out, const char *text, size_t len)
{
	const char *at = text;

	memset(out, 0, sizeof(*out));
	out->version = len > DECLARATION_MAX_BYTES
	    ? -1
	    : read_version(out, &at, text, true);
	if (out->version >= 100)
		out->version = read_version(out, &at, text, false);
	if (out->version < 0) {
		out->version = 100;
		out->problem = "its first line does not give the version";
	} else if (out->version > 100 || out->version < 93) {
		out->problem = "its version is not one from 0.93 to 1.0";
	} else {
		read_encoding(out, at, text + len);
	}
	if (out->problem != NULL)
		memcpy(out->encoding, "UTF-8", sizeof("UTF-8"));
}

void
info_line_read(struct info_line *out, char *line, bool first, int version)
{
	char *colon = strchr(line, ':');
	size_t label, blanks;

	memset(out, 0, sizeof(*out));
	if (*line == ' ' || *line == '\t') {
		out->problem = first ? "its first line is indented" : NULL;
		return;
	}
	if (*line == '\0') {
		out->problem = "it has a blank line";
		out->warning = true;
		return;
	}
	label = colon != NULL ? (size_t)(colon - line) : 0;
	while (label > 0 && (line[label - 1] == ' ' || line[label - 1] == '\t'))
		label--;
	if (label == 0) {
		out->problem = "a line is no label and value";
		return;
	}
	if (line + label != colon && version >= 100)
		out->problem = "a blank stands before a colon";
	line[label] = '\0';
	blanks = strspn(colon + 1, " \t");
	out->label = line;
	out->value = colon + 1 + blanks;
	if (version < 100 || out->problem != NULL || blanks == 1)
		return;
	if (blanks > 1) {
		out->problem = two_blanks;
		out->warning = true;
	} else {
		out->problem = "no blank follows a colon";
		out->warning = *out->value == '\0';
	}
}
