/* fuzz_form.c - any bytes as the definition of a form */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/form.h"
#include "xml/init.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct res *res;
	struct err err = { 0 };
	struct form *form;

	xml_init();
	if (res == NULL && res_open(&res, NULL, &err) != MLA_OK &&
	    res_open(&res, ".", &err) != MLA_OK)
		return 0;
	if (form_parse(&form, res, (const char *)data, size, "fuzz", &err) ==
	    MLA_OK)
		form_free(form);
	return 0;
}
