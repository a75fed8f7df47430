/* fuzz_baginfo.c - any bytes as the bag-info.txt of a bag */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tagfile.h"

#include "bundle/declaration.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_line(char *text, bool first, int version)
{
	struct info_line i;

	info_line_read(&i, text, first, version);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	tagfile_each(data, size, read_line);
	return 0;
}
