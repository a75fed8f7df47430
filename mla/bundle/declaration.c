/* declaration.c - the two lines of bagit.txt */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/declaration.h"

#include <stdbool.h>
#include <strings.h>

#include "base/str.h"

/*
 * What stands behind "label: ", or NULL.  Exactly one blank behind the colon
 * and none before it; before version 1.0 (old) as many as one likes.
 */
static const char *
value_of(const char *at, const char *label, bool old)
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
	return old || blanks == 1 ? at + blanks : NULL;
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
read_version(const char **rest, const char *text, bool old)
{
	const char *at = value_of(text, "BagIt-Version", old);
	int major = 0, minor = 0, used = 0;

	if (at == NULL || *at < '0' || *at > '9' ||
	    sscanf(at, "%1d.%2d%n", &major, &minor, &used) < 2 ||
	    (at[used] != '\n' && at[used] != '\r'))
		return -1;
	*rest = line_end(at + used);
	return major * 100 + minor;
}

int
declaration_read(const char **problem, const char *text, size_t len)
{
	static const char encoding[] = "UTF-8";
	const char *end = text + len, *at = text;
	int version = read_version(&at, text, true);

	*problem = NULL;
	if (version >= 100)
		version = read_version(&at, text, false);
	if (version < 0) {
		*problem = "its first line does not give the version";
		return 100;
	}
	at = value_of(at, "Tag-File-Character-Encoding", version < 100);
	if (at != NULL && strncasecmp(at, encoding, sizeof(encoding) - 1) == 0)
		at = line_end(at + sizeof(encoding) - 1);
	if (version > 100 || version < 93)
		*problem = "its version is not one from 0.93 to 1.0";
	else if (at != end)
		*problem = "its second and last line must be "
		           "\"Tag-File-Character-Encoding: UTF-8\"";
	return version;
}
