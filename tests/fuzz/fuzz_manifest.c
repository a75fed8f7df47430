/* fuzz_manifest.c - any bytes as a manifest of a bag */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>

#include "base/alloc.h"
#include "bundle/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
ignore(void *arg, const char *hex, const char *path, const char *problem,
    bool warning)
{
	(void)arg;
	(void)hex;
	(void)path;
	(void)problem;
	(void)warning;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xmalloc(size + 1);

	memcpy(text, data, size);
	text[size] = '\0';
	manifest_read(text, size, 100, ignore, NULL);
	free(text);
	return 0;
}
