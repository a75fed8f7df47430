/* send.c - what is pending, as a bundle for the partner */
/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/pack.h"
#include "core/check.h"
#include "core/envelope.h"
#include "core/exchange.h"
#include "core/papers.h"
#include "store/record.h"
#include "xml/node.h"
#include "xml/write.h"

void
exchange_sent_free(struct exchange_sent *sent)
{
	free(sent->path);
	free(sent->type);
	free(sent->acts);
	free(sent->manifest);
	free(sent->drafts);
	memset(sent, 0, sizeof(*sent));
}

/* A request with errors leaves only with a reason. */
static enum mla_rc
check_request(struct dossier *d, const char *force, struct err *err)
{
	struct findings findings = { 0 };
	enum mla_rc rc;
	size_t errors;

	if (d->doc == NULL || force != NULL)
		return MLA_OK;
	rc = papers_check(&findings, NULL, d, err);
	errors = findings_count(&findings, FINDING_ERROR);
	if (rc == MLA_OK && errors > 0) {
		err_hint(err,
		    "See them: mla check %s.   Send all the same: "
		    "--anyway REASON",
		    d->row.reference);
		rc = err_set(err, MLA_EREFUSED,
		    "%s has %zu error%s; the first one: %s", d->row.reference,
		    errors, errors == 1 ? "" : "s", findings.at[0].text);
	}
	findings_free(&findings);
	return rc;
}

/* Fire the step that issues the request, if its machine waits for that. */
static enum mla_rc
issue(struct dossier *d, const char *force, struct err *err)
{
	const struct machine_transition *t =
	    machine_step(d->rules->whole, MACHINE_ISSUE);
	struct act act = { .on = d->office->now, .note = force };
	struct act_done done = { 0 };
	enum mla_rc rc;

	if (t == NULL || !run_is_active(d->run, t->source->id))
		return MLA_OK;
	if ((rc = check_request(d, force, err)) != MLA_OK)
		return rc;
	act.event = t->event[0];
	act.on.second = -1;
	act.on.offset = 0;
	rc = act_add(&done, d, &act, err);
	act_done_free(&done);
	return rc;
}

/* Numbers of the acts that go with a transmission; the caller frees it. */
static char *
acts_of(const struct dossier *d, const char *transmission)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->covered != NULL && str_eq(e->covered, transmission))
			buf_addf(&b, "%s%lld", b.len > 0 ? " " : "",
			    (long long)e->seq);
	}
	return buf_steal(&b);
}

/* The transmission that a crash left prepared, or NULL. */
static const struct dossier_part *
unfinished(const struct dossier *d)
{
	const struct machine_transition *t =
	    machine_step(d->rules->transmission, MACHINE_HAND_OVER);

	for (size_t i = 0; t != NULL && i < d->nparts; i++) {
		const struct dossier_part *p = &d->parts[i];

		if (p->transmission && run_is_active(p->run, t->source->id))
			return p;
	}
	return NULL;
}

/* Fire a step of a transmission. */
static enum mla_rc
transmission_step(struct act_done *done, struct dossier *d, const char *id,
    const char *step, const char *acts, const char *channel, struct err *err)
{
	const struct machine_transition *t =
	    machine_step(d->rules->transmission, step);
	struct act_field field = { "channel", channel };
	struct act act = { .part = id, .acts = acts, .on = d->office->now };

	if (t == NULL)
		return err_set(err, MLA_EREFUSED, "%s has no step \"%s\"",
		    d->rules->transmission->name, step);
	act.event = t->event[0];
	act.on.second = -1;
	act.on.offset = 0;
	if (channel != NULL) {
		act.fields = &field;
		act.nfields = 1;
	}
	return act_add(done, d, &act, err);
}

/* What is to be written, read and decided under the lock. */
struct plan {
	struct envelope envelope;
	char *acts; /* journal numbers */
	char *part; /* id of the transmission */
	char *path;
	char *root; /* folder in the bag */
};

static void
plan_free(struct plan *p)
{
	envelope_free(&p->envelope);
	free(p->acts);
	free(p->part);
	free(p->path);
	free(p->root);
}

