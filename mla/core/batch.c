/* batch.c - many acts at once, judged as a whole: all or nothing */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/batch.h"

#include "base/alloc.h"
#include "base/str.h"

/* The entries of one request in the order in which they happened. */
struct group {
	struct batch_entry **entry;
	size_t n;
	char **part; /* owned */
	struct act *act;
	struct act_done *done;
};

static int
by_request_and_day(const void *a, const void *b)
{
	const struct batch_entry *x = *(struct batch_entry *const *)a;
	const struct batch_entry *y = *(struct batch_entry *const *)b;

	if (x->request != y->request)
		return x->request < y->request ? -1 : 1;
	if (x->act.on.day != y->act.on.day)
		return x->act.on.day < y->act.on.day ? -1 : 1;
	/* Those of one day as they were written. */
	return x < y ? -1 : x > y;
}

static enum mla_rc
place_all(struct group *g, const struct dossier *d, struct err *err)
{
	struct act_placing placing;
	enum mla_rc rc = MLA_OK;

	act_placing_begin(&placing, d);
	for (size_t i = 0; rc == MLA_OK && i < g->n; i++) {
		g->act[i] = g->entry[i]->act;
		if (g->act[i].event != NULL)
			rc = act_place(&g->part[i], &placing, d,
			    g->act[i].event, g->act[i].part, err);
		g->done[i].refused = rc != MLA_OK;
		g->act[i].part = g->part[i];
	}
	return rc;
}

static enum mla_rc
record_group(struct group *g, struct office *office, bool many, struct err *err)
{
	struct dossier *d = NULL;
	struct err own = { 0 };
	enum mla_rc rc;

	rc = dossier_open(&d, office, g->entry[0]->request, &own);
	if (rc == MLA_OK)
		rc = place_all(g, d, &own);
	if (rc == MLA_OK)
		rc = act_add_all(g->done, d, g->act, g->n, &own);
	for (size_t i = 0; i < g->n; i++) {
		g->entry[i]->done = g->done[i]; /* handed over */
		memset(&g->done[i], 0, sizeof(g->done[i]));
	}
	if (rc != MLA_OK) {
		(void)err_set(err, own.rc, "%s%s%s",
		    many && d != NULL ? d->row.reference : "",
		    many && d != NULL ? ": " : "", own.msg);
		err_hint(err, "%s", own.hint);
	}
	dossier_free(d);
	return rc;
}

static enum mla_rc
record_slice(struct batch_entry **entry, size_t n, struct office *office,
    bool many, struct err *err)
{
	struct group g = { .entry = entry, .n = n };
	enum mla_rc rc;

	g.part = xcalloc(n, sizeof(char *));
	g.act = xcalloc(n, sizeof(*g.act));
	g.done = xcalloc(n, sizeof(*g.done));
	rc = record_group(&g, office, many, err);
	for (size_t i = 0; i < n; i++)
		free(g.part[i]);
	free(g.part);
	free(g.act);
	free(g.done);
	return rc;
}

enum mla_rc
batch_record(
    struct batch_entry *entry, size_t n, struct office *office, struct err *err)
{
	struct batch_entry **order = xcalloc(n, sizeof(*order));
	size_t from = 0;
	enum mla_rc rc;

	for (size_t i = 0; i < n; i++)
		order[i] = &entry[i];
	if (n > 1)
		qsort(order, n, sizeof(*order), by_request_and_day);
	if ((rc = store_begin(office->store, err)) != MLA_OK)
		goto out;
	while (rc == MLA_OK && from < n) {
		size_t to = from + 1;

		while (to < n && order[to]->request == order[from]->request)
			to++;
		rc = record_slice(
		    order + from, to - from, office, to - from < n, err);
		from = to;
	}
	if (rc == MLA_OK)
		rc = store_commit(office->store, err);
out:
	store_rollback(office->store);
	free(order);
	return rc;
}
