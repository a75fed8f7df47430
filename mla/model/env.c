/* env.c - the one XPath context of all rules: guards, checks, field paths */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/env.h"

#include <libxml/xpathInternals.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/str.h"
#include "xml/node.h"

enum {
	MOST_DAYS = 36525 /* that add-days() goes: a hundred years */
};

struct env {
	struct xpath *xpath;
	struct codes *codes;
	struct law *law;
	xmlNode *request;
	xmlDoc *empty; /* stands in for what is not set */
	struct env_states {
		bool (*in)(void *arg, const char *state);
		void *arg;
	} own, whole;
};

/* Take n texts off the stack, the last one first; false if that fails. */
static bool
pop_texts(xmlXPathParserContextPtr c, int have, int want, char *out[])
{
	if (have != want) {
		xpath_fail(c, "a function has too many or too few arguments");
		return false;
	}
	for (int i = want - 1; i >= 0; i--) {
		xmlChar *text = xmlXPathPopString(c);

		out[i] = xstrdup(text != NULL ? (const char *)text : "");
		xmlFree(text);
	}
	return true;
}

static void
free_texts(char *texts[], int n)
{
	for (int i = 0; i < n; i++)
		free(texts[i]);
}

static void
answer_in(
    xmlXPathParserContextPtr c, int nargs, const struct env_states *states)
{
	char *arg[1];
	bool is;

	if (!pop_texts(c, nargs, 1, arg))
		return;
	is = states->in != NULL && states->in(states->arg, arg[0]);
	valuePush(c, xmlXPathNewBoolean(is));
	free_texts(arg, 1);
}

static void
fn_in(xmlXPathParserContextPtr c, int nargs)
{
	struct env *env = xpath_owner(c);

	answer_in(c, nargs, &env->own);
}

static void
fn_whole(xmlXPathParserContextPtr c, int nargs)
{
	struct env *env = xpath_owner(c);

	answer_in(c, nargs, &env->whole);
}

static void
fn_code(xmlXPathParserContextPtr c, int nargs)
{
	struct env *env = xpath_owner(c);
	xmlNode *node = NULL;
	char *arg[2];

	if (!pop_texts(c, nargs, 2, arg))
		return;
	if (env->codes != NULL)
		node = codes_find(env->codes, arg[0], arg[1]);
	valuePush(c, xmlXPathNewNodeSet(node));
	free_texts(arg, 2);
}

/* An empty text is no day and no fault; anything else must be a day. */
static bool
read_day(
    xmlXPathParserContextPtr c, const char *text, int32_t *day, bool *there)
{
	struct when when;

	*there = *text != '\0';
	if (!*there)
		return true;
	if (!when_parse(&when, text)) {
		xpath_fail(c, "a date is not written as 2026-07-17");
		return false;
	}
	*day = when.day;
	return true;
}

static void
fn_binds(xmlXPathParserContextPtr c, int nargs)
{
	struct env *env = xpath_owner(c);
	enum law_answer answer = LAW_UNKNOWN;
	struct err err = { 0 };
	int32_t day = 0;
	char *arg[4];
	bool there;

	if (!pop_texts(c, nargs, 4, arg))
		return;
	if (read_day(c, arg[3], &day, &there)) {
		if (there && env->law != NULL &&
		    law_between(&answer, env->law, arg[0], arg[1], arg[2], day,
		        &err) != MLA_OK)
			xpath_fail(c, err.msg);
		else
			valuePush(c, xmlXPathNewBoolean(answer == LAW_YES));
	}
	free_texts(arg, 4);
}

static void
fn_member(xmlXPathParserContextPtr c, int nargs)
{
	struct env *env = xpath_owner(c);
	struct err err = { 0 };
	bool there, is = false;
	int32_t day = 0;
	char *arg[3];

	if (!pop_texts(c, nargs, 3, arg))
		return;
	if (read_day(c, arg[2], &day, &there)) {
		if (there && env->law != NULL &&
		    law_member(&is, env->law, arg[0], arg[1], day, &err) !=
		        MLA_OK)
			xpath_fail(c, err.msg);
		else
			valuePush(c, xmlXPathNewBoolean(is));
	}
	free_texts(arg, 3);
}

