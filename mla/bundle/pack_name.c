/* pack_name.c - names of files that every system takes */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/str.h"
#include "bundle/pack.h"

enum {
	NAME_BYTES = 80,
	EXTENSION_BYTES = 12
};

/* CON, NUL, COM1 ... are devices in Windows, with any extension. */
static bool
is_reserved(const char *name)
{
	static const char *const words[] = { "con", "prn", "aux", "nul" };
	size_t len = strcspn(name, ".");

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (len == 3 && strncasecmp(name, words[i], 3) == 0)
			return true;
	}
	return len == 4 && name[3] >= '0' && name[3] <= '9' &&
	    (strncasecmp(name, "com", 3) == 0 ||
	        strncasecmp(name, "lpt", 3) == 0);
}

static bool
is_portable(unsigned c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

char *
pack_safe_name(const char *name)
{
	struct buf b = { 0 };
	const char *dot;
	char *cut;

	while (*name != '\0') {
		unsigned c = str_next_char(&name);

		buf_addch(&b, (char)(is_portable(c) ? c : '_'));
	}
	while (b.len > 0 && b.data[b.len - 1] == '.')
		b.data[--b.len] = '\0';
	if (b.len == 0 || b.data[0] == '.' || b.data[0] == '-' ||
	    is_reserved(b.data)) {
		cut = xasprintf("_%s", buf_text(&b));
		buf_clear(&b);
		buf_adds(&b, cut);
		free(cut);
	}
	if (b.len <= NAME_BYTES)
		return buf_steal(&b);
	dot = strrchr(b.data, '.');
	if (dot == NULL || strlen(dot) > EXTENSION_BYTES)
		dot = "";
	cut = xasprintf("%.*s%s", (int)(NAME_BYTES - strlen(dot)), b.data, dot);
	buf_free(&b);
	/* The cut may have come behind a dot, which Windows would drop. */
	if (str_ends(cut, "."))
		cut[strlen(cut) - 1] = '_';
	return cut;
}
