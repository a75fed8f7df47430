/* tie.h - what requests have to do with each other: operations and links */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_TIE_H
#define MLA_CORE_TIE_H

#include "core/dossier.h"
#include "store/operation.h"

/*
 * A new operation, an investigation that groups requests; *reference is its
 * own, the caller frees it.  MLA_EUSAGE: the name is empty.
 */
enum mla_rc tie_new_operation(
    char **reference, struct office *office, const char *name, struct err *err);

/*
 * All operations by reference, or those with part in reference or name, in any
 * case and script; where part is the reference of one, that one alone.  The
 * caller frees *out with store_operations_free.
 */
enum mla_rc tie_operations(struct store_operations *out, struct office *office,
    const char *part, struct err *err);

/*
 * The operation that is meant: by its reference, or an unambiguous part of it
 * or of its name.  *out holds exactly one; the caller frees it with
 * store_operations_free.  MLA_ENOTFOUND: none, or several, with their names.
 */
enum mla_rc tie_find_operation(struct store_operations *out,
    struct office *office, const char *ref, struct err *err);

/*
 * A request belongs to an operation; recorded in the journal of the request.
 * MLA_EREFUSED: it does already.
 */
enum mla_rc tie_operation(struct office *office, int64_t request,
    const struct store_operation *op, struct err *err);

/*
 * What a request is to another one: a code of the list of relations, recorded
 * in the journal of the first.  MLA_EUSAGE: no such relation, with those that
 * there are; MLA_EREFUSED: the same request, or linked so already.
 */
enum mla_rc tie_link(struct office *office, int64_t request, int64_t other,
    const char *relation, struct err *err);

/* To another request, or to an operation. */
struct tie {
	char *name; /* relation; or reference of the operation */
	int64_t other; /* request, 0: an operation */
};

struct ties {
	struct tie *at; /* each once */
	size_t n, cap;
	bool any; /* the journal speaks of them, if only to strike them */
};

/*
 * Those of a request by its journal.  MLA_OK: the caller frees *out with
 * ties_free.
 */
enum mla_rc ties_of(struct ties *out, const struct dossier *d, struct err *err);
void ties_free(struct ties *ties);

/* Write the derived rows of a request anew; in a write transaction. */
enum mla_rc tie_put(const struct dossier *d, struct err *err);

#endif
