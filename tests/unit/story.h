/* story.h - one history, typed in any order, is the same history */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_STORY_H
#define TESTS_UNIT_STORY_H

#include "office.h"

#include "chance.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/act.h"
#include "core/due.h"
#include "core/hops.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define STORY_REQUEST 1 /* the only one in the register */

enum {
	STORY_STEPS = 24,
	STORY_FIELDS = 4
};

/* What happened, with the day or moment; part NULL: the request. */
struct step {
	const char *event, *part, *on;
	const char *fields; /* "name=value;name=value", or NULL */
};

struct story {
	const struct step *steps;
	size_t n;
	const char *const *shows; /* in the digest; NULL at the end, or NULL */
};

struct story_world {
	struct office *office;
	char *dir;
};

/* Fields of an act of each slot; what they hold lasts until the next one. */
static struct act_field story_field[STORY_STEPS][STORY_FIELDS];
static char story_text[STORY_STEPS][256];

static inline struct act
story_act(const struct step *s, size_t slot)
{
	struct act act = { .event = s->event, .part = s->part };
	char *text = story_text[slot], *rest = NULL;

	assert_true(slot < STORY_STEPS);
	(void)snprintf(text, sizeof(story_text[slot]), "%s",
	    s->fields != NULL ? s->fields : "");
	act.fields = story_field[slot];
	for (char *name = strtok_r(text, ";", &rest); name != NULL;
	     name = strtok_r(NULL, ";", &rest)) {
		char *value = strchr(name, '=');

		assert_non_null(value);
		*value++ = '\0';
		assert_true(act.nfields < STORY_FIELDS);
		story_field[slot][act.nfields++] =
		    (struct act_field){ name, value };
	}
	assert_true(when_parse(&act.on, s->on));
	return act;
}

/* Every limit that ran or runs: when, when not, until when. */
static inline void
story_add_limits(struct buf *b, const struct dossier *d)
{
	static const char *const end[] = { "runs", "sending", "done", "moot" };

	for (size_t i = 0; i < d->nlimits; i++) {
		const struct dossier_limit *l = &d->limits[i];
		char from[WHEN_BYTES], to[WHEN_BYTES] = "";

		if (l->end == DOSSIER_DONE || l->end == DOSSIER_MOOT)
			(void)when_format(&l->ended, to);
		buf_addf(b, " (%s %s %s %s %s", l->limit->id,
		    l->part != NULL ? l->part : "-",
		    when_format(&l->start, from), end[l->end], to);
		for (size_t k = 0; k < l->npauses; k++)
			buf_addf(
			    b, " held %d-%d", l->pause[k].from, l->pause[k].to);
		if (l->moved)
			buf_addf(b, " moved %d", l->moved_to);
		buf_addch(b, ')');
	}
}

/* What is stored of what is due. */
static inline void
story_add_due(struct buf *b, const struct dossier *d)
{
	const struct store_deadline_want want = { .request = d->row.id };
	struct store_deadlines rows;
	struct err err = { 0 };

	assert_ok(
	    store_deadline_list(&rows, d->office->store, &want, &err), err);
	for (size_t i = 0; i < rows.n; i++) {
		const struct store_deadline *r = &rows.at[i];

		buf_addf(b, " <%s%s%s due %s/%s %s %s %s from %s", r->part,
		    *r->part != '\0' ? " " : "",
		    *r->name != '\0' ? r->name : "next", r->due, r->latest,
		    r->clock, r->who, r->basis, r->start);
		if (*r->held != '\0')
			buf_addf(b, " held %s", r->held);
		if (*r->moved != '\0')
			buf_addf(b, " moved %s", r->moved);
		buf_addch(b, '>');
	}
	store_deadlines_free(&rows);
}

/* Everything that must not depend on the order of typing. */
static inline char *
story_digest(const struct dossier *d)
{
	struct hops hops;
	struct buf b = { 0 };

	hops_of(&hops, d);
	buf_addf(&b, "%s %s since %d;", run_state(d->run)->id,
	    run_outcome(d->run), d->since.day);
	for (size_t i = 0; i < d->nparts; i++)
		buf_addf(&b, " %s=%s/%d", d->parts[i].id,
		    run_state(d->parts[i].run)->id, d->parts[i].since.day);
	for (size_t i = 0; i < hops.n; i++)
		buf_addf(&b, " %s:%d-%d", hops.at[i].holder, hops.at[i].from,
		    hops.at[i].to);
	for (size_t i = 0; i < d->nevents; i++)
		buf_addf(&b, " [%s %s %s]", d->events[i].name,
		    d->events[i].state, d->events[i].holder);
	story_add_limits(&b, d);
	story_add_due(&b, d);
	free(hops.at);
	return buf_steal(&b);
}

