/* twins.h - names of a bag that some systems take for the same */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_TWINS_H
#define MLA_BUNDLE_TWINS_H

#include "bundle/verify.h"

/* Files of a bag by what is left of their names when folded. */
struct twins;

/*
 * fold: str_compose or str_fold_case; the report has to stay until twins_free.
 */
struct twins *twins_new(
    const struct bag_report *report, char *(*fold)(const char *text));
void twins_free(struct twins *t);

/* An entry with another name that is the same folded, or NULL. */
const struct bag_entry *twins_find(const struct twins *t, const char *path);

/* Call for each entry that has one before it. */
void twins_each(const struct twins *t,
    void (*twin)(
        void *arg, const struct bag_entry *a, const struct bag_entry *b),
    void *arg);

#endif