/* The languages that a State accepts under an instrument on a day. */
static void
fn_languages(xmlXPathParserContextPtr c, int nargs)
{
	struct env *env = xpath_owner(c);
	struct err err = { 0 };
	char *arg[3], *list = NULL;
	int32_t day = 0;
	bool there;

	if (!pop_texts(c, nargs, 3, arg))
		return;
	if (read_day(c, arg[2], &day, &there)) {
		if (there && env->law != NULL &&
		    law_languages(&list, env->law, arg[1], arg[0], day, &err) !=
		        MLA_OK)
			xpath_fail(c, err.msg);
		else
			valuePush(
			    c, xmlXPathNewCString(list != NULL ? list : ""));
	}
	free(list);
	free_texts(arg, 3);
}

/* Does the list have the language of a tag?  What follows it is no matter. */
static bool
has_language(const char *list, const char *tag)
{
	size_t len = strcspn(tag, "-"), n;

	for (; *list != '\0'; list += n + strspn(list + n, " ")) {
		n = strcspn(list, " ");
		if (len > 0 && strcspn(list, "- ") == len &&
		    strncmp(list, tag, len) == 0)
			return true;
	}
	return false;
}

/* Is one of the nodes the tag of a language of the list? */
static void
fn_any_language(xmlXPathParserContextPtr c, int nargs)
{
	xmlNodeSet *tags;
	xmlChar *list;
	bool is = false;

	if (nargs != 2 || !xmlXPathStackIsNodeSet(c)) {
		xpath_fail(c, "any-language() takes a list and nodes");
		return;
	}
	tags = xmlXPathPopNodeSet(c);
	list = xmlXPathPopString(c);
	for (int i = 0; tags != NULL && !is && i < tags->nodeNr; i++) {
		xmlChar *tag = xmlXPathCastNodeToString(tags->nodeTab[i]);

		is = has_language((const char *)list, (const char *)tag);
		xmlFree(tag);
	}
	xmlFree(list);
	xmlXPathFreeNodeSet(tags);
	valuePush(c, xmlXPathNewBoolean(is));
}

/* How an instrument is cited. */
static void
fn_cite(xmlXPathParserContextPtr c, int nargs)
{
	struct env *env = xpath_owner(c);
	char *arg[1], *text;

	if (!pop_texts(c, nargs, 1, arg))
		return;
	text = env_treaty(env, arg[0]);
	valuePush(c, xmlXPathNewCString(text));
	free(text);
	free_texts(arg, 1);
}

static void
fn_before(xmlXPathParserContextPtr c, int nargs)
{
	bool first, second;
	int32_t a = 0, b = 0;
	char *arg[2];

	if (!pop_texts(c, nargs, 2, arg))
		return;
	if (read_day(c, arg[0], &a, &first) && read_day(c, arg[1], &b, &second))
		valuePush(c, xmlXPathNewBoolean(first && second && a < b));
	free_texts(arg, 2);
}

static void
fn_days_between(xmlXPathParserContextPtr c, int nargs)
{
	bool first, second;
	int32_t a = 0, b = 0;
	char *arg[2];

	if (!pop_texts(c, nargs, 2, arg))
		return;
	if (read_day(c, arg[0], &a, &first) && read_day(c, arg[1], &b, &second))
		valuePush(
		    c, xmlXPathNewFloat(first && second ? b - a : xmlXPathNAN));
	free_texts(arg, 2);
}

