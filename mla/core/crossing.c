/* crossing.c - acts and texts of both sides that crossed on their way */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/crossing.h"

#include <stdint.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/exhibit.h"
#include "core/turn.h"
#include "store/record.h"

enum mla_rc
crossing_seen(
    int64_t *number, const struct dossier *d, int64_t seq, struct err *err)
{
	enum mla_rc rc =
	    turn_next(number, d->office, d->row.id, d->row.uid, seq, err);

	(*number)--;
	return rc;
}

/* Did they know an entry of ours, having seen that many of our messages? */
static bool
knew(const struct dossier *d, const struct store_sents *all,
    const struct dossier_event *e, int64_t seen)
{
	if (e->covered == NULL)
		return false;
	for (size_t i = 0; i < all->n; i++) {
		const struct dossier_event *sent =
		    dossier_entry(d, all->at[i].seq);

		if (all->at[i].out && sent != NULL &&
		    str_eq(sent->part, e->covered))
			return all->at[i].number <= seen;
	}
	/* What went on paper has no number. */
	return true;
}

/* Is theirs, recorded at that moment, before ours? */
static bool
is_before(const struct dossier *d, const char *theirs, const char *ours)
{
	int order = strcmp(theirs, ours);

	return order < 0 || (order == 0 && str_eq(d->row.side, "in"));
}

static void
add_place(struct crossing_places *p, int64_t seq)
{
	p->at = vec_more(p->at, &p->cap, p->n, sizeof(*p->at));
	p->at[p->n++] = seq;
}

/* The places, each as its distance from the one where it belongs. */
static void
by_distance(struct crossing_places *out, const struct crossing_places *all,
    size_t own, bool later_first)
{
	add_place(out, all->at[own]);
	for (size_t far = 1; far < all->n; far++) {
		for (int turn = 0; turn < 2; turn++) {
			if ((turn == 0) == later_first && own + far < all->n)
				add_place(out, all->at[own + far]);
			else if ((turn == 0) != later_first && far <= own)
				add_place(out, all->at[own - far]);
		}
	}
}

enum mla_rc
crossing_order(struct crossing_places *out, const struct dossier *d,
    const struct act *act, const char *recorded, int64_t seen, struct err *err)
{
	struct crossing_places all = { 0 };
	struct store_sents sent;
	size_t own = SIZE_MAX;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if (recorded == NULL || seen < 0 || act->on.second >= 0) {
		add_place(out, 0);
		return MLA_OK;
	}
	if ((rc = store_messages(&sent, d->office->store, d->row.id, err)) !=
	    MLA_OK)
		return rc;
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->skip || !e->ours || e->on.day != act->on.day ||
		    e->taken == NULL || *e->taken->message == '\0' ||
		    knew(d, &sent, e, seen))
			continue;
		if (own == SIZE_MAX && is_before(d, recorded, e->recorded))
			own = all.n;
		add_place(&all, e->seq);
	}
	add_place(&all, 0);
	by_distance(out, &all, own != SIZE_MAX ? own : all.n - 1,
	    str_eq(d->row.side, "in"));
	free(all.at);
	store_messages_free(&sent);
	return MLA_OK;
}

/* Our newest text that they did not know, or NULL. */
static const struct dossier_event *
our_text(const struct dossier *d, const struct store_sents *all, int64_t seen)
{
	const struct dossier_event *found = NULL;
	int64_t known = 0;

	for (size_t i = 0; i < all->n; i++) {
		if (all->at[i].out && all->at[i].number <= seen &&
		    all->at[i].seq > known)
			known = all->at[i].seq;
	}
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->document != NULL && e->seq > known &&
		    exhibit_is_ours(d, e->seq) &&
		    (found == NULL || e->seq > found->seq))
			found = e;
	}
	return found;
}

enum mla_rc
crossing_text(enum crossing_text *out, const struct dossier *d,
    const char *sha256, const char *recorded, int64_t seen, struct err *err)
{
	const struct dossier_event *ours;
	struct store_sents all;
	bool older = false;
	enum mla_rc rc;

	*out = CROSSING_KNOWN;
	if (str_eq(d->sha256, sha256))
		return MLA_OK;
	for (size_t i = 0; i < d->nevents; i++)
		older = older ||
		    (d->events[i].document != NULL &&
		        str_eq(d->events[i].sha256, sha256));
	*out = CROSSING_NEW;
	if (recorded == NULL || seen < 0)
		return MLA_OK;
	if ((rc = store_messages(&all, d->office->store, d->row.id, err)) !=
	    MLA_OK)
		return rc;
	/* One that we changed already is not theirs. */
	if ((ours = our_text(d, &all, seen)) != NULL && older)
		*out = CROSSING_KNOWN;
	else if (ours != NULL)
		*out = is_before(d, recorded, ours->recorded) ? CROSSING_OURS
		                                              : CROSSING_THEIRS;
	store_messages_free(&all);
	return MLA_OK;
}
