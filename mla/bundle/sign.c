/* sign.c - detached signatures (CMS, CAdES-B-B) */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/sign.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ess.h>

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/cert_inside.h"
#include "bundle/key_inside.h"
#include "bundle/trust_inside.h"

enum {
	SKEW_SECONDS = 86400 /* by which clocks may differ */
};

/* --- to sign --- */

void
signer_close(struct signer *s)
{
	cert_free(s->cert);
	key_free(s->key);
	memset(s, 0, sizeof(*s));
}

static enum mla_rc
check_cert(const struct cert *cert, int64_t moment, struct err *err)
{
	char text[CERT_MOMENT_BYTES];
	const char *why = cert_cannot_sign(cert);
	struct cert_info info;
	enum mla_rc rc = MLA_OK;

	cert_info(&info, cert);
	if (moment > info.until)
		rc = err_set(err, MLA_EREFUSED,
		    "the certificate of %s expired on %s", info.subject,
		    cert_moment(info.until, text));
	else if (moment < info.from)
		rc = err_set(err, MLA_EREFUSED,
		    "the certificate of %s is not valid before %s",
		    info.subject, cert_moment(info.from, text));
	else if (why != NULL)
		rc = err_set(err, MLA_EREFUSED,
		    "the certificate of %s cannot sign: %s", info.subject, why);
	cert_info_free(&info);
	return rc;
}

enum mla_rc
signer_open(struct signer *out, const char *cert, const char *key, key_ask ask,
    int64_t moment, struct err *err)
{
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = cert_read(&out->cert, cert, err)) != MLA_OK ||
	    (rc = check_cert(out->cert, moment, err)) != MLA_OK ||
	    (rc = key_read(&out->key, key, ask, err)) != MLA_OK)
		return rc;
	return key_fits(out->key, out->cert, err);
}

/* The attribute that says when, in the form that RFC 5652 11.3 wants. */
static bool
add_time(CMS_SignerInfo *si, int64_t moment)
{
	ASN1_TIME *time = ASN1_TIME_set(NULL, (time_t)moment);
	bool done = time != NULL &&
	    CMS_signed_add1_attr_by_NID(
	        si, NID_pkcs9_signingTime, time->type, time, -1) == 1;

	ASN1_TIME_free(time);
	return done;
}

static bool
make(struct buf *out, const struct signer *s, BIO *data, int64_t moment)
{
	const unsigned flags = CMS_DETACHED | CMS_BINARY | CMS_CADES |
	    CMS_NOSMIMECAP | CMS_PARTIAL;
	CMS_ContentInfo *cms =
	    CMS_sign(NULL, NULL, s->cert->chain, NULL, flags);
	CMS_SignerInfo *si = NULL;
	unsigned char *der = NULL;
	int len = -1;

	if (cms != NULL)
		si = CMS_add1_signer(
		    cms, s->cert->x, s->key->pkey, EVP_sha256(), flags);
	if (si != NULL && add_time(si, moment) &&
	    CMS_final(cms, data, NULL, flags) == 1)
		len = i2d_CMS_ContentInfo(cms, &der);
	if (len > 0)
		buf_add(out, der, (size_t)len);
	OPENSSL_free(der);
	CMS_ContentInfo_free(cms);
	return len > 0;
}

enum mla_rc
signer_sign(struct buf *out, const struct signer *s, const void *data,
    size_t len, int64_t moment, struct err *err)
{
	BIO *bio = BIO_new_mem_buf(data, (int)len);
	bool done = make(out, s, bio, moment);

	BIO_free(bio);
	if (done)
		return MLA_OK;
	return err_set(err, MLA_EREFUSED, "the key %s cannot sign: %s",
	    s->key->name, cert_why());
}

/* --- to prove --- */

void
signature_free(struct signature *s)
{
	cert_info_free(&s->signer);
	buf_free(&s->pem);
	free(s->why_then);
	free(s->why_now);
	free(s->list);
	memset(s, 0, sizeof(*s));
}

/* What is read of a signature; certs: those in it. */
struct reading {
	CMS_ContentInfo *cms;
	CMS_SignerInfo *si;
	STACK_OF(X509) * certs;
	X509 *signer; /* of certs */
};

static enum mla_rc
refuse(struct err *err, const char *why)
{
	ERR_clear_error();
	return err_set(
	    err, MLA_EDAMAGED, "the signature is not sound: %s", why);
}

