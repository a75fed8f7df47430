/* receive.c - verify a bundle, and record what it brings */
/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "bundle/verify.h"
#include "core/envelope.h"
#include "core/exchange.h"
#include "core/exhibit.h"
#include "core/inbox.h"
#include "core/parked.h"
#include "core/receipt.h"
#include "core/theirs.h"
#include "core/turn.h"
#include "store/record.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/schema.h"

void
exchange_received_free(struct exchange_received *r)
{
	free(r->reference);
	free(r->type);
	free(r->acts);
	free(r->manifest);
	free(r->clash);
	free(r->held);
	free(r->signer);
	buf_free(&r->receipt);
	memset(r, 0, sizeof(*r));
}

/* What is taken out of the bag. */
struct taking {
	struct office *office;
	struct bag_report report;
	struct envelope envelope;
	const char *path;
	struct when on;
	bool gate; /* its signer must be trusted, or ... */
	const char *accepted; /* ... why a person accepted it; NULL */
	struct inbox_signer signer;
	bool turn; /* it is its turn, whatever is missing */
	bool late; /* its acts count from that day */
	bool stale; /* another one stands in its place */
	struct buf message, document;
	struct receipt_missing missing; /* what is wrong with the bag */
	struct file_new *file; /* one for each exhibit */
	struct err *err;
	enum mla_rc rc;
};

static int
open_text(void *arg, const struct bag_entry *e, struct buf **buf)
{
	struct taking *t = arg;

	if (str_eq(e->path, ENVELOPE_PATH))
		*buf = &t->message;
	else if (str_eq(e->path, "data/request.xml"))
		*buf = &t->document;
	return -1;
}

/* The exhibit of the envelope that lies at a path of the bag. */
static int
open_exhibit(void *arg, const struct bag_entry *e, struct buf **buf)
{
	struct taking *t = arg;

	(void)buf;
	for (size_t i = 0; i < t->envelope.nexhibits; i++) {
		const struct envelope_file *f = &t->envelope.exhibit[i];
		char *path;

		if (!str_starts(e->path, "data/") ||
		    !str_eq(e->path + 5, f->href) || t->rc != MLA_OK)
			continue;
		path = office_path(t->office, STORE_EXHIBITS, e->sha256);
		t->rc = file_begin(&t->file[i], path, t->err);
		free(path);
		return t->rc == MLA_OK ? t->file[i].fd : -1;
	}
	return -1;
}

/* Every exhibit that the envelope names must be there, as it says. */
static enum mla_rc
check_exhibits(const struct taking *t, struct err *err)
{
	enum mla_rc rc;

	for (size_t i = 0; i < t->envelope.nexhibits; i++) {
		const struct envelope_file *f = &t->envelope.exhibit[i];
		const struct bag_entry *e = theirs_file(&t->report, f);

		if (e == NULL || !str_eq(e->sha256, f->sha256) ||
		    e->bytes != f->bytes)
			return err_set(err, MLA_EDAMAGED,
			    "exhibit %s is not in the bag as the message "
			    "describes it",
			    f->id);
		if ((rc = exhibit_check(t->office, f->about, err)) != MLA_OK)
			return rc;
	}
	return MLA_OK;
}

/* The request in the bag must be one, and the one that the message is about. */
static enum mla_rc
check_request(const struct taking *t, void (*say)(void *arg, const char *fault),
    void *arg, struct err *err)
{
	struct xml_faults faults = { 0 };
	xmlDoc *doc = NULL;
	enum mla_rc rc;

	if (t->document.len == 0)
		return MLA_OK;
	if ((rc = xml_read(&doc, buf_text(&t->document), t->document.len,
	         "data/request.xml", err)) != MLA_OK ||
	    (rc = res_check(&faults, t->office->res, doc, "request", err)) !=
	        MLA_OK)
		goto out;
	for (size_t i = 0; say != NULL && i < faults.n; i++) {
		char *text = xasprintf("data/request.xml:%ld: %s",
		    faults.at[i].line, faults.at[i].msg);

		say(arg, text);
		free(text);
	}
	if (faults.n > 0)
		rc = err_set(err, MLA_ENO,
		    "the request in the bundle does not follow the schema");
	else if (!xml_attr_is(xml_root(doc), "uid", t->envelope.request_uid) ||
	    !xml_attr_is(xml_root(doc), "kind", t->envelope.kind))
		rc = err_set(err, MLA_EDAMAGED,
		    "the request in the bundle is not the one that the "
		    "message is about");
out:
	xml_faults_free(&faults);
	xmlFreeDoc(doc);
	return rc;
}

