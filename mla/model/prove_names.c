/* prove_names.c - what expressions name is there, and is compared rightly */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "model/prove_inside.h"

/* An expression that is being looked at. */
struct looked {
	const struct proof *p;
	const struct machine_state *s; /* where it stands */
	const struct machine_transition *t; /* NULL: on no transition */
	const char *text;
	long line;
};

/* What every event has, beside its fields. */
static bool
has_always(const char *name)
{
	static const char *const names[] = { "name", "on", "by", "part",
		"acts" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (str_eq(names[i], name))
			return true;
	}
	return false;
}

bool
prove_has_field(const struct machine_transition *t, const char *name)
{
	for (size_t i = 0; i < t->nfields; i++) {
		if (str_eq(t->field[i].name, name))
			return true;
	}
	return false;
}

/* Do both take an event that has the same name? */
static bool
share_event(
    const struct machine_transition *a, const struct machine_transition *b)
{
	for (size_t i = 0; i < b->nevents; i++) {
		if (machine_matches(a, b->event[i]))
			return true;
	}
	return false;
}

/*
 * The event of a guard is the one that is logged; behind one that the machine
 * raises, or that a transmission tells of, it may be any.
 */
static bool
is_logged(const struct machine_transition *t)
{
	for (size_t i = 0; t != NULL && i < t->nevents; i++) {
		if (strpbrk(t->event[i], ".*") != NULL)
			return false;
	}
	return t != NULL && t->nevents > 0;
}

static bool
field_is_known(const struct looked *l, const char *name)
{
	const struct machine *m = l->p->m;
	bool logged = is_logged(l->t);

	if (has_always(name))
		return true;
	for (size_t i = 0; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++) {
			if ((!logged || share_event(l->t, s->transition[t]) ||
			        share_event(s->transition[t], l->t)) &&
			    prove_has_field(s->transition[t], name))
				return true;
		}
	}
	return false;
}

static void
say(const struct looked *l, const char *id, char *text, const char *todo)
{
	prove_fault(l->p, id, l->s, l->line, text, todo);
	free(text);
}

static void
met(void *arg, enum guard_name what, const char *name, const char *list)
{
	const struct looked *l = arg;

	(void)list;
	if (what == GUARD_STATE && machine_state(l->p->m, name) == NULL)
		say(l, "name",
		    xasprintf(
		        "there is no state \"%s\" here: %s", name, l->text),
		    "Name a state of this machine; one of the request is "
		    "asked with whole().");
	else if (what == GUARD_FIELD && !field_is_known(l, name))
		say(l, "name",
		    xasprintf(
		        "the event carries no field \"%s\": %s", name, l->text),
		    "Declare the field with w:field, or name one that is "
		    "declared.");
	else if (what == GUARD_FAULT)
		say(l, "expression", xasprintf("%s: %s", name, l->text),
		    "See GUARDS in mla-workflow(5); for dates before() and "
		    "days-between(), for numbers number().");
}

/* Data are numbers where they begin as one. */
static bool
data(void *arg, const char *name, bool *number)
{
	const struct looked *l = arg;
	const struct machine *m = l->p->m;
	size_t at = machine_data(m, name);
	const char *text;

	*number = false;
	if (at == m->ndata)
		return false;
	text = m->data[at].expr.text;
	*number = text != NULL && *text != '\0' &&
	    text[strspn(text, "0123456789.")] == '\0';
	return true;
}

static void
look(const struct looked *l)
{
	const struct guard_look how = {
		.met = met, .data = data, .arg = (void *)l
	};

	if (l->text != NULL && *l->text != '\0')
		(void)guard_read(NULL, l->text, &how);
}

static void
look_at_expr(void *arg, const struct machine_place *at)
{
	const struct machine_expr *e = at->expr;
	const struct looked l = { arg, at->state, at->transition, e->text,
		e->line };

	if (!e->literal && e->in == NULL && e->xpath != NULL)
		look(&l);
}

static void
look_at_fields(const struct proof *p, const struct machine_transition *t)
{
	for (size_t i = 0; i < t->nfields; i++) {
		const struct machine_field *f = &t->field[i];
		struct looked l = { p, t->source, t, f->required, f->line };

		if (!str_eq(f->required, "yes"))
			look(&l);
		l.text = f->test;
		look(&l);
	}
}

static void
look_at_limit(const struct proof *p, const struct limit *limit)
{
	const char *const texts[] = { limit->at, limit->cond, limit->suspend,
		limit->unless };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const struct looked l = { p, limit->state, NULL, texts[i],
			limit->line };

		look(&l);
	}
}

void
prove_names(const struct proof *p)
{
	machine_each_expr(p->m, look_at_expr, (void *)p);
	for (size_t i = 0; i < p->m->nstates; i++) {
		const struct machine_state *s = p->m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++)
			look_at_fields(p, s->transition[t]);
	}
	for (size_t i = 0; p->limits != NULL && i < p->limits->n; i++)
		look_at_limit(p, &p->limits->at[i]);
}
