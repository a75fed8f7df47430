/* media.c - what kind of file is it? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/media.h"

#include <magic.h>

#include "base/alloc.h"

/* The rules of libmagic, read once for the process: that takes a while. */
static magic_t
rules(void)
{
	static magic_t magic;

	if (magic != NULL)
		return magic;
	magic = magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR);
	if (magic != NULL && magic_load(magic, NULL) != 0) {
		magic_close(magic);
		magic = NULL;
	}
	return magic;
}

char *
media_type(const char *path)
{
	magic_t magic = rules();
	const char *found = magic != NULL ? magic_file(magic, path) : NULL;

	return xstrdup(found != NULL ? found : "application/octet-stream");
}
