/* cite.h - of the articles that a workflow cites, those that apply */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_CITE_H
#define MLA_CORE_CITE_H

#include "core/dossier.h"

/*
 * Of a list of citations ("ETS 30 Art. 18; UNTOC Art. 18(21)"), those of
 * instruments that the kind rests on and that are not known not to bind the
 * two States today; what names no instrument of the law data stays.
 * "" if none is left; the caller frees it.
 */
char *cite_of(const struct dossier *d, const char *basis);

/* The same on another day. */
char *cite_on(const struct dossier *d, const char *basis, int32_t day);

#endif
