/* erase.h - erase what may name a person; the journal still verifies */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_ERASE_H
#define MLA_CORE_ERASE_H

#include "core/office.h"

/*
 * Erase the payloads of one journal entry of a closed request, with their
 * salts (what NULL: all of them, else JOURNAL_EVENT ...).  What was recorded
 * about codes and times stays, and the last state is kept in the list without
 * a subject.  MLA_EREFUSED: the request is still open; MLA_ENOTFOUND: there is
 * nothing to erase.
 */
enum mla_rc erase_payload(struct office *office, int64_t request, int64_t seq,
    const char *what, struct err *err);

#endif
