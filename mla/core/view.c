/* view.c - what a person sees of requests: rows of a list */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/view.h"

#include <ctype.h>

#include "base/alloc.h"
#include "base/fold.h"
#include "base/str.h"
#include "core/words.h"
#include "store/now.h"
#include "store/request.h"
#include "store/search.h"

enum {
	SUGGESTIONS = 8,
	NEAR = 3 /* so many slips of the hand are too many */
};

void
view_rows_free(struct view_rows *rows)
{
	pool_free(&rows->texts);
	free(rows->at);
	memset(rows, 0, sizeof(*rows));
}

static void
add_row(struct view_rows *rows, const struct store_now *now)
{
	struct view_row *r;

	rows->at = vec_more(rows->at, &rows->cap, rows->n, sizeof(*rows->at));
	r = &rows->at[rows->n++];
	r->request = now->request;
	r->reference = now->reference;
	r->theirs = now->theirs;
	r->kind = now->kind;
	r->side = now->side;
	r->partner = now->partner;
	r->state = now->state;
	r->holder = now->holder;
	r->waiting = now->waiting;
	r->outcome = now->outcome;
	r->since = now->since;
	r->last = now->last;
	r->subject = now->subject;
	r->assignee = now->assignee;
	r->next = now->next;
	r->action = now->action;
	r->closed = now->closed;
}

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static bool
is_among(const struct store_ids *ids, int64_t id)
{
	return ids->n > 0 &&
	    bsearch(&id, ids->at, ids->n, sizeof(*ids->at), by_number) != NULL;
}

/* Is the name that is wanted in the one that it has, in any case? */
static bool
has_name(const char *folded, const char *name)
{
	char *own = str_fold(name);
	bool has = strstr(own, folded) != NULL;

	free(own);
	return has;
}

enum mla_rc
view_list(struct view_rows *rows, struct office *office,
    const struct view_want *want, struct err *err)
{
	char *partner = xstrdup_null(want->partner);
	char *assignee =
	    want->assignee != NULL ? str_fold(want->assignee) : NULL;
	struct store_now_want filter = { .partner = partner,
		.state = want->state,
		.waiting = want->waiting,
		.ref = want->ref,
		.operation = want->operation,
		.closed = want->open ? 0
		    : want->closed   ? 1
		                     : -1 };
	struct store_ids found = { 0 };
	char *first = NULL;
	struct store_nows nows = { 0 };
	enum mla_rc rc = MLA_OK;

	for (char *c = partner; c != NULL && *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	memset(rows, 0, sizeof(*rows));
	if (want->text != NULL) {
		filter.word = first = words_first(want->text);
		rc = words_find(&found, office, want->text, err);
	}
	if (rc == MLA_OK)
		rc = store_now_list(&nows, office->store, &filter, err);
	for (size_t i = 0; rc == MLA_OK && i < nows.n; i++) {
		if (want->text != NULL && !is_among(&found, nows.at[i].request))
			continue;
		if (assignee == NULL || has_name(assignee, nows.at[i].assignee))
			add_row(rows, &nows.at[i]);
	}
	rows->texts = nows.texts; /* the rows own them now */
	memset(&nows.texts, 0, sizeof(nows.texts));
	free(assignee);
	store_nows_free(&nows);
	free(found.at);
	free(first);
	free(partner);
	return rc;
}

/* References with the part in them; failing that, those that are near. */
static enum mla_rc
find_near(struct store_matches *out, bool *exact, struct office *office,
    const char *ref, struct err *err)
{
	enum mla_rc rc =
	    store_request_like(out, office->store, ref, SUGGESTIONS, err);

	*exact = true;
	if (rc != MLA_OK || out->n > 0)
		return rc;
	*exact = false;
	store_matches_free(out);
	return store_reference_names(out, office->store, err);
}

/* Say which requests could have been meant. */
static void
suggest(struct office *office, const struct store_matches *several,
    const char *ref, struct err *err)
{
	struct store_matches near = { 0 };
	const struct store_matches *all = several;
	struct err ignored = { 0 };
	struct buf b = { 0 };
	bool exact = true;

	if (several->n == 0) {
		(void)find_near(&near, &exact, office, ref, &ignored);
		all = &near;
	}
	for (size_t i = 0; i < all->n && b.len < 200; i++) {
		if (exact || str_distance(all->at[i].reference, ref) < NEAR)
			buf_addf(&b, "%s%s", b.len > 0 ? ", " : "",
			    all->at[i].reference);
	}
	if (b.len > 0)
		err_hint(err, "Did you mean: %s?", buf_text(&b));
	else
		err_hint(err, "All of them: mla list");
	store_matches_free(&near);
	buf_free(&b);
}

/* Do all rows mean the same request? */
static bool
one_request(const struct store_matches *m)
{
	for (size_t i = 1; i < m->n; i++) {
		if (m->at[i].id != m->at[0].id)
			return false;
	}
	return m->n > 0;
}

enum mla_rc
view_find(int64_t *request, struct office *office, const char *ref, bool part,
    struct err *err)
{
	struct store_matches m;
	bool part_only = false;
	enum mla_rc rc;

	*request = 0;
	if ((rc = store_request_named(&m, office->store, ref, err)) != MLA_OK)
		return rc;
	if (m.n == 0 && part) {
		part_only = true;
		store_matches_free(&m);
		if ((rc = store_request_like(
		         &m, office->store, ref, SUGGESTIONS, err)) != MLA_OK)
			return rc;
	}
	if (one_request(&m))
		*request = m.at[0].id;
	else if (m.n > 1)
		rc = err_set(err, MLA_ENOTFOUND,
		    part_only ? "\"%s\" is in references of several requests"
		              : "\"%s\" is a reference of several requests",
		    ref);
	else
		rc = err_set(
		    err, MLA_ENOTFOUND, "there is no request \"%s\"", ref);
	if (rc != MLA_OK)
		suggest(office, &m, ref, err);
	store_matches_free(&m);
	return rc;
}