static enum mla_rc
check_recipient(const struct taking *t, struct err *err)
{
	const struct envelope *e = &t->envelope;
	const struct store_info *us = &t->office->info;

	if (str_eq(e->from_code, us->code) &&
	    str_eq(e->from_state, us->country))
		return err_set(err, MLA_EREFUSED,
		    "this bundle was made by our own office");
	if (!str_eq(e->to_state, us->country))
		return err_set(err, MLA_EREFUSED,
		    "this bundle is for an authority in %s, and this register "
		    "is in %s",
		    e->to_state, us->country);
	return MLA_OK;
}

static enum mla_rc
take_exhibits(struct taking *t, const char *path, struct err *err)
{
	struct bag_take take = { open_exhibit, t };
	enum mla_rc rc;

	if (t->envelope.nexhibits == 0)
		return MLA_OK;
	t->file = xcalloc(t->envelope.nexhibits, sizeof(*t->file));
	for (size_t i = 0; i < t->envelope.nexhibits; i++)
		t->file[i].fd = -1;
	rc = bag_extract(path, &t->report, &take, err);
	if (rc == MLA_OK)
		rc = t->rc;
	for (size_t i = 0; rc == MLA_OK && i < t->envelope.nexhibits; i++) {
		if (t->file[i].path != NULL)
			rc = file_commit(&t->file[i], err);
	}
	return rc;
}

/* Was this message received before? Then it must be the same one. */
static enum mla_rc
find_known(struct exchange_received *r, struct taking *t, struct err *err)
{
	struct store_request row = { 0 };
	char manifest[65];
	int64_t request;
	enum mla_rc rc;

	if ((rc = store_message_find(&request, manifest, t->office->store,
	         t->envelope.uid, err)) != MLA_OK ||
	    request == 0)
		return rc;
	if (!str_eq(manifest, t->report.manifest_sha256))
		return parked_keep(r, t->office, t->path, &t->envelope,
		    t->report.manifest_sha256, &t->on, PARKED_OTHER,
		    "a message with this identifier and another content was "
		    "received before",
		    err);
	if ((rc = store_request_get(&row, t->office->store, request, err)) !=
	    MLA_OK)
		return rc;
	r->known = true;
	r->request = request;
	r->reference = xstrdup(row.reference);
	store_request_free(&row);
	return parked_forget(t->office, t->report.manifest_sha256, err);
}

/* Does a message that was received have the number? */
static enum mla_rc
find_twice(bool *twice, struct taking *t, int64_t request, struct err *err)
{
	struct store_sents all;
	enum mla_rc rc;

	*twice = false;
	if (request == 0 || t->envelope.number == 0)
		return MLA_OK;
	if ((rc = store_messages(&all, t->office->store, request, err)) !=
	    MLA_OK)
		return rc;
	for (size_t i = 0; i < all.n; i++) {
		const struct store_sent *m = &all.at[i];

		*twice = *twice || (!m->out && m->number == t->envelope.number);
		t->stale = t->stale ||
		    (!m->out && turn_has(m->instead, t->envelope.number));
	}
	store_messages_free(&all);
	return MLA_OK;
}

/* In a write transaction. */
static enum mla_rc
record(struct exchange_received *r, struct taking *t, int64_t request,
    struct err *err)
{
	struct store *store = t->office->store;
	const struct theirs theirs = { t->office, &t->envelope, &t->report,
		&t->document, t->on, t->late, t->stale };
	struct store_message message = { .uid = t->envelope.uid,
		.direction = "in",
		.type = t->envelope.type,
		.manifest = t->report.manifest_sha256,
		.number = t->envelope.number,
		.instead = t->envelope.instead };
	struct theirs_done done = { 0 };
	enum mla_rc rc;

