/* sign.h - detached signatures (CMS, CAdES-B-B) */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_SIGN_H
#define MLA_BUNDLE_SIGN_H

#include "bundle/key.h"
#include "bundle/trust.h"

#define SIGN_MAX_BYTES (1UL << 20) /* of a signature */
#define SIGN_MAX_CERTS 16 /* in a signature */

/* A certificate with its key. */
struct signer {
	struct cert *cert;
	struct key *key;
};

/*
 * Read both and see that they are fit to sign at a moment (seconds since
 * 1970): they belong together, the certificate is valid then, and its usage
 * allows it (cert_cannot_sign).  MLA_EREFUSED says what is wrong; else as
 * cert_read and key_read.  The caller ends with signer_close in any case.
 */
enum mla_rc signer_open(struct signer *out, const char *cert, const char *key,
    key_ask ask, int64_t moment, struct err *err);
void signer_close(struct signer *signer);

/*
 * Append a detached signature over data in DER: CMS SignedData (RFC 5652) of
 * one signer with the attributes of CAdES-B-B (ETSI EN 319 122-1): content
 * type, message digest, signing time (the moment), and the certificate's hash.
 * Other certificates in the signer's file go along.  MLA_EREFUSED: the key
 * cannot do it.
 */
enum mla_rc signer_sign(struct buf *out, const struct signer *signer,
    const void *data, size_t len, int64_t moment, struct err *err);

/* What a signature says, and what is to be thought of it; texts are owned. */
struct signature {
	struct cert_info signer;
	struct buf pem; /* the same certificate */
	int64_t at; /* when, as the signer says; seconds since 1970 */
	char *why_then, *why_now; /* why not trusted at that time, now; NULL */
	bool unknown; /* because no trusted certificate vouches for it */
	char *list; /* what is wrong with the revocation list, or NULL */
	char anchor[65]; /* fingerprint of what vouches for it now, or "" */
};

/*
 * Prove a detached signature over content, and ask trust (NULL: nobody is
 * trusted) about its signer at the time of signing and at the moment now.
 * MLA_OK: it is a signature over just these bytes by the one whom it names,
 * trusted or not (never if he says that it was more than a day later than
 * now); MLA_EDAMAGED: it is none, over something else, or not
 * CAdES-B-B (signers other than one, attributes missing, content inside).
 * The caller frees with signature_free in any case.
 */
enum mla_rc signature_read(struct signature *out, const void *der, size_t size,
    const void *content, size_t len, const struct trust *trust, int64_t now,
    struct err *err);
void signature_free(struct signature *s);

#endif
