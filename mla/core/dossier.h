/* dossier.h - one request with all that happened to it, replayed */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_DOSSIER_H
#define MLA_CORE_DOSSIER_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/office.h"
#include "model/env.h"
#include "model/kind.h"
#include "model/machine.h"
#include "model/run.h"
#include "store/request.h"

/* One event; the texts are owned. */
struct dossier_event {
	int64_t seq; /* in the journal; 0: not recorded yet */
	char *name;
	char *part; /* id of the part, NULL: the request as a whole */
	bool ours; /* our act, not theirs */
	struct when on; /* when it happened */
	char *recorded; /* moment in UTC */
	xmlDoc *element; /* the event as XML; NULL: erased */
	xmlDoc *document; /* the revision that it brought, or NULL */
	/* Filled by the replay: */
	const struct machine_transition *taken; /* NULL: impossible */
	char *state; /* where the request or part stood afterwards */
	char *holder; /* who had the ball afterwards */
	char *outcome; /* "" where it decided none */
	bool pending; /* our act whose message has not been sent */
	bool unsent; /* pending, and not in a transmission in progress */
};

/* A measure or a transmission. */
struct dossier_part {
	char *id;
	bool transmission;
	struct run *run;
	xmlNode *element; /* in the request; NULL for a transmission */
	char *acts; /* of a transmission: numbers it covers */
	struct when since; /* when it came into its state */
};

struct dossier {
	struct office *office; /* borrowed */
	struct store_request row;
	struct kind *kind;
	const struct kind_side *side;
	struct machine *whole, *measure, *transmission;
	struct codes *codes; /* as they were when the request was made */
	struct law *law;
	struct env *env;
	struct run *run;
	struct dossier_part *parts;
	size_t nparts, cap_parts;
	struct dossier_event *events; /* in the order of replay */
	size_t nevents, cap_events;
	xmlDoc *doc; /* the latest revision; NULL: erased */
	int revision; /* its number, 0: none */
	char sha256[65]; /* of its bytes */
	xmlNode *request; /* the root of doc, or NULL */
	struct when since; /* when the request came into its state */
	bool erased; /* something is erased: it was not replayed */
	xmlDoc *scratch; /* $parts and $whole */
};

/*
 * Load and replay a request.  The rules are those it was made with.  MLA_OK:
 * free *out with dossier_free.  MLA_EDAMAGED: what is recorded is impossible
 * by its machine.
 */
enum mla_rc dossier_open(struct dossier **out, struct office *office,
    int64_t request, struct err *err);

/* For a request that is being made: its row, nothing recorded yet. */
enum mla_rc dossier_begin(struct dossier **out, struct office *office,
    const struct store_request *row, struct err *err);

void dossier_free(struct dossier *d);

/*
 * Add an event that is not recorded yet at the place where it belongs, and
 * replay.  e is taken over in any case.  judge is called when its turn comes,
 * with the transition it takes, before it is taken; it may refuse.
 * MLA_EREFUSED: impossible then, or it makes impossible what is recorded.
 */
enum mla_rc dossier_insert(struct dossier *d, struct dossier_event *e,
    enum mla_rc (*judge)(void *arg, struct dossier *d,
        const struct machine_transition *t, struct err *err),
    void *arg, struct err *err);

/* Keep the rules that the request is made with; in a write transaction. */
enum mla_rc dossier_pin(struct dossier *d, struct err *err);

/* Write the derived row of the request; in a write transaction. */
enum mla_rc dossier_put_now(struct dossier *d, struct err *err);

/* The part of that id, or NULL. */
struct dossier_part *dossier_part(const struct dossier *d, const char *id);

/* The machine and run of a part id; NULL: of the request. */
const struct machine *dossier_machine(
    const struct dossier *d, const char *part);

/* "us" or "them" for a holder code, "" for nobody. */
const char *dossier_waiting(const struct dossier *d, const char *holder);

/* Is an act of this w:by ours? either: dflt. */
bool dossier_is_ours(const struct dossier *d, const char *by, bool dflt);

/* First words about the request; the caller frees it; "" if erased. */
char *dossier_subject(const struct dossier *d);

/* The day of the last event that happened, 0 if none. */
int32_t dossier_last_day(const struct dossier *d);

/* Set env to the present: for what can happen now, and for forms. */
void dossier_present(struct dossier *d);

#endif
