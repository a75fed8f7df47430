/* parked.c - bundles that came and have to wait, as files and rows */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/parked.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/hash.h"

/* The bundle as it came, complete in parked/ before any row names it. */
static enum mla_rc
copy(struct file_new *file, struct office *office, const char *path,
    const char *stored, struct err *err)
{
	char *dir = file_join(office->dir, STORE_PARKED);
	struct hash_pair pair;
	int fd = -1;
	enum mla_rc rc;

	if ((rc = file_mkdir(dir, err)) != MLA_OK ||
	    (rc = file_open(&fd, path, err)) != MLA_OK ||
	    (rc = file_begin(file, stored, err)) != MLA_OK)
		goto out;
	rc = hash_copy(&pair, fd, path, file, err);
out:
	if (fd >= 0)
		(void)close(fd);
	free(dir);
	return rc;
}

static enum mla_rc
put(struct office *office, const struct store_parked *row,
    struct file_new *file, struct err *err)
{
	enum mla_rc rc;

	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	if (file->fd >= 0)
		rc = file_commit(file, err);
	if (rc == MLA_OK)
		rc = store_parked_put(office->store, row, err);
	if (rc == MLA_OK)
		rc = store_commit(office->store, err);
	store_rollback(office->store);
	return rc;
}

enum mla_rc
parked_keep(struct exchange_received *r, struct office *office,
    const char *path, const struct envelope *e, const char *manifest,
    const struct when *on, const char *why, const char *what, struct err *err)
{
	char *stored = office_path(office, STORE_PARKED, manifest);
	char *sentence = what != NULL
	    ? xstrdup(what)
	    : xasprintf("message %" PRId64 " came before message %" PRId64,
	          e->number, r->missing);
	char day[DATE_BYTES];
	const struct store_parked row = { .manifest =
		                              (char *)(uintptr_t)manifest,
		.uid = e->uid,
		.about = e->request_uid,
		.sender = e->from_authority,
		.type = e->type,
		.number = e->number,
		.reached = date_format(on->day, day),
		.why = (char *)(uintptr_t)why,
		.what = sentence };
	struct file_new file = { .fd = -1 };
	struct err own = { 0 };
	bool early = str_eq(why, PARKED_EARLY);
	enum mla_rc rc = MLA_OK;

	if (file_is_dir(path)) {
		rc = err_set(err, MLA_EREFUSED,
		    early ? "%s, and a folder is not kept: receive it again "
		            "when that one is there"
		          : "%s",
		    sentence);
		goto out;
	}
	if (!file_exists(stored))
		rc = copy(&file, office, path, stored, &own);
	if (rc == MLA_OK)
		rc = put(office, &row, &file, &own);
	if (rc != MLA_OK) {
		*err = own;
		goto out;
	}
	r->parked = true;
	if (!early)
		rc = err_set(err, MLA_EREFUSED, "%s", sentence);
out:
	file_abandon(&file);
	free(sentence);
	free(stored);
	return rc;
}

enum mla_rc
parked_remove(struct office *office, const char *manifest, struct err *err)
{
	char *path = office_path(office, STORE_PARKED, manifest);
	enum mla_rc rc = MLA_OK;

	if (unlink(path) != 0 && errno != ENOENT)
		rc = err_errno(err, MLA_EIO, "cannot remove %s", path);
	free(path);
	return rc;
}

enum mla_rc
parked_forget(struct office *office, const char *manifest, struct err *err)
{
	char *path = office_path(office, STORE_PARKED, manifest);
	bool there = file_exists(path);
	enum mla_rc rc;

	free(path);
	if (!there)
		return MLA_OK;
	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = store_parked_drop(office->store, manifest, err)) == MLA_OK)
		rc = store_commit(office->store, err);
	store_rollback(office->store);
	return rc == MLA_OK ? parked_remove(office, manifest, err) : rc;
}

enum mla_rc
parked_forget_all(struct office *office, const char *about, struct err *err)
{
	struct store_parkeds all;
	enum mla_rc rc = store_parked_list(&all, office->store, about, err);

	for (size_t i = 0; rc == MLA_OK && i < all.n; i++)
		rc = parked_forget(office, all.at[i].manifest, err);
	store_parkeds_free(&all);
	return rc;
}

enum mla_rc
exchange_parked_list(struct store_parkeds *out, struct office *office,
    const char *about, struct err *err)
{
	return store_parked_list(out, office->store, about, err);
}

enum mla_rc
exchange_parked_find(struct store_parked *out, struct office *office,
    const char *manifest, struct err *err)
{
	struct store_parkeds all;
	size_t hits = 0, at = 0;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = store_parked_list(&all, office->store, NULL, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; i < all.n; i++) {
		if (!str_starts(all.at[i].manifest, manifest))
			continue;
		at = i;
		hits++;
	}
	if (hits == 1) {
		*out = all.at[at]; /* the caller owns it now */
		memset(&all.at[at], 0, sizeof(*out));
	} else {
		err_hint(err, "See them: mla receive --waiting");
		rc = err_set(err, MLA_ENOTFOUND,
		    hits == 0 ? "no message that waits is \"%s\""
		              : "several messages that wait begin with \"%s\"",
		    manifest);
	}
	store_parkeds_free(&all);
	return rc;
}

enum mla_rc
parked_aside(struct office *office, struct store_parked *p, const char *reason,
    struct err *err)
{
	struct file_new none = { .fd = -1 };

	free(p->why);
	free(p->what);
	p->why = xstrdup(PARKED_ASIDE);
	p->what = xstrdup(reason);
	return put(office, p, &none, err);
}
