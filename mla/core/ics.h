/* ics.h - what is due, as a calendar that other programs read (RFC 5545) */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_ICS_H
#define MLA_CORE_ICS_H

#include "base/buf.h"
#include "core/office.h"
#include "store/deadline.h"

/*
 * Append an iCalendar with an event for each row, with an alarm on the day
 * before (two hours before, where the hour counts).  It holds references and
 * what has to be done, no names.  The identifiers stay the same, so that an
 * import of a later file updates what is there.
 */
void ics_write(struct buf *out, const struct office *office,
    const struct store_deadlines *rows);

#endif
