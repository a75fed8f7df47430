/* machine_load.c - read the states and transitions of a machine */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/machine.h"

#include <libxml/hash.h>

#include "base/alloc.h"
#include "base/str.h"
#include "model/env.h"
#include "model/loader.h"
#include "xml/node.h"

#define ADD LOADER_ADD

enum {
	MAX_TARGETS = 64 /* of one transition */
};

static char *
attr_or_empty(const xmlNode *node, const char *ns, const char *name)
{
	char *text =
	    ns != NULL ? xml_attr_ns(node, ns, name) : xml_attr(node, name);

	return text != NULL ? text : xstrdup("");
}

static enum mla_rc
load_field(
    struct machine_transition *t, const struct loader *l, const xmlNode *node)
{
	struct machine_field f = { 0 };
	struct machine_expr required = { 0 }; /* or the test */
	enum mla_rc rc = MLA_OK;

	f.name = attr_or_empty(node, NULL, "name");
	f.type = attr_or_empty(node, NULL, "type");
	f.codes = attr_or_empty(node, NULL, "codes");
	f.required = attr_or_empty(node, NULL, "required");
	f.test = attr_or_empty(node, NULL, "test");
	f.say = attr_or_empty(node, NULL, "say");
	f.line = xml_line(node);
	ADD(t->field, t->nfields, t->cap_fields, f);
	if ((rc = loader_attributes(l, node)) != MLA_OK)
		return rc;
	if (*f.name == '\0' || *f.type == '\0')
		return loader_bad(l, node, "needs name and type");
	if (str_eq(f.type, "code") != (*f.codes != '\0'))
		return loader_bad(
		    l, node, "has codes if and only if its type is code");
	if ((*f.test != '\0') != (*f.say != '\0'))
		return loader_bad(
		    l, node, "has say if and only if it has test");
	required.text = f.required;
	if (*f.required != '\0' && !str_eq(f.required, "yes"))
		rc = loader_compile(&required, l, node);
	xpath_expr_free(required.xpath);
	required = (struct machine_expr){ .text = f.test };
	if (rc == MLA_OK && *f.test != '\0')
		rc = loader_compile(&required, l, node);
	xpath_expr_free(required.xpath);
	return rc;
}

static void
split_words(char ***out, size_t *n, size_t *cap, const char *text)
{
	char *copy = xstrdup(text), *rest = NULL;

	for (char *word = strtok_r(copy, " \t\r\n", &rest); word != NULL;
	     word = strtok_r(NULL, " \t\r\n", &rest))
		ADD(*out, *n, *cap, xstrdup(word));
	free(copy);
}

static enum mla_rc
find_targets(struct machine_transition *t, const struct loader *l,
    const xmlNode *node, const char *text)
{
	char **word = NULL;
	size_t n = 0, cap = 0;
	enum mla_rc rc = MLA_OK;

	split_words(&word, &n, &cap, text);
	for (size_t i = 0; rc == MLA_OK && i < n; i++) {
		struct machine_state *s = machine_state(l->m, word[i]);

		if (s == NULL)
			rc = err_set(l->err, MLA_EDAMAGED,
			    "%s:%ld: there is no state \"%s\"", l->m->name,
			    xml_line(node), word[i]);
		else if (t->ntargets == MAX_TARGETS)
			rc = loader_bad(l, node, "has more than 64 targets");
		else
			ADD(t->target, t->ntargets, t->cap_targets, s);
		for (size_t k = 0; rc == MLA_OK && s != NULL && k < t->ntargets;
		     k++) {
			if (!machine_together(t->target[k], s))
				rc = err_set(l->err, MLA_EDAMAGED,
				    "%s:%ld: \"%s\" and \"%s\" cannot be "
				    "active together",
				    l->m->name, xml_line(node),
				    t->target[k]->id, s->id);
		}
	}
	for (size_t i = 0; i < n; i++)
		free(word[i]);
	free(word);
	return rc;
}

static enum mla_rc
load_type(
    struct machine_transition *t, const struct loader *l, const xmlNode *node)
{
	char *type = xml_attr(node, "type");
	enum mla_rc rc = MLA_OK;

