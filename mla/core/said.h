/* said.h - how often acts said each code of a list: use, grounds, causes */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_SAID_H
#define MLA_CORE_SAID_H

#include "core/figures.h"

/*
 * A table of the requests (by kind and side, or want->by) in which an act
 * carried a code of the list, as "use" or "refusal": each code with what else
 * was coded with it, as the stage at which a result came too late.  Of a
 * request its last act that says one counts.
 */
enum mla_rc said_tables(struct tables *out, struct office *office,
    const struct figures_want *want, const char *list, struct err *err);

/* Is it a list of codes, by itself or as a kind calls one? */
bool said_is_list(struct office *office, const char *list);

#endif
