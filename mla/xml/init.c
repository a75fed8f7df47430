/* init.c - set up the XML libraries once for the process */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/init.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemastypes.h>
#include <libxslt/xslt.h>
#include <libxslt/xsltutils.h>

#include "xml/loader.h"

/* Errors are collected where they happen; nothing is printed. */
static void
say_nothing(void *arg, const char *fmt, ...)
{
	(void)arg;
	(void)fmt;
}

static void
see_nothing(void *arg, xmlErrorPtr error)
{
	(void)arg;
	(void)error;
}

void
xml_init(void)
{
	xmlInitParser();
	xmlSetGenericErrorFunc(NULL, say_nothing);
	xmlSetStructuredErrorFunc(NULL, see_nothing);
	xsltSetGenericErrorFunc(NULL, say_nothing);
	loader_install();
}

void
xml_done(void)
{
	xsltCleanupGlobals();
	xmlSchemaCleanupTypes();
	xmlCleanupParser();
}