/* The day so many days later, or earlier; "" where there is no day. */
static void
fn_add_days(xmlXPathParserContextPtr c, int nargs)
{
	double n = nargs == 2 ? xmlXPathPopNumber(c) : 0;
	char *arg[1], text[DATE_BYTES] = "";
	int32_t day = 0;
	int year, month, mday;
	bool there;

	if (nargs != 2 || !(n >= -MOST_DAYS && n <= MOST_DAYS)) {
		xpath_fail(c, "add-days() takes a day and a number of days");
		return;
	}
	if (!pop_texts(c, 1, 1, arg))
		return;
	if (read_day(c, arg[0], &day, &there)) {
		date_civil(day + (int32_t)n, &year, &month, &mday);
		if (there && year >= 1 && year <= 9999)
			(void)date_format(day + (int32_t)n, text);
		valuePush(c, xmlXPathNewCString(text));
	}
	free_texts(arg, 1);
}

static const struct {
	const char *name;
	int arguments;
	xmlXPathFunction run;
} functions[] = {
	{ "In", 1, fn_in },
	{ "whole", 1, fn_whole },
	{ "code", 2, fn_code },
	{ "binds", 4, fn_binds },
	{ "member", 3, fn_member },
	{ "languages", 3, fn_languages },
	{ "any-language", 2, fn_any_language },
	{ "cite", 1, fn_cite },
	{ "before", 2, fn_before },
	{ "days-between", 2, fn_days_between },
	{ "add-days", 2, fn_add_days },
};

int
env_arguments(const char *function)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		if (str_eq(functions[i].name, function))
			return functions[i].arguments;
	}
	return -1;
}

struct env *
env_new(struct codes *codes, struct law *law)
{
	struct env *env = xcalloc(1, sizeof(*env));

	env->empty = xmlNewDoc((const xmlChar *)"1.0");
	(void)xmlDocSetRootElement(env->empty,
	    xmlNewDocNode(env->empty, NULL, (const xmlChar *)"none", NULL));
	env->xpath = xpath_new(env->empty);
	env->codes = codes;
	env->law = law;
	xpath_set_owner(env->xpath, env);
	xpath_ns(env->xpath, "r", REQUEST_NS);
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		xpath_function(env->xpath, functions[i].name, functions[i].run);
	env_request(env, NULL);
	env_event(env, NULL);
	env_parts(env, NULL);
	env_exhibits(env, NULL);
	env_whole(env, NULL);
	env_desk(env, NULL);
	xpath_variable(env->xpath, "today", xmlXPathNewCString(""));
	return env;
}

void
env_free(struct env *env)
{
	if (env == NULL)
		return;
	xpath_free(env->xpath);
	xmlFreeDoc(env->empty);
	free(env);
}

void
env_request(struct env *env, xmlNode *request)
{
	env->request = request != NULL ? request : xml_root(env->empty);
	xpath_doc(env->xpath, env->request->doc);
}

static void
set_node(struct env *env, const char *name, xmlNode *node)
{
	xpath_variable(env->xpath, name,
	    xmlXPathNewNodeSet(node != NULL ? node : xml_root(env->empty)));
}

void
env_event(struct env *env, xmlNode *event)
{
	set_node(env, "event", event);
}

void
env_whole(struct env *env, xmlNode *whole)
{
	set_node(env, "whole", whole);
}

void
env_desk(struct env *env, xmlNode *desk)
{
	set_node(env, "desk", desk);
}

/* A variable with all child elements of parent. */
static void
set_children(struct env *env, const char *name, xmlNode *parent)
{
	xmlNodeSet *set = xmlXPathNodeSetCreate(NULL);
	xmlXPathObject *value;

	for (xmlNode *child = xml_first(parent); child != NULL;
	     child = xml_after(child))
		(void)xmlXPathNodeSetAdd(set, child);
	value = xmlXPathNewNodeSetList(set);
	xmlXPathFreeNodeSet(set);
	xpath_variable(env->xpath, name, value);
}

void
env_parts(struct env *env, xmlNode *parent)
{
	set_children(env, "parts", parent);
}

void
env_exhibits(struct env *env, xmlNode *parent)
{
	set_children(env, "exhibits", parent);
}

