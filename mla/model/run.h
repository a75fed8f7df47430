/* run.h - a machine at work: SCXML Appendix D */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_RUN_H
#define MLA_MODEL_RUN_H

#include <stdbool.h>

#include "base/buf.h"
#include "model/code.h"
#include "model/env.h"
#include "model/machine.h"

struct run;

/*
 * Start a machine: enter its initial states and run until it is stable.  m
 * and env are borrowed; the run sets In() in env whenever it evaluates.  Free
 * with run_free.
 */
enum mla_rc run_new(struct run **out, const struct machine *m, struct env *env,
    struct err *err);
void run_free(struct run *r);

/* What one event did. */
struct run_result {
	/* The first transition that it took; NULL: nothing accepts it now. */
	const struct machine_transition *taken;
	char outcome[64]; /* the last outcome set on the way, or "" */
};

/*
 * One external event and all that follows: a macrostep, and what the machine
 * sends to itself without a delay.  Guards are evaluated on what env holds
 * then.  MLA_OK also where nothing accepts it; MLA_EDAMAGED: the machine does
 * not come to rest, or (in a register) an expression cannot be evaluated.
 */
enum mla_rc run_event(
    struct run_result *res, struct run *r, const char *event, struct err *err);

/*
 * Let time pass for a machine that sends to itself: all delayed events in the
 * order of their times, in no time at all.  *any: at least one came.
 */
enum mla_rc run_wait(bool *any, struct run *r, struct err *err);

/*
 * Follow eventless transitions, after what their guards ask about changed.
 * *moved: there was one to follow.
 */
enum mla_rc run_settle(bool *moved, struct run *r, struct err *err);

bool run_is_active(const struct run *r, const char *state);
bool run_is_final(const struct run *r); /* in a top-level final state */

/* The top-level final state that it is in; NULL: it goes on. */
const struct machine_state *run_end(const struct run *r);

/* The state that counts: the last active one in the document with a holder;
 * else the last active one with an id.  Never NULL. */
const struct machine_state *run_state(const struct run *r);

/* The last outcome that a transition or final state set; "" if none. */
const char *run_outcome(const struct run *r);

/* Its holder, "" if none. */
const char *run_holder(const struct run *r);

/*
 * Ids of the active atomic states in document order, blanks between; as
 * "state@7" (element and line) where there is none.
 */
void run_atomic(struct buf *out, const struct run *r);

/* Call visit for each active state with an id, in document order. */
void run_each(const struct run *r,
    void (*visit)(void *arg, const struct machine_state *s), void *arg);

/* An event that can happen now. */
struct run_choice {
	const char *event;
	const struct machine_transition *transition;
};

struct run_choices {
	struct run_choice *at;
	size_t n, cap;
};

void run_choices_free(struct run_choices *c);

/*
 * Events that something accepts now, in document order, each once; a guard
 * that asks about the event counts as passed; wildcards are left out.
 */
enum mla_rc run_possible(
    struct run_choices *out, struct run *r, struct err *err);

/*
 * The first event on the shortest way to where event is accepted, guards
 * aside; NULL: there is none, or no such event.
 */
const char *run_missing(const struct run *r, const char *event);

/*
 * Does a guard that asks about the parts forbid the event as they are, or,
 * where the event ends the whole, close a way to it?
 */
bool run_waits_for_parts(struct run *r, const char *event);

/*
 * The word (w:denied) of an active transition for event whose guard was
 * false; "": there is none.
 */
const char *run_denied(const struct run *r, const char *event);

#endif
