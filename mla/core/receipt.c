/* receipt.c - how far a message came: written there, recorded here */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/receipt.h"

#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "core/act.h"
#include "model/code.h"
#include "store/record.h"
#include "xml/node.h"
#include "xml/write.h"

/* Which of the codes is written: their attribute "written". */
#define RECEIPT_TAKEN "taken" /* it was recorded */
#define RECEIPT_KEPT "kept" /* it came, and waits */
#define RECEIPT_REFUSED "not-taken" /* it came, and was not taken */

#define RECEIPT_LIST "receipt" /* of codes, and the field that holds one */

void
receipt_missing_add(struct receipt_missing *m, const char *what)
{
	for (size_t i = 0; i < m->n; i++) {
		if (str_starts(m->at[i], what))
			return;
	}
	m->at = vec_more(m->at, &m->cap, m->n, sizeof(*m->at));
	m->at[m->n++] = xstrndup(what, 500);
}

void
receipt_missing_free(struct receipt_missing *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->at[i]);
	free(m->at);
	memset(m, 0, sizeof(*m));
}

/* The code that is written in a case. */
static char *
code_for(struct codes *codes, const char *written)
{
	const xmlNode *code = xml_first(codes_list(codes, RECEIPT_LIST));

	while (code != NULL && !xml_attr_is(code, "written", written))
		code = xml_after(code);
	return code != NULL ? xml_attr(code, "id") : NULL;
}

static void
write_office(struct buf *b, const char *tag, const char *state,
    const char *authority, const char *reference)
{
	buf_addf(b, "  <%s", tag);
	xml_add_attr(b, "state", state);
	xml_add_attr(b, "authority", authority);
	xml_add_attr(b, "reference", reference);
	buf_adds(b, "/>\n");
}

static void
write_receipt(struct buf *out, struct office *office, const struct envelope *e,
    const char *manifest, const char *written, const char *at,
    const char *reference, const struct receipt_missing *missing,
    int64_t message)
{
	char *kind = code_for(office->codes, written);

	buf_adds(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<receipt xmlns=\"" RECEIPT_NS "\"");
	xml_add_attr(out, "kind", kind);
	xml_add_attr(out, "message", e->uid);
	xml_add_attr(out, "request", e->request_uid);
	buf_addf(out, " number=\"%lld\"", (long long)e->number);
	xml_add_attr(out, "manifest", manifest);
	xml_add_attr(out, "at", at);
	buf_adds(out, ">\n");
	write_office(out, "from", office->info.country, office->info.authority,
	    reference);
	write_office(
	    out, "to", e->from_state, e->from_authority, e->from_reference);
	for (size_t i = 0; i < missing->n && i < 100; i++) {
		buf_adds(out, "  <missing");
		xml_add_attr(out, "what", missing->at[i]);
		buf_adds(out, "/>\n");
	}
	if (message != 0)
		buf_addf(
		    out, "  <missing message=\"%lld\"/>\n", (long long)message);
	buf_adds(out, "</receipt>\n");
	free(kind);
}

/* When the message was recorded, or now; the caller frees it. */
static char *
moment_of(
    const struct exchange_received *r, struct office *office, const char *uid)
{
	struct store_sents all = { 0 };
	struct dossier *d = NULL;
	struct err ignored = { 0 };
	char *moment = NULL;

	if (r->known &&
	    store_messages(&all, office->store, r->request, &ignored) ==
	        MLA_OK &&
	    dossier_open(&d, office, r->request, &ignored) == MLA_OK) {
		for (size_t i = 0; i < all.n; i++) {
			const struct dossier_event *e =
			    dossier_entry(d, all.at[i].seq);

			if (str_eq(all.at[i].uid, uid) && e != NULL)
				moment = xstrdup(e->recorded);
		}
	}
	dossier_free(d);
	store_messages_free(&all);
	return moment != NULL ? moment : office_moment(office);
}

