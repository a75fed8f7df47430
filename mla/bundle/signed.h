/* signed.h - the signature of a bag */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_SIGNED_H
#define MLA_BUNDLE_SIGNED_H

#include "bundle/sign.h"
#include "bundle/verify.h"

/*
 * Prove the signature of a bag that bag_verify found valid: PACK_SIGNATURE is
 * over PACK_SIGNED, and that names every tag file and a manifest of SHA-256 of
 * all that is in it.  *is_signed is false where there is no signature.
 * MLA_EDAMAGED: there is one, and it is not sound, or leaves a file out; else
 * as signature_read.  The caller frees with signature_free in any case.
 */
enum mla_rc signed_read(bool *is_signed, struct signature *out,
    const char *path, const struct bag_report *report,
    const struct trust *trust, int64_t now, struct err *err);

#endif
