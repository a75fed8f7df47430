/* xslt.c - apply a stylesheet of ours, fenced in */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/xslt.h"

#include <libxml/parser.h>
#include <libxml/uri.h>
#include <libxml/xpathInternals.h>
#include <libxslt/documents.h>
#include <libxslt/imports.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>
#include <limits.h>
#include <stdarg.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "xml/node.h"
#include "xml/read.h"

#define XSL_NS "http://www.w3.org/1999/XSL/Transform"

struct xslt {
	xsltStylesheetPtr sheet;
	char *name; /* for messages */
};

/* What the compiler and the transformer complain about. */
static void __attribute__((format(printf, 2, 3)))
collect(void *arg, const char *fmt, ...)
{
	struct buf *b = arg;
	char text[512], *piece;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	piece = str_trim(text);
	for (char *at = strchr(piece, '\n'); at != NULL; at = strchr(at, '\n'))
		*at = ' ';
	if (b->len < 1000 && *piece != '\0')
		buf_addf(b, "%s%s", b->len > 0 ? " " : "", piece);
	free(piece);
}

/* Elements and attributes that ours never use and nobody may. */
static enum mla_rc
check_element(xmlNode *node, const char *path, struct err *err)
{
	bool xsl =
	    node->ns != NULL && str_eq((const char *)node->ns->href, XSL_NS);

	if (xmlHasNsProp(node, (const xmlChar *)"extension-element-prefixes",
	        xsl ? NULL : (const xmlChar *)XSL_NS) != NULL)
		return err_set(err, MLA_EDAMAGED,
		    "%s:%ld: extension elements are not accepted", path,
		    xml_line(node));
	if (!xsl)
		return MLA_OK;
	if (xmlHasProp(node, (const xmlChar *)"disable-output-escaping") !=
	    NULL)
		return err_set(err, MLA_EDAMAGED,
		    "%s:%ld: disable-output-escaping is not accepted", path,
		    xml_line(node));
	for (xmlAttr *a = node->properties; a != NULL; a = a->next) {
		xmlChar *value =
		    xmlNodeListGetString(node->doc, a->children, 1);
		bool bad = value != NULL &&
		    strstr((const char *)value, "document(") != NULL;

		xmlFree(value);
		if (bad)
			return err_set(err, MLA_EDAMAGED,
			    "%s:%ld: document() is not accepted", path,
			    xml_line(node));
	}
	return MLA_OK;
}

static enum mla_rc
check_tree(xmlNode *node, const char *path, struct err *err)
{
	enum mla_rc rc;

	for (; node != NULL; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if ((rc = check_element(node, path, err)) != MLA_OK)
			return rc;
		if ((rc = check_tree(node->children, path, err)) != MLA_OK)
			return rc;
	}
	return MLA_OK;
}

static enum mla_rc
read_sheet(xmlDoc **out, const char *path, const char *folder, struct err *err)
{
	char real[PATH_MAX], top[PATH_MAX];
	xmlDoc *doc = NULL;
	enum mla_rc rc;

	*out = NULL;
	if (realpath(path, real) == NULL || realpath(folder, top) == NULL)
		return err_set(
		    err, MLA_ENOTFOUND, "there is no stylesheet %s", path);
	if (!str_starts(real, top) || real[strlen(top)] != '/')
		return err_set(err, MLA_EDAMAGED,
		    "%s lies outside of the stylesheets in %s", path, folder);
	if ((rc = xml_read_file(&doc, real, err)) == MLA_OK)
		rc = check_tree(doc->children, path, err);
	if (rc != MLA_OK) {
		xmlFreeDoc(doc);
		return rc;
	}
	doc->URL = xmlPathToURI((const xmlChar *)real);
	*out = doc; /* the caller owns it now */
	return MLA_OK;
}

/* The folder that imports may come from, while a stylesheet is compiled. */
static const char *import_folder;

static xmlDoc *
load_import(const xmlChar *uri, xmlDictPtr dict, int options, void *context,
    xsltLoadType type)
{
	struct err err = { 0 };
	xmlDoc *doc = NULL;
	char *path;

	(void)dict;
	(void)options;
	(void)context;
	if (type != XSLT_LOAD_STYLESHEET || import_folder == NULL)
		return NULL;
	path = xmlURIUnescapeString((const char *)uri, 0, NULL);
	if (path != NULL)
		(void)read_sheet(&doc, path, import_folder, &err);
	xmlFree(path);
	return doc;
}