void
receipt_make(struct exchange_received *r, struct office *office,
    const struct envelope *e, const char *manifest,
    const struct receipt_missing *missing, enum mla_rc rc)
{
	const bool waits = r->parked || r->held != NULL;
	char *at;

	if (rc != MLA_OK && rc != MLA_ENO && rc != MLA_EREFUSED &&
	    rc != MLA_EDAMAGED)
		return;
	at = moment_of(r, office, e->uid);
	write_receipt(&r->receipt, office, e, manifest,
	    waits              ? RECEIPT_KEPT
	        : rc == MLA_OK ? RECEIPT_TAKEN
	                       : RECEIPT_REFUSED,
	    at, r->reference, missing, r->missing);
	free(at);
}

bool
exchange_is_receipt(const char *path)
{
	char head[64];
	struct err ignored = { 0 };
	size_t at = 0;
	ssize_t n;
	int fd;

	if (file_is_dir(path) || file_open(&fd, path, &ignored) != MLA_OK)
		return false;
	n = read(fd, head, sizeof(head));
	(void)close(fd);
	while (n > 0 && at < (size_t)n &&
	    strchr("\xef\xbb\xbf \t\r\n", head[at]) != NULL)
		at++;
	return n > 0 && at < (size_t)n && head[at] == '<';
}

/* A receipt that is being recorded. */
struct arrival {
	struct exchange_arrived *to;
	const xmlNode *root;
	char *kind, *event, *cause;
	char *note; /* what was missing, or NULL */
	struct when on;
	int64_t seq; /* of the entry that recorded the message as sent */
};

static void
arrival_free(struct arrival *a)
{
	free(a->kind);
	free(a->event);
	free(a->cause);
	free(a->note);
}

/* What was missing there, as the note of the entry. */
static char *
read_missing(const xmlNode *root)
{
	const xmlNode *node = xml_child(root, RECEIPT_NS, "missing");
	struct buf b = { 0 };

	for (; node != NULL; node = xml_next(node, RECEIPT_NS, "missing")) {
		char *what = xml_attr(node, "what");
		char *number = xml_attr(node, "message");

		buf_addf(&b, "%s%s%s", b.len > 0 ? "\n" : "missing there: ",
		    what != NULL ? what : "message ",
		    what == NULL && number != NULL ? number : "");
		free(what);
		free(number);
	}
	return b.len > 0 ? buf_steal(&b) : NULL;
}

static enum mla_rc
read_receipt(struct arrival *a, struct office *office, struct err *err)
{
	const xmlNode *code;
	char *at = xml_attr(a->root, "at");
	bool dated = when_parse(&a->on, at);

	free(at);
	a->kind = xml_attr(a->root, "kind");
	a->note = read_missing(a->root);
	code = codes_find(office->codes, RECEIPT_LIST, a->kind);
	if (code == NULL)
		return err_set(err, MLA_EREFUSED,
		    "the receipt is of a kind that is not known here: \"%s\"",
		    a->kind);
	if (!dated)
		return err_set(err, MLA_EDAMAGED, "the receipt has no date");
	a->event = xml_attr(code, "event");
	a->cause = xml_attr(code, "cause");
	return MLA_OK;
}

/* The message it is for: ours, and the same content. */
static enum mla_rc
find_message(struct arrival *a, struct office *office, struct err *err)
{
	char *uid = xml_attr(a->root, "message");
	char *manifest = xml_attr(a->root, "manifest"), known[65];
	struct store_sents all = { 0 };
	enum mla_rc rc;

	if ((rc = store_message_find(
	         &a->to->request, known, office->store, uid, err)) != MLA_OK)
		goto out;
	if (a->to->request != 0 &&
	    (rc = store_messages(&all, office->store, a->to->request, err)) !=
	        MLA_OK)
		goto out;
	for (size_t i = 0; i < all.n; i++) {
		if (!all.at[i].out || !str_eq(all.at[i].uid, uid))
			continue;
		a->seq = all.at[i].seq;
		a->to->number = all.at[i].number;
	}
	if (a->seq == 0)
		rc = err_set(err, MLA_EREFUSED,
		    "the receipt is for a message that did not go out from "
		    "here: %s",
		    uid);
	else if (!str_eq(manifest, known))
		rc = err_set(err, MLA_EREFUSED,
		    "the receipt names another content (SHA-256 %.16s...) "
		    "than message %lld had when it went out (%.16s...)",
		    manifest, (long long)a->to->number, known);
out:
	store_messages_free(&all);
	free(uid);
	free(manifest);
	return rc;
}

