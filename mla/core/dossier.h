/* dossier.h - one request with all that happened to it, replayed */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_DOSSIER_H
#define MLA_CORE_DOSSIER_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/office.h"
#include "core/rules.h"
#include "model/env.h"
#include "model/run.h"
#include "store/request.h"

/* One entry of the journal; the texts are owned. */
struct dossier_event {
	int64_t seq; /* in the journal; 0: not recorded yet */
	size_t tag; /* of an event not recorded yet: which one */
	char *name;
	char *part; /* id of the part, NULL: the request as a whole */
	bool ours; /* our act, not theirs */
	struct when on; /* when it happened */
	char *recorded; /* moment in UTC */
	xmlDoc *element; /* the event as XML; NULL: erased */
	xmlDoc *document; /* the revision that came with it, or NULL */
	char sha256[65]; /* of its bytes */
	int64_t replaces; /* the entry that it corrects or strikes, or 0 */
	int64_t replaced_by; /* the entry that stands in its place, or 0 */
	int64_t theirs; /* their entry, if a message told it, or 0 */
	int64_t before; /* the entry whose turn comes after it, or 0 */
	int64_t place; /* its turn among those of one day */
	bool ahead; /* just before the entry at that place */
	bool desk; /* an entry of the desk: the machines do not see it */
	bool skip; /* not replayed: of the desk, or replaced */
	xmlDoc *brings; /* document, its own or of what it corrects */
	/* Filled by the replay: */
	const struct machine_transition *taken; /* NULL: not replayed */
	char *state; /* where the request or part stood afterwards */
	const char *whole; /* where the request stood afterwards */
	char *holder; /* who had the ball afterwards */
	const char *waiting; /* us, them or "" */
	char *outcome; /* "" where it decided none */
	bool decided; /* with it, or by what followed, the whole has one */
	char *covered; /* id of the transmission it went with, or NULL */
	/* NULL, or where the whole came by the part's act. */
	const char *turned;
	bool pending; /* our act whose message has not been sent */
	bool unsent; /* pending, and not in a transmission in progress */
};

/* A stretch of a part in one state; the texts belong to its machine. */
struct dossier_stay {
	struct when since;
	const char *state, *holder; /* "" where there is none */
};

/* Days on which a limit did not run; to INT32_MAX: it is held now. */
struct dossier_pause {
	int32_t from, to;
};

/* How a time limit ended. */
enum dossier_end {
	DOSSIER_RUNNING, /* it has not */
	DOSSIER_SENDING, /* what was owed is written, but not sent */
	DOSSIER_DONE, /* what was owed came */
	DOSSIER_MOOT, /* it started again, or nothing is owed any more */
};

/* One time limit that ran, or runs. */
struct dossier_limit {
	const struct limit *limit;
	char *part; /* NULL: the request as a whole */
	struct when start;
	const struct dossier_event *starter; /* NULL: the whole moved a part */
	bool dated; /* the limit names a day: */
	struct when at;
	struct dossier_pause *pause;
	size_t npauses, cap_pauses;
	bool moved; /* its end was moved: */
	int32_t moved_to;
	const struct dossier_event *mover;
	enum dossier_end end;
	const struct dossier_event *ender;
	struct when ended; /* when DONE or MOOT */
};

/* A measure, a party, an authority; or a transmission. */
struct dossier_part {
	char *id;
	bool transmission;
	struct run *run;
	xmlNode *element; /* in the request; NULL for a transmission */
	struct when since; /* when it came into its state */
	struct dossier_stay *stay; /* one after the other; the last is now */
	size_t nstays, cap_stays;
	bool *active; /* was the state of each limit active? */
};

struct dossier {
	struct office *office; /* borrowed */
	struct rules *rules; /* those the request was made with; borrowed */
	struct store_request row;
	struct when now; /* the day from which it is looked at */
	struct env *env;
	struct run *run;
	struct dossier_part *parts;
	size_t nparts, cap_parts;
	struct dossier_event *events; /* in the order of replay */
	size_t nevents, cap_events;
	xmlDoc *doc; /* the latest revision; NULL: none, or erased */
	int revision; /* its number, 0: none */
	char sha256[65]; /* of its bytes */
	xmlNode *request; /* the root of doc, or NULL */
	struct when since; /* when the request came into its state */
	const struct dossier_event *mover; /* and by which event, or NULL */
	struct dossier_limit *limits; /* as they started */
	size_t nlimits, cap_limits;
	bool *active; /* was the state of each limit active? */
	bool moved; /* scratch is older than the machines */
	bool erased; /* something is erased: it was not replayed */
	xmlDoc *scratch; /* $parts and $whole */
	xmlDoc *bag; /* for $desk: the bundle of a letter; borrowed, or NULL */
};

/* From when to look at a request: days, INT32_MAX for no bound. */
struct dossier_look {
	int32_t as_of; /* only what had happened by the end of that day */
	int32_t known_on; /* only what was recorded by the end of it (UTC) */
};

