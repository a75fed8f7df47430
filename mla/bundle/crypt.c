/* crypt.c - files that only a recipient can open (CMS) */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/crypt.h"

#include <fcntl.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "bundle/cert_inside.h"
#include "bundle/key_inside.h"

enum {
	HEAD_BYTES = 32 /* of a file, where its kind stands */
};

#define MIB 1048576ULL

/* DER of 1.2.840.113549.1.9.16.1.23 and of 1.2.840.113549.1.7.3. */
static const unsigned char auth_enveloped[] = { 0x06, 0x0b, 0x2a, 0x86, 0x48,
	0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x17 };
static const unsigned char enveloped[] = { 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
	0xf7, 0x0d, 0x01, 0x07, 0x03 };

bool
crypt_is_sealed(const char *path)
{
	unsigned char head[HEAD_BYTES];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = fd >= 0 ? read(fd, head, sizeof(head)) : -1;

	if (fd >= 0)
		(void)close(fd);
	return n > 0 && head[0] == 0x30 &&
	    (memmem(head, (size_t)n, auth_enveloped, sizeof(auth_enveloped)) !=
	            NULL ||
	        memmem(head, (size_t)n, enveloped, sizeof(enveloped)) != NULL);
}

enum mla_rc
crypt_check(const struct cert *cert, int64_t moment, struct err *err)
{
	const char *why = cert_cannot_encrypt(cert);
	char text[CERT_MOMENT_BYTES];
	struct cert_info info;
	enum mla_rc rc = MLA_OK;

	cert_info(&info, cert);
	if (moment > info.until || moment < info.from)
		rc = err_set(err, MLA_EREFUSED,
		    "the certificate of %s is %s %s", info.subject,
		    moment > info.until ? "not valid since"
		                        : "not valid before",
		    cert_moment(
		        moment > info.until ? info.until : info.from, text));
	else if (why != NULL)
		rc = err_set(err, MLA_EREFUSED,
		    "nothing can be encrypted to the certificate of %s: %s",
		    info.subject, why);
	cert_info_free(&info);
	return rc;
}

/* MLA_EREFUSED where the file is longer than it may be, with the hint. */
static enum mla_rc
check_size(const char *path, uint64_t max, const char *hint, struct err *err)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return err_errno(err, MLA_EIO, "cannot look at %s", path);
	if ((uint64_t)st.st_size <= max)
		return MLA_OK;
	err_hint(err, "%s", hint);
	return err_set(err, MLA_EREFUSED,
	    "it has %llu MiB, and at most %llu are encrypted in this way: to "
	    "open it takes three times the memory",
	    (unsigned long long)(((uint64_t)st.st_size + MIB - 1) / MIB),
	    (unsigned long long)(max / MIB));
}

/* One who can open it: no PKCS #1 v1.5, no SHA-1. */
static bool
add_recipient(CMS_ContentInfo *cms, const struct cert *cert)
{
	CMS_RecipientInfo *ri =
	    CMS_add1_recipient_cert(cms, cert->x, CMS_KEY_PARAM);
	EVP_PKEY_CTX *how =
	    ri != NULL ? CMS_RecipientInfo_get0_pkey_ctx(ri) : NULL;
	int kind = EVP_PKEY_get_base_id(X509_get0_pubkey(cert->x));

	if (how == NULL)
		return false;
	if (kind == EVP_PKEY_RSA)
		return EVP_PKEY_CTX_set_rsa_padding(
		           how, RSA_PKCS1_OAEP_PADDING) == 1 &&
		    EVP_PKEY_CTX_set_rsa_oaep_md(how, EVP_sha256()) == 1 &&
		    EVP_PKEY_CTX_set_rsa_mgf1_md(how, EVP_sha256()) == 1;
	return kind == EVP_PKEY_EC &&
	    EVP_PKEY_CTX_set_ecdh_kdf_md(how, EVP_sha256()) == 1;
}

