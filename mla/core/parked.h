/* parked.h - bundles that came and have to wait, as files and rows */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_PARKED_H
#define MLA_CORE_PARKED_H

#include "core/envelope.h"
#include "core/exchange.h"

/*
 * Keep the bundle at path in parked/, and say why (PARKED_..., what: the
 * sentence, NULL: which one is missing).  MLA_OK for one that came early;
 * MLA_EREFUSED, with the sentence, for every other one, r->parked is set then
 * as well.  A folder is not kept.
 * Then one that came early is refused, too.
 */
enum mla_rc parked_keep(struct exchange_received *r, struct office *office,
    const char *path, const struct envelope *e, const char *manifest,
    const struct when *on, const char *why, const char *what, struct err *err);

/* Let go of row and file, if they are there. */
enum mla_rc parked_forget(
    struct office *office, const char *manifest, struct err *err);

/* The same for all that is kept about a request (uid). */
enum mla_rc parked_forget_all(
    struct office *office, const char *about, struct err *err);

/* The file alone, when the row is gone. */
enum mla_rc parked_remove(
    struct office *office, const char *manifest, struct err *err);

/* It is not recorded, for that reason; p is changed. */
enum mla_rc parked_aside(struct office *office, struct store_parked *p,
    const char *reason, struct err *err);

#endif