	t->internal = str_eq(type, "internal");
	if (type != NULL && !t->internal && !str_eq(type, "external"))
		rc = loader_bad(l, node,
		    "has a type that is neither internal nor external");
	free(type);
	return rc;
}

static void
load_our_attributes(struct machine_transition *t, const xmlNode *node)
{
	t->by = attr_or_empty(node, WORKFLOW_NS, "by");
	t->basis = attr_or_empty(node, WORKFLOW_NS, "basis");
	t->form = attr_or_empty(node, WORKFLOW_NS, "form");
	t->message = attr_or_empty(node, WORKFLOW_NS, "message");
	t->step = attr_or_empty(node, WORKFLOW_NS, "step");
	t->tell = attr_or_empty(node, WORKFLOW_NS, "tell");
	t->outcome = attr_or_empty(node, WORKFLOW_NS, "outcome");
	t->failure = attr_or_empty(node, WORKFLOW_NS, "failure");
	t->denied = attr_or_empty(node, WORKFLOW_NS, "denied");
}

static enum mla_rc
load_transition(struct machine_transition **out, const struct loader *l,
    struct machine_state *source, const xmlNode *node)
{
	struct machine_transition *t = xcalloc(1, sizeof(*t));
	char *text;
	enum mla_rc rc;

	*out = t;
	t->source = source;
	t->line = xml_line(node);
	load_our_attributes(t, node);
	if ((rc = loader_attributes(l, node)) != MLA_OK ||
	    (rc = load_type(t, l, node)) != MLA_OK ||
	    (rc = loader_cond(&t->guard, l, node)) != MLA_OK)
		return rc;
	t->cond = t->guard.text;
	text = attr_or_empty(node, NULL, "event");
	split_words(&t->event, &t->nevents, &t->cap_events, text);
	free(text);
	text = attr_or_empty(node, NULL, "target");
	rc = find_targets(t, l, node, text);
	free(text);
	if (rc == MLA_OK && t->nevents == 0 && t->cond == NULL &&
	    t->ntargets == 0)
		return loader_bad(
		    l, node, "has neither event nor condition nor target");
	for (node = xml_first(node); rc == MLA_OK && node != NULL;
	     node = xml_after(node)) {
		if (xml_is(node, WORKFLOW_NS, "field"))
			rc = load_field(t, l, node);
		else
			rc = loader_action(&t->actions, l, node);
	}
	return rc;
}

/* Days, or "@field days": when the office looks at it again. */
static bool
is_next(const char *text)
{
	size_t digits;

	if (*text == '@') {
		size_t len = strspn(text + 1, "abcdefghijklmnopqrstuvwxyz-");

		if (len == 0 || text[1 + len] != ' ')
			return false;
		text += len + 2;
	}
	digits = strspn(text, "0123456789");
	return digits > 0 && digits < 5 && text[digits] == '\0';
}

static enum mla_rc
load_one_data(
    struct loader *l, const struct machine_state *scope, const xmlNode *node)
{
	struct machine_data d = { .scope = scope };
	enum mla_rc rc;
	bool ours;

	if ((rc = loader_takes(&ours, l, node)) != MLA_OK || !ours)
		return rc;
	if (!xml_is(node, SCXML_NS, "data"))
		return loader_bad(l, node, "is not accepted here");
	if ((rc = loader_attributes(l, node)) != MLA_OK)
		return rc;
	d.name = xml_attr(node, "id");
	rc = loader_value(&d.expr, l, node);
	ADD(l->m->data, l->m->ndata, l->m->cap_data, d);
	if (d.name == NULL)
		return loader_bad(l, node, "needs an id");
	if (rc == MLA_OK && !l->m->alone && env_is_variable(d.name))
		return loader_bad(
		    l, node, "has the name of a variable that guards have");
	if (rc == MLA_OK &&
	    xmlHashAddEntry(l->m->names, (const xmlChar *)d.name,
	        (void *)(uintptr_t)l->m->ndata) != 0)
		return loader_bad(l, node, "has the id of other data");
	return rc;
}

static enum mla_rc
load_data(
    struct loader *l, const struct machine_state *scope, const xmlNode *node)
{
	enum mla_rc rc = loader_attributes(l, node);

