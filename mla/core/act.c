/* act.c - something happened: judge it by the machine, and record it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/act.h"

#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "bundle/intake.h"
#include "bundle/media.h"
#include "core/desk.h"
#include "core/exhibit.h"
#include "core/fields.h"
#include "core/journal.h"
#include "core/replay.h"
#include "core/words.h"
#include "store/record.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/write.h"

void
act_done_free(struct act_done *done)
{
	free(done->event);
	free(done->part);
	free(done->before);
	free(done->after);
	free(done->whole);
	free(done->form);
	memset(done, 0, sizeof(*done));
}

void
act_exhibit_free(struct act_exhibit *e)
{
	free(e->id);
	free(e->title);
	free(e->name);
	free(e->media);
	xmlFreeDoc(e->about);
	memset(e, 0, sizeof(*e));
}

static void
write_id(struct buf *b, const char *exhibit)
{
	buf_adds(b, "<exhibit");
	xml_add_attr(b, "id", exhibit);
	buf_adds(b, "/>");
}

static void
add_number(struct buf *b, const char *name, int64_t number)
{
	if (number != 0)
		buf_addf(b, " %s=\"%lld\"", name, (long long)number);
}

/* The event as XML: coded fields as attributes, texts as elements. */
static void
write_event(struct buf *b, const struct act *act,
    const struct machine_transition *t, bool ours)
{
	char *ids = xstrdup(act->concerns != NULL ? act->concerns : "");
	char on[WHEN_BYTES], *rest = NULL;

	buf_adds(b, "<event xmlns=\"" REQUEST_NS "\"");
	xml_add_attr(b, "name", act->event);
	xml_add_attr(b, "on", when_format(&act->on, on));
	xml_add_attr(b, "by", ours ? "us" : "them");
	xml_add_attr(b, "part", act->part);
	xml_add_attr(b, "acts", act->acts);
	add_number(b, DESK_REPLACES, act->replaces);
	add_number(b, DESK_BEFORE, act->before);
	add_number(b, DESK_THEIRS, act->theirs);
	fields_write(b, t, act);
	for (size_t i = 0; i < act->nexhibits; i++)
		write_id(b, act->exhibits[i].id);
	for (char *id = strtok_r(ids, " ", &rest); id != NULL;
	     id = strtok_r(NULL, " ", &rest))
		write_id(b, id);
	buf_adds(b, "</event>\n");
	free(ids);
}

/* Give numbers E-0001 ... after those that the request has. */
static enum mla_rc
number_exhibits(struct dossier *d, struct act *act, size_t n, struct err *err)
{
	struct store_exhibits have = { 0 };
	size_t files = 0;
	long last = 0;
	enum mla_rc rc;

	for (size_t i = 0; i < n; i++)
		files += act[i].nexhibits;
	if (files == 0)
		return MLA_OK;
	if ((rc = store_exhibits(&have, d->office->store, d->row.id, err)) !=
	    MLA_OK)
		return rc;
	for (size_t i = 0; i < have.n; i++) {
		long number = strtol(have.at[i].id + 2, NULL, 10);

		if (number > last)
			last = number;
	}
	for (size_t a = 0; a < n; a++) {
		struct act_exhibit *e = act[a].exhibits;

		for (size_t i = 0; i < act[a].nexhibits; i++) {
			if (e[i].id == NULL)
				e[i].id = xasprintf("E-%04ld", ++last);
		}
	}
	store_exhibits_free(&have);
	return MLA_OK;
}

/* What is being added, while it is judged. */
struct adding {
	struct dossier *d;
	struct act *act;
	struct act_done *done;
	size_t n;
	struct fields_values *kept; /* of entries that are corrected */
	struct act_field **merged; /* arrays to free */
	struct buf *event; /* each as XML */
	bool *ours;
	const struct machine_transition **taken;
};

/* Where the request or the part stands; a transmission may just begin. */
static const char *
standing(const struct dossier *d, const char *part)
{
	const struct dossier_part *p =
	    part != NULL ? dossier_part(d, part) : NULL;

	if (p == NULL && part != NULL)
		return dossier_machine(d, part)
		    ->state[0]
		    ->initial->target[0]
		    ->id;
	return run_state(p != NULL ? p->run : d->run)->id;
}

