/* theirs.c - what a message of the other side tells, as acts of the journal */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/theirs.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "core/act.h"
#include "core/crossing.h"
#include "core/exhibit.h"
#include "core/fields.h"
#include "core/papers.h"
#include "store/record.h"
#include "xml/node.h"

void
theirs_done_free(struct theirs_done *done)
{
	free(done->reference);
	free(done->clash);
	memset(done, 0, sizeof(*done));
}

/* The file of the bag that an exhibit of the envelope names, or NULL. */
const struct bag_entry *
theirs_file(const struct bag_report *report, const struct envelope_file *f)
{
	char *path = file_join("data", f->href);
	const struct bag_entry *e = bag_find(report, path);

	free(path);
	return e;
}

/* An act as the message tells it. */
struct received_act {
	struct act act;
	struct fields_values values;
	char *event, *part;
	char *recorded; /* at the sender's, or NULL */
	int64_t seen; /* our last message that it knew, -1: it does not say */
};

static int64_t
read_number(const xmlNode *node, const char *name)
{
	char *text = node != NULL ? xml_attr(node, name) : NULL;
	int64_t n = text != NULL ? strtoll(text, NULL, 10) : -1;

	free(text);
	return n;
}

static enum mla_rc
read_act(struct received_act *r, const xmlNode *node, struct err *err)
{
	char *on = xml_attr(node, "on");
	bool dated;

	memset(r, 0, sizeof(*r));
	r->recorded = xml_attr(node, "recorded");
	r->seen = read_number(node, "seen");
	r->act.theirs = read_number(node, "entry");
	if (r->act.theirs < 0)
		r->act.theirs = 0;
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
	free(r->recorded);
}

/* Did a file of a message that tells something again come with the first? */
static bool
came_before(const struct store_exhibits *have, const struct theirs *t,
    const struct envelope_file *f)
{
	const bool again = t->stale || t->envelope->instead != NULL;

	for (size_t i = 0; i < have->n && again; i++) {
		if (str_eq(have->at[i].sha256, f->sha256))
			return true;
	}
	return false;
}

/*
 * Exhibits of the envelope as those of an act of a request (0: a new one); ids
 * are given here.
 */
static enum mla_rc
exhibits_of(
    struct act *act, const struct theirs *t, int64_t request, struct err *err)
{
	struct store_exhibits have = { 0 };
	enum mla_rc rc;

	if (request != 0 &&
	    (rc = store_exhibits(&have, t->office->store, request, err)) !=
	        MLA_OK)
		return rc;
	/* One more: a text that is kept beside. */
	act->exhibits =
	    xcalloc(t->envelope->nexhibits + 1, sizeof(*act->exhibits));
	for (size_t i = 0; i < t->envelope->nexhibits; i++) {
		const struct envelope_file *f = &t->envelope->exhibit[i];
		const struct bag_entry *b = theirs_file(t->report, f);
		struct act_exhibit *e = &act->exhibits[act->nexhibits];

		if (came_before(&have, t, f))
			continue;
		act->nexhibits++;
		e->title = xstrdup(f->title);
		e->name = xstrdup(f->name);
		e->media = xstrdup(f->media);
		e->bytes = f->bytes;
		if (f->about != NULL)
			e->about = exhibit_outward(f->about);
		memcpy(e->sha256, f->sha256, sizeof(e->sha256));
		memcpy(e->sha512, b->sha512, sizeof(e->sha512));
	}
	store_exhibits_free(&have);
	return MLA_OK;
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

/* The entry of an act that an earlier message told; 0: none did. */
static int64_t
told(const struct dossier *d, const xmlNode *act)
{
	int64_t entry = read_number(act, "entry");

	for (size_t i = 0; i < d->nevents && entry > 0; i++) {
		if (d->events[i].theirs == entry)
			return d->events[i].seq;
	}
	return 0;
}

/* The last act of a message that is news, or NULL. */
static const xmlNode *
last_news(const struct dossier *d, const struct theirs *t)
{
	const xmlNode *node = NULL, *last = NULL;

	while ((node = envelope_act(t->envelope, node)) != NULL) {
		if (told(d, node) == 0)
			last = node;
	}
	return last;
}

/* Their act of that name as it was logged by hand already; 0: it was not. */
static int64_t
recorded_before(const struct dossier *d, const struct act *act)
{
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->seq != 0 && !e->ours && e->replaced_by == 0 &&
		    e->theirs == 0 && str_eq(e->name, act->event) &&
		    str_eq(e->part, act->part))
			return e->seq;
	}
	return 0;
}

