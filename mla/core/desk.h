/* desk.h - what an office notes for itself: the machines do not see it */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_DESK_H
#define MLA_CORE_DESK_H

#include "core/dossier.h"
#include "store/now.h"

/* Entries of the desk in the journal, and the fields that each carries. */
#define DESK_PREFIX "desk."
#define DESK_ASSIGN DESK_PREFIX "assign" /* to */
#define DESK_NEXT DESK_PREFIX "next" /* due, action; neither: nothing */
#define DESK_REFERENCE DESK_PREFIX "reference" /* owner, value */
#define DESK_OPERATION DESK_PREFIX "operation" /* operation */
#define DESK_LINK DESK_PREFIX "link" /* relation, uid, to */
#define DESK_MIGRATE DESK_PREFIX "migrate" /* rules, earlier-rules */
#define DESK_CUSTODY DESK_PREFIX "custody." /* who, to, ... (trail.h) */
#define DESK_DESCRIBE DESK_PREFIX "describe" /* an exhibit, anew */
#define DESK_ERASE DESK_PREFIX "erase" /* entry, person, second, reason */
#define DESK_SIGNED DESK_PREFIX "signed" /* signer, certificate */
#define DESK_ACCEPT DESK_PREFIX "accept" /* likewise; the note says why */
#define DESK_STRIKE DESK_PREFIX "strike" /* an entry was a mistake */

/* Coded field of an entry that stands in the place of another. */
#define DESK_REPLACES "replaces"

/* Coded field of an entry that came before another one of the same day. */
#define DESK_BEFORE "before"

/* Coded field of what a message told: the entry of the sender's journal. */
#define DESK_THEIRS "theirs"

/* Fields of DESK_MIGRATE: the hash over all files of a set of rules. */
#define DESK_RULES "rules" /* by which it goes from now on */
#define DESK_EARLIER "earlier-rules" /* by which it went till now */

bool desk_is(const char *event);

/* What has to be done next, and by when; the texts are owned. */
struct desk_next {
	bool dated;
	int32_t day;
	char *action; /* as the officer put it, "" where the state says it */
};

/*
 * The officer's date stands until the request moves; then that of the state
 * (w:next: so many days after it was reached, or a date that came with the
 * event).  The caller frees next->action.
 */
void desk_next(struct desk_next *next, const struct dossier *d);

/* Who has it on the desk, "" if nobody; the caller frees it. */
char *desk_assignee(const struct dossier *d);

/* The columns of the derived row that the desk decides. */
void desk_fill(struct store_now *now, const struct dossier *d);

#endif
