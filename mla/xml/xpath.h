/* xpath.h - evaluate XPath 1.0 with a bound on the work */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_XML_XPATH_H
#define MLA_XML_XPATH_H

#include <libxml/xpath.h>

#include "base/err.h"

#define XPATH_MAX_STEPS 5000000UL /* operations of one evaluation */

struct xpath; /* a context with a cache of compiled expressions */

/* doc is borrowed and may be NULL until xpath_doc; free with xpath_free. */
struct xpath *xpath_new(xmlDoc *doc);
void xpath_free(struct xpath *x);

/* Change the document that a context works on. */
void xpath_doc(struct xpath *x, xmlDoc *doc);

void xpath_ns(struct xpath *x, const char *prefix, const char *uri);

/*
 * Register a function; in it xpath_owner gives what xpath_set_owner set.
 * A function that fails calls xpath_fail with a sentence.
 */
void xpath_function(struct xpath *x, const char *name, xmlXPathFunction fn);
void xpath_set_owner(struct xpath *x, void *owner);
void *xpath_owner(xmlXPathParserContextPtr context);
void xpath_fail(xmlXPathParserContextPtr context, const char *why);

/* Set a variable; value belongs to the context afterwards. */
void xpath_variable(struct xpath *x, const char *name, xmlXPathObject *value);

/*
 * Look variables up with a function, before those that were set; it returns a
 * new value, or NULL where it has none of that name.  NULL: no function.
 */
void xpath_lookup(
    struct xpath *x, xmlXPathVariableLookupFunc lookup, void *arg);

/*
 * Evaluate at a node (NULL: the document element).  MLA_OK: the caller frees
 * *out with xmlXPathFreeObject.  MLA_EDAMAGED: it does not compile, an unknown
 * function or variable, or too much work; err quotes the expression.
 */
enum mla_rc xpath_eval(xmlXPathObject **out, struct xpath *x, xmlNode *at,
    const char *expr, struct err *err);

/*
 * An expression that is compiled once and evaluated in any context that has
 * the same functions.  x is used for compiling alone.  MLA_EDAMAGED with the
 * expression: it is no XPath.  Free with xpath_expr_free.
 */
struct xpath_expr;
enum mla_rc xpath_compile(struct xpath_expr **out, struct xpath *x,
    const char *expr, struct err *err);
void xpath_expr_free(struct xpath_expr *expr);

/* As xpath_eval. */
enum mla_rc xpath_run(xmlXPathObject **out, struct xpath *x, xmlNode *at,
    const struct xpath_expr *expr, struct err *err);

/* Does it compile? MLA_EDAMAGED with the expression if not. */
enum mla_rc xpath_compile_check(const char *expr, struct err *err);

#endif
