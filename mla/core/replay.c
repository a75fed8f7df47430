/* replay.c - run the machines over what happened, from the beginning */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/replay.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/clocks.h"
#include "xml/node.h"

/* What moves a request and its parts any longer would do so for ever. */
#define MAX_ROUNDS 100

void
replay_clear(struct dossier *d)
{
	for (size_t i = 0; i < d->nparts; i++) {
		run_free(d->parts[i].run);
		free(d->parts[i].id);
		free(d->parts[i].stay);
		free(d->parts[i].active);
	}
	d->nparts = 0;
	run_free(d->run);
	d->run = NULL;
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
	if (p->element != NULL) {
		char *code = xml_attr(p->element, "code");

		if (code != NULL)
			(void)xmlNewProp(node, (const xmlChar *)"code",
			    (const xmlChar *)code);
		free(code);
	}
	(void)xmlNewProp(node, (const xmlChar *)"state",
	    (const xmlChar *)run_state(p->run)->id);
	if (run_is_final(p->run))
		(void)xmlNewProp(
		    node, (const xmlChar *)"final", (const xmlChar *)"yes");
	if (*run_outcome(p->run) != '\0')
		(void)xmlNewProp(node, (const xmlChar *)"outcome",
		    (const xmlChar *)run_outcome(p->run));
}