/* It takes an act that was refused only as it can now be judged anew. */
static enum mla_rc
reopen(struct dossier **d, struct act_done *done, struct err *err)
{
	struct office *office = (*d)->office;
	struct dossier *fresh = NULL;
	int64_t request = (*d)->row.id;
	enum mla_rc rc;

	act_done_free(done);
	if ((rc = dossier_open(&fresh, office, request, err)) != MLA_OK)
		return rc;
	dossier_free(*d);
	*d = fresh;
	return MLA_OK;
}

/* At each of the places in turn; the error is that of the first one. */
static enum mla_rc
try_places(struct act_done *done, struct dossier **d, struct act *act,
    const struct crossing_places *places, struct err *err)
{
	struct err again = { 0 };
	enum mla_rc rc = MLA_EREFUSED;

	for (size_t i = 0; rc == MLA_EREFUSED && i < places->n; i++) {
		struct err *own = i == 0 ? err : &again;

		memset(&again, 0, sizeof(again));
		if (i > 0 && (rc = reopen(d, done, own)) != MLA_OK)
			return err_set(err, rc, "%s", own->msg);
		act->before = places->at[i];
		rc = act_add(done, *d, act, own);
	}
	return rc;
}

/*
 * One of their acts, where it belongs among ours.  What a letter told already
 * cannot happen once more: then what the message says stands in its place, and
 * both stay visible.
 */
static enum mla_rc
add_theirs(struct act_done *done, struct dossier **d, struct received_act *a,
    struct err *err)
{
	int64_t before = recorded_before(*d, &a->act);
	struct crossing_places places;
	struct err own = { 0 };
	enum mla_rc rc;

	if ((rc = crossing_order(
	         &places, *d, &a->act, a->recorded, a->seen, err)) != MLA_OK)
		return rc;
	rc = try_places(done, d, &a->act, &places, &own);
	free(places.at);
	if (rc != MLA_EREFUSED || before == 0) {
		if (rc != MLA_OK)
			*err = own;
		return rc;
	}
	if ((rc = reopen(d, done, err)) != MLA_OK)
		return rc;
	a->act.before = 0;
	a->act.replaces = before;
	a->act.dated = true;
	return act_add(done, *d, &a->act, err);
}

/* A text that is not taken over is kept as a file of their act. */
static enum mla_rc
keep_text(struct act *act, const struct theirs *t, struct err *err)
{
	struct act_exhibit *e = &act->exhibits[act->nexhibits];
	struct hash *h = hash_new("sha512");
	char *path;
	enum mla_rc rc;

	hash_add(h, buf_text(t->document), t->document->len);
	hash_end(h, e->sha512);
	hash_hex_bytes(e->sha256, buf_text(t->document), t->document->len);
	e->bytes = t->document->len;
	e->title = xstrdup("Text of the other side, not taken over");
	e->name = xstrdup("request.xml");
	e->media = xstrdup("application/xml");
	act->nexhibits++;
	path = office_path(t->office, STORE_EXHIBITS, e->sha256);
	rc = file_exists(path)
	    ? MLA_OK
	    : file_save(path, buf_text(t->document), t->document->len, err);
	free(path);
	return rc;
}

/*
 * A text that both sides write, as they changed it, comes with their last act:
 * unless we changed it as well, and later.
 */