/* One structure, all of the bytes, of the kind that is wanted. */
static const char *
parse(struct reading *r, const void *der, size_t size)
{
	const unsigned char *at = der;
	ASN1_OCTET_STRING **inside;
	STACK_OF(CMS_SignerInfo) * all;

	if (size > SIGN_MAX_BYTES)
		return "it is larger than 1 MiB";
	r->cms = d2i_CMS_ContentInfo(NULL, &at, (long)size);
	if (r->cms == NULL)
		return "it is no CMS (RFC 5652)";
	if (at != (const unsigned char *)der + size)
		return "something stands behind it";
	if (OBJ_obj2nid(CMS_get0_type(r->cms)) != NID_pkcs7_signed)
		return "it is another kind of CMS than signed data";
	inside = CMS_get0_content(r->cms);
	if (inside == NULL || *inside != NULL ||
	    OBJ_obj2nid(CMS_get0_eContentType(r->cms)) != NID_pkcs7_data)
		return "it is not detached: it has a content of its own";
	all = CMS_get0_SignerInfos(r->cms);
	if (sk_CMS_SignerInfo_num(all) != 1)
		return "it has not just one signer";
	r->si = sk_CMS_SignerInfo_value(all, 0);
	r->certs = CMS_get1_certs(r->cms);
	if (sk_X509_num(r->certs) > SIGN_MAX_CERTS)
		return "it holds more than 16 certificates";
	for (int i = 0; i < sk_X509_num(r->certs); i++) {
		X509 *x = sk_X509_value(r->certs, i);

		if (r->signer == NULL && CMS_SignerInfo_cert_cmp(r->si, x) == 0)
			r->signer = x;
	}
	return r->signer == NULL ? "the signer's certificate is not in it"
	                         : NULL;
}

/* The hash of the certificate, among the signed attributes (RFC 5035). */
static const char *
check_cert_hash(const struct reading *r)
{
	ASN1_STRING *raw = CMS_signed_get0_data_by_OBJ(r->si,
	    OBJ_nid2obj(NID_id_smime_aa_signingCertificateV2), -3,
	    V_ASN1_SEQUENCE);
	STACK_OF(X509) *chain = sk_X509_new_null();
	ESS_SIGNING_CERT_V2 *hash = NULL;
	const unsigned char *at;
	bool fits = false;

	if (raw != NULL) {
		at = ASN1_STRING_get0_data(raw);
		hash =
		    d2i_ESS_SIGNING_CERT_V2(NULL, &at, ASN1_STRING_length(raw));
	}
	(void)sk_X509_push(chain, r->signer);
	for (int i = 0; i < sk_X509_num(r->certs); i++)
		(void)sk_X509_push(chain, sk_X509_value(r->certs, i));
	if (hash != NULL)
		fits = OSSL_ESS_check_signing_certs(NULL, hash, chain, 1) > 0;
	ESS_SIGNING_CERT_V2_free(hash);
	sk_X509_free(chain);
	if (raw == NULL)
		return "the hash of the certificate is not among what is "
		       "signed (CAdES-B-B)";
	return fits ? NULL : "it names another certificate";
}

/* A UTCTime, or a GeneralizedTime from 2050 on. */
static bool
read_time(int64_t *out, X509_ATTRIBUTE *a)
{
	const ASN1_TYPE *value = X509_ATTRIBUTE_get0_type(a, 0);

	return value != NULL &&
	    (value->type == V_ASN1_UTCTIME ||
	        value->type == V_ASN1_GENERALIZEDTIME) &&
	    cert_time(out, value->value.asn1_string);
}

/* The content type that is signed must be that of the content (RFC 5652). */
static bool
is_of_data(X509_ATTRIBUTE *a)
{
	const ASN1_OBJECT *type =
	    X509_ATTRIBUTE_get0_data(a, 0, V_ASN1_OBJECT, NULL);

	return X509_ATTRIBUTE_count(a) == 1 && type != NULL &&
	    OBJ_obj2nid(type) == NID_pkcs7_data;
}

