/* deskpaper.h - what the register knows of a request, for forms of the desk */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_DESKPAPER_H
#define MLA_CORE_DESKPAPER_H

#include "core/dossier.h"

/*
 * $desk: element desk with attributes reference, theirs, kind, side, partner,
 * authority, state, holder, waiting, since, outcome, assignee, next, action,
 * days-us, days-them, last; children event (entry, name, on, by, part, state,
 * recorded, with the event as it was logged for a child) in the order in which
 * things happened, hop (holder, from, to, days), and bag (d->bag, if there is
 * one).  The caller frees the document with xmlFreeDoc.
 */
xmlDoc *deskpaper_make(struct dossier *d);

/*
 * An attribute of $desk, or of an element in it: a text, left out where it is
 * blank; a number.
 */
void deskpaper_put(xmlNode *node, const char *name, const char *value);
void deskpaper_count(xmlNode *node, const char *name, uint64_t count);

/* "2026-03-05 09:00:00" of a moment in UTC; the caller frees it. */
char *deskpaper_moment(const char *recorded);

#endif