enum mla_rc
xslt_load(
    struct xslt **out, const char *path, const char *folder, struct err *err)
{
	xmlGenericErrorFunc quiet = xsltGenericError;
	struct buf said = { 0 };
	xsltStylesheetPtr sheet;
	xmlDoc *doc;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = read_sheet(&doc, path, folder, err)) != MLA_OK)
		return rc;
	import_folder = folder;
	xsltSetLoaderFunc(load_import);
	xsltSetGenericErrorFunc(&said, collect);
	sheet = xsltParseStylesheetDoc(doc);
	if (sheet == NULL)
		xmlFreeDoc(doc);
	if (sheet == NULL || sheet->errors > 0) {
		rc = err_set(err, MLA_EDAMAGED, "%s is no stylesheet: %s", path,
		    buf_text(&said));
		xsltFreeStylesheet(sheet);
		goto out;
	}
	*out = xcalloc(1, sizeof(**out));
	(*out)->sheet = sheet;
	(*out)->name = xstrdup(file_base(path));
out:
	import_folder = NULL;
	xsltSetGenericErrorFunc(NULL, quiet);
	buf_free(&said);
	return rc;
}

void
xslt_free(struct xslt *x)
{
	if (x == NULL)
		return;
	xsltFreeStylesheet(x->sheet);
	free(x->name);
	free(x);
}

/* Forbid everything that reaches out; false if that cannot be had. */
static bool
fence(xsltTransformContextPtr context, xsltSecurityPrefsPtr prefs)
{
	static const xsltSecurityOption all[] = { XSLT_SECPREF_READ_FILE,
		XSLT_SECPREF_WRITE_FILE, XSLT_SECPREF_CREATE_DIRECTORY,
		XSLT_SECPREF_READ_NETWORK, XSLT_SECPREF_WRITE_NETWORK };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (xsltSetSecurityPrefs(prefs, all[i], xsltSecurityForbid) !=
		    0)
			return false;
	}
	return xsltSetCtxtSecurityPrefs(prefs, context) == 0;
}

static void
set_params(xsltTransformContextPtr context, const char *const *params)
{
	for (; params != NULL && params[0] != NULL; params += 2)
		(void)xsltQuoteOneUserParam(context, (const xmlChar *)params[0],
		    (const xmlChar *)params[1]);
}

enum mla_rc
xslt_apply(struct buf *out, struct xslt *x, xmlDoc *doc,
    const char *const *params, struct err *err)
{
	xsltTransformContextPtr context = NULL;
	xsltSecurityPrefsPtr prefs = xsltNewSecurityPrefs();
	struct buf said = { 0 };
	xmlDoc *result = NULL;
	xmlChar *text = NULL;
	enum mla_rc rc = MLA_OK;
	int len = 0;

	context = xsltNewTransformContext(x->sheet, doc);
	if (context == NULL || prefs == NULL || !fence(context, prefs)) {
		rc = err_set(err, MLA_EINTERNAL, "cannot fence in %s", x->name);
		goto out;
	}
	xsltSetTransformErrorFunc(context, &said, collect);
	context->maxTemplateDepth = XSLT_MAX_DEPTH;
	context->opLimit = XSLT_MAX_STEPS;
	context->xpathCtxt->opLimit = XSLT_MAX_STEPS;
	set_params(context, params);
	result =
	    xsltApplyStylesheetUser(x->sheet, doc, NULL, NULL, NULL, context);
	if (result == NULL || context->state != XSLT_STATE_OK ||
	    xsltSaveResultToString(&text, &len, result, x->sheet) != 0) {
		rc = err_set(err, MLA_EDAMAGED, "the stylesheet %s failed: %s",
		    x->name, said.len > 0 ? said.data : "too much work for it");
		goto out;
	}
	if (text != NULL)
		buf_add(out, text, (size_t)len);
out:
	xmlFree(text);
	xmlFreeDoc(result);
	if (context != NULL)
		xsltFreeTransformContext(context);
	if (prefs != NULL)
		xsltFreeSecurityPrefs(prefs);
	buf_free(&said);
	return rc;
}
