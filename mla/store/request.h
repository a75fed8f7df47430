/* request.h - rows of requests and their references */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STORE_REQUEST_H
#define MLA_STORE_REQUEST_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

#define STORE_OWNER_PARTNER "partner" /* owner of the reference they use */

/* A request; the texts are owned. */
struct store_request {
	int64_t id;
	char *uid; /* urn:uuid */
	char *reference; /* our own */
	char *kind;
	char *side; /* "out" or "in" */
	char *partner; /* code of the other State */
	char *made; /* moment in UTC */
	int64_t ruleset; /* the rules it was made with; 0: none kept */
};

void store_request_free(struct store_request *r);

/* Insert; *id is its number.  Inside a write transaction. */
enum mla_rc store_request_add(int64_t *id, struct store *store,
    const struct store_request *r, struct err *err);

/* MLA_ENOTFOUND if there is none; free with store_request_free. */
enum mla_rc store_request_get(struct store_request *out, struct store *store,
    int64_t id, struct err *err);

/* It goes on under another set of rules; in a write transaction. */
enum mla_rc store_request_rules(
    struct store *store, int64_t id, int64_t ruleset, struct err *err);

/* By uid; *id is 0 if there is none. */
enum mla_rc store_request_by_uid(
    int64_t *id, struct store *store, const char *uid, struct err *err);

/* Numbers with the reference that fits; the caller frees. */
struct store_matches {
	struct {
		int64_t id;
		char *reference;
	} * at;
	size_t n, cap;
};

void store_matches_free(struct store_matches *m);

/*
 * All whose own or further reference is exactly value (any case), each once;
 * reference is the own one.
 */
enum mla_rc store_request_named(struct store_matches *out, struct store *store,
    const char *value, struct err *err);

/*
 * Up to limit whose own or a further reference has part in it (any case);
 * reference is for people: the own one, and that which fits in brackets.
 */
enum mla_rc store_request_like(struct store_matches *out, struct store *store,
    const char *part, int limit, struct err *err);

/* All of them, in order; reference is the own one. */
enum mla_rc store_request_all(
    struct store_matches *out, struct store *store, struct err *err);

/* Every reference of every request, own and further ones, each as a row. */
enum mla_rc store_reference_names(
    struct store_matches *out, struct store *store, struct err *err);

/*
 * Up to limit others of the same partner and direction that have a reference,
 * a file or the date of the letter in common with a request.
 */
enum mla_rc store_request_alike(struct store_matches *out, struct store *store,
    int64_t request, int limit, struct err *err);

/*
 * The next own reference, as LIL-O-2026-000017; direction 'O' or 'I'.  Inside
 * a write transaction; the caller frees *out.
 */
enum mla_rc store_reference_next(char **out, struct store *store,
    const char *code, char direction, int year, struct err *err);

/* Add a further reference; the same again is no error. */
enum mla_rc store_reference_add(struct store *store, int64_t request,
    const char *owner, const char *value, struct err *err);

/* Forget one; none is no error. */
enum mla_rc store_reference_drop(struct store *store, int64_t request,
    const char *owner, const char *value, struct err *err);

/* One further reference. */
struct store_references {
	struct {
		char *owner, *value;
	} * at;
	size_t n, cap;
};

void store_references_free(struct store_references *refs);
enum mla_rc store_references(struct store_references *out, struct store *store,
    int64_t request, struct err *err);

#endif
