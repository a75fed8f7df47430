/* run.c - a machine at work: SCXML Appendix D */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/run.h"

#include <assert.h>

#include "base/alloc.h"
#include "base/str.h"

/* Eventless transitions and raised events before it must come to rest. */
enum {
	RUN_MAX_STEPS = 10000
};

struct run {
	const struct machine *m;
	struct env *env;
	bool *active; /* by order of the state */
	bool running;
	char **queue; /* internal events */
	size_t nqueue, cap_queue, head;
	struct run_result *result; /* of the event at work, or NULL */
	const char *outcome; /* the last one set, or "" */
	struct err *err;
	enum mla_rc rc;
};

/* Transitions of one microstep. */
struct set {
	const struct machine_transition **at;
	size_t n, cap;
};

static void
raise_event(struct run *r, char *event)
{
	r->queue =
	    vec_more(r->queue, &r->cap_queue, r->nqueue, sizeof(*r->queue));
	r->queue[r->nqueue++] = event;
}

static void
do_actions(struct run *r, const struct machine_actions *a)
{
	for (size_t i = 0; i < a->n; i++)
		raise_event(r, xstrdup(a->raise[i]));
}

static bool
in_state(void *arg, const char *state)
{
	return run_is_active(arg, state);
}

/* An error in a guard is error.execution, and stops a register's event. */
static bool
passes(struct run *r, const struct machine_transition *t)
{
	bool is = true;
	enum mla_rc rc;

	if (t->cond == NULL)
		return true;
	env_in(r->env, in_state, r);
	rc = env_bool(&is, r->env, NULL, t->cond, r->err);
	env_in(r->env, NULL, NULL);
	if (rc != MLA_OK) {
		r->rc = rc;
		raise_event(r, xstrdup("error.execution"));
		return false;
	}
	return is;
}

static bool
is_compound(const struct machine_state *s)
{
	assert(s != NULL);
	return s->nchildren > 0 && s->kind != MACHINE_PARALLEL;
}

/* Least common ancestor that is compound or the root. */
static const struct machine_state *
find_lcca(
    const struct machine_state *source, const struct machine_transition *t)
{
	const struct machine_state *s = source->parent;

	for (; s != NULL; s = s->parent) {
		bool all = is_compound(s) || s->kind == MACHINE_ROOT;

		for (size_t i = 0; all && i < t->ntargets; i++)
			all = machine_is_below(t->target[i], s);
		if (all)
			return s;
	}
	return NULL;
}

/* getTransitionDomain; NULL for a targetless transition. */
static const struct machine_state *
domain_of(const struct machine_transition *t, const struct machine *m)
{
	bool inside = true;
	const struct machine_state *lcca;

	if (t->ntargets == 0)
		return NULL;
	for (size_t i = 0; i < t->ntargets; i++)
		inside = inside && machine_is_below(t->target[i], t->source);
	if (t->internal && is_compound(t->source) && inside)
		return t->source;
	lcca = find_lcca(t->source, t);
	return lcca != NULL ? lcca : m->state[0];
}

/* computeExitSet for one transition. */
static bool
exits(const struct run *r, const struct machine_transition *t,
    const struct machine_state *s)
{
	const struct machine_state *domain = domain_of(t, r->m);

	return domain != NULL && r->active[s->order] &&
	    machine_is_below(s, domain);
}

static bool
conflict(const struct run *r, const struct machine_transition *a,
    const struct machine_transition *b)
{
	for (size_t i = 1; i < r->m->nstates; i++) {
		if (exits(r, a, r->m->state[i]) && exits(r, b, r->m->state[i]))
			return true;
	}
	return false;
}

static void
set_add(struct set *set, const struct machine_transition *t)
{
	set->at = vec_more(set->at, &set->cap, set->n, sizeof(*set->at));
	set->at[set->n++] = t;
}

/* removeConflictingTransitions, one transition at a time. */
static void
add_without_conflict(
    const struct run *r, struct set *set, const struct machine_transition *t)
{
	size_t kept = 0;

	for (size_t i = 0; i < set->n; i++) {
		if (set->at[i] == t)
			return;
		if (conflict(r, t, set->at[i]) &&
		    !machine_is_below(t->source, set->at[i]->source))
			return;
	}
	for (size_t i = 0; i < set->n; i++) {
		if (!conflict(r, t, set->at[i]))
			set->at[kept++] = set->at[i];
	}
	set->n = kept;
	set_add(set, t);
}

