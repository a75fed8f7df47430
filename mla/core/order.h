/* order.h - the turn of each entry of the journal in a replay */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_ORDER_H
#define MLA_CORE_ORDER_H

#include "core/dossier.h"
#include "core/replay.h"

/*
 * Put d->events into the order of replay: by the day on which they happened;
 * within a day by order of recording (what corrects an entry has its turn, what
 * was before another one comes just before it), but a timed event comes before
 * the first timed one that is later.  Entries of the desk, corrected ones, and
 * what happened after as_of are marked skip.
 */
void order_events(struct dossier *d, int32_t as_of);

/* Was an entry recorded at that moment known on the day of the look? */
bool order_is_known(const char *recorded, const struct dossier_look *look);

/*
 * Replay with the events that are new (seq 0); those of one day without a time
 * change places until all is possible.  Fails as the first try did.
 */
enum mla_rc order_try(
    struct dossier *d, const struct replay_judge *judge, struct err *err);

#endif
