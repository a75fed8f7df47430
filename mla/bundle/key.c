/* key.c - a private key, from a file or a token */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/key.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/store.h>
#include <openssl/ui.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/cert_inside.h"
#include "bundle/key_inside.h"

#define TOKEN "pkcs11:" /* RFC 7512 */

/* How a passphrase is got while a key is read. */
struct asking {
	const char *name;
	key_ask ask;
	struct err *err;
	bool asked;
};

void
key_free(struct key *k)
{
	if (k == NULL)
		return;
	EVP_PKEY_free(k->pkey);
	free(k->name);
	free(k);
}

bool
key_is_exposed(const struct key *k)
{
	return k->exposed;
}

static int
give(char *out, int size, int writing, void *arg)
{
	struct asking *a = arg;
	char *text;
	int len = -1;

	(void)writing;
	a->asked = true;
	text = a->ask != NULL ? a->ask(a->name, a->err) : NULL;
	if (text == NULL)
		return -1;
	if (strlen(text) < (size_t)size) {
		len = (int)strlen(text);
		memcpy(out, text, (size_t)len);
	}
	OPENSSL_cleanse(text, strlen(text));
	free(text);
	return len;
}

/* The private key of a token, by OpenSSL's stores. */
static EVP_PKEY *
from_store(struct asking *a)
{
	UI_METHOD *ui = UI_UTIL_wrap_read_pem_callback(give, 0);
	OSSL_STORE_CTX *ctx = OSSL_STORE_open(a->name, ui, a, NULL, NULL);
	EVP_PKEY *pkey = NULL;

	while (ctx != NULL && pkey == NULL && OSSL_STORE_eof(ctx) == 0) {
		OSSL_STORE_INFO *one = OSSL_STORE_load(ctx);

		if (one == NULL)
			break;
		if (OSSL_STORE_INFO_get_type(one) == OSSL_STORE_INFO_PKEY)
			pkey = OSSL_STORE_INFO_get1_PKEY(one);
		OSSL_STORE_INFO_free(one);
	}
	(void)OSSL_STORE_close(ctx);
	UI_destroy_method(ui);
	return pkey;
}

static enum mla_rc
read_token(struct key *k, struct asking *a, struct err *err)
{
	k->pkey = from_store(a);
	if (k->pkey != NULL)
		return MLA_OK;
	err_hint(err,
	    "OpenSSL reaches a token by a provider for it, named in its "
	    "configuration ($OPENSSL_CONF).   Try: openssl storeutl -keys "
	    "\"URI\"");
	return err_set(err, MLA_EREFUSED, "the key %s cannot be reached: %s",
	    a->name, cert_why());
}

static enum mla_rc
read_file(struct key *k, struct asking *a, struct err *err)
{
	struct buf b = { 0 };
	struct stat st;
	BIO *bio;
	enum mla_rc rc;

	if ((rc = file_read(&b, a->name, CERT_MAX_BYTES, err)) != MLA_OK)
		return rc;
	k->exposed = stat(a->name, &st) == 0 && (st.st_mode & 077) != 0;
	bio = BIO_new_mem_buf(buf_text(&b), (int)b.len);
	k->pkey = PEM_read_bio_PrivateKey(bio, NULL, give, a);
	if (k->pkey == NULL && !a->asked) {
		(void)BIO_reset(bio);
		k->pkey = d2i_PrivateKey_bio(bio, NULL);
	}
	BIO_free(bio);
	OPENSSL_cleanse(b.data, b.len);
	buf_free(&b);
	ERR_clear_error();
	if (k->pkey != NULL)
		return MLA_OK;
	if (a->asked)
		return err_set(err, MLA_EREFUSED,
		    "the key in %s cannot be opened with that passphrase",
		    a->name);
	return err_set(
	    err, MLA_EDAMAGED, "there is no private key in %s", a->name);
}

enum mla_rc
key_read(struct key **out, const char *name, key_ask ask, struct err *err)
{
	struct asking a = { .name = name, .ask = ask, .err = err };
	struct key *k = xcalloc(1, sizeof(*k));
	enum mla_rc rc;

	*out = NULL;
	k->name = xstrdup(name);
	rc = str_starts(name, TOKEN) ? read_token(k, &a, err)
	                             : read_file(k, &a, err);
	if (rc != MLA_OK) {
		key_free(k);
		return rc;
	}
	*out = k;
	return MLA_OK;
}

enum mla_rc
key_fits(const struct key *k, const struct cert *cert, struct err *err)
{
	bool fits = X509_check_private_key(cert->x, k->pkey) == 1;
	struct cert_info info;

	ERR_clear_error();
	if (fits)
		return MLA_OK;
	cert_info(&info, cert);
	(void)err_set(err, MLA_EREFUSED,
	    "the key %s does not belong to the certificate of %s", k->name,
	    info.subject);
	cert_info_free(&info);
	return MLA_EREFUSED;
}
