/* turn.c - running numbers of the messages about a request */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/turn.h"

#include <inttypes.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/carried.h"
#include "core/dossier.h"
#include "store/parked.h"

/* The numbers in such a list, one after the other: *at moves on; 0: no more. */
static int64_t
next_in(const char **at)
{
	char *end;
	int64_t number = strtoll(*at, &end, 10);

	if (end == *at)
		return 0;
	*at = end;
	return number;
}

bool
turn_has(const char *numbers, int64_t number)
{
	const char *at = numbers != NULL ? numbers : "";
	int64_t n;

	while ((n = next_in(&at)) != 0) {
		if (n == number)
			return true;
	}
	return false;
}

static bool
is_there(const struct store_sents *all, const struct store_parkeds *parked,
    int64_t before, int64_t number)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct store_sent *m = &all->at[i];

		if (!m->out && (before == 0 || m->seq < before) &&
		    (m->number == number || turn_has(m->instead, number)))
			return true;
	}
	for (size_t i = 0; i < parked->n; i++) {
		if (parked->at[i].number == number &&
		    str_eq(parked->at[i].why, PARKED_ASIDE))
			return true;
	}
	return false;
}

enum mla_rc
turn_next(int64_t *next, struct office *office, int64_t request,
    const char *about, int64_t before, struct err *err)
{
	struct store_sents all = { 0 };
	struct store_parkeds parked = { 0 };
	enum mla_rc rc = MLA_OK;

	*next = 1;
	if (request != 0)
		rc = store_messages(&all, office->store, request, err);
	if (rc == MLA_OK)
		rc = store_parked_list(&parked, office->store, about, err);
	while (rc == MLA_OK && is_there(&all, &parked, before, *next))
		(*next)++;
	store_messages_free(&all);
	store_parkeds_free(&parked);
	return rc;
}

bool
turn_is(int64_t next, int64_t number, const char *instead)
{
	return number <= next || turn_has(instead, next);
}

static bool
is_lost(const struct dossier *d, const struct store_sent *m)
{
	const struct dossier_event *sent = dossier_entry(d, m->seq);
	const struct dossier_part *p =
	    sent != NULL ? dossier_part(d, sent->part) : NULL;

	return m->out && p != NULL && carried_is_lost(d, p);
}

/* Was it lost, and no later one that arrives tells what it told? */
static bool
is_owed(const struct dossier *d, const struct store_sents *all,
    const struct store_sent *m)
{
	if (!is_lost(d, m))
		return false;
	for (size_t i = 0; i < all->n; i++) {
		if (all->at[i].out && !is_lost(d, &all->at[i]) &&
		    turn_has(all->at[i].instead, m->number))
			return false;
	}
	return true;
}

/* A list of numbers gets one more. */
static void
add_number(struct buf *b, int64_t number)
{
	buf_addf(b, "%s%" PRId64, b->len > 0 ? " " : "", number);
}

void
turn_again(char **instead, char **acts, const struct dossier *d,
    const struct store_sents *all, const char *pending)
{
	struct buf numbers = { 0 }, list = { 0 };
	bool owed = false;

	for (size_t i = 0; i < all->n; i++) {
		const struct store_sent *m = &all->at[i];

		owed = owed || is_owed(d, all, m);
		if (owed && m->out)
			add_number(&numbers, m->number);
	}
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];
		bool tells = turn_has(pending, e->seq);

		for (size_t k = 0; k < all->n && !tells; k++) {
			const struct store_sent *m = &all->at[k];
			const struct dossier_event *sent =
			    dossier_entry(d, m->seq);

			tells = m->out && e->covered != NULL && sent != NULL &&
			    str_eq(e->covered, sent->part) &&
			    turn_has(buf_text(&numbers), m->number);
		}
		if (tells)
			add_number(&list, e->seq);
	}
	*instead = buf_steal(&numbers);
	*acts = buf_steal(&list);
}
