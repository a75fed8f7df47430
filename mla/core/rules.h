/* rules.h - the rules that requests were made with, loaded once */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_RULES_H
#define MLA_CORE_RULES_H

#include "core/office.h"
#include "model/kind.h"
#include "model/limit.h"
#include "model/machine.h"
#include "store/event.h"

#define RULES_OWN_FORM "request" /* in machines: the kind's own form */

/* Machines, code lists and law of one kind on one side; for reading. */
struct rules {
	struct office *office; /* borrowed */
	int64_t set; /* number of the kept set; 0: the files of today */
	struct res_source source; /* where forms of the kind are read */
	struct kind *kind;
	const struct kind_side *side;
	struct machine *whole, *transmission;
	struct machine *part; /* NULL: it has no parts */
	struct limit_list *limits, *part_limits; /* part_limits may be NULL */
	struct codes *codes;
	struct law *law;
	bool keyed; /* the files were hashed: */
	unsigned char key[STORE_HASH_BYTES]; /* over all of them */
	struct rules *next; /* of the office's */
};

/*
 * The rules of a kept set (0: the files of today) for a kind and a side ("out"
 * or "in").  They belong to the office.  MLA_EDAMAGED: a file of them is
 * wrong, with its name and line.
 */
enum mla_rc rules_of(struct rules **out, struct office *office, int64_t set,
    const char *kind, const char *side, struct err *err);

/*
 * Keep the files of these rules by their hashes; *set is the number of the
 * set, which other requests with the same files share; key (may be NULL) is
 * the hash over all of them, hexadecimal.  Inside a write transaction of the
 * caller.
 */
enum mla_rc rules_keep(
    int64_t *set, char key[65], struct rules *rules, struct err *err);

/* The hash over a kept set, hexadecimal; "" for set 0. */
enum mla_rc rules_key(
    char key[65], struct store *store, int64_t set, struct err *err);

/* The set of that hash.  MLA_EDAMAGED: there is none; "": set 0. */
enum mla_rc rules_find(
    int64_t *set, struct store *store, const char *key, struct err *err);

/* Is it the form of the request itself, by its name or by that in machines? */
bool rules_is_own_form(const struct rules *rules, const char *form);

/* Called by office_close. */
void rules_free_all(struct rules *rules);

#endif
