/* clocks.c - the time limits of a request: started, held, moved, ended */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/clocks.h"

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"

void
clocks_clear(struct dossier *d)
{
	for (size_t i = 0; i < d->nlimits; i++) {
		free(d->limits[i].part);
		free(d->limits[i].pause);
	}
	d->nlimits = 0;
	free(d->active);
	d->active = xcalloc(
	    d->rules->limits != NULL ? d->rules->limits->n : 0, sizeof(bool));
}

static bool
is_running(const struct dossier_limit *l)
{
	return l->end == DOSSIER_RUNNING || l->end == DOSSIER_SENDING;
}

/* The instance of a limit that runs for a part, or NULL. */
static struct dossier_limit *
find(struct dossier *d, const struct limit *limit, const char *part)
{
	for (size_t i = d->nlimits; i-- > 0;) {
		struct dossier_limit *l = &d->limits[i];

		if (l->limit == limit && is_running(l) && str_eq(l->part, part))
			return l;
	}
	return NULL;
}

/* One that runs under that name, in whichever state it stands, or NULL. */
static struct dossier_limit *
find_named(struct dossier *d, const char *id, const char *part)
{
	for (size_t i = d->nlimits; i-- > 0;) {
		struct dossier_limit *l = &d->limits[i];

		if (is_running(l) && str_eq(l->limit->id, id) &&
		    str_eq(l->part, part))
			return l;
	}
	return NULL;
}

static void
finish(struct dossier_limit *l, enum dossier_end end,
    const struct dossier_event *e, struct when on)
{
	struct dossier_pause *last =
	    l->npauses > 0 ? &l->pause[l->npauses - 1] : NULL;

	if (last != NULL && last->to == INT32_MAX)
		last->to = on.day;
	l->end = end;
	l->ender = e;
	l->ended = on;
}

/* The day that the request or the event names, if it is there. */
static enum mla_rc
read_at(struct dossier_limit *l, struct dossier *d, struct err *err)
{
	char *text;
	enum mla_rc rc;

	l->dated = false;
	if (*l->limit->at == '\0')
		return MLA_OK;
	if ((rc = env_string(&text, d->env, NULL, l->limit->at, err)) != MLA_OK)
		return rc;
	l->dated = when_parse(&l->at, text);
	free(text);
	return MLA_OK;
}

static enum mla_rc
start(struct dossier *d, const struct limit *limit, const char *part,
    const struct dossier_event *e, struct err *err)
{
	struct dossier_limit *old = find_named(d, limit->id, part), *l;
	bool starts = true;
	enum mla_rc rc;

	if (*limit->cond != '\0' &&
	    ((rc = env_bool(&starts, d->env, NULL, limit->cond, err)) !=
	            MLA_OK ||
	        !starts))
		return rc;
	if (old != NULL)
		finish(old, DOSSIER_MOOT, e, e->on);
	d->limits =
	    vec_more(d->limits, &d->cap_limits, d->nlimits, sizeof(*d->limits));
	l = &d->limits[d->nlimits];
	memset(l, 0, sizeof(*l));
	l->limit = limit;
	l->start = e->on;
	l->starter = e;
	if ((rc = read_at(l, d, err)) != MLA_OK)
		return rc;
	/* Where no day is named there is nothing to keep. */
	if (*limit->at != '\0' && !l->dated)
		return MLA_OK;
	l->part = xstrdup_null(part);
	d->nlimits++;
	return MLA_OK;
}

/* Does it run, or is it held now? */
static enum mla_rc
hold(
    struct dossier_limit *l, struct dossier *d, struct when on, struct err *err)
{
	struct dossier_pause *last =
	    l->npauses > 0 ? &l->pause[l->npauses - 1] : NULL;
	bool held = last != NULL && last->to == INT32_MAX, holds;
	enum mla_rc rc;

	if (*l->limit->suspend == '\0')
		return MLA_OK;
	if ((rc = env_bool(&holds, d->env, NULL, l->limit->suspend, err)) !=
	        MLA_OK ||
	    holds == held)
		return rc;
	if (held) {
		last->to = on.day;
		return MLA_OK;
	}
	l->pause =
	    vec_more(l->pause, &l->cap_pauses, l->npauses, sizeof(*l->pause));
	l->pause[l->npauses++] = (struct dossier_pause){ on.day, INT32_MAX };
	return MLA_OK;
}

