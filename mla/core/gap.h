/* gap.h - steps that one part of a request has taken and another has not */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_GAP_H
#define MLA_CORE_GAP_H

#include "core/dossier.h"

/* One step: on which day did each part take it first? */
struct gap_step {
	const char *event; /* belongs to the dossier */
	int32_t *day; /* of each part in turn; INT32_MIN: it has not */
	bool gap; /* a part that has not ended has not taken it */
};

struct gaps {
	const struct dossier_part **part; /* those that are compared */
	size_t nparts;
	struct gap_step *step; /* in the order in which they happened first */
	size_t nsteps, cap_steps;
};

/*
 * Compare the parts of a request whose kind wants it (kind.xsd, compare):
 * of mirrored proceedings, what one side has done and the other has not.
 * Nothing for other kinds, and where there is one part only.  The caller frees
 * it with gaps_free.
 */
void gaps_of(struct gaps *out, const struct dossier *d);
void gaps_free(struct gaps *gaps);

#endif