static enum mla_rc
judge(void *arg, struct dossier *d, const struct dossier_event *e,
    const struct machine_transition *t, struct err *err)
{
	struct adding *a = arg;
	const struct act *act = &a->act[e->tag];

	a->taken[e->tag] = t;
	free(a->done[e->tag].before);
	a->done[e->tag].before = xstrdup(standing(d, act->part));
	return t != NULL ? fields_check(t, act, d, err) : MLA_OK;
}

static void
refused(void *arg, const struct dossier_event *e)
{
	const struct adding *a = arg;

	a->done[e->tag].refused = true;
}

/* The names of files that were taken in last, before a row names them. */
static enum mla_rc
sync_exhibits(const struct office *office, struct err *err)
{
	char *dir = file_join(office->dir, STORE_EXHIBITS);
	enum mla_rc rc = file_sync_dir(dir, err);

	free(dir);
	return rc;
}

/* Rows behind the entry: revision and exhibits, if it brought them. */
static enum mla_rc
add_rows(struct dossier *d, const struct act *act, int64_t seq, struct err *err)
{
	struct store *store = d->office->store;
	enum mla_rc rc = MLA_OK;
	int ord = 2;

	if (act->document != NULL) {
		struct store_document doc = { d->revision, seq, ord };

		rc = store_document_add(store, d->row.id, &doc, err);
		ord++;
	}
	if (rc == MLA_OK && act->nexhibits > 0)
		rc = sync_exhibits(d->office, err);
	for (size_t i = 0;
	     rc == MLA_OK && !desk_is(act->event) && i < act->nexhibits; i++) {
		struct store_exhibit row = { .id = act->exhibits[i].id,
			.bytes = act->exhibits[i].bytes,
			.seq = seq,
			.ord = ord };

		memcpy(row.sha256, act->exhibits[i].sha256, 65);
		memcpy(row.sha512, act->exhibits[i].sha512, 129);
		rc = store_exhibit_add(store, d->row.id, &row, err);
		ord++;
	}
	return rc;
}

static enum mla_rc
write_entry(struct dossier *d, const struct act *act,
    const struct machine_transition *t, const struct buf *event,
    const struct dossier_event *e, int64_t *seq, struct err *err)
{
	struct journal_payload *payload =
	    xcalloc(act->nexhibits + 2, sizeof(*payload));
	struct buf *exhibit = xcalloc(act->nexhibits, sizeof(*exhibit));
	char happened[WHEN_BYTES], *recorded = office_moment(d->office);
	char *codes = fields_codes(t, act);
	struct journal_entry entry = { .request = d->row.id,
		.uid = d->row.uid,
		.part = act->part,
		.name = act->event,
		.by = e->ours ? "us" : "them",
		.happened = when_format(&act->on, happened),
		.recorded = recorded,
		.codes = codes,
		.payload = payload };
	enum mla_rc rc;

	payload[entry.n++] = (struct journal_payload){ JOURNAL_EVENT,
		buf_text(event), event->len };
	if (act->document != NULL)
		payload[entry.n++] = (struct journal_payload){ JOURNAL_DOCUMENT,
			act->document, act->document_len };
	for (size_t i = 0; i < act->nexhibits; i++) {
		exhibit_write(&exhibit[i], &act->exhibits[i]);
		payload[entry.n++] = (struct journal_payload){ JOURNAL_EXHIBIT,
			buf_text(&exhibit[i]), exhibit[i].len };
	}
	rc = journal_add(seq, d->office->store, &entry, err);
	if (rc == MLA_OK)
		rc = add_rows(d, act, *seq, err);
	if (rc == MLA_OK)
		rc = words_add(
		    d, *seq, e, payload, entry.n, d->nevents == 1, err);
	for (size_t i = 0; i < act->nexhibits; i++)
		buf_free(&exhibit[i]);
	free(exhibit);
	free(payload);
	free(codes);
	free(recorded);
	return rc;
}

static size_t
depth(const struct machine_state *s)
{
	size_t n = 0;

	for (; s != NULL; s = s->parent)
		n++;
	return n;
}

