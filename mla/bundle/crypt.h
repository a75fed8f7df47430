/* crypt.h - files that only a recipient can open (CMS) */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_CRYPT_H
#define MLA_BUNDLE_CRYPT_H

#include "bundle/key.h"

/*
 * libcrypto opens such a file in memory, and takes about three times its
 * size while it does: so much of a file is opened or made unless more is asked
 * for.
 */
#define CRYPT_MAX_BYTES (256ULL << 20)

/* Is the file CMS of an encrypted kind? false also where it cannot be read. */
bool crypt_is_sealed(const char *path);

/* MLA_EREFUSED: nothing can be encrypted to it at a moment, and why. */
enum mla_rc crypt_check(
    const struct cert *cert, int64_t moment, struct err *err);

/*
 * Encrypt the file from for n certificates to a new file: CMS
 * AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084), keys by RSA-OAEP
 * or ECDH with SHA-256; in a stream, in constant memory.  MLA_EREFUSED: it is
 * longer than max, and could not be opened by those who keep to that.
 */
enum mla_rc crypt_seal(const char *to, const char *from,
    struct cert *const *certs, size_t n, uint64_t max, struct err *err);

/*
 * Open what crypt_seal or another program made, with the key of one recipient
 * (cert: his certificate, or NULL: try each).  The file to appears only when
 * all of it was found unchanged.  MLA_EREFUSED: longer than max, or not for
 * that key; MLA_EDAMAGED: changed, or without a proof that it was not
 * (EnvelopedData); MLA_ENOTFOUND, MLA_EIO.
 */
enum mla_rc crypt_open(const char *to, const char *from, const struct key *key,
    const struct cert *cert, uint64_t max, struct err *err);

#endif
