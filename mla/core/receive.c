/* receive.c - verify a bundle, and record what it brings */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "bundle/verify.h"
#include "core/envelope.h"
#include "core/exchange.h"
#include "core/fields.h"
#include "core/papers.h"
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
	memset(r, 0, sizeof(*r));
}

/* What is taken out of the bag. */
struct taking {
	struct office *office;
	struct bag_report report;
	struct envelope envelope;
	struct buf message, document;
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

/* The file of the bag that an exhibit of the envelope names, or NULL. */
static const struct bag_entry *
find_exhibit(const struct taking *t, const struct envelope_file *f)
{
	char *path = file_join("data", f->href);
	const struct bag_entry *e = bag_find(&t->report, path);

	free(path);
	return e;
}

/* Every exhibit that the envelope names must be there, as it says. */
static enum mla_rc
check_exhibits(const struct taking *t, struct err *err)
{
	for (size_t i = 0; i < t->envelope.nexhibits; i++) {
		const struct envelope_file *f = &t->envelope.exhibit[i];
		const struct bag_entry *e = find_exhibit(t, f);

		if (e == NULL || !str_eq(e->sha256, f->sha256) ||
		    e->bytes != f->bytes)
			return err_set(err, MLA_EDAMAGED,
			    "exhibit %s is not in the bag as the message "
			    "describes it",
			    f->id);
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
		if (t->file[i].temp != NULL)
			rc = file_commit(&t->file[i], err);
	}
	return rc;
}

/* An act as the message tells it. */
struct received_act {
	struct act act;
	struct fields_values values;
	char *event, *part;
};

static enum mla_rc
read_act(struct received_act *r, const xmlNode *node, struct err *err)
{
	char *on = xml_attr(node, "on");
	bool dated;

	memset(r, 0, sizeof(*r));
	r->event = xml_attr(node, "event");
	r->part = xml_attr(node, "part");
	dated = when_parse(&r->act.on, on);
	free(on);
	if (!dated)
		return err_set(err, MLA_EDAMAGED,
		    "the act \"%s\" in the message has no date", r->event);
	fields_read(&r->values, xml_first(node));
	r->act.event = r->event;
	r->act.part = r->part;
	r->act.note = r->values.note;
	r->act.fields = r->values.at;
	r->act.nfields = r->values.n;
	r->act.by = "them";
	return MLA_OK;
}

static void
received_act_free(struct received_act *r)
{
	fields_values_free(&r->values);
	free(r->event);
	free(r->part);
}

/* Exhibits of the envelope as those of an act; ids are given here. */
static void
exhibits_of(struct act *act, const struct taking *t)
{
	act->nexhibits = t->envelope.nexhibits;
	act->exhibits = xcalloc(act->nexhibits, sizeof(*act->exhibits));
	for (size_t i = 0; i < act->nexhibits; i++) {
		const struct envelope_file *f = &t->envelope.exhibit[i];
		const struct bag_entry *b = find_exhibit(t, f);
		struct act_exhibit *e = &act->exhibits[i];

		e->title = xstrdup(f->title);
		e->name = xstrdup(f->name);
		e->media = xstrdup(f->media);
		e->bytes = f->bytes;
		memcpy(e->sha256, f->sha256, sizeof(e->sha256));
		memcpy(e->sha512, b->sha512, sizeof(e->sha512));
	}
}

static void
free_exhibits(struct act *act)
{
	for (size_t i = 0; i < act->nexhibits; i++)
		act_exhibit_free(&act->exhibits[i]);
	free(act->exhibits);
}

/* Is it of the State that the message is from, and not of a third one? */
static bool
is_of_partner(const struct dossier *d, const struct dossier_part *part)
{
	char *state = part != NULL ? dossier_part_state(part) : NULL;
	bool is = str_eq(state, d->row.partner);

	free(state);
	return is;
}

/*
 * The other side may only tell of its own acts, and not of our papers.  What
 * either side may do, and tells the other by a message, can be its act.
 */
static enum mla_rc
check_theirs(struct dossier *d, const struct act *act, struct err *err)
{
	const struct dossier_part *part =
	    act->part != NULL ? dossier_part(d, act->part) : NULL;
	const struct machine_transition *t;

	if (act->part != NULL && (part == NULL || part->transmission))
		return err_set(err, MLA_EREFUSED,
		    "the message is about a part \"%s\" that the request does "
		    "not have",
		    act->part);
	t = dossier_transition(d, act->part, act->event);
	if (t == NULL ||
	    dossier_act_is_ours(d, t, act->part, *t->message == '\0') ||
	    (str_eq(t->by, "part") && !is_of_partner(d, part)))
		return err_set(err, MLA_EREFUSED,
		    "the message tells of \"%s\", and that is not an act of "
		    "the other side",
		    act->event);
	return MLA_OK;
}

/* Their act of that name as it was recorded already; 0: it was not. */
static int64_t
recorded_before(const struct dossier *d, const struct act *act)
{
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->seq != 0 && !e->ours && e->replaced_by == 0 &&
		    str_eq(e->name, act->event) && str_eq(e->part, act->part))
			return e->seq;
	}
	return 0;
}