/* selectTransitions; event NULL: the eventless ones. */
static void
select_transitions(struct run *r, struct set *set, const char *event)
{
	set->n = 0;
	for (size_t i = 1; i < r->m->nstates; i++) {
		const struct machine_state *s = r->m->state[i];
		const struct machine_transition *found = NULL;

		if (!r->active[i] || !machine_is_atomic(s))
			continue;
		for (; s != NULL && found == NULL; s = s->parent) {
			for (size_t t = 0; t < s->ntransitions; t++) {
				const struct machine_transition *c =
				    s->transition[t];

				if (event == NULL ? c->nevents > 0
				                  : !machine_matches(c, event))
					continue;
				if (passes(r, c)) {
					found = c;
					break;
				}
			}
		}
		if (found != NULL)
			add_without_conflict(r, set, found);
	}
}

static void
note_outcome(struct run *r, const char *outcome)
{
	if (*outcome == '\0')
		return;
	r->outcome = outcome;
	if (r->result != NULL)
		(void)snprintf(r->result->outcome, sizeof(r->result->outcome),
		    "%s", outcome);
}

static void
exit_states(struct run *r, const struct set *set)
{
	for (size_t i = r->m->nstates; i-- > 1;) {
		const struct machine_state *s = r->m->state[i];
		bool leaves = false;

		for (size_t t = 0; t < set->n; t++)
			leaves = leaves || exits(r, set->at[t], s);
		/* What is below it has left already: judge by the domain. */
		if (leaves) {
			do_actions(r, &s->leave);
			r->active[i] = false;
		}
	}
}

static void add_ancestors(const struct run *r, bool *enter,
    const struct machine_state *s, const struct machine_state *top);

/* addDescendantStatesToEnter. */
static void
add_descendants(const struct run *r, bool *enter, bool *initial,
    const struct machine_state *s)
{
	enter[s->order] = true;
	if (is_compound(s)) {
		initial[s->order] = true;
		for (size_t i = 0; i < s->initial->ntargets; i++) {
			const struct machine_state *t = s->initial->target[i];

			add_descendants(r, enter, initial, t);
			add_ancestors(r, enter, t, s);
		}
	}
	for (size_t i = 0; i < s->nchildren && s->kind == MACHINE_PARALLEL;
	     i++) {
		if (!enter[s->child[i]->order])
			add_descendants(r, enter, initial, s->child[i]);
	}
}

static void
add_ancestors(const struct run *r, bool *enter, const struct machine_state *s,
    const struct machine_state *top)
{
	(void)r;
	for (s = s->parent; s != NULL && s != top; s = s->parent)
		enter[s->order] = true;
}

/* Regions of a parallel that no target names are entered by default. */
static void
complete_regions(const struct run *r, bool *enter, bool *initial)
{
	for (size_t i = 1; i < r->m->nstates; i++) {
		const struct machine_state *s = r->m->state[i];

		if (!enter[i] || s->kind != MACHINE_PARALLEL)
			continue;
		for (size_t c = 0; c < s->nchildren; c++) {
			if (!enter[s->child[c]->order])
				add_descendants(r, enter, initial, s->child[c]);
		}
	}
}

static bool
in_final(const struct run *r, const struct machine_state *s)
{
	if (s->kind == MACHINE_FINAL)
		return r->active[s->order];
	if (s->kind == MACHINE_PARALLEL) {
		for (size_t i = 0; i < s->nchildren; i++) {
			if (!in_final(r, s->child[i]))
				return false;
		}
		return true;
	}
	for (size_t i = 0; i < s->nchildren; i++) {
		if (s->child[i]->kind == MACHINE_FINAL &&
		    r->active[s->child[i]->order])
			return true;
	}
	return false;
}

static void
enter_final(struct run *r, const struct machine_state *s)
{
	const struct machine_state *parent = s->parent;

	note_outcome(r, s->outcome);
	if (parent->kind == MACHINE_ROOT) {
		r->running = false;
		return;
	}
	raise_event(r, xasprintf("done.state.%s", parent->id));
	if (parent->parent->kind == MACHINE_PARALLEL &&
	    in_final(r, parent->parent))
		raise_event(r, xasprintf("done.state.%s", parent->parent->id));
}

static void
enter_states(struct run *r, const struct set *set)
{
	bool *enter = xcalloc(r->m->nstates, sizeof(*enter));
	bool *initial = xcalloc(r->m->nstates, sizeof(*initial));

	for (size_t i = 0; i < set->n; i++) {
		const struct machine_transition *t = set->at[i];
		const struct machine_state *top = domain_of(t, r->m);

		for (size_t n = 0; n < t->ntargets; n++) {
			add_descendants(r, enter, initial, t->target[n]);
			add_ancestors(r, enter, t->target[n], top);
		}
	}
	complete_regions(r, enter, initial);
	for (size_t i = 1; i < r->m->nstates; i++) {
		const struct machine_state *s = r->m->state[i];

		if (!enter[i] || r->active[i])
			continue;
		r->active[i] = true;
		do_actions(r, &s->entry);
		if (initial[i])
			do_actions(r, &s->initial->actions);
		if (s->kind == MACHINE_FINAL)
			enter_final(r, s);
	}
	free(enter);
	free(initial);
}

