/* request.h - a request document of the test data */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_REQUEST_H
#define TESTS_UNIT_REQUEST_H

#include "unit.h"

#include "base/file.h"
#include "xml/read.h"

/* Read it, or fail; the caller frees it with xmlFreeDoc. */
static inline xmlDoc *
unit_read_request(const char *path)
{
	struct err err = { 0 };
	struct buf b = { 0 };
	xmlDoc *doc = NULL;

	assert_ok(file_read(&b, path, XML_MAX_BYTES, &err), err);
	assert_ok(xml_read(&doc, b.data, b.len, path, &err), err);
	buf_free(&b);
	return doc;
}

#endif
