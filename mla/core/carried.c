/* carried.c - which transmission took what along, and which did not arrive */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/carried.h"

#include "base/alloc.h"
#include "base/str.h"

bool
carried_is_lost(const struct dossier *d, const struct dossier_part *part)
{
	if (!part->transmission || !run_is_final(part->run))
		return false;
	for (size_t i = 0; i < d->nevents; i++) {
		if (str_eq(d->events[i].covered, part->id))
			return false;
	}
	return true;
}

/* A transmission, by its entries in the journal. */
struct carrier {
	const char *id;
	int64_t began;
	int64_t lost; /* the entry that says so, or 0 */
};

static int
by_beginning(const void *a, const void *b)
{
	const struct carrier *x = a, *y = b;

	return x->began < y->began ? -1 : x->began > y->began;
}

static struct carrier
carrier_of(const struct dossier *d, const struct dossier_part *part)
{
	struct carrier c = { part->id, 0, 0 };
	int64_t last = 0;

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (!str_eq(e->part, part->id))
			continue;
		if (c.began == 0 || e->seq < c.began)
			c.began = e->seq;
		if (e->seq > last)
			last = e->seq;
	}
	if (carried_is_lost(d, part))
		c.lost = last;
	return c;
}

bool
carried_goes_with(
    const struct dossier *d, int64_t seq, const char *transmission)
{
	struct carrier *all = xcalloc(d->nparts, sizeof(*all));
	const struct carrier *has = NULL;
	size_t n = 0;
	bool goes = false;

	for (size_t i = 0; i < d->nparts; i++) {
		if (d->parts[i].transmission)
			all[n++] = carrier_of(d, &d->parts[i]);
	}
	if (n > 1)
		qsort(all, n, sizeof(*all), by_beginning);
	for (size_t i = 0; i < n && !goes; i++) {
		const struct carrier *c = &all[i];

		if (c->began < seq ||
		    (has != NULL && (has->lost == 0 || has->lost > c->began)))
			continue;
		has = c;
		goes = str_eq(c->id, transmission);
	}
	if (transmission == NULL)
		goes = has == NULL || has->lost != 0;
	free(all);
	return goes;
}
