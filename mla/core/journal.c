/* journal.c - the append-only record of acts, and how it is proved */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/journal.h"

#include <stdarg.h>
#include <sys/random.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "store/event.h"

/* Labels that keep hashes of one use apart from those of another. */
#define COMMIT_LABEL "mla commitment 1\n"
#define ENTRY_LABEL "mla journal 1\n"

void
journal_commit(unsigned char out[JOURNAL_HASH_BYTES],
    const unsigned char salt[JOURNAL_SALT_BYTES], const char *what,
    const void *data, size_t len)
{
	struct buf b = { 0 };

	buf_adds(&b, COMMIT_LABEL);
	buf_add(&b, salt, JOURNAL_SALT_BYTES);
	buf_adds(&b, what);
	buf_addch(&b, '\n');
	buf_add(&b, data, len);
	hash_bytes(out, buf_text(&b), b.len);
	buf_free(&b);
}

/* A text with its length before it, so that no two entries look the same. */
static void
add_field(struct buf *b, const char *text)
{
	size_t len = text != NULL ? strlen(text) : 0;

	if (text == NULL) {
		buf_adds(b, "-\n");
		return;
	}
	buf_addf(b, "%zu:", len);
	buf_add(b, text, len);
	buf_addch(b, '\n');
}

/* The bytes that the hash of an entry covers. */
static void
entry_hash(unsigned char out[JOURNAL_HASH_BYTES], const struct store_event *e,
    const struct store_payloads *payloads)
{
	char hex[2 * JOURNAL_HASH_BYTES + 1];
	struct buf b = { 0 };

	buf_adds(&b, ENTRY_LABEL);
	buf_addf(&b, "%lld\n", (long long)e->seq);
	add_field(&b, e->uid);
	add_field(&b, e->part);
	add_field(&b, e->name);
	add_field(&b, e->side);
	add_field(&b, e->happened);
	add_field(&b, e->recorded);
	add_field(&b, e->codes);
	for (size_t i = 0; i < payloads->n; i++) {
		add_field(&b, payloads->at[i].what);
		hash_hex(hex, payloads->at[i].hash, JOURNAL_HASH_BYTES);
		add_field(&b, hex);
	}
	hash_hex(hex, e->prev, JOURNAL_HASH_BYTES);
	add_field(&b, hex);
	hash_bytes(out, buf_text(&b), b.len);
	buf_free(&b);
}

static enum mla_rc
salt_payloads(struct store_payloads *out, const struct journal_entry *entry,
    struct err *err)
{
	for (size_t i = 0; i < entry->n; i++) {
		const struct journal_payload *from = &entry->payload[i];
		struct store_payload *p;

		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		p = &out->at[out->n++];
		memset(p, 0, sizeof(*p));
		p->ord = (int)i + 1;
		p->what = xstrdup(from->what);
		p->len = from->len;
		p->bytes = xmalloc(from->len + 1);
		memcpy(p->bytes, from->data, from->len);
		p->bytes[from->len] = '\0';
		if (getrandom(p->salt, sizeof(p->salt), 0) !=
		    (ssize_t)sizeof(p->salt))
			return err_errno(err, MLA_EIO, "no random numbers");
		journal_commit(
		    p->hash, p->salt, p->what, from->data, from->len);
	}
	return MLA_OK;
}

static enum mla_rc
add_rows(struct store *store, const struct store_event *e,
    const struct store_payloads *payloads, struct err *err)
{
	enum mla_rc rc = store_event_add(store, e, err);

	for (size_t i = 0; rc == MLA_OK && i < payloads->n; i++)
		rc = store_payload_add(store, e->seq, &payloads->at[i], err);
	return rc;
}

enum mla_rc
journal_add(int64_t *seq, struct store *store,
    const struct journal_entry *entry, struct err *err)
{
	struct store_payloads payloads = { 0 };
	struct store_event e = { 0 };
	enum mla_rc rc;

	if ((rc = store_event_last(&e.seq, e.prev, store, err)) != MLA_OK)
		return rc;
	e.seq++;
	e.request = entry->request;
	e.uid = xstrdup(entry->uid);
	e.part = xstrdup_null(entry->part);
	e.name = xstrdup(entry->name);
	e.side = xstrdup(entry->by);
	e.happened = xstrdup(entry->happened);
	e.recorded = xstrdup(entry->recorded);
	e.codes = xstrdup(entry->codes);
	if ((rc = salt_payloads(&payloads, entry, err)) != MLA_OK)
		goto out;
	entry_hash(e.hash, &e, &payloads);
	rc = add_rows(store, &e, &payloads, err);
	*seq = e.seq;
out:
	store_payloads_free(&payloads);
	store_event_free(&e);
	return rc;
}

/* A walk over the journal. */
struct check {
	struct journal_report *report;
	struct store *store;
	int64_t next; /* number that must come */
};