	rc = request == 0 ? theirs_create(&done, &theirs, err)
	                  : theirs_add(&done, &theirs, request, err);
	if (rc == MLA_OK) {
		message.request = r->request = done.request;
		message.seq = done.seq;
		r->created = request == 0;
		r->reference = xstrdup(done.reference);
		r->clash = xstrdup_null(done.clash);
		rc = store_message_add(store, &message, err);
	}
	if (rc == MLA_OK)
		rc = inbox_record(
		    t->office, r->request, &t->signer, t->accepted, err);
	theirs_done_free(&done);
	return rc;
}

/* A person took it before its turn: what is missing is not waited for. */
static void
not_waited_for(struct envelope *e, int64_t next)
{
	struct buf b = { 0 };

	if (e->instead != NULL)
		buf_adds(&b, e->instead);
	for (; next < e->number; next++)
		buf_addf(&b, " %" PRId64, next);
	free(e->instead);
	e->instead = buf_steal(&b);
}

/* Record it, or keep it and say why not. */
static enum mla_rc
record_or_keep(struct exchange_received *r, struct taking *t, struct err *err)
{
	struct store *store = t->office->store;
	const char *manifest = t->report.manifest_sha256;
	struct err own = { 0 };
	int64_t request, next;
	enum mla_rc rc;
	bool twice;

	if ((rc = store_begin(store, err)) != MLA_OK)
		return rc;
	if ((rc = store_request_by_uid(
	         &request, store, t->envelope.request_uid, err)) != MLA_OK ||
	    (rc = find_twice(&twice, t, request, err)) != MLA_OK ||
	    (rc = turn_next(&next, t->office, request, t->envelope.request_uid,
	         0, err)) != MLA_OK)
		return rc;
	if (t->turn)
		not_waited_for(&t->envelope, next);
	else if (!turn_is(next, t->envelope.number, t->envelope.instead))
		r->missing = next;
	if (twice) {
		store_rollback(store);
		return parked_keep(r, t->office, t->path, &t->envelope,
		    manifest, &t->on, PARKED_OTHER,
		    "another message with this number was received before",
		    err);
	}
	if (r->missing != 0) {
		store_rollback(store);
		return parked_keep(r, t->office, t->path, &t->envelope,
		    manifest, &t->on, PARKED_EARLY, NULL, err);
	}
	rc = record(r, t, request, &own);
	if (rc == MLA_OK)
		rc = store_parked_drop(store, manifest, &own);
	if (rc == MLA_OK)
		rc = store_commit(store, &own);
	if (rc == MLA_OK)
		return parked_remove(t->office, manifest, err);
	store_rollback(store);
	*err = own;
	/* Also a part of which it tells, and that was not there on that day. */
	if (rc == MLA_EREFUSED || rc == MLA_ENOTFOUND)
		rc = parked_keep(r, t->office, t->path, &t->envelope, manifest,
		    &t->on, PARKED_REFUSED, own.msg, err);
	return rc;
}

/* Of a bag that is not valid: who is to be told, if that can be read. */
static void
read_for_receipt(struct taking *t)
{
	struct bag_take take = { open_text, t };
	struct err ignored = { 0 };

	if (bag_find(&t->report, ENVELOPE_PATH) == NULL ||
	    bag_extract(t->path, &t->report, &take, &ignored) != MLA_OK ||
	    envelope_read(&t->envelope, t->office->res, buf_text(&t->message),
	        t->message.len, &ignored) != MLA_OK)
		envelope_free(&t->envelope);
}

/* What the sender is told; nothing if it is not a message for us. */
static void
make_receipt(
    struct exchange_received *r, const struct taking *t, enum mla_rc rc)
{
	struct err ignored = { 0 };

