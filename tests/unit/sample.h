/* sample.h - the sample request of each kind, found by its attribute */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_SAMPLE_H
#define TESTS_UNIT_SAMPLE_H

#include "unit.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "xml/node.h"
#include "xml/read.h"

#define SAMPLES "tests/data/request"

/* The bytes of the sample of a kind, or NULL; the caller frees them. */
static inline char *
sample_of(const char *kind)
{
	struct file_names names;
	struct err err = { 0 };
	char *found = NULL;

	assert_ok(file_list(&names, SAMPLES, &err), err);
	for (size_t i = 0; i < names.n && found == NULL; i++) {
		char *path = file_join(SAMPLES, names.at[i]);
		struct buf b = { 0 };
		xmlDoc *doc = NULL;

		if (strstr(path, ".xml") != NULL &&
		    file_read(&b, path, XML_MAX_BYTES, &err) == MLA_OK &&
		    xml_read(&doc, buf_text(&b), b.len, path, &err) == MLA_OK &&
		    xml_attr_is(xml_root(doc), "kind", kind) &&
		    !str_eq(names.at[i], "minimal.xml"))
			found = buf_steal(&b);
		xmlFreeDoc(doc);
		buf_free(&b);
		free(path);
	}
	file_names_free(&names);
	return found;
}

#endif