static const char *
check_attributes(struct signature *out, const struct reading *r)
{
	static const int wanted[] = { NID_pkcs9_contentType,
		NID_pkcs9_messageDigest, NID_pkcs9_signingTime };
	X509_ATTRIBUTE *a = NULL;

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		int at = CMS_signed_get_attr_by_NID(r->si, wanted[i], -1);

		if (at < 0)
			return i == 2 ? "the time of signing is not among what "
			                "is signed (CAdES-B-B)"
			              : "an attribute of CAdES-B-B is missing";
		if (CMS_signed_get_attr_by_NID(r->si, wanted[i], at) >= 0)
			return "an attribute is there twice";
		a = CMS_signed_get_attr(r->si, at);
		if (i == 0 && !is_of_data(a))
			return "it says that it is over another type of "
			       "content";
	}
	if (X509_ATTRIBUTE_count(a) != 1 || !read_time(&out->at, a))
		return "its time cannot be read";
	return check_cert_hash(r);
}

/*
 * Is the digest that was signed that of the content?  CMS_verify would do both,
 * and loses memory where a digest is not known (OpenSSL 3.0).
 */
static bool
is_over(const struct reading *r, const void *content, size_t len)
{
	BIO *bio = BIO_new_mem_buf(content, (int)len);
	BIO *digest = CMS_dataInit(r->cms, bio);
	unsigned char some[4096];
	bool is;

	while (digest != NULL && BIO_read(digest, some, sizeof(some)) > 0)
		continue;
	is =
	    digest != NULL && CMS_SignerInfo_verify_content(r->si, digest) == 1;
	BIO_free_all(digest != NULL ? digest : bio);
	return is;
}

/* Does the hash that it is made with still hold? */
static const char *
check_hash(const struct reading *r)
{
	X509_ALGOR *digest = NULL;
	const ASN1_OBJECT *name = NULL;
	int nid;

	CMS_SignerInfo_get0_algs(r->si, NULL, NULL, &digest, NULL);
	X509_ALGOR_get0(&name, NULL, NULL, digest);
	nid = OBJ_obj2nid(name);
	return nid == NID_sha256 || nid == NID_sha384 || nid == NID_sha512
	    ? NULL
	    : "its hash is not SHA-256, SHA-384 or SHA-512";
}

/* Is it over these bytes, by that key? */
static const char *
check_bytes(const struct reading *r, const void *content, size_t len)
{
	CMS_SignerInfo_set1_signer_cert(r->si, r->signer);
	if (CMS_SignerInfo_verify(r->si) != 1)
		return "it is not by the key of its certificate, or changed";
	return is_over(r, content, len) ? NULL : "it is over another content";
}

static void
judge(struct signature *out, const struct reading *r, const struct trust *trust,
    int64_t now)
{
	struct cert *cert = cert_of(r->signer);
	const char *why = cert_cannot_sign(cert);
	struct trust_answer then = { 0 }, today = { 0 };

	cert_info(&out->signer, cert);
	cert_pem(&out->pem, cert);
	if (out->at > now + SKEW_SECONDS)
		why = "it says that it was signed later than now";
	if (why != NULL || trust == NULL) {
		why = why != NULL ? why : "no certificate is trusted here";
		then.why = xstrdup(why);
		today.why = xstrdup(why);
		today.unknown = trust == NULL;
	} else {
		trust_ask(&then, trust, r->signer, r->certs, out->at);
		trust_ask(&today, trust, r->signer, r->certs, now);
	}
	out->why_then = then.why;
	out->why_now = today.why;
	out->list = today.list;
	out->unknown = today.unknown;
	then.why = today.why = today.list = NULL;
	memcpy(out->anchor, today.anchor, sizeof(out->anchor));
	trust_answer_free(&then);
	trust_answer_free(&today);
	cert_free(cert);
}

enum mla_rc
signature_read(struct signature *out, const void *der, size_t size,
    const void *content, size_t len, const struct trust *trust, int64_t now,
    struct err *err)
{
	struct reading r = { 0 };
	enum mla_rc rc = MLA_OK;
	const char *why;

	memset(out, 0, sizeof(*out));
	why = parse(&r, der, size);
	if (why == NULL)
		why = check_hash(&r);
	if (why == NULL)
		why = check_attributes(out, &r);
	if (why == NULL)
		why = check_bytes(&r, content, len);
	if (why == NULL)
		judge(out, &r, trust, now);
	else
		rc = refuse(err, why);
	ERR_clear_error();
	sk_X509_pop_free(r.certs, X509_free);
	CMS_ContentInfo_free(r.cms);
	return rc;
}
