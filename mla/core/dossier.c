/* dossier.c - one request with all that happened to it, replayed */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/dossier.h"

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "core/journal.h"
#include "core/pins.h"
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
	xmlFreeDoc(e->element);
	xmlFreeDoc(e->document);
	memset(e, 0, sizeof(*e));
}

static void
free_parts(struct dossier *d)
{
	for (size_t i = 0; i < d->nparts; i++) {
		run_free(d->parts[i].run);
		free(d->parts[i].id);
		free(d->parts[i].acts);
	}
	d->nparts = 0;
}

void
dossier_free(struct dossier *d)
{
	if (d == NULL)
		return;
	free_parts(d);
	free(d->parts);
	for (size_t i = 0; i < d->nevents; i++)
		event_free(&d->events[i]);
	free(d->events);
	run_free(d->run);
	env_free(d->env);
	machine_free(d->whole);
	machine_free(d->measure);
	machine_free(d->transmission);
	kind_free(d->kind);
	law_free(d->law);
	codes_free(d->codes);
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

const struct machine *
dossier_machine(const struct dossier *d, const char *part)
{
	const struct dossier_part *p;

	if (part == NULL)
		return d->whole;
	p = dossier_part(d, part);
	return p != NULL && !p->transmission ? d->measure : d->transmission;
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
dossier_waiting(const struct dossier *d, const char *holder)
{
	const xmlNode *code = codes_find(d->codes, "holder", holder);
	char *side = code != NULL ? xml_attr(code, "side") : NULL;
	const char *who = "";

	if (str_eq(side, "requesting") || str_eq(side, "requested"))
		who = dossier_is_ours(d, side, false) ? "us" : "them";
	free(side);
	return who;
}

static enum mla_rc
read_machine(struct machine **out, struct dossier *d, enum res_kind kind,
    const char *name, struct err *err)
{
	struct res_source source = pins_source(d);
	struct buf b = { 0 };
	xmlDoc *doc = NULL;
	enum mla_rc rc;

	if ((rc = source.read(source.arg, &b, kind, name, err)) == MLA_OK &&
	    (rc = xml_read(&doc, buf_text(&b), b.len, name, err)) == MLA_OK)
		rc = machine_load(out, doc, name, err);
	xmlFreeDoc(doc);
	buf_free(&b);
	return rc;
}

enum mla_rc
dossier_begin(struct dossier **out, struct office *office,
    const struct store_request *row, struct err *err)
{
	struct dossier *d = xcalloc(1, sizeof(*d));
	enum mla_rc rc;

	*out = NULL;
	d->office = office;
	d->row.id = row->id;
	d->row.uid = xstrdup(row->uid);
	d->row.reference = xstrdup(row->reference);
	d->row.kind = xstrdup(row->kind);
	d->row.side = xstrdup(row->side);
	d->row.partner = xstrdup(row->partner);
	d->row.made = xstrdup(row->made);
	d->codes = codes_new(pins_source(d));
	d->law = law_new(pins_source(d));
	d->env = env_new(d->codes, d->law);
	if ((rc = kind_load(&d->kind, office->res, pins_source(d), row->kind,
	         err)) != MLA_OK)
		goto out;
	d->side = str_eq(row->side, "out") ? &d->kind->out : &d->kind->in;
	if ((rc = read_machine(&d->whole, d, RES_WORKFLOW, d->side->machine,
	         err)) != MLA_OK ||
	    (rc = read_machine(&d->measure, d, RES_PART, d->side->part_machine,
	         err)) != MLA_OK ||
	    (rc = read_machine(&d->transmission, d, RES_PART,
	         d->side->transmission, err)) != MLA_OK)
		goto out;
	rc = run_new(&d->run, d->whole, d->env, err);
out:
	if (rc != MLA_OK) {
		dossier_free(d);
		return rc;
	}
	*out = d;
	return MLA_OK;
}

enum mla_rc
dossier_pin(struct dossier *d, struct err *err)
{
	return pins_keep(d, err);
}

/* An element with attributes below the scratch document's root. */
static void
add_active(void *arg, const struct machine_state *s)
{
	xmlNode *in = xmlNewChild(arg, NULL, (const xmlChar *)"in", NULL);

	(void)xmlNewProp(in, (const xmlChar *)"state", (const xmlChar *)s->id);
}

static void
add_part(xmlNode *parent, const struct dossier_part *p)
{
	xmlNode *node =
	    xmlNewChild(parent, NULL, (const xmlChar *)"part", NULL);

	(void)xmlNewProp(node, (const xmlChar *)"id", (const xmlChar *)p->id);
	(void)xmlNewProp(node, (const xmlChar *)"kind",
	    (const xmlChar *)(p->transmission ? "transmission" : "part"));
	(void)xmlNewProp(node, (const xmlChar *)"state",
	    (const xmlChar *)run_state(p->run)->id);
	if (run_is_final(p->run))
		(void)xmlNewProp(
		    node, (const xmlChar *)"final", (const xmlChar *)"yes");
	if (*run_outcome(p->run) != '\0')
		(void)xmlNewProp(node, (const xmlChar *)"outcome",
		    (const xmlChar *)run_outcome(p->run));
}

/* Make $parts and $whole anew from where the machines stand. */
static void
refresh(struct dossier *d)
{
	xmlNode *root, *whole, *parts;

	env_parts(d->env, NULL);
	env_whole(d->env, NULL);
	xmlFreeDoc(d->scratch);
	d->scratch = xmlNewDoc((const xmlChar *)"1.0");
	root = xmlNewDocNode(d->scratch, NULL, (const xmlChar *)"now", NULL);
	(void)xmlDocSetRootElement(d->scratch, root);
	whole = xmlNewChild(root, NULL, (const xmlChar *)"whole", NULL);
	parts = xmlNewChild(root, NULL, (const xmlChar *)"parts", NULL);
	run_each(d->run, add_active, whole);
	for (size_t i = 0; i < d->nparts; i++)
		add_part(parts, &d->parts[i]);
	env_parts(d->env, parts);
	env_whole(d->env, whole);
}

void
dossier_present(struct dossier *d)
{
	refresh(d);
	env_request(d->env, d->request);
	env_event(d->env, NULL);
	env_today(d->env, d->office->now.day);
}

static enum mla_rc
new_part(struct dossier_part **out, struct dossier *d, const char *id,
    bool transmission, struct when on, struct err *err)
{
	struct dossier_part *p;
	struct run *run;
	enum mla_rc rc;

	if ((rc = run_new(&run, transmission ? d->transmission : d->measure,
	         d->env, err)) != MLA_OK)
		return rc;
	d->parts =
	    vec_more(d->parts, &d->cap_parts, d->nparts, sizeof(*d->parts));
	p = &d->parts[d->nparts++];
	memset(p, 0, sizeof(*p));
	p->id = xstrdup(id);
	p->transmission = transmission;
	p->run = run;
	p->since = on;
	p->acts = xstrdup("");
	if (out != NULL)
		*out = p;
	return MLA_OK;
}

/* A revision came: it is what guards see from now on, with its parts. */
static enum mla_rc
take_document(struct dossier *d, struct dossier_event *e, struct err *err)
{
	xmlNode **node;
	enum mla_rc rc;
	size_t n;

	d->doc = e->document;
	d->request = xml_root(e->document);
	d->revision++;
	env_request(d->env, d->request);
	if ((rc = env_nodes(&node, &n, d->env, NULL, d->side->part, err)) !=
	    MLA_OK)
		return rc;
	for (size_t i = 0; rc == MLA_OK && i < n; i++) {
		char *id = xml_attr(node[i], "id");
		struct dossier_part *p =
		    id != NULL ? dossier_part(d, id) : NULL;

		if (id != NULL && p == NULL)
			rc = new_part(&p, d, id, false, e->on, err);
		if (p != NULL && rc == MLA_OK)
			p->element = node[i];
		free(id);
	}
	free(node);
	refresh(d);
	return rc;
}

static void
set_text(char **to, const char *text)
{
	char *copy = xstrdup(text);

	free(*to);
	*to = copy;
}

static struct dossier_event *
find_event(struct dossier *d, int64_t seq)
{
	for (size_t i = 0; i < d->nevents; i++) {
		if (d->events[i].seq == seq)
			return &d->events[i];
	}
	return NULL;
}

/* Tell the whole that the acts of a transmission were sent. */
static enum mla_rc
tell_whole(struct dossier *d, const struct dossier_part *p, const char *what,
    struct when on, struct err *err)
{
	char *acts = xstrdup(p->acts), *rest = NULL;
	enum mla_rc rc = MLA_OK;

	for (char *word = strtok_r(acts, " ", &rest);
	     word != NULL && rc == MLA_OK; word = strtok_r(NULL, " ", &rest)) {
		struct dossier_event *act =
		    find_event(d, strtoll(word, NULL, 10));
		struct run_result res;
		char *name;

		if (act == NULL)
			continue;
		act->pending = false;
		act->unsent = false;
		if (act->part != NULL)
			continue;
		name = xasprintf("%s.%s", what, act->name);
		rc = run_event(&res, d->run, name, err);
		if (rc == MLA_OK && res.taken != NULL)
			d->since = on;
		free(name);
	}
	free(acts);
	return rc;
}

/* Parts whose guards ask where the whole stands may move by themselves. */
static enum mla_rc
settle_parts(struct dossier *d, struct when on, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	refresh(d);
	for (size_t i = 0; rc == MLA_OK && i < d->nparts; i++) {
		const struct machine_state *before = run_state(d->parts[i].run);

		rc = run_settle(d->parts[i].run, err);
		if (run_state(d->parts[i].run) != before)
			d->parts[i].since = on;
	}
	refresh(d);
	return rc;
}

/* Which acts does a new transmission cover? Its event says so. */
static void
cover_acts(struct dossier *d, struct dossier_part *p, const xmlNode *event)
{
	char *acts = event != NULL ? xml_attr(event, "acts") : NULL;
	char *copy, *rest = NULL;

	if (acts == NULL)
		return;
	set_text(&p->acts, acts);
	copy = acts;
	for (char *word = strtok_r(copy, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest)) {
		struct dossier_event *act =
		    find_event(d, strtoll(word, NULL, 10));

		if (act != NULL)
			act->unsent = false;
	}
	free(acts);
}

static enum mla_rc
play_part(struct dossier *d, struct dossier_event *e, struct err *err)
{
	struct dossier_part *p = dossier_part(d, e->part);
	const struct machine_state *before;
	struct run_result res;
	enum mla_rc rc;

	if (p == NULL && *e->part != 't')
		return err_set(
		    err, MLA_ENOTFOUND, "the request has no part %s", e->part);
	if (p == NULL &&
	    (rc = new_part(&p, d, e->part, true, e->on, err)) != MLA_OK)
		return rc;
	if (p->transmission)
		cover_acts(
		    d, p, e->element != NULL ? xml_root(e->element) : NULL);
	before = run_state(p->run);
	if ((rc = run_event(&res, p->run, e->name, err)) != MLA_OK)
		return rc;
	e->taken = res.taken;
	if (run_state(p->run) != before)
		p->since = e->on;
	set_text(&e->state, run_state(p->run)->id);
	set_text(&e->outcome, res.outcome);
	if (res.taken != NULL && *res.taken->tell != '\0')
		rc = tell_whole(d, p, res.taken->tell, e->on, err);
	return rc;
}

static enum mla_rc
play_whole(struct dossier *d, struct dossier_event *e, struct err *err)
{
	const struct machine_state *before = run_state(d->run);
	struct run_result res;
	enum mla_rc rc;

	if ((rc = run_event(&res, d->run, e->name, err)) != MLA_OK)
		return rc;
	e->taken = res.taken;
	if (run_state(d->run) != before)
		d->since = e->on;
	set_text(&e->state, run_state(d->run)->id);
	set_text(&e->outcome, res.outcome);
	return MLA_OK;
}

/* The transition an event would take, before it takes it. */
static const struct machine_transition *
preview(struct dossier *d, const struct dossier_event *e)
{
	const struct machine *m = dossier_machine(d, e->part);
	const struct dossier_part *p =
	    e->part != NULL ? dossier_part(d, e->part) : NULL;
	const struct run *run = p != NULL ? p->run : d->run;
	const struct machine_transition *found = NULL;

	for (size_t i = 1; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++) {
			if (!machine_matches(s->transition[t], e->name))
				continue;
			if (found == NULL || run_is_active(run, s->id))
				found = s->transition[t];
			if (run_is_active(run, s->id))
				return found;
		}
	}
	return found;
}

typedef enum mla_rc judge_fn(void *arg, struct dossier *d,
    const struct machine_transition *t, struct err *err);

static enum mla_rc
play(struct dossier *d, struct dossier_event *e, judge_fn *judge, void *arg,
    struct err *err)
{
	enum mla_rc rc = MLA_OK;

	e->taken = NULL;
	e->pending = false;
	e->unsent = false;
	env_today(d->env, e->on.day);
	env_event(d->env, e->element != NULL ? xml_root(e->element) : NULL);
	if (e->document != NULL && (rc = take_document(d, e, err)) != MLA_OK)
		return rc;
	if (judge != NULL && e->seq == 0 &&
	    (rc = judge(arg, d, preview(d, e), err)) != MLA_OK)
		return rc;
	rc = e->part != NULL ? play_part(d, e, err) : play_whole(d, e, err);
	if (rc == MLA_OK)
		rc = settle_parts(d, e->on, err);
	set_text(&e->holder, run_holder(d->run));
	if (e->taken != NULL && *e->taken->message != '\0' && e->ours) {
		e->pending = true;
		e->unsent = true;
	}
	return rc;
}

/* The state that counts, in the words of the office. */
static const char *
state_word(const struct dossier *d, const struct run *run)
{
	const char *id = run_state(run)->id;
	char *key = xasprintf("state.%s", id);
	const char *word = lang_find(d->office->lang, key);

	free(key);
	return word != NULL ? word : id;
}

static enum mla_rc
impossible(struct dossier *d, const struct dossier_event *e,
    const struct dossier_event *added, struct err *err)
{
	const struct dossier_part *p =
	    e->part != NULL ? dossier_part(d, e->part) : NULL;
	const struct run *run = p != NULL ? p->run : d->run;
	const char *missing = run_missing(run, e->name);
	char day[DATE_BYTES];

	if (e != added && added != NULL)
		return err_set(err, MLA_EREFUSED,
		    "\"%s\" on that day would make impossible what is "
		    "recorded: \"%s\" on %s",
		    added->name, e->name, date_format(e->on.day, day));
	if (added == NULL)
		return err_set(err, MLA_EDAMAGED,
		    "%s: entry %lld (\"%s\") is impossible by its workflow",
		    d->row.reference, (long long)e->seq, e->name);
	if (missing != NULL && !str_eq(missing, e->name))
		return err_set(err, MLA_EREFUSED,
		    "\"%s\" cannot follow \"%s\": \"%s\" has not happened",
		    e->name, state_word(d, run), missing);
	return err_set(err, MLA_EREFUSED, "\"%s\" cannot follow \"%s\"",
	    e->name, state_word(d, run));
}

/* From the beginning: every event in its turn. */
static enum mla_rc
replay(struct dossier *d, const struct dossier_event *added, judge_fn *judge,
    void *arg, struct err *err)
{
	enum mla_rc rc;

	free_parts(d);
	run_free(d->run);
	d->run = NULL;
	d->doc = NULL;
	d->request = NULL;
	d->revision = 0;
	memset(&d->since, 0, sizeof(d->since));
	env_request(d->env, NULL);
	env_event(d->env, NULL);
	env_parts(d->env, NULL);
	env_whole(d->env, NULL);
	if ((rc = run_new(&d->run, d->whole, d->env, err)) != MLA_OK)
		return rc;
	refresh(d);
	for (size_t i = 0; i < d->nevents; i++) {
		struct dossier_event *e = &d->events[i];

		if ((rc = play(d, e, judge, arg, err)) != MLA_OK)
			return rc;
		if (e->taken == NULL)
			return impossible(d, e, added, err);
	}
	dossier_present(d);
	return MLA_OK;
}

/*
 * Order of replay: by day; within a day by order of recording, but a timed
 * event comes before the first timed one that is later.
 */
static size_t
place_for(const struct dossier *d, const struct when *on)
{
	size_t at = d->nevents;

	while (at > 0 && d->events[at - 1].on.day > on->day)
		at--;
	if (on->second < 0)
		return at;
	for (size_t i = 0; i < at; i++) {
		const struct when *other = &d->events[i].on;

		if (other->day == on->day && other->second >= 0 &&
		    when_utc(other) > when_utc(on))
			return i;
	}
	return at;
}

static struct dossier_event *
put_event(struct dossier *d, struct dossier_event *e)
{
	size_t at = place_for(d, &e->on);

	d->events =
	    vec_more(d->events, &d->cap_events, d->nevents, sizeof(*d->events));
	memmove(&d->events[at + 1], &d->events[at],
	    (d->nevents - at) * sizeof(*d->events));
	d->events[at] = *e; /* taken over */
	memset(e, 0, sizeof(*e));
	d->nevents++;
	return &d->events[at];
}

enum mla_rc
dossier_insert(struct dossier *d, struct dossier_event *e, judge_fn *judge,
    void *arg, struct err *err)
{
	struct dossier_event *added = put_event(d, e);

	return replay(d, added, judge, arg, err);
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
	e.name = xstrdup(row->name);
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
			hash_hex_bytes(d->sha256, p->bytes, p->len);
		}
	}
	store_payloads_free(&payloads);
	if (rc == MLA_OK)
		(void)put_event(d, &e);
	event_free(&e);
	return rc;
}