static enum mla_rc
prepare(struct plan *p, struct dossier *d, const char *channel,
    const char *force, struct err *err)
{
	const struct dossier_part *left;
	struct act_done done = { 0 };
	enum mla_rc rc;

	if ((rc = issue(d, force, err)) != MLA_OK)
		return rc;
	left = unfinished(d);
	if (left != NULL) {
		p->part = xstrdup(left->id);
		p->acts = acts_of(d, left->id);
		return MLA_OK;
	}
	p->acts = act_pending(d);
	p->part = act_next_transmission(d);
	if (*p->acts == '\0') {
		err_hint(
		    err, "What can happen now: mla log %s", d->row.reference);
		return err_set(err, MLA_EREFUSED,
		    "nothing of %s waits to be sent", d->row.reference);
	}
	rc = transmission_step(
	    &done, d, p->part, MACHINE_PREPARE, p->acts, channel, err);
	act_done_free(&done);
	return rc;
}

/* Is the journal number one of those that are sent? */
static bool
covers(const char *acts, int64_t seq)
{
	char *copy = xstrdup(acts), *rest = NULL;
	bool is = false;

	for (char *word = strtok_r(copy, " ", &rest); word != NULL && !is;
	     word = strtok_r(NULL, " ", &rest))
		is = strtoll(word, NULL, 10) == seq;
	free(copy);
	return is;
}

static enum mla_rc
write_bundle(struct exchange_sent *sent, struct plan *p,
    const struct dossier *d, struct err *err)
{
	const char *info[] = { "Source-Organization", d->office->info.authority,
		"External-Identifier", p->envelope.uid,
		"Internal-Sender-Identifier", d->row.reference, NULL };
	struct buf text = { 0 };
	struct pack *pack = NULL;
	char manifest[65];
	enum mla_rc rc;

	envelope_write(&text, &p->envelope, d, p->acts);
	if ((rc = pack_begin(&pack, p->path, p->root, when_utc(&d->office->now),
	         err)) != MLA_OK)
		goto out;
	rc =
	    pack_add_bytes(pack, ENVELOPE_PATH, buf_text(&text), text.len, err);
	if (rc == MLA_OK && p->envelope.document.len > 0)
		rc = pack_add_bytes(pack, "data/request.xml",
		    buf_text(&p->envelope.document), p->envelope.document.len,
		    err);
	for (size_t i = 0; rc == MLA_OK && i < p->envelope.nforms; i++) {
		struct envelope_file *f = &p->envelope.form[i];
		char *path = file_join("data", f->href);

		rc = pack_add_bytes(
		    pack, path, buf_text(&f->text), f->text.len, err);
		free(path);
	}
	for (size_t i = 0; rc == MLA_OK && i < p->envelope.nexhibits; i++) {
		struct envelope_file *f = &p->envelope.exhibit[i];
		char *path = file_join("data", f->href);

		rc = pack_add_file(pack, path, f->source, f->sha256, err);
		free(path);
	}
	if (rc == MLA_OK)
		rc = papers_readme(pack, d, err);
	if (rc != MLA_OK) {
		pack_abandon(pack);
		goto out;
	}
	rc = pack_finish(pack, info, manifest, &sent->bytes, err);
	sent->manifest = xstrdup(manifest);
out:
	buf_free(&text);
	return rc;
}

/* Exhibits that came with our acts since the last transmission. */
static enum mla_rc
add_exhibits(struct plan *p, const struct dossier *d, struct err *err)
{
	struct store_exhibits rows = { 0 };
	int64_t last = 0;
	enum mla_rc rc;

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *ev = &d->events[i];

		if (ev->covered != NULL && !str_eq(ev->covered, p->part) &&
		    ev->seq > last)
			last = ev->seq;
	}
	if ((rc = store_exhibits(&rows, d->office->store, d->row.id, err)) !=
	    MLA_OK)
		return rc;
	for (size_t i = 0; rc == MLA_OK && i < rows.n; i++) {
		struct envelope *e = &p->envelope;

		if (rows.at[i].seq < last || !papers_is_ours(d, rows.at[i].seq))
			continue;
		e->exhibit = vec_more(e->exhibit, &e->cap_exhibits,
		    e->nexhibits, sizeof(*e->exhibit));
		memset(&e->exhibit[e->nexhibits], 0, sizeof(*e->exhibit));
		rc = papers_exhibit(
		    &e->exhibit[e->nexhibits++], d, &rows.at[i], err);
	}
	store_exhibits_free(&rows);
	return rc;
}

