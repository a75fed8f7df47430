/* fuzz_xpath.c - any text as an expression over a small document */
/* SPDX-License-Identifier: Apache-2.0 */
#include <libxml/xpathInternals.h>
#include <stdint.h>

#include "base/alloc.h"
#include "xml/init.h"
#include "xml/read.h"
#include "xml/xpath.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DOC                                                        \
	"<r:a xmlns:r='urn:r' x='1'><r:b y='2026-07-17'>one</r:b>" \
	"<r:b>two<c xml:lang='fr'/></r:b><!-- d --><?e f?></r:a>"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *expr = xstrndup((const char *)data, size);
	struct err unused = { 0 }, compiled = { 0 }, run = { 0 };
	struct xpath *x;
	xmlXPathObject *value;
	xmlDoc *doc;

	xml_init();
	if (xml_read(&doc, DOC, strlen(DOC), "doc", &unused) != MLA_OK)
		abort();
	x = xpath_new(doc);
	xpath_ns(x, "r", "urn:r");
	xpath_variable(x, "v", xmlXPathNewCString("text"));
	(void)xpath_compile_check(expr, &compiled);
	/* Twice: the second time the compiled one comes from the cache. */
	for (int i = 0; i < 2; i++) {
		if (xpath_eval(&value, x, NULL, expr, &run) == MLA_OK &&
		    compiled.rc != MLA_OK)
			abort(); /* no XPath, and yet it has a value */
		xmlXPathFreeObject(value);
	}
	xpath_free(x);
	xmlFreeDoc(doc);
	free(expr);
	return 0;
}