static bool
seal(int to, BIO *in, struct cert *const *certs, size_t n)
{
	const unsigned flags = CMS_BINARY | CMS_STREAM | CMS_PARTIAL;
	CMS_ContentInfo *cms =
	    CMS_encrypt(NULL, NULL, EVP_aes_256_gcm(), flags);
	BIO *out = BIO_new_fd(to, BIO_NOCLOSE);
	bool done = cms != NULL && out != NULL;

	for (size_t i = 0; done && i < n; i++)
		done = add_recipient(cms, certs[i]);
	done = done && i2d_CMS_bio_stream(out, cms, in, (int)flags) == 1;
	BIO_free(out);
	CMS_ContentInfo_free(cms);
	return done;
}

enum mla_rc
crypt_seal(const char *to, const char *from, struct cert *const *certs,
    size_t n, uint64_t max, struct err *err)
{
	struct file_new file = { .fd = -1 };
	BIO *in = NULL;
	enum mla_rc rc;

	if ((rc = check_size(from, max,
	         "Larger ones by age, which works in a stream: --encrypt-to "
	         "age1...   Or, if they can open it: --max-mib N",
	         err)) != MLA_OK ||
	    (rc = file_begin(&file, to, err)) != MLA_OK)
		return rc;
	in = BIO_new_file(from, "rb");
	if (in == NULL)
		rc = err_set(
		    err, MLA_EIO, "cannot open %s: %s", from, cert_why());
	else if (!seal(file.fd, in, certs, n))
		rc = err_set(
		    err, MLA_EIO, "cannot encrypt %s: %s", to, cert_why());
	else
		rc = file_commit(&file, err);
	file_abandon(&file);
	BIO_free(in);
	ERR_clear_error();
	return rc;
}

/* What is in the file, if it is a kind that proves that it was not changed. */
static enum mla_rc
parse(CMS_ContentInfo **out, const char *from, struct err *err)
{
	BIO *in = BIO_new_file(from, "rb");
	int kind = NID_undef;
	enum mla_rc rc = MLA_OK;

	*out = in != NULL ? d2i_CMS_bio(in, NULL) : NULL;
	if (*out != NULL)
		kind = OBJ_obj2nid(CMS_get0_type(*out));
	if (in == NULL)
		rc = err_set(
		    err, MLA_EIO, "cannot open %s: %s", from, cert_why());
	else if (kind == NID_pkcs7_enveloped)
		rc = err_set(err, MLA_EDAMAGED,
		    "%s is encrypted in a way that does not show whether it "
		    "was changed (EnvelopedData): ask for AES-256-GCM",
		    from);
	else if (kind != NID_id_smime_ct_authEnvelopedData)
		rc = err_set(err, MLA_EDAMAGED, "%s is no encrypted CMS", from);
	BIO_free(in);
	ERR_clear_error();
	return rc;
}

static enum mla_rc
decrypt(int to, CMS_ContentInfo *cms, const char *from, const struct key *key,
    const struct cert *cert, struct err *err)
{
	BIO *out = BIO_new_fd(to, BIO_NOCLOSE);
	enum mla_rc rc = MLA_OK;

	if (CMS_decrypt_set1_pkey(
	        cms, key->pkey, cert != NULL ? cert->x : NULL) != 1)
		rc = err_set(err, MLA_EREFUSED,
		    "%s is not encrypted to the key %s", from, key->name);
	/* The tag is checked at the end: what was written is not kept. */
	else if (CMS_decrypt(cms, NULL, NULL, NULL, out, CMS_BINARY) != 1)
		rc = err_set(err, MLA_EDAMAGED,
		    "%s cannot be decrypted: it was changed, or is for "
		    "another key",
		    from);
	BIO_free(out);
	ERR_clear_error();
	return rc;
}

enum mla_rc
crypt_open(const char *to, const char *from, const struct key *key,
    const struct cert *cert, uint64_t max, struct err *err)
{
	struct file_new file = { .fd = -1 };
	CMS_ContentInfo *cms = NULL;
	enum mla_rc rc;

	if ((rc = check_size(from, max,
	         "If there is so much memory: --max-mib N", err)) != MLA_OK ||
	    (rc = parse(&cms, from, err)) != MLA_OK ||
	    (rc = file_begin(&file, to, err)) != MLA_OK ||
	    (rc = decrypt(file.fd, cms, from, key, cert, err)) != MLA_OK)
		goto out;
	rc = file_commit(&file, err);
out:
	file_abandon(&file);
	CMS_ContentInfo_free(cms);
	return rc;
}