	for (node = xml_first(node); rc == MLA_OK && node != NULL;
	     node = xml_after(node))
		rc = load_one_data(l, scope, node);
	return rc;
}

/* What may stand in a state of each kind, by enum machine_kind. */
static const char *const content[] = {
	"state parallel final initial datamodel",
	("state parallel final history initial transition onentry onexit "
	 "datamodel"),
	"state parallel history transition onentry onexit datamodel",
	"onentry onexit",
	"transition",
};

/* Is it a state, and of which kind? */
static bool
is_state(enum machine_kind *kind, const xmlNode *node)
{
	static const char *const names[] = { "scxml", "state", "parallel",
		"final", "history" };

	for (size_t i = 1; i < sizeof(names) / sizeof(names[0]); i++) {
		*kind = (enum machine_kind)i;
		if (xml_is(node, SCXML_NS, names[i]))
			return true;
	}
	return false;
}

static void
add_state(
    struct loader *l, struct machine_state *s, struct machine_state *parent)
{
	ADD(l->m->state, l->m->nstates, l->m->cap_states, s);
	s->parent = parent;
	if (parent == NULL)
		return;
	if (s->kind == MACHINE_HISTORY)
		ADD(parent->history, parent->nhistories, parent->cap_histories,
		    s);
	else
		ADD(parent->child, parent->nchildren, parent->cap_children, s);
}

static enum mla_rc
load_state(struct loader *l, struct machine_state *s, const xmlNode *node)
{
	char *type = xml_attr(node, "type");
	bool deep = str_eq(type, "deep"), shallow = str_eq(type, "shallow");
	enum mla_rc rc = loader_attributes(l, node);

	s->deep = s->kind == MACHINE_HISTORY && deep;
	s->id = attr_or_empty(node, NULL, "id");
	s->holder = attr_or_empty(node, WORKFLOW_NS, "holder");
	s->outcome = attr_or_empty(node, WORKFLOW_NS, "outcome");
	s->next = attr_or_empty(node, WORKFLOW_NS, "next");
	s->line = xml_line(node);
	s->name = *s->id != '\0'
	    ? xstrdup(s->id)
	    : xasprintf("%s@%ld", (const char *)node->name, s->line);
	s->done = xasprintf("done.state.%s", s->name);
	if (rc == MLA_OK && *s->id != '\0' &&
	    xmlHashAddEntry(l->m->ids, (const xmlChar *)s->id, s) != 0)
		rc = loader_bad(l, node, "has the id of another state");
	if (rc == MLA_OK && *s->next != '\0' && !is_next(s->next))
		rc = loader_bad(l, node,
		    "has a next that is neither days nor \"@field days\"");
	if (rc == MLA_OK && s->kind == MACHINE_HISTORY && type != NULL &&
	    !deep && !shallow)
		rc = loader_bad(
		    l, node, "has a type that is neither deep nor shallow");
	free(type);
	return rc;
}

/* First pass: the tree of states, and the data. */
static enum mla_rc
load_states(struct loader *l, struct machine_state *parent, const xmlNode *node,
    enum machine_kind kind)
{
	struct machine_state *s = xcalloc(1, sizeof(*s));
	const xmlNode *child = xml_first(node);
	enum mla_rc rc;

	s->kind = kind;
	s->order = l->m->nstates;
	add_state(l, s, parent);
	rc = load_state(l, s, node);
	for (; rc == MLA_OK && child != NULL; child = xml_after(child)) {
		enum machine_kind inner;
		bool ours;

		if ((rc = loader_takes(&ours, l, child)) != MLA_OK || !ours)
			continue;
		if (!loader_has(content[kind], (const char *)child->name)) {
			rc = loader_attributes(l, child);
			if (rc == MLA_OK)
				rc = loader_bad(l, child, "may not stand here");
		}
		if (rc == MLA_OK && is_state(&inner, child))
			rc = load_states(l, s, child, inner);
		if (rc == MLA_OK && xml_is(child, SCXML_NS, "datamodel"))
			rc = load_data(l, s, child);
	}
	s->last = l->m->nstates - 1;
	if (rc == MLA_OK && s->nchildren == 0 &&
	    (kind == MACHINE_ROOT || kind == MACHINE_PARALLEL))
		rc = loader_bad(l, node, "has no states");
	return rc;
}

