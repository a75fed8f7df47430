/* fuzz_envelope.c - any bytes as the message of a bundle */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/envelope.h"
#include "xml/init.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct res *res;
	struct envelope e = { 0 };
	struct err err = { 0 };

	xml_init();
	if (res == NULL && res_open(&res, NULL, &err) != MLA_OK &&
	    res_open(&res, ".", &err) != MLA_OK)
		return 0;
	(void)envelope_read(&e, res, (const char *)data, size, &err);
	envelope_free(&e);
	return 0;
}
