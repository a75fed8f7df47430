/* prove_dead.c - transitions that never fire, or that leave too much */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "model/prove_inside.h"

#define DONE "done.state."

/* --- how true is a condition --- */

struct standing {
	const struct machine *m;
	const struct machine_state *s;
};

/* Is it active whenever s is: s itself, one around it, a region beside? */
static bool
goes_with(const struct machine_state *of, const struct machine_state *s)
{
	for (; of != NULL; of = of->parent) {
		if (s == of || machine_is_below(s, of))
			return true;
		if (of->parent == NULL || of->parent->kind != MACHINE_PARALLEL)
			return false;
	}
	return false;
}

static enum guard_truth
active(const struct machine_state *asked, const struct machine_state *s)
{
	if (asked == NULL || s == NULL || asked->kind == MACHINE_HISTORY)
		return GUARD_MAYBE;
	if (goes_with(asked, s))
		return GUARD_ALWAYS;
	return machine_together(asked, s) ? GUARD_MAYBE : GUARD_NEVER;
}

static enum guard_truth
in(void *arg, const char *state)
{
	const struct standing *at = arg;

	return active(machine_state(at->m, state), at->s);
}

enum guard_truth
prove_truth(const struct machine *m, const struct machine_expr *e,
    const struct machine_state *s)
{
	struct standing at = { m, s };
	const struct guard_look look = { .in = in, .arg = &at };

	if (e->text == NULL)
		return GUARD_ALWAYS;
	if (e->in != NULL)
		return active(e->in, s);
	return e->xpath != NULL ? guard_read(NULL, e->text, &look)
	                        : GUARD_NEVER;
}

/* --- what never fires --- */

static bool
always(const struct proof *p, const struct machine_transition *t)
{
	return prove_truth(p->m, &t->guard, t->source) == GUARD_ALWAYS;
}

/* Does the state take the event in any case? */
static bool
takes(const struct proof *p, const struct machine_state *s, const char *event)
{
	for (size_t t = 0; t < s->ntransitions; t++) {
		if (machine_matches(s->transition[t], event) &&
		    always(p, s->transition[t]))
			return true;
	}
	return false;
}

/* Does each state inside take it, so that s is never asked? */
static bool
taken_inside(
    const struct proof *p, const struct machine_state *s, const char *event)
{
	for (size_t i = 0; i < s->nchildren; i++) {
		if (!takes(p, s->child[i], event) &&
		    !taken_inside(p, s->child[i], event))
			return false;
	}
	return s->nchildren > 0;
}

static void
dead(const struct proof *p, const struct machine_transition *t, char *text,
    const char *todo)
{
	prove_fault(p, "dead", t->source, t->line, text, todo);
	free(text);
}

/* Is the earlier one taken whenever the later one could be? */
static bool
goes_first(const struct proof *p, const struct machine_transition *first,
    const struct machine_transition *then)
{
	return str_eq(first->cond, then->cond) || always(p, first);
}

static const struct machine_transition *
before_it(const struct proof *p, const struct machine_transition *t,
    const char *event)
{
	const struct machine_state *s = t->source;

	for (size_t i = 0; s->transition[i] != t; i++) {
		const struct machine_transition *b = s->transition[i];

		if ((event == NULL ? b->nevents == 0
		                   : machine_matches(b, event)) &&
		    goes_first(p, b, t))
			return b;
	}
	return NULL;
}

static void
prove_turn(const struct proof *p, const struct machine_transition *t)
{
	if (t->nevents == 0 && before_it(p, t, NULL) != NULL)
		dead(p, t,
		    xstrdup("another transition without an event is always "
		            "taken before it"),
		    "Put it before the other one, or take it out.");
	for (size_t e = 0; e < t->nevents; e++) {
		if (before_it(p, t, t->event[e]) != NULL)
			dead(p, t,
			    xasprintf("its event \"%s\" is always taken by a "
			              "transition before it",
			        t->event[e]),
			    "Put it before the other one, or take it out.");
		else if (taken_inside(p, t->source, t->event[e]))
			dead(p, t,
			    xasprintf("its event \"%s\" is always taken "
			              "further in",
			        t->event[e]),
			    "Give the transitions inside a condition, or take "
			    "this one out.");
	}
}