enum mla_rc
act_possible(struct run_choices *out, struct run *run, struct err *err)
{
	enum mla_rc rc = run_possible(out, run, err);

	for (size_t i = 1; rc == MLA_OK && i < out->n; i++) {
		struct run_choice x = out->at[i];
		size_t at = i, deep = depth(x.transition->source);

		for (;
		     at > 0 && depth(out->at[at - 1].transition->source) < deep;
		     at--)
			out->at[at] = out->at[at - 1];
		out->at[at] = x;
	}
	return rc;
}

/* What could have been done instead, for the hint. */
static void
hint_possible(struct dossier *d, const struct act *act, struct err *err)
{
	const struct dossier_part *p =
	    act->part != NULL ? dossier_part(d, act->part) : NULL;
	struct run_choices c;
	struct err ignored = { 0 };
	struct buf b = { 0 };

	if (act_possible(&c, p != NULL ? p->run : d->run, &ignored) != MLA_OK)
		return;
	for (size_t i = 0; i < c.n; i++)
		buf_addf(&b, "%s%s", i > 0 ? ", " : "", c.at[i].event);
	if (c.n > 0)
		err_hint(err,
		    "Possible now: %s.   Happened earlier? Log what "
		    "is missing with --on DATE first.",
		    buf_text(&b));
	else
		err_hint(err, "Nothing can happen any more.");
	run_choices_free(&c);
	buf_free(&b);
}

static enum mla_rc
check_act(const struct dossier *d, const struct act *act, struct err *err)
{
	if (!desk_is(act->event) &&
	    dossier_transition(d, act->part, act->event) == NULL)
		return err_set(err, MLA_ENOTFOUND,
		    "there is no event \"%s\" in %s", act->event,
		    dossier_machine(d, act->part)->name);
	for (size_t i = 0; i < act->nfields; i++) {
		if (!fields_is_name(act->fields[i].name))
			return err_set(err, MLA_EUSAGE,
			    "\"%s\" is no name of a field",
			    act->fields[i].name);
	}
	if (act->revision != 0 && act->revision != d->revision + 1)
		return err_set(err, MLA_EREFUSED,
		    "%s was changed meanwhile: this was made from revision "
		    "%d, and there is a revision %d",
		    d->row.reference, act->revision - 1, d->revision);
	if (act->on.day > d->office->now.day)
		return err_set(err, MLA_EREFUSED,
		    "an act cannot be recorded before it happens: that day "
		    "is still to come");
	return MLA_OK;
}

/* Fields of the entry that the correction does not name stay as they were. */
static void
keep_fields(struct adding *a, size_t i, const struct dossier_event *old)
{
	struct act *act = &a->act[i];
	struct fields_values *kept = &a->kept[i];
	struct act_field *all;
	size_t n = act->nfields;

	fields_read(kept, xml_root(old->element));
	all = xcalloc(n + kept->n, sizeof(*all));
	for (size_t k = 0; k < n; k++)
		all[k] = act->fields[k];
	for (size_t k = 0; k < kept->n; k++) {
		bool given = false;

		for (size_t g = 0; g < act->nfields; g++)
			given = given ||
			    str_eq(act->fields[g].name, kept->at[k].name);
		if (!given)
			all[n++] = kept->at[k];
	}
	a->merged[i] = all;
	act->fields = all;
	act->nfields = n;
	if (act->note == NULL)
		act->note = kept->note;
}

/* A correction takes what it leaves out from the entry that it corrects. */
static enum mla_rc
complete(struct adding *a, size_t i, struct err *err)
{
	struct act *act = &a->act[i];
	const struct dossier_event *old;

	if (act->replaces == 0)
		return MLA_OK;
	old = dossier_entry(a->d, act->replaces);
	if (old == NULL || old->replaced_by != 0) {
		err_hint(err, "its entries: mla log %s --journal",
		    a->d->row.reference);
		return err_set(err, MLA_ENOTFOUND,
		    "%s has no entry %lld that still stands",
		    a->d->row.reference, (long long)act->replaces);
	}
	if (act->event != NULL && desk_is(act->event)) {
		if (str_eq(old->name, DESK_MIGRATE))
			return err_set(err, MLA_EREFUSED,
			    "entry %lld changed the rules, it cannot be struck",
			    (long long)act->replaces);
		if (old->document == NULL &&
		    (old->desk ||
		        xml_child(xml_root(old->element), REQUEST_NS,
		            "exhibit") == NULL))
			return MLA_OK;
		return err_set(err, MLA_EREFUSED,
		    "entry %lld brought a document or files: it can be "
		    "corrected, but not struck",
		    (long long)act->replaces);
	}
	if (old->desk)
		return err_set(err, MLA_EREFUSED,
		    "entry %lld is a note of the desk: write a new one",
		    (long long)act->replaces);
	if (act->part == NULL &&
	    (act->event == NULL || str_eq(act->event, old->name)))
		act->part = old->part;
	if (!act->dated)
		act->on = old->on;
	if (act->by == NULL)
		act->by = old->ours ? "us" : "them";
	if (act->event == NULL || str_eq(act->event, old->name))
		keep_fields(a, i, old);
	if (act->event == NULL)
		act->event = old->name;
	return MLA_OK;
}

