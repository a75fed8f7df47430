/* dossier.c - one request with all that happened to it, replayed */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/dossier.h"

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "core/clocks.h"
#include "core/desk.h"
#include "core/due.h"
#include "core/journal.h"
#include "core/order.h"
#include "core/papers.h"
#include "core/past.h"
#include "core/replay.h"
#include "core/tie.h"
#include "store/event.h"
#include "store/now.h"
#include "xml/node.h"
#include "xml/read.h"

static void
event_free(struct dossier_event *e)
{
	free(e->name);
	free(e->part);
	free(e->recorded);
	free(e->state);
	free(e->holder);
	free(e->outcome);
	free(e->covered);
	xmlFreeDoc(e->element);
	xmlFreeDoc(e->document);
	memset(e, 0, sizeof(*e));
}

void
dossier_drop(struct dossier_event *e, size_t n)
{
	for (size_t i = 0; i < n; i++)
		event_free(&e[i]);
}

void
dossier_free(struct dossier *d)
{
	if (d == NULL)
		return;
	replay_clear(d);
	clocks_clear(d);
	free(d->limits);
	free(d->active);
	free(d->parts);
	env_free(d->env); /* it looks at the nodes of events */
	dossier_drop(d->events, d->nevents);
	free(d->events);
	store_request_free(&d->row);
	xmlFreeDoc(d->scratch);
	free(d);
}

struct dossier_part *
dossier_part(const struct dossier *d, const char *id)
{
	for (size_t i = 0; i < d->nparts; i++) {
		if (str_eq(d->parts[i].id, id))
			return &d->parts[i];
	}
	return NULL;
}

struct dossier_event *
dossier_entry(const struct dossier *d, int64_t seq)
{
	for (size_t i = 0; i < d->nevents; i++) {
		if (seq != 0 && DOSSIER_ID(&d->events[i]) == seq)
			return &d->events[i];
	}
	return NULL;
}

const struct machine *
dossier_machine(const struct dossier *d, const char *part)
{
	const struct dossier_part *p;

	if (part == NULL)
		return d->rules->whole;
	p = dossier_part(d, part);
	if (p != NULL ? p->transmission : *part == 't')
		return d->rules->transmission;
	return d->rules->part;
}

const struct machine_transition *
dossier_transition(const struct dossier *d, const char *part, const char *event)
{
	const struct machine *m = dossier_machine(d, part);
	const struct dossier_part *p =
	    part != NULL ? dossier_part(d, part) : NULL;
	const struct run *run = p != NULL ? p->run : d->run;
	const struct machine_transition *found = NULL;

	for (size_t i = 0; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++) {
			if (!machine_matches(s->transition[t], event))
				continue;
			if (run_is_active(run, s->id))
				return s->transition[t];
			found = found != NULL ? found : s->transition[t];
		}
	}
	return found;
}

bool
dossier_is_ours(const struct dossier *d, const char *by, bool dflt)
{
	bool out = str_eq(d->row.side, "out");

	if (str_eq(by, "requesting"))
		return out;
	if (str_eq(by, "requested"))
		return !out;
	return dflt;
}

const char *
dossier_holder(const struct dossier *d)
{
	const char *holder = run_holder(d->run);

	for (size_t i = 0; i < d->nparts; i++) {
		const struct dossier_part *p = &d->parts[i];

		if (p->transmission && !run_is_final(p->run) &&
		    *run_holder(p->run) != '\0')
			holder = run_holder(p->run);
	}
	return holder;
}

char *
dossier_part_state(const struct dossier_part *part)
{
	const xmlNode *node;

	if (part->element == NULL)
		return NULL;
	node = xml_child(part->element, REQUEST_NS, "state");
	return node != NULL ? xml_text(node) : xml_attr(part->element, "state");
}

static bool
is_of_our_state(const struct dossier *d, const struct dossier_part *part)
{
	char *state = dossier_part_state(part);
	bool ours = str_eq(state, d->office->info.country);

	free(state);
	return ours;
}

