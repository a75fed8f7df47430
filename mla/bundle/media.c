/* media.c - what kind of file is it? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/media.h"

#include <magic.h>

#include "base/alloc.h"

char *
media_type(const char *path)
{
	magic_t magic = magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR);
	const char *found = NULL;
	char *type;

	if (magic != NULL && magic_load(magic, NULL) == 0)
		found = magic_file(magic, path);
	type = xstrdup(found != NULL ? found : "application/octet-stream");
	if (magic != NULL)
		magic_close(magic);
	return type;
}
