/* machine.c - a workflow: the states of a request and what moves it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/machine.h"

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"
#include "xml/xpath.h"

/* Add an element to an array in a struct: array, count, capacity. */
#define ADD(array, n, cap, item)                                            \
	do {                                                                \
		(array) = vec_more((array), &(cap), (n), sizeof(*(array))); \
		(array)[(n)++] = (item);                                    \
	} while (0)

struct loader {
	struct machine *m;
	struct err *err;
};

static enum mla_rc
bad(const struct loader *l, const xmlNode *node, const char *what)
{
	return err_set(l->err, MLA_EDAMAGED, "%s:%ld: <%s> %s", l->m->name,
	    xml_line(node), (const char *)node->name, what);
}

static void
free_actions(struct machine_actions *a)
{
	for (size_t i = 0; i < a->n; i++)
		free(a->raise[i]);
	free(a->raise);
}

static void
free_transition(struct machine_transition *t)
{
	if (t == NULL)
		return;
	for (size_t i = 0; i < t->nevents; i++)
		free(t->event[i]);
	for (size_t i = 0; i < t->nfields; i++) {
		free(t->field[i].name);
		free(t->field[i].type);
		free(t->field[i].codes);
		free(t->field[i].required);
		free(t->field[i].test);
		free(t->field[i].say);
	}
	free_actions(&t->actions);
	free(t->event);
	free(t->target);
	free(t->field);
	free(t->cond);
	free(t->by);
	free(t->basis);
	free(t->form);
	free(t->message);
	free(t->step);
	free(t->tell);
	free(t->outcome);
	free(t->failure);
	free(t->denied);
	free(t);
}

static void
free_state(struct machine_state *s)
{
	free_transition(s->initial);
	for (size_t i = 0; i < s->ntransitions; i++)
		free_transition(s->transition[i]);
	free(s->transition);
	free(s->child);
	free_actions(&s->entry);
	free_actions(&s->leave);
	free(s->id);
	free(s->holder);
	free(s->outcome);
	free(s->next);
	free(s);
}

void
machine_free(struct machine *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->nstates; i++)
		free_state(m->state[i]);
	free(m->state);
	free(m->name);
	free(m);
}

static char *
attr_or_empty(const xmlNode *node, const char *ns, const char *name)
{
	char *text =
	    ns != NULL ? xml_attr_ns(node, ns, name) : xml_attr(node, name);

	return text != NULL ? text : xstrdup("");
}

/* Attributes of our namespace must be among those that mean something. */
static enum mla_rc
check_attributes(
    const struct loader *l, const xmlNode *node, const char *const *known)
{
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
		size_t i = 0;

		if (a->ns == NULL ||
		    !str_eq((const char *)a->ns->href, WORKFLOW_NS))
			continue;
		while (known[i] != NULL &&
		    !str_eq(known[i], (const char *)a->name))
			i++;
		if (known[i] == NULL)
			return err_set(l->err, MLA_EDAMAGED,
			    "%s:%ld: attribute w:%s is not known on <%s>",
			    l->m->name, xml_line(node), (const char *)a->name,
			    (const char *)node->name);
	}
	return MLA_OK;
}

/* Executable content: raise and log. */
static enum mla_rc
load_action(
    struct machine_actions *a, const struct loader *l, const xmlNode *node)
{
	char *event;

	if (xml_is(node, SCXML_NS, "log"))
		return MLA_OK;
	if (!xml_is(node, SCXML_NS, "raise"))
		return bad(l, node, "is not accepted in a workflow");
	event = xml_attr(node, "event");
	if (event == NULL)
		return bad(l, node, "needs an event");
	ADD(a->raise, a->n, a->cap, event);
	return MLA_OK;
}

static enum mla_rc
load_actions(
    struct machine_actions *a, const struct loader *l, const xmlNode *parent)
{
	const xmlNode *node = xml_first(parent);
	enum mla_rc rc = MLA_OK;

	for (; rc == MLA_OK && node != NULL; node = xml_after(node))
		rc = load_action(a, l, node);
	return rc;
}

static enum mla_rc
load_field(
    struct machine_transition *t, const struct loader *l, const xmlNode *node)
{
	struct machine_field f;
	enum mla_rc rc;

	f.name = attr_or_empty(node, NULL, "name");
	f.type = attr_or_empty(node, NULL, "type");
	f.codes = attr_or_empty(node, NULL, "codes");
	f.required = attr_or_empty(node, NULL, "required");
	f.test = attr_or_empty(node, NULL, "test");
	f.say = attr_or_empty(node, NULL, "say");
	ADD(t->field, t->nfields, t->cap_fields, f);
	if (*f.name == '\0' || *f.type == '\0')
		return bad(l, node, "needs name and type");
	if (str_eq(f.type, "code") != (*f.codes != '\0'))
		return bad(
		    l, node, "has codes if and only if its type is code");
	if ((*f.test != '\0') != (*f.say != '\0'))
		return bad(l, node, "has say if and only if it has test");
	if (*f.required != '\0' && !str_eq(f.required, "yes") &&
	    (rc = xpath_compile_check(f.required, l->err)) != MLA_OK)
		return rc;
	return *f.test != '\0' ? xpath_compile_check(f.test, l->err) : MLA_OK;
}

