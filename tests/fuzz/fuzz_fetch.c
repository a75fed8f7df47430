/* fuzz_fetch.c - any bytes as the fetch.txt of a bag */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tagfile.h"

#include "bundle/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_line(char *text, bool first, int version)
{
	struct fetch_line f;

	(void)first;
	fetch_line_read(&f, text, version);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	tagfile_each(data, size, read_line);
	return 0;
}
