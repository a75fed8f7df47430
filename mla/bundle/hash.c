/* hash.c - SHA-256, SHA-512 and the older ones that bags still use */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/str.h"

enum {
	CHUNK_BYTES = 262144
};

static struct {
	void (*seen)(void *arg, size_t bytes);
	void *arg;
} watcher;

struct hash {
	EVP_MD_CTX *context;
};

/* Names in manifests are those of libcrypto, without a hyphen. */
static const EVP_MD *
find_algorithm(const char *name)
{
	static const char *const known[] = { "md5", "sha1", "sha224", "sha256",
		"sha384", "sha512" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (str_eq(known[i], name))
			return EVP_get_digestbyname(name);
	}
	return NULL;
}

bool
hash_is_known(const char *algorithm)
{
	return find_algorithm(algorithm) != NULL;
}

struct hash *
hash_new(const char *algorithm)
{
	const EVP_MD *md = find_algorithm(algorithm);
	struct hash *h;

	if (md == NULL)
		return NULL;
	h = xcalloc(1, sizeof(*h));
	h->context = EVP_MD_CTX_new();
	if (h->context == NULL || EVP_DigestInit_ex(h->context, md, NULL) != 1)
		abort();
	return h;
}

void
hash_add(struct hash *h, const void *data, size_t len)
{
	if (EVP_DigestUpdate(h->context, data, len) != 1)
		abort();
}

void
hash_end(struct hash *h, char hex[HASH_HEX_MAX])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (EVP_DigestFinal_ex(h->context, digest, &len) != 1)
		abort();
	hash_hex(hex, digest, len);
	hash_free(h);
}

void
hash_free(struct hash *h)
{
	if (h == NULL)
		return;
	EVP_MD_CTX_free(h->context);
	free(h);
}

void
hash_bytes(unsigned char out[HASH_SHA256_BYTES], const void *data, size_t len)
{
	static EVP_MD *sha256; /* looked up once for the process */
	unsigned size = 0;

	if (sha256 == NULL)
		sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (EVP_Digest(data, len, out, &size, sha256, NULL) != 1)
		abort();
}

void
hash_keyed(unsigned char out[HASH_SHA256_BYTES],
    const unsigned char key[HASH_SHA256_BYTES], const void *data, size_t len)
{
	unsigned size = 0;

	if (HMAC(EVP_sha256(), key, HASH_SHA256_BYTES, data, len, out, &size) ==
	    NULL)
		abort();
}

void
hash_hex(char *hex, const unsigned char *data, size_t len)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		hex[2 * i] = digits[data[i] >> 4];
		hex[2 * i + 1] = digits[data[i] & 15];
	}
	hex[2 * len] = '\0';
}

bool
hash_unhex(unsigned char *data, size_t len, const char *hex)
{
	static const char digits[] = "0123456789abcdef";

	if (strlen(hex) != 2 * len || strspn(hex, digits) != 2 * len)
		return false;
	for (size_t i = 0; i < len; i++)
		data[i] =
		    (unsigned char)(16 * (strchr(digits, hex[2 * i]) - digits) +
		        (strchr(digits, hex[2 * i + 1]) - digits));
	return true;
}

void
hash_hex_bytes(char hex[65], const void *data, size_t len)
{
	unsigned char digest[HASH_SHA256_BYTES];

	hash_bytes(digest, data, len);
	hash_hex(hex, digest, sizeof(digest));
}

void
hash_watch(void (*seen)(void *arg, size_t bytes), void *arg)
{
	watcher.seen = seen;
	watcher.arg = arg;
}

void
hash_seen(size_t bytes)
{
	if (watcher.seen != NULL)
		watcher.seen(watcher.arg, bytes);
}

enum mla_rc
hash_copy(struct hash_pair *out, int fd, const char *path, struct file_new *to,
    struct err *err)
{
	struct hash *short_one = hash_new("sha256");
	struct hash *long_one = hash_new("sha512");
	unsigned char *chunk = xmalloc(CHUNK_BYTES);
	char hex[HASH_HEX_MAX];
	enum mla_rc rc = MLA_OK;
	ssize_t n;

	memset(out, 0, sizeof(*out));
	for (;;) {
		n = read(fd, chunk, CHUNK_BYTES);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		hash_add(short_one, chunk, (size_t)n);
		hash_add(long_one, chunk, (size_t)n);
		out->bytes += (uint64_t)n;
		if (to != NULL &&
		    (rc = file_write_all(
		         to->fd, chunk, (size_t)n, to->path, err)) != MLA_OK)
			break;
		hash_seen((size_t)n);
	}
	hash_seen(0);
	if (rc == MLA_OK && n < 0)
		rc = err_errno(err, MLA_EIO, "cannot read %s", path);
	hash_end(short_one, hex);
	memcpy(out->sha256, hex, sizeof(out->sha256));
	hash_end(long_one, hex);
	memcpy(out->sha512, hex, sizeof(out->sha512));
	free(chunk);
	return rc;
}

enum mla_rc
hash_file(struct hash_pair *out, const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum mla_rc rc;

	if (fd < 0)
		return err_errno(err, errno == ENOENT ? MLA_ENOTFOUND : MLA_EIO,
		    "cannot open %s", path);
	rc = hash_copy(out, fd, path, NULL, err);
	(void)close(fd);
	return rc;
}
