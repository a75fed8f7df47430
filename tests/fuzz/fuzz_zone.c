/* fuzz_zone.c - any bytes as the file of a time zone */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { 0 };
	struct zone *zone;

	if (zone_parse(&zone, (const char *)data, size, "fuzz", &err) != MLA_OK)
		return 0;
	for (int64_t year = -50; year < 90; year++)
		(void)zone_offset(zone, year * 31556952);
	zone_free(zone);
	return 0;
}
