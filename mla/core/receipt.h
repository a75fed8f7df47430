/* receipt.h - how far a message came: written there, recorded here */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_RECEIPT_H
#define MLA_CORE_RECEIPT_H

#include "base/buf.h"
#include "core/envelope.h"
#include "core/exchange.h"

#define RECEIPT_NS "urn:mla:receipt:1"
#define RECEIPT_MAX_BYTES (1u << 20)

/* What was missing, as sentences; the texts are owned. */
struct receipt_missing {
	char **at;
	size_t n, cap;
};

void receipt_missing_add(struct receipt_missing *m, const char *what);
void receipt_missing_free(struct receipt_missing *m);

/*
 * Fill r->receipt for a message that came, with what came of it: rc, and what r
 * says.  manifest is the hash of its bag.  The moment is that of its entry in
 * the journal, or now: the receipt of one that was received before is the same.
 */
void receipt_make(struct exchange_received *r, struct office *office,
    const struct envelope *e, const char *manifest,
    const struct receipt_missing *missing, enum mla_rc rc);

#endif