/*
 * One of their acts.  What a letter told already cannot happen once more: then
 * what the message says stands in its place, and both stay visible.
 */
static enum mla_rc
add_theirs(
    struct act_done *done, struct dossier **d, struct act *act, struct err *err)
{
	struct office *office = (*d)->office;
	struct dossier *fresh = NULL;
	int64_t request = (*d)->row.id;
	int64_t before = recorded_before(*d, act);
	struct err own = { 0 };
	enum mla_rc rc;

	rc = act_add(done, *d, act, &own);
	if (rc != MLA_EREFUSED || before == 0) {
		err_hint(err, "%s", own.hint);
		return rc == MLA_OK ? rc : err_set(err, rc, "%s", own.msg);
	}
	/* What was tried is still in it. */
	act_done_free(done);
	if ((rc = dossier_open(&fresh, office, request, err)) != MLA_OK)
		return rc;
	dossier_free(*d);
	*d = fresh;
	act->replaces = before;
	act->dated = true;
	return act_add(done, *d, act, err);
}

/* A text that both sides write, as they changed it: it comes with their act. */
static void
text_of(struct act *act, const struct dossier *d, const struct taking *t)
{
	char sha256[65];

	if (t->document.len == 0 || !papers_is_shared(d))
		return;
	hash_hex_bytes(sha256, buf_text(&t->document), t->document.len);
	if (str_eq(sha256, d->sha256))
		return;
	act->document = buf_text(&t->document);
	act->document_len = t->document.len;
}

/* One act of the message about a request that is registered. */
static enum mla_rc
add_act(struct dossier **d, const struct taking *t, const xmlNode *node,
    int64_t *seq, struct err *err)
{
	const bool last = envelope_act(&t->envelope, node) == NULL;
	char *states = papers_states(*d);
	struct received_act a;
	struct act_done done = { 0 };
	enum mla_rc rc;

	if ((rc = read_act(&a, node, err)) == MLA_OK) {
		if (last && *seq >= 0) {
			exhibits_of(&a.act, t);
			text_of(&a.act, *d, t);
		}
		rc = check_theirs(*d, &a.act, err);
		if (rc == MLA_OK)
			rc = add_theirs(&done, d, &a.act, err);
		if (rc == MLA_OK && !papers_keeps_states(*d, states))
			rc = err_set(err, MLA_EREFUSED,
			    "the text in the message gives a part of the "
			    "request to another State");
		*seq = done.seq;
	}
	free(states);
	free_exhibits(&a.act);
	act_done_free(&done);
	received_act_free(&a);
	return rc;
}

/*
 * What the message tells beside that the request was issued, as that we are
 * notified of it; what our side's workflow does not have is how it was issued.
 */
static enum mla_rc
add_beside(struct dossier **d, const struct taking *t, struct err *err)
{
	const xmlNode *node = NULL;
	enum mla_rc rc = MLA_OK;

	while (
	    rc == MLA_OK && (node = envelope_act(&t->envelope, node)) != NULL) {
		char *event = xml_attr(node, "event");
		char *part = xml_attr(node, "part");
		const struct machine_transition *tr =
		    dossier_transition(*d, part, event);
		int64_t seq = -1; /* the exhibits came with the request */

		if (tr != NULL && !str_eq(tr->step, MACHINE_ISSUE))
			rc = add_act(d, t, node, &seq, err);
		free(event);
		free(part);
	}
	return rc;
}

/* A request that is new here: register it. */
static enum mla_rc
create(struct exchange_received *r, struct taking *t, const struct when *on,
    int64_t *seq, struct err *err)
{
	const struct act_new n = { .kind = t->envelope.kind,
		.side = "in",
		.partner = t->envelope.from_state,
		.uid = t->envelope.request_uid,
		.theirs = t->envelope.from_reference,
		.step = MACHINE_RECEIVE };
	struct act act = { .on = *on,
		.document = buf_text(&t->document),
		.document_len = t->document.len };
	struct act_done done = { 0 };
	struct dossier *d = NULL;
	enum mla_rc rc;

	if (t->document.len == 0) {
		err_hint(err, "Ask the sender for the request itself.");
		return err_set(err, MLA_EREFUSED,
		    "the message is about a request that is not registered "
		    "here: %s of %s",
		    t->envelope.from_reference, t->envelope.from_authority);
	}
	exhibits_of(&act, t);
	rc = act_create(&d, &done, t->office, &n, &act, err);
	if (rc == MLA_OK)
		rc = add_beside(&d, t, err);
	if (rc == MLA_OK) {
		r->request = d->row.id;
		r->reference = xstrdup(d->row.reference);
		r->created = true;
		*seq = done.seq;
	}
	free_exhibits(&act);
	act_done_free(&done);
	dossier_free(d);
	return rc;
}

