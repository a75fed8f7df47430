/* past.h - derived rows: what figures are made from */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STORE_PAST_H
#define MLA_STORE_PAST_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

/* One request; the texts are valid while it is visited. */
struct store_past {
	int64_t request;
	const char *reference, *kind, *side, *partner, *assignee;
	const char *text; /* as core/past.h writes it; NULL: there is none */
};

/* Insert or replace.  Inside a write transaction. */
enum mla_rc store_past_put(
    struct store *store, int64_t request, const char *text, struct err *err);

/* *text is owned by the caller; NULL: there is none. */
enum mla_rc store_past_get(
    char **text, struct store *store, int64_t request, struct err *err);

/*
 * Each request of the register in order; visit runs no other statement that
 * walks them.  Its code other than MLA_OK ends the walk.
 */
enum mla_rc store_past_each(struct store *store,
    enum mla_rc (*visit)(
        void *arg, const struct store_past *past, struct err *err),
    void *arg, struct err *err);

#endif
