/* signing.h - the certificate and key that --sign and --key name */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_SIGNING_H
#define MLA_CMD_SIGNING_H

#include "bundle/sign.h"
#include "core/office.h"

/*
 * Open them to sign now; both NULL: *signer is empty (cert NULL).  MLA_EUSAGE:
 * one without the other; else as signer_open.  The caller ends with
 * signer_close in any case.
 */
enum mla_rc signing_open(struct signer *signer, const char *cert,
    const char *key, const struct office *office, struct err *err);

#endif