static enum mla_rc
fill_envelope(struct plan *p, struct dossier *d, struct err *err)
{
	struct envelope *e = &p->envelope;
	struct buf names = { 0 };
	bool issued = false;
	char moment[WHEN_BYTES];
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < d->nevents; i++) {
		const struct dossier_event *ev = &d->events[i];

		if (!covers(p->acts, ev->seq))
			continue;
		/* A paper that is the request itself brings its document. */
		issued = issued || str_eq(ev->taken->step, MACHINE_ISSUE) ||
		    rules_is_own_form(d->rules, ev->taken->form);
		free(e->type);
		e->type = xstrdup(ev->taken->message);
		buf_addf(&names, "%s%s%s%s", names.len > 0 ? ", " : "",
		    ev->name, ev->part != NULL ? " of " : "",
		    ev->part != NULL ? ev->part : "");
		if (*ev->taken->form != '\0')
			rc = papers_add_form(e, d, ev, err);
	}
	e->acts = buf_steal(&names);
	if (rc != MLA_OK)
		return rc;
	if ((rc = office_uid(&e->uid, err)) != MLA_OK)
		return rc;
	e->sent = xstrdup(when_format(&d->office->now, moment));
	e->to_authority = papers_partner(d);
	e->to_reference = papers_their_reference(d);
	if (d->doc != NULL && (issued || papers_has_news(d, p->part))) {
		xml_write(&e->document, d->doc);
		e->revision = d->revision;
	}
	return add_exhibits(p, d, err);
}

/* After the file is there: record that it was handed over. */
static enum mla_rc
hand_over(struct exchange_sent *sent, struct plan *p, struct office *office,
    int64_t request, const char *channel, struct err *err)
{
	struct store_message message = { .uid = p->envelope.uid,
		.request = request,
		.direction = "out",
		.type = p->envelope.type,
		.manifest = sent->manifest };
	struct act_done done = { 0 };
	struct dossier *d = NULL;
	enum mla_rc rc;

	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = dossier_open(&d, office, request, err)) != MLA_OK ||
	    (rc = transmission_step(&done, d, p->part, MACHINE_HAND_OVER,
	         p->acts, channel, err)) != MLA_OK)
		goto out;
	message.seq = done.seq;
	if ((rc = store_message_add(office->store, &message, err)) != MLA_OK)
		goto out;
	rc = store_commit(office->store, err);
out:
	if (rc != MLA_OK)
		store_rollback(office->store);
	act_done_free(&done);
	dossier_free(d);
	return rc;
}

/* Official forms whose wording nobody confirmed leave only if that is meant. */
static enum mla_rc
check_drafts(struct exchange_sent *sent, const struct plan *p,
    const struct exchange_want *want, struct err *err)
{
	const struct envelope *e = &p->envelope;
	struct buf b = { 0 };

	for (size_t i = 0; i < e->nforms; i++) {
		if (e->form[i].draft != NULL)
			buf_addf(&b, "%s%s (%s)", b.len > 0 ? ", " : "",
			    e->form[i].draft, e->form[i].media);
	}
	if (b.len > 0)
		sent->drafts = buf_steal(&b);
	buf_free(&b);
	if (sent->drafts == NULL || want->drafts)
		return MLA_OK;
	err_hint(err,
	    "Confirm the wording: man mla-form.   Send it with the mark "
	    "DRAFT: --as-draft");
	return err_set(err, MLA_EREFUSED,
	    "not confirmed as the official wording: %s", sent->drafts);
}

enum mla_rc
exchange_send(struct exchange_sent *sent, struct office *office,
    int64_t request, const struct exchange_want *want, struct err *err)
{
	struct dossier *d = NULL;
	struct plan p = { 0 };
	enum mla_rc rc;

	memset(sent, 0, sizeof(*sent));
	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = dossier_open(&d, office, request, err)) != MLA_OK ||
	    (rc = prepare(&p, d, want->channel, want->force, err)) != MLA_OK ||
	    (rc = fill_envelope(&p, d, err)) != MLA_OK ||
	    (rc = check_drafts(sent, &p, want, err)) != MLA_OK)
		goto out;
	if ((rc = store_commit(office->store, err)) != MLA_OK)
		goto out;
	p.root = xasprintf("%s-%s", d->row.reference, p.part);
	p.path = want->path != NULL ? xstrdup(want->path)
	                            : xasprintf("%s.zip", p.root);
	if ((rc = write_bundle(sent, &p, d, err)) != MLA_OK)
		goto out;
	if ((rc = hand_over(sent, &p, office, request, want->channel, err)) !=
	    MLA_OK)
		goto out;
	sent->path = xstrdup(p.path);
	sent->type = xstrdup(p.envelope.type);
	sent->acts = xstrdup(p.envelope.acts);
	sent->exhibits = p.envelope.nexhibits;
out:
	store_rollback(office->store);
	dossier_free(d);
	plan_free(&p);
	return rc;
}