/* The act as an event that is not recorded yet. */
static enum mla_rc
make_event(struct dossier_event *e, struct adding *a, size_t i, struct err *err)
{
	const struct act *act = &a->act[i];
	const struct machine_transition *t =
	    dossier_transition(a->d, act->part, act->event);
	enum mla_rc rc;

	a->ours[i] = t == NULL ||
	    dossier_act_is_ours(a->d, t, act->part, !str_eq(act->by, "them"));
	write_event(&a->event[i], act, t, a->ours[i]);
	e->tag = i;
	e->name = xstrdup(act->event);
	e->part = xstrdup_null(act->part);
	e->on = act->on;
	e->ours = a->ours[i];
	e->desk = desk_is(act->event);
	e->replaces = act->replaces;
	e->before = act->before;
	e->theirs = act->theirs;
	e->recorded = office_moment(a->d->office);
	rc = xml_read(&e->element, buf_text(&a->event[i]), a->event[i].len,
	    "the event", err);
	if (rc == MLA_OK && act->document != NULL) {
		hash_hex_bytes(e->sha256, act->document, act->document_len);
		rc = xml_read(&e->document, act->document, act->document_len,
		    "the request", err);
	}
	return rc;
}

/* A reference that was struck is one no longer. */
static enum mla_rc
drop_reference(
    struct dossier *d, const struct dossier_event *old, struct err *err)
{
	char *owner, *value;
	enum mla_rc rc;

	if (!str_eq(old->name, DESK_REFERENCE) || old->element == NULL)
		return MLA_OK;
	owner = xml_attr(xml_root(old->element), "owner");
	value = xml_attr(xml_root(old->element), "value");
	rc = store_reference_drop(
	    d->office->store, d->row.id, owner, value, err);
	free(owner);
	free(value);
	return rc;
}

/* In the order in which they were found possible. */
static enum mla_rc
write_all(struct adding *a, struct err *err)
{
	struct dossier *d = a->d;
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < d->nevents; i++) {
		struct dossier_event *e = &d->events[i], *old;
		struct act_done *done = &a->done[e->tag];
		const struct act *act = &a->act[e->tag];

		if (e->seq != 0)
			continue;
		rc = write_entry(d, act, a->taken[e->tag], &a->event[e->tag], e,
		    &done->seq, err);
		e->seq = done->seq;
		if ((old = dossier_entry(d, e->replaces)) != NULL) {
			old->replaced_by = e->seq;
			if (rc == MLA_OK)
				rc = drop_reference(d, old, err);
		}
		done->after = xstrdup(e->taken != NULL ? e->state : "");
		if (done->before == NULL)
			done->before = xstrdup("");
		done->whole = xstrdup_null(e->turned);
		done->pending = e->pending;
		done->form = xstrdup(e->taken != NULL ? e->taken->form : "");
		done->event = xstrdup(act->event);
		done->part = xstrdup_null(act->part);
	}
	return rc;
}

static void
adding_free(struct adding *a)
{
	for (size_t i = 0; i < a->n; i++) {
		buf_free(&a->event[i]);
		fields_values_free(&a->kept[i]);
		free(a->merged[i]);
	}
	free(a->event);
	free(a->kept);
	free(a->merged);
	free(a->ours);
	free(a->taken);
}

enum mla_rc
act_add_all(struct act_done *done, struct dossier *d, struct act *act, size_t n,
    struct err *err)
{
	struct dossier_event *e = xcalloc(n, sizeof(*e));
	struct adding a = { .d = d, .act = act, .done = done, .n = n };
	const struct replay_judge j = { judge, refused, &a };
	enum mla_rc rc = MLA_OK;