/* Was a receipt of this kind recorded for the transmission? */
static bool
is_recorded(const struct dossier *d, const char *part, const char *kind)
{
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (!e->skip && str_eq(e->part, part) && e->element != NULL &&
		    xml_attr_is(xml_root(e->element), RECEIPT_LIST, kind))
			return true;
	}
	return false;
}

/* Requests that go by older rules know no receipts. */
static bool
takes_receipt(const struct dossier *d, const struct act *act)
{
	const struct machine_transition *t =
	    dossier_transition(d, act->part, act->event);

	for (size_t i = 0; t != NULL && i < t->nfields; i++) {
		if (str_eq(t->field[i].name, RECEIPT_LIST))
			return true;
	}
	return false;
}

/* Move the transmission, unless it has come farther than that. */
static enum mla_rc
move(struct arrival *a, struct dossier *d, struct err *err)
{
	const struct dossier_event *sent = dossier_entry(d, a->seq);
	const struct dossier_part *p = dossier_part(d, sent->part);
	struct act_field field[2];
	struct act act = { .event = a->event,
		.part = sent->part,
		.by = "them",
		.on = { .day = a->on.day, .second = -1 },
		.fields = field,
		.note = a->note };
	struct act_done done = { 0 };
	struct err own = { 0 };
	enum mla_rc rc;

	if (a->cause != NULL)
		field[act.nfields++] = (struct act_field){ "cause", a->cause };
	if (takes_receipt(d, &act))
		field[act.nfields++] =
		    (struct act_field){ RECEIPT_LIST, a->kind };
	if (is_recorded(d, sent->part, a->kind)) {
		a->to->known = true;
		return MLA_OK;
	}
	/* The clocks of two offices are not one. */
	if (act.on.day < sent->on.day)
		act.on.day = sent->on.day;
	if (act.on.day > d->office->now.day)
		act.on.day = d->office->now.day;
	rc = act_add(&done, d, &act, &own);
	if (rc == MLA_EREFUSED && a->cause == NULL) {
		a->to->known = true;
		rc = MLA_OK;
	} else if (rc == MLA_EREFUSED && p != NULL && run_is_final(p->run)) {
		rc = err_set(err, rc,
		    "message %lld has come to its end already: %s",
		    (long long)a->to->number, own.msg);
	} else if (rc != MLA_OK) {
		*err = own;
	}
	act_done_free(&done);
	return rc;
}

void
exchange_arrived_free(struct exchange_arrived *to)
{
	free(to->reference);
	free(to->kind);
	free(to->event);
	memset(to, 0, sizeof(*to));
}

enum mla_rc
exchange_arrived(struct exchange_arrived *to, struct office *office,
    const char *path, struct err *err)
{
	struct arrival a = { .to = to };
	struct dossier *d = NULL;
	struct buf bytes = { 0 };
	xmlDoc *doc = NULL;
	enum mla_rc rc;

	memset(to, 0, sizeof(*to));
	if ((rc = file_read(&bytes, path, RECEIPT_MAX_BYTES, err)) != MLA_OK ||
	    (rc = res_parse(&doc, office->res, buf_text(&bytes), bytes.len,
	         path, "receipt", err)) != MLA_OK)
		goto out;
	a.root = xml_root(doc);
	if ((rc = store_begin(office->store, err)) != MLA_OK ||
	    (rc = read_receipt(&a, office, err)) != MLA_OK ||
	    (rc = find_message(&a, office, err)) != MLA_OK ||
	    (rc = dossier_open(&d, office, to->request, err)) != MLA_OK)
		goto out;
	to->reference = xstrdup(d->row.reference);
	to->kind = xstrdup(a.kind);
	to->event = xstrdup(a.event);
	if ((rc = move(&a, d, err)) != MLA_OK)
		goto out;
	rc = store_commit(office->store, err);
out:
	store_rollback(office->store);
	dossier_free(d);
	arrival_free(&a);
	xmlFreeDoc(doc);
	buf_free(&bytes);
	return rc;
}
