/* compare.h - two groups against each other: how much longer does one take? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_COMPARE_H
#define MLA_CORE_COMPARE_H

#include "core/figures.h"

#define COMPARE_STRATA "measure,partner" /* within which they are compared */

/*
 * Tables: both groups, with their ends; the difference of their restricted
 * means in all and within each measure (a forest plot's rows), and their mean
 * by inverse variance; tests.  a and b are values of want->by, as codes or as
 * words.  MLA_EUSAGE: no --by, or no such group, with those that there are.
 */
enum mla_rc compare_tables(struct tables *out, struct office *office,
    const struct figures_want *want, const char *a, const char *b,
    struct err *err);

#endif