	a.event = xcalloc(n, sizeof(*a.event));
	a.kept = xcalloc(n, sizeof(*a.kept));
	a.merged = xcalloc(n, sizeof(struct act_field *));
	a.ours = xcalloc(n, sizeof(*a.ours));
	a.taken = xcalloc(n, sizeof(struct machine_transition *));
	memset(done, 0, n * sizeof(*done));
	if (d->erased) {
		rc = err_set(err, MLA_EREFUSED,
		    "%s was erased; nothing can be added", d->row.reference);
		goto out;
	}
	for (size_t i = 0; rc == MLA_OK && i < n; i++) {
		if ((rc = complete(&a, i, err)) == MLA_OK)
			rc = check_act(d, &act[i], err);
		done[i].refused = rc != MLA_OK;
	}
	if (rc == MLA_OK)
		rc = number_exhibits(d, act, n, err);
	for (size_t i = 0; rc == MLA_OK && i < n; i++)
		rc = make_event(&e[i], &a, i, err);
	if (rc != MLA_OK) {
		dossier_drop(e, n);
		goto out;
	}
	rc = dossier_insert(d, e, n, &j, err);
	if (rc == MLA_EREFUSED && n == 1)
		hint_possible(d, act, err);
	if (rc == MLA_OK)
		rc = write_all(&a, err);
	if (rc == MLA_OK)
		rc = dossier_put_now(d, err);
out:
	adding_free(&a);
	free(e);
	return rc;
}

enum mla_rc
act_add(
    struct act_done *done, struct dossier *d, struct act *act, struct err *err)
{
	return act_add_all(done, d, act, 1, err);
}

/* The transition of a step: that of an active state before any other. */
static const struct machine_transition *
step_now(const struct dossier *d, const char *part, const char *step)
{
	const struct machine *m = dossier_machine(d, part);
	const struct dossier_part *p =
	    part != NULL ? dossier_part(d, part) : NULL;
	const struct run *run = p != NULL ? p->run : d->run;

	for (size_t i = 1; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++) {
			if (str_eq(s->transition[t]->step, step) &&
			    run_is_active(run, s->id))
				return s->transition[t];
		}
	}
	return machine_step(m, step);
}

static enum mla_rc
in_transaction(struct act_done *done, struct office *office, int64_t request,
    const char *step, struct act *act, struct err *err)
{
	const struct machine_transition *t;
	struct dossier *d = NULL;
	enum mla_rc rc;

	memset(done, 0, sizeof(*done));
	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = dossier_open(&d, office, request, err)) != MLA_OK)
		goto out;
	if (step != NULL) {
		t = step_now(d, act->part, step);
		if (t == NULL) {
			rc = err_set(err, MLA_EREFUSED,
			    "its workflow has no step \"%s\"", step);
			goto out;
		}
		act->event = t->event[0];
	}
	if ((rc = act_add(done, d, act, err)) != MLA_OK)
		goto out;
	rc = store_commit(office->store, err);
out:
	if (rc != MLA_OK)
		store_rollback(office->store);
	dossier_free(d);
	return rc;
}

enum mla_rc
act_record(struct act_done *done, struct office *office, int64_t request,
    struct act *act, struct err *err)
{
	return in_transaction(done, office, request, NULL, act, err);
}

enum mla_rc
act_step(struct act_done *done, struct office *office, int64_t request,
    const char *step, struct act *act, struct err *err)
{
	return in_transaction(done, office, request, step, act, err);
}

