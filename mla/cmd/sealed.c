/* sealed.c - options with which an encrypted file is opened */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/sealed.h"

#include "cmd/out.h"
#include "cmd/passphrase.h"

static char *key, *cert;
static int max_mib;

struct poptOption sealed_options[] = {
	{ "key", '\0', POPT_ARG_STRING, &key, 0,
	    "of an encrypted file: the key that opens it, a file or a URI "
	    "pkcs11:...",
	    "KEY" },
	{ "cert", '\0', POPT_ARG_STRING, &cert, 0,
	    "of an encrypted file: the certificate of that key", "CERT.pem" },
	{ "max-mib", '\0', POPT_ARG_INT, &max_mib, 0,
	    "of an encrypted file: the most that is opened (default: 256)",
	    "N" },
	POPT_TABLEEND,
};

enum mla_rc
sealed_max(uint64_t *bytes, int mib, struct err *err)
{
	*bytes = mib > 0 ? (uint64_t)mib << 20 : CRYPT_MAX_BYTES;
	if (mib < 0)
		return err_set(err, MLA_EUSAGE,
		    "--max-mib %d: it is a number of MiB", mib);
	return MLA_OK;
}

enum mla_rc
sealed_begin(struct unsealed *out, const char *path, struct err *err)
{
	struct seal_key with = {
		.key = key, .cert = cert, .ask = passphrase_ask
	};
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = sealed_max(&with.max, max_mib, err)) != MLA_OK)
		return rc;
	rc = unseal_begin(out, path, &with, err);
	if (out->exposed)
		out_notice(
		    "warning: others than you may read %s   (chmod 600)", key);
	return rc;
}
