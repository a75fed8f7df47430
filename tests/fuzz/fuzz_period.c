/* fuzz_period.c - any bytes as the length of a period, counted from a day */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "model/period.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first half of the bytes, up to a newline, is where it begins. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct period_rule rule; /* that has nothing: plain counting */
	static struct calendar *none;
	static struct holidays *holidays;
	static struct res *res;
	struct term_ask ask = { .rule = &rule };
	char *text = xstrndup((const char *)data, size), *from = text;
	char *within = strsep(&from, "\n");
	struct term term = { 0 };
	struct err err = { 0 };

	if (res == NULL && res_open(&res, NULL, &err) != MLA_OK &&
	    res_open(&res, ".", &err) != MLA_OK)
		goto out;
	if (none == NULL && calendar_load(&none, res, "00", &err) != MLA_OK)
		goto out;
	if (holidays == NULL)
		holidays = holidays_new(none, -1);
	ask.holidays = holidays;
	rule.says[PERIOD_ROLL].has = size % 2 == 0;
	rule.says[PERIOD_HOUR].has = size % 3 == 0;
	rule.says[PERIOD_FLOOR].has = size % 5 == 0;
	rule.says[PERIOD_FLOOR].days = 2;
	if (period_parse(&ask.within, within, &err) == MLA_OK &&
	    when_typed(&ask.from, from != NULL ? from : "today", 20000, &err) ==
	        MLA_OK)
		(void)term_compute(&term, &ask, &err);
	term_free(&term);
out:
	free(text);
	return 0;
}