enum mla_rc
act_create(struct dossier **out, struct act_done *done, struct office *office,
    const struct act_new *n, struct act *act, struct err *err)
{
	struct store_request row = { .kind = xstrdup(n->kind),
		.side = xstrdup(n->side),
		.partner = xstrdup(n->partner),
		.made = office_moment(office) };
	const struct machine_transition *t;
	struct dossier *d = NULL;
	struct rules *rules;
	int year, month, mday;
	enum mla_rc rc;

	*out = NULL;
	memset(done, 0, sizeof(*done));
	date_civil(office->now.day, &year, &month, &mday);
	row.uid = xstrdup_null(n->uid);
	if (row.uid == NULL && (rc = office_uid(&row.uid, err)) != MLA_OK)
		goto out;
	if ((rc = store_reference_next(&row.reference, office->store,
	         office->info.code, str_eq(n->side, "out") ? 'O' : 'I', year,
	         err)) != MLA_OK)
		goto out;
	if ((rc = rules_of(&rules, office, 0, n->kind, n->side, err)) !=
	        MLA_OK ||
	    (rc = rules_keep(&row.ruleset, NULL, rules, err)) != MLA_OK ||
	    (rc = store_request_add(&row.id, office->store, &row, err)) !=
	        MLA_OK)
		goto out;
	if (n->theirs != NULL &&
	    (rc = store_reference_add(office->store, row.id,
	         STORE_OWNER_PARTNER, n->theirs, err)) != MLA_OK)
		goto out;
	if ((rc = dossier_begin(&d, office, &row, err)) != MLA_OK)
		goto out;
	t = machine_step(d->rules->whole, n->step);
	if (t == NULL) {
		rc = err_set(err, MLA_EREFUSED, "%s has no step \"%s\"",
		    d->rules->whole->name, n->step);
		goto out;
	}
	act->event = t->event[0];
	if ((rc = act_add(done, d, act, err)) != MLA_OK)
		goto out;
	*out = d; /* the caller owns it now */
	d = NULL;
out:
	dossier_free(d);
	store_request_free(&row);
	return rc;
}

/* Collect the possible events of one run that begin with what was typed. */
static void
match(struct run *run, const char *typed, const char *part, char **event,
    char **where, int *hits, struct buf *names)
{
	struct err ignored = { 0 };
	struct run_choices c;

	if (run_possible(&c, run, &ignored) != MLA_OK)
		return;
	for (size_t i = 0; i < c.n; i++) {
		if (!str_starts(c.at[i].event, typed))
			continue;
		buf_addf(names, "%s%s%s%s", names->len > 0 ? ", " : "",
		    c.at[i].event, part != NULL ? " of " : "",
		    part != NULL ? part : "");
		free(*event);
		free(*where);
		*event = xstrdup(c.at[i].event);
		*where = xstrdup_null(part);
		(*hits)++;
		if (str_eq(c.at[i].event, typed))
			break;
	}
	run_choices_free(&c);
}

enum mla_rc
act_resolve(char **event, char **part, struct dossier *d, const char *typed,
    const char *typed_part, struct err *err)
{
	const struct dossier_part *p;
	struct buf names = { 0 };
	enum mla_rc rc = MLA_OK;
	int hits = 0;

	*event = NULL;
	*part = NULL;
	if (typed_part != NULL) {
		p = dossier_part(d, typed_part);
		if (p == NULL)
			return err_set(err, MLA_ENOTFOUND,
			    "%s has no part \"%s\"", d->row.reference,
			    typed_part);
		match(p->run, typed, p->id, event, part, &hits, &names);
	} else {
		match(d->run, typed, NULL, event, part, &hits, &names);
		for (size_t i = 0; hits == 0 && i < d->nparts; i++)
			match(d->parts[i].run, typed, d->parts[i].id, event,
			    part, &hits, &names);
	}
	if (hits > 1 && !str_eq(*event, typed)) {
		rc = err_set(err, MLA_ENOTFOUND, "\"%s\" can be: %s", typed,
		    buf_text(&names));
	} else if (hits > 1 && *part != NULL) {
		rc = err_set(err, MLA_ENOTFOUND,
		    "\"%s\" fits several parts: %s", typed, buf_text(&names));
		err_hint(err, "name one with --part");
	}
	if (hits == 0) {
		struct act_placing placing;

		act_placing_begin(&placing, d);
		*event = xstrdup(typed);
		rc = act_place(part, &placing, d, typed, typed_part, err);
	}
	buf_free(&names);
	return rc;
}

bool
act_has_event(const struct machine *m, const char *event)
{
	for (size_t i = 0; m != NULL && i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++) {
			if (machine_matches(s->transition[t], event))
				return true;
		}
	}
	return false;
}

/* Does the event open a transmission, does it end the sending? */
static void
judge_transmission(
    bool *opens, bool *tells, const struct machine *m, const char *event)
{
	const struct machine_transition *first = m->state[0]->initial;

	*opens = false;
	*tells = false;
	for (size_t i = 0; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++) {
			if (!machine_matches(s->transition[t], event))
				continue;
			*opens = *opens || s == first->target[0];
			*tells = *tells || *s->transition[t]->tell != '\0';
		}
	}
}

