/* read.c - read XML that nobody vouches for */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/read.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdbool.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "xml/text.h"

/* What is counted while a document is read. */
struct guard {
	startElementNsSAX2Func start;
	endElementNsSAX2Func end;
	char *why; /* the first thing that is wrong, or NULL */
	long line; /* of it */
	bool passed; /* a limit was passed, or a DOCTYPE seen */
	bool ours; /* as large as it likes */
	int depth;
	long elements;
	long attributes;
	int prefixes; /* in force at this depth */
	int declared[XML_MAX_DEPTH + 1]; /* prefixes by depth */
};

static struct guard *
guard_of(xmlParserCtxtPtr context)
{
	return context->_private;
}

static void
stop(xmlParserCtxtPtr context, const char *what, long max)
{
	struct guard *g = guard_of(context);

	if (g->why == NULL) {
		g->why = max > 0 ? xasprintf("%s; at most %ld", what, max)
		                 : xstrdup(what);
		g->line = xmlSAX2GetLineNumber(context);
	}
	g->passed = true;
	xmlStopParser(context);
}

static void
on_start(void *arg, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri, int nns, const xmlChar **namespaces, int nattr,
    int ndefault, const xmlChar **attributes)
{
	xmlParserCtxtPtr context = arg;
	struct guard *g = guard_of(context);

	if (g->passed)
		return;
	g->depth++;
	g->elements++;
	g->attributes += nattr;
	g->prefixes += nns;
	if (g->depth > XML_MAX_DEPTH) {
		stop(context, "elements are nested too deep", XML_MAX_DEPTH);
		return;
	}
	g->declared[g->depth] = nns;
	if (g->elements > XML_MAX_ELEMENTS && !g->ours)
		stop(context, "it has too many elements", XML_MAX_ELEMENTS);
	else if (g->attributes > XML_MAX_ALL_ATTRIBUTES && !g->ours)
		stop(context, "it has too many attributes",
		    XML_MAX_ALL_ATTRIBUTES);
	else if (g->prefixes > XML_MAX_PREFIXES)
		stop(context, "too many prefixes are declared",
		    XML_MAX_PREFIXES);
	else
		g->start(arg, local, prefix, uri, nns, namespaces, nattr,
		    ndefault, attributes);
}

static void
on_end(
    void *arg, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct guard *g = guard_of(arg);

	if (g->passed)
		return;
	g->prefixes -= g->declared[g->depth];
	g->depth--;
	g->end(arg, local, prefix, uri);
}

static void
on_doctype(void *arg, const xmlChar *name, const xmlChar *external,
    const xmlChar *address)
{
	(void)name;
	(void)external;
	(void)address;
	stop(arg, "it has a DOCTYPE, and none is accepted", 0);
}

/* Remember the first error: what follows is mostly its consequence. */
static void
on_error(void *arg, xmlErrorPtr e)
{
	struct guard *g = guard_of(arg);

	if (g->why != NULL || e->level < XML_ERR_ERROR || e->message == NULL)
		return;
	g->why = str_trim(e->message);
	g->line = e->line;
}

static void
watch(xmlParserCtxtPtr context, struct guard *g)
{
	context->_private = g;
	g->start = context->sax->startElementNs;
	g->end = context->sax->endElementNs;
	context->sax->startElementNs = on_start;
	context->sax->endElementNs = on_end;
	context->sax->internalSubset = on_doctype;
	context->sax->serror = on_error;
}

/*
 * The whole text as input.  xmlCtxtReadMemory would make room for more of it
 * again and again, and convert it from UTF-8 to UTF-8.
 */
static xmlParserInputPtr
input_of(xmlParserCtxtPtr context, const struct buf *text)
{
	xmlParserInputBufferPtr bytes = xmlParserInputBufferCreateMem(
	    buf_text(text), (int)text->len, XML_CHAR_ENCODING_NONE);
	xmlParserInputPtr input;

	if (bytes == NULL)
		abort(); /* out of memory */
	bytes->readcallback = NULL; /* nothing follows */
	input = xmlNewIOInputStream(context, bytes, XML_CHAR_ENCODING_NONE);
	if (input == NULL)
		abort();
	return input;
}

/* text is UTF-8, whatever it says itself. */
static enum mla_rc
parse(xmlDoc **out, const struct buf *text, bool ours, const char *name,
    struct err *err)
{
	xmlParserCtxtPtr context = xmlNewParserCtxt();
	struct guard g = { .ours = ours };
	enum mla_rc rc = MLA_OK;
	xmlDoc *doc;

	if (context == NULL)
		abort(); /* out of memory */
	watch(context, &g);
	(void)xmlCtxtUseOptions(context,
	    XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES |
	        XML_PARSE_COMPACT | XML_PARSE_IGNORE_ENC);
	(void)inputPush(context, input_of(context, text));
	(void)xmlParseDocument(context);
	doc = context->myDoc;
	if (doc == NULL || g.passed || !context->wellFormed ||
	    !context->nsWellFormed || doc->intSubset != NULL)
		rc = err_set(err, MLA_EDAMAGED, "%s:%ld: %s", name, g.line,
		    g.why != NULL ? g.why : "it is not well-formed XML");
	if (rc == MLA_OK) {
		*out = doc; /* the caller owns it now */
		doc = NULL;
	}
	xmlFreeDoc(doc);
	xmlFreeParserCtxt(context);
	free(g.why);
	return rc;
}

enum mla_rc
xml_read(xmlDoc **out, const char *data, size_t len, const char *name,
    struct err *err)
{
	struct buf text = { 0 };
	enum mla_rc rc;

	*out = NULL;
	if (len > XML_MAX_BYTES)
		return err_set(err, MLA_EDAMAGED,
		    "%s is larger than %lu MiB, the limit of a document", name,
		    XML_MAX_BYTES / 1024 / 1024);
	if ((rc = text_decode(&text, data, len, name, err)) == MLA_OK &&
	    (rc = text_check_tags(text.data, text.len, name, err)) == MLA_OK)
		rc = parse(out, &text, false, name, err);
	buf_free(&text);
	return rc;
}

enum mla_rc
xml_read_made(
    xmlDoc **out, const struct buf *text, const char *name, struct err *err)
{
	*out = NULL;
	if (text->len > XML_MAX_MADE)
		return err_set(err, MLA_EDAMAGED,
		    "%s is larger than %lu MiB, the limit of what is made",
		    name, XML_MAX_MADE / 1024 / 1024);
	return parse(out, text, true, name, err);
}

enum mla_rc
xml_read_file(xmlDoc **out, const char *path, struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc;

	*out = NULL;
	if ((rc = file_read(&b, path, XML_MAX_BYTES, err)) == MLA_OK)
		rc = xml_read(out, buf_text(&b), b.len, path, err);
	buf_free(&b);
	return rc;
}
