/* hops.c - who had the ball, from day to day */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/hops.h"

#include "base/alloc.h"
#include "base/str.h"

static void
end_hop(struct hops *hops, int32_t day, bool open)
{
	struct hop *last = hops->n > 0 ? &hops->at[hops->n - 1] : NULL;

	if (last == NULL || !last->open)
		return;
	last->to = day > last->from ? day : last->from;
	last->open = open;
}

static void
begin_hop(
    struct hops *hops, const char *holder, const char *waiting, int32_t day)
{
	struct hop *hop;

	if (*holder == '\0')
		return;
	hops->at = vec_more(hops->at, &hops->cap, hops->n, sizeof(*hops->at));
	hop = &hops->at[hops->n++];
	hop->holder = holder;
	hop->waiting = waiting;
	hop->from = day;
	hop->to = day;
	hop->open = true;
}

void
hops_of(struct hops *hops, const struct dossier *d)
{
	const char *holder = "", *waiting = "";

	memset(hops, 0, sizeof(*hops));
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->taken == NULL ||
		    (str_eq(e->holder, holder) && str_eq(e->waiting, waiting)))
			continue;
		end_hop(hops, e->on.day, false);
		holder = e->holder;
		waiting = e->waiting;
		begin_hop(hops, holder, waiting, e->on.day);
	}
	if (run_is_final(d->run))
		end_hop(hops, dossier_last_day(d), false);
	else
		end_hop(hops, d->now.day, true);
}

void
hops_of_part(
    struct hops *hops, const struct dossier *d, const struct dossier_part *p)
{
	const char *holder = "";
	int32_t day = 0;

	memset(hops, 0, sizeof(*hops));
	for (size_t i = 0; i < p->nstays; i++) {
		const struct dossier_stay *s = &p->stay[i];

		day = s->since.day;
		if (str_eq(s->holder, holder))
			continue;
		end_hop(hops, day, false);
		holder = s->holder;
		begin_hop(
		    hops, holder, dossier_part_waiting(d, p, holder), day);
	}
	if (run_is_final(p->run))
		end_hop(hops, day, false);
	else
		end_hop(hops, d->now.day, true);
}

int32_t
hops_days(
    const struct hops *hops, const char *waiting, int32_t from, int32_t to)
{
	int32_t days = 0;

	for (size_t i = 0; i < hops->n; i++) {
		const struct hop *h = &hops->at[i];
		int32_t a = h->from > from ? h->from : from;
		int32_t b = h->to < to ? h->to : to;

		if (str_eq(h->waiting, waiting) && b > a)
			days += b - a;
	}
	return days;
}
