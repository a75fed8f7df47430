/* eventlog.h - what all formats of event logs share: cases and moments */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_EVENTLOG_H
#define MLA_CORE_EVENTLOG_H

#include "core/office.h"

#define EVENTLOG_MOMENT_BYTES 40

/* A request and the name that it has in the log. */
struct eventlog_case {
	int64_t request;
	char *name;
};

struct eventlog_cases {
	struct eventlog_case *at;
	size_t n;
};

/*
 * All requests, sorted by name.  names: our references; else pseudonyms, the
 * first 96 bits of HMAC-SHA-256 of the uid under a key that is made for this
 * log and forgotten.  The caller frees in any case.  MLA_EIO: no random bytes.
 */
enum mla_rc eventlog_cases(struct eventlog_cases *out, struct office *office,
    bool names, struct err *err);
void eventlog_cases_free(struct eventlog_cases *cases);

/* In UTC with milliseconds; a day is its beginning. */
void eventlog_moment(char out[EVENTLOG_MOMENT_BYTES], const struct when *when);

#endif
