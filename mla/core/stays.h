/* stays.h - where the days go: in which state, and with whom */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_STAYS_H
#define MLA_CORE_STAYS_H

#include "core/figures.h"

/*
 * Tables of the stays in each state (of each group of want->by, or part): how
 * many, who is still there and for how long, Kaplan-Meier of leaving it, and
 * where they went, the next states competing.  States in which nobody waits
 * any more, as closed, are none.
 */
enum mla_rc stays_in_states(struct tables *out, struct office *office,
    const struct figures_want *want, struct err *err);

/* Tables of the days with each holder, by kind or want->by. */
enum mla_rc stays_with_holders(struct tables *out, struct office *office,
    const struct figures_want *want, struct err *err);

#endif
