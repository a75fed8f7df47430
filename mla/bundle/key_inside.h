/* key_inside.h - keys as libcrypto has them, for bundle/ alone */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_KEY_INSIDE_H
#define MLA_BUNDLE_KEY_INSIDE_H

#include <openssl/evp.h>

#include "bundle/key.h"

struct key {
	EVP_PKEY *pkey;
	char *name; /* file or URI, for messages */
	bool exposed;
};

#endif