/* The one transition of <initial> or <history>. */
static enum mla_rc
load_default(struct loader *l, struct machine_state *s, const xmlNode *node)
{
	const xmlNode *first = xml_child(node, SCXML_NS, "transition");
	enum mla_rc rc;

	if (first == NULL || xml_next(first->next, SCXML_NS, "transition"))
		return loader_bad(l, node, "needs one transition");
	if (s->initial != NULL)
		return loader_bad(l, node, "is there twice");
	if ((rc = load_transition(&s->initial, l, s, first)) != MLA_OK)
		return rc;
	if (s->initial->nevents > 0 || s->initial->cond != NULL ||
	    s->initial->ntargets == 0)
		return loader_bad(l, first,
		    "needs a target, and neither event nor condition here");
	return MLA_OK;
}

/* Where a state begins that has no <initial>: attribute, or first child. */
static enum mla_rc
load_initial(struct loader *l, struct machine_state *s, const xmlNode *node)
{
	char *text = xml_attr(node, "initial");
	enum mla_rc rc = MLA_OK;

	if (s->initial == NULL && machine_is_compound(s)) {
		s->initial = xcalloc(1, sizeof(*s->initial));
		s->initial->source = s;
		s->initial->line = s->line;
		if (text != NULL)
			rc = find_targets(s->initial, l, node, text);
		if (rc == MLA_OK && s->initial->ntargets == 0)
			ADD(s->initial->target, s->initial->ntargets,
			    s->initial->cap_targets, s->child[0]);
	}
	free(text);
	return rc;
}

/* What a state or a history begins with lies inside. */
static enum mla_rc
check_initial(
    const struct loader *l, const struct machine_state *s, const xmlNode *node)
{
	const struct machine_state *around =
	    s->kind == MACHINE_HISTORY ? s->parent : s;

	if (s->kind == MACHINE_HISTORY && s->initial == NULL)
		return loader_bad(l, node, "needs one transition");
	for (size_t i = 0; s->initial != NULL && i < s->initial->ntargets;
	     i++) {
		if (!machine_is_below(s->initial->target[i], around))
			return loader_bad(l, node,
			    s->kind == MACHINE_HISTORY
			        ? "has a target outside of its parent"
			        : "has an initial state outside of itself");
		if (s->kind == MACHINE_HISTORY &&
		    s->initial->target[i]->kind == MACHINE_HISTORY &&
		    s->initial->target[i]->parent == s->parent)
			return loader_bad(
			    l, node, "has a history beside it as its target");
	}
	return MLA_OK;
}

static enum mla_rc
load_block(struct machine_actions **to, size_t *n, size_t *cap,
    const struct loader *l, const xmlNode *node)
{
	enum mla_rc rc = loader_attributes(l, node);
	struct machine_actions none = { 0 };

	ADD(*to, *n, *cap, none);
	return rc == MLA_OK ? loader_actions(&(*to)[*n - 1], l, node) : rc;
}

static enum mla_rc load_content(
    struct loader *l, const xmlNode *node, size_t *order);

static enum mla_rc
load_child(struct loader *l, struct machine_state *s, const xmlNode *child,
    size_t *order)
{
	struct machine_transition *t = NULL;
	enum machine_kind kind;
	enum mla_rc rc;

	if (is_state(&kind, child))
		return load_content(l, child, order);
	if (xml_is(child, SCXML_NS, "initial")) {
		rc = loader_attributes(l, child);
		return rc == MLA_OK ? load_default(l, s, child) : rc;
	}
	if (xml_is(child, SCXML_NS, "onentry"))
		return load_block(
		    &s->entry, &s->nentries, &s->cap_entries, l, child);
	if (xml_is(child, SCXML_NS, "onexit"))
		return load_block(
		    &s->leave, &s->nleaves, &s->cap_leaves, l, child);
	if (s->kind == MACHINE_HISTORY ||
	    !xml_is(child, SCXML_NS, "transition"))
		return MLA_OK;
	rc = load_transition(&t, l, s, child);
	ADD(s->transition, s->ntransitions, s->cap_transitions, t);
	return rc;
}

