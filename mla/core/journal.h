/* journal.h - the append-only record of acts, and how it is proved */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_JOURNAL_H
#define MLA_CORE_JOURNAL_H

#include <stdint.h>

#include "base/date.h"
#include "base/err.h"
#include "store/store.h"

#define JOURNAL_HASH_BYTES 32
#define JOURNAL_SALT_BYTES 32

/* What a payload is; the words stand in the chain. */
#define JOURNAL_EVENT "event" /* the event element: fields, note, who */
#define JOURNAL_DOCUMENT "document" /* a revision of the request's XML */
#define JOURNAL_EXHIBIT "exhibit" /* what is known of an exhibit */

/* Bytes that may name a person: beside the chain, committed to in it. */
struct journal_payload {
	const char *what;
	const void *data;
	size_t len;
};

/* What is to be recorded; everything is borrowed. */
struct journal_entry {
	int64_t request; /* row of the request */
	const char *uid; /* of the request */
	const char *part; /* NULL: the request as a whole */
	const char *name; /* of the event */
	const char *by; /* "us" or "them" */
	const char *happened; /* ISO day or moment */
	const char *recorded; /* ISO moment, UTC */
	const char *codes; /* "field=code\n" lines sorted by field */
	const struct journal_payload *payload;
	size_t n;
};

/*
 * Append one entry inside a write transaction of the caller: salts, the
 * commitments, the hash over codes, times, commitments and the hash before.
 * *seq is its number.  MLA_EIO if the register cannot be written.
 */
enum mla_rc journal_add(int64_t *seq, struct store *store,
    const struct journal_entry *entry, struct err *err);

/*
 * The commitment to a payload: SHA-256 over a label, the salt, what it is and
 * the bytes.  Without the salt a guess of the bytes cannot be confirmed.
 */
void journal_commit(unsigned char out[JOURNAL_HASH_BYTES],
    const unsigned char salt[JOURNAL_SALT_BYTES], const char *what,
    const void *data, size_t len);

/* What a check of the whole journal found. */
struct journal_report {
	int64_t entries;
	int64_t payloads;
	int64_t erased; /* payloads that were erased: no fault */
	int64_t faults;
	unsigned char head[JOURNAL_HASH_BYTES]; /* hash of the last entry */
	/* Called for each fault, with a sentence; may be NULL. */
	void (*say)(void *arg, const char *fault);
	void *arg;
};

/*
 * Recompute every commitment and the whole chain.  MLA_OK: all is well;
 * MLA_EDAMAGED: report->faults > 0; other codes as the store says.
 */
enum mla_rc journal_verify(
    struct journal_report *report, struct store *store, struct err *err);

struct store_event;
struct store_payloads;

/*
 * An entry that was recorded elsewhere: is its hash that of its fields, its
 * commitments and the hash before, and is each commitment (ord from 1) one to
 * its payload, where that is not erased?  MLA_EDAMAGED names the entry.
 */
enum mla_rc journal_prove(const struct store_event *e,
    const struct store_payloads *payloads, struct err *err);

/*
 * Append it as it is.  MLA_EDAMAGED: it does not continue the journal.  The
 * caller holds the write transaction.
 */
enum mla_rc journal_keep(struct store *store, const struct store_event *e,
    const struct store_payloads *payloads, struct err *err);

/*
 * Erase the payloads of one kind of one entry (what NULL: all of them) with
 * their salts.  The chain still verifies.  MLA_ENOTFOUND if there is nothing
 * to erase.  The caller holds the write transaction.
 */
enum mla_rc journal_erase(
    struct store *store, int64_t seq, const char *what, struct err *err);

#endif
