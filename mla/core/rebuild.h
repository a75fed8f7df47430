/* rebuild.h - make the derived tables again from the journal */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_REBUILD_H
#define MLA_CORE_REBUILD_H

#include "core/office.h"

/*
 * Where each request stands and the words to find it by, in one transaction.
 * What is erased keeps the row it has.  *n is the number of requests.
 */
enum mla_rc rebuild_derived(int64_t *n, struct office *office, struct err *err);

/* The same inside a write transaction of the caller. */
enum mla_rc rebuild_inside(int64_t *n, struct office *office, struct err *err);

/* The same if an upgrade of the register asks for it. */
enum mla_rc rebuild_if_asked(struct office *office, struct err *err);

#endif
