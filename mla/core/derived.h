/* derived.h - do the derived rows of a request say what its journal says? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_DERIVED_H
#define MLA_CORE_DERIVED_H

#include "core/dossier.h"

/*
 * Compare what is stored of a request in the list, of its operations and
 * links, and of what is due with what its replay gives; every day is computed
 * again by the calendars and rules of today.  say is called for each
 * difference with a sentence that names the request, and the limit.  The
 * dossier is one of today without erased events.
 */
enum mla_rc derived_check(struct dossier *d,
    void (*say)(void *arg, const char *fault), void *arg, struct err *err);

#endif
