/* rules.h - bytes of rules by their hash, and sets of them */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STORE_RULES_H
#define MLA_STORE_RULES_H

#include "base/buf.h"
#include "store/event.h"

/* One file of a set; the texts are borrowed. */
struct store_rule {
	const char *kind; /* workflow, part, form, code, law ... */
	const char *name; /* of the file, without extension */
	unsigned char hash[STORE_HASH_BYTES]; /* SHA-256 of its bytes */
};

/* The set with that key; *id is 0 if there is none. */
enum mla_rc store_ruleset_find(int64_t *id, struct store *store,
    const unsigned char key[STORE_HASH_BYTES], struct err *err);

/* The key of a set.  MLA_EDAMAGED: there is no set of that number. */
enum mla_rc store_ruleset_key(unsigned char key[STORE_HASH_BYTES],
    struct store *store, int64_t id, struct err *err);

/* A new set; *id is its number.  Inside a write transaction. */
enum mla_rc store_ruleset_add(int64_t *id, struct store *store,
    const unsigned char key[STORE_HASH_BYTES], struct err *err);

/* Keep the bytes of a rule, once, and put it into the set. */
enum mla_rc store_ruleset_put(struct store *store, int64_t ruleset,
    const struct store_rule *rule, const void *bytes, size_t len,
    struct err *err);

/*
 * The bytes of a rule of the set, and the hash by which they are kept; *found
 * false if it has none such.
 */
enum mla_rc store_rule_get(bool *found, struct buf *out,
    unsigned char hash[STORE_HASH_BYTES], struct store *store, int64_t ruleset,
    const char *kind, const char *name, struct err *err);

#endif