/* An event that moves the end: to the day that it names. */
static void
move(struct dossier_limit *l, const struct dossier_event *e)
{
	const char *field =
	    *l->limit->field != '\0' ? l->limit->field : LIMIT_FIELD;
	char *text =
	    e->element != NULL ? xml_attr(xml_root(e->element), field) : NULL;
	int32_t day;

	if (text != NULL && date_parse(&day, text)) {
		l->moved = true;
		l->moved_to = day;
		l->mover = e;
	}
	free(text);
}

/* What the event means for an instance that runs. */
static enum mla_rc
happen(struct dossier_limit *l, struct dossier *d, const char *name,
    const struct dossier_event *e, struct err *err)
{
	bool goes_on = false;
	enum mla_rc rc;

	if (limit_has(&l->limit->until, name)) {
		/* Part of what was owed was done: the rest still is. */
		if (*l->limit->unless != '\0' &&
		    ((rc = env_bool(&goes_on, d->env, NULL, l->limit->unless,
		          err)) != MLA_OK ||
		        goes_on))
			return rc;
		if (str_eq(name, e->name) && e->ours && e->taken != NULL &&
		    *e->taken->message != '\0') {
			l->end = DOSSIER_SENDING; /* done when it is sent */
			l->ender = e;
		} else {
			finish(l, DOSSIER_DONE, e, e->on);
		}
	} else if (limit_has(&l->limit->by, name)) {
		move(l, e);
	}
	return MLA_OK;
}

static bool
in_run(void *arg, const char *state)
{
	return run_is_active(arg, state);
}

/* What has just happened, and where. */
struct moment {
	const char *name; /* NULL: only the whole moved */
	const struct dossier_event *e;
	const char *part;
	bool active, was_active; /* the state of the limit */
};

static enum mla_rc
step(struct dossier *d, const struct limit *limit, const struct moment *m,
    struct err *err)
{
	struct dossier_limit *l = find(d, limit, m->part);
	bool starts = limit->from.n == 0
	    ? !m->was_active
	    : m->name != NULL && limit_has(&limit->from, m->name);
	enum mla_rc rc = MLA_OK;

	if (l != NULL && m->name != NULL &&
	    (rc = happen(l, d, m->name, m->e, err)) != MLA_OK)
		return rc;
	if (l != NULL && l->end == DOSSIER_RUNNING && !m->active)
		finish(l, DOSSIER_MOOT, m->e, m->e->on);
	if (m->active && starts)
		rc = start(d, limit, m->part, m->e, err);
	l = find(d, limit, m->part);
	if (rc == MLA_OK && l != NULL && l->end == DOSSIER_RUNNING)
		rc = hold(l, d, m->e->on, err);
	return rc;
}

/* Where the request has ended nothing is owed any more, not even to be sent. */
static void
finish_all(struct dossier *d, const struct dossier_event *e)
{
	for (size_t i = 0; i < d->nlimits; i++) {
		if (is_running(&d->limits[i]))
			finish(&d->limits[i], DOSSIER_MOOT, e, e->on);
	}
}

enum mla_rc
clocks_step(struct dossier *d, const struct dossier_part *part,
    const char *name, const struct dossier_event *e, struct err *err)
{
	const struct limit_list *all =
	    part == NULL ? d->rules->limits : d->rules->part_limits;
	struct moment m = {
		.name = name, .e = e, .part = part != NULL ? part->id : NULL
	};
	struct run *run = part == NULL ? d->run : part->run;
	bool *was = part == NULL ? d->active : part->active;
	size_t n =
	    all == NULL || (part != NULL && part->transmission) ? 0 : all->n;
	enum mla_rc rc = MLA_OK;

	env_in(d->env, in_run, run);
	for (size_t i = 0; rc == MLA_OK && i < n; i++) {
		m.active = run_is_active(run, all->at[i].state->id);
		m.was_active = was[i];
		was[i] = m.active;
		rc = step(d, &all->at[i], &m, err);
	}
	env_in(d->env, NULL, NULL);
	if (part == NULL && run_is_final(run))
		finish_all(d, e);
	return rc;
}

void
clocks_sent(struct dossier *d, const struct dossier_event *act, struct when on)
{
	for (size_t i = 0; i < d->nlimits; i++) {
		struct dossier_limit *l = &d->limits[i];

		if (l->end == DOSSIER_SENDING && l->ender == act)
			finish(l, DOSSIER_DONE, act, on);
	}
}
