/* failures.h - what went wrong on the way: cause and days lost */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_FAILURES_H
#define MLA_CORE_FAILURES_H

#include "core/figures.h"

/* One failure; the texts are owned. */
struct failure {
	char *reference; /* ours */
	char *partner; /* the other State */
	char *side; /* "out" or "in" */
	char *what; /* code of failure */
	char *cause; /* code of failure-cause, "" if not given */
	int32_t on; /* day it was found */
	int32_t days; /* lost: from sending, or receipt, to that day */
};

struct failures {
	struct failure *at;
	size_t n, cap;
};

/*
 * Over all requests of the register, as they were then (look NULL: now): each
 * event whose transition says what failed (w:failure).  Days run from the last
 * time before it that something was sent (of a request that came in: from its
 * receipt).  The caller frees with failures_free.
 */
enum mla_rc failures_of(struct failures *out, struct office *office,
    const struct dossier_look *look, struct err *err);
void failures_free(struct failures *failures);

/*
 * The same as tables: how many and how many days by what failed and why, and
 * each of them.
 */
enum mla_rc failures_tables(struct tables *out, struct office *office,
    const struct figures_want *want, struct err *err);

#endif
