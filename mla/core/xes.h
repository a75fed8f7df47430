/* xes.h - the register as an event log for process mining (IEEE 1849, XES) */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_XES_H
#define MLA_CORE_XES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/office.h"

/* Where the bytes of the log go; what it returns ends the writing. */
struct xes_sink {
	enum mla_rc (*write)(
	    void *arg, const char *data, size_t len, struct err *err);
	void *arg;
};

struct xes_done {
	size_t traces, events;
};

/*
 * A trace for each request, an event for each act that stands, in the order of
 * its history; times in UTC, a day as its beginning.  No text that a person
 * wrote is in it.  names: traces bear our references; else the first 96 bits
 * of HMAC-SHA-256 of the uid under a key that is made for this log and
 * forgotten, and stand in the order of these.  Errors of the store and of the
 * sink; MLA_EIO: no random bytes.
 */
enum mla_rc xes_write(struct xes_done *done, struct office *office, bool names,
    const struct xes_sink *sink, struct err *err);

#endif
