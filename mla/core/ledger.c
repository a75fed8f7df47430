/* ledger.c - what we believe that a State and we both know */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/ledger.h"

#include <inttypes.h>

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "core/dossier.h"
#include "store/record.h"
#include "store/request.h"
#include "xml/node.h"
#include "xml/write.h"

static const char seal_begin[] = "  <seal sha256=\"";
static const char seal_end[] = "\"/>\n</reconciliation>\n";

#define HEX 64 /* characters of a SHA-256 */

/* Has the other side been told of it, or told us? */
static bool
is_told(const struct dossier *d, const struct dossier_event *e)
{
	const struct dossier_part *part =
	    e->part != NULL ? dossier_part(d, e->part) : NULL;

	if (e->taken == NULL || e->skip || e->seq == 0 ||
	    (part != NULL && part->transmission) || *e->taken->message == '\0')
		return false;
	return !e->ours || !e->pending;
}

/* The request itself: each side has another act for it. */
static bool
is_request(const struct dossier_event *e)
{
	return e->taken != NULL &&
	    (str_eq(e->taken->step, MACHINE_ISSUE) ||
	        str_eq(e->taken->step, MACHINE_RECEIVE));
}

static void
add_acts(struct buf *b, const struct dossier *d)
{
	char on[DATE_BYTES];

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (!is_told(d, e) || is_request(e))
			continue;
		buf_adds(b, "    <act");
		xml_add_attr(b, "event", e->name);
		xml_add_attr(b, "part", e->part);
		xml_add_attr(b, "by", e->ours ? "us" : "them");
		xml_add_attr(b, "on", date_format(e->on.day, on));
		if (!str_is_blank(e->outcome))
			xml_add_attr(b, "outcome", e->outcome);
		buf_adds(b, "/>\n");
	}
}

/* When it went out, or when it was recorded; the caller frees it. */
static char *
day_of(const struct dossier *d, const struct store_sent *m)
{
	const struct dossier_event *e = dossier_entry(d, m->seq);
	char on[DATE_BYTES];

	if (e == NULL)
		return xstrdup("1970-01-01");
	if (m->out || e->recorded == NULL)
		return xstrdup(date_format(e->on.day, on));
	return xstrndup(e->recorded, DATE_BYTES - 1);
}

static void
add_messages(
    struct buf *b, const struct dossier *d, const struct store_sents *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct store_sent *m = &all->at[i];
		char *on = day_of(d, m);

		buf_adds(b, "    <message");
		xml_add_attr(b, "id", m->uid);
		xml_add_attr(b, "direction", m->out ? "out" : "in");
		if (m->number > 0)
			buf_addf(b, " number=\"%" PRId64 "\"", m->number);
		xml_add_attr(b, "type", m->type);
		xml_add_attr(b, "on", on);
		xml_add_attr(b, "manifest", m->manifest);
		buf_adds(b, "/>\n");
		free(on);
	}
}

static enum mla_rc
add_theirs(struct buf *b, const struct dossier *d, struct err *err)
{
	struct store_references refs;
	enum mla_rc rc =
	    store_references(&refs, d->office->store, d->row.id, err);

	if (rc != MLA_OK)
		return rc;
	for (size_t i = 0; i < refs.n; i++) {
		if (!str_eq(refs.at[i].owner, STORE_OWNER_PARTNER))
			continue;
		buf_adds(b, "    <theirs");
		xml_add_attr(b, "reference", refs.at[i].value);
		buf_adds(b, "/>\n");
	}
	store_references_free(&refs);
	return MLA_OK;
}

/* A request of ours that was never sent is nobody's business. */
static bool
is_exchanged(const struct dossier *d, const struct store_sents *messages)
{
	if (messages->n > 0 || str_eq(d->row.side, "in"))
		return true;
	for (size_t i = 0; i < d->nevents; i++) {
		if (is_told(d, &d->events[i]))
			return true;
	}
	return false;
}

static enum mla_rc
add_request(struct buf *b, struct dossier *d, struct err *err)
{
	struct store_sents messages = { 0 };
	enum mla_rc rc;

	if ((rc = store_messages(
	         &messages, d->office->store, d->row.id, err)) != MLA_OK ||
	    !is_exchanged(d, &messages))
		goto out;
	buf_adds(b, "  <request");
	xml_add_attr(b, "uid", d->row.uid);
	xml_add_attr(b, "kind", d->row.kind);
	xml_add_attr(b, "reference", d->row.reference);
	xml_add_attr(b, "erased", d->erased ? "true" : NULL);
	buf_adds(b, ">\n");
	if ((rc = add_theirs(b, d, err)) != MLA_OK)
		goto out;
	add_messages(b, d, &messages);
	add_acts(b, d);
	buf_adds(b, "  </request>\n");
out:
	store_messages_free(&messages);
	return rc;
}

/* For dossier_each. */
struct writing {
	struct buf *out;
	const char *state;
};

static enum mla_rc
visit(void *arg, struct dossier *d, struct err *err)
{
	struct writing *w = arg;

	if (!str_eq(d->row.partner, w->state))
		return MLA_OK;
	return add_request(w->out, d, err);
}

enum mla_rc
ledger_write(
    struct buf *out, struct office *office, const char *state, struct err *err)
{
	struct writing w = { out, state };
	char made[WHEN_BYTES], hex[HEX + 1];
	size_t begin = out->len;
	enum mla_rc rc;

	buf_adds(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<reconciliation xmlns=\"" LEDGER_NS "\"");
	xml_add_attr(out, "made", when_format(&office->now, made));
	buf_adds(out, ">\n  <from");
	xml_add_attr(out, "state", office->info.country);
	xml_add_attr(out, "authority", office->info.authority);
	xml_add_attr(out, "code", office->info.code);
	buf_adds(out, "/>\n  <to");
	xml_add_attr(out, "state", state);
	buf_adds(out, "/>\n");
	if ((rc = dossier_each(office, NULL, visit, &w, err)) != MLA_OK)
		return rc;
	hash_hex_bytes(hex, out->data + begin, out->len - begin);
	buf_addf(out, "%s%s%s", seal_begin, hex, seal_end);
	return MLA_OK;
}

enum mla_rc
ledger_parse(xmlDoc **out, struct res *res, const char *data, size_t len,
    const char *name, struct err *err)
{
	const size_t tail = sizeof(seal_begin) - 1 + HEX + sizeof(seal_end) - 1;
	const char *seal = data + (len > tail ? len - tail : 0);
	char hex[HEX + 1];
	enum mla_rc rc;

	*out = NULL;
	if ((rc = res_parse(
	         out, res, data, len, name, "reconciliation", err)) != MLA_OK)
		return rc;
	if (len > tail) {
		hash_hex_bytes(hex, data, len - tail);
		if (memcmp(seal, seal_begin, sizeof(seal_begin) - 1) == 0 &&
		    memcmp(seal + sizeof(seal_begin) - 1, hex, HEX) == 0 &&
		    memcmp(seal + tail - sizeof(seal_end) + 1, seal_end,
		        sizeof(seal_end) - 1) == 0)
			return MLA_OK;
	}
	xmlFreeDoc(*out);
	*out = NULL;
	return err_set(err, MLA_EDAMAGED,
	    "%s: the seal does not fit: it was changed after it was made",
	    name);
}
