/* prove.h - what can be proved about a workflow without running it */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_PROVE_H
#define MLA_MODEL_PROVE_H

#include "model/finding.h"
#include "model/limit.h"
#include "model/machine.h"

/*
 * Guards aside: every state can be reached; there are final states, and each
 * state can reach one.  No transition is dead: none stands behind another one
 * that always takes its event, in its state or further in; none has a
 * condition that can never be true where it stands (but one that has a word
 * for being denied); none waits for what never happens.  None inside a region
 * of a parallel leaves that parallel to enter it again (all other regions
 * would begin anew).  Expressions name states, variables, functions and fields
 * that are there, and compare numbers alone by order.  limits may be NULL:
 * each can start, and from wherever it runs what ends it can happen.
 *
 * Each fault is a finding of severity error, with the proof as id, the state
 * as where ("" for the machine), and the line in the file.
 */
void prove_machine(struct findings *out, const struct machine *m,
    const struct limit_list *limits);

#endif
