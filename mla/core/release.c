/* release.c - what has left the office already, so that two do not tell more */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/release.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "core/dossier.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/write.h"

#define RELEASE_NS "urn:mla:release:1"
#define LEDGER "releases.xml" /* in the register */

/* The last entry of the journal of each request. */
struct lasts {
	int64_t *at;
	size_t n, cap;
	int64_t head; /* the last one of all */
};

static enum mla_rc
take_last(void *arg, struct dossier *d, struct err *err)
{
	struct lasts *l = arg;
	int64_t last = 0;

	(void)err;
	for (size_t i = 0; i < d->nevents; i++) {
		if (d->events[i].seq > last)
			last = d->events[i].seq;
	}
	l->at = vec_more(l->at, &l->cap, l->n, sizeof(*l->at));
	l->at[l->n++] = last;
	if (last > l->head)
		l->head = last;
	return MLA_OK;
}

/* The ledger; *out NULL: nothing has left yet. */
static enum mla_rc
read_ledger(xmlDoc **out, const struct office *office, struct err *err)
{
	char *path = file_join(office->dir, LEDGER);
	struct buf b = { 0 };
	enum mla_rc rc = MLA_OK;

	*out = NULL;
	if (file_exists(path) &&
	    (rc = file_read(&b, path, XML_MAX_BYTES, err)) == MLA_OK)
		rc = res_parse(out, office->res, buf_text(&b), b.len, path,
		    "release", err);
	buf_free(&b);
	free(path);
	return rc;
}

/* Does an earlier release, with this one, tell of few? */
static enum mla_rc
compare(const xmlNode *row, const struct lasts *l,
    const struct release *release, struct err *err)
{
	char *head = xml_attr(row, "head"), *on = xml_attr(row, "on");
	char *what = xml_attr(row, "what");
	int64_t then = strtoll(head, NULL, 10);
	size_t changed = 0;
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; i < l->n; i++)
		changed += l->at[i] > then ? 1 : 0;
	if (changed > 0 && changed < (size_t)release->k)
		rc = err_set(err, MLA_EREFUSED,
		    "%zu request%s changed since \"%s\" was released on "
		    "%.10s: the difference would tell of %s",
		    changed, changed == 1 ? " has" : "s have", what, on,
		    changed == 1 ? "it" : "them");
	else if (changed == 0 && !str_eq(what, release->what))
		rc = err_set(err, MLA_EREFUSED,
		    "the same requests were released on %.10s as \"%s\": "
		    "two views of them may tell together what each hides",
		    on, what);
	if (rc != MLA_OK)
		err_hint(err,
		    "Wait until more has happened, or give the reason: "
		    "--anyway REASON");
	free(what);
	free(on);
	free(head);
	return rc;
}

static enum mla_rc
see_all(struct lasts *l, struct office *office, struct err *err)
{
	memset(l, 0, sizeof(*l));
	return dossier_each(office, NULL, take_last, l, err);
}

enum mla_rc
release_check(
    struct office *office, const struct release *release, struct err *err)
{
	struct lasts l = { 0 };
	const xmlNode *row;
	xmlDoc *ledger;
	enum mla_rc rc;

	if ((rc = read_ledger(&ledger, office, err)) != MLA_OK ||
	    ledger == NULL || release->anyway != NULL) {
		xmlFreeDoc(ledger);
		return rc;
	}
	rc = see_all(&l, office, err);
	for (row = xml_first(xml_root(ledger)); rc == MLA_OK && row != NULL;
	     row = xml_after(row))
		rc = compare(row, &l, release, err);
	xmlFreeDoc(ledger);
	free(l.at);
	return rc;
}

static void
set_number(xmlNode *node, const char *name, int64_t value)
{
	char *text = xasprintf("%lld", (long long)value);

	xml_set(node, name, text);
	free(text);
}

static void
add_row(xmlDoc *ledger, const struct lasts *l, const struct release *release,
    const char *on)
{
	xmlNode *row;

	xmlNodeAddContent(xml_root(ledger), (const xmlChar *)"  ");
	row = xmlNewChild(
	    xml_root(ledger), NULL, (const xmlChar *)"release", NULL);
	xml_set(row, "on", on);
	xml_set(row, "what", release->what);
	set_number(row, "k", release->k);
	set_number(row, "requests", (int64_t)l->n);
	set_number(row, "head", l->head);
	if (release->anyway != NULL)
		xml_set(row, "anyway", release->anyway);
	xmlNodeAddContent(xml_root(ledger), (const xmlChar *)"\n");
}

enum mla_rc
release_record(
    struct office *office, const struct release *release, struct err *err)
{
	static const char empty[] =
	    "<releases xmlns=\"" RELEASE_NS "\">\n</releases>";
	char *path = file_join(office->dir, LEDGER);
	char *on = office_moment(office);
	struct lasts l = { 0 };
	struct buf b = { 0 };
	xmlDoc *ledger = NULL;
	enum mla_rc rc;

	if ((rc = see_all(&l, office, err)) != MLA_OK ||
	    (rc = store_begin(office->store, err)) != MLA_OK)
		goto out;
	if ((rc = read_ledger(&ledger, office, err)) == MLA_OK &&
	    ledger == NULL)
		rc = xml_read(&ledger, empty, strlen(empty), path, err);
	if (rc == MLA_OK) {
		add_row(ledger, &l, release, on);
		xml_write(&b, ledger);
		rc = file_save(path, buf_text(&b), b.len, err);
	}
	store_rollback(office->store);
out:
	xmlFreeDoc(ledger);
	buf_free(&b);
	free(l.at);
	free(on);
	free(path);
	return rc;
}
