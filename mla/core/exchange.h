/* exchange.h - bundles between two registers */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_EXCHANGE_H
#define MLA_CORE_EXCHANGE_H

#include <stdint.h>

#include "core/act.h"
#include "core/office.h"

/* What went out. */
struct exchange_sent {
	char *path; /* of the bundle */
	char *type; /* message type of the last act in it */
	char *acts; /* names of the events in it, with blanks between */
	char *manifest; /* SHA-256 of manifest-sha256.txt, hexadecimal */
	uint64_t bytes; /* of the bundle */
	size_t exhibits;
	/*
	 * Forms that carry DRAFT, as "eio (fr)", with commas; NULL: none.  Also
	 * set where nothing was sent for that reason.
	 */
	char *drafts;
};

/* How it is to be sent; NULL texts: nothing said. */
struct exchange_want {
	const char *channel;
	const char *path; /* NULL: a name from reference and transmission */
	const char *force; /* why, in spite of errors of the check */
	bool drafts; /* send official forms whose wording is not confirmed */
};

void exchange_sent_free(struct exchange_sent *sent);

/*
 * Send what is pending: issue the request if it was not, open a transmission
 * over all pending acts (`prepared`), write the bundle, then record it as
 * handed over.  A crash between leaves `prepared`, and the next call writes
 * the same transmission again.  MLA_EREFUSED: nothing is pending, the request
 * has findings of severity error and want->force is not set, or a form carries
 * DRAFT and want->drafts is not set; nothing was done then.
 */
enum mla_rc exchange_send(struct exchange_sent *sent, struct office *office,
    int64_t request, const struct exchange_want *want, struct err *err);

/* What came in. */
struct exchange_received {
	int64_t request;
	char *reference; /* ours */
	char *type;
	char *acts;
	bool known; /* received before: nothing was changed */
	bool created; /* a new request was registered */
	size_t exhibits;
	char *manifest;
};

void exchange_received_free(struct exchange_received *received);

/*
 * Verify a bundle from its stream, then register the request or record the
 * acts in it, with documents and exhibits, in one transaction.  Receiving it
 * twice changes nothing.  MLA_ENO: the bundle is not valid, with every
 * reason through say; MLA_EDAMAGED: hostile or damaged; MLA_EREFUSED: for
 * somebody else, or impossible in our history; nothing is written then.
 */
enum mla_rc exchange_receive(struct exchange_received *received,
    struct office *office, const char *path, const struct when *on,
    void (*say)(void *arg, const char *fault), void *arg, struct err *err);

#endif
