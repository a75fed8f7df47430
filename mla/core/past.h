/* past.h - what happened to a request, as figures are made from it */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_PAST_H
#define MLA_CORE_PAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/dossier.h"

#define PAST_GROUPING "grouping" /* list of codes with a path each */

/* One act of the request or of a part; no text is NULL. */
struct past_step {
	int64_t seq; /* of the journal */
	int32_t day; /* on which it happened */
	const char *part; /* id; "": the request as a whole */
	const char *event; /* its name in the workflow */
	const char *by; /* "us" or "them" */
	const char *state; /* where the request or part stood afterwards */
	const char *whole; /* where the request stood afterwards */
	const char *holder; /* who had the ball afterwards, "": nobody */
	const char *waiting; /* on whom it waited then: us, them, "" */
	const char *failure; /* what failed with it: a code, or "" */
	const char *codes; /* that came with it: "list=code", ";" between */
};

/* How the request (the first one) or a part of it stands. */
struct past_end {
	const char *part; /* id; "": the request as a whole */
	const char *outcome; /* code, "" where none was decided */
	bool closed; /* it is in a final state */
	bool over; /* closed, or refused and the like, not yet filed away */
	int32_t day; /* of the act that decided the outcome, or the last */
	const char *may; /* if over, not closed: events that can still come */
};

/* A part in one state, until its next one; the last is now. */
struct past_stay {
	const char *part; /* id */
	int32_t day; /* since when */
	const char *state, *holder; /* "" where there is none */
};

/* What it says, by which figures are grouped. */
struct past_trait {
	const char *name; /* a grouping */
	const char *part; /* of a part; "": of the request */
	const char *value; /* "": it says nothing about it */
};

struct past {
	int64_t request;
	const char *reference, *kind, *side, *partner, *assignee;
	int32_t now; /* the day on which open ones are cut off */
	struct past_step *step; /* in the order of replay */
	size_t nsteps, cap_steps;
	struct past_end *end; /* the request, then its parts */
	size_t nends, cap_ends;
	struct past_stay *stay; /* part by part */
	size_t nstays, cap_stays;
	struct past_trait *trait;
	size_t ntraits, cap_traits;
	char *text; /* which all of them point into */
};

/*
 * The past of a request as a text, which the register keeps: a line each, of
 * fields with tabs between, "t" for a trait, "e" for an end, "p" for a stay of
 * a part, "s" for a step, with their fields in the order above.  The caller
 * frees *out.
 */
enum mla_rc past_text(char **out, struct dossier *d, struct err *err);

/*
 * Take p->text apart where it stands; the other texts of p point into it.  What
 * p held before is used again.
 */
void past_parse(struct past *p);

/* Write the derived row of a request; in a write transaction. */
enum mla_rc past_put(struct dossier *d, struct err *err);

/* Is the derived row of a request what its journal says? */
enum mla_rc past_check(bool *same, struct dossier *d, struct err *err);

/* Which requests, and as they stood when. */
struct past_want {
	const struct dossier_look *look; /* NULL: now */
	/*
	 * NULL: all.  "partner=TR|IT,kind!=..." by groupings, all of which must
	 * hold; anything else is XPath at the request element.
	 */
	const char *where;
};

/*
 * Each request of the register in order that where is true of; p is valid
 * while it is visited.  They are read from the derived rows, and replayed
 * where an earlier day, or what the text of the request says, is asked for:
 * then, and if it was so before the rows were made, what is erased is left
 * out.  MLA_EUSAGE: where is no XPath either; MLA_EDAMAGED: that cannot be
 * evaluated.
 */
enum mla_rc past_each(struct office *office, const struct past_want *want,
    enum mla_rc (*visit)(void *arg, const struct past *p, struct err *err),
    void *arg, struct err *err);

/*
 * What the request, or a part of it (NULL or "": it alone), says by a
 * grouping: partner, kind, side, assignee, outcome, or one of the list; NULL:
 * there is no such grouping.  What a part does not say the request says for
 * it.
 */
const char *past_value(
    const struct past *p, const char *part, const char *grouping);

/* The code of a list that came with an act; *len is its length; NULL: none. */
const char *past_code(size_t *len, const struct past_step *s, const char *list);

/*
 * Visit where the request (part "") or a part was, one after the other, from
 * its first act on: in which state, or (holders) with whom; "" where with
 * nobody.  next is where it was then, NULL: it is there now, and did not end.
 */
enum mla_rc past_places(const struct past *p, const struct past_end *end,
    bool holders,
    enum mla_rc (*visit)(void *arg, const char *place, int32_t from, int32_t to,
        const char *next, struct err *err),
    void *arg, struct err *err);

/* The names of all groupings, with ", " between; the caller frees it. */
char *past_groupings(const struct office *office);

#endif