static void
microstep(struct run *r, const struct set *set)
{
	exit_states(r, set);
	for (size_t i = 0; i < set->n; i++) {
		do_actions(r, &set->at[i]->actions);
		note_outcome(r, set->at[i]->outcome);
	}
	enter_states(r, set);
}

/* Forget internal events that nobody will look at any more. */
static void
drop_events(struct run *r)
{
	while (r->head < r->nqueue)
		free(r->queue[r->head++]);
	r->head = 0;
	r->nqueue = 0;
}

/* Eventless transitions and internal events until nothing is left. */
static void
settle(struct run *r)
{
	struct set set = { 0 };

	for (int steps = 0; r->running && r->rc == MLA_OK; steps++) {
		if (steps > RUN_MAX_STEPS) {
			r->rc = err_set(r->err, MLA_EDAMAGED,
			    "the workflow %s does not come to rest",
			    r->m->name);
			break;
		}
		select_transitions(r, &set, NULL);
		if (set.n == 0) {
			char *event;

			if (r->head == r->nqueue)
				break;
			event = r->queue[r->head++];
			select_transitions(r, &set, event);
			free(event);
		}
		if (set.n > 0)
			microstep(r, &set);
	}
	drop_events(r);
	free(set.at);
}

enum mla_rc
run_new(
    struct run **out, const struct machine *m, struct env *env, struct err *err)
{
	struct run *r = xcalloc(1, sizeof(*r));
	const struct machine_transition *first = m->state[0]->initial;
	struct set set = { &first, 1, 1 };

	*out = NULL;
	r->m = m;
	r->env = env;
	r->active = xcalloc(m->nstates, sizeof(*r->active));
	r->active[0] = true;
	r->running = true;
	r->outcome = "";
	r->err = err;
	do_actions(r, &first->actions);
	enter_states(r, &set);
	settle(r);
	if (r->rc != MLA_OK) {
		enum mla_rc rc = r->rc;

		run_free(r);
		return rc;
	}
	*out = r;
	return MLA_OK;
}

void
run_free(struct run *r)
{
	if (r == NULL)
		return;
	free(r->queue);
	free(r->active);
	free(r);
}

enum mla_rc
run_event(
    struct run_result *res, struct run *r, const char *event, struct err *err)
{
	struct set set = { 0 };

	memset(res, 0, sizeof(*res));
	r->err = err;
	r->rc = MLA_OK;
	r->result = res;
	if (r->running)
		select_transitions(r, &set, event);
	if (r->rc == MLA_OK && set.n > 0) {
		res->taken = set.at[0];
		microstep(r, &set);
		settle(r);
	}
	r->result = NULL;
	drop_events(r);
	free(set.at);
	return r->rc;
}

enum mla_rc
run_settle(struct run *r, struct err *err)
{
	r->err = err;
	r->rc = MLA_OK;
	settle(r);
	return r->rc;
}

bool
run_is_active(const struct run *r, const char *state)
{
	const struct machine_state *s = machine_state(r->m, state);

	return s != NULL && r->active[s->order];
}

bool
run_is_final(const struct run *r)
{
	return !r->running;
}

const struct machine_state *
run_state(const struct run *r)
{
	const struct machine_state *held = NULL, *last = r->m->state[0];

	for (size_t i = 1; i < r->m->nstates; i++) {
		const struct machine_state *s = r->m->state[i];

		if (!r->active[i])
			continue;
		if (*s->holder != '\0')
			held = s;
		if (*s->id != '\0')
			last = s;
	}
	return held != NULL && r->running ? held : last;
}

const char *
run_outcome(const struct run *r)
{
	return r->outcome;
}

const char *
run_holder(const struct run *r)
{
	return run_state(r)->holder;
}

void
run_atomic(struct buf *out, const struct run *r)
{
	bool first = true;

	for (size_t i = 1; i < r->m->nstates; i++) {
		if (!r->active[i] || !machine_is_atomic(r->m->state[i]))
			continue;
		buf_addf(out, "%s%s", first ? "" : " ", r->m->state[i]->id);
		first = false;
	}
}

void
run_each(const struct run *r,
    void (*visit)(void *arg, const struct machine_state *s), void *arg)
{
	for (size_t i = 1; i < r->m->nstates; i++) {
		if (r->active[i] && *r->m->state[i]->id != '\0')
			visit(arg, r->m->state[i]);
	}
}

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

			if (t->nevents == 0 || (!asks && !passes(r, t)))
				continue;
			for (size_t e = 0; e < t->nevents; e++)
				add_choice(out, t->event[e], t);
		}
	}
	drop_events(r);
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
	for (size_t i = 0; is_compound(s) && i < s->initial->ntargets; i++)
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
