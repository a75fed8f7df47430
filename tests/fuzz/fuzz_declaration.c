/* fuzz_declaration.c - any bytes as the bagit.txt of a bag */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "bundle/declaration.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);
	struct declaration d;

	declaration_read(&d, text, strlen(text));
	free(text);
	return 0;
}