bool
dossier_act_is_ours(const struct dossier *d, const struct machine_transition *t,
    const char *part, bool dflt)
{
	const struct dossier_part *p =
	    part != NULL ? dossier_part(d, part) : NULL;

	if (p != NULL && str_eq(t->by, "part"))
		return is_of_our_state(d, p);
	return dossier_is_ours(d, t->by, dflt);
}

/* Is it a holder that each part is for itself? */
static bool
is_part_itself(const struct dossier *d, const char *holder)
{
	const xmlNode *code = codes_find(d->rules->codes, "holder", holder);

	return code != NULL && xml_attr_is(code, "side", "part");
}

/* Us, as long as one of our State has the ball; else them. */
static const char *
waiting_parts(const struct dossier *d)
{
	for (size_t i = 0; i < d->nparts; i++) {
		const struct dossier_part *p = &d->parts[i];

		if (!run_is_final(p->run) &&
		    is_part_itself(d, run_holder(p->run)) &&
		    is_of_our_state(d, p))
			return "us";
	}
	return "them";
}

const char *
dossier_waiting(const struct dossier *d, const char *holder)
{
	const xmlNode *code = codes_find(d->rules->codes, "holder", holder);
	char *side = code != NULL ? xml_attr(code, "side") : NULL;
	const char *who = "";

	if (str_eq(side, "own"))
		who = "us";
	else if (str_eq(side, "third"))
		who = "them";
	else if (str_eq(side, "part"))
		who = waiting_parts(d);
	else if (str_eq(side, "requesting") || str_eq(side, "requested"))
		who = dossier_is_ours(d, side, false) ? "us" : "them";
	free(side);
	return who;
}

const char *
dossier_part_waiting(const struct dossier *d, const struct dossier_part *part,
    const char *holder)
{
	if (!is_part_itself(d, holder))
		return dossier_waiting(d, holder);
	return is_of_our_state(d, part) ? "us" : "them";
}

char *
dossier_part_title(struct dossier *d, const struct dossier_part *part)
{
	struct err ignored = { 0 };
	char *title = NULL;

	if (part->element != NULL)
		(void)env_string(&title, d->env, part->element,
		    d->rules->kind->part.title, &ignored);
	return title != NULL ? title : xstrdup("");
}

enum mla_rc
dossier_begin(struct dossier **out, struct office *office,
    const struct store_request *row, struct err *err)
{
	struct dossier *d;
	struct rules *rules;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = rules_of(&rules, office, row->ruleset, row->kind, row->side,
	         err)) != MLA_OK)
		return rc;
	d = xcalloc(1, sizeof(*d));
	d->office = office;
	d->rules = rules;
	d->now = office->now;
	d->row.id = row->id;
	d->row.ruleset = row->ruleset;
	d->row.uid = xstrdup(row->uid);
	d->row.reference = xstrdup(row->reference);
	d->row.kind = xstrdup(row->kind);
	d->row.side = xstrdup(row->side);
	d->row.partner = xstrdup(row->partner);
	d->row.made = xstrdup(row->made);
	d->env = env_new(rules->codes, rules->law);
	if ((rc = run_new(&d->run, rules->whole, d->env, err)) != MLA_OK) {
		dossier_free(d);
		return rc;
	}
	*out = d;
	return MLA_OK;
}

void
dossier_present(struct dossier *d)
{
	replay_present(d);
}

/* A new event at the end; the turn is found by order_events. */
static void
add_event(struct dossier *d, struct dossier_event *e)
{
	d->events =
	    vec_more(d->events, &d->cap_events, d->nevents, sizeof(*d->events));
	d->events[d->nevents++] = *e; /* taken over */
	memset(e, 0, sizeof(*e));
}

enum mla_rc
dossier_insert(struct dossier *d, struct dossier_event *e, size_t n,
    const struct replay_judge *judge, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		add_event(d, &e[i]);
	return order_try(d, judge, err);
}

/* The number in "replaces=12" among the coded fields of an entry; 0: none. */
static int64_t
entry_in(const char *codes, const char *field)
{
	const char *at = codes;

	while (at != NULL && *at != '\0') {
		if (str_starts(at, field) && at[strlen(field)] == '=')
			return strtoll(at + strlen(field) + 1, NULL, 10);
		at = strchr(at, '\n');
		at = at != NULL ? at + 1 : NULL;
	}
	return 0;
}

