/* verify.c - prove the whole register: chain, hashes, states, exhibits */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/verify.h"

#include <stdarg.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "core/derived.h"
#include "core/desk.h"
#include "core/journal.h"
#include "core/official.h"
#include "store/parked.h"
#include "store/record.h"
#include "store/search.h"
#include "xml/node.h"

static void fault(struct verify_report *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void
fault(struct verify_report *r, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	r->faults++;
	if (r->say == NULL)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	r->say(r->arg, text);
}

static void
say_fault(void *arg, const char *text)
{
	struct verify_report *r = arg;

	r->faults++;
	if (r->say != NULL)
		r->say(r->arg, text);
}

static enum mla_rc
check_journal(struct verify_report *r, struct office *office, struct err *err)
{
	struct journal_report j = { .say = say_fault, .arg = r };
	struct err own = { 0 };
	enum mla_rc rc = journal_verify(&j, office->store, &own);

	r->entries = j.entries;
	r->erased = j.erased;
	hash_hex(r->head, j.head, sizeof(j.head));
	if (rc == MLA_OK || j.faults > 0)
		return MLA_OK;
	*err = own;
	return rc;
}

/* The rules that it goes by must be those that its journal named last. */
static enum mla_rc
check_rules(struct verify_report *r, const struct dossier *d, struct err *err)
{
	const struct dossier_event *last = NULL;
	char key[65], *named;
	enum mla_rc rc;

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (str_eq(e->name, DESK_MIGRATE) &&
		    (last == NULL || e->seq > last->seq))
			last = e;
	}
	if (last == NULL)
		return MLA_OK;
	if ((rc = rules_key(key, d->office->store, d->row.ruleset, err)) !=
	    MLA_OK)
		return rc;
	named = xml_attr(xml_root(last->element), DESK_RULES);
	if (!str_eq(named, key))
		fault(r,
		    "%s: it goes by other rules than its journal says "
		    "(entry %lld)",
		    d->row.reference, (long long)last->seq);
	free(named);
	return MLA_OK;
}

static enum mla_rc
check_exhibits(struct verify_report *r, struct dossier *d, struct err *err)
{
	struct store_exhibits rows;
	enum mla_rc rc;

	if ((rc = store_exhibits(&rows, d->office->store, d->row.id, err)) !=
	    MLA_OK)
		return rc;
	for (size_t i = 0; i < rows.n; i++) {
		char *path =
		    office_path(d->office, STORE_EXHIBITS, rows.at[i].sha256);
		struct hash_pair pair;
		struct err own = { 0 };

		r->exhibits++;
		if (hash_file(&pair, path, &own) != MLA_OK)
			fault(r, "%s: exhibit %s: %s", d->row.reference,
			    rows.at[i].id, own.msg);
		else if (!str_eq(pair.sha256, rows.at[i].sha256))
			fault(r, "%s: exhibit %s was changed in exhibits/%s",
			    d->row.reference, rows.at[i].id, rows.at[i].sha256);
		free(path);
	}
	store_exhibits_free(&rows);
	return MLA_OK;
}

static enum mla_rc
check_request(
    struct verify_report *r, struct office *office, int64_t id, struct err *err)
{
	struct dossier *d = NULL;
	struct err own = { 0 };
	int64_t before;
	enum mla_rc rc = dossier_open(&d, office, id, &own);

	r->requests++;
	if (rc == MLA_EDAMAGED || rc == MLA_EREFUSED) {
		fault(r, "%s", own.msg);
		return MLA_OK;
	}
	if (rc != MLA_OK) {
		*err = own;
		return rc;
	}
	if (d->erased) {
		r->unplayed++;
	} else if (r->derived) {
		before = r->faults;
		rc = derived_check(d, say_fault, r, err);
		r->derived_faults += r->faults - before;
	}
	if (rc == MLA_OK && !d->erased)
		rc = check_rules(r, d, err);
	if (rc == MLA_OK)
		rc = check_exhibits(r, d, err);
	dossier_free(d);
	return rc;
}

/* Files in exhibits/ that nothing names: a crash left them, no damage. */
static enum mla_rc
count_leftover(struct verify_report *r, struct office *office, struct err *err)
{
	char *dir = file_join(office->dir, STORE_EXHIBITS);
	struct file_names names;
	enum mla_rc rc = file_list(&names, dir, err);

	for (size_t i = 0; rc == MLA_OK && i < names.n; i++) {
		bool named = false;

		rc = store_exhibit_named(
		    &named, office->store, names.at[i], err);
		r->leftover += named ? 0 : 1;
	}
	file_names_free(&names);
	free(dir);
	return rc;
}

/* Bundles that wait: each row has its file, other files are left over. */
static enum mla_rc
check_parked(struct verify_report *r, struct office *office, struct err *err)
{
	char *dir = file_join(office->dir, STORE_PARKED);
	struct file_names names = { 0 };
	struct store_parkeds all;
	enum mla_rc rc;

	if ((rc = store_parked_list(&all, office->store, NULL, err)) != MLA_OK)
		goto out;
	for (size_t i = 0; i < all.n; i++) {
		char *path = file_join(dir, all.at[i].manifest);

		if (!file_exists(path))
			fault(r, "a message that waits is not in parked/%s",
			    all.at[i].manifest);
		else
			r->parked++;
		free(path);
	}
	store_parkeds_free(&all);
	if (file_is_dir(dir))
		rc = file_list(&names, dir, err);
	r->leftover +=
	    names.n > (size_t)r->parked ? (int64_t)names.n - r->parked : 0;
	file_names_free(&names);
out:
	free(dir);
	return rc;
}

enum mla_rc
verify_register(struct verify_report *r, struct office *office, int64_t request,
    struct err *err)
{
	struct store_matches all = { 0 };
	enum mla_rc rc;

	if ((rc = store_begin_read(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = check_journal(r, office, err)) != MLA_OK ||
	    (rc = store_derived_whole(&r->derived, office->store, err)) !=
	        MLA_OK)
		goto out;
	if (request != 0) {
		rc = check_request(r, office, request, err);
	} else {
		rc = store_request_all(&all, office->store, err);
		for (size_t i = 0; rc == MLA_OK && i < all.n; i++)
			rc = check_request(r, office, all.at[i].id, err);
		if (rc == MLA_OK)
			rc = count_leftover(r, office, err);
		if (rc == MLA_OK)
			rc = official_check(office, say_fault, r, err);
		if (rc == MLA_OK)
			rc = check_parked(r, office, err);
	}
out:
	store_rollback(office->store);
	store_matches_free(&all);
	/* Never over a journal that is damaged itself. */
	if (rc == MLA_OK && r->faults > 0 && r->derived_faults == r->faults)
		err_hint(err,
		    "What was computed is made again by mla rebuild; after a "
		    "change of a calendar by mla due --recompute, which lists "
		    "what moved.");
	if (rc == MLA_OK && r->faults > 0)
		rc = err_set(err, MLA_EDAMAGED, "%lld fault%s found",
		    (long long)r->faults, r->faults == 1 ? "" : "s");
	return rc;
}
