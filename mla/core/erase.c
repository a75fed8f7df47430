/* erase.c - erase what may name a person; the journal still verifies */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/erase.h"

#include "base/alloc.h"
#include "base/fold.h"
#include "base/str.h"
#include "core/desk.h"
#include "core/dossier.h"
#include "core/journal.h"
#include "core/parked.h"
#include "store/now.h"
#include "store/search.h"
#include "xml/write.h"

/* A name without case, accents, blanks and dots; the caller frees it. */
static char *
bare(const char *name)
{
	char *folded = str_fold(name), *to = folded;

	for (const char *s = folded; *s != '\0'; s++) {
		if (strchr(" .,-\t", *s) == NULL)
			*to++ = *s;
	}
	*to = '\0';
	return folded;
}

/* Four eyes: two names that are not the same in another spelling. */
static enum mla_rc
check_persons(const struct erasure *x, struct err *err)
{
	char *first, *second;
	bool same;

	if (str_is_blank(x->by) || str_is_blank(x->second) ||
	    str_is_blank(x->reason))
		return err_set(err, MLA_EUSAGE,
		    "an erasure names who does it, who agrees to it, and why");
	first = bare(x->by);
	second = bare(x->second);
	same = str_eq(first, second);
	free(first);
	free(second);
	if (same)
		return err_set(err, MLA_EREFUSED,
		    "an erasure takes two persons, and \"%s\" is one", x->by);
	return MLA_OK;
}

/* That it was done stands in the journal like any other act. */
static enum mla_rc
record(const struct dossier *d, const struct erasure *x, struct err *err)
{
	const struct when on = { d->office->now.day, -1, 0 };
	char day[WHEN_BYTES], *moment = office_moment(d->office);
	char *codes = xasprintf("entry=%lld\n", (long long)x->seq);
	struct journal_payload payload = { JOURNAL_EVENT, NULL, 0 };
	struct journal_entry entry = { .request = d->row.id,
		.uid = d->row.uid,
		.name = DESK_ERASE,
		.by = "us",
		.happened = when_format(&on, day),
		.recorded = moment,
		.codes = codes,
		.payload = &payload,
		.n = 1 };
	struct buf b = { 0 };
	enum mla_rc rc;
	int64_t seq;

	buf_adds(&b, "<event xmlns=\"" REQUEST_NS "\"");
	xml_add_attr(&b, "name", DESK_ERASE);
	xml_add_attr(&b, "on", day);
	xml_add_attr(&b, "by", "us");
	buf_addf(&b, " entry=\"%lld\"", (long long)x->seq);
	xml_add_attr(&b, "person", x->by);
	xml_add_attr(&b, "second", x->second);
	xml_add_attr(&b, "reason", x->reason);
	buf_adds(&b, "/>\n");
	payload.data = buf_text(&b);
	payload.len = b.len;
	rc = journal_add(&seq, d->office->store, &entry, err);
	buf_free(&b);
	free(codes);
	free(moment);
	return rc;
}

static enum mla_rc
erase(struct dossier *d, const struct erasure *x, struct err *err)
{
	struct store *store = d->office->store;
	struct store_now now = { 0 };
	enum mla_rc rc;
	bool found;

	if ((rc = store_now_get(&found, &now, store, d->row.id, err)) != MLA_OK)
		goto out;
	if (!found || !now.closed) {
		rc = err_set(
		    err, MLA_EREFUSED, "only a closed request can be erased");
		goto out;
	}
	if (dossier_entry(d, x->seq) == NULL) {
		rc = err_set(err, MLA_ENOTFOUND, "%s has no journal entry %lld",
		    d->row.reference, (long long)x->seq);
		goto out;
	}
	if ((rc = journal_erase(store, x->seq, x->what, err)) != MLA_OK ||
	    (rc = store_search_erase(store, x->seq, err)) != MLA_OK ||
	    (rc = record(d, x, err)) != MLA_OK)
		goto out;
	free(now.subject);
	now.subject = xstrdup("");
	rc = store_now_put(store, &now, err);
out:
	store_now_free(&now);
	return rc;
}

enum mla_rc
erase_payload(struct office *office, int64_t request,
    const struct erasure *erasure, struct err *err)
{
	struct dossier *d = NULL;
	enum mla_rc rc;

	if ((rc = check_persons(erasure, err)) != MLA_OK)
		return rc;
	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = dossier_open(&d, office, request, err)) != MLA_OK)
		goto out;
	if ((rc = erase(d, erasure, err)) == MLA_OK)
		rc = store_commit(office->store, err);
	/* A bundle that waits may hold the same. */
	if (rc == MLA_OK && office->dir != NULL)
		rc = parked_forget_all(office, d->row.uid, err);
out:
	store_rollback(office->store);
	dossier_free(d);
	return rc;
}