static void
split_words(char ***out, size_t *n, size_t *cap, const char *text)
{
	char *copy = xstrdup(text), *rest = NULL;

	for (char *word = strtok_r(copy, " \t\n", &rest); word != NULL;
	     word = strtok_r(NULL, " \t\n", &rest))
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
	for (size_t i = 0; i < n; i++) {
		struct machine_state *s = machine_state(l->m, word[i]);

		if (s == NULL)
			rc = err_set(l->err, MLA_EDAMAGED,
			    "%s:%ld: there is no state \"%s\"", l->m->name,
			    xml_line(node), word[i]);
		else
			ADD(t->target, t->ntargets, t->cap_targets, s);
		free(word[i]);
	}
	free(word);
	return rc;
}

static enum mla_rc
load_transition(struct machine_transition **out, const struct loader *l,
    struct machine_state *source, const xmlNode *node)
{
	static const char *const known[] = { "by", "basis", "form", "message",
		"step", "tell", "outcome", "failure", "denied", NULL };
	struct machine_transition *t = xcalloc(1, sizeof(*t));
	const xmlNode *child = xml_first(node);
	char *text;
	enum mla_rc rc;

	*out = t;
	t->source = source;
	t->line = xml_line(node);
	t->cond = xml_attr(node, "cond");
	t->internal = xml_attr_is(node, "type", "internal");
	t->by = attr_or_empty(node, WORKFLOW_NS, "by");
	t->basis = attr_or_empty(node, WORKFLOW_NS, "basis");
	t->form = attr_or_empty(node, WORKFLOW_NS, "form");
	t->message = attr_or_empty(node, WORKFLOW_NS, "message");
	t->step = attr_or_empty(node, WORKFLOW_NS, "step");
	t->tell = attr_or_empty(node, WORKFLOW_NS, "tell");
	t->outcome = attr_or_empty(node, WORKFLOW_NS, "outcome");
	t->failure = attr_or_empty(node, WORKFLOW_NS, "failure");
	t->denied = attr_or_empty(node, WORKFLOW_NS, "denied");
	if ((rc = check_attributes(l, node, known)) != MLA_OK)
		return rc;
	text = attr_or_empty(node, NULL, "event");
	split_words(&t->event, &t->nevents, &t->cap_events, text);
	free(text);
	text = attr_or_empty(node, NULL, "target");
	rc = find_targets(t, l, node, text);
	free(text);
	if (rc == MLA_OK && t->cond != NULL)
		rc = xpath_compile_check(t->cond, l->err);
	for (; rc == MLA_OK && child != NULL; child = xml_after(child)) {
		if (xml_is(child, WORKFLOW_NS, "field"))
			rc = load_field(t, l, child);
		else
			rc = load_action(&t->actions, l, child);
	}
	if (rc == MLA_OK && t->nevents == 0 && t->cond == NULL &&
	    t->ntargets == 0)
		rc = bad(l, node, "has neither event nor condition nor target");
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

/* First pass: the tree of states. */
static enum mla_rc
load_states(struct loader *l, struct machine_state *parent, const xmlNode *node,
    enum machine_kind kind)
{
	struct machine_state *s = xcalloc(1, sizeof(*s));
	const xmlNode *child = xml_first(node);
	enum mla_rc rc = MLA_OK;

