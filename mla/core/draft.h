/* draft.h - begin a request, change it, as XML or as answers */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_DRAFT_H
#define MLA_CORE_DRAFT_H

#include <libxml/tree.h>

#include "base/buf.h"
#include "core/dossier.h"
#include "core/office.h"
#include "model/finding.h"

/*
 * The document of a request; of one that came in without its text an empty
 * one, to be transcribed into.  The caller frees it.  MLA_EREFUSED: erased.
 */
enum mla_rc draft_document(xmlDoc **out, struct dossier *d, struct err *err);

/* Append the answers file of a kind without answers. */
enum mla_rc draft_blank(
    struct buf *out, struct office *office, const char *kind, struct err *err);

/* Append the answers file of a request as it stands. */
enum mla_rc draft_answers(struct buf *out, struct dossier *d, struct err *err);

/*
 * Make a request of a kind to a State, drafted on a day, and register it;
 * text is a request document or an answers file, or NULL for nothing yet.  The
 * office and the State asked are filled in.  MLA_OK: *reference is new, the
 * caller frees it.  MLA_ENO: lines of the answers file are wrong, all in
 * faults; MLA_EREFUSED: the document is for another State; MLA_EUSAGE: the
 * State is our own; MLA_EDAMAGED; nothing is written then.
 */
enum mla_rc draft_new(char **reference, struct findings *faults,
    struct office *office, const char *kind, const char *to, int32_t on,
    const char *text, size_t len, struct err *err);

/*
 * Does its workflow allow a revision now?  MLA_EREFUSED: no, as draft_revise
 * says.
 */
enum mla_rc draft_may_change(struct dossier *d, struct err *err);

/*
 * A new revision of a request from a document or an answers file.  The same
 * document again is no revision: *changed is false.  The first text of a
 * request that came in without one counts from the day it came.  base is the
 * revision that the text was made from, -1: the latest.  Errors as draft_new,
 * and MLA_EREFUSED where its workflow does not allow a revision any more, or
 * where it was changed since base.
 */
enum mla_rc draft_revise(bool *changed, struct findings *faults,
    struct office *office, int64_t request, int base, const char *text,
    size_t len, struct err *err);

#endif
