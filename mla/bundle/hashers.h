/* hashers.h - digests of files that pass by, each in a thread of its own */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_HASHERS_H
#define MLA_BUNDLE_HASHERS_H

#include <stdbool.h>
#include <stddef.h>

#include "bundle/hash.h"

#define HASHERS_MAX 6 /* algorithms */
#define HASHERS_FILES 64 /* that have ended and were not asked for */
#define HASHERS_CHUNK_BYTES 262144UL
#define HASHERS_CHUNKS 16 /* between the reader and the slowest digest */

/*
 * Files one after another, hashed beside whatever the caller does with their
 * bytes, in constant memory.  One thread of the caller's uses it.
 */
struct hashers;

/*
 * Names of n algorithms as hash_new knows them; they stay the caller's.
 * beside: in threads; else, or where there are none to be had, at once, which
 * is better for a few bytes.  The caller ends with hashers_free.
 */
struct hashers *hashers_new(
    const char *const *algorithms, size_t n, bool beside);

/*
 * Where the next bytes can be put, HASHERS_CHUNK_BYTES of them; waits until
 * there is room.  They can be read until the next call of this.
 */
void *hashers_room(struct hashers *h);

/*
 * The first len of them are the next bytes of the file; once, and before
 * hashers_end.
 */
void hashers_push(struct hashers *h, size_t len);

/* The next bytes of the file, from elsewhere. */
void hashers_add(struct hashers *h, const void *data, size_t len);

/*
 * The file ends here, and another one may begin.  At most HASHERS_FILES may
 * have ended that hashers_next has not told of.
 */
void hashers_end(struct hashers *h);

/*
 * Digests of the first file that has ended and was not told of, one for each
 * algorithm, in lower-case hexadecimal.  false: there is none, or (unless wait
 * is set) it is not ready.
 */
bool hashers_next(struct hashers *h, char hex[][HASH_HEX_MAX], bool wait);

/* Also in the middle of a file; NULL is fine. */
void hashers_free(struct hashers *h);

#endif
