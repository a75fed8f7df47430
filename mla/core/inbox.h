/* inbox.h - bundles that wait for a person: nobody trusts who signed them */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_INBOX_H
#define MLA_CORE_INBOX_H

#include "bundle/signed.h"
#include "core/envelope.h"
#include "core/exchange.h"

#define INBOX_DIR "inbox" /* folder of a register */

#define INBOX_WAITING "waiting"
#define INBOX_ACCEPTED "accepted"
#define INBOX_REJECTED "rejected"

/*
 * One bundle in REGISTER/inbox: ID.bag as it came, ID.xml with what is written
 * here, ID.pem with the certificate of who signed it.  What a message says of
 * itself is a claim.  The texts are owned; "" where there is none.
 */
struct inbox_item {
	char *id; /* SHA-256 of the file, hexadecimal */
	char *state; /* INBOX_... */
	char *name; /* what the file was called */
	char *reached; /* day, or moment, on which it reached us */
	char *held; /* moment in UTC */
	char *why; /* a clause: why it is held back */
	char *from_state, *from_authority, *reference, *type, *kind, *sent;
	char *subject, *fingerprint; /* of who signed */
	char *decided, *reason; /* moment in UTC, and why */
	uint64_t bytes;
};

struct inbox {
	struct inbox_item *at;
	size_t n, cap;
};

void inbox_item_free(struct inbox_item *item);
void inbox_free(struct inbox *inbox);

/* What is judged before it is recorded; borrowed. */
struct inbox_ask {
	struct office *office;
	const char *path; /* of the bundle */
	const struct bag_report *report;
	const struct envelope *envelope;
	const struct when *reached;
	bool accepted; /* by a person: nothing is held back */
};

/* Who signed it; the texts are owned, NULL where nobody did. */
struct inbox_signer {
	char *subject, *fingerprint;
	bool missed; /* not signed, in an office that trusts somebody */
};

void inbox_signer_free(struct inbox_signer *signer);

/*
 * May a bundle that was verified be recorded? It may if its signer is trusted
 * now, and for the State that it comes from; or if it is not signed, and that
 * State has not said that it signs all.  Any other one is put into the inbox:
 * MLA_EREFUSED, *held (the caller frees it) is its id.  The same one again
 * changes nothing.  A folder is not kept.  MLA_EDAMAGED: the signature is not
 * sound; it is not kept either.
 */
enum mla_rc inbox_gate(char **held, struct inbox_signer *signer,
    const struct inbox_ask *ask, struct err *err);

/*
 * Note in the journal of the request who signed, and why it was accepted
 * (NULL: he is trusted); inside a write transaction of the caller.
 */
enum mla_rc inbox_record(struct office *office, int64_t request,
    const struct inbox_signer *signer, const char *accepted, struct err *err);

/* All of them, or those that wait, by arrival; the caller frees in any case. */
enum mla_rc inbox_list(
    struct inbox *out, const struct office *office, bool all, struct err *err);

/* The one whose id begins so.  MLA_ENOTFOUND: none, or several. */
enum mla_rc inbox_find(struct inbox_item *out, const struct office *office,
    const char *typed, struct err *err);

/* A file of it: ".bag", ".xml", ".pem"; the caller frees it. */
char *inbox_path(const struct office *office, const struct inbox_item *item,
    const char *end);

/*
 * Receive it, whoever signed it, with the reason in the journal, also one that
 * was rejected; it counts as received on the day that was noted.  As
 * exchange_receive; MLA_EDAMAGED: it is not the file that came.
 */
enum mla_rc inbox_accept(struct exchange_received *received,
    struct office *office, const struct inbox_item *item, const char *reason,
    struct err *err);

/* Decide that it is not received; it stays as evidence. */
enum mla_rc inbox_reject(struct office *office, const struct inbox_item *item,
    const char *reason, struct err *err);

#endif
