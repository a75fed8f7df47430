/* cert.h - a certificate, and what it says of its holder */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_CERT_H
#define MLA_BUNDLE_CERT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define CERT_MAX_BYTES (1UL << 20) /* of a file of certificates */
#define CERT_MAX_NAME 512 /* bytes of a name that are kept, then "..." */

/* An X.509 certificate (RFC 5280). */
struct cert;

/*
 * What it says; the texts are owned and from strangers: they are UTF-8, and
 * control characters in them are written as \XX (RFC 4514), but print them
 * by out_safe all the same.
 */
struct cert_info {
	char *subject, *issuer; /* distinguished names, RFC 4514 */
	char *serial; /* hexadecimal */
	char fingerprint[65]; /* SHA-256 of its DER form */
	int64_t from, until; /* seconds since 1970: valid in between */
};

/*
 * Read the first certificate in a file, PEM or DER.  The caller frees *out with
 * cert_free.  MLA_ENOTFOUND, MLA_EIO; MLA_EDAMAGED: there is none in it.
 */
enum mla_rc cert_read(struct cert **out, const char *path, struct err *err);
void cert_free(struct cert *cert);

/* The caller frees with cert_info_free. */
void cert_info(struct cert_info *out, const struct cert *cert);
void cert_info_free(struct cert_info *info);

/* Append it in PEM form. */
void cert_pem(struct buf *out, const struct cert *cert);

/* Does it speak for others (basicConstraints: CA)? */
bool cert_is_authority(const struct cert *cert);

/*
 * Why its key may not sign documents, as a clause ("its key is not for
 * signatures"), or NULL: key usage and extended key usage (RFC 5280 4.2.1.3,
 * 4.2.1.12; RFC 9336), and strength (112 bits at least).
 */
const char *cert_cannot_sign(const struct cert *cert);

/* Why nothing can be encrypted to it, or NULL; likewise. */
const char *cert_cannot_encrypt(const struct cert *cert);

/* A moment in seconds since 1970 as "2026-07-17T08:15:00Z". */
#define CERT_MOMENT_BYTES 32
char *cert_moment(int64_t seconds, char text[CERT_MOMENT_BYTES]);

#endif