static void fault(struct check *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void
fault(struct check *c, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	c->report->faults++;
	if (c->report->say == NULL)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	c->report->say(c->report->arg, text);
}

static void
check_payloads(struct check *c, const struct store_event *e,
    const struct store_payloads *payloads)
{
	unsigned char hash[JOURNAL_HASH_BYTES];

	for (size_t i = 0; i < payloads->n; i++) {
		const struct store_payload *p = &payloads->at[i];

		c->report->payloads++;
		if (p->bytes == NULL) {
			c->report->erased++;
			continue;
		}
		journal_commit(hash, p->salt, p->what, p->bytes, p->len);
		if (memcmp(hash, p->hash, sizeof(hash)) != 0)
			fault(c,
			    "journal entry %lld: its %s was changed after it "
			    "was recorded",
			    (long long)e->seq, p->what);
	}
}

static enum mla_rc
check_entry(void *arg, const struct store_event *e, struct err *err)
{
	struct check *c = arg;
	struct store_payloads payloads;
	unsigned char hash[JOURNAL_HASH_BYTES];
	enum mla_rc rc;

	if ((rc = store_payloads_of(&payloads, c->store, e->seq, err)) !=
	    MLA_OK)
		return rc;
	c->report->entries++;
	if (e->seq != c->next)
		fault(c, "journal entry %lld is missing", (long long)c->next);
	c->next = e->seq + 1;
	if (memcmp(e->prev, c->report->head, sizeof(e->prev)) != 0)
		fault(c,
		    "journal entry %lld does not continue the entry before it",
		    (long long)e->seq);
	entry_hash(hash, e, &payloads);
	if (memcmp(hash, e->hash, sizeof(hash)) != 0)
		fault(c, "journal entry %lld was changed", (long long)e->seq);
	memcpy(c->report->head, e->hash, sizeof(e->hash));
	check_payloads(c, e, &payloads);
	store_payloads_free(&payloads);
	return MLA_OK;
}

enum mla_rc
journal_verify(
    struct journal_report *report, struct store *store, struct err *err)
{
	struct check c = { report, store, 1 };
	enum mla_rc rc = store_event_each(store, check_entry, &c, err);

	if (rc == MLA_OK && report->faults > 0)
		rc = err_set(err, MLA_EDAMAGED, "the journal is damaged");
	return rc;
}

enum mla_rc
journal_prove(const struct store_event *e,
    const struct store_payloads *payloads, struct err *err)
{
	unsigned char hash[JOURNAL_HASH_BYTES];

	entry_hash(hash, e, payloads);
	if (memcmp(hash, e->hash, sizeof(hash)) != 0)
		return err_set(err, MLA_EDAMAGED,
		    "journal entry %lld was changed", (long long)e->seq);
	for (size_t i = 0; i < payloads->n; i++) {
		const struct store_payload *p = &payloads->at[i];

		if (p->ord != (int)i + 1)
			return err_set(err, MLA_EDAMAGED,
			    "journal entry %lld: its commitment %zu is missing",
			    (long long)e->seq, i + 1);
		if (p->bytes == NULL)
			continue;
		journal_commit(hash, p->salt, p->what, p->bytes, p->len);
		if (memcmp(hash, p->hash, sizeof(hash)) != 0)
			return err_set(err, MLA_EDAMAGED,
			    "journal entry %lld: its %s was changed after it "
			    "was recorded",
			    (long long)e->seq, p->what);
	}
	return MLA_OK;
}

enum mla_rc
journal_keep(struct store *store, const struct store_event *e,
    const struct store_payloads *payloads, struct err *err)
{
	unsigned char hash[JOURNAL_HASH_BYTES];
	int64_t last;
	enum mla_rc rc;

	if ((rc = store_event_last(&last, hash, store, err)) != MLA_OK)
		return rc;
	if (e->seq != last + 1)
		return err_set(err, MLA_EDAMAGED,
		    "journal entry %lld is missing", (long long)last + 1);
	if (memcmp(e->prev, hash, sizeof(hash)) != 0)
		return err_set(err, MLA_EDAMAGED,
		    "journal entry %lld does not continue the entry before it",
		    (long long)e->seq);
	return add_rows(store, e, payloads, err);
}

enum mla_rc
journal_erase(
    struct store *store, int64_t seq, const char *what, struct err *err)
{
	struct store_payloads payloads;
	enum mla_rc rc;
	bool any = false;

	if ((rc = store_payloads_of(&payloads, store, seq, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; rc == MLA_OK && i < payloads.n; i++) {
		const struct store_payload *p = &payloads.at[i];

		if (p->bytes == NULL ||
		    (what != NULL && !str_eq(what, p->what)))
			continue;
		any = true;
		rc = store_payload_erase(store, seq, p->ord, err);
	}
	if (rc == MLA_OK && !any)
		rc = err_set(err, MLA_ENOTFOUND,
		    "journal entry %lld has nothing to erase", (long long)seq);
	store_payloads_free(&payloads);
	return rc;
}