/* Make $parts and $whole anew where the machines have moved. */
static void
refresh(struct dossier *d)
{
	xmlNode *root, *whole, *parts;

	if (!d->moved)
		return;
	d->moved = false;
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
replay_present(struct dossier *d)
{
	refresh(d);
	env_request(d->env, d->request);
	env_event(d->env, NULL);
	env_today(d->env, d->now.day);
}

static void
set_text(char **to, const char *text)
{
	char *copy = xstrdup(text);

	free(*to);
	*to = copy;
}

/* A part came into a state. */
static void
begin_stay(struct dossier_part *p, struct when on)
{
	struct dossier_stay *stay;

	p->since = on;
	p->stay = vec_more(p->stay, &p->cap_stays, p->nstays, sizeof(*p->stay));
	stay = &p->stay[p->nstays++];
	stay->since = on;
	stay->state = run_state(p->run)->id;
	stay->holder = run_is_final(p->run) ? "" : run_holder(p->run);
}

static enum mla_rc
new_part(struct dossier_part **out, struct dossier *d, const char *id,
    bool transmission, struct when on, struct err *err)
{
	struct dossier_part *p;
	struct run *run;
	enum mla_rc rc;

	if ((rc = run_new(&run,
	         transmission ? d->rules->transmission : d->rules->part, d->env,
	         err)) != MLA_OK)
		return rc;
	d->parts =
	    vec_more(d->parts, &d->cap_parts, d->nparts, sizeof(*d->parts));
	p = &d->parts[d->nparts++];
	memset(p, 0, sizeof(*p));
	p->id = xstrdup(id);
	p->transmission = transmission;
	p->run = run;
	p->active = xcalloc(
	    d->rules->part_limits != NULL ? d->rules->part_limits->n : 0,
	    sizeof(bool));
	begin_stay(p, on);
	d->moved = true;
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

	d->doc = e->brings;
	for (size_t i = 0; i < d->nevents; i++) {
		if (d->events[i].document == e->brings)
			memcpy(
			    d->sha256, d->events[i].sha256, sizeof(d->sha256));
	}
	d->request = xml_root(e->brings);
	d->revision++;
	d->moved = true;
	env_request(d->env, d->request);
	if (d->rules->part == NULL)
		return MLA_OK;
	if ((rc = env_nodes(&node, &n, d->env, NULL, d->rules->kind->part.path,
	         err)) != MLA_OK)
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

/* The entry of that number, or the one that corrected it. */
static struct dossier_event *
find_event(struct dossier *d, int64_t seq)
{
	struct dossier_event *e = dossier_entry(d, seq);

	while (e != NULL && e->replaced_by != 0)
		e = dossier_entry(d, e->replaced_by);
	return e;
}

/*
 * Where the whole stands changed, or it came there once more: since when, and
 * by which event.
 */
static void
note_move(struct dossier *d, const struct machine_state *before,
    const struct dossier_event *e)
{
	const struct machine_state *now = run_state(d->run);
	bool again = false;

	for (size_t i = 0; e->taken != NULL && i < e->taken->ntargets; i++)
		again = again || e->taken->target[i] == now;
	if (now == before && !again)
		return;
	d->since = e->on;
	d->mover = e;
}

/* $event is what happened; where something was sent, what was sent. */
static void
set_event(struct dossier *d, const struct dossier_event *e)
{
	env_event(d->env, e->element != NULL ? xml_root(e->element) : NULL);
}

/* Tell the whole what became of the acts of a transmission. */
static enum mla_rc
tell_whole(struct dossier *d, const struct dossier_part *p, const char *what,
    const struct dossier_event *e, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < d->nevents; i++) {
		struct dossier_event *act = &d->events[i];
		struct run_result res;
		char *name;

		if (!str_eq(act->covered, p->id))
			continue;
		if (!run_is_final(p->run)) {
			act->pending = false;
			clocks_sent(d, act, e->on);
		}
		if (act->part != NULL)
			continue;
		name = xasprintf("%s.%s", what, act->name);
		set_event(d, act);
		rc = run_event(&res, d->run, name, err);
		if (rc == MLA_OK && res.taken != NULL) {
			d->since = e->on;
			d->mover = e;
			d->moved = true;
		}
		if (rc == MLA_OK)
			rc = clocks_step(d, NULL, name, e, err);
		free(name);
	}
	set_event(d, e);
	return rc;
}

/* The whole, after what it asks about its parts has changed. */
static enum mla_rc
settle_whole(struct dossier *d, const struct dossier_event *e, struct err *err)
{
	const struct machine_state *before = run_state(d->run);
	bool moved;
	enum mla_rc rc;

	if ((rc = run_settle(&moved, d->run, err)) != MLA_OK || !moved)
		return rc;
	d->moved = true;
	note_move(d, before, e);
	return clocks_step(d, NULL, NULL, e, err);
}

static enum mla_rc
settle_part(struct dossier *d, struct dossier_part *p,
    const struct dossier_event *e, struct err *err)
{
	const struct machine_state *before = run_state(p->run);
	bool moved;
	enum mla_rc rc;

	if ((rc = run_settle(&moved, p->run, err)) != MLA_OK)
		return rc;
	if (run_state(p->run) != before)
		begin_stay(p, e->on);
	d->moved = d->moved || moved;
	return clocks_step(d, p, NULL, e, err);
}

/*
 * Parts follow the whole, and the whole its parts, by transitions without an
 * event, until none of them moves any more.
 */
static enum mla_rc
settle_all(struct dossier *d, const struct dossier_event *e, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	for (int round = 0; rc == MLA_OK && d->moved; round++) {
		if (round == MAX_ROUNDS)
			return err_set(err, MLA_EDAMAGED,
			    "\"%s\": the request and its parts do not come "
			    "to rest, by their workflows",
			    e->name);
		refresh(d);
		rc = settle_whole(d, e, err);
		if (rc == MLA_OK && d->moved)
			refresh(d);
		for (size_t i = 0; rc == MLA_OK && i < d->nparts; i++)
			rc = settle_part(d, &d->parts[i], e, err);
	}
	return rc;
}

static void
cover(struct dossier_event *act, const char *transmission)
{
	if (act == NULL || !act->pending)
		return;
	act->unsent = false;
	set_text(&act->covered, transmission);
}

/*
 * Which acts does a transmission cover? A bundle says so; by hand it is all
 * that was to be sent when it began; MLA_EREFUSED if that was nothing.
 */
static enum mla_rc
cover_acts(struct dossier *d, const char *id, const xmlNode *event, bool fresh)
{
	bool any = !fresh;
	char *acts = event != NULL ? xml_attr(event, "acts") : NULL;
	char *rest = NULL;

	if (acts == NULL && fresh) {
		for (size_t i = 0; i < d->nevents; i++) {
			if (!d->events[i].unsent)
				continue;
			cover(&d->events[i], id);
			any = true;
		}
	}
	for (char *word = acts != NULL ? strtok_r(acts, " ", &rest) : NULL;
	     word != NULL; word = strtok_r(NULL, " ", &rest)) {
		struct dossier_event *act =
		    find_event(d, strtoll(word, NULL, 10));

		any = any || (act != NULL && act->pending);
		cover(act, id);
	}
	free(acts);
	return any ? MLA_OK : MLA_EREFUSED;
}

/*
 * What was not sent when its transmission ended is to be sent again; what was
 * sent and did not arrive (failed) as well.
 */
static void
release_acts(struct dossier *d, const char *id, bool failed)
{
	for (size_t i = 0; i < d->nevents; i++) {
		struct dossier_event *act = &d->events[i];

		if ((act->pending || failed) && str_eq(act->covered, id)) {
			act->pending = true;
			act->unsent = true;
			free(act->covered);
			act->covered = NULL;
		}
	}
}

/* Where a machine stands after an event, and whether it moved. */
static void
note_taken(struct dossier *d, struct dossier_event *e, const struct run *run,
    const struct run_result *res)
{
	set_text(&e->state, run_state(run)->id);
	set_text(&e->outcome, res->outcome);
	if (res->taken != NULL &&
	    (res->taken->ntargets > 0 || *res->outcome != '\0'))
		d->moved = true;
}

/* What is recorded cannot have happened; why begins with ": " or a blank. */
static enum mla_rc
damaged(const struct dossier_event *e, const char *why, struct err *err)
{
	char day[DATE_BYTES];

	return err_set(err, MLA_EDAMAGED,
	    "entry %lld is impossible: \"%s\" on %s%s", (long long)e->seq,
	    e->name, date_format(e->on.day, day), why);
}

/* Which step of those that are judged, or are recorded, was it? */
static enum mla_rc
blame(const struct dossier_event *e, bool adding, enum mla_rc rc,
    const char *why, struct err *err)
{
	char day[DATE_BYTES];

	(void)date_format(e->on.day, day);
	if (!adding)
		return damaged(e, why, err);
	if (e->seq != 0)
		return err_set(err, rc,
		    "that would make impossible what is recorded: \"%s\" on "
		    "%s (journal %lld)%s",
		    e->name, day, (long long)e->seq, why);
	return err_set(err, rc, "\"%s\" on %s%s", e->name, day, why);
}

static enum mla_rc
play_part(
    struct dossier *d, struct dossier_event *e, bool adding, struct err *err)
{
	struct dossier_part *p = dossier_part(d, e->part);
	const struct machine_state *before;
	bool fresh = p == NULL;
	struct run_result res;
	enum mla_rc rc;

	if (p == NULL && *e->part != 't')
		return blame(e, adding, MLA_ENOTFOUND,
		    ": the request has no such part then", err);
	if (p == NULL &&
	    (rc = new_part(&p, d, e->part, true, e->on, err)) != MLA_OK)
		return rc;
	if (p->transmission &&
	    (rc = cover_acts(d, p->id,
	         e->element != NULL ? xml_root(e->element) : NULL, fresh)) !=
	        MLA_OK)
		return blame(
		    e, adding, rc, ": nothing was to be sent on that day", err);
	before = run_state(p->run);
	if ((rc = run_event(&res, p->run, e->name, err)) != MLA_OK)
		return rc;
	e->taken = res.taken;
	if (run_state(p->run) != before)
		begin_stay(p, e->on);
	note_taken(d, e, p->run, &res);
	if (res.taken != NULL && *res.taken->tell != '\0')
		rc = tell_whole(d, p, res.taken->tell, e, err);
	if (rc == MLA_OK && p->transmission && run_is_final(p->run))
		release_acts(
		    d, p->id, res.taken != NULL && *res.taken->tell != '\0');
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
	note_move(d, before, e);
	note_taken(d, e, d->run, &res);
	return MLA_OK;
}

static enum mla_rc
play(struct dossier *d, struct dossier_event *e, const struct replay_judge *j,
    struct err *err)
{
	enum mla_rc rc = MLA_OK;

	env_today(d->env, e->on.day);
	set_event(d, e);
	if (e->brings != NULL && (rc = take_document(d, e, err)) != MLA_OK)
		return rc;
	if (j != NULL && e->seq == 0 &&
	    (rc = j->judge(j->arg, d, e,
	         dossier_transition(d, e->part, e->name), err)) != MLA_OK)
		return rc;
	rc = e->part != NULL ? play_part(d, e, j != NULL, err)
	                     : play_whole(d, e, err);
	if (rc == MLA_OK)
		rc = clocks_step(d,
		    e->part != NULL ? dossier_part(d, e->part) : NULL, e->name,
		    e, err);
	if (rc == MLA_OK)
		rc = settle_all(d, e, err);
	e->whole = run_state(d->run)->id;
	e->turned = d->mover == e && e->part != NULL &&
	        dossier_machine(d, e->part) == d->rules->part
	    ? e->whole
	    : NULL;
	set_text(&e->holder, dossier_holder(d));
	e->waiting = dossier_waiting(d, e->holder);
	if (e->taken != NULL && *e->taken->message != '\0' && e->ours) {
		e->pending = true;
		e->unsent = true;
	}
	return rc;
}

/* Play it, and note whether the whole came to an outcome with it. */
static enum mla_rc
play_and_note(struct dossier *d, struct dossier_event *e,
    const struct replay_judge *j, struct err *err)
{
	char *before = xstrdup(run_outcome(d->run));
	enum mla_rc rc = play(d, e, j, err);

	e->decided = !str_eq(before, run_outcome(d->run)) ||
	    (e->part == NULL && e->outcome != NULL && *e->outcome != '\0');
	free(before);
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

/* Does the very state it stands in take the event, if a guard let it? */
static bool
is_guarded(const struct run *run, const char *event)
{
	const struct machine_state *s = run_state(run);

	for (size_t i = 0; i < s->ntransitions; i++) {
		if (machine_matches(s->transition[i], event))
			return true;
	}
	return false;
}

/* The parts that the whole may wait for; the caller frees it. */
static char *
still_open(const struct dossier *d)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < d->nparts; i++) {
		const struct dossier_part *p = &d->parts[i];

		if (p->transmission || run_is_final(p->run))
			continue;
		buf_addf(&b, "%s%s (%s)", b.len > 0 ? ", " : "", p->id,
		    state_word(d, p->run));
	}
	return buf_steal(&b);
}

