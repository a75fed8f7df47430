/* yearly.h - what came in, what was resolved, what is pending, year by year */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_YEARLY_H
#define MLA_CORE_YEARLY_H

#include "core/figures.h"

/*
 * Requests of the kinds that count (flow="yes" in the list "timing"), by side
 * and want->by, in each calendar year; they come in with the event at which
 * their days begin, and are resolved with the one at which they end, or when
 * another outcome was decided.  With I in, R resolved, P0 and P1 pending at the
 * beginning and at the end of a period of D days (the last one ends today):
 *   P1 = P0 + I - R, clearance rate R / I, case turnover R / P1,
 *   disposition time D P1 / R
 * Source: CEPEJ, Study No. 6 and its SATURN guidelines.  Not defined where the
 * divisor is 0.
 *
 * yearly_cepej: flow, durations of each year's intake, age of what is pending.
 * yearly_fatf: for Recommendation 33, with the mean of completed only.
 */
enum mla_rc yearly_cepej(struct tables *out, struct office *office,
    const struct figures_want *want, struct err *err);
enum mla_rc yearly_fatf(struct tables *out, struct office *office,
    const struct figures_want *want, struct err *err);

#endif
