/* event.h - rows of the journal, commitments and payloads */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STORE_EVENT_H
#define MLA_STORE_EVENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "store/store.h"

#define STORE_HASH_BYTES 32
#define STORE_SALT_BYTES 32

/* One entry; the texts are owned where it was read. */
struct store_event {
	int64_t seq;
	int64_t request;
	char *part; /* NULL: the request as a whole */
	char *name;
	char *side; /* whose act: "us" or "them" */
	char *happened, *recorded;
	char *codes;
	unsigned char prev[STORE_HASH_BYTES], hash[STORE_HASH_BYTES];
	char *uid; /* of the request; not written */
};

struct store_events {
	struct store_event *at;
	size_t n, cap;
};

void store_event_free(struct store_event *e);
void store_events_free(struct store_events *events);

/* Append; seq is given by the caller.  Inside a write transaction. */
enum mla_rc store_event_add(
    struct store *store, const struct store_event *e, struct err *err);

/* Number and hash of the last one; 0 and zeros in an empty journal. */
enum mla_rc store_event_last(int64_t *seq, unsigned char hash[STORE_HASH_BYTES],
    struct store *store, struct err *err);

/* Those of one request, in the order of recording. */
enum mla_rc store_events_of(struct store_events *out, struct store *store,
    int64_t request, struct err *err);

/* Each of the register in order; the visitor's code other than OK ends it. */
enum mla_rc store_event_each(struct store *store,
    enum mla_rc (*visit)(
        void *arg, const struct store_event *e, struct err *err),
    void *arg, struct err *err);

/* A commitment with its payload; bytes NULL: erased. */
struct store_payload {
	int ord;
	char *what;
	unsigned char hash[STORE_HASH_BYTES];
	unsigned char salt[STORE_SALT_BYTES];
	char *bytes; /* NUL behind */
	size_t len;
};

struct store_payloads {
	struct store_payload *at;
	size_t n, cap;
};

void store_payloads_free(struct store_payloads *p);

/* All of one event, in order. */
enum mla_rc store_payloads_of(struct store_payloads *out, struct store *store,
    int64_t seq, struct err *err);

/* Append the bytes of one; MLA_ENOTFOUND: it was erased. */
enum mla_rc store_payload_get(struct buf *out, struct store *store, int64_t seq,
    int ord, struct err *err);

/* Commitment and, unless erased, payload.  Inside a write transaction. */
enum mla_rc store_payload_add(struct store *store, int64_t seq,
    const struct store_payload *p, struct err *err);

/* Remove bytes and salt; the commitment stays.  Only core/ calls it. */
enum mla_rc store_payload_erase(
    struct store *store, int64_t seq, int ord, struct err *err);

#endif
