/* cert.c - a certificate, and what it says of its holder */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/cert.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/file.h"
#include "bundle/cert_inside.h"
#include "bundle/hash.h"

enum {
	MAX_CHAIN = 16, /* certificates of one file */
	LEAST_BITS = 112 /* of security: RSA 2048, EC 224 */
};

#define DOCUMENT_SIGNING "1.3.6.1.5.5.7.3.36" /* RFC 9336 */

const char *
cert_why(void)
{
	const char *text = ERR_reason_error_string(ERR_peek_last_error());

	ERR_clear_error();
	return text != NULL ? text : "unknown reason";
}

struct cert *
cert_of(X509 *x)
{
	struct cert *c = xcalloc(1, sizeof(*c));

	(void)X509_up_ref(x);
	c->x = x;
	return c;
}

void
cert_free(struct cert *c)
{
	if (c == NULL)
		return;
	X509_free(c->x);
	sk_X509_pop_free(c->chain, X509_free);
	free(c);
}

/* The certificates of a PEM text, one after the other. */
static struct cert *
parse_pem(BIO *bio)
{
	struct cert *c = NULL;
	X509 *x;

	while ((x = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL) {
		if (c == NULL) {
			c = cert_of(x);
			c->chain = sk_X509_new_null();
		} else if (sk_X509_num(c->chain) < MAX_CHAIN) {
			(void)X509_up_ref(x);
			(void)sk_X509_push(c->chain, x);
		}
		X509_free(x);
	}
	ERR_clear_error();
	return c;
}

enum mla_rc
cert_read(struct cert **out, const char *path, struct err *err)
{
	struct buf b = { 0 };
	BIO *bio;
	X509 *x;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = file_read(&b, path, CERT_MAX_BYTES, err)) != MLA_OK)
		return rc;
	bio = BIO_new_mem_buf(buf_text(&b), (int)b.len);
	*out = parse_pem(bio);
	if (*out == NULL) {
		(void)BIO_reset(bio);
		x = d2i_X509_bio(bio, NULL);
		if (x != NULL)
			*out = cert_of(x);
		X509_free(x);
		ERR_clear_error();
	}
	if (*out == NULL) {
		err_hint(err, "A certificate is a file in PEM or DER form.");
		rc = err_set(
		    err, MLA_EDAMAGED, "there is no certificate in %s", path);
	}
	BIO_free(bio);
	buf_free(&b);
	return rc;
}

bool
cert_time(int64_t *out, const ASN1_TIME *time)
{
	struct tm tm;

	*out = 0;
	if (time == NULL || ASN1_TIME_to_tm(time, &tm) != 1)
		return false;
	*out = (int64_t)date_day(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) *
	        86400 +
	    (int64_t)tm.tm_hour * 3600 + (int64_t)tm.tm_min * 60 + tm.tm_sec;
	return true;
}

char *
cert_moment(int64_t seconds, char text[CERT_MOMENT_BYTES])
{
	int64_t day = seconds / 86400, rest = seconds % 86400;
	char date[DATE_BYTES];

	if (rest < 0) {
		rest += 86400;
		day--;
	}
	(void)snprintf(text, CERT_MOMENT_BYTES, "%sT%02d:%02d:%02dZ",
	    date_format((int32_t)day, date), (int)(rest / 3600),
	    (int)(rest / 60 % 60), (int)(rest % 60));
	return text;
}

char *
cert_name(const X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	struct buf b = { 0 };
	char *data = NULL;
	long len;

	(void)X509_NAME_print_ex(
	    bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
	len = BIO_get_mem_data(bio, &data);
	for (long i = 0; i < len && i < CERT_MAX_NAME; i++)
		buf_addch(&b, data[i]);
	if (len > CERT_MAX_NAME) {
		/* Not through the middle of a character. */
		while (b.len > 0 && ((unsigned char)data[b.len] & 0xc0) == 0x80)
			b.data[--b.len] = '\0';
		buf_adds(&b, "...");
	}
	BIO_free(bio);
	return buf_steal(&b);
}

void
cert_fingerprint(char hex[65], const X509 *x)
{
	unsigned char sum[EVP_MAX_MD_SIZE] = { 0 };
	unsigned int len = 0;

	(void)X509_digest(x, EVP_sha256(), sum, &len);
	hash_hex(hex, sum, HASH_SHA256_BYTES);
}

void
cert_info(struct cert_info *out, const struct cert *c)
{
	BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(c->x), NULL);
	char *hex = number != NULL ? BN_bn2hex(number) : NULL;

	memset(out, 0, sizeof(*out));
	out->subject = cert_name(X509_get_subject_name(c->x));
	out->issuer = cert_name(X509_get_issuer_name(c->x));
	out->serial = xstrdup(hex != NULL ? hex : "");
	cert_fingerprint(out->fingerprint, c->x);
	(void)cert_time(&out->from, X509_get0_notBefore(c->x));
	(void)cert_time(&out->until, X509_get0_notAfter(c->x));
	OPENSSL_free(hex);
	BN_free(number);
}

void
cert_info_free(struct cert_info *info)
{
	free(info->subject);
	free(info->issuer);
	free(info->serial);
	memset(info, 0, sizeof(*info));
}

void
cert_pem(struct buf *out, const struct cert *c)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *data = NULL;
	long len;

	(void)PEM_write_bio_X509(bio, c->x);
	len = BIO_get_mem_data(bio, &data);
	buf_add(out, data, (size_t)len);
	BIO_free(bio);
}

bool
cert_is_authority(const struct cert *c)
{
	return X509_check_ca(c->x) != 0;
}

static const char *
too_weak(const struct cert *c)
{
	EVP_PKEY *key = X509_get0_pubkey(c->x);

	if (key == NULL)
		return "its key is of a kind that is not known here";
	if (EVP_PKEY_get_security_bits(key) < LEAST_BITS)
		return "its key is too short to be safe";
	return NULL;
}

/* Does the extended key usage, if there is any, name one of these? */
static bool
is_for_documents(const struct cert *c)
{
	EXTENDED_KEY_USAGE *uses =
	    X509_get_ext_d2i(c->x, NID_ext_key_usage, NULL, NULL);
	bool is = uses == NULL;

	for (int i = 0; uses != NULL && i < sk_ASN1_OBJECT_num(uses); i++) {
		const ASN1_OBJECT *use = sk_ASN1_OBJECT_value(uses, i);
		char oid[80];

		(void)OBJ_obj2txt(oid, sizeof(oid), use, 1);
		is = is || OBJ_obj2nid(use) == NID_email_protect ||
		    OBJ_obj2nid(use) == NID_anyExtendedKeyUsage ||
		    strcmp(oid, DOCUMENT_SIGNING) == 0;
	}
	sk_ASN1_OBJECT_pop_free(uses, ASN1_OBJECT_free);
	return is;
}

const char *
cert_cannot_sign(const struct cert *c)
{
	/* Without the extension every bit is set. */
	if ((X509_get_key_usage(c->x) &
	        (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0)
		return "its key is not for signatures (key usage)";
	if (!is_for_documents(c))
		return "its key is not for signing documents (extended key "
		       "usage)";
	return too_weak(c);
}

const char *
cert_cannot_encrypt(const struct cert *c)
{
	EVP_PKEY *key = X509_get0_pubkey(c->x);
	uint32_t wanted = KU_KEY_ENCIPHERMENT;

	if (key != NULL && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC)
		wanted = KU_KEY_AGREEMENT;
	if ((X509_get_key_usage(c->x) & wanted) == 0)
		return "its key is not for encryption (key usage)";
	return too_weak(c);
}