	if (t->envelope.uid != NULL && check_recipient(t, &ignored) == MLA_OK)
		receipt_make(r, t->office, &t->envelope,
		    t->report.manifest_sha256, &t->missing, rc);
}

static enum mla_rc
verify(struct taking *t, const char *path,
    void (*say)(void *arg, const char *fault), void *arg, struct err *err)
{
	struct bag_take take = { open_text, t };
	enum mla_rc rc = bag_verify(&t->report, path, err);

	for (size_t i = 0; i < t->report.nfaults; i++) {
		char *text = xasprintf("%s: %s", t->report.faults[i].path,
		    t->report.faults[i].text);

		if (say != NULL)
			say(arg, text);
		receipt_missing_add(&t->missing, text);
		free(text);
	}
	if (rc != MLA_OK) {
		if (rc == MLA_ENO)
			read_for_receipt(t);
		return rc;
	}
	if (bag_find(&t->report, ENVELOPE_PATH) == NULL)
		return err_set(err, MLA_ENO,
		    "%s is a valid bag, but holds no message (%s)", path,
		    ENVELOPE_PATH);
	if ((rc = bag_extract(path, &t->report, &take, err)) != MLA_OK)
		return rc;
	if ((rc = envelope_read(&t->envelope, t->office->res,
	         buf_text(&t->message), t->message.len, err)) != MLA_OK)
		return rc;
	if ((rc = check_exhibits(t, err)) != MLA_OK)
		return rc;
	return check_request(t, say, arg, err);
}

/* Who signed it, and may it be recorded?  What is parked was judged before. */
static enum mla_rc
check_signer(struct exchange_received *r, struct taking *t, struct err *err)
{
	const struct inbox_ask ask = { t->office, t->path, &t->report,
		&t->envelope, &t->on, t->accepted != NULL || !t->gate };
	enum mla_rc rc;

	rc = inbox_gate(&r->held, &t->signer, &ask, err);
	r->signer = xstrdup_null(t->signer.subject);
	r->missed = t->signer.missed;
	return rc;
}

static enum mla_rc
take_one(struct exchange_received *r, struct taking *t,
    void (*say)(void *arg, const char *fault), void *arg, struct err *err)
{
	enum mla_rc rc;

	memset(r, 0, sizeof(*r));
	if ((rc = verify(t, t->path, say, arg, err)) != MLA_OK ||
	    (rc = check_recipient(t, err)) != MLA_OK ||
	    (rc = find_known(r, t, err)) != MLA_OK)
		goto out;
	r->type = xstrdup(t->envelope.type);
	r->acts = xstrdup(t->envelope.acts);
	r->number = t->envelope.number;
	r->manifest = xstrdup(t->report.manifest_sha256);
	r->exhibits = t->envelope.nexhibits;
	if (r->known)
		goto out;
	if ((rc = check_signer(r, t, err)) != MLA_OK ||
	    (rc = take_exhibits(t, t->path, err)) != MLA_OK)
		goto out;
	rc = record_or_keep(r, t, err);
out:
	store_rollback(t->office->store);
	make_receipt(r, t, rc);
	return rc;
}

static void
taking_free(struct taking *t)
{
	for (size_t i = 0; t->file != NULL && i < t->envelope.nexhibits; i++)
		file_abandon(&t->file[i]);
	free(t->file);
	buf_free(&t->message);
	buf_free(&t->document);
	envelope_free(&t->envelope);
	bag_report_free(&t->report);
	inbox_signer_free(&t->signer);
	receipt_missing_free(&t->missing);
}

/* One that is parked; *done: it was recorded, and is parked no longer. */
static enum mla_rc
try_parked(bool *done, struct office *office, const struct store_parked *p,
    struct err *err)
{
	struct taking t = { .office = office, .err = err };
	char *path = office_path(office, STORE_PARKED, p->manifest);
	struct exchange_received r = { 0 };
	struct err own = { 0 };
	enum mla_rc rc;

