/* fuzz_study.c - any bytes as a study file */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/study.h"
#include "xml/init.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct res *res;
	struct study *a, *b;
	struct study_merged m;
	struct err err = { 0 };

	xml_init();
	if (res == NULL && res_open(&res, NULL, &err) != MLA_OK &&
	    res_open(&res, ".", &err) != MLA_OK)
		return 0;
	if (study_read(&a, res, (const char *)data, size, "study", &err) !=
	    MLA_OK)
		return 0;
	if (study_read(&b, res, (const char *)data, size, "study", &err) ==
	    MLA_OK) {
		(void)study_smallest(a);
		(void)study_merge(&m, a, b, &err);
		study_free(b);
	}
	study_free(a);
	return 0;
}
