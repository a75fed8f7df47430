/* stream.c - read XML of any length that nobody vouches for, as it comes */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/stream.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdbool.h>

#include "base/alloc.h"
#include "base/str.h"
#include "xml/read.h"
#include "xml/text.h"

enum {
	CHUNK_BYTES = 1 << 16
};

struct reading {
	const struct stream *stream;
	const char *name;
	xmlParserCtxtPtr context;
	struct err *err;
	enum mla_rc rc; /* the first that was not MLA_OK */
	int depth;
	struct text_tags tags;
	struct stream_attribute attributes[XML_MAX_ATTRIBUTES];
};

static void
stop(struct reading *r, enum mla_rc rc)
{
	if (r->rc == MLA_OK)
		r->rc = rc;
	xmlStopParser(r->context);
}

/* Something is wrong with the document, at the line that is read. */
static void
refuse(struct reading *r, const char *why)
{
	stop(r,
	    err_set(r->err, MLA_EDAMAGED, "%s:%d: %s", r->name,
	        xmlSAX2GetLineNumber(r->context), why));
}

/* libxml2 gives five pointers for each: name, prefix, URI, value, its end. */
static void
on_start(void *arg, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri, int nns, const xmlChar **namespaces, int nattr,
    int ndefault, const xmlChar **attributes)
{
	struct reading *r = arg;
	enum mla_rc rc;

	(void)prefix;
	(void)uri;
	(void)nns;
	(void)namespaces;
	(void)ndefault;
	if (r->rc != MLA_OK)
		return;
	if (++r->depth > XML_MAX_DEPTH) {
		char why[64];

		(void)snprintf(why, sizeof(why),
		    "elements are nested too deep; at most %d", XML_MAX_DEPTH);
		refuse(r, why);
		return;
	}
	for (int i = 0; i < nattr && i < XML_MAX_ATTRIBUTES; i++) {
		const xmlChar **a = &attributes[(ptrdiff_t)5 * i];

		r->attributes[i] =
		    (struct stream_attribute){ (const char *)a[0],
			    (const char *)a[3], (size_t)(a[4] - a[3]) };
	}
	rc = r->stream->start(r->stream->arg, (const char *)local,
	    r->attributes, (size_t)nattr, r->err);
	if (rc != MLA_OK)
		stop(r, rc);
}

static void
on_end(
    void *arg, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct reading *r = arg;
	enum mla_rc rc;

	(void)prefix;
	(void)uri;
	if (r->rc != MLA_OK)
		return;
	r->depth--;
	rc = r->stream->end(r->stream->arg, (const char *)local, r->err);
	if (rc != MLA_OK)
		stop(r, rc);
}

static void
on_text(void *arg, const xmlChar *data, int len)
{
	struct reading *r = arg;
	enum mla_rc rc;

	if (r->rc != MLA_OK)
		return;
	rc = r->stream->text(
	    r->stream->arg, (const char *)data, (size_t)len, r->err);
	if (rc != MLA_OK)
		stop(r, rc);
}

static void
on_doctype(void *arg, const xmlChar *name, const xmlChar *external,
    const xmlChar *address)
{
	(void)name;
	(void)external;
	(void)address;
	refuse(arg, "it has a DOCTYPE, and none is accepted");
}

/* Prefixes that are not declared are no fault here. */
static void
on_error(void *arg, xmlErrorPtr e)
{
	struct reading *r = arg;
	char *why;

	if (r->rc != MLA_OK || e->level < XML_ERR_ERROR ||
	    e->domain == XML_FROM_NAMESPACE || e->message == NULL)
		return;
	why = str_trim(e->message);
	stop(r,
	    err_set(r->err, MLA_EDAMAGED, "%s:%d: %s", r->name, e->line, why));
	free(why);
}

/* Its first bytes: does it look like XML at all? */
static bool
begins_well(const char *data, size_t len)
{
	size_t at = len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	while (at < len &&
	    (data[at] == ' ' || (data[at] >= '\t' && data[at] <= '\r')))
		at++;
	return at == len || data[at] == '<';
}

static void
feed(struct reading *r, const char *data, size_t len)
{
	if (memchr(data, '\0', len) != NULL) {
		refuse(r, "it is not UTF-8: it holds a NUL byte");
		return;
	}
	if (!text_tags_more(&r->tags, data, len)) {
		char why[64];

		(void)snprintf(why, sizeof(why),
		    "an element has more than %d attributes",
		    XML_MAX_ATTRIBUTES);
		refuse(r, why);
		return;
	}
	(void)xmlParseChunk(r->context, data, (int)len, 0);
}

static enum mla_rc
read_all(struct reading *r)
{
	char *chunk = xmalloc(CHUNK_BYTES);
	bool empty = true;
	size_t len;

	while (r->rc == MLA_OK) {
		enum mla_rc rc = r->stream->more(
		    &len, r->stream->arg, chunk, CHUNK_BYTES, r->err);

		if (rc != MLA_OK)
			stop(r, rc);
		else if (len == 0)
			break;
		else if (empty && !begins_well(chunk, len) &&
		    memchr(chunk, '\0', len) == NULL)
			refuse(r, "it is no XML: it does not begin with \"<\"");
		else
			feed(r, chunk, len);
		empty = false;
	}
	if (r->rc == MLA_OK && empty)
		stop(r, err_set(r->err, MLA_EDAMAGED, "%s is empty", r->name));
	if (r->rc == MLA_OK)
		(void)xmlParseChunk(r->context, chunk, 0, 1);
	free(chunk);
	if (r->rc == MLA_OK && !r->context->wellFormed)
		refuse(r, "it is not well-formed XML");
	return r->rc;
}

enum mla_rc
stream_read(const struct stream *stream, const char *name, struct err *err)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.internalSubset = on_doctype,
		.serror = on_error };
	struct reading *r = xcalloc(1, sizeof(*r));
	enum mla_rc rc;

	r->stream = stream;
	r->name = name;
	r->err = err;
	if (stream->text != NULL) {
		sax.characters = on_text;
		sax.ignorableWhitespace = on_text;
		sax.cdataBlock = on_text;
	}
	r->context = xmlCreatePushParserCtxt(&sax, r, NULL, 0, NULL);
	if (r->context == NULL)
		abort(); /* out of memory */
	(void)xmlCtxtUseOptions(r->context,
	    XML_PARSE_NONET | XML_PARSE_BIG_LINES | XML_PARSE_IGNORE_ENC);
	if (xmlCtxtResetPush(r->context, NULL, 0, NULL, "UTF-8") != 0)
		abort();
	rc = read_all(r);
	xmlFreeParserCtxt(r->context);
	free(r);
	return rc;
}

const struct stream_attribute *
stream_find(
    const struct stream_attribute *attributes, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(attributes[i].name, name))
			return &attributes[i];
	}
	return NULL;
}
