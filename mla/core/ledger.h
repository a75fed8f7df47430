/* ledger.h - what we believe that a State and we both know */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_LEDGER_H
#define MLA_CORE_LEDGER_H

#include <libxml/tree.h>

#include "core/office.h"

#define LEDGER_NS "urn:mla:reconciliation:1"
#define LEDGER_MAX_BYTES (64UL << 20) /* of a file */

/*
 * Append the ledger for a State (forms/schema/reconciliation.xsd): each
 * request that was exchanged with it, with the references of both sides, the
 * messages, and the acts that one side has told the other.  Nothing else: no
 * name of a person, title, note, text, nor what was never sent.  Sealed with
 * the SHA-256 of all before the seal.  Errors as dossier_open.
 */
enum mla_rc ledger_write(
    struct buf *out, struct office *office, const char *state, struct err *err);

/*
 * Parse a ledger (name is for messages) and prove its seal.  MLA_OK: the
 * caller frees *out with xmlFreeDoc.  MLA_EDAMAGED: it is none, or was changed
 * or cut after it was sealed.
 */
enum mla_rc ledger_parse(xmlDoc **out, struct res *res, const char *data,
    size_t len, const char *name, struct err *err);

#endif
