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
	xmlHashTablePtr compiled; /* expression text to struct xpath_expr */
	void *owner;
	xmlXPathVariableLookupFunc lookup;
	void *lookup_arg;
	char *why; /* set by a function that failed */
};

struct xpath_expr {
	xmlXPathCompExprPtr compiled;
	char *text;
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
	xpath_expr_free(payload);
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

/* libxml2 asks either a function or its own table: ask both. */
static xmlXPathObject *
look_up(void *arg, const xmlChar *name, const xmlChar *uri)
{
	struct xpath *x = arg;
	xmlXPathObject *value = x->lookup(x->lookup_arg, name, uri);

	if (value == NULL)
		value = xmlXPathObjectCopy(
		    xmlHashLookup2(x->context->varHash, name, uri));
	return value;
}

void
xpath_lookup(struct xpath *x, xmlXPathVariableLookupFunc lookup, void *arg)
{
	x->lookup = lookup;
	x->lookup_arg = arg;
	xmlXPathRegisterVariableLookup(
	    x->context, lookup != NULL ? look_up : NULL, x);
}

static void
forget_why(struct xpath *x)
{
	free(x->why);
	x->why = NULL;
	xmlResetError(&x->context->lastError);
}

enum mla_rc
xpath_compile(
    struct xpath_expr **out, struct xpath *x, const char *expr, struct err *err)
{
	xmlXPathCompExprPtr compiled;

	*out = NULL;
	forget_why(x);
	compiled = xmlXPathCtxtCompile(x->context, (const xmlChar *)expr);
	if (compiled == NULL)
		return err_set(err, MLA_EDAMAGED,
		    "the expression \"%s\" is no XPath%s%s", expr,
		    x->why != NULL ? ": " : "", x->why != NULL ? x->why : "");
	*out = xcalloc(1, sizeof(**out));
	(*out)->compiled = compiled;
	(*out)->text = xstrdup(expr);
	return MLA_OK;
}

void
xpath_expr_free(struct xpath_expr *expr)
{
	if (expr == NULL)
		return;
	xmlXPathFreeCompExpr(expr->compiled);
	free(expr->text);
	free(expr);
}

enum mla_rc
xpath_run(xmlXPathObject **out, struct xpath *x, xmlNode *at,
    const struct xpath_expr *expr, struct err *err)
{
	*out = NULL;
	forget_why(x);
	if (at == NULL && x->context->doc != NULL)
		at = xmlDocGetRootElement(x->context->doc);
	x->context->node = at;
	x->context->contextSize = 1;
	x->context->proximityPosition = 1;
	x->context->opCount = 0;
	x->context->opLimit = XPATH_MAX_STEPS;
	*out = xmlXPathCompiledEval(expr->compiled, x->context);
	if (*out != NULL && x->why == NULL)
		return MLA_OK;
	xmlXPathFreeObject(*out);
	*out = NULL;
	return err_set(err, MLA_EDAMAGED,
	    "the expression \"%s\" cannot be evaluated: %s", expr->text,
	    x->why != NULL ? x->why : "too much work, or an unknown name");
}

enum mla_rc
xpath_eval(xmlXPathObject **out, struct xpath *x, xmlNode *at, const char *expr,
    struct err *err)
{
	struct xpath_expr *compiled =
	    xmlHashLookup(x->compiled, (const xmlChar *)expr);
	enum mla_rc rc;

	*out = NULL;
	if (compiled == NULL) {
		rc = xpath_compile(&compiled, x, expr, err);
		if (compiled == NULL)
			return rc;
		(void)xmlHashAddEntry(
		    x->compiled, (const xmlChar *)expr, compiled);
	}
	return xpath_run(out, x, at, compiled, err);
}

enum mla_rc
xpath_compile_check(const char *expr, struct err *err)
{
	struct xpath *x = xpath_new(NULL);
	struct xpath_expr *compiled;
	enum mla_rc rc = xpath_compile(&compiled, x, expr, err);

	xpath_expr_free(compiled);
	xpath_free(x);
	return rc;
}
