/* fuzz_manifest.c - any bytes as a manifest of a bag */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tagfile.h"

#include <stdlib.h>

#include "bundle/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_line(char *text, bool first, int version)
{
	struct manifest_line m;

	(void)first;
	manifest_line_read(&m, text, version);
	free(m.literal);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	tagfile_each(data, size, read_line);
	return 0;
}
