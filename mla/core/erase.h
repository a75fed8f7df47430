/* erase.h - erase what may name a person; the journal still verifies */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_ERASE_H
#define MLA_CORE_ERASE_H

#include "core/office.h"

/* What is to be erased, and by whose decision; everything is borrowed. */
struct erasure {
	int64_t seq; /* entry of the journal */
	const char *what; /* JOURNAL_EVENT ...; NULL: all of the entry */
	const char *by, *second; /* the two persons, by name */
	const char *reason;
};

/*
 * Erase the payloads of one journal entry of a closed request, with their
 * salts.  What was recorded about codes and times stays, the last state is
 * kept in the list without a subject, and an entry of the journal says that it
 * was done, when, by whom and why (the names and the reason as a payload).
 * MLA_EUSAGE: a name or the reason is blank; MLA_EREFUSED: it takes two
 * different persons, or the request is still open; MLA_ENOTFOUND: the request
 * has no such entry, or there is nothing to erase in it.
 */
enum mla_rc erase_payload(struct office *office, int64_t request,
    const struct erasure *erasure, struct err *err);

#endif
