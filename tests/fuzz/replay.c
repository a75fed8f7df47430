/* replay.c - feed the files named to one fuzz target, as an ordinary test */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct err err = { 0 };
		struct buf b = { 0 };

		if (file_read(&b, argv[i], SIZE_MAX, &err) != MLA_OK) {
			(void)fprintf(stderr, "%s\n", err.msg);
			return 1;
		}
		(void)LLVMFuzzerTestOneInput(
		    (const uint8_t *)buf_text(&b), b.len);
		buf_free(&b);
	}
	return 0;
}
