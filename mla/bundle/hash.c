/* hash.c - SHA-256, SHA-512 and the older ones that bags still use */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/hashers.h"

enum {
	SHORT_BYTES = 1 << 20 /* below, threads cost more than they bring */
};

static const char *const pair_names[] = { "sha256", "sha512" };

static struct {
	void (*seen)(void *arg, size_t bytes);
	void *arg;
} watcher;

struct hash {
	EVP_MD_CTX *context;
};

/* Names in manifests, which are without hyphens, and those of libcrypto. */
static const EVP_MD *
find_algorithm(const char *name)
{
	static const char *const known[][2] = { { "md5", "MD5" },
		{ "sha1", "SHA1" }, { "sha224", "SHA224" },
		{ "sha256", "SHA256" }, { "sha384", "SHA384" },
		{ "sha512", "SHA512" }, { "sha512256", "SHA512-256" },
		{ "sha3224", "SHA3-224" }, { "sha3256", "SHA3-256" },
		{ "sha3384", "SHA3-384" }, { "sha3512", "SHA3-512" },
		{ "blake2b512", "BLAKE2b512" },
		{ "blake2s256", "BLAKE2s256" } };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (str_eq(known[i][0], name))
			return EVP_get_digestbyname(known[i][1]);
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

void
hash_copy_begin(struct hash_copying *c, int fd)
{
	struct stat st;

	memset(c, 0, sizeof(*c));
	c->hashers = hashers_new(pair_names, 2,
	    fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
	        st.st_size > SHORT_BYTES);
}

enum mla_rc
hash_copy_part(struct hash_copying *c, int fd, const char *path,
    struct file_new *to, uint64_t max, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	while (rc == MLA_OK && max > 0) {
		void *chunk = hashers_room(c->hashers);
		ssize_t n = read(fd, chunk,
		    max < HASHERS_CHUNK_BYTES ? max : HASHERS_CHUNK_BYTES);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			rc = err_errno(err, MLA_EIO, "cannot read %s", path);
			c->unread = true;
		}
		if (n <= 0)
			break;
		hashers_push(c->hashers, (size_t)n);
		c->bytes += (uint64_t)n;
		max -= (uint64_t)n;
		if (to != NULL)
			rc = file_write_all(
			    to->fd, chunk, (size_t)n, to->path, err);
		hash_seen((size_t)n);
	}
	return rc;
}

void
hash_copy_end(struct hash_copying *c, struct hash_pair *out)
{
	char hex[2][HASH_HEX_MAX];

	hashers_end(c->hashers);
	(void)hashers_next(c->hashers, hex, true);
	hashers_free(c->hashers);
	c->hashers = NULL;
	out->bytes = c->bytes;
	memcpy(out->sha256, hex[0], sizeof(out->sha256));
	memcpy(out->sha512, hex[1], sizeof(out->sha512));
	hash_seen(0);
}

enum mla_rc
hash_copy(struct hash_pair *out, int fd, const char *path, struct file_new *to,
    struct err *err)
{
	struct hash_copying c;
	enum mla_rc rc;

	hash_copy_begin(&c, fd);
	rc = hash_copy_part(&c, fd, path, to, UINT64_MAX, err);
	hash_copy_end(&c, out);
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
