/* prove.c - what can be proved about a workflow without running it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/prove.h"

#include <assert.h>

#include "base/alloc.h"
#include "base/str.h"

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
complain(struct findings *out, const struct machine_state *s, long line,
    const char *text)
{
	findings_add(out, FINDING_ERROR, "workflow", s->id, line, text, "", "");
}

static void
prove_reachable(struct findings *out, const struct machine *m)
{
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
			complain(out, m->state[i], m->state[i]->line,
			    "it can never be reached");
	}
	free(reached);
}

/* Can the state, or one around it, leave for a state that can end? */
static bool
can_end(const bool *ends, const struct machine_state *s)
{
	for (const struct machine_state *up = s; up != NULL; up = up->parent) {
		for (size_t t = 0; t < up->ntransitions; t++) {
			const struct machine_transition *tr = up->transition[t];

			for (size_t n = 0; n < tr->ntargets; n++) {
				if (ends[tr->target[n]->order])
					return true;
			}
		}
	}
	return false;
}

static void
prove_ends(struct findings *out, const struct machine *m)
{
	bool *ends = xcalloc(m->nstates, sizeof(*ends));
	bool any = false, changed = true;

	for (size_t i = 1; i < m->nstates; i++) {
		ends[i] = m->state[i]->kind == MACHINE_FINAL &&
		    m->state[i]->parent->kind == MACHINE_ROOT;
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
			complain(out, m->state[i], m->state[i]->line,
			    "no final state can be reached from it");
	}
	free(ends);
}

/* A transition behind one of the same state that has no guard. */
static void
prove_used(struct findings *out, const struct machine_state *s)
{
	for (size_t t = 1; t < s->ntransitions; t++) {
		const struct machine_transition *tr = s->transition[t];

		for (size_t e = 0; e < tr->nevents; e++) {
			for (size_t b = 0; b < t; b++) {
				char *text;

				if (s->transition[b]->cond != NULL ||
				    !machine_matches(
				        s->transition[b], tr->event[e]))
					continue;
				text = xasprintf(
				    "its event \"%s\" is always taken by a "
				    "transition before it",
				    tr->event[e]);
				complain(out, s, tr->line, text);
				free(text);
				break;
			}
		}
	}
}

void
prove_machine(struct findings *out, const struct machine *m)
{
	prove_reachable(out, m);
	prove_ends(out, m);
	for (size_t i = 0; i < m->nstates; i++)
		prove_used(out, m->state[i]);
}
