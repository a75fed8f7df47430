/* proofs_inside.h - what the files that prove a workflow share */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_PROOFS_INSIDE_H
#define MLA_CORE_PROOFS_INSIDE_H

#include "core/proofs.h"
#include "model/kind.h"
#include "model/lang.h"
#include "model/limit.h"
#include "model/machine.h"

/* Code lists that the attributes of a workflow take their values from. */
#define PROOFS_HOLDER "holder"
#define PROOFS_OUTCOME "outcome"
#define PROOFS_FAILURE "failure"

struct proofs_machine {
	char *name;
	bool part;
	struct machine *m;
};

struct proofs {
	struct res *res;
	struct codes *codes;
	struct law *law;
	struct kind **kind;
	size_t nkinds, cap_kinds;
	struct lang **lang;
	size_t nlangs, cap_langs;
	struct proofs_machine *machine;
	size_t nmachines, cap_machines;
};

/* The workflow at hand. */
struct proofs_one {
	struct proofs *all;
	struct findings *out;
	const struct proofs_in *in;
	const struct machine *m;
	const struct limit_list *limits;
};

/* Does the kind use it?  Of somebody's file every kind may. */
bool proofs_serves(const struct proofs_one *one, const struct kind *kind);

/* A fault of a state; of somebody's file a warning, where soft. */
void proofs_fault(const struct proofs_one *one, const char *id,
    const struct machine_state *s, long line, bool soft, const char *text,
    const char *todo);

void proofs_words(const struct proofs_one *one); /* proofs_words.c */

#endif