/* Why an event cannot happen where the machines stand; the caller frees it. */
static char *
why_not(struct dossier *d, const struct dossier_event *e)
{
	const struct dossier_part *p =
	    e->part != NULL ? dossier_part(d, e->part) : NULL;
	struct run *run = p != NULL ? p->run : d->run;
	const char *denied = run_denied(run, e->name);
	const char *needed = run_missing(run, e->name);
	/* What a transmission tells is shown by what tells it. */
	char *missing =
	    needed != NULL ? xstrndup(needed, strcspn(needed, ".")) : NULL;
	char *open = p == NULL && run_waits_for_parts(run, e->name)
	    ? still_open(d)
	    : xstrdup("");
	char *why;

	if (dossier_transition(d, e->part, e->name) == NULL)
		why = xasprintf(": there is no such event in %s",
		    dossier_machine(d, e->part)->name);
	else if (*denied != '\0')
		why = xasprintf(": %s", lang_word(d->office->lang, denied));
	else if (*open != '\0')
		why = xasprintf(" cannot follow \"%s\" yet: still open: %s",
		    state_word(d, run), open);
	else if (is_guarded(run, e->name))
		why = xasprintf(
		    " cannot follow \"%s\" yet: something that it waits for "
		    "has not happened",
		    state_word(d, run));
	else if (missing != NULL && !str_eq(missing, e->name))
		why =
		    xasprintf(" cannot follow \"%s\": \"%s\" has not happened",
		        state_word(d, run), missing);
	else
		why = xasprintf(" cannot follow \"%s\"", state_word(d, run));
	free(missing);
	free(open);
	return why;
}

