/* migrate.h - move a request to the workflows, forms and law of today */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_MIGRATE_H
#define MLA_CORE_MIGRATE_H

#include "core/office.h"

enum migrate_result {
	MIGRATE_MOVED, /* it goes on by the rules of today */
	MIGRATE_CURRENT, /* it goes by the rules of today already */
	MIGRATE_ENDED, /* it has ended: it stays with its rules */
	MIGRATE_ERASED, /* the same, and something of it is erased */
	MIGRATE_IMPOSSIBLE, /* it cannot have happened so by those of today */
};

/* What came of it; texts are owned. */
struct migrate_done {
	char *reference;
	enum migrate_result result;
	char *before, *after; /* the state that counts, by each of them */
	char *why; /* of MIGRATE_IMPOSSIBLE: the first such entry; else NULL */
	int64_t seq; /* of MIGRATE_MOVED: its entry in the journal */
	bool limits; /* of MIGRATE_MOVED: something is due on another day */
	bool unsent; /* and other acts than before are to be sent */
};

void migrate_done_free(struct migrate_done *done);

/*
 * Replay the whole history of a request by the rules of today; if all of it is
 * possible, the request goes on under them, and its journal says so; otherwise
 * nothing is changed.  In one transaction.  The caller frees *done in any case.
 * MLA_OK: see done->result.  MLA_EDAMAGED: a file of today is wrong, or the
 * history is impossible by its own rules.
 */
enum mla_rc migrate_request(struct migrate_done *done, struct office *office,
    int64_t request, struct err *err);

#endif
