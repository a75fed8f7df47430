/* loader.c - read expressions and executable content of a machine */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/loader.h"

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"

#define PROCESSOR "http://www.w3.org/TR/scxml/#SCXMLEventProcessor"

enum {
	MAX_DIGITS = 9 /* of a delay: 30 years in seconds */
};

/* The elements of the profile, their attributes, and ours on them. */
static const struct {
	const char *element, *attributes, *w;
} profile[] = {
	{ "scxml", "initial name version datamodel binding", "" },
	{ "state", "id initial", "holder outcome next" },
	{ "parallel", "id", "holder outcome next" },
	{ "final", "id", "holder outcome next" },
	{ "history", "id type", "" },
	{ "initial", "", "" },
	{ "transition", "event cond target type",
	    "by basis form message step tell outcome failure denied" },
	{ "onentry", "", "" },
	{ "onexit", "", "" },
	{ "datamodel", "", "" },
	{ "data", "id expr", "" },
	{ "assign", "location expr", "" },
	{ "raise", "event", "" },
	{ "if", "cond", "" },
	{ "elseif", "cond", "" },
	{ "else", "", "" },
	{ "log", "label expr", "" },
	{ "send", "event target type id delay", "" },
	{ "cancel", "sendid", "" },
	{ "field", "name type codes required test say", "" },
	{ "limit",
	    "id clock within at from until by field extend cond suspend unless "
	    "rule calendar who basis verified",
	    "" },
};

/* Attributes of SCXML that change what happens, and that we do not know. */
#define UNKNOWN                                                           \
	"src srcexpr eventexpr targetexpr typeexpr delayexpr idlocation " \
	"namelist sendidexpr"

enum mla_rc
loader_bad(const struct loader *l, const xmlNode *node, const char *what)
{
	return err_set(l->err, MLA_EDAMAGED, "%s:%ld: <%s> %s", l->m->name,
	    xml_line(node), (const char *)node->name, what);
}

bool
loader_has(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = list; len > 0 && at != NULL;
	     at = strchr(at, ' ')) {
		at += *at == ' ';
		if (strncmp(at, word, len) == 0 &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
	}
	return false;
}

static bool
is_in_ns(const xmlNs *ns, const char *uri)
{
	return ns != NULL && str_eq((const char *)ns->href, uri);
}

enum mla_rc
loader_takes(bool *ours, const struct loader *l, const xmlNode *node)
{
	*ours = is_in_ns(node->ns, SCXML_NS);
	if (!is_in_ns(node->ns, WORKFLOW_NS))
		return MLA_OK;
	/* Time limits are read by model/limit. */
	if (str_eq((const char *)node->name, "limit") &&
	    loader_has("state parallel", (const char *)node->parent->name))
		return loader_attributes(l, node);
	return loader_bad(l, node, "has no meaning here");
}

enum mla_rc
loader_attributes(const struct loader *l, const xmlNode *node)
{
	size_t row = 0, rows = sizeof(profile) / sizeof(profile[0]);

	while (row < rows &&
	    !str_eq(profile[row].element, (const char *)node->name))
		row++;
	if (row == rows)
		return loader_bad(l, node, "is not accepted in a workflow");
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
		const char *name = (const char *)a->name;
		bool own = is_in_ns(a->ns, WORKFLOW_NS), known = true;

		if (own)
			known = loader_has(profile[row].w, name);
		else if (a->ns == NULL)
			known = l->m->alone
			    ? !loader_has(UNKNOWN, name)
			    : loader_has(profile[row].attributes, name);
		if (!known)
			return err_set(l->err, MLA_EDAMAGED,
			    "%s:%ld: attribute %s%s is not known on <%s>",
			    l->m->name, xml_line(node), own ? "w:" : "", name,
			    (const char *)node->name);
	}
	return MLA_OK;
}

static const char *
skip_blanks(const char *s)
{
	return s + strspn(s, " \t\r\n");
}

/* In('id') and no more, or In(id) where that is allowed; its id, or NULL. */
static char *
asks_in(const char *text, bool bare)
{
	const char *at = skip_blanks(text), *id;
	char *out = NULL;
	size_t len;

	if (!str_starts(at, "In"))
		return NULL;
	at = skip_blanks(at + 2);
	if (*at++ != '(')
		return NULL;
	at = skip_blanks(at);
	if (*at == '\'' || *at == '"') {
		const char quote[] = { *at, '\0' };

		id = ++at;
		len = strcspn(id, quote);
		at += len;
		if (*at++ == '\0')
			return NULL;
	} else if (bare) {
		id = at;
		len = strcspn(id, " \t\r\n()'\"$@*/[],");
		at += len;
	} else {
		return NULL;
	}
	at = skip_blanks(at);
	if (len > 0 && *at == ')' && *skip_blanks(at + 1) == '\0')
		out = xstrndup(id, len);
	return out;
}