/* Second pass: transitions, which may point anywhere. */
static enum mla_rc
load_content(struct loader *l, const xmlNode *node, size_t *order)
{
	struct machine_state *s = l->m->state[(*order)++];
	enum mla_rc rc = MLA_OK;

	if (s->kind == MACHINE_HISTORY)
		rc = load_default(l, s, node);
	for (const xmlNode *child = xml_first(node);
	     rc == MLA_OK && child != NULL; child = xml_after(child))
		rc = load_child(l, s, child, order);
	if (rc == MLA_OK && (rc = load_initial(l, s, node)) == MLA_OK)
		rc = check_initial(l, s, node);
	return rc;
}

/* getTransitionDomain of Appendix D, where no history plays a part. */
static void
find_domain(struct machine_transition *t)
{
	bool inside = true;

	for (size_t i = 0; i < t->ntargets; i++) {
		if (t->target[i]->kind == MACHINE_HISTORY)
			t->to_history = true;
		inside = inside && machine_is_below(t->target[i], t->source);
	}
	if (t->ntargets == 0 || t->to_history)
		return;
	t->domain = t->internal && machine_is_compound(t->source) && inside
	    ? t->source
	    : machine_lcca(t->source, t->target, t->ntargets);
}

/* What the interpreter would otherwise find out again and again. */
static void
finish(struct machine *m)
{
	for (size_t i = 0; i < m->nstates; i++) {
		struct machine_state *s = m->state[i];

		s->eventless = s->parent != NULL && s->parent->eventless;
		if (s->initial != NULL)
			find_domain(s->initial);
		for (size_t t = 0; t < s->ntransitions; t++) {
			find_domain(s->transition[t]);
			s->eventless =
			    s->eventless || s->transition[t]->nevents == 0;
		}
	}
}

static enum mla_rc
load_header(struct loader *l, const xmlNode *root)
{
	char *model = xml_attr(root, "datamodel");
	char *binding = xml_attr(root, "binding");
	enum mla_rc rc = MLA_OK;

	l->null = str_eq(model, "null");
	l->ecma = l->m->alone && str_eq(model, "ecmascript");
	l->m->late = str_eq(binding, "late");
	if (model != NULL && !l->null && !l->ecma && !str_eq(model, "xpath"))
		rc = loader_bad(
		    l, root, "has a datamodel that is neither xpath nor null");
	else if (binding != NULL && !l->m->late && !str_eq(binding, "early"))
		rc = loader_bad(
		    l, root, "has a binding that is neither early nor late");
	free(model);
	free(binding);
	return rc;
}

static enum mla_rc
load(struct machine **out, const xmlDoc *doc, const char *name, bool alone,
    struct err *err)
{
	struct machine *m = xcalloc(1, sizeof(*m));
	struct loader l = { .m = m, .err = err };
	const xmlNode *root = xml_root(doc);
	size_t order = 0;
	enum mla_rc rc;

	*out = NULL;
	m->name = xstrdup(name);
	m->alone = alone;
	m->ids = xmlHashCreate(64);
	m->names = xmlHashCreate(16);
	if (m->ids == NULL || m->names == NULL)
		abort(); /* out of memory */
	l.xpath = xpath_new(NULL);
	if (!xml_is(root, SCXML_NS, "scxml"))
		rc =
		    err_set(err, MLA_EDAMAGED, "%s is no SCXML document", name);
	else
		rc = load_header(&l, root);
	if (rc == MLA_OK)
		rc = load_states(&l, NULL, root, MACHINE_ROOT);
	if (rc == MLA_OK)
		rc = load_content(&l, root, &order);
	xpath_free(l.xpath);
	if (rc != MLA_OK) {
		machine_free(m);
		return rc;
	}
	finish(m);
	*out = m;
	return MLA_OK;
}

enum mla_rc
machine_load(
    struct machine **out, const xmlDoc *doc, const char *name, struct err *err)
{
	return load(out, doc, name, false, err);
}

enum mla_rc
machine_load_alone(
    struct machine **out, const xmlDoc *doc, const char *name, struct err *err)
{
	return load(out, doc, name, true, err);
}
