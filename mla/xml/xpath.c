/* xpath.c - evaluate XPath 1.0 with a bound on the work */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/xpath.h"

#include <libxml/hash.h>
#include <libxml/xmlerror.h>
#include <libxml/xpathInternals.h>

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"

struct xpath {
	xmlXPathContextPtr context;
	xmlHashTablePtr compiled; /* expression text to compiled expression */
	void *owner;
	char *why; /* set by a function that failed */
};

/* libxml2 gives a code and no message here. */
static void
keep_why(void *arg, xmlErrorPtr e)
{
	static const struct {
		int code;
		const char *why;
	} reasons[] = {
		{ XPATH_UNDEF_VARIABLE_ERROR, "no such variable" },
		{ XPATH_UNKNOWN_FUNC_ERROR, "no such function" },
		{ XPATH_UNDEF_PREFIX_ERROR, "a prefix is not declared" },
		{ XPATH_INVALID_ARITY, "wrong number of arguments" },
		{ XPATH_INVALID_TYPE, "a value of the wrong type" },
		{ XPATH_OP_LIMIT_EXCEEDED, "too much work" },
		{ XPATH_RECURSION_LIMIT_EXCEEDED, "nested too deep" },
	};
	struct xpath *x = arg;
	int code = e->code - XML_XPATH_EXPRESSION_OK + XPATH_EXPRESSION_OK;

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		if (x->why == NULL && code == reasons[i].code)
			x->why = xstrdup(reasons[i].why);
	}
}

struct xpath *
xpath_new(xmlDoc *doc)
{
	struct xpath *x = xcalloc(1, sizeof(*x));

	x->context = xmlXPathNewContext(doc);
	x->compiled = xmlHashCreate(64);
	if (x->context == NULL || x->compiled == NULL)
		abort();
	x->context->userData = x;
	x->context->error = keep_why;
	return x;
}

static void
free_compiled(void *payload, const xmlChar *name)
{
	(void)name;
	xmlXPathFreeCompExpr(payload);
}

void
xpath_free(struct xpath *x)
{
	if (x == NULL)
		return;
	xmlHashFree(x->compiled, free_compiled);
	xmlXPathFreeContext(x->context);
	free(x->why);
	free(x);
}

void
xpath_doc(struct xpath *x, xmlDoc *doc)
{
	x->context->doc = doc;
	x->context->node = NULL;
}

void
xpath_ns(struct xpath *x, const char *prefix, const char *uri)
{
	(void)xmlXPathRegisterNs(
	    x->context, (const xmlChar *)prefix, (const xmlChar *)uri);
}

void
xpath_function(struct xpath *x, const char *name, xmlXPathFunction fn)
{
	(void)xmlXPathRegisterFunc(x->context, (const xmlChar *)name, fn);
}

void
xpath_set_owner(struct xpath *x, void *owner)
{
	x->owner = owner;
}

void *
xpath_owner(xmlXPathParserContextPtr context)
{
	struct xpath *x = context->context->userData;

	return x->owner;
}

void
xpath_fail(xmlXPathParserContextPtr context, const char *why)
{
	struct xpath *x = context->context->userData;

	if (x->why == NULL)
		x->why = xstrdup(why);
	xmlXPathSetError(context, XPATH_EXPR_ERROR);
}

void
xpath_variable(struct xpath *x, const char *name, xmlXPathObject *value)
{
	(void)xmlXPathRegisterVariable(
	    x->context, (const xmlChar *)name, value);
}

static enum mla_rc
find_compiled(xmlXPathCompExprPtr *out, struct xpath *x, const char *expr,
    struct err *err)
{
	*out = xmlHashLookup(x->compiled, (const xmlChar *)expr);
	if (*out != NULL)
		return MLA_OK;
	*out = xmlXPathCtxtCompile(x->context, (const xmlChar *)expr);
	if (*out == NULL)
		return err_set(err, MLA_EDAMAGED,
		    "the expression \"%s\" is no XPath%s%s", expr,
		    x->why != NULL ? ": " : "", x->why != NULL ? x->why : "");
	(void)xmlHashAddEntry(x->compiled, (const xmlChar *)expr, *out);
	return MLA_OK;
}

enum mla_rc
xpath_eval(xmlXPathObject **out, struct xpath *x, xmlNode *at, const char *expr,
    struct err *err)
{
	xmlXPathCompExprPtr compiled;
	enum mla_rc rc;

	*out = NULL;
	free(x->why);
	x->why = NULL;
	xmlResetError(&x->context->lastError);
	if ((rc = find_compiled(&compiled, x, expr, err)) != MLA_OK)
		return rc;
	if (at == NULL && x->context->doc != NULL)
		at = xmlDocGetRootElement(x->context->doc);
	x->context->node = at;
	x->context->contextSize = 1;
	x->context->proximityPosition = 1;
	x->context->opCount = 0;
	x->context->opLimit = XPATH_MAX_STEPS;
	*out = xmlXPathCompiledEval(compiled, x->context);
	if (*out != NULL && x->why == NULL)
		return MLA_OK;
	xmlXPathFreeObject(*out);
	*out = NULL;
	return err_set(err, MLA_EDAMAGED,
	    "the expression \"%s\" cannot be evaluated: %s", expr,
	    x->why != NULL ? x->why : "too much work, or an unknown name");
}

enum mla_rc
xpath_compile_check(const char *expr, struct err *err)
{
	struct xpath *x = xpath_new(NULL);
	xmlXPathCompExprPtr compiled;
	enum mla_rc rc = find_compiled(&compiled, x, expr, err);

	xpath_free(x);
	return rc;
}