enum mla_rc
loader_compile(
    struct machine_expr *e, const struct loader *l, const xmlNode *node)
{
	struct err why = { 0 };

	if (xpath_compile(&e->xpath, l->xpath, e->text, &why) == MLA_OK ||
	    l->m->alone)
		return MLA_OK;
	return err_set(l->err, MLA_EDAMAGED, "%s:%ld: %s", l->m->name,
	    xml_line(node), why.msg);
}

enum mla_rc
loader_cond(
    struct machine_expr *out, const struct loader *l, const xmlNode *node)
{
	char *id;

	out->text = xml_attr(node, "cond");
	out->line = xml_line(node);
	if (out->text == NULL)
		return MLA_OK;
	id = asks_in(out->text, l->null);
	if (id != NULL) {
		out->in = machine_state(l->m, id);
		free(id);
		if (out->in == NULL && !l->m->alone)
			return loader_bad(
			    l, node, "asks for a state that is not there");
	} else if (l->ecma) {
		return loader_bad(l, node,
		    "has a condition in ECMAScript: only In('id') is known");
	}
	return loader_compile(out, l, node);
}

/* A number or a text in quotes is the same in ECMAScript and in XPath. */
static bool
is_constant(const char *text)
{
	size_t len = strlen(text);

	if (len >= 2 && (*text == '\'' || *text == '"'))
		return strchr(text, '\\') == NULL &&
		    strchr(text + 1, *text) == text + len - 1;
	return len > 0 && strspn(text, "0123456789") == len;
}

enum mla_rc
loader_value(
    struct machine_expr *out, const struct loader *l, const xmlNode *node)
{
	out->text = xml_attr(node, "expr");
	out->line = xml_line(node);
	if (xml_first(node) != NULL)
		return loader_bad(
		    l, node, "holds elements: data are numbers and texts");
	if (out->text == NULL) {
		char *text = xml_text(node);

		out->text = str_trim(text);
		out->literal = true;
		free(text);
		return MLA_OK;
	}
	if (l->ecma && !is_constant(out->text))
		return loader_bad(l, node,
		    "has a value in ECMAScript: only numbers and texts in "
		    "quotes are known");
	return loader_compile(out, l, node);
}

static enum mla_rc
load_assign(
    struct machine_action *a, const struct loader *l, const xmlNode *node)
{
	char *location = xml_attr(node, "location");
	const char *name = location;
	enum mla_rc rc = MLA_OK;

	a->verb = MACHINE_ASSIGN;
	if (location == NULL)
		rc = loader_bad(l, node, "needs a location");
	else if (*location == '$')
		name++;
	else if (!l->ecma)
		name = "";
	if (rc == MLA_OK && machine_data(l->m, name) < l->m->ndata)
		a->name = xstrdup(name);
	else if (rc == MLA_OK && !l->m->alone)
		rc = loader_bad(l, node,
		    "has a location that is no \"$name\" of a data element");
	free(location);
	return rc == MLA_OK ? loader_value(&a->expr, l, node) : rc;
}

/* "1.5s", ".5s", "10ms": microseconds. */
static bool
read_delay(uint64_t *out, const char *text)
{
	uint64_t unit, part, value = 0;
	size_t digits = strspn(text, "0123456789"), decimals = 0;
	const char *rest = text + digits;

	if (*rest == '.')
		decimals = strspn(rest + 1, "0123456789");
	if (digits + decimals == 0 || digits > MAX_DIGITS)
		return false;
	if (*rest == '.' && decimals == 0)
		return false;
	rest += decimals > 0 ? decimals + 1 : 0;
	if (!str_eq(rest, "s") && !str_eq(rest, "ms"))
		return false;
	unit = *rest == 's' ? 1000000 : 1000;
	for (size_t i = 0; i < digits; i++)
		value = value * 10 + (uint64_t)(text[i] - '0');
	value *= unit;
	part = unit;
	for (size_t i = 0; i < decimals; i++) {
		part /= 10;
		value += part * (uint64_t)(text[digits + 1 + i] - '0');
	}
	*out = value;
	return true;
}

