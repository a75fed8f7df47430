/* order.c - the turn of each entry of the journal in a replay */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/order.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/desk.h"

/* Where the places of new events begin: after all that are recorded. */
#define NEW_PLACE (INT64_MAX / 2)
/* How many orders of new events are tried, over all their days. */
#define MAX_TRIES 5000

bool
order_is_known(const char *recorded, const struct dossier_look *look)
{
	char *day = xstrndup(recorded, DATE_BYTES - 1);
	int32_t on;
	bool known = !date_parse(&on, day) || on <= look->known_on;

	free(day);
	return known;
}

/*
 * The first of a chain of corrections has the turn of all of them.  *ahead:
 * one of them was before the entry that has this place itself.
 */
static int64_t
place_of(bool *ahead, const struct dossier *d, const struct dossier_event *e)
{
	const struct dossier_event *from = e, *next = e;

	*ahead = false;

	while (next != NULL) {
		from = next;
		*ahead = *ahead || from->before != 0;
		next = dossier_entry(
		    d, from->before != 0 ? from->before : from->replaces);
	}
	return from->seq != 0 ? from->seq : NEW_PLACE + (int64_t)e->tag;
}

static int
by_recording(const void *a, const void *b)
{
	const struct dossier_event *x = a, *y = b;
	int64_t i = x->seq != 0 ? x->seq : NEW_PLACE + (int64_t)x->tag;
	int64_t j = y->seq != 0 ? y->seq : NEW_PLACE + (int64_t)y->tag;

	return i < j ? -1 : i > j;
}

/* Newest first: what is itself replaced or struck replaces nothing. */
static void
mark_replaced(struct dossier *d)
{
	for (size_t i = 0; i < d->nevents; i++) {
		d->events[i].replaced_by = 0;
		d->events[i].brings = d->events[i].document;
	}
	for (size_t i = d->nevents; i-- > 0;) {
		struct dossier_event *e = &d->events[i], *old;

		if (e->replaces == 0 || e->replaced_by != 0)
			continue;
		old = dossier_entry(d, e->replaces);
		if (old != NULL)
			old->replaced_by = DOSSIER_ID(e);
	}
	/* Oldest first: a correction keeps the document it does not change. */
	for (size_t i = 0; i < d->nevents; i++) {
		struct dossier_event *e = &d->events[i];
		const struct dossier_event *old = dossier_entry(d, e->replaces);

		if (old != NULL && e->brings == NULL)
			e->brings = old->brings;
	}
}

static bool
goes_before(const struct dossier_event *e, const struct dossier_event *other)
{
	if (e->on.day != other->on.day)
		return e->on.day < other->on.day;
	return e->on.second >= 0 && other->on.second >= 0 &&
	    when_utc(&e->on) < when_utc(&other->on);
}

/* Insertion by place: each goes before the first one it must precede. */
static void
sort_turns(struct dossier *d)
{
	for (size_t i = 1; i < d->nevents; i++) {
		struct dossier_event e = d->events[i];
		size_t at = i;

		while (at > 0 && d->events[at - 1].on.day > e.on.day)
			at--;
		for (size_t k = at;
		     k > 0 && d->events[k - 1].on.day == e.on.day; k--) {
			if (goes_before(&e, &d->events[k - 1]))
				at = k - 1;
		}
		memmove(&d->events[at + 1], &d->events[at],
		    (i - at) * sizeof(*d->events));
		d->events[at] = e;
	}
}

static int
by_place(const void *a, const void *b)
{
	const struct dossier_event *x = a, *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->ahead != y->ahead)
		return x->ahead ? -1 : 1;
	return by_recording(a, b);
}

void
order_events(struct dossier *d, int32_t as_of)
{
	if (d->nevents == 0)
		return;
	qsort(d->events, d->nevents, sizeof(*d->events), by_recording);
	mark_replaced(d);
	for (size_t i = 0; i < d->nevents; i++) {
		struct dossier_event *e = &d->events[i];

		e->place = place_of(&e->ahead, d, e);
		e->skip = e->desk || e->replaced_by != 0 || e->on.day > as_of;
	}
	qsort(d->events, d->nevents, sizeof(*d->events), by_place);
	sort_turns(d);
}

