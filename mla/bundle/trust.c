/* trust.c - certificates that are believed, and revocation lists */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/trust.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "base/alloc.h"
#include "base/file.h"
#include "bundle/cert_inside.h"
#include "bundle/hash.h"
#include "bundle/trust_inside.h"

enum {
	MAX_DEPTH = 8, /* certificates between signer and anchor */
	MAX_LIST_BYTES = 16 << 20,
	LEVEL = 2 /* of OpenSSL: 112 bits, no SHA-1 */
};

struct trust {
	STACK_OF(X509) * certs;
	STACK_OF(X509_CRL) * lists;
};

struct trust *
trust_new(void)
{
	struct trust *t = xcalloc(1, sizeof(*t));

	t->certs = sk_X509_new_null();
	t->lists = sk_X509_CRL_new_null();
	if (t->certs == NULL || t->lists == NULL)
		abort();
	return t;
}

void
trust_free(struct trust *t)
{
	if (t == NULL)
		return;
	sk_X509_pop_free(t->certs, X509_free);
	sk_X509_CRL_pop_free(t->lists, X509_CRL_free);
	free(t);
}

/* All that a PEM text holds. */
static void
add_pem(struct trust *t, BIO *bio)
{
	STACK_OF(X509_INFO) *all =
	    PEM_X509_INFO_read_bio(bio, NULL, NULL, NULL);

	for (int i = 0; i < sk_X509_INFO_num(all); i++) {
		X509_INFO *one = sk_X509_INFO_value(all, i);

		if (one->x509 != NULL && X509_up_ref(one->x509) == 1)
			(void)sk_X509_push(t->certs, one->x509);
		if (one->crl != NULL && X509_CRL_up_ref(one->crl) == 1)
			(void)sk_X509_CRL_push(t->lists, one->crl);
	}
	sk_X509_INFO_pop_free(all, X509_INFO_free);
}

static void
add_der(struct trust *t, BIO *bio)
{
	X509_CRL *list;
	X509 *x = d2i_X509_bio(bio, NULL);

	if (x != NULL) {
		(void)sk_X509_push(t->certs, x);
		return;
	}
	(void)BIO_reset(bio);
	list = d2i_X509_CRL_bio(bio, NULL);
	if (list != NULL)
		(void)sk_X509_CRL_push(t->lists, list);
}

enum mla_rc
trust_read(struct trust *t, const char *path, struct err *err)
{
	int before = sk_X509_num(t->certs) + sk_X509_CRL_num(t->lists);
	struct buf b = { 0 };
	BIO *bio;
	enum mla_rc rc;

	if ((rc = file_read(&b, path, MAX_LIST_BYTES, err)) != MLA_OK)
		return rc;
	bio = BIO_new_mem_buf(buf_text(&b), (int)b.len);
	add_pem(t, bio);
	if (sk_X509_num(t->certs) + sk_X509_CRL_num(t->lists) == before) {
		(void)BIO_reset(bio);
		add_der(t, bio);
	}
	if (sk_X509_num(t->certs) + sk_X509_CRL_num(t->lists) == before)
		rc = err_set(err, MLA_EDAMAGED,
		    "there is no certificate and no revocation list in %s",
		    path);
	ERR_clear_error();
	BIO_free(bio);
	buf_free(&b);
	return rc;
}

static X509_CRL *
parse_list(const struct buf *b)
{
	BIO *bio = BIO_new_mem_buf(buf_text(b), (int)b->len);
	X509_CRL *list = PEM_read_bio_X509_CRL(bio, NULL, NULL, NULL);

	if (list == NULL) {
		(void)BIO_reset(bio);
		list = d2i_X509_CRL_bio(bio, NULL);
	}
	ERR_clear_error();
	BIO_free(bio);
	return list;
}

static void
add_list_pem(struct buf *out, X509_CRL *list)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *data = NULL;
	long len;

	(void)PEM_write_bio_X509_CRL(bio, list);
	len = BIO_get_mem_data(bio, &data);
	buf_add(out, data, (size_t)len);
	BIO_free(bio);
}

enum mla_rc
trust_read_list(bool *found, struct trust_list *out, struct buf *pem,
    const char *path, struct err *err)
{
	unsigned char sum[EVP_MAX_MD_SIZE] = { 0 };
	unsigned int len = 0;
	struct buf b = { 0 };
	X509_CRL *list;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	*found = false;
	if ((rc = file_read(&b, path, MAX_LIST_BYTES, err)) != MLA_OK)
		return rc;
	list = parse_list(&b);
	buf_free(&b);
	if (list == NULL)
		return MLA_OK;
	*found = true;
	out->issuer = cert_name(X509_CRL_get_issuer(list));
	(void)X509_CRL_digest(list, EVP_sha256(), sum, &len);
	hash_hex(out->fingerprint, sum, HASH_SHA256_BYTES);
	(void)cert_time(&out->from, X509_CRL_get0_lastUpdate(list));
	(void)cert_time(&out->until, X509_CRL_get0_nextUpdate(list));
	len = (unsigned)sk_X509_REVOKED_num(X509_CRL_get_REVOKED(list));
	out->revoked = X509_CRL_get_REVOKED(list) != NULL ? len : 0;
	if (pem != NULL)
		add_list_pem(pem, list);
	X509_CRL_free(list);
	return MLA_OK;
}

void
trust_list_free(struct trust_list *list)
{
	free(list->issuer);
	memset(list, 0, sizeof(*list));
}

/* The day of a time, in words for a clause. */
static char *
day_of(const ASN1_TIME *time)
{
	char text[CERT_MOMENT_BYTES];
	int64_t seconds;

	if (!cert_time(&seconds, time))
		return xstrdup("a date that cannot be read");
	return xstrdup(cert_moment(seconds, text));
}

