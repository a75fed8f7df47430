/* carried.h - which transmission took what along, and which did not arrive */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_CARRIED_H
#define MLA_CORE_CARRIED_H

#include "core/dossier.h"

/* It ended, and the acts that it took along wait to be sent again. */
bool carried_is_lost(const struct dossier *d, const struct dossier_part *part);

/*
 * Do files or a text that came with the journal entry seq go with a
 * transmission that has begun (NULL: with the next one)?  Yes, if no earlier
 * one took them along, or the one that did was known to be lost when this one
 * began.
 */
bool carried_goes_with(
    const struct dossier *d, int64_t seq, const char *transmission);

#endif