void
env_today(struct env *env, int32_t day)
{
	char text[DATE_BYTES];

	xpath_variable(
	    env->xpath, "today", xmlXPathNewCString(date_format(day, text)));
}

void
env_in(struct env *env, bool (*in)(void *arg, const char *state), void *arg)
{
	env->own = (struct env_states){ in, arg };
}

void
env_in_whole(
    struct env *env, bool (*in)(void *arg, const char *state), void *arg)
{
	env->whole = (struct env_states){ in, arg };
}

void
env_data(struct env *env, xmlXPathVariableLookupFunc data, void *arg)
{
	xpath_lookup(env->xpath, data, arg);
}

bool
env_is_variable(const char *name)
{
	static const char *const names[] = { "event", "parts", "exhibits",
		"whole", "desk", "today" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (str_eq(names[i], name))
			return true;
	}
	return false;
}

enum mla_rc
env_value(xmlXPathObject **out, struct env *env, const struct xpath_expr *expr,
    struct err *err)
{
	return xpath_run(out, env->xpath, env->request, expr, err);
}

/* What a value is as a truth; NULL is none, and false. */
static bool
as_truth(xmlXPathObject *value)
{
	bool is = value != NULL && xmlXPathCastToBoolean(value) != 0;

	xmlXPathFreeObject(value);
	return is;
}

enum mla_rc
env_test(
    bool *out, struct env *env, const struct xpath_expr *expr, struct err *err)
{
	xmlXPathObject *value;
	enum mla_rc rc = env_value(&value, env, expr, err);

	*out = as_truth(value);
	return rc;
}

static enum mla_rc
eval(xmlXPathObject **out, struct env *env, xmlNode *at, const char *expr,
    struct err *err)
{
	return xpath_eval(
	    out, env->xpath, at != NULL ? at : env->request, expr, err);
}

enum mla_rc
env_bool(
    bool *out, struct env *env, xmlNode *at, const char *expr, struct err *err)
{
	xmlXPathObject *value;
	enum mla_rc rc = eval(&value, env, at, expr, err);

	*out = as_truth(value);
	return rc;
}

enum mla_rc
env_string(
    char **out, struct env *env, xmlNode *at, const char *expr, struct err *err)
{
	xmlXPathObject *value;
	xmlChar *text;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = eval(&value, env, at, expr, err)) != MLA_OK)
		return rc;
	text = xmlXPathCastToString(value);
	*out = xstrdup(text != NULL ? (const char *)text : "");
	xmlFree(text);
	xmlXPathFreeObject(value);
	return MLA_OK;
}

enum mla_rc
env_nodes(xmlNode ***out, size_t *n, struct env *env, xmlNode *at,
    const char *expr, struct err *err)
{
	xmlXPathObject *value;
	enum mla_rc rc;

	*out = NULL;
	*n = 0;
	if ((rc = eval(&value, env, at, expr, err)) != MLA_OK)
		return rc;
	if (value->type != XPATH_NODESET) {
		xmlXPathFreeObject(value);
		return err_set(err, MLA_EDAMAGED,
		    "the expression \"%s\" does not select parts of the "
		    "request",
		    expr);
	}
	if (value->nodesetval != NULL && value->nodesetval->nodeNr > 0) {
		xmlXPathNodeSetSort(value->nodesetval);
		*n = (size_t)value->nodesetval->nodeNr;
		*out = xcalloc(*n, sizeof(**out));
		memcpy(*out, value->nodesetval->nodeTab, *n * sizeof(**out));
	}
	xmlXPathFreeObject(value);
	return MLA_OK;
}

char *
env_treaty(struct env *env, const char *treaty)
{
	const xmlNode *row =
	    env->law != NULL ? law_treaty(env->law, treaty) : NULL;
	char *text = row != NULL ? xml_attr(row, "cite") : NULL;

	return text != NULL ? text : xstrdup(treaty);
}
