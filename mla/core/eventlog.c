/* eventlog.c - what all formats of event logs share: cases and moments */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/eventlog.h"

#include <sys/random.h>

#include "base/alloc.h"
#include "bundle/hash.h"
#include "store/request.h"

enum {
	PSEUDONYM_BYTES = 12 /* 96 bits */
};

static int
by_name(const void *a, const void *b)
{
	const struct eventlog_case *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static char *
pseudonym(const unsigned char key[HASH_SHA256_BYTES], const char *uid)
{
	unsigned char mac[HASH_SHA256_BYTES];
	char hex[2 * PSEUDONYM_BYTES + 1];

	hash_keyed(mac, key, uid, strlen(uid));
	hash_hex(hex, mac, PSEUDONYM_BYTES);
	return xstrdup(hex);
}

static enum mla_rc
name_all(struct eventlog_cases *out, const struct store_matches *all,
    struct office *office, bool names, struct err *err)
{
	unsigned char key[HASH_SHA256_BYTES];
	enum mla_rc rc = MLA_OK;

	out->at = xcalloc(all->n, sizeof(*out->at));
	if (getrandom(key, sizeof(key), 0) != (ssize_t)sizeof(key))
		return err_errno(err, MLA_EIO, "no random bytes");
	for (size_t i = 0; rc == MLA_OK && i < all->n; i++) {
		struct store_request row;

		rc = store_request_get(&row, office->store, all->at[i].id, err);
		if (rc != MLA_OK)
			break;
		out->at[i].request = row.id;
		out->at[i].name =
		    names ? xstrdup(row.reference) : pseudonym(key, row.uid);
		out->n++;
		store_request_free(&row);
	}
	explicit_bzero(key, sizeof(key));
	if (rc == MLA_OK && out->n > 1)
		qsort(out->at, out->n, sizeof(*out->at), by_name);
	return rc;
}

enum mla_rc
eventlog_cases(struct eventlog_cases *out, struct office *office, bool names,
    struct err *err)
{
	struct store_matches all = { 0 };
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = store_request_all(&all, office->store, err)) == MLA_OK)
		rc = name_all(out, &all, office, names, err);
	store_matches_free(&all);
	return rc;
}

void
eventlog_cases_free(struct eventlog_cases *cases)
{
	for (size_t i = 0; i < cases->n; i++)
		free(cases->at[i].name);
	free(cases->at);
	memset(cases, 0, sizeof(*cases));
}

void
eventlog_moment(char out[EVENTLOG_MOMENT_BYTES], const struct when *when)
{
	int64_t utc = when_utc(when);
	unsigned second = (unsigned)(utc % 86400);
	char day[DATE_BYTES];

	(void)snprintf(out, EVENTLOG_MOMENT_BYTES,
	    "%sT%02u:%02u:%02u.000+00:00",
	    date_format((int32_t)(utc / 86400), day), second / 3600,
	    second / 60 % 60, second % 60);
}
