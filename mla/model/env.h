/* env.h - the one XPath context of all rules: guards, checks, field paths */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_ENV_H
#define MLA_MODEL_ENV_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "model/code.h"
#include "model/law.h"
#include "xml/xpath.h"

#define REQUEST_NS "urn:mla:request:1"

/*
 * Context node: the request element; prefix r.  Variables: $event (one
 * element, empty if there is none), $parts (elements part), $exhibits (elements
 * exhibit that go with the event), $whole (element
 * whole with an element in for each active state), $desk (element desk: what
 * the register knows of the request, for forms of the desk), $today (ISO day).
 * Functions: In(state), whole(state), code(list, id), binds(treaty, state,
 * state, day), member(organisation, state, day), languages(state, treaty,
 * day), any-language(list, tags), cite(treaty), before(day, day),
 * days-between(day, day), add-days(day, number).
 * mla-workflow.5 and mla-forms.5 describe them.
 */
struct env;

/* codes and law are borrowed and may be NULL; free with env_free. */
struct env *env_new(struct codes *codes, struct law *law);
void env_free(struct env *env);

/* What is set is borrowed; NULL: empty. */
void env_request(struct env *env, xmlNode *request);
void env_event(struct env *env, xmlNode *event);
void env_parts(struct env *env, xmlNode *parent); /* its part children */
void env_exhibits(struct env *env, xmlNode *parent); /* its children */
void env_whole(struct env *env, xmlNode *whole);
void env_desk(struct env *env, xmlNode *desk);
void env_today(struct env *env, int32_t day);
void env_in(
    struct env *env, bool (*in)(void *arg, const char *state), void *arg);

/* For machines of parts: is a state of the whole request active? */
void env_in_whole(
    struct env *env, bool (*in)(void *arg, const char *state), void *arg);

/*
 * Data of the machine at work, before the variables above: a new value, or
 * NULL where there is none of that name; data NULL: none.
 */
void env_data(struct env *env, xmlXPathVariableLookupFunc data, void *arg);

/* Is it the name of a variable above? */
bool env_is_variable(const char *name);

/* How many arguments a function above takes; -1: there is none. */
int env_arguments(const char *function);

/*
 * Evaluate a compiled expression at the request element.  MLA_EDAMAGED: err
 * quotes it.  The caller frees *out of env_value with xmlXPathFreeObject.
 */
enum mla_rc env_test(
    bool *out, struct env *env, const struct xpath_expr *expr, struct err *err);
enum mla_rc env_value(xmlXPathObject **out, struct env *env,
    const struct xpath_expr *expr, struct err *err);

/*
 * Evaluate at a node (NULL: the request element).  MLA_EDAMAGED: err quotes
 * the expression.  The caller frees *out (text; array of nodes, not nodes).
 */
enum mla_rc env_bool(
    bool *out, struct env *env, xmlNode *at, const char *expr, struct err *err);
enum mla_rc env_string(char **out, struct env *env, xmlNode *at,
    const char *expr, struct err *err);
enum mla_rc env_nodes(xmlNode ***out, size_t *n, struct env *env, xmlNode *at,
    const char *expr, struct err *err);

/*
 * How an instrument is cited ("ETS 30"), by the law data; its code where it is
 * not there; the caller frees it.
 */
char *env_treaty(struct env *env, const char *treaty);

#endif
