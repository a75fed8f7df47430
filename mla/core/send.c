/* send.c - what is pending, as a bundle for the partner */
/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/child.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "bundle/pack.h"
#include "core/carried.h"
#include "core/carry.h"
#include "core/casefile.h"
#include "core/check.h"
#include "core/crossing.h"
#include "core/envelope.h"
#include "core/exchange.h"
#include "core/exhibit.h"
#include "core/journal.h"
#include "core/papers.h"
#include "core/passage.h"
#include "core/turn.h"
#include "store/record.h"
#include "xml/node.h"

void
exchange_sent_free(struct exchange_sent *sent)
{
	free(sent->path);
	free(sent->cover);
	free(sent->type);
	free(sent->acts);
	free(sent->manifest);
	free(sent->drafts);
	channel_rule_free(&sent->rule);
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

/* Did the program begin it, and name the acts? By hand it is all of them. */
static bool
is_of_bundle(const struct dossier *d, const char *part)
{
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];
		char *acts;

		if (e->skip || !str_eq(e->part, part) || e->element == NULL)
			continue;
		acts = xml_attr(xml_root(e->element), "acts");
		free(acts);
		return acts != NULL;
	}
	return false;
}

const struct dossier_part *
exchange_unfinished(const struct dossier *d)
{
	const struct machine_transition *t =
	    machine_step(d->rules->transmission, MACHINE_HAND_OVER);

	for (size_t i = 0; t != NULL && i < d->nparts; i++) {
		const struct dossier_part *p = &d->parts[i];

		if (p->transmission && run_is_active(p->run, t->source->id) &&
		    is_of_bundle(d, p->id))
			return p;
	}
	return NULL;
}

/* Fire a step of a transmission. */
static enum mla_rc
transmission_step(struct act_done *done, struct dossier *d, const char *id,
    const char *step, const char *acts, const struct exchange_want *want,
    struct err *err)
{
	const struct machine_transition *t =
	    machine_step(d->rules->transmission, step);
	struct act_field field[2];
	struct act act = {
		.part = id, .acts = acts, .on = d->office->now, .fields = field
	};

	if (t == NULL)
		return err_set(err, MLA_EREFUSED, "%s has no step \"%s\"",
		    d->rules->transmission->name, step);
	act.event = t->event[0];
	act.on.second = -1;
	act.on.offset = 0;
	if (want->channel != NULL)
		field[act.nfields++] =
		    (struct act_field){ "channel", want->channel };
	if (want->why != NULL)
		field[act.nfields++] = (struct act_field){ "why", want->why };
	return act_add(done, d, &act, err);
}

/* What is to be written, read and decided under the lock. */
struct plan {
	struct envelope envelope;
	char *acts; /* journal numbers */
	char *told; /* the same, with those that are told again */
	char *part; /* id of the transmission */
	struct carry carry;
	bool again; /* a crash left it prepared */
	char *root; /* folder in the bag */
	bool tar;
};

static void
plan_free(struct plan *p)
{
	envelope_free(&p->envelope);
	free(p->acts);
	free(p->told);
	free(p->part);
	carry_free(&p->carry);
	free(p->root);
}

static enum mla_rc
prepare(struct plan *p, struct dossier *d, const struct exchange_want *want,
    struct err *err)
{
	const struct dossier_part *left;
	struct act_done done = { 0 };
	enum mla_rc rc;

	if ((rc = issue(d, want->force, err)) != MLA_OK)
		return rc;
	left = exchange_unfinished(d);
	if (left != NULL) {
		p->again = true;
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
	    &done, d, p->part, MACHINE_PREPARE, p->acts, want, err);
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

/* How a bag is signed, and when that is. */
struct signing {
	const struct signer *signer;
	int64_t moment;
};

static enum mla_rc
sign_bag(
    void *arg, struct buf *out, const void *data, size_t len, struct err *err)
{
	const struct signing *s = arg;

	return signer_sign(out, s->signer, data, len, s->moment, err);
}

static enum mla_rc
write_bundle(struct exchange_sent *sent, struct plan *p,
    const struct dossier *d, const struct signer *signer, const char *to,
    struct err *err)
{
	struct signing signing = { signer, when_utc(&d->office->now) };
	const char *info[] = { "Source-Organization", d->office->info.authority,
		"External-Identifier", p->envelope.uid,
		"Internal-Sender-Identifier", d->row.reference, NULL };
	struct buf text = { 0 };
	struct pack *pack = NULL;
	struct when when = d->office->now;
	char manifest[65];
	enum mla_rc rc;

