/* operation.h - rows of operations, of what belongs to them, and of links */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STORE_OPERATION_H
#define MLA_STORE_OPERATION_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

/* An investigation that groups requests; texts are owned where it was read. */
struct store_operation {
	int64_t id;
	char *reference; /* OP-2026-0001 */
	char *name;
	char *made; /* moment in UTC */
	int64_t requests, open; /* how many belong to it; read only */
};

struct store_operations {
	struct store_operation *at;
	size_t n, cap;
};

void store_operation_free(struct store_operation *op);
void store_operations_free(struct store_operations *ops);

/*
 * Make one; *reference is the next one of that year, the caller frees it.
 * Inside a write transaction.
 */
enum mla_rc store_operation_add(char **reference, struct store *store,
    const char *name, int year, const char *made, struct err *err);

/* All of them, by reference. */
enum mla_rc store_operation_list(
    struct store_operations *out, struct store *store, struct err *err);

/* Those that a request belongs to. */
enum mla_rc store_operation_of(struct store_operations *out,
    struct store *store, int64_t request, struct err *err);

/* What a request has to do with another one; texts are owned. */
struct store_link {
	char *relation; /* code */
	int64_t other;
	char *reference; /* our own, of the other one */
	bool reverse; /* the other one was linked to this one */
};

struct store_links {
	struct store_link *at;
	size_t n, cap;
};

void store_links_free(struct store_links *links);

/* Both directions, by the reference of the other one. */
enum mla_rc store_link_of(struct store_links *out, struct store *store,
    int64_t request, struct err *err);

/*
 * Derived rows of one request: forget them, then add each again.  Inside a
 * write transaction.  An operation that is not there is passed over.
 */
enum mla_rc store_ties_clear(
    struct store *store, int64_t request, struct err *err);
enum mla_rc store_ties_operation(struct store *store, int64_t request,
    const char *operation, struct err *err);
enum mla_rc store_ties_link(struct store *store, int64_t request,
    const char *relation, int64_t other, struct err *err);

#endif
