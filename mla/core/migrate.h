/* migrate.h - move a request to the workflows, forms and law of today */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_MIGRATE_H
#define MLA_CORE_MIGRATE_H

#include "core/office.h"

/* What came of it; texts are owned. */
struct migrate_done {
	char *reference;
	bool moved; /* false: it goes by the rules of today already */
	char *before, *after; /* the state that counts, under each of them */
};

void migrate_done_free(struct migrate_done *done);

/*
 * Replay the whole history of a request by the rules of today; if all of it is
 * possible, the request goes on under them, and its journal says so.
 * MLA_EREFUSED: an entry would be impossible (the message names it), or the
 * request has ended or is erased; nothing is changed then.
 */
enum mla_rc migrate_request(struct migrate_done *done, struct office *office,
    int64_t request, struct err *err);

#endif