static enum mla_rc
impossible(struct dossier *d, const struct dossier_event *e, bool adding,
    struct err *err)
{
	/* Of what is recorded it is enough to say which entry it is. */
	char *why = adding && e->seq != 0 ? xstrdup("") : why_not(d, e);
	enum mla_rc rc = blame(e, adding, MLA_EREFUSED, why, err);

	free(why);
	return rc;
}

static bool
in_whole(void *arg, const char *state)
{
	const struct dossier *d = arg;

	return run_is_active(d->run, state);
}

enum mla_rc
replay_all(struct dossier *d, const struct replay_judge *j,
    const struct dossier_event **failed, struct err *err)
{
	enum mla_rc rc;

	replay_clear(d);
	clocks_clear(d);
	d->doc = NULL;
	d->request = NULL;
	d->revision = 0;
	d->mover = NULL;
	d->moved = true;
	memset(&d->since, 0, sizeof(d->since));
	env_request(d->env, NULL);
	env_event(d->env, NULL);
	env_parts(d->env, NULL);
	env_whole(d->env, NULL);
	if ((rc = run_new(&d->run, d->rules->whole, d->env, err)) != MLA_OK)
		return rc;
	env_in_whole(d->env, in_whole, d);
	refresh(d);
	/* First: an act of an earlier replay must not be found to be sent. */
	for (size_t i = 0; i < d->nevents; i++) {
		struct dossier_event *e = &d->events[i];

		e->taken = NULL;
		e->pending = false;
		e->unsent = false;
		free(e->covered);
		e->covered = NULL;
	}
	for (size_t i = 0; i < d->nevents; i++) {
		struct dossier_event *e = &d->events[i];

		if (e->skip)
			continue;
		*failed = e;
		if ((rc = play_and_note(d, e, j, err)) != MLA_OK)
			return rc;
		if (e->taken == NULL)
			return impossible(d, e, j != NULL, err);
	}
	*failed = NULL;
	replay_present(d);
	return MLA_OK;
}
