/* play.h - a machine without a register: events in, lines out */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_PLAY_H
#define MLA_MODEL_PLAY_H

#include "base/buf.h"
#include "model/machine.h"

/*
 * Start a machine and give it events (NULL at the end).  Appended to out: a
 * line with the active atomic states after the start; for each event a line
 * "EVENT<TAB>states".  When all events were given, delayed sends are delivered
 * in virtual time; "-<TAB>states" follows if there were any.  "done ID" is the
 * last line where a top-level final state was entered, and ends it.  Names are
 * made harmless for a terminal.  MLA_EDAMAGED as run_event.
 */
enum mla_rc play_machine(struct buf *out, const struct machine *m,
    const char *const *events, struct err *err);

#endif
