/* batch.h - many acts at once, judged as a whole: all or nothing */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_BATCH_H
#define MLA_CORE_BATCH_H

#include "core/act.h"

/* One act of a batch; what it points to is borrowed. */
struct batch_entry {
	int64_t request;
	struct act act; /* event by its full name; part NULL: it is found */
	struct act_done done; /* filled */
};

/*
 * Judge and record acts of one or many requests in one transaction; each
 * request as a whole, in the order in which things happened.  MLA_EREFUSED
 * names the first that is impossible; nothing is written then.  The caller
 * frees done of each with act_done_free, in any case.
 */
enum mla_rc batch_record(struct batch_entry *entry, size_t n,
    struct office *office, struct err *err);

#endif
