/* trust.h - certificates that are believed, and revocation lists */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_TRUST_H
#define MLA_BUNDLE_TRUST_H

#include "bundle/cert.h"

/* A set of both; what is in it is believed, and nothing else. */
struct trust;

struct trust *trust_new(void);
void trust_free(struct trust *trust);

/*
 * Add all certificates and revocation lists of a file, PEM or DER.
 * MLA_EDAMAGED: there is none in it; MLA_ENOTFOUND, MLA_EIO.
 */
enum mla_rc trust_read(struct trust *trust, const char *path, struct err *err);

/* A revocation list (RFC 5280 section 5); the texts are owned. */
struct trust_list {
	char *issuer; /* as in struct cert_info */
	char fingerprint[65]; /* SHA-256 of its DER form */
	int64_t from, until; /* made, and when the next one comes; 0: no word */
	size_t revoked; /* how many certificates it names */
};

/*
 * Read the first revocation list of a file; pem (may be NULL) gets it in that
 * form.  The caller frees with trust_list_free.  *found is false where the
 * file is there and holds none.
 */
enum mla_rc trust_read_list(bool *found, struct trust_list *out,
    struct buf *pem, const char *path, struct err *err);
void trust_list_free(struct trust_list *list);

#endif
