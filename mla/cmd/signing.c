/* signing.c - the certificate and key that --sign and --key name */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/signing.h"

#include "cmd/out.h"
#include "cmd/passphrase.h"

enum mla_rc
signing_open(struct signer *signer, const char *cert, const char *key,
    const struct office *office, struct err *err)
{
	enum mla_rc rc;

	if (cert == NULL && key == NULL)
		return MLA_OK;
	if (cert == NULL || key == NULL)
		return err_set(err, MLA_EUSAGE,
		    "to sign takes both: --sign CERT.pem --key KEY");
	rc = signer_open(
	    signer, cert, key, passphrase_ask, when_utc(&office->now), err);
	if (rc == MLA_OK && key_is_exposed(signer->key))
		out_notice(
		    "warning: others than you may read %s   (chmod 600)", key);
	return rc;
}
