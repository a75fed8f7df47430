/* passphrase.h - a passphrase, from the terminal or a file */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_PASSPHRASE_H
#define MLA_CMD_PASSPHRASE_H

#include "base/err.h"

/*
 * The passphrase of a key: the first line of the file that
 * $MLA_KEY_PASSPHRASE_FILE names, or else asked on the terminal, unseen.  The
 * caller wipes and frees it.  NULL: there is neither, and err says so.
 */
char *passphrase_ask(const char *name, struct err *err);

#endif
