/* fuzz_ledger.c - any bytes as a ledger: parse it, compare it with itself */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>

#include "core/ledger.h"
#include "core/reconcile.h"
#include "xml/init.h"
#include "xml/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct res *res;
	struct reconcile r = { 0 };
	struct err err = { 0 };
	xmlDoc *one = NULL, *two = NULL;
	const char *text = (const char *)data;

	if (res == NULL) {
		xml_init();
		if (res_open(&res, ".", &err) != MLA_OK)
			abort();
	}
	(void)ledger_parse(&one, res, text, size, "fuzz", &err);
	xmlFreeDoc(one);
	one = NULL;
	/* Whatever its seal and schema: the comparison must not mind. */
	if (xml_read(&one, text, size, "fuzz", &err) == MLA_OK &&
	    xml_read(&two, text, size, "fuzz", &err) == MLA_OK) {
		reconcile_compare(&r, one, two);
		reconcile_free(&r);
	}
	xmlFreeDoc(one);
	xmlFreeDoc(two);
	return 0;
}
