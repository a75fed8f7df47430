/* explain.h - how the day of a time limit was found, in words */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_EXPLAIN_H
#define MLA_CMD_EXPLAIN_H

#include "core/office.h"

/*
 * Print every limit of a request that runs: its day, whose clock it is and
 * whose act, the articles, from when it runs, when it was held, how it was
 * counted, to when it was moved.  theirs: the partner's reference, or "".
 */
enum mla_rc explain_request(struct office *office, int64_t request,
    const char *theirs, struct err *err);

#endif