static enum mla_rc
text_of(struct theirs_done *done, struct act *act, char stands[65],
    const struct dossier *d, const struct theirs *t, struct err *err)
{
	const xmlNode *node =
	    xml_child(xml_root(t->envelope->doc), ENVELOPE_NS, "document");
	char sha256[65], *recorded;
	enum crossing_text which;
	enum mla_rc rc;

	const struct machine_transition *tr =
	    dossier_transition(d, act->part, act->event);

	if (t->document->len == 0 ||
	    (!papers_is_shared(d) &&
	        (tr == NULL || !rules_is_own_form(d->rules, tr->form))))
		return MLA_OK;
	hash_hex_bytes(sha256, buf_text(t->document), t->document->len);
	recorded = xml_attr(node, "recorded");
	rc = crossing_text(
	    &which, d, sha256, recorded, read_number(node, "seen"), err);
	free(recorded);
	if (rc != MLA_OK || which == CROSSING_KNOWN)
		return rc;
	if (t->stale) {
		done->clash = xstrdup("It brings an older text, which is kept "
		                      "as an exhibit.");
		return keep_text(act, t, err);
	}
	if (which == CROSSING_OURS) {
		done->clash =
		    xstrdup("Both sides changed the text: ours was "
		            "written later and stands, theirs is kept "
		            "as an exhibit.");
		memcpy(stands, d->sha256, sizeof(d->sha256));
		return keep_text(act, t, err);
	}
	if (which == CROSSING_THEIRS)
		done->clash = xasprintf(
		    "Both sides changed the text: theirs was written later and "
		    "stands, ours is kept as revision %d.",
		    d->revision);
	memcpy(stands, sha256, sizeof(sha256));
	act->document = buf_text(t->document);
	act->document_len = t->document->len;
	return MLA_OK;
}

/*
 * What they did before the request was here, as to remind us of it, counts from
 * when it was.
 */
static void
not_before(struct act *act, const struct dossier *d)
{
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->taken != NULL &&
		    str_eq(e->taken->step, MACHINE_RECEIVE) &&
		    act->on.day < e->on.day)
			act->on = e->on;
	}
}

