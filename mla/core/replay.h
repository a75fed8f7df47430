/* replay.h - run the machines over what happened, from the beginning */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_REPLAY_H
#define MLA_CORE_REPLAY_H

#include "core/dossier.h"

/* Asked when the turn of a new event comes, before it is taken. */
struct replay_judge {
	enum mla_rc (*judge)(void *arg, struct dossier *d,
	    const struct dossier_event *e, const struct machine_transition *t,
	    struct err *err);
	/* Told which new event it was that could not be. */
	void (*refused)(void *arg, const struct dossier_event *e);
	void *arg;
};

/*
 * Every event of d->events in its turn, those marked skip left out.  j NULL:
 * nothing is being added.  MLA_OK: the present is set.  MLA_EREFUSED: a new
 * event is impossible then, or makes impossible what is recorded;
 * MLA_EDAMAGED: what is recorded is impossible.  *failed is the event at
 * which it stopped, or NULL.
 */
enum mla_rc replay_all(struct dossier *d, const struct replay_judge *j,
    const struct dossier_event **failed, struct err *err);

/* Forget where the machines stand. */
void replay_clear(struct dossier *d);

/* Set env to the present: for what can happen now, and for forms. */
void replay_present(struct dossier *d);

#endif
