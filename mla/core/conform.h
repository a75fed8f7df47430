/* conform.h - does what happened fit the workflows of today? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_CONFORM_H
#define MLA_CORE_CONFORM_H

#include "core/figures.h"

/*
 * Replay each history by the workflow of today for its kind and side.  At the
 * first act that cannot follow: skipped, if the workflow knows a way from there
 * to where it could (with the act that was left out), else illegal.  Looping: a
 * state that was left was entered again.  Tables: shares by kind and side, and
 * each of these with how often.  What is erased, and a history that its own
 * rules refuse (mla verify says which), is counted as not replayed.
 */
enum mla_rc conform_tables(struct tables *out, struct office *office,
    const struct figures_want *want, struct err *err);

#endif