static enum mla_rc
load_event(struct dossier *d, const struct store_event *row, struct err *err)
{
	struct dossier_event e = { 0 };
	struct store_payloads payloads;
	enum mla_rc rc;

	if ((rc = store_payloads_of(
	         &payloads, d->office->store, row->seq, err)) != MLA_OK)
		return rc;
	e.seq = row->seq;
	e.replaces = entry_in(row->codes, DESK_REPLACES);
	e.before = entry_in(row->codes, DESK_BEFORE);
	e.theirs = entry_in(row->codes, DESK_THEIRS);
	e.name = xstrdup(row->name);
	e.desk = desk_is(row->name);
	e.part = xstrdup_null(row->part);
	e.ours = str_eq(row->side, "us");
	e.recorded = xstrdup(row->recorded);
	if (!when_parse(&e.on, row->happened))
		rc = err_set(err, MLA_EDAMAGED,
		    "journal entry %lld has no date", (long long)row->seq);
	for (size_t i = 0; rc == MLA_OK && i < payloads.n; i++) {
		const struct store_payload *p = &payloads.at[i];

		if (p->bytes == NULL)
			d->erased = true;
		else if (str_eq(p->what, JOURNAL_EVENT))
			rc = xml_read(
			    &e.element, p->bytes, p->len, "an event", err);
		else if (str_eq(p->what, JOURNAL_DOCUMENT)) {
			rc = xml_read(
			    &e.document, p->bytes, p->len, "the request", err);
			hash_hex_bytes(e.sha256, p->bytes, p->len);
		}
	}
	store_payloads_free(&payloads);
	if (rc == MLA_OK)
		add_event(d, &e);
	event_free(&e);
	return rc;
}

enum mla_rc
dossier_follow(struct dossier *d, struct rules *rules, struct err *err)
{
	const struct dossier_event *failed;

	replay_clear(d);
	clocks_clear(d);
	env_free(d->env);
	d->env = env_new(rules->codes, rules->law);
	d->rules = rules;
	d->row.ruleset = rules->set;
	return replay_all(d, NULL, &failed, err);
}

/*
 * The rules of a request as it was known: those that the first entry which
 * changed them later names as the earlier ones.
 */
static enum mla_rc
known_rules(int64_t *set, struct office *office,
    const struct store_events *rows, const struct dossier_look *look,
    struct err *err)
{
	struct dossier then = { .office = office };
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < rows->n; i++) {
		char *key = NULL;

		if (!str_eq(rows->at[i].name, DESK_MIGRATE) ||
		    order_is_known(rows->at[i].recorded, look))
			continue;
		if ((rc = load_event(&then, &rows->at[i], err)) != MLA_OK)
			break;
		if (then.erased)
			break;
		key = xml_attr(xml_root(then.events[0].element), DESK_EARLIER);
		rc =
		    rules_find(set, office->store, key != NULL ? key : "", err);
		free(key);
		break;
	}
	dossier_drop(then.events, then.nevents);
	free(then.events);
	return rc;
}

enum mla_rc
dossier_open_at(struct dossier **out, struct office *office, int64_t request,
    const struct dossier_look *look, struct err *err)
{
	const struct dossier_event *failed;
	struct store_events rows = { 0 };
	struct store_request row = { 0 };
	struct err own = { 0 };
	struct dossier *d = NULL;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = store_request_get(&row, office->store, request, err)) !=
	    MLA_OK)
		goto out;
	if ((rc = store_events_of(&rows, office->store, request, err)) !=
	        MLA_OK ||
	    (rc = known_rules(&row.ruleset, office, &rows, look, err)) !=
	        MLA_OK ||
	    (rc = dossier_begin(&d, office, &row, err)) != MLA_OK)
		goto out;
	for (size_t i = 0; rc == MLA_OK && i < rows.n; i++) {
		if (order_is_known(rows.at[i].recorded, look))
			rc = load_event(d, &rows.at[i], err);
	}
	if (look->as_of < d->now.day)
		d->now = (struct when){ .day = look->as_of, .second = -1 };
	if (look->known_on < d->now.day)
		d->now = (struct when){ .day = look->known_on, .second = -1 };
	order_events(d, look->as_of);
	if (rc == MLA_OK && !d->erased &&
	    (rc = replay_all(d, NULL, &failed, &own)) != MLA_OK)
		err_set(err, rc, "%s: %s", row.reference, own.msg);
	if (rc != MLA_OK)
		goto out;
	*out = d; /* the caller owns it now */
	d = NULL;
