/* exchange.h - bundles between two registers */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_EXCHANGE_H
#define MLA_CORE_EXCHANGE_H

#include <stdint.h>

#include "bundle/sign.h"
#include "core/act.h"
#include "core/custody.h"
#include "core/office.h"
#include "core/passage.h"
#include "core/seal.h"
#include "store/parked.h"

/* What went out. */
struct exchange_sent {
	char *path; /* of the bundle, the mail or the dropped folder */
	char *cover; /* of the letter on paper; NULL: none */
	char *type; /* message type of the last act in it */
	char *acts; /* names of the events in it, with blanks between */
	char *manifest; /* SHA-256 of manifest-sha256.txt, hexadecimal */
	uint64_t bytes; /* of the bundle */
	size_t exhibits;
	bool again; /* it was left prepared, and is written once more */
	/*
	 * Forms that carry DRAFT, as "eio (fr)", with commas; NULL: none.  Also
	 * set where nothing was sent for that reason.
	 */
	char *drafts;
	struct channel_rule rule; /* of the law, for a form of the act */
};

/* How it is to be sent; NULL texts: nothing said. */
struct exchange_want {
	const char *channel;
	const char *why; /* code: not by the channel of the law; or NULL */
	const char *wrap; /* file, mail, folder, paper; NULL: by the channel */
	const char *path; /* NULL: a name from reference and transmission */
	const char *outbox; /* the drop folder of an access point, or NULL */
	const char *cover; /* file of the letter on paper, or NULL */
	bool tar; /* a tar, else a ZIP */
	const char *force; /* why, in spite of errors of the check */
	struct custody_terms terms; /* on which exhibits go with it */
	bool drafts; /* send official forms whose wording is not confirmed */
	struct signer *signer; /* who signs the bag; NULL: nobody */
	const struct seal *seal; /* who alone can open it; NULL: anybody */
};

void exchange_sent_free(struct exchange_sent *sent);

/*
 * The transmission of a bundle that was begun and is not recorded as handed
 * over: the program was stopped in between; or NULL.
 */
const struct dossier_part *exchange_unfinished(const struct dossier *d);

/*
 * Send what is pending: issue the request if it was not, open a transmission
 * over all pending acts (`prepared`), write the bundle, then record it as
 * handed over.  A crash between leaves `prepared`, and the next call writes
 * the same transmission again.  MLA_EREFUSED: nothing is pending, the request
 * has findings of severity error and want->force is not set, a form carries
 * DRAFT and want->drafts is not set, or the law wants another channel
 * (core/passage.h); nothing was done then.  Nor was it for what carry_begin
 * (core/carry.h) finds wrong.
 */
enum mla_rc exchange_send(struct exchange_sent *sent, struct office *office,
    int64_t request, const struct exchange_want *want, struct err *err);

/* What came in. */
struct exchange_received {
	int64_t request; /* 0: only parked */
	char *reference; /* ours */
	char *type;
	char *acts;
	int64_t number; /* the sender's, from 1; 0: it has none */
	bool known; /* received before: nothing was changed */
	bool created; /* a new request was registered */
	bool parked; /* it is kept in parked/, and waits */
	int64_t missing; /* parked: the first number that is missing, or 0 */
	size_t applied; /* parked messages that were recorded after it */
	size_t exhibits;
	char *manifest;
	char *clash; /* a sentence, where both changed the text, or NULL */
	char *held; /* its id in the inbox, where it is held back; or NULL */
	char *signer; /* who signed it, a name of a certificate; or NULL */
	bool missed; /* not signed, in an office that trusts somebody */
	/*
	 * For the sender, as XML (core/receipt.h); empty where nothing is known
	 * of the message, or it was for somebody else.
	 */
	struct buf receipt;
};

void exchange_received_free(struct exchange_received *received);

/*
 * Verify a bundle from its stream, then register the request or record the
 * acts in it, with documents and exhibits, in one transaction; then those
 * parked messages of which it is the turn now.  Receiving it twice changes
 * nothing.  One that comes before its turn is parked, with MLA_OK and
 * received->parked.  MLA_ENO: the bundle is not valid, with every reason
 * through say; MLA_EDAMAGED: hostile or damaged; MLA_EREFUSED: for somebody
 * else, or impossible in our history, or it contradicts a message that was
 * received before; nothing is recorded then, and but for the first it is
 * parked as evidence (received->parked).  One whose signer is not trusted is
 * held back in the inbox: MLA_EREFUSED, and received->held.
 */
enum mla_rc exchange_receive(struct exchange_received *received,
    struct office *office, const char *path, const struct when *on,
    void (*say)(void *arg, const char *fault), void *arg, struct err *err);

/* What a receipt told. */
struct exchange_arrived {
	int64_t request;
	char *reference; /* ours */
	int64_t number; /* of our message */
	char *kind; /* code of forms/code/receipt.xml */
	char *event; /* of the transmission */
	bool known; /* it tells nothing new: nothing was changed */
};

void exchange_arrived_free(struct exchange_arrived *to);

/* Is it a receipt, or any XML, and no bag? */
bool exchange_is_receipt(const char *path);

/*
 * Record a receipt of the other side: it moves the transmission of the message
 * that it names.  What is known already, or less than what is known, changes
 * nothing.  MLA_EDAMAGED: it is no receipt; MLA_EREFUSED: the message did not
 * go out from here, or it had another content, or its transmission came to
 * another end.
 */
enum mla_rc exchange_arrived(struct exchange_arrived *to, struct office *office,
    const char *path, struct err *err);

/*
 * The same of one that waited in the inbox (core/inbox.h): whoever signed it,
 * it is recorded, and why a person accepted it.
 */
enum mla_rc exchange_receive_accepted(struct exchange_received *received,
    struct office *office, const char *path, const struct when *on,
    const char *reason, struct err *err);

/*
 * Bundles that came and are not recorded (store/parked.h); about: the uid of
 * their request, or NULL for all.  The caller frees with store_parkeds_free.
 */
enum mla_rc exchange_parked_list(struct store_parkeds *out,
    struct office *office, const char *about, struct err *err);

/* The one whose manifest begins so.  MLA_ENOTFOUND: none, or several. */
enum mla_rc exchange_parked_find(struct store_parked *out,
    struct office *office, const char *manifest, struct err *err);

/*
 * Record a parked message although an earlier one is missing; on: its acts
 * count from that day on, not from their own (NULL: from their own).
 */
enum mla_rc exchange_parked_accept(struct exchange_received *received,
    struct office *office, const char *manifest, const struct when *on,
    struct err *err);

/*
 * Decide that a parked message is not recorded: it stays, with the reason, and
 * it is waited for no longer; those of which it is the turn now are recorded.
 */
enum mla_rc exchange_parked_aside(size_t *applied, struct office *office,
    const char *manifest, const char *reason, struct err *err);

#endif
