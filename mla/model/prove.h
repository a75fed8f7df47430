/* prove.h - what can be proved about a workflow without running it */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_PROVE_H
#define MLA_MODEL_PROVE_H

#include "model/finding.h"
#include "model/machine.h"

/*
 * Guards aside: every state can be reached; where there are final states, each
 * state can reach one; no transition stands behind another one of its state
 * that always takes its event.  Each fault is a finding of severity error with
 * the state as where and the line in the file.
 */
void prove_machine(struct findings *out, const struct machine *m);

#endif
