/* run.c - a machine at work: SCXML Appendix D */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/run.h"

#include "base/alloc.h"
#include "base/str.h"
#include "model/run_inside.h"

/* Transitions of one microstep. */
struct set {
	const struct machine_transition **at;
	size_t n, cap;
};

/* What the targets of a transition to a history stand for then. */
struct states {
	struct machine_state **at;
	size_t n, cap;
};

/* getEffectiveTargetStates. */
static void
add_effective(
    struct states *out, const struct run *r, const struct machine_transition *t)
{
	for (size_t i = 0; i < t->ntargets; i++) {
		struct machine_state *s = t->target[i];
		const bool *past = r->past[s->order];

		if (s->kind == MACHINE_HISTORY && past == NULL) {
			add_effective(out, r, s->initial);
			continue;
		}
		for (size_t k = 0; k < r->m->nstates; k++) {
			if (past != NULL ? !past[k] : k != s->order)
				continue;
			out->at = vec_more(
			    out->at, &out->cap, out->n, sizeof(*out->at));
			out->at[out->n++] = r->m->state[k];
		}
	}
}

/* getTransitionDomain; NULL for a targetless transition. */
static const struct machine_state *
domain_of(const struct run *r, const struct machine_transition *t)
{
	struct states to = { 0 };
	const struct machine_state *domain = t->domain;
	bool inside = t->internal && machine_is_compound(t->source);

	if (!t->to_history)
		return domain;
	add_effective(&to, r, t);
	for (size_t i = 0; inside && i < to.n; i++)
		inside = machine_is_below(to.at[i], t->source);
	domain = inside ? t->source : machine_lcca(t->source, to.at, to.n);
	free(to.at);
	return domain;
}

/*
 * Do two exit sets have a state in common?  The exit set of a transition that
 * is enabled is all that is active below its domain, and never empty; so it
 * is enough that one domain is, or lies below, the other.
 */
