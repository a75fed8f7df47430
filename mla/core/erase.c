/* erase.c - erase what may name a person; the journal still verifies */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/erase.h"

#include "base/alloc.h"
#include "core/journal.h"
#include "store/now.h"
#include "store/search.h"

enum mla_rc
erase_payload(struct office *office, int64_t request, int64_t seq,
    const char *what, struct err *err)
{
	struct store_now now = { 0 };
	enum mla_rc rc;
	bool found;

	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = store_now_get(&found, &now, office->store, request, err)) !=
	    MLA_OK)
		goto out;
	if (!found || !now.closed) {
		rc = err_set(
		    err, MLA_EREFUSED, "only a closed request can be erased");
		goto out;
	}
	if ((rc = journal_erase(office->store, seq, what, err)) != MLA_OK)
		goto out;
	if ((rc = store_search_erase(office->store, seq, err)) != MLA_OK)
		goto out;
	free(now.subject);
	now.subject = xstrdup("");
	if ((rc = store_now_put(office->store, &now, err)) != MLA_OK)
		goto out;
	rc = store_commit(office->store, err);
out:
	store_rollback(office->store);
	store_now_free(&now);
	return rc;
}
