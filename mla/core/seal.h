/* seal.h - a bundle that only its recipient can open */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_SEAL_H
#define MLA_CORE_SEAL_H

#include "bundle/crypt.h"

/*
 * To whom: certificates (CMS), or recipients of age ("age1..."), which is
 * another program and takes files of any size.
 */
struct seal {
	struct cert **cert;
	size_t n, cap;
	const char *const *age; /* NULL at the end; NULL: by certificates */
	uint64_t max; /* bytes, for CMS */
};

/*
 * Read what a person named, all of one sort: files of certificates, or "age1"
 * texts.  MLA_EUSAGE: both; MLA_EREFUSED: nothing can be encrypted to one of
 * them at the moment; MLA_ENOTFOUND: age is not installed; as cert_read.  names
 * is borrowed; the caller frees with seal_free in any case.
 */
enum mla_rc seal_read(struct seal *out, const char *const *names, uint64_t max,
    int64_t moment, struct err *err);
void seal_free(struct seal *s);

/* ".p7m" or ".age"; "" for NULL. */
const char *seal_tail(const struct seal *s);

/* Encrypt the file from to a new file.  As crypt_seal; MLA_EIO. */
enum mla_rc seal_write(
    const char *to, const char *from, const struct seal *s, struct err *err);

/* Is it encrypted, by CMS or by age? */
bool seal_is(const char *path);

/* With what to open it: file names. */
struct seal_key {
	const char *key; /* of CMS, or the identity of age; NULL: none */
	const char *cert; /* of CMS, or NULL */
	uint64_t max; /* bytes, for CMS */
	key_ask ask;
};

/* What was opened, in a folder that only we can read. */
struct unsealed {
	char *path; /* of the file; that which came, if it is not encrypted */
	char *shown; /* what came, as a person knows it */
	char *room; /* the folder, or NULL */
	bool exposed; /* others may read the key */
};

/*
 * Open a file for reading: where it is encrypted, into a private folder below
 * $TMPDIR.  As crypt_open and key_read; MLA_EUSAGE: it is encrypted, and no
 * key is named; MLA_ENOTFOUND: age is not installed.  The caller ends with
 * unseal_end in any case, which removes it; what err says then names what came.
 */
enum mla_rc unseal_begin(struct unsealed *out, const char *path,
    const struct seal_key *with, struct err *err);
void unseal_end(struct unsealed *u, struct err *err);

#endif
