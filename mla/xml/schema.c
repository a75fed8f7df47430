/* schema.c - check a document against an XML schema */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/schema.h"

#include <libxml/uri.h>
#include <libxml/xmlschemas.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "xml/loader.h"
#include "xml/read.h"

#define XML_NAMESPACE "http://www.w3.org/XML/1998/namespace}"

struct xml_schema {
	xmlSchemaPtr schema;
};

/* Remember the first thing that libxml2 says about a schema itself. */
static void
first_error(void *arg, xmlErrorPtr e)
{
	struct buf *b = arg;
	char *text;

	if (b->len > 0 || e->message == NULL)
		return;
	text = str_trim(e->message);
	buf_addf(b, "line %d: %s", e->line, text);
	free(text);
}

enum mla_rc
xml_schema_load(struct xml_schema **out, const char *path, struct err *err)
{
	xmlSchemaParserCtxtPtr context = NULL;
	struct xml_schema *s = NULL;
	xmlDoc *doc = NULL;
	struct buf said = { 0 };
	char *dir = xstrndup(path, (size_t)(file_base(path) - path));
	enum mla_rc rc;

	*out = NULL;
	if ((rc = xml_read_file(&doc, path, err)) != MLA_OK)
		goto out;
	doc->URL = xmlPathToURI((const xmlChar *)path);
	if ((rc = loader_open(*dir != '\0' ? dir : ".", err)) != MLA_OK)
		goto out;
	context = xmlSchemaNewDocParserCtxt(doc);
	s = xcalloc(1, sizeof(*s));
	if (context != NULL) {
		xmlSchemaSetParserStructuredErrors(context, first_error, &said);
		s->schema = xmlSchemaParse(context);
	}
	if ((rc = loader_close(err)) != MLA_OK)
		goto out;
	if (s->schema == NULL) {
		rc = err_set(err, MLA_EDAMAGED, "%s is no schema: %s", path,
		    buf_text(&said));
		goto out;
	}
	*out = s; /* the caller owns it now */
	s = NULL;
out:
	if (context != NULL)
		xmlSchemaFreeParserCtxt(context);
	xml_schema_free(s);
	xmlFreeDoc(doc);
	buf_free(&said);
	free(dir);
	return rc;
}

void
xml_schema_free(struct xml_schema *s)
{
	if (s == NULL)
		return;
	if (s->schema != NULL)
		xmlSchemaFree(s->schema);
	free(s);
}

/*
 * libxml2 begins with "Element '{ns}name': "; the namespace says nothing, but
 * that of xml:lang does.
 */
static bool
says_nothing(const char *ns)
{
	return str_starts(ns, "urn:") ||
	    (str_starts(ns, "http:") && !str_starts(ns, XML_NAMESPACE));
}

static char *
without_namespaces(const char *text)
{
	struct buf b = { 0 };
	char *raw, *trimmed;

	for (; *text != '\0'; text++) {
		const char *end = *text == '{' ? strchr(text, '}') : NULL;

		if (end != NULL && says_nothing(text + 1))
			text = end;
		else
			buf_addch(&b, *text);
	}
	raw = buf_steal(&b);
	trimmed = str_trim(raw);
	free(raw);
	return trimmed;
}

static void
collect(void *arg, xmlErrorPtr e)
{
	struct xml_faults *faults = arg;
	const xmlNode *node = e->node;
	struct xml_fault *f;

	if (e->message == NULL || e->level == XML_ERR_WARNING)
		return;
	faults->at =
	    vec_more(faults->at, &faults->cap, faults->n, sizeof(*faults->at));
	f = &faults->at[faults->n++];
	f->line = node != NULL ? xmlGetLineNo(node) : e->line;
	if (f->line < 0)
		f->line = 0;
	if (node == NULL || node->name == NULL)
		f->where = xstrdup("");
	else
		f->where = xasprintf("%s%s",
		    node->type == XML_ATTRIBUTE_NODE ? "@" : "",
		    (const char *)node->name);
	f->msg = without_namespaces(e->message);
}

enum mla_rc
xml_schema_check(struct xml_faults *faults, const struct xml_schema *s,
    xmlDoc *doc, struct err *err)
{
	xmlSchemaValidCtxtPtr context = xmlSchemaNewValidCtxt(s->schema);
	int rc;

	if (context == NULL)
		return err_set(err, MLA_EINTERNAL, "no schema validator");
	xmlSchemaSetValidStructuredErrors(context, collect, faults);
	rc = xmlSchemaValidateDoc(context, doc);
	xmlSchemaFreeValidCtxt(context);
	if (rc < 0 || (rc > 0 && faults->n == 0))
		return err_set(
		    err, MLA_EINTERNAL, "the schema validator failed");
	return MLA_OK;
}

bool
xml_fault_is_echo(const struct xml_faults *faults, size_t fault)
{
	const struct xml_fault *f = &faults->at[fault];
	const struct xml_fault *before = fault > 0 ? f - 1 : NULL;

	return before != NULL &&
	    strstr(f->msg, "is not a valid value of") != NULL &&
	    strstr(before->msg, "[facet") != NULL && f->line == before->line &&
	    str_eq(f->where, before->where);
}

void
xml_faults_free(struct xml_faults *faults)
{
	for (size_t i = 0; i < faults->n; i++) {
		free(faults->at[i].where);
		free(faults->at[i].msg);
	}
	free(faults->at);
	memset(faults, 0, sizeof(*faults));
}
