/* indicator.h - figures that the law asks for, and steps of a case, by data */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_INDICATOR_H
#define MLA_CORE_INDICATOR_H

#include "core/figures.h"

#define INDICATOR_LIST "indicator" /* list of codes */

/* Is there a set of indicators of that name? */
bool indicator_has(const struct office *office, const char *set);

/* The names of all sets, with ", " between; the caller frees it. */
char *indicator_sets(const struct office *office);

/*
 * The tables of a set: durations of each indicator by year (or want->by), with
 * the mean of completed only, which laws ask for, beside the estimates that
 * count open ones, and the share within its term; and how often something
 * happened.
 */
enum mla_rc indicator_tables(struct tables *out, struct office *office,
    const struct figures_want *want, const char *set, struct err *err);

#endif