/* A clause about a certificate, with a day. */
static char *
dated(X509 *x, const char *what, const ASN1_TIME *time)
{
	char *name = cert_name(X509_get_subject_name(x)), *day = day_of(time);
	char *text = xasprintf("the certificate of %s %s %s", name, what, day);

	free(day);
	free(name);
	return text;
}

/* Does nobody vouch for it? */
static bool
is_unknown(int code)
{
	return code == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT ||
	    code == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
	    code == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE ||
	    code == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT ||
	    code == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN;
}

/* Why the chain ends at a certificate. */
static char *
clause(X509 *x, int code)
{
	char *name, *text;

	if (is_unknown(code))
		return xstrdup("no certificate that is trusted here vouches "
		               "for it");
	switch (code) {
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return dated(x, "expired on", X509_get0_notAfter(x));
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return dated(x, "is not valid before", X509_get0_notBefore(x));
	default:
		break;
	}
	name = cert_name(X509_get_subject_name(x));
	text = xasprintf("the certificate of %s: %s", name,
	    X509_verify_cert_error_string(code));
	free(name);
	return text;
}

/* What the lists know of a certificate. */
enum known {
	KNOWN_NOTHING, /* there is none for it */
	KNOWN_OLD, /* they are out of date */
	KNOWN_NOW
};

/* One list that may be for it; out->why is set if it is revoked. */
static enum known
look_up(struct trust_answer *out, X509_CRL *list, X509 *x, X509 *issuer,
    int64_t moment)
{
	X509_REVOKED *row = NULL;
	int64_t next;

	if (X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_issuer_name(x)) !=
	    0)
		return KNOWN_NOTHING;
	/* Where its issuer is not at hand, who put it there answers for it. */
	if (issuer != NULL &&
	    X509_CRL_verify(list, X509_get0_pubkey(issuer)) != 1)
		return KNOWN_NOTHING;
	if (X509_CRL_get0_by_cert(list, &row, x) == 1 && out->why == NULL)
		out->why = dated(
		    x, "was revoked on", X509_REVOKED_get0_revocationDate(row));
	if (cert_time(&next, X509_CRL_get0_nextUpdate(list)) && next < moment)
		return KNOWN_OLD;
	return KNOWN_NOW;
}

/* Is one of the chain revoked? The last one is believed by itself. */
static void
ask_lists(struct trust_answer *out, const struct trust *t,
    STACK_OF(X509) * chain, int64_t moment)
{
	static const char *const words[] = {
		"no revocation list of its issuer is here",
		"the revocation list of its issuer is out of date"
	};
	enum known least = KNOWN_NOW;
	int n = sk_X509_num(chain);

	for (int i = 0; i < n; i++) {
		X509 *x = sk_X509_value(chain, i);
		X509 *issuer = i + 1 < n ? sk_X509_value(chain, i + 1) : NULL;
		enum known best = KNOWN_NOTHING;

		if (X509_self_signed(x, 0) == 1)
			issuer = x;
		for (int k = 0; k < sk_X509_CRL_num(t->lists); k++) {
			enum known one = look_up(out,
			    sk_X509_CRL_value(t->lists, k), x, issuer, moment);

			best = one > best ? one : best;
		}
		if ((i + 1 < n || best == KNOWN_OLD) && best < least)
			least = best;
	}
	if (least != KNOWN_NOW)
		out->list = xstrdup(words[least]);
}

static X509_STORE *
make_store(const struct trust *t)
{
	X509_STORE *store = X509_STORE_new();

	if (store == NULL)
		abort();
	for (int i = 0; i < sk_X509_num(t->certs); i++)
		(void)X509_STORE_add_cert(store, sk_X509_value(t->certs, i));
	return store;
}

/* Of a chain that holds, the believed certificate that is nearest. */
static void
find_anchor(char hex[65], const struct trust *t, STACK_OF(X509) * chain)
{
	for (int i = 0; i < sk_X509_num(chain); i++) {
		X509 *x = sk_X509_value(chain, i);

		for (int k = 0; k < sk_X509_num(t->certs); k++) {
			if (X509_cmp(x, sk_X509_value(t->certs, k)) != 0)
				continue;
			cert_fingerprint(hex, x);
			return;
		}
	}
}

void
trust_ask(struct trust_answer *out, const struct trust *t, X509 *x,
    STACK_OF(X509) * others, int64_t moment)
{
	X509_STORE *store = make_store(t);
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	X509_VERIFY_PARAM *how;
	X509 *at;

	memset(out, 0, sizeof(*out));
	if (ctx == NULL || X509_STORE_CTX_init(ctx, store, x, others) != 1)
		abort();
	how = X509_STORE_CTX_get0_param(ctx);
	(void)X509_VERIFY_PARAM_set_flags(
	    how, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST);
	X509_VERIFY_PARAM_set_time(how, (time_t)moment);
	X509_VERIFY_PARAM_set_depth(how, MAX_DEPTH);
	X509_VERIFY_PARAM_set_auth_level(how, LEVEL);
	if (X509_verify_cert(ctx) == 1) {
		find_anchor(out->anchor, t, X509_STORE_CTX_get0_chain(ctx));
		ask_lists(out, t, X509_STORE_CTX_get0_chain(ctx), moment);
	} else {
		at = X509_STORE_CTX_get_current_cert(ctx);
		out->why =
		    clause(at != NULL ? at : x, X509_STORE_CTX_get_error(ctx));
	}
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	ERR_clear_error();
}

void
trust_answer_free(struct trust_answer *a)
{
	free(a->why);
	free(a->list);
	memset(a, 0, sizeof(*a));
}
