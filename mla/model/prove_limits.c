/* prove_limits.c - each time limit can start, and ends somewhere */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "model/prove_inside.h"

enum {
	MOST_FOLLOW = 3 /* transitions without an event, one after another */
};

static void
complain(
    const struct proof *p, const struct limit *l, char *text, const char *todo)
{
	prove_fault(p, "limit", l->state, l->line, text, todo);
	free(text);
}

/* Has a transition that fires at one of the events? */
static bool
fires_at(const struct machine_transition *t, const struct limit_events *events)
{
	for (size_t i = 0; i < events->n; i++) {
		if (machine_matches(t, events->at[i]))
			return true;
	}
	return false;
}

/* Does the transition leave the state? */
static bool
leaves(const struct machine_transition *t, const struct machine_state *s)
{
	const struct machine_state *domain = machine_domain(t);

	return domain != NULL && machine_is_below(s, domain) &&
	    machine_together(t->source, s);
}

static bool leads_into(const struct machine *m,
    const struct machine_transition *t, const struct machine_state *s,
    int more);

/* Does what follows without an event lead from one state into the other? */
static bool
goes_on(const struct machine *m, const struct machine_state *from,
    const struct machine_state *s, int more)
{
	for (size_t i = 0; more > 0 && i < m->nstates; i++) {
		const struct machine_state *at = m->state[i];

		for (size_t t = 0; t < at->ntransitions; t++) {
			if (at->transition[t]->nevents == 0 &&
			    machine_together(at, from) &&
			    leads_into(m, at->transition[t], s, more - 1))
				return true;
		}
	}
	return false;
}

/* Can the state of the limit come to be active by it, at once? */
static bool
leads_into(const struct machine *m, const struct machine_transition *t,
    const struct machine_state *s, int more)
{
	for (size_t i = 0; i < t->ntargets; i++) {
		if (machine_together(t->target[i], s) ||
		    goes_on(m, t->target[i], s, more))
			return true;
	}
	return false;
}

/* Can the event happen while the limit runs, or as it starts to? */
static bool
can_happen(const struct proof *p, const struct limit *l, const char *event)
{
	for (size_t i = 0; i < p->m->nstates; i++) {
		const struct machine_state *s = p->m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++) {
			const struct machine_transition *tr = s->transition[t];

			if (machine_matches(tr, event) &&
			    (machine_together(s, l->state) ||
			        leads_into(p->m, tr, l->state, MOST_FOLLOW)))
				return true;
		}
	}
	return false;
}

static void
prove_events(const struct proof *p, const struct limit *l,
    const struct limit_events *events, const char *does)
{
	for (size_t i = 0; i < events->n; i++) {
		if (!can_happen(p, l, events->at[i]))
			complain(p, l,
			    xasprintf("the limit \"%s\" %s \"%s\", which "
			              "cannot happen while it could run",
			        l->id, does, events->at[i]),
			    "Name an event of this state, or of one beside "
			    "or around it.");
	}
}

/* Can it end from the state: here, around it, or further on? */
static bool
ends_from(
    const struct limit *l, const bool *ends, const struct machine_state *s)
{
	for (; s != NULL; s = s->parent) {
		for (size_t t = 0; t < s->ntransitions; t++) {
			const struct machine_transition *tr = s->transition[t];

			if (fires_at(tr, &l->until) || leaves(tr, l->state))
				return true;
			for (size_t n = 0; n < tr->ntargets; n++) {
				if (ends[tr->target[n]->order])
					return true;
			}
		}
	}
	return false;
}

/*
 * Does a region beside the state end it?  What happens there is not bound to
 * where the limit's own state stands.
 */
static bool
ends_beside(const struct proof *p, const struct limit *l)
{
	for (size_t i = 0; i < p->m->nstates; i++) {
		const struct machine_state *s = p->m->state[i];

		if (s == l->state || machine_is_below(s, l->state) ||
		    machine_is_below(l->state, s) ||
		    !machine_together(s, l->state))
			continue;
		for (size_t t = 0; t < s->ntransitions; t++) {
			if (fires_at(s->transition[t], &l->until) ||
			    leaves(s->transition[t], l->state))
				return true;
		}
	}
	return false;
}

/* From wherever it runs, something that ends it can still happen. */
static void
prove_end(const struct proof *p, const struct limit *l)
{
	const struct machine_state *s = l->state;
	bool *ends = xcalloc(p->m->nstates, sizeof(*ends));
	bool changed = !ends_beside(p, l);

	if (!changed)
		memset(ends, 1, p->m->nstates * sizeof(*ends));
	while (changed) {
		changed = false;
		for (size_t i = s->order; i <= s->last; i++) {
			if (!ends[i] && ends_from(l, ends, p->m->state[i])) {
				ends[i] = true;
				changed = true;
			}
		}
	}
	for (size_t i = s->order; i <= s->last; i++) {
		const struct machine_state *at = p->m->state[i];

		if (ends[i] || !machine_is_atomic(at))
			continue;
		complain(p, l,
		    xasprintf("the limit \"%s\" would run for ever in \"%s\": "
		              "nothing there ends it or leaves \"%s\"",
		        l->id, at->name, s->name),
		    "Let one of the events in until happen there, or put the "
		    "limit further in.");
	}
	free(ends);
}

/* The field that its end is moved to comes with the event. */
static void
prove_moved(const struct proof *p, const struct limit *l)
{
	const char *field = *l->field != '\0' ? l->field : LIMIT_FIELD;

	for (size_t e = 0; e < l->by.n; e++) {
		bool has = false;

		for (size_t i = 0; i < p->m->nstates; i++) {
			const struct machine_state *s = p->m->state[i];

			for (size_t t = 0; t < s->ntransitions; t++)
				has = has ||
				    (machine_matches(
				         s->transition[t], l->by.at[e]) &&
				        prove_has_field(
				            s->transition[t], field));
		}
		if (!has)
			complain(p, l,
			    xasprintf("the limit \"%s\" is moved by \"%s\", "
			              "which carries no field \"%s\"",
			        l->id, l->by.at[e], field),
			    "Declare the field, or name another one with "
			    "field.");
	}
}

static void
prove_starts(const struct proof *p, const struct limit *l)
{
	struct machine_expr cond = { .text = l->cond };
	struct err ignored = { 0 };
	struct xpath *xpath;

	if (*l->cond == '\0')
		return;
	xpath = xpath_new(NULL);
	if (xpath_compile(&cond.xpath, xpath, l->cond, &ignored) == MLA_OK &&
	    prove_truth(p->m, &cond, l->state) == GUARD_NEVER)
		complain(p, l,
		    xasprintf(
		        "the limit \"%s\" never starts: %s", l->id, l->cond),
		    "Mend its condition, or take it out.");
	xpath_expr_free(cond.xpath);
	xpath_free(xpath);
}

void
prove_limits(const struct proof *p)
{
	for (size_t i = 0; i < p->limits->n; i++) {
		const struct limit *l = &p->limits->at[i];

		prove_starts(p, l);
		prove_events(p, l, &l->from, "starts with");
		prove_events(p, l, &l->until, "ends with");
		prove_events(p, l, &l->by, "is moved by");
		prove_end(p, l);
		prove_moved(p, l);
	}
}
