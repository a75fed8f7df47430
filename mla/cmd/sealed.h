/* sealed.h - options with which an encrypted file is opened */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_SEALED_H
#define MLA_CMD_SEALED_H

#include <popt.h>

#include "core/seal.h"

/* --key, --cert and --max-mib, to be included. */
extern struct poptOption sealed_options[];

/* --max-mib N (0: not given) in bytes.  MLA_EUSAGE: negative. */
enum mla_rc sealed_max(uint64_t *bytes, int mib, struct err *err);

/* unseal_begin with these options; a key that others may read is said. */
enum mla_rc sealed_begin(
    struct unsealed *out, const char *path, struct err *err);

#endif