	(void)when_parse(&when, p->envelope.sent);
	if ((rc = envelope_write(&text, &p->envelope, d, p->told, err)) !=
	        MLA_OK ||
	    (rc = (p->tar ? pack_begin_tar : pack_begin)(
	         &pack, to, p->root, when_utc(&when), err)) != MLA_OK)
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
		rc = casefile_add(pack, d, &p->envelope, err);
	if (rc == MLA_OK)
		rc = papers_readme(pack, d, signer != NULL, err);
	if (signer != NULL)
		pack_sign(pack, sign_bag, &signing);
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

/*
 * As it is to be handed over.  What is encrypted is written to a private folder
 * before; nothing else ever lies where the bundle is to be.
 */
static enum mla_rc
write_sealed(struct exchange_sent *sent, struct plan *p,
    const struct dossier *d, const struct exchange_want *want, struct err *err)
{
	char *room, *plain;
	struct stat st;
	enum mla_rc rc;

	if (want->seal == NULL)
		return write_bundle(
		    sent, p, d, want->signer, p->carry.bundle, err);
	if ((rc = child_room(&room, err)) != MLA_OK)
		return rc;
	plain = file_join(room, "bundle.zip");
	if ((rc = write_bundle(sent, p, d, want->signer, plain, err)) ==
	        MLA_OK &&
	    (rc = seal_write(p->carry.bundle, plain, want->seal, err)) ==
	        MLA_OK &&
	    stat(p->carry.bundle, &st) == 0)
		sent->bytes = (uint64_t)st.st_size;
	free(plain);
	child_room_clear(room);
	return rc;
}

/* Exhibits of ours that no transmission before this one took along. */
static enum mla_rc
add_exhibits(struct plan *p, const struct dossier *d, struct err *err)
{
	struct store_exhibits rows = { 0 };
	enum mla_rc rc;

	if ((rc = store_exhibits(&rows, d->office->store, d->row.id, err)) !=
	    MLA_OK)
		return rc;
	for (size_t i = 0; rc == MLA_OK && i < rows.n; i++) {
		struct envelope *e = &p->envelope;

		if (!exhibit_is_ours(d, rows.at[i].seq) ||
		    !carried_goes_with(d, rows.at[i].seq, p->part))
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

/*
 * Which message it is.  A bundle that is written once more, because a crash
 * came between writing it and recording that, is the same message: its
 * identifier is made from what it is (RFC 9562, version 8).
 */
static enum mla_rc
number(struct plan *p, const struct dossier *d, struct err *err)
{
	struct store_sents all;
	struct buf name = { 0 };
	char hex[65];
	enum mla_rc rc;

	if ((rc = store_messages(&all, d->office->store, d->row.id, err)) !=
	    MLA_OK)
		return rc;
	p->envelope.number = 1;
	for (size_t i = 0; i < all.n; i++)
		p->envelope.number += all.at[i].out ? 1 : 0;
	turn_again(&p->envelope.instead, &p->told, d, &all, p->acts);
	store_messages_free(&all);
	buf_addf(
	    &name, "%s\n%s\n%s\n", d->office->info.uid, d->row.uid, p->part);
	hash_hex_bytes(hex, buf_text(&name), name.len);
	buf_free(&name);
	p->envelope.uid = xasprintf("urn:uuid:%.8s-%.4s-8%.3s-8%.3s-%.12s", hex,
	    hex + 8, hex + 12, hex + 15, hex + 18);
	return MLA_OK;
}

/* The text as it stands: its bytes, when it was written, what was known. */
static enum mla_rc
add_document(struct envelope *e, const struct dossier *d, struct err *err)
{
	const struct dossier_event *ev = NULL;
	struct store_payloads kept;
	enum mla_rc rc;

	for (size_t i = 0; i < d->nevents && ev == NULL; i++) {
		if (d->events[i].document == d->doc)
			ev = &d->events[i];
	}
	if (ev == NULL)
		return MLA_OK;
	if ((rc = store_payloads_of(&kept, d->office->store, ev->seq, err)) !=
	    MLA_OK)
		return rc;
	for (size_t i = 0; i < kept.n; i++) {
		if (str_eq(kept.at[i].what, JOURNAL_DOCUMENT))
			buf_add(&e->document, kept.at[i].bytes, kept.at[i].len);
	}
	store_payloads_free(&kept);
	e->revision = d->revision;
	e->written = xstrdup(ev->recorded);
	return crossing_seen(&e->seen, d, ev->seq, err);
}

static enum mla_rc
fill_envelope(struct plan *p, struct dossier *d, struct err *err)
{
	struct envelope *e = &p->envelope;
	struct buf names = { 0 };
	bool issued = false;
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
	if ((rc = number(p, d, err)) != MLA_OK)
		return rc;
	e->sent = xstrdup(dossier_entry(d, papers_began(d, p->part))->recorded);
	e->to_authority = papers_partner(d);
	e->to_reference = papers_their_reference(d);
	/* One that stands in the place of others has the newest text. */
	if (d->doc != NULL &&
	    (issued || papers_has_news(d, p->part) ||
	        (*e->instead != '\0' && papers_is_shared(d))) &&
	    (rc = add_document(e, d, err)) != MLA_OK)
		return rc;
	return add_exhibits(p, d, err);
}

/* After the file is there: record that it was handed over. */
static enum mla_rc
hand_over(struct exchange_sent *sent, struct plan *p, struct office *office,
    int64_t request, const struct exchange_want *want, struct err *err)
{
	struct store_message message = { .uid = p->envelope.uid,
		.request = request,
		.direction = "out",
		.type = p->envelope.type,
		.manifest = sent->manifest,
		.number = p->envelope.number,
		.instead = p->envelope.instead };
	struct act_done done = { 0 };
	struct dossier *d = NULL;
	enum mla_rc rc;

	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = dossier_open(&d, office, request, err)) != MLA_OK ||
	    (rc = transmission_step(&done, d, p->part, MACHINE_HAND_OVER,
	         p->acts, want, err)) != MLA_OK ||
	    (rc = custody_sent(d, &p->envelope, &want->terms, err)) != MLA_OK)
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

/* Does the law want another channel than the one it is to go by? */
static enum mla_rc
check_passage(const struct plan *p, const struct dossier *d,
    const struct exchange_want *want, struct err *err)
{
	bool official = false;
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && !official && i < p->envelope.nforms;
	     i++)
		rc = passage_is_official(
		    &official, d, p->envelope.form[i].id, err);
	if (rc != MLA_OK)
		return rc;
	return passage_check(d, official, want->channel, want->why, err);
}

enum mla_rc
exchange_send(struct exchange_sent *sent, struct office *office,
    int64_t request, const struct exchange_want *want, struct err *err)
{
	struct dossier *d = NULL;
	struct plan p = { 0 };
	enum mla_rc rc;

	memset(sent, 0, sizeof(*sent));
	if (office->info.practice)
		return err_set(err, MLA_EREFUSED,
		    "this is a practice register: nothing of it is real, and "
		    "nothing of it is sent");
	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = dossier_open(&d, office, request, err)) != MLA_OK ||
	    (rc = prepare(&p, d, want, err)) != MLA_OK ||
	    (rc = fill_envelope(&p, d, err)) != MLA_OK ||
	    (rc = check_passage(&p, d, want, err)) != MLA_OK ||
	    (rc = custody_may_send(d, &p.envelope, &want->terms, err)) !=
	        MLA_OK ||
	    (rc = check_drafts(sent, &p, want, err)) != MLA_OK ||
	    (rc = passage_rule(&sent->rule, d, true, err)) != MLA_OK)
		goto out;
	p.root = xasprintf("%s-%s", d->row.reference, p.part);
	p.tar = want->tar;
	if ((rc = carry_begin(&p.carry, d, want, p.root, err)) != MLA_OK ||
	    (rc = store_commit(office->store, err)) != MLA_OK ||
	    (rc = write_sealed(sent, &p, d, want, err)) != MLA_OK ||
	    (rc = carry_end(&p.carry, d, &p.envelope, sent->manifest, err)) !=
	        MLA_OK)
		goto out;
	if ((rc = hand_over(sent, &p, office, request, want, err)) != MLA_OK)
		goto out;
	sent->again = p.again;
	sent->path = xstrdup(p.carry.result);
	if (p.carry.cover != NULL)
		sent->cover = xstrdup(p.carry.cover);
	sent->type = xstrdup(p.envelope.type);
	sent->acts = xstrdup(p.envelope.acts);
	sent->exhibits = p.envelope.nexhibits;
out:
	store_rollback(office->store);
	dossier_free(d);
	plan_free(&p);
	return rc;
}