/* The new events of one day that have no time: they may change places. */
struct group {
	int32_t day;
	size_t *tag, n;
};

struct trying {
	struct dossier *d;
	struct group *group;
	size_t n, cap;
};

static void
group_add(struct trying *t, const struct dossier_event *e)
{
	struct group *g = t->n > 0 ? &t->group[t->n - 1] : NULL;

	if (g == NULL || g->day != e->on.day) {
		t->group = vec_more(t->group, &t->cap, t->n, sizeof(*t->group));
		g = &t->group[t->n++];
		memset(g, 0, sizeof(*g));
		g->day = e->on.day;
	}
	g->tag = xrealloc(g->tag, g->n + 1, sizeof(*g->tag));
	g->tag[g->n++] = e->tag;
}

/* The next order of the tags in a dictionary of orders; false: none. */
static bool
permute(struct group *g)
{
	size_t i = g->n, j;

	while (i >= 2 && g->tag[i - 2] >= g->tag[i - 1])
		i--;
	if (i < 2) {
		for (size_t k = 0; k < g->n / 2; k++) {
			size_t swap = g->tag[k];

			g->tag[k] = g->tag[g->n - 1 - k];
			g->tag[g->n - 1 - k] = swap;
		}
		return false;
	}
	i -= 2;
	j = g->n;
	while (g->tag[j - 1] <= g->tag[i])
		j--;
	{
		size_t swap = g->tag[i];

		g->tag[i] = g->tag[j - 1];
		g->tag[j - 1] = swap;
	}
	for (size_t a = i + 1, b = g->n - 1; a < b; a++, b--) {
		size_t swap = g->tag[a];

		g->tag[a] = g->tag[b];
		g->tag[b] = swap;
	}
	return true;
}

/* Put the new events of a day into the order of its group. */
static void
apply(struct trying *t, const struct group *g)
{
	struct dossier *d = t->d;
	struct dossier_event *row = xcalloc(g->n, sizeof(*row));
	size_t turn = 0;

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		for (size_t k = 0; k < g->n && e->seq == 0; k++) {
			if (e->tag == g->tag[k] && e->on.day == g->day)
				row[k] = *e;
		}
	}
	for (size_t i = 0; i < d->nevents; i++) {
		struct dossier_event *e = &d->events[i];

		if (e->seq == 0 && !e->skip && e->on.day == g->day &&
		    e->on.second < 0 && e->replaces == 0)
			*e = row[turn++];
	}
	free(row);
}

/* Another order that may help what failed on that day; false: none left. */
static bool
next_order(struct trying *t, int32_t day)
{
	for (size_t i = t->n; i-- > 0;) {
		struct group *g = &t->group[i];

		if (g->day > day || g->n < 2)
			continue;
		if (permute(g)) {
			apply(t, g);
			return true;
		}
		apply(t, g); /* all were tried: as at first */
	}
	return false;
}

enum mla_rc
order_try(struct dossier *d, const struct replay_judge *judge, struct err *err)
{
	struct trying t = { .d = d };
	const struct dossier_event *failed;
	struct err own = { 0 };
	enum mla_rc rc;
	int tries = 0;

	order_events(d, INT32_MAX);
	rc = replay_all(d, judge, &failed, err);
	if (rc != MLA_OK && failed != NULL && failed->seq == 0)
		judge->refused(judge->arg, failed);
	if (rc != MLA_EREFUSED)
		return rc;
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->seq == 0 && !e->skip && e->on.second < 0 &&
		    e->replaces == 0)
			group_add(&t, e);
	}
	while (rc == MLA_EREFUSED && tries++ < MAX_TRIES &&
	    next_order(&t, failed != NULL ? failed->on.day : INT32_MAX)) {
		memset(&own, 0, sizeof(own));
		rc = replay_all(d, judge, &failed, &own);
	}
	for (size_t i = 0; i < t.n; i++)
		free(t.group[i].tag);
	free(t.group);
	if (rc == MLA_OK)
		memset(err, 0, sizeof(*err));
	else if (rc != MLA_EREFUSED)
		*err = own;
	else
		rc = err->rc;
	return rc;
}
