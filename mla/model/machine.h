/* machine.h - a workflow: the states of a request and what moves it */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_MACHINE_H
#define MLA_MODEL_MACHINE_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define SCXML_NS "http://www.w3.org/2005/07/scxml"
#define WORKFLOW_NS "urn:mla:workflow:1"

/* Steps of the program that fire a transition (attribute w:step). */
#define MACHINE_DRAFT "draft" /* a request is begun */
#define MACHINE_FORGO "forgo" /* a request is not sent after all */
#define MACHINE_REVISE "revise" /* its text is changed */
#define MACHINE_ATTACH "attach" /* files are attached */
#define MACHINE_ISSUE "issue" /* it is sent for the first time */
#define MACHINE_RECEIVE "receive" /* it is registered here */
#define MACHINE_PREPARE "prepare" /* a bundle is about to be written */
#define MACHINE_HAND_OVER "hand-over" /* the bundle was written */

enum machine_kind {
	MACHINE_ROOT, /* the scxml element */
	MACHINE_STATE,
	MACHINE_PARALLEL,
	MACHINE_FINAL,
};

struct machine_state;

/* What an event must carry. */
struct machine_field {
	char *name;
	char *type; /* code date yes-no number string text authority */
	char *codes; /* list of a code, "" otherwise */
	char *required; /* "", "yes", or XPath */
	char *test; /* XPath that is true of a value that may be; "" */
	char *say; /* the word of forms/lang that is said if it is not */
};

/* <raise event="..."/>, in order. */
struct machine_actions {
	char **raise;
	size_t n, cap;
};

struct machine_transition {
	struct machine_state *source;
	char **event; /* descriptors; none: eventless */
	size_t nevents, cap_events;
	char *cond; /* XPath, NULL: always */
	struct machine_state **target;
	size_t ntargets, cap_targets;
	bool internal;
	long line;
	struct machine_actions actions;
	/* urn:mla:workflow:1; "" where there is none */
	char *by, *basis, *form, *message, *step, *tell, *outcome, *failure;
	char *denied; /* what is said where cond is false */
	struct machine_field *field;
	size_t nfields, cap_fields;
};

struct machine_state {
	char *id; /* "" for the root and where none is given */
	enum machine_kind kind;
	struct machine_state *parent;
	struct machine_state **child; /* in document order */
	size_t nchildren, cap_children;
	struct machine_transition *initial; /* of a compound state */
	struct machine_transition **transition; /* in document order */
	size_t ntransitions, cap_transitions;
	struct machine_actions entry, leave;
	char *holder, *outcome; /* "" where there is none */
	char *next; /* days until the office looks again, or "@field" */
	size_t order; /* in the document; the root is 0 */
	long line;
};

struct machine {
	char *name;
	struct machine_state **state; /* by order */
	size_t nstates, cap_states;
};

/*
 * Build a machine from a document of xml_read; doc is not needed afterwards.
 * name is for messages.  MLA_OK: free *out with machine_free.  MLA_EDAMAGED:
 * refused elements, unknown targets, conditions that do not compile ...,
 * with file and line.
 */
enum mla_rc machine_load(
    struct machine **out, const xmlDoc *doc, const char *name, struct err *err);
void machine_free(struct machine *m);

/* The state of that id, or NULL. */
struct machine_state *machine_state(const struct machine *m, const char *id);

/* The transition of a step of the program, or NULL. */
const struct machine_transition *machine_step(
    const struct machine *m, const char *step);

/* Does a descriptor of the transition match? SCXML 3.12.1. */
bool machine_matches(const struct machine_transition *t, const char *event);

bool machine_is_atomic(const struct machine_state *s);

/* Is s a proper descendant of ancestor? */
bool machine_is_below(
    const struct machine_state *s, const struct machine_state *ancestor);

#endif