void
act_placing_begin(struct act_placing *placing, const struct dossier *d)
{
	memset(placing, 0, sizeof(*placing));
	for (size_t i = 0; i < d->nparts; i++) {
		if (!d->parts[i].transmission)
			continue;
		placing->transmissions++;
		(void)snprintf(
		    placing->last, sizeof(placing->last), "%s", d->parts[i].id);
	}
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->taken != NULL && str_eq(e->part, placing->last))
			placing->told =
			    placing->told || *e->taken->tell != '\0';
	}
}

/* The transmission on its way, or the next one. */
static enum mla_rc
place_transmission(char **out, struct act_placing *p, const struct dossier *d,
    const char *event, struct err *err)
{
	bool opens, tells;

	judge_transmission(&opens, &tells, d->rules->transmission, event);
	if (opens && (*p->last == '\0' || p->told)) {
		p->transmissions++;
		(void)snprintf(
		    p->last, sizeof(p->last), "t%d", p->transmissions);
		p->told = false;
	}
	if (*p->last == '\0')
		return err_set(
		    err, MLA_EREFUSED, "\"%s\": nothing was sent yet", event);
	p->told = p->told || tells;
	*out = xstrdup(p->last);
	return MLA_OK;
}

enum mla_rc
act_place(char **out, struct act_placing *placing, const struct dossier *d,
    const char *event, const char *part, struct err *err)
{
	struct buf names = { 0 };
	enum mla_rc rc = MLA_OK;
	size_t n = 0;

	*out = NULL;
	if (part != NULL) {
		*out = xstrdup(part);
		return MLA_OK;
	}
	if (desk_is(event) || act_has_event(d->rules->whole, event))
		return MLA_OK;
	if (!act_has_event(d->rules->part, event)) {
		if (act_has_event(d->rules->transmission, event))
			return place_transmission(out, placing, d, event, err);
		return err_set(err, MLA_ENOTFOUND,
		    "there is no event \"%s\" in %s", event,
		    d->rules->whole->name);
	}
	for (size_t i = 0; i < d->nparts; i++) {
		if (d->parts[i].transmission)
			continue;
		buf_addf(&names, "%s%s", n++ > 0 ? ", " : "", d->parts[i].id);
		free(*out);
		*out = xstrdup(d->parts[i].id);
	}
	if (n != 1) {
		free(*out);
		*out = NULL;
		rc = err_set(err, MLA_ENOTFOUND,
		    n == 0 ? "\"%s\" happens to a part of the request, and "
		             "it has none"
		           : "\"%s\" fits several parts: %s",
		    event, buf_text(&names));
		err_hint(err, "name one with --part");
	}
	buf_free(&names);
	return rc;
}

char *
act_pending(const struct dossier *d)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < d->nevents; i++) {
		if (d->events[i].unsent)
			buf_addf(&b, "%s%lld", b.len > 0 ? " " : "",
			    (long long)d->events[i].seq);
	}
	return buf_steal(&b);
}

char *
act_next_transmission(const struct dossier *d)
{
	int n = 1;

	for (size_t i = 0; i < d->nparts; i++)
		n += d->parts[i].transmission ? 1 : 0;
	return xasprintf("t%d", n);
}

enum mla_rc
act_take_file(struct act_exhibit *out, struct office *office, const char *path,
    const char *title, struct err *err)
{
	char *dir = file_join(office->dir, STORE_EXHIBITS), *stored;
	struct intake where = { dir, INTAKE_PART_BYTES, INTAKE_STEP_BYTES };
	struct hash_pair pair;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	rc = intake_file(&pair, &where, path, err);
	if (rc == MLA_OK) {
		stored = file_join(dir, pair.sha256);
		out->name = xstrdup(
		    str_eq(path, "-") ? "standard-input" : file_base(path));
		out->title = xstrdup(title != NULL ? title : out->name);
		out->media = media_type(stored);
		out->bytes = pair.bytes;
		memcpy(out->sha256, pair.sha256, sizeof(out->sha256));
		memcpy(out->sha512, pair.sha512, sizeof(out->sha512));
		free(stored);
	}
	free(dir);
	return rc;
}
