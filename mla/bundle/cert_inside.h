/* cert_inside.h - certificates as libcrypto has them, for bundle/ alone */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_CERT_INSIDE_H
#define MLA_BUNDLE_CERT_INSIDE_H

#include <openssl/bio.h>
#include <openssl/x509.h>

#include "bundle/cert.h"

struct cert {
	X509 *x;
	STACK_OF(X509) * chain; /* what stood behind it in the file */
};

/* Takes one more reference to x. */
struct cert *cert_of(X509 *x);

/* Seconds since 1970; false: it cannot be read. */
bool cert_time(int64_t *out, const ASN1_TIME *time);

/* A name as in cert_info; the caller frees it. */
char *cert_name(const X509_NAME *name);

/* SHA-256 of its DER form, hexadecimal. */
void cert_fingerprint(char hex[65], const X509 *x);

/* The last reason of libcrypto, and forget all of them. */
const char *cert_why(void);

#endif
