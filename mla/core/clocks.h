/* clocks.h - the time limits of a request: started, held, moved, ended */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_CLOCKS_H
#define MLA_CORE_CLOCKS_H

#include "core/dossier.h"

/* A replay begins: no limit has started. */
void clocks_clear(struct dossier *d);

/*
 * The machine of a part (NULL: of the request) has come to rest after something
 * of that name, which an entry of the journal brought on its day.  name NULL:
 * a part moved because the whole did.
 */
enum mla_rc clocks_step(struct dossier *d, const struct dossier_part *part,
    const char *name, const struct dossier_event *e, struct err *err);

/* Acts that a transmission covers were sent: what waited for them is done. */
void clocks_sent(
    struct dossier *d, const struct dossier_event *act, struct when on);

#endif