out:
	store_events_free(&rows);
	store_request_free(&row);
	dossier_free(d);
	return rc;
}

enum mla_rc
dossier_open(struct dossier **out, struct office *office, int64_t request,
    struct err *err)
{
	static const struct dossier_look all = { INT32_MAX, INT32_MAX };

	return dossier_open_at(out, office, request, &all, err);
}

enum mla_rc
dossier_each(struct office *office, const struct dossier_look *look,
    enum mla_rc (*visit)(void *arg, struct dossier *d, struct err *err),
    void *arg, struct err *err)
{
	struct store_matches all;
	enum mla_rc rc;

	if ((rc = store_begin_read(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = store_request_all(&all, office->store, err)) != MLA_OK)
		goto out;
	for (size_t i = 0; rc == MLA_OK && i < all.n; i++) {
		struct dossier *d = NULL;

		rc = look != NULL
		    ? dossier_open_at(&d, office, all.at[i].id, look, err)
		    : dossier_open(&d, office, all.at[i].id, err);
		if (rc == MLA_OK)
			rc = visit(arg, d, err);
		dossier_free(d);
	}
	store_matches_free(&all);
out:
	store_rollback(office->store);
	return rc;
}

int32_t
dossier_last_day(const struct dossier *d)
{
	for (size_t i = d->nevents; i-- > 0;) {
		if (!d->events[i].skip)
			return d->events[i].on.day;
	}
	return 0;
}

/* The offences by name or, failing that, the measures. */
char *
dossier_subject(const struct dossier *d)
{
	struct err err = { 0 };
	char *text = NULL;

	if (d->request != NULL)
		(void)env_string(&text, d->env, NULL,
		    "normalize-space((r:proceedings/r:subject/r:p | "
		    "r:offences/r:offence/r:text | "
		    "r:facts/r:p)[1])",
		    &err);
	if (text == NULL)
		return xstrdup("");
	if (strlen(text) > 120) {
		size_t cut = 117;

		while (cut > 0 && ((unsigned char)text[cut] & 0xc0) == 0x80)
			cut--;
		memcpy(text + cut, "...", 4);
	}
	return text;
}

void
dossier_now(struct store_now *now, struct dossier *d)
{
	char since[DATE_BYTES], last[DATE_BYTES];
	char *theirs = papers_their_reference(d);

	memset(now, 0, sizeof(*now));
	now->request = d->row.id;
	now->state = xstrdup(run_state(d->run)->id);
	now->closed = run_is_final(d->run);
	now->holder = xstrdup(now->closed ? "" : dossier_holder(d));
	now->waiting = xstrdup(dossier_waiting(d, now->holder));
	now->outcome = xstrdup(run_outcome(d->run));
	now->since = xstrdup(date_format(d->since.day, since));
	now->last = xstrdup(date_format(dossier_last_day(d), last));
	now->subject = dossier_subject(d);
	now->theirs = theirs != NULL ? theirs : xstrdup("");
	desk_fill(now, d);
	for (size_t i = 0; i < d->nevents; i++) {
		if (d->events[i].seq > now->seq)
			now->seq = d->events[i].seq;
	}
}

enum mla_rc
dossier_put_now(struct dossier *d, struct err *err)
{
	struct store_now now;
	enum mla_rc rc;

	dossier_now(&now, d);
	rc = store_now_put(d->office->store, &now, err);
	store_now_free(&now);
	if (rc == MLA_OK)
		rc = tie_put(d, err);
	if (rc == MLA_OK)
		rc = due_put(d, err);
	return rc == MLA_OK ? past_put(d, err) : rc;
}