/* A state that is always left at once takes no event. */
static void
prove_waits(const struct proof *p, const struct machine_transition *t)
{
	if (t->nevents == 0)
		return;
	for (const struct machine_state *s = t->source; s != NULL;
	     s = s->parent) {
		for (size_t i = 0; i < s->ntransitions; i++) {
			const struct machine_transition *other =
			    s->transition[i];

			if (other->nevents > 0 || !always(p, other))
				continue;
			dead(p, t,
			    xasprintf("it waits for \"%s\" where nothing "
			              "waits: line %ld always leaves at once",
			        t->event[0], other->line),
			    "Give the transition without an event a "
			    "condition.");
			return;
		}
	}
}

static bool
can_be_done(const struct machine_state *s)
{
	bool all = s->nchildren > 0;

	for (size_t i = 0; i < s->nchildren; i++) {
		if (s->kind == MACHINE_PARALLEL)
			all = all && can_be_done(s->child[i]);
		else if (s->child[i]->kind == MACHINE_FINAL)
			return true;
	}
	return s->kind == MACHINE_PARALLEL && all;
}

/* What the interpreter itself raises: does this never happen? */
static bool
never_happens(const struct machine *m, const char *event)
{
	const struct machine_state *s;
	char *id;
	bool never;

	if (!str_starts(event, DONE))
		return str_starts(event, "error") && !m->alone &&
		    (event[5] == '\0' || event[5] == '.');
	id = xstrdup(event + strlen(DONE));
	if (str_ends(id, ".*"))
		id[strlen(id) - 2] = '\0';
	s = machine_state(m, id);
	never = s == NULL ? !str_eq(id, "*") : !can_be_done(s);
	free(id);
	return never;
}

static void
prove_happens(const struct proof *p, const struct machine_transition *t)
{
	for (size_t e = 0; e < t->nevents; e++) {
		if (never_happens(p->m, t->event[e]))
			dead(p, t,
			    xasprintf("it waits for \"%s\", which never "
			              "happens",
			        t->event[e]),
			    str_starts(t->event[e], DONE)
			        ? "Name a state that has a final state "
			          "inside, or take it out."
			        : "Take it out: an expression that fails "
			          "stops the event.");
	}
}

/* --- what leaves too much --- */

/* Is the target in the region, or is it the region? */
static bool
enters(const struct machine_transition *t, const struct machine_state *region)
{
	for (size_t i = 0; i < t->ntargets; i++) {
		if (t->target[i] == region ||
		    machine_is_below(t->target[i], region))
			return true;
	}
	return false;
}

/*
 * From inside a region of a parallel back into it, through the outside:
 * getTransitionDomain of Appendix D lies around the parallel, so that all its
 * regions are left, and those without a target begin anew.  Whoever wants that
 * says so with the parallel itself as target, or a target in each region.
 */
static void
prove_region(const struct proof *p, const struct machine_transition *t)
{
	const struct machine_state *domain = machine_domain(t);
	const struct machine_state *up = t->source->parent;

	for (; domain != NULL && up != NULL && up != domain; up = up->parent) {
		size_t entered = 0;
		char *text;

		if (up->kind != MACHINE_PARALLEL ||
		    !machine_is_below(up, domain))
			continue;
		for (size_t i = 0; i < up->nchildren; i++)
			entered += enters(t, up->child[i]) ? 1 : 0;
		if (entered == 0 || entered == up->nchildren)
			continue;
		text = xasprintf("its transition to \"%s\" leaves the whole "
		                 "of \"%s\": the regions beside it would "
		                 "begin anew",
		    t->target[0]->id, up->id);
		prove_fault(p, "region", t->source, t->line, text,
		    "Make it type=\"internal\", or put it into a state "
		    "inside the region.");
		free(text);
		return;
	}
}

void
prove_transitions(const struct proof *p)
{
	for (size_t i = 0; i < p->m->nstates; i++) {
		const struct machine_state *s = p->m->state[i];

		for (size_t k = 0; k < s->ntransitions; k++) {
			const struct machine_transition *t = s->transition[k];

			if (*t->denied == '\0' &&
			    prove_truth(p->m, &t->guard, s) == GUARD_NEVER)
				dead(p, t,
				    xasprintf("its condition can never be "
				              "true in \"%s\": %s",
				        s->name, t->cond),
				    "Mend the condition, or take the "
				    "transition out.");
			prove_turn(p, t);
			prove_waits(p, t);
			prove_happens(p, t);
			prove_region(p, t);
		}
	}
}
