/* run_ask.c - what can happen to a machine, and what is missing */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/run_inside.h"

#include <assert.h>

#include "base/alloc.h"
#include "base/str.h"

void
run_choices_free(struct run_choices *c)
{
	free(c->at);
	memset(c, 0, sizeof(*c));
}

static void
add_choice(struct run_choices *out, const char *event,
    const struct machine_transition *t)
{
	if (strpbrk(event, "*.") != NULL)
		return;
	for (size_t i = 0; i < out->n; i++) {
		if (str_eq(out->at[i].event, event))
			return;
	}
	out->at = vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
	out->at[out->n].event = event;
	out->at[out->n++].transition = t;
}

enum mla_rc
run_possible(struct run_choices *out, struct run *r, struct err *err)
{
	memset(out, 0, sizeof(*out));
	r->err = err;
	r->rc = MLA_OK;
	for (size_t i = 1; r->running && i < r->m->nstates; i++) {
		const struct machine_state *s = r->m->state[i];

		for (size_t n = 0; r->active[i] && n < s->ntransitions; n++) {
			const struct machine_transition *t = s->transition[n];
			bool asks = t->cond != NULL &&
			    strstr(t->cond, "$event") != NULL;

			if (t->nevents == 0 ||
			    (!asks && !run_passes(r, &t->guard)))
				continue;
			for (size_t e = 0; e < t->nevents; e++)
				add_choice(out, t->event[e], t);
		}
	}
	while (run_pop(&r->internal) != NULL)
		; /* errors of guards are nobody's business here */
	if (r->rc != MLA_OK)
		run_choices_free(out);
	return r->rc;
}

/* Mark what becomes active where a state is entered, guards aside. */
static void
mark_entered(bool *reached, const struct machine_state *s)
{
	assert(s != NULL);
	for (const struct machine_state *up = s; up != NULL; up = up->parent)
		reached[up->order] = true;
	for (size_t i = 0; s->initial != NULL && i < s->initial->ntargets; i++)
		mark_entered(reached, s->initial->target[i]);
	for (size_t i = 0; s->kind == MACHINE_PARALLEL && i < s->nchildren; i++)
		mark_entered(reached, s->child[i]);
}

/* Does something that is reached accept the event? */
static bool
accepts(const struct machine *m, const bool *reached, const char *event)
{
	for (size_t i = 1; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t t = 0; reached[i] && t < s->ntransitions; t++) {
			if (machine_matches(s->transition[t], event))
				return true;
		}
	}
	return false;
}

/* How many events after the first until event is accepted? 0: never. */
static size_t
distance(const struct run *r, const struct machine_transition *first,
    const char *event)
{
	bool *reached = xcalloc(r->m->nstates, sizeof(*reached));
	size_t steps = 0;

	for (size_t i = 0; i < first->ntargets; i++)
		mark_entered(reached, first->target[i]);
	for (size_t round = 1; steps == 0 && round <= r->m->nstates; round++) {
		bool *next = xcalloc(r->m->nstates, sizeof(*next));

		memcpy(next, reached, r->m->nstates * sizeof(*next));
		if (accepts(r->m, reached, event))
			steps = round;
		for (size_t i = 1; i < r->m->nstates; i++) {
			const struct machine_state *s = r->m->state[i];

			for (size_t t = 0; reached[i] && t < s->ntransitions;
			     t++)
				for (size_t n = 0;
				     n < s->transition[t]->ntargets; n++)
					mark_entered(
					    next, s->transition[t]->target[n]);
		}
		free(reached);
		reached = next;
	}
	free(reached);
	return steps;
}

const char *
run_missing(const struct run *r, const char *event)
{
	const char *best = NULL;
	size_t least = 0;

	for (size_t i = 1; i < r->m->nstates; i++) {
		const struct machine_state *s = r->m->state[i];

		for (size_t n = 0; r->active[i] && n < s->ntransitions; n++) {
			const struct machine_transition *t = s->transition[n];
			size_t away = t->nevents > 0 && t->ntargets > 0
			    ? distance(r, t, event)
			    : 0;

			if (away > 0 && (best == NULL || away < least)) {
				best = t->event[0];
				least = away;
			}
		}
	}
	return best;
}

const char *
run_denied(const struct run *r, const char *event)
{
	for (size_t i = 1; i < r->m->nstates; i++) {
		const struct machine_state *s = r->m->state[i];

		for (size_t n = 0; r->active[i] && n < s->ntransitions; n++) {
			if (*s->transition[n]->denied != '\0' &&
			    machine_matches(s->transition[n], event))
				return s->transition[n]->denied;
		}
	}
	return "";
}

/* Does the event lead to an end? */
static bool
ends(const struct machine *m, const char *event)
{
	for (size_t i = 1; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t n = 0; n < s->ntransitions; n++) {
			const struct machine_transition *t = s->transition[n];

			if (t->ntargets > 0 && machine_matches(t, event) &&
			    t->target[0]->kind == MACHINE_FINAL)
				return true;
		}
	}
	return false;
}

bool
run_waits_for_parts(struct run *r, const char *event)
{
	const bool last = ends(r->m, event);
	bool waits = false;

	for (size_t i = 1; i < r->m->nstates; i++) {
		const struct machine_state *s = r->m->state[i];

		for (size_t n = 0; r->active[i] && n < s->ntransitions; n++) {
			const struct machine_transition *t = s->transition[n];

			if (t->cond == NULL ||
			    strstr(t->cond, "$parts") == NULL)
				continue;
			if (machine_matches(t, event) ||
			    (last && t->ntargets > 0 &&
			        distance(r, t, event) > 0))
				waits = waits || !run_passes(r, &t->guard);
		}
	}
	while (run_pop(&r->internal) != NULL)
		; /* as in run_possible */
	return waits;
}
