/* fuzz_xml.c - bytes of somebody else are read, written and read again */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>

#include "xml/init.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf first = { 0 }, second = { 0 };
	struct err err = { 0 };
	xmlDoc *doc, *again;

	xml_init();
	if (xml_read(&doc, (const char *)data, size, "input", &err) != MLA_OK) {
		if (doc != NULL || err.rc != MLA_EDAMAGED || *err.msg == '\0')
			abort();
		return 0;
	}
	if (doc->intSubset != NULL || xml_root(doc) == NULL)
		abort();
	/* What was accepted can be written, and is the same afterwards. */
	xml_write(&first, doc);
	if (xml_read(&again, first.data, first.len, "again", &err) == MLA_OK) {
		xml_write(&second, again);
		if (first.len != second.len ||
		    memcmp(first.data, second.data, first.len) != 0)
			abort();
		xmlFreeDoc(again);
	} else if (first.len < XML_MAX_BYTES) {
		abort();
	}
	buf_free(&first);
	buf_free(&second);
	xmlFreeDoc(doc);
	return 0;
}
