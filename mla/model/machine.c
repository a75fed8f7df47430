/* machine.c - a workflow: the states of a request and what moves it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/machine.h"

#include <libxml/hash.h>

#include "base/alloc.h"
#include "base/str.h"

static void
free_expr(struct machine_expr *e)
{
	free(e->text);
	xpath_expr_free(e->xpath);
}

static void
free_actions(struct machine_actions *a)
{
	for (size_t i = 0; i < a->n; i++) {
		struct machine_action *action = &a->at[i];

		for (size_t b = 0; b < action->nbranches; b++) {
			free_expr(&action->branch[b].cond);
			free_actions(&action->branch[b].actions);
		}
		free(action->branch);
		free(action->name);
		free(action->id);
		free_expr(&action->expr);
	}
	free(a->at);
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
	free_expr(&t->guard);
	free(t->event);
	free(t->target);
	free(t->field);
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
	for (size_t i = 0; i < s->nentries; i++)
		free_actions(&s->entry[i]);
	for (size_t i = 0; i < s->nleaves; i++)
		free_actions(&s->leave[i]);
	free(s->transition);
	free(s->child);
	free(s->history);
	free(s->entry);
	free(s->leave);
	free(s->id);
	free(s->name);
	free(s->done);
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
	for (size_t i = 0; i < m->ndata; i++) {
		free(m->data[i].name);
		free_expr(&m->data[i].expr);
	}
	xmlHashFree(m->ids, NULL);
	xmlHashFree(m->names, NULL);
	free(m->data);
	free(m->state);
	free(m->name);
	free(m);
}

struct machine_state *
machine_state(const struct machine *m, const char *id)
{
	return xmlHashLookup(m->ids, (const xmlChar *)id);
}

size_t
machine_data(const struct machine *m, const char *name)
{
	/* What is kept is the number and one, as a pointer; NULL: none. */
	uintptr_t at =
	    (uintptr_t)xmlHashLookup(m->names, (const xmlChar *)name);

	return at == 0 ? m->ndata : (size_t)at - 1;
}

/* What is called for each expression, and where. */
struct visitor {
	void (*visit)(void *arg, const struct machine_place *at);
	void *arg;
	struct machine_place at;
};

static void
visit_expr(struct visitor *v, const struct machine_expr *e)
{
	v->at.expr = e;
	if (e->text != NULL)
		v->visit(v->arg, &v->at);
}

static void
each_in_actions(const struct machine_actions *a, struct visitor *v)
{
	for (size_t i = 0; i < a->n; i++) {
		visit_expr(v, &a->at[i].expr);
		for (size_t b = 0; b < a->at[i].nbranches; b++) {
			visit_expr(v, &a->at[i].branch[b].cond);
			each_in_actions(&a->at[i].branch[b].actions, v);
		}
	}
}

static void
each_in_transition(const struct machine_transition *t, struct visitor *v)
{
	v->at.transition = t;
	visit_expr(v, &t->guard);
	each_in_actions(&t->actions, v);
	v->at.transition = NULL;
}

static void
each_in_state(const struct machine_state *s, struct visitor *v)
{
	v->at.state = s;
	for (size_t i = 0; i < s->nentries; i++)
		each_in_actions(&s->entry[i], v);
	for (size_t i = 0; i < s->nleaves; i++)
		each_in_actions(&s->leave[i], v);
	if (s->initial != NULL)
		each_in_transition(s->initial, v);
	for (size_t i = 0; i < s->ntransitions; i++)
		each_in_transition(s->transition[i], v);
}

void
machine_each_expr(const struct machine *m,
    void (*visit)(void *arg, const struct machine_place *at), void *arg)
{
	struct visitor v = { visit, arg, { 0 } };

	for (size_t i = 0; i < m->ndata; i++) {
		v.at.state = m->data[i].scope;
		visit_expr(&v, &m->data[i].expr);
	}
	for (size_t i = 0; i < m->nstates; i++)
		each_in_state(m->state[i], &v);
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
		size_t len;

		/* Most are of another event. */
		if (*d != *event && *d != '*')
			continue;
		if (str_eq(d, "*"))
			return true;
		len = strlen(d);
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
	return s->nchildren == 0 && s->kind != MACHINE_HISTORY;
}

bool
machine_is_compound(const struct machine_state *s)
{
	return s->nchildren > 0 && s->kind != MACHINE_PARALLEL;
}

bool
machine_is_below(
    const struct machine_state *s, const struct machine_state *ancestor)
{
	return s->order > ancestor->order && s->order <= ancestor->last;
}

bool
machine_together(const struct machine_state *a, const struct machine_state *b)
{
	const struct machine_state *around = a;

	if (a == b)
		return true;
	if ((a->kind == MACHINE_HISTORY &&
	        (b == a->parent || machine_is_below(b, a->parent))) ||
	    (b->kind == MACHINE_HISTORY &&
	        (a == b->parent || machine_is_below(a, b->parent))))
		return false;
	if (machine_is_below(a, b) || machine_is_below(b, a))
		return true;
	while (!machine_is_below(b, around))
		around = around->parent;
	return around->kind == MACHINE_PARALLEL;
}

const struct machine_state *
machine_lcca(const struct machine_state *source,
    struct machine_state *const *target, size_t n)
{
	const struct machine_state *s = source;
	bool all = false;

	while (!all && s->parent != NULL) {
		s = s->parent;
		all = machine_is_compound(s);
		for (size_t i = 0; all && i < n; i++)
			all = machine_is_below(target[i], s);
	}
	return s;
}

const struct machine_state *
machine_domain(const struct machine_transition *t)
{
	return t->to_history ? machine_lcca(t->source, t->target, t->ntargets)
	                     : t->domain;
}