static bool
conflict(const struct run *r, const struct machine_transition *a,
    const struct machine_transition *b)
{
	const struct machine_state *x = domain_of(r, a), *y = domain_of(r, b);

	return x != NULL && y != NULL &&
	    (x == y || machine_is_below(x, y) || machine_is_below(y, x));
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

/* The first transition of a state that is enabled; event NULL: eventless. */
static const struct machine_transition *
enabled(struct run *r, const struct machine_state *s, const char *event)
{
	for (size_t i = 0; i < s->ntransitions; i++) {
		const struct machine_transition *t = s->transition[i];

		if (event == NULL ? t->nevents > 0 : !machine_matches(t, event))
			continue;
		if (run_passes(r, &t->guard))
			return t;
	}
	return NULL;
}

/* selectTransitions, selectEventlessTransitions (event NULL). */
static void
select_transitions(struct run *r, struct set *set, const char *event)
{
	set->n = 0;
	for (size_t i = 1; i < r->m->nstates; i++) {
		const struct machine_state *s = r->m->state[i];
		const struct machine_transition *found = NULL;

		if (!r->active[i] || !machine_is_atomic(s) ||
		    (event == NULL && !s->eventless))
			continue;
		for (; s != NULL && found == NULL; s = s->parent)
			found = enabled(r, s, event);
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

/* What is active below its parent when a state is left: SCXML 3.10. */
static void
record_history(struct run *r, const struct machine_state *h)
{
	bool *past = xcalloc(r->m->nstates, sizeof(*past));

	for (size_t i = h->parent->order + 1; i <= h->parent->last; i++) {
		const struct machine_state *s = r->m->state[i];

		past[i] = r->active[i] &&
		    (h->deep ? machine_is_atomic(s) : s->parent == h->parent);
	}
	free(r->past[h->order]);
	r->past[h->order] = past;
}

static void
exit_states(struct run *r, const struct set *set)
{
	const struct machine *m = r->m;

	memset(r->leave, 0, m->nstates * sizeof(*r->leave));
	for (size_t t = 0; t < set->n; t++) {
		const struct machine_state *domain = domain_of(r, set->at[t]);

		for (size_t i = domain != NULL ? domain->order + 1 : 1;
		     domain != NULL && i <= domain->last; i++)
			r->leave[i] = r->active[i];
	}
	for (size_t i = m->nstates; i-- > 1;) {
		for (size_t h = 0; r->leave[i] && h < m->state[i]->nhistories;
		     h++)
			record_history(r, m->state[i]->history[h]);
	}
	for (size_t i = m->nstates; i-- > 1;) {
		if (!r->leave[i])
			continue;
		for (size_t b = 0; b < m->state[i]->nleaves; b++)
			run_do(r, &m->state[i]->leave[b]);
		r->active[i] = false;
	}
}

static void add_ancestors(struct run *r, const struct machine_state *s,
    const struct machine_state *top);
static void add_descendants(struct run *r, const struct machine_state *s);

/* The states of a history, as addDescendantStatesToEnter does. */
static void
add_history(struct run *r, const struct machine_state *h)
{
	const struct machine_transition *t = h->initial;
	const bool *past = r->past[h->order];

	if (past == NULL) {
		r->with[h->parent->order] = t;
		for (size_t i = 0; i < t->ntargets; i++)
			add_descendants(r, t->target[i]);
		for (size_t i = 0; i < t->ntargets; i++)
			add_ancestors(r, t->target[i], h->parent);
		return;
	}
	for (size_t i = 0; i < r->m->nstates; i++) {
		if (past[i])
			add_descendants(r, r->m->state[i]);
	}
	for (size_t i = 0; i < r->m->nstates; i++) {
		if (past[i])
			add_ancestors(r, r->m->state[i], h->parent);
	}
}

/* Regions of a parallel state that nothing is entered in yet. */
static void
add_regions(struct run *r, const struct machine_state *s)
{
	for (size_t c = 0; c < s->nchildren; c++) {
		const struct machine_state *region = s->child[c];
		bool any = false;

		for (size_t i = region->order + 1; !any && i <= region->last;
		     i++)
			any = r->enter[i];
		if (!any)
			add_descendants(r, region);
	}
}

/* addDescendantStatesToEnter. */
static void
add_descendants(struct run *r, const struct machine_state *s)
{
	if (s->kind == MACHINE_HISTORY) {
		add_history(r, s);
		return;
	}
	r->enter[s->order] = true;
	if (machine_is_compound(s)) {
		const struct machine_transition *t = s->initial;

		r->by_default[s->order] = true;
		for (size_t i = 0; i < t->ntargets; i++)
			add_descendants(r, t->target[i]);
		for (size_t i = 0; i < t->ntargets; i++)
			add_ancestors(r, t->target[i], s);
	} else if (s->kind == MACHINE_PARALLEL) {
		add_regions(r, s);
	}
}

/* addAncestorStatesToEnter. */
static void
add_ancestors(struct run *r, const struct machine_state *s,
    const struct machine_state *top)
{
	for (s = s->parent; s != NULL && s != top; s = s->parent) {
		r->enter[s->order] = true;
		if (s->kind == MACHINE_PARALLEL)
			add_regions(r, s);
	}
}

/* computeEntrySet for one transition. */
static void
add_entries(struct run *r, const struct machine_transition *t)
{
	const struct machine_state *top;
	struct states to = { 0 };

	if (t->ntargets == 0)
		return;
	for (size_t i = 0; i < t->ntargets; i++)
		add_descendants(r, t->target[i]);
	top = domain_of(r, t);
	if (!t->to_history) {
		for (size_t i = 0; i < t->ntargets; i++)
			add_ancestors(r, t->target[i], top);
		return;
	}
	add_effective(&to, r, t);
	for (size_t i = 0; i < to.n; i++)
		add_ancestors(r, to.at[i], top);
	free(to.at);
}

static bool
in_final(const struct run *r, const struct machine_state *s)
{
	for (size_t i = 0; i < s->nchildren; i++) {
		const struct machine_state *c = s->child[i];
		bool is = c->kind == MACHINE_FINAL && r->active[c->order];

		if (s->kind == MACHINE_PARALLEL ? !in_final(r, c) : is)
			return s->kind != MACHINE_PARALLEL;
	}
	return s->kind == MACHINE_PARALLEL;
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
	run_push(&r->internal, parent->done);
	if (parent->parent->kind == MACHINE_PARALLEL &&
	    in_final(r, parent->parent))
		run_push(&r->internal, parent->parent->done);
}

static void
enter_state(struct run *r, const struct machine_state *s)
{
	r->active[s->order] = true;
	if (r->entered != NULL && !r->entered[s->order]) {
		r->entered[s->order] = true;
		run_init_data(r, s);
	}
	for (size_t b = 0; b < s->nentries; b++)
		run_do(r, &s->entry[b]);
	if (r->by_default[s->order])
		run_do(r, &s->initial->actions);
	if (r->with[s->order] != NULL)
		run_do(r, &r->with[s->order]->actions);
	if (s->kind == MACHINE_FINAL)
		enter_final(r, s);
}

static void
enter_states(struct run *r, const struct set *set)
{
	size_t n = r->m->nstates;

	memset(r->enter, 0, n * sizeof(*r->enter));
	memset(r->by_default, 0, n * sizeof(*r->by_default));
	memset(r->with, 0, n * sizeof(*r->with));
	for (size_t i = 0; i < set->n; i++)
		add_entries(r, set->at[i]);
	for (size_t i = 1; i < n; i++) {
		if (r->enter[i])
			enter_state(r, r->m->state[i]);
	}
}

static void
microstep(struct run *r, const struct set *set)
{
	exit_states(r, set);
	for (size_t i = 0; i < set->n; i++) {
		run_do(r, &set->at[i]->actions);
		note_outcome(r, set->at[i]->outcome);
	}
	enter_states(r, set);
}

/* May it go on?  A machine that does not come to rest may not. */
static bool
goes_on(struct run *r)
{
	if (r->running && r->rc == MLA_OK && r->steps++ >= RUN_MAX_STEPS)
		r->rc = err_set(r->err, MLA_EDAMAGED,
		    "the workflow %s does not come to rest", r->m->name);
	return r->running && r->rc == MLA_OK;
}

/* Eventless transitions and internal events until nothing is left. */
static void
settle(struct run *r)
{
	struct set set = { 0 };

	while (goes_on(r)) {
		select_transitions(r, &set, NULL);
		if (set.n == 0 && r->rc == MLA_OK) {
			const char *event = run_pop(&r->internal);

			if (event == NULL)
				break;
			select_transitions(r, &set, event);
		}
		if (set.n > 0 && r->rc == MLA_OK)
			microstep(r, &set);
	}
	while (run_pop(&r->internal) != NULL)
		; /* nobody will look at them any more */
	free(set.at);
}

/* One external event; what the first transition was. */
static const struct machine_transition *
take(struct run *r, const char *event)
{
	const struct machine_transition *first = NULL;
	struct set set = { 0 };

	select_transitions(r, &set, event);
	if (set.n > 0 && r->rc == MLA_OK) {
		first = set.at[0];
		microstep(r, &set);
	}
	free(set.at);
	if (first != NULL || r->m->alone)
		settle(r);
	return first;
}

/* What the machine sent to itself without a delay. */
static void
take_external(struct run *r)
{
	while (r->running && r->rc == MLA_OK) {
		const char *event = run_pop(&r->external);

		if (event == NULL || !goes_on(r))
			break;
		(void)take(r, event);
	}
}

static void
begin(struct run *r, struct err *err)
{
	r->err = err;
	r->rc = MLA_OK;
	r->steps = 0;
}

static struct run *
make(const struct machine *m, struct env *env, struct err *err)
{
	struct run *r = xcalloc(1, sizeof(*r));

	r->m = m;
	r->env = env;
	/* One piece of memory: four or five arrays of truths. */
	r->active = xcalloc(m->nstates, 5 * sizeof(*r->active));
	r->leave = r->active + m->nstates;
	r->enter = r->leave + m->nstates;
	r->by_default = r->enter + m->nstates;
	if (m->late)
		r->entered = r->by_default + m->nstates;
	r->past = xcalloc(m->nstates, sizeof(*r->past));
	r->with = xcalloc(m->nstates, sizeof(*r->with));
	r->data = xcalloc(m->ndata + 1, sizeof(*r->data));
	r->active[0] = true;
	r->running = true;
	r->outcome = "";
	begin(r, err);
	return r;
}

enum mla_rc
run_new(
    struct run **out, const struct machine *m, struct env *env, struct err *err)
{
	struct run *r = make(m, env, err);
	const struct machine_transition *first = m->state[0]->initial;
	struct set set = { &first, 1, 1 };

	*out = NULL;
	run_init_data(r, m->late ? m->state[0] : NULL);
	run_do(r, &first->actions);
	enter_states(r, &set);
	settle(r);
	take_external(r);
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
	for (size_t i = 0; i < r->m->nstates; i++)
		free(r->past[i]);
	for (size_t i = 0; i < r->m->ndata; i++)
		xmlXPathFreeObject(r->data[i]);
	free(r->past);
	free(r->with);
	free(r->data);
	free(r->internal.at);
	free(r->external.at);
	free(r->wait);
	free(r->active);
	free(r);
}

enum mla_rc
run_event(
    struct run_result *res, struct run *r, const char *event, struct err *err)
{
	memset(res, 0, sizeof(*res));
	begin(r, err);
	r->result = res;
	if (r->running)
		res->taken = take(r, event);
	take_external(r);
	r->result = NULL;
	return r->rc;
}

enum mla_rc
run_settle(bool *moved, struct run *r, struct err *err)
{
	begin(r, err);
	settle(r);
	*moved = r->steps > 1; /* the last step found nothing to do */
	return r->rc;
}

/* The send that comes first: the earlier of two at the same time. */
static const char *
pop_wait(struct run *r)
{
	const char *event;
	size_t first = 0;

	if (r->nwait == 0)
		return NULL;
	for (size_t i = 1; i < r->nwait; i++) {
		if (r->wait[i].due < r->wait[first].due)
			first = i;
	}
	event = r->wait[first].event;
	r->clock = r->wait[first].due;
	memmove(&r->wait[first], &r->wait[first + 1],
	    (--r->nwait - first) * sizeof(*r->wait));
	return event;
}

enum mla_rc
run_wait(bool *any, struct run *r, struct err *err)
{
	*any = false;
	begin(r, err);
	while (r->running && r->rc == MLA_OK) {
		const char *event = pop_wait(r);

		if (event == NULL || !goes_on(r))
			break;
		*any = true;
		(void)take(r, event);
		take_external(r);
	}
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
run_end(const struct run *r)
{
	const struct machine_state *root = r->m->state[0], *s = NULL;

	for (size_t i = 0; !r->running && s == NULL && i < root->nchildren; i++)
		if (r->active[root->child[i]->order])
			s = root->child[i];
	return s;
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
		buf_addf(out, "%s%s", first ? "" : " ", r->m->state[i]->name);
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
