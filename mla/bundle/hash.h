/* hash.h - SHA-256, SHA-512 and the older ones that bags still use */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_HASH_H
#define MLA_BUNDLE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/file.h"

#define HASH_SHA256_BYTES 32
#define HASH_HEX_MAX 129 /* longest digest in hexadecimal, and NUL */

/* A digest that grows; FIPS 180-4 and, for old bags, MD5 and SHA-1. */
struct hash;

/* algorithm as in manifest names: "sha256", "sha512", "sha1", "md5" ... */
bool hash_is_known(const char *algorithm);

/* The caller ends it with hash_end or hash_free.  NULL: not known. */
struct hash *hash_new(const char *algorithm);
void hash_add(struct hash *h, const void *data, size_t len);

/* Write the digest in lower-case hexadecimal and free it. */
void hash_end(struct hash *h, char hex[HASH_HEX_MAX]);
void hash_free(struct hash *h);

/* SHA-256 of bytes. */
void hash_bytes(
    unsigned char out[HASH_SHA256_BYTES], const void *data, size_t len);

/* HMAC-SHA-256 of bytes under a key of HASH_SHA256_BYTES (RFC 2104). */
void hash_keyed(unsigned char out[HASH_SHA256_BYTES],
    const unsigned char key[HASH_SHA256_BYTES], const void *data, size_t len);

/* Lower-case hexadecimal of len bytes; hex has room for 2 * len + 1. */
void hash_hex(char *hex, const unsigned char *data, size_t len);

/* The bytes that hash_hex wrote; false: hex has not 2 * len of its digits. */
bool hash_unhex(unsigned char *data, size_t len, const char *hex);

/* SHA-256 of bytes in hexadecimal. */
void hash_hex_bytes(char hex[65], const void *data, size_t len);

/* What was found while a file was copied or read. */
struct hash_pair {
	char sha256[65], sha512[129];
	uint64_t bytes;
};

/*
 * Who watches how files are read: called with the bytes of each piece, and with
 * 0 at the end of each file; NULL: nobody.  There is one for the process, as
 * there is one terminal.
 */
void hash_watch(void (*seen)(void *arg, size_t bytes), void *arg);

/* For those who read files in pieces: that many bytes more; 0: the end. */
void hash_seen(size_t bytes);

/* Bytes that are hashed while they are read, perhaps in several parts. */
struct hash_copying {
	struct hashers *hashers;
	uint64_t bytes; /* so far */
	bool unread; /* reading failed, not writing */
};

/* fd: what is read first; its hashes get threads if it is not short. */
void hash_copy_begin(struct hash_copying *c, int fd);

/*
 * Hash at most max bytes more of fd (named path), in constant memory, and
 * write them to a file that was begun (to NULL: only hash).  Fewer than max:
 * fd is at its end.  MLA_EIO.
 */
enum mla_rc hash_copy_part(struct hash_copying *c, int fd, const char *path,
    struct file_new *to, uint64_t max, struct err *err);

/* What was found; c is over, after a failure as well. */
void hash_copy_end(struct hash_copying *c, struct hash_pair *out);

/* All of fd in one part, with begin and end. */
enum mla_rc hash_copy(struct hash_pair *out, int fd, const char *path,
    struct file_new *to, struct err *err);

/* Hash the file at path.  MLA_ENOTFOUND, MLA_EIO. */
enum mla_rc hash_file(struct hash_pair *out, const char *path, struct err *err);

#endif
