/* fuzz_calendar.c - any bytes as the holidays of a State */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/holidays.h"
#include "xml/init.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct res *res;
	struct holidays_list list = { 0 };
	struct err err = { 0 };
	struct calendar *c;

	xml_init();
	if (res == NULL && res_open(&res, NULL, &err) != MLA_OK &&
	    res_open(&res, ".", &err) != MLA_OK)
		return 0;
	if (calendar_parse(&c, res, (const char *)data, size, "fuzz", &err) ==
	    MLA_OK) {
		holidays_list_year(&list, c, -1, 2026);
		holidays_list_free(&list);
		calendar_free(c);
	}
	return 0;
}
