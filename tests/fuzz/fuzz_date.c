/* fuzz_date.c - any bytes as a day or a moment */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);
	char out[WHEN_BYTES];
	struct err err = { 0 };
	struct when when;

	if (when_typed(&when, text, 20000, &err) == MLA_OK)
		(void)when_format(&when, out);
	free(text);
	return 0;
}