/* Acts about a request that is known here: in the order they happened. */
static enum mla_rc
add_acts(struct exchange_received *r, struct taking *t, int64_t request,
    int64_t *seq, struct err *err)
{
	const xmlNode *node = NULL;
	struct dossier *d = NULL;
	enum mla_rc rc;

	if ((rc = dossier_open(&d, t->office, request, err)) != MLA_OK)
		return rc;
	if (t->envelope.from_reference != NULL)
		rc = store_reference_add(t->office->store, request,
		    STORE_OWNER_PARTNER, t->envelope.from_reference, err);
	while (
	    rc == MLA_OK && (node = envelope_act(&t->envelope, node)) != NULL)
		rc = add_act(&d, t, node, seq, err);
	r->request = request;
	r->reference = xstrdup(d->row.reference);
	dossier_free(d);
	return rc;
}

static enum mla_rc
record(struct exchange_received *r, struct taking *t, const struct when *on,
    struct err *err)
{
	struct store *store = t->office->store;
	struct store_message message = { .uid = t->envelope.uid,
		.direction = "in",
		.type = t->envelope.type,
		.manifest = t->report.manifest_sha256 };
	int64_t request, seq = 0;
	enum mla_rc rc;

	if ((rc = store_request_by_uid(
	         &request, store, t->envelope.request_uid, err)) != MLA_OK)
		return rc;
	if (request == 0)
		rc = create(r, t, on, &seq, err);
	else
		rc = add_acts(r, t, request, &seq, err);
	if (rc != MLA_OK)
		return rc;
	message.request = r->request;
	message.seq = seq;
	return store_message_add(store, &message, err);
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
		return err_set(err, MLA_EREFUSED,
		    "a message with this identifier and another content was "
		    "received before");
	if ((rc = store_request_get(&row, t->office->store, request, err)) !=
	    MLA_OK)
		return rc;
	r->known = true;
	r->request = request;
	r->reference = xstrdup(row.reference);
	store_request_free(&row);
	return MLA_OK;
}

static enum mla_rc
verify(struct taking *t, const char *path,
    void (*say)(void *arg, const char *fault), void *arg, struct err *err)
{
	struct bag_take take = { open_text, t };
	enum mla_rc rc = bag_verify(&t->report, path, err);

	for (size_t i = 0; say != NULL && i < t->report.nfaults; i++) {
		char *text = xasprintf("%s: %s", t->report.faults[i].path,
		    t->report.faults[i].text);

		say(arg, text);
		free(text);
	}
	if (rc != MLA_OK)
		return rc;
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

enum mla_rc
exchange_receive(struct exchange_received *r, struct office *office,
    const char *path, const struct when *on,
    void (*say)(void *arg, const char *fault), void *arg, struct err *err)
{
	struct taking t = { .office = office, .err = err };
	enum mla_rc rc;

	memset(r, 0, sizeof(*r));
	if ((rc = verify(&t, path, say, arg, err)) != MLA_OK ||
	    (rc = check_recipient(&t, err)) != MLA_OK ||
	    (rc = find_known(r, &t, err)) != MLA_OK)
		goto out;
	r->type = xstrdup(t.envelope.type);
	r->acts = xstrdup(t.envelope.acts);
	r->manifest = xstrdup(t.report.manifest_sha256);
	r->exhibits = t.envelope.nexhibits;
	if (r->known)
		goto out;
	if ((rc = take_exhibits(&t, path, err)) != MLA_OK)
		goto out;
	if ((rc = store_begin(office->store, err)) != MLA_OK)
		goto out;
	rc = record(r, &t, on, err);
	if (rc == MLA_OK)
		rc = store_commit(office->store, err);
out:
	store_rollback(office->store);
	for (size_t i = 0; t.file != NULL && i < t.envelope.nexhibits; i++)
		file_abandon(&t.file[i]);
	free(t.file);
	buf_free(&t.message);
	buf_free(&t.document);
	envelope_free(&t.envelope);
	bag_report_free(&t.report);
	return rc;
}
