/* prove_inside.h - what the files that prove something of a workflow share */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_PROVE_INSIDE_H
#define MLA_MODEL_PROVE_INSIDE_H

#include "model/guard.h"
#include "model/prove.h"

struct proof {
	struct findings *out;
	const struct machine *m;
	const struct limit_list *limits; /* or NULL */
};

/* A fault of a state; text is the sentence, todo what to do. */
void prove_fault(const struct proof *p, const char *id,
    const struct machine_state *s, long line, const char *text,
    const char *todo);

/*
 * How true an expression of m can be while a state is active (NULL: any).
 * It tells of nothing.
 */
enum guard_truth prove_truth(const struct machine *m,
    const struct machine_expr *e, const struct machine_state *s);

/* Does the transition declare the field? (prove_names.c) */
bool prove_has_field(const struct machine_transition *t, const char *name);

/* The proofs of each file. */
void prove_transitions(const struct proof *p); /* prove_dead.c */
void prove_limits(const struct proof *p); /* prove_limits.c */
void prove_names(const struct proof *p); /* prove_names.c */

#endif
