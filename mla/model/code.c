/* code.c - lists of codes, read when they are first asked for */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/code.h"

#include <libxml/hash.h>

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"
#include "xml/read.h"

struct codes {
	struct res_source source;
	xmlHashTablePtr lists; /* name to document */
};

struct codes *
codes_new(struct res_source source)
{
	struct codes *codes = xcalloc(1, sizeof(*codes));

	codes->source = source;
	codes->lists = xmlHashCreate(32);
	if (codes->lists == NULL)
		abort();
	return codes;
}

static void
free_list(void *payload, const xmlChar *name)
{
	(void)name;
	xmlFreeDoc(payload);
}

void
codes_free(struct codes *codes)
{
	if (codes == NULL)
		return;
	xmlHashFree(codes->lists, free_list);
	free(codes);
}

const xmlNode *
codes_list(struct codes *codes, const char *list)
{
	struct err err = { 0 };
	struct buf b = { 0 };
	xmlDoc *doc = xmlHashLookup(codes->lists, (const xmlChar *)list);

	if (doc != NULL)
		return xml_root(doc);
	if (codes->source.read(codes->source.arg, &b, RES_CODE, list, &err) ==
	        MLA_OK &&
	    xml_read(&doc, buf_text(&b), b.len, list, &err) == MLA_OK)
		(void)xmlHashAddEntry(codes->lists, (const xmlChar *)list, doc);
	buf_free(&b);
	return doc != NULL ? xml_root(doc) : NULL;
}

xmlNode *
codes_find(struct codes *codes, const char *list, const char *id)
{
	const xmlNode *root = codes_list(codes, list);
	xmlNode *code = xml_child(root, CODE_NS, "code");

	while (code != NULL && !xml_attr_is(code, "id", id))
		code = xml_next(code, CODE_NS, "code");
	return code;
}

char *
codes_names(struct codes *codes, const char *list)
{
	const xmlNode *root = codes_list(codes, list);
	const xmlNode *code = xml_child(root, CODE_NS, "code");
	struct buf b = { 0 };

	for (; code != NULL; code = xml_next(code, CODE_NS, "code")) {
		char *id = xml_attr(code, "id");

		buf_addf(&b, "%s%s", b.len > 0 ? ", " : "", id);
		free(id);
	}
	return buf_steal(&b);
}
