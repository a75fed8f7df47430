/* trust_inside.h - is a certificate to be believed? for bundle/ alone */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_TRUST_INSIDE_H
#define MLA_BUNDLE_TRUST_INSIDE_H

#include <openssl/x509_vfy.h>

#include "bundle/trust.h"

/* What became of the question; the texts are owned. */
struct trust_answer {
	char *why; /* why it is not believed, a clause; NULL: it is */
	bool unknown; /* because nobody vouches for it */
	char *list; /* what is wrong with the revocation list, or NULL */
	char anchor[65]; /* the believed certificate that it leads to, or "" */
};

/*
 * Does x lead, by the certificates in others (NULL: none), to one that is
 * believed, and was all of that valid at a moment (seconds since 1970)?  What
 * a revocation list names is not believed at any time: only the signer says
 * when he signed.  RFC 5280 section 6, with any trusted certificate as the end.
 */
void trust_ask(struct trust_answer *out, const struct trust *trust, X509 *x,
    STACK_OF(X509) * others, int64_t moment);
void trust_answer_free(struct trust_answer *answer);

#endif