static inline void
story_shuffle(size_t *order, size_t n)
{
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (size_t i = n; i > 1; i--) {
		size_t k = chance_below(i), swap = order[i - 1];

		order[i - 1] = order[k];
		order[k] = swap;
	}
}

/* One batch in that order, judged, digested, and taken back. */
static inline char *
story_batch(struct story_world *w, const struct story *s, const size_t *order,
    struct err *err)
{
	struct act act[STORY_STEPS];
	struct act_done done[STORY_STEPS];
	struct dossier *d = NULL;
	char *out = NULL;

	for (size_t i = 0; i < s->n; i++)
		act[i] = story_act(&s->steps[order[i]], i);
	assert_ok(dossier_open(&d, w->office, STORY_REQUEST, err), *err);
	assert_ok(store_begin(w->office->store, err), *err);
	if (act_add_all(done, d, act, s->n, err) == MLA_OK)
		out = story_digest(d);
	for (size_t i = 0; i < s->n; i++)
		act_done_free(&done[i]);
	store_rollback(w->office->store);
	dossier_free(d);
	return out;
}

/* The digest in the order of the days, which shows what it should. */
static inline char *
story_first(struct story_world *w, const struct story *s)
{
	size_t order[STORY_STEPS];
	struct err err = { 0 };
	char *first;

	for (size_t i = 0; i < s->n; i++)
		order[i] = i;
	first = story_batch(w, s, order, &err);
	if (first == NULL)
		fail_msg("%s", err.msg);
	for (size_t i = 0; s->shows != NULL && s->shows[i] != NULL; i++) {
		if (strstr(first, s->shows[i]) == NULL)
			fail_msg("no \"%s\" in %s", s->shows[i], first);
	}
	return first;
}

static inline void
story_in_every_order(struct story_world *w, const struct story *s, int tries)
{
	char *first = story_first(w, s);
	size_t order[STORY_STEPS];

	for (int i = 0; i < tries; i++) {
		uint32_t from = chance_seed;
		struct err err = { 0 };
		char *now;

		story_shuffle(order, s->n);
		now = story_batch(w, s, order, &err);
		if (now == NULL || !str_eq(first, now))
			fail_msg("order %d (seed %u): %s\n%s\n%s", i, from,
			    err.msg, first, now != NULL ? now : "refused");
		free(now);
	}
	free(first);
}

/* Record one of those that are left; false: none of them is possible then. */
static inline bool
story_record_one(struct story_world *w, const struct story *s, size_t *left,
    size_t n, int *refused)
{
	size_t from = chance_below(n);

	for (size_t i = 0; i < n; i++) {
		size_t k = (from + i) % n;
		struct act act = story_act(&s->steps[left[k]], 0);
		struct act_done done;
		struct dossier *d = NULL;
		struct err err = { 0 };
		enum mla_rc rc;

		assert_ok(
		    dossier_open(&d, w->office, STORY_REQUEST, &err), err);
		rc = act_add(&done, d, &act, &err);
		act_done_free(&done);
		dossier_free(d);
		if (rc == MLA_OK) {
			left[k] = left[n - 1];
			return true;
		}
		(*refused)++;
		assert_int_equal(MLA_EREFUSED, rc);
		if (strstr(err.msg, "cannot follow") == NULL &&
		    strstr(err.msg, "would make impossible") == NULL &&
		    strstr(err.msg, "nothing was to be sent") == NULL &&
		    strstr(err.msg, "no part") == NULL)
			fail_msg("%s", err.msg);
	}
	return false;
}

/* One by one in an order whose every prefix is possible; NULL: a dead end. */
static inline char *
story_try(struct story_world *w, const struct story *s, int *refused)
{
	size_t left[STORY_STEPS], n = s->n;
	struct dossier *d = NULL;
	struct err err = { 0 };
	char *out = NULL;

	for (size_t i = 0; i < n; i++)
		left[i] = i;
	assert_ok(store_begin(w->office->store, &err), err);
	while (n > 0 && story_record_one(w, s, left, n, refused))
		n--;
	assert_ok(dossier_open(&d, w->office, STORY_REQUEST, &err), err);
	if (n == 0)
		out = story_digest(d);
	dossier_free(d);
	store_rollback(w->office->store);
	return out;
}

static inline void
story_one_by_one(struct story_world *w, const struct story *s, int tries)
{
	char *first = story_first(w, s);
	int refused = 0, whole = 0;

	for (int i = 0; i < tries; i++) {
		char *now = story_try(w, s, &refused);

		if (now != NULL)
			assert_string_equal(first, now);
		whole += now != NULL ? 1 : 0;
		free(now);
	}
	assert_true(refused > 0 && whole > 0);
	free(first);
}

#endif