/* One act of the message about a request that is registered. */
static enum mla_rc
add_act(struct dossier **d, struct theirs_done *all, const struct theirs *t,
    const xmlNode *node, bool files, struct err *err)
{
	const bool last = last_news(*d, t) == node;
	char *states = papers_states(*d), stands[65] = "";
	struct received_act a;
	struct act_done done = { 0 };
	enum mla_rc rc;

	if ((rc = read_act(&a, node, err)) != MLA_OK)
		goto out;
	if ((all->seq = told(*d, node)) != 0)
		goto out;
	not_before(&a.act, *d);
	if (t->late && a.act.on.day < t->reached.day)
		a.act.on = t->reached;
	if (last && files) {
		rc = exhibits_of(&a.act, t, (*d)->row.id, err);
		if (rc == MLA_OK)
			rc = text_of(all, &a.act, stands, *d, t, err);
	}
	if (rc == MLA_OK)
		rc = check_theirs(*d, &a.act, err);
	if (rc == MLA_OK)
		rc = add_theirs(&done, d, &a, err);
	if (rc == MLA_OK && !papers_keeps_states(*d, states))
		rc = err_set(err, MLA_EREFUSED,
		    "the text in the message gives a part of the request to "
		    "another State");
	if (rc == MLA_OK && *stands != '\0' && !str_eq((*d)->sha256, stands))
		rc = err_set(err, MLA_EREFUSED,
		    "both sides changed the text, and by their days the one "
		    "that was written first would stand");
	all->seq = done.seq;
out:
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
add_beside(struct dossier **d, struct theirs_done *done, const struct theirs *t,
    struct err *err)
{
	const xmlNode *node = NULL;
	int64_t seq = done->seq;
	enum mla_rc rc = MLA_OK;

	while (
	    rc == MLA_OK && (node = envelope_act(t->envelope, node)) != NULL) {
		char *event = xml_attr(node, "event");
		char *part = xml_attr(node, "part");
		const struct machine_transition *tr =
		    dossier_transition(*d, part, event);

		/* The exhibits came with the request. */
		if (tr != NULL && !str_eq(tr->step, MACHINE_ISSUE))
			rc = add_act(d, done, t, node, false, err);
		free(event);
		free(part);
	}
	done->seq = seq;
	return rc;
}

/*
 * The entry with which the sender issued the request, 0: it does not say.  Our
 * side's workflow does not have that act, or has it as the same step.
 */
static enum mla_rc
issue_entry(int64_t *entry, const struct theirs *t, struct err *err)
{
	const xmlNode *node = NULL;
	struct rules *rules;
	enum mla_rc rc;

	if ((rc = rules_of(
	         &rules, t->office, 0, t->envelope->kind, "in", err)) != MLA_OK)
		return rc;
	while ((node = envelope_act(t->envelope, node)) != NULL) {
		const struct machine_transition *issue =
		    machine_step(rules->whole, MACHINE_ISSUE);
		char *event = xml_attr(node, "event");
		bool is = !act_has_event(rules->whole, event) ||
		    (issue != NULL && machine_matches(issue, event));

		free(event);
		if (is && read_number(node, "entry") > 0) {
			*entry = read_number(node, "entry");
			break;
		}
	}
	return MLA_OK;
}

enum mla_rc
theirs_create(struct theirs_done *done, const struct theirs *t, struct err *err)
{
	const struct act_new n = { .kind = t->envelope->kind,
		.side = "in",
		.partner = t->envelope->from_state,
		.uid = t->envelope->request_uid,
		.theirs = t->envelope->from_reference,
		.step = MACHINE_RECEIVE };
	struct act act = { .on = t->reached,
		.document = buf_text(t->document),
		.document_len = t->document->len };
	struct act_done made = { 0 };
	struct dossier *d = NULL;
	enum mla_rc rc;

	if (t->document->len == 0) {
		err_hint(err, "Ask the sender for the request itself.");
		return err_set(err, MLA_EREFUSED,
		    "the message is about a request that is not registered "
		    "here: %s of %s",
		    t->envelope->from_reference, t->envelope->from_authority);
	}
	if ((rc = issue_entry(&act.theirs, t, err)) != MLA_OK)
		return rc;
	if ((rc = exhibits_of(&act, t, 0, err)) != MLA_OK)
		return rc;
	rc = act_create(&d, &made, t->office, &n, &act, err);
	done->seq = made.seq;
	if (rc == MLA_OK)
		rc = add_beside(&d, done, t, err);
	if (rc == MLA_OK) {
		done->request = d->row.id;
		done->reference = xstrdup(d->row.reference);
	}
	free_exhibits(&act);
	act_done_free(&made);
	dossier_free(d);
	return rc;
}

/*
 * All that it tells was told before, because the first message was taken for
 * lost and came: its files and its text may be news.
 */
static enum mla_rc
add_rest(struct dossier **d, struct theirs_done *all, const struct theirs *t,
    struct err *err)
{
	struct act act = { .by = "them", .on = t->reached };
	struct act_done done = { 0 };
	const struct machine_transition *step;
	char stands[65] = "";
	enum mla_rc rc;

	step = machine_step((*d)->rules->whole, MACHINE_REVISE);
	act.event = step != NULL ? step->event[0] : "";
	if ((rc = exhibits_of(&act, t, (*d)->row.id, err)) != MLA_OK ||
	    (rc = text_of(all, &act, stands, *d, t, err)) != MLA_OK)
		goto out;
	if (act.document == NULL) {
		step = machine_step((*d)->rules->whole, MACHINE_ATTACH);
		if (act.nexhibits == 0 || step == NULL)
			goto out;
		act.event = step->event[0];
	}
	if ((rc = act_add(&done, *d, &act, err)) == MLA_OK)
		all->seq = done.seq;
out:
	free_exhibits(&act);
	act_done_free(&done);
	return rc;
}

enum mla_rc
theirs_add(struct theirs_done *done, const struct theirs *t, int64_t request,
    struct err *err)
{
	const xmlNode *node = NULL;
	struct dossier *d = NULL;
	enum mla_rc rc;
	bool news;

	if ((rc = dossier_open(&d, t->office, request, err)) != MLA_OK)
		return rc;
	news = last_news(d, t) != NULL;
	if (t->envelope->from_reference != NULL)
		rc = store_reference_add(t->office->store, request,
		    STORE_OWNER_PARTNER, t->envelope->from_reference, err);
	while (rc == MLA_OK && (node = envelope_act(t->envelope, node)) != NULL)
		rc = add_act(&d, done, t, node, true, err);
	if (rc == MLA_OK && !news)
		rc = add_rest(&d, done, t, err);
	done->request = request;
	done->reference = xstrdup(d->row.reference);
	dossier_free(d);
	return rc;
}
