/* entries.h - the journal of a request, for people and for programs */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_ENTRIES_H
#define MLA_CMD_ENTRIES_H

#include "cmd/out.h"
#include "core/dossier.h"

/* Print what has happened, in the order in which it counts. */
void entries_print(const struct dossier *d, enum out_format form);

/*
 * What an entry carries, in words: its fields, its files, the note.  "" if
 * nothing; the caller frees it.
 */
char *entries_detail(const struct dossier *d, const struct dossier_event *e);

#endif
