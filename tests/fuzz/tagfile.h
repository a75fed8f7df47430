/* tagfile.h - any bytes as the lines of a tag file, for the fuzz targets */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FUZZ_TAGFILE_H
#define TESTS_FUZZ_TAGFILE_H

#include <string.h>

#include "bundle/lines.h"

/* The first byte picks the encoding and the version of the bag. */
static inline void
tagfile_each(const uint8_t *data, size_t size,
    void (*line)(char *text, bool first, int version))
{
	static const char *const encodings[] = { "UTF-8", "UTF-16",
		"ISO-8859-1", "UTF-32" };
	struct spool spool = { .fd = -1 };
	struct err err = { 0 };
	const char *problem;
	struct lines *l;
	bool first = true;
	char *text;

	if (size == 0 || spool_add(&spool, data + 1, size - 1, &err) != MLA_OK)
		return;
	l = lines_open(&spool, 0, size - 1, encodings[data[0] & 3]);
	while ((text = lines_next(l, &problem)) != NULL) {
		line(text, first, (data[0] & 4) != 0 ? 97 : 100);
		first = false;
	}
	(void)lines_marked(l);
	lines_close(l);
	spool_free(&spool);
}

#endif
