/* fuzz_lang.c - any bytes as a file of words (XLIFF) */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/lang.h"
#include "xml/init.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { 0 };
	struct file_names keys;
	struct lang *lang;

	xml_init();
	if (lang_parse(&lang, "fr", (const char *)data, size, "fuzz", &err) !=
	    MLA_OK)
		return 0;
	lang_keys(&keys, lang);
	for (size_t i = 0; i < keys.n; i++) {
		/* What is listed is there. */
		if (lang_find(lang, keys.at[i]) == NULL)
			abort();
		lang_put(lang, keys.at[i], "word");
	}
	file_names_free(&keys);
	lang_free(lang);
	return 0;
}