	s->id = attr_or_empty(node, NULL, "id");
	s->holder = attr_or_empty(node, WORKFLOW_NS, "holder");
	s->outcome = attr_or_empty(node, WORKFLOW_NS, "outcome");
	s->next = attr_or_empty(node, WORKFLOW_NS, "next");
	s->kind = kind;
	s->parent = parent;
	s->line = xml_line(node);
	s->order = l->m->nstates;
	if (*s->id != '\0' && machine_state(l->m, s->id) != NULL)
		rc = bad(l, node, "has the id of another state");
	if (rc == MLA_OK && *s->next != '\0' && !is_next(s->next))
		rc = bad(l, node,
		    "has a next that is neither days nor \"@field days\"");
	ADD(l->m->state, l->m->nstates, l->m->cap_states, s);
	if (parent != NULL)
		ADD(parent->child, parent->nchildren, parent->cap_children, s);
	for (; rc == MLA_OK && child != NULL; child = xml_after(child)) {
		if (xml_is(child, SCXML_NS, "state"))
			rc = load_states(l, s, child, MACHINE_STATE);
		else if (xml_is(child, SCXML_NS, "parallel"))
			rc = load_states(l, s, child, MACHINE_PARALLEL);
		else if (xml_is(child, SCXML_NS, "final"))
			rc = load_states(l, s, child, MACHINE_FINAL);
	}
	return rc;
}

/* Where a compound state begins: attribute, element, or its first child. */
static enum mla_rc
load_initial(struct loader *l, struct machine_state *s, const xmlNode *node)
{
	const xmlNode *element = xml_child(node, SCXML_NS, "initial");
	char *text = xml_attr(node, "initial");
	enum mla_rc rc = MLA_OK;

	if (s->nchildren == 0 || s->kind == MACHINE_PARALLEL)
		goto out;
	if (element != NULL) {
		element = xml_child(element, SCXML_NS, "transition");
		rc = element == NULL
		    ? bad(l, node, "has an empty initial")
		    : load_transition(&s->initial, l, s, element);
		goto out;
	}
	s->initial = xcalloc(1, sizeof(*s->initial));
	s->initial->source = s;
	if (text != NULL)
		rc = find_targets(s->initial, l, node, text);
	else
		ADD(s->initial->target, s->initial->ntargets,
		    s->initial->cap_targets, s->child[0]);
	if (rc == MLA_OK)
		for (size_t i = 0; i < s->initial->ntargets; i++)
			if (!machine_is_below(s->initial->target[i], s))
				rc = bad(l, node,
				    "has an initial state outside of itself");
out:
	free(text);
	return rc;
}

/* Second pass: transitions, which may point anywhere. */
static enum mla_rc
load_content(struct loader *l, const xmlNode *node, size_t *order)
{
	static const char *const known[] = { "holder", "outcome", "next",
		NULL };
	struct machine_state *s = l->m->state[(*order)++];
	const xmlNode *child = xml_first(node);
	enum mla_rc rc;

	if ((rc = check_attributes(l, node, known)) != MLA_OK)
		return rc;
	if ((rc = load_initial(l, s, node)) != MLA_OK)
		return rc;
	for (; rc == MLA_OK && child != NULL; child = xml_after(child)) {
		struct machine_transition *t = NULL;

		if (xml_is(child, SCXML_NS, "state") ||
		    xml_is(child, SCXML_NS, "parallel") ||
		    xml_is(child, SCXML_NS, "final")) {
			rc = load_content(l, child, order);
		} else if (xml_is(child, SCXML_NS, "transition")) {
			rc = load_transition(&t, l, s, child);
			ADD(s->transition, s->ntransitions, s->cap_transitions,
			    t);
		} else if (xml_is(child, SCXML_NS, "onentry")) {
			rc = load_actions(&s->entry, l, child);
		} else if (xml_is(child, SCXML_NS, "onexit")) {
			rc = load_actions(&s->leave, l, child);
		} else if (!xml_is(child, SCXML_NS, "initial") &&
		    !xml_is(child, WORKFLOW_NS, "limit")) {
			rc = bad(l, child, "is not accepted in a workflow");
		}
	}
	return rc;
}

enum mla_rc
machine_load(
    struct machine **out, const xmlDoc *doc, const char *name, struct err *err)
{
	struct machine *m = xcalloc(1, sizeof(*m));
	struct loader l = { m, err };
	const xmlNode *root = xml_root(doc);
	size_t order = 0;
	enum mla_rc rc;

	*out = NULL;
	m->name = xstrdup(name);
	if (!xml_is(root, SCXML_NS, "scxml"))
		rc =
		    err_set(err, MLA_EDAMAGED, "%s is no SCXML document", name);
	else
		rc = load_states(&l, NULL, root, MACHINE_ROOT);
	if (rc == MLA_OK && m->nstates < 2)
		rc = bad(&l, root, "has no states");
	if (rc == MLA_OK)
		rc = load_content(&l, root, &order);
	if (rc != MLA_OK) {
		machine_free(m);
		return rc;
	}
	*out = m;
	return MLA_OK;
}

struct machine_state *
machine_state(const struct machine *m, const char *id)
{
	for (size_t i = 1; i < m->nstates; i++) {
		if (str_eq(m->state[i]->id, id))
			return m->state[i];
	}
	return NULL;
}

const struct machine_transition *
machine_step(const struct machine *m, const char *step)
{
	for (size_t i = 0; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++) {
			if (str_eq(s->transition[t]->step, step))
				return s->transition[t];
		}
	}
	return NULL;
}

bool
machine_matches(const struct machine_transition *t, const char *event)
{
	for (size_t i = 0; i < t->nevents; i++) {
		const char *d = t->event[i];
		size_t len = strlen(d);

		if (str_eq(d, "*"))
			return true;
		if (str_ends(d, ".*"))
			len -= 2;
		else if (str_ends(d, "."))
			len--;
		if (strncmp(d, event, len) == 0 &&
		    (event[len] == '\0' || event[len] == '.'))
			return true;
	}
	return false;
}

bool
machine_is_atomic(const struct machine_state *s)
{
	return s->nchildren == 0;
}

bool
machine_is_below(
    const struct machine_state *s, const struct machine_state *ancestor)
{
	for (s = s->parent; s != NULL; s = s->parent) {
		if (s == ancestor)
			return true;
	}
	return false;
}
