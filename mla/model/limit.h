/* limit.h - time limits of a workflow: when they start, stop and end */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_LIMIT_H
#define MLA_MODEL_LIMIT_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "model/machine.h"

#define LIMIT_FIELD "estimate" /* moves the end where no field is named */

/* Whose clock it is; they are never mixed up. */
enum limit_clock {
	LIMIT_LAW, /* a rule binds */
	LIMIT_ASKED, /* a date that the other side asked for */
	LIMIT_OURS, /* when we want to look again */
	LIMIT_CONTRACT, /* a date of an agreement: never rolled */
};

/* Names of events. */
struct limit_events {
	char **at;
	size_t n, cap;
};

/* <w:limit> inside a state; a text that does not apply is "". */
struct limit {
	char *id; /* its words are limit.ID */
	const struct machine_state *state; /* it runs while this is active */
	enum limit_clock clock;
	char *within; /* a period, "P30D" (model/period.h); or "" and at */
	char *at; /* XPath, evaluated when it starts: the day itself */
	struct limit_events from; /* start it again; none: entering state */
	struct limit_events until; /* what was owed */
	char *unless; /* XPath: such an event does not end it yet */
	struct limit_events by; /* move its end, to the day of a field: */
	char *field; /* its name; LIMIT_FIELD where none is said */
	char *extend; /* by how much at most, "P30D"; "": no bound is said */
	char *cond; /* XPath, evaluated when it starts: does it start at all? */
	char *suspend; /* XPath: it does not run while this is true */
	char *rule; /* how periods are counted (forms/law/period.xml) */
	char *calendar; /* requesting or requested: where it is to be done */
	char *who; /* requesting, requested, third, other: who has to act */
	char *basis; /* articles, as of a transition */
	bool verified; /* was it compared with the official text? */
	long line;
};

struct limit_list {
	struct limit *at; /* in document order */
	size_t n, cap;
};

/*
 * The limits in a document of xml_read that m was loaded from.  MLA_OK: free
 * *out with limit_list_free.  MLA_EDAMAGED: an attribute is missing or wrong,
 * with file and line.  m must outlive it.
 */
enum mla_rc limit_list_load(struct limit_list **out, const xmlDoc *doc,
    const struct machine *m, struct err *err);
void limit_list_free(struct limit_list *limits);

/* "law", "asked", "ours", "contract". */
const char *limit_clock_name(enum limit_clock clock);

/* Is it one of these events? */
bool limit_has(const struct limit_events *events, const char *event);

#endif