enum mla_rc
dossier_open(struct dossier **out, struct office *office, int64_t request,
    struct err *err)
{
	struct store_events rows = { 0 };
	struct store_request row = { 0 };
	struct dossier *d = NULL;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = store_request_get(&row, office->store, request, err)) !=
	    MLA_OK)
		goto out;
	if ((rc = dossier_begin(&d, office, &row, err)) != MLA_OK)
		goto out;
	if ((rc = store_events_of(&rows, office->store, request, err)) !=
	    MLA_OK)
		goto out;
	for (size_t i = 0; rc == MLA_OK && i < rows.n; i++)
		rc = load_event(d, &rows.at[i], err);
	if (rc == MLA_OK && !d->erased)
		rc = replay(d, NULL, NULL, NULL, err);
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

int32_t
dossier_last_day(const struct dossier *d)
{
	return d->nevents > 0 ? d->events[d->nevents - 1].on.day : 0;
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

enum mla_rc
dossier_put_now(struct dossier *d, struct err *err)
{
	char since[DATE_BYTES], last[DATE_BYTES];
	struct store_now now = { .request = d->row.id };
	enum mla_rc rc;

	now.state = xstrdup(run_state(d->run)->id);
	now.closed = run_is_final(d->run);
	now.holder = xstrdup(now.closed ? "" : run_holder(d->run));
	now.waiting = xstrdup(dossier_waiting(d, now.holder));
	now.outcome = xstrdup(run_outcome(d->run));
	now.since = xstrdup(date_format(d->since.day, since));
	now.last = xstrdup(date_format(dossier_last_day(d), last));
	now.subject = dossier_subject(d);
	for (size_t i = 0; i < d->nevents; i++) {
		if (d->events[i].seq > now.seq)
			now.seq = d->events[i].seq;
	}
	rc = store_now_put(d->office->store, &now, err);
	store_now_free(&now);
	return rc;
}
