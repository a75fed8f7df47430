/* fuzz_sign.c - any bytes as a signature of a bag, with a trusted authority */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/sign.h"

#define CONTENT "0123  bagit.txt\n"
#define MOMENT 1770282000 /* 2026-02-05T09:00:00Z */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct trust *trust;
	struct signature s;
	struct err err = { 0 };

	if (trust == NULL) {
		trust = trust_new();
		/* Where it is not there, nobody is trusted. */
		(void)trust_read(trust, "tests/corpus/sign/root.pem", &err);
		memset(&err, 0, sizeof(err));
	}
	(void)signature_read(
	    &s, data, size, CONTENT, sizeof(CONTENT) - 1, trust, MOMENT, &err);
	signature_free(&s);
	return 0;
}