/*
 * Load and replay a request.  The rules are those it was made with.  MLA_OK:
 * free *out with dossier_free.  MLA_EDAMAGED: what is recorded is impossible
 * by its machine.
 */
enum mla_rc dossier_open(struct dossier **out, struct office *office,
    int64_t request, struct err *err);

/*
 * The same as it stood, or as it was known, on an earlier day: it was known by
 * the rules by which it went then, it stood by those by which it goes now.
 */
enum mla_rc dossier_open_at(struct dossier **out, struct office *office,
    int64_t request, const struct dossier_look *look, struct err *err);

/*
 * Each request of the register in order, all of one state of it, as it was
 * then (look NULL: now); visit does not keep d and writes nothing.  Its code
 * other than MLA_OK ends the walk.
 */
enum mla_rc dossier_each(struct office *office, const struct dossier_look *look,
    enum mla_rc (*visit)(void *arg, struct dossier *d, struct err *err),
    void *arg, struct err *err);

/* For a request that is being made: its row, nothing recorded yet. */
enum mla_rc dossier_begin(struct dossier **out, struct office *office,
    const struct store_request *row, struct err *err);

/*
 * Replay the history of a dossier by other rules, by which it goes from then
 * on.  MLA_EDAMAGED: an entry is impossible by them; the message names it, but
 * not the request.  The dossier can only be freed then.
 */
enum mla_rc dossier_follow(
    struct dossier *d, struct rules *rules, struct err *err);

void dossier_free(struct dossier *d);

/*
 * Add events that are not recorded yet (seq 0, tag set) at the places where
 * they belong, and replay.  They are judged as a whole; those of one day that
 * have no time are tried in other orders if theirs is impossible.  e[0..n) are
 * taken over in any case.  judge is called when the turn of each comes, with
 * the transition it takes, before it is taken; it may refuse.  MLA_EREFUSED:
 * impossible then, or it makes impossible what is recorded.
 */
struct replay_judge;
enum mla_rc dossier_insert(struct dossier *d, struct dossier_event *e, size_t n,
    const struct replay_judge *judge, struct err *err);

/* Free what events own, which are not in a dossier. */
void dossier_drop(struct dossier_event *e, size_t n);

/* Number of an entry; of one that is not recorded yet: below 0, by its tag. */
#define DOSSIER_ID(e) ((e)->seq != 0 ? (e)->seq : -1 - (int64_t)(e)->tag)

/* The entry of that number (DOSSIER_ID), or NULL. */
struct dossier_event *dossier_entry(const struct dossier *d, int64_t seq);

/* Where it stands, for the list; the caller frees it with store_now_free. */
struct store_now;
void dossier_now(struct store_now *now, struct dossier *d);

/* Write the derived rows of the request; in a write transaction. */
enum mla_rc dossier_put_now(struct dossier *d, struct err *err);

/* The part of that id, or NULL. */
struct dossier_part *dossier_part(const struct dossier *d, const char *id);

/* The machine of a part id; NULL: of the request. */
const struct machine *dossier_machine(
    const struct dossier *d, const char *part);

/*
 * The transition of an event, with its fields and its form: that of a state
 * where the request or the part stands, else the first one.  NULL: the machine
 * has no such event.
 */
const struct machine_transition *dossier_transition(
    const struct dossier *d, const char *part, const char *event);

/*
 * Who has the ball: the holder of a transmission on its way (our own ministry)
 * before that of the request; "" if nobody.
 */
const char *dossier_holder(const struct dossier *d);

/*
 * "us" or "them" for a holder code, "" for nobody.  Where each part has the
 * ball for itself, it is us as long as one of our State has it.
 */
const char *dossier_waiting(const struct dossier *d, const char *holder);

/*
 * The same for a holder of a part, which may be the part itself: then it is
 * us if the part is of our State.
 */
const char *dossier_part_waiting(const struct dossier *d,
    const struct dossier_part *part, const char *holder);

/* The State that a part is of, by its element; the caller frees it; or NULL. */
char *dossier_part_state(const struct dossier_part *part);

/* What a part is called, by its kind; the caller frees it. */
char *dossier_part_title(struct dossier *d, const struct dossier_part *part);

/* Is it our role, requesting or requested? either: dflt. */
bool dossier_is_ours(const struct dossier *d, const char *by, bool dflt);

/*
 * Whose act is it, by w:by of its transition?  An act of a part (NULL: of the
 * request) may be that of the part's own State: ours, if it is of our State.
 * either: dflt.
 */
bool dossier_act_is_ours(const struct dossier *d,
    const struct machine_transition *t, const char *part, bool dflt);

/* First words about the request; the caller frees it; "" if erased. */
char *dossier_subject(const struct dossier *d);

/* The day of the last event that happened, 0 if none. */
int32_t dossier_last_day(const struct dossier *d);

/* Set env to the present: for what can happen now, and for forms. */
void dossier_present(struct dossier *d);

#endif
