/* casefile.h - exhibits and their custody in CASE/UCO, for other programs */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_CASEFILE_H
#define MLA_CORE_CASEFILE_H

#include "bundle/pack.h"
#include "core/dossier.h"
#include "core/envelope.h"

#define CASEFILE_PATH "metadata/case.jsonld" /* in the bag */

/*
 * Append the exhibits of a message as JSON-LD in the terms of CASE 1.4 and UCO
 * 1.4 (caseontology.org, unifiedcyberontology.org): each file with its hashes
 * and where it lies in the bag, its record with the exhibit's number, and what
 * was done with it until then, by whom and when; not why, which is ours.  The
 * same content gives the same bytes: identifiers are made from hashes (UUID of
 * version 8, RFC 9562).
 */
enum mla_rc casefile_write(struct buf *out, const struct dossier *d,
    const struct envelope *e, struct err *err);

/* The same as a tag file of a bag; nothing, where it has no exhibits. */
enum mla_rc casefile_add(struct pack *pack, const struct dossier *d,
    const struct envelope *e, struct err *err);

#endif