	t.path = path;
	t.on.second = -1;
	(void)date_parse(&t.on.day, p->reached);
	rc = take_one(&r, &t, NULL, NULL, &own);
	*done = rc == MLA_OK && !r.parked;
	if (rc == MLA_EREFUSED && r.parked)
		rc = MLA_OK;
	if (rc != MLA_OK)
		err_set(err, rc, "parked message %" PRId64 " of %s: %s",
		    p->number, p->sender, own.msg);
	exchange_received_free(&r);
	taking_free(&t);
	free(path);
	return rc;
}

/* Those of which it may be the turn now, until there is none. */
static enum mla_rc
try_all_parked(
    size_t *applied, struct office *office, const char *about, struct err *err)
{
	struct store_parkeds all;
	bool again = true;
	enum mla_rc rc = MLA_OK;

	while (again && rc == MLA_OK) {
		again = false;
		if ((rc = store_parked_list(&all, office->store, about, err)) !=
		    MLA_OK)
			return rc;
		for (size_t i = 0; rc == MLA_OK && !again && i < all.n; i++) {
			if (str_eq(all.at[i].why, PARKED_OTHER) ||
			    str_eq(all.at[i].why, PARKED_ASIDE))
				continue;
			rc = try_parked(&again, office, &all.at[i], err);
		}
		*applied += again ? 1 : 0;
		store_parkeds_free(&all);
	}
	return rc;
}

/* One that comes in, and those that waited for it. */
static enum mla_rc
take(struct exchange_received *r, struct taking *t,
    void (*say)(void *arg, const char *fault), void *arg, struct err *err)
{
	enum mla_rc rc = take_one(r, t, say, arg, err);

	if (rc == MLA_OK && !r->parked)
		rc = try_all_parked(
		    &r->applied, t->office, t->envelope.request_uid, err);
	taking_free(t);
	return rc;
}

enum mla_rc
exchange_receive(struct exchange_received *r, struct office *office,
    const char *path, const struct when *on,
    void (*say)(void *arg, const char *fault), void *arg, struct err *err)
{
	struct taking t = { .office = office,
		.err = err,
		.path = path,
		.on = *on,
		.gate = true };

	return take(r, &t, say, arg, err);
}

enum mla_rc
exchange_receive_accepted(struct exchange_received *r, struct office *office,
    const char *path, const struct when *on, const char *reason,
    struct err *err)
{
	struct taking t = { .office = office,
		.err = err,
		.path = path,
		.on = *on,
		.gate = true,
		.accepted = reason };

	return take(r, &t, NULL, NULL, err);
}

enum mla_rc
exchange_parked_accept(struct exchange_received *r, struct office *office,
    const char *manifest, const struct when *on, struct err *err)
{
	struct taking t = { .office = office, .err = err, .turn = true };
	struct store_parked p = { 0 };
	char *path = NULL;
	enum mla_rc rc;

	memset(r, 0, sizeof(*r));
	if ((rc = exchange_parked_find(&p, office, manifest, err)) != MLA_OK)
		goto out;
	t.path = path = office_path(office, STORE_PARKED, p.manifest);
	t.on.second = -1;
	(void)date_parse(&t.on.day, p.reached);
	if (on != NULL) {
		t.on = *on;
		t.late = true;
	}
	rc = take_one(r, &t, NULL, NULL, err);
	if (rc == MLA_OK && !r->parked)
		rc = try_all_parked(
		    &r->applied, office, t.envelope.request_uid, err);
out:
	taking_free(&t);
	store_parked_free(&p);
	free(path);
	return rc;
}

enum mla_rc
exchange_parked_aside(size_t *applied, struct office *office,
    const char *manifest, const char *reason, struct err *err)
{
	struct store_parked p;
	enum mla_rc rc;

	*applied = 0;
	if ((rc = exchange_parked_find(&p, office, manifest, err)) != MLA_OK)
		return rc;
	if ((rc = parked_aside(office, &p, reason, err)) == MLA_OK)
		rc = try_all_parked(applied, office, p.about, err);
	store_parked_free(&p);
	return rc;
}
