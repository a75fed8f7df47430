/* rebuild.c - make the derived tables again from the journal */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rebuild.h"

#include "base/alloc.h"
#include "core/dossier.h"
#include "core/words.h"
#include "store/event.h"
#include "store/operation.h"
#include "store/search.h"

/* Words of one entry, as far as they are not erased. */
static enum mla_rc
index_entry(struct dossier *d, int64_t seq, bool first, struct err *err)
{
	struct journal_payload *list;
	struct store_payloads kept;
	size_t n = 0;
	enum mla_rc rc;

	if ((rc = store_payloads_of(&kept, d->office->store, seq, err)) !=
	    MLA_OK)
		return rc;
	list = xcalloc(kept.n, sizeof(*list));
	for (size_t i = 0; i < kept.n; i++) {
		const struct store_payload *p = &kept.at[i];

		if (p->bytes != NULL)
			list[n++] = (struct journal_payload){ p->what, p->bytes,
				p->len };
	}
	rc = words_add(d, seq, NULL, list, n, first, err);
	free(list);
	store_payloads_free(&kept);
	return rc;
}

static enum mla_rc
again(struct office *office, int64_t request, struct err *err)
{
	struct dossier *d = NULL;
	int64_t first = INT64_MAX;
	enum mla_rc rc = dossier_open(&d, office, request, err);

	if (rc == MLA_OK && !d->erased &&
	    (rc = store_ties_clear(office->store, request, err)) == MLA_OK)
		rc = dossier_put_now(d, err);
	for (size_t i = 0; rc == MLA_OK && i < d->nevents; i++) {
		if (d->events[i].seq < first)
			first = d->events[i].seq;
	}
	for (size_t i = 0; rc == MLA_OK && i < d->nevents; i++)
		rc = index_entry(
		    d, d->events[i].seq, d->events[i].seq == first, err);
	dossier_free(d);
	return rc;
}

enum mla_rc
rebuild_inside(int64_t *n, struct office *office, struct err *err)
{
	struct store_matches all = { 0 };
	enum mla_rc rc;

	*n = 0;
	if ((rc = store_request_all(&all, office->store, err)) != MLA_OK)
		return rc;
	rc = store_search_clear(office->store, err);
	for (size_t i = 0; rc == MLA_OK && i < all.n; i++)
		rc = again(office, all.at[i].id, err);
	*n = (int64_t)all.n;
	if (rc == MLA_OK)
		rc = store_derived_set(office->store, true, err);
	store_matches_free(&all);
	return rc;
}

enum mla_rc
rebuild_derived(int64_t *n, struct office *office, struct err *err)
{
	enum mla_rc rc;

	*n = 0;
	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	rc = rebuild_inside(n, office, err);
	if (rc == MLA_OK)
		rc = store_commit(office->store, err);
	store_rollback(office->store);
	return rc;
}

enum mla_rc
rebuild_if_asked(struct office *office, struct err *err)
{
	int64_t n;
	enum mla_rc rc;
	bool whole;

	if ((rc = store_derived_whole(&whole, office->store, err)) != MLA_OK ||
	    whole)
		return rc;
	return rebuild_derived(&n, office, err);
}
