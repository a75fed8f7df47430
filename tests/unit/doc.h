/* doc.h - a document of the test data */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_DOC_H
#define TESTS_UNIT_DOC_H

#include "unit.h"

#include "xml/read.h"

/* Read it, or fail; the caller frees it with xmlFreeDoc. */
static inline xmlDoc *
unit_read_doc(const char *path)
{
	struct err err = { 0 };
	xmlDoc *doc = NULL;

	assert_ok(xml_read_file(&doc, path, &err), err);
	return doc;
}

#endif
