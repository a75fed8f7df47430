/* prove.c - what can be proved about a workflow without running it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/prove.h"

#include <assert.h>

#include "base/alloc.h"
#include "model/prove_inside.h"

void
prove_fault(const struct proof *p, const char *id,
    const struct machine_state *s, long line, const char *text,
    const char *todo)
{
	findings_add(p->out, FINDING_ERROR, id, s->id, line, text, todo, "");
}

/* Enter a state: its ancestors, and what it begins with. */
static void
enter(bool *reached, const struct machine_state *s, bool *changed)
{
	const struct machine_state *up;

	assert(s != NULL);
	for (up = s; up != NULL; up = up->parent) {
		if (!reached[up->order])
			*changed = true;
		reached[up->order] = true;
		/* The other regions of a parallel are entered with it. */
		for (size_t i = 0;
		     up->kind == MACHINE_PARALLEL && i < up->nchildren; i++) {
			if (!reached[up->child[i]->order])
				enter(reached, up->child[i], changed);
		}
	}
	if (s->initial == NULL)
		return;
	for (size_t i = 0; i < s->initial->ntargets; i++) {
		if (!reached[s->initial->target[i]->order])
			enter(reached, s->initial->target[i], changed);
	}
}

static void
prove_reachable(const struct proof *p)
{
	const struct machine *m = p->m;
	bool *reached = xcalloc(m->nstates, sizeof(*reached));
	bool changed = true;

	enter(reached, m->state[0], &changed);
	while (changed) {
		changed = false;
		for (size_t i = 0; i < m->nstates; i++) {
			const struct machine_state *s = m->state[i];

			for (size_t t = 0; reached[i] && t < s->ntransitions;
			     t++)
				for (size_t n = 0;
				     n < s->transition[t]->ntargets; n++)
					enter(reached,
					    s->transition[t]->target[n],
					    &changed);
		}
	}
	for (size_t i = 1; i < m->nstates; i++) {
		if (!reached[i])
			prove_fault(p, "reach", m->state[i], m->state[i]->line,
			    "it can never be reached",
			    "Lead a transition to it, or take it out.");
	}
	free(reached);
}

/* Can a transition of the state lead to a state that can end? */
static bool
leads_on(const bool *ends, const struct machine_state *s)
{
	for (size_t t = 0; t < s->ntransitions; t++) {
		const struct machine_transition *tr = s->transition[t];

		for (size_t n = 0; n < tr->ntargets; n++) {
			if (ends[tr->target[n]->order])
				return true;
		}
	}
	return false;
}

/*
 * Can the state end: does it, one around it, or what it begins with leave for
 * a state that can?  Of a parallel, one region is enough, and so it is for the
 * regions beside it.
 */
static bool
can_end(const bool *ends, const struct machine_state *s)
{
	for (const struct machine_state *up = s; up != NULL; up = up->parent) {
		if (leads_on(ends, up))
			return true;
		for (size_t i = 0;
		     up->kind == MACHINE_PARALLEL && i < up->nchildren; i++) {
			if (ends[up->child[i]->order])
				return true;
		}
	}
	for (size_t i = 0; s->initial != NULL && i < s->initial->ntargets;
	     i++) {
		if (ends[s->initial->target[i]->order])
			return true;
	}
	return false;
}

static bool
is_end(const struct machine_state *s)
{
	return s->kind == MACHINE_FINAL && s->parent->kind == MACHINE_ROOT;
}

static void
prove_ends(const struct proof *p)
{
	const struct machine *m = p->m;
	bool *ends = xcalloc(m->nstates, sizeof(*ends));
	bool any = false, changed = true;

	for (size_t i = 1; i < m->nstates; i++) {
		ends[i] = is_end(m->state[i]);
		any = any || ends[i];
	}
	while (any && changed) {
		changed = false;
		for (size_t i = 1; i < m->nstates; i++) {
			if (!ends[i] && can_end(ends, m->state[i])) {
				ends[i] = true;
				changed = true;
			}
		}
	}
	for (size_t i = 1; any && i < m->nstates; i++) {
		if (!ends[i])
			prove_fault(p, "end", m->state[i], m->state[i]->line,
			    "no final state can be reached from it",
			    "Lead a transition on, or make it a final state.");
	}
	if (!any)
		prove_fault(p, "end", m->state[0], m->state[0]->line,
		    "there is no final state beside the others at the top",
		    "Add one: without it nothing is ever closed.");
	free(ends);
}

void
prove_machine(struct findings *out, const struct machine *m,
    const struct limit_list *limits)
{
	const struct proof p = { out, m, limits };

	prove_reachable(&p);
	prove_ends(&p);
	prove_transitions(&p);
	prove_names(&p);
	if (limits != NULL)
		prove_limits(&p);
}
