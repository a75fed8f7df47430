/* fuzz_samplelog.c - any bytes as an event log: read and estimated */
/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz_sample.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct sample_want want = {
		.from = "a", .to = "b", .group = "g", .strata = "h"
	};
	struct err err = { 0 };
	struct sample s;

	if (sample_read_log(&s, fuzz_file(data, size), &want, &err) == MLA_OK)
		fuzz_estimate(&s);
	else if (err.rc == MLA_OK || err.msg[0] == '\0')
		abort();
	return 0;
}