static enum mla_rc
load_send(struct machine_action *a, const struct loader *l, const xmlNode *node)
{
	char *target = xml_attr(node, "target"), *type = xml_attr(node, "type");
	char *delay = xml_attr(node, "delay");
	bool internal = str_eq(target, "#_internal");
	enum mla_rc rc = MLA_OK;

	a->verb = internal ? MACHINE_RAISE : MACHINE_SEND;
	a->name = xml_attr(node, "event");
	a->id = xml_attr(node, "id");
	if (a->name == NULL)
		rc = loader_bad(l, node, "needs an event");
	else if (target != NULL && !internal)
		rc = loader_bad(l, node,
		    "has a target: a machine sends to itself, or to "
		    "#_internal");
	else if (type != NULL && !str_eq(type, PROCESSOR))
		rc = loader_bad(l, node, "has a type other than " PROCESSOR);
	else if (internal && delay != NULL)
		rc = loader_bad(l, node, "has a delay, which #_internal lacks");
	else if (delay != NULL && !read_delay(&a->delay, delay))
		rc = loader_bad(l, node,
		    "has a delay that is not written as 1.5s or 200ms");
	else if (xml_child(node, SCXML_NS, "param") != NULL ||
	    xml_child(node, SCXML_NS, "content") != NULL)
		rc = loader_bad(l, node,
		    "carries data: it can only name an "
		    "event");
	free(target);
	free(type);
	free(delay);
	return rc;
}

static struct machine_branch *
add_branch(struct machine_action *a)
{
	a->branch = vec_more(
	    a->branch, &a->cap_branches, a->nbranches, sizeof(*a->branch));
	memset(&a->branch[a->nbranches], 0, sizeof(*a->branch));
	return &a->branch[a->nbranches++];
}

static enum mla_rc
load_if(struct machine_action *a, const struct loader *l, const xmlNode *node)
{
	struct machine_branch *branch = add_branch(a);
	enum mla_rc rc = loader_cond(&branch->cond, l, node);
	bool last = false;

	a->verb = MACHINE_IF;
	if (rc == MLA_OK && branch->cond.text == NULL)
		return loader_bad(l, node, "needs a cond");
	for (node = xml_first(node); rc == MLA_OK && node != NULL;
	     node = xml_after(node)) {
		bool other = xml_is(node, SCXML_NS, "elseif");

		if (!other && !xml_is(node, SCXML_NS, "else")) {
			rc = loader_action(&branch->actions, l, node);
			continue;
		}
		branch = add_branch(a);
		if (last)
			return loader_bad(l, node, "comes after else");
		last = !other;
		if ((rc = loader_attributes(l, node)) == MLA_OK && other)
			rc = loader_cond(&branch->cond, l, node);
		if (rc == MLA_OK && other && branch->cond.text == NULL)
			return loader_bad(l, node, "needs a cond");
	}
	return rc;
}

static enum mla_rc
load_known(
    struct machine_action *a, const struct loader *l, const xmlNode *node)
{
	bool sends = xml_is(node, SCXML_NS, "send");

	if (xml_is(node, SCXML_NS, "if"))
		return load_if(a, l, node);
	if (xml_is(node, SCXML_NS, "assign"))
		return load_assign(a, l, node);
	if (xml_is(node, SCXML_NS, "raise")) {
		a->verb = MACHINE_RAISE;
		a->name = xml_attr(node, "event");
		return a->name != NULL ? MLA_OK
		                       : loader_bad(l, node, "needs an event");
	}
	if (!sends && !xml_is(node, SCXML_NS, "cancel"))
		return loader_bad(l, node, "is not accepted here");
	if (!l->m->alone)
		return loader_bad(l, node,
		    "is not accepted in a workflow of a register: time limits "
		    "are data");
	if (sends)
		return load_send(a, l, node);
	a->verb = MACHINE_CANCEL;
	a->id = xml_attr(node, "sendid");
	return a->id != NULL ? MLA_OK : loader_bad(l, node, "needs a sendid");
}

enum mla_rc
loader_action(
    struct machine_actions *out, const struct loader *l, const xmlNode *node)
{
	struct machine_action *a;
	enum mla_rc rc;
	bool ours;

	if ((rc = loader_takes(&ours, l, node)) != MLA_OK || !ours)
		return rc;
	if ((rc = loader_attributes(l, node)) != MLA_OK ||
	    xml_is(node, SCXML_NS, "log"))
		return rc;
	out->at = vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
	a = &out->at[out->n++];
	memset(a, 0, sizeof(*a));
	a->line = xml_line(node);
	return load_known(a, l, node);
}

enum mla_rc
loader_actions(
    struct machine_actions *out, const struct loader *l, const xmlNode *parent)
{
	enum mla_rc rc = MLA_OK;

	for (const xmlNode *node = xml_first(parent);
	     rc == MLA_OK && node != NULL; node = xml_after(node))
		rc = loader_action(out, l, node);
	return rc;
}
