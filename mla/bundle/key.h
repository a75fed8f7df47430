/* key.h - a private key, from a file or a token */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_KEY_H
#define MLA_BUNDLE_KEY_H

#include "bundle/cert.h"

struct key;

/*
 * Called where a key is locked: the passphrase, which is wiped and freed; or
 * NULL with err set.  name: of the key.
 */
typedef char *(*key_ask)(const char *name, struct err *err);

/*
 * Read a private key: a file in PEM or DER form, or a URI "pkcs11:..." (RFC
 * 7512), which needs a provider for it in OpenSSL's configuration.
 * MLA_ENOTFOUND, MLA_EIO; MLA_EREFUSED: no or a wrong passphrase, or no
 * provider; MLA_EDAMAGED: there is no key in it.  The caller frees *out.
 */
enum mla_rc key_read(
    struct key **out, const char *name, key_ask ask, struct err *err);
void key_free(struct key *key);

/* May others than its owner read the file? */
bool key_is_exposed(const struct key *key);

/* MLA_EREFUSED unless the key is that of the certificate. */
enum mla_rc key_fits(
    const struct key *key, const struct cert *cert, struct err *err);

#endif
