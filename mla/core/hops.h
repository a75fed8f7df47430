/* hops.h - who had the ball, from day to day */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_HOPS_H
#define MLA_CORE_HOPS_H

#include "core/dossier.h"

/* One stretch with one holder; texts belong to the dossier. */
struct hop {
	const char *holder; /* code, never "" */
	const char *waiting; /* "us", "them" or "" */
	int32_t from, to; /* days; to is not counted: to - from days */
	bool open; /* still there */
};

struct hops {
	struct hop *at;
	size_t n, cap;
};

/*
 * The holders of a request one after the other, from its first event to its
 * end or to the day from which it is looked at.  The caller frees at.
 */
void hops_of(struct hops *hops, const struct dossier *d);

/* The same for a part: who had it; p->stay says in which state. */
void hops_of_part(
    struct hops *hops, const struct dossier *d, const struct dossier_part *p);

/* Days of the hops of one side ("us", "them"), within [from, to]. */
int32_t hops_days(
    const struct hops *hops, const char *waiting, int32_t from, int32_t to);

#endif
