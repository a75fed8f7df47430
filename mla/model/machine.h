/* machine.h - a workflow: the states of a request and what moves it */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_MACHINE_H
#define MLA_MODEL_MACHINE_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "xml/xpath.h"

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
	MACHINE_HISTORY, /* never active, nobody's child */
};

struct machine_state;

/* An expression, compiled once. */
struct machine_expr {
	char *text; /* NULL: there is none */
	bool literal; /* it is its own value: the content of an element */
	struct xpath_expr *xpath; /* NULL: it is no XPath, and always fails */
	const struct machine_state *in; /* it asks In('state') and no more */
	long line;
};

/* What an event must carry. */
struct machine_field {
	char *name;
	char *type; /* code date yes-no number string text authority */
	char *codes; /* list of a code, "" otherwise */
	char *required; /* "", "yes", or XPath */
	long line;
	char *test; /* XPath that is true of a value that may be; "" */
	char *say; /* the word of forms/lang that is said if it is not */
};

enum machine_verb {
	MACHINE_RAISE, /* also a send to #_internal */
	MACHINE_IF,
	MACHINE_ASSIGN,
	MACHINE_SEND,
	MACHINE_CANCEL,
};

/* One block of executable content: what is inside an onentry, a transition. */
struct machine_actions {
	struct machine_action *at; /* in document order */
	size_t n, cap;
};

struct machine_branch {
	struct machine_expr cond; /* of if and elseif; none: else */
	struct machine_actions actions;
};

struct machine_action {
	enum machine_verb verb;
	char *name; /* event of raise and send; data of assign or NULL */
	char *id; /* of send and cancel, NULL where there is none */
	uint64_t delay; /* of send, microseconds */
	struct machine_expr expr; /* of assign */
	struct machine_branch *branch; /* of if, elseif, else */
	size_t nbranches, cap_branches;
	long line;
};

/* <data>: a variable of the run. */
struct machine_data {
	char *name;
	const struct machine_state *scope; /* where it is declared */
	struct machine_expr expr; /* what it begins with */
};

struct machine_transition {
	struct machine_state *source;
	char **event; /* descriptors; none: eventless */
	size_t nevents, cap_events;
	const char *cond; /* text of guard, NULL: always */
	struct machine_expr guard;
	struct machine_state **target;
	size_t ntargets, cap_targets;
	bool internal;
	bool to_history; /* domain depends on what was active then */
	/* What it leaves lies below; NULL: targetless, or to_history. */
	const struct machine_state *domain;
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
	char *name; /* the id, or as "state@7": element and line */
	char *done; /* its event "done.state.NAME" */
	enum machine_kind kind;
	struct machine_state *parent;
	struct machine_state **child; /* in document order, no histories */
	size_t nchildren, cap_children;
	struct machine_state **history; /* its histories */
	size_t nhistories, cap_histories;
	bool deep; /* of a history */
	struct machine_transition *initial; /* of a compound, or a history */
	struct machine_transition **transition; /* in document order */
	size_t ntransitions, cap_transitions;
	bool eventless; /* it, or a state around it, has such a transition */
	struct machine_actions *entry, *leave; /* a block for each element */
	size_t nentries, cap_entries, nleaves, cap_leaves;
	char *holder, *outcome; /* "" where there is none */
	char *next; /* days until the office looks again, or "@field" */
	size_t order; /* in the document; the root is 0 */
	size_t last; /* order of its last descendant, or its own */
	long line;
};

struct machine {
	char *name;
	struct machine_state **state; /* by order, histories too */
	size_t nstates, cap_states;
	struct machine_data *data; /* in document order */
	size_t ndata, cap_data;
	void *ids, *names; /* states by id, data by name */
	bool alone; /* it was read by machine_load_alone */
	bool late; /* binding: data begin when their state is entered */
};

/*
 * Build a machine from a document of xml_read; doc is not needed afterwards.
 * name is for messages.  MLA_OK: free *out with machine_free.  MLA_EDAMAGED:
 * refused elements, unknown targets, conditions that do not compile ...,
 * with file and line.
 *
 * machine_load takes what a register may run: no send, no cancel.
 * machine_load_alone takes what `mla workflow run` may run besides: send,
 * cancel, ECMAScript where conditions are only In('state'); and expressions
 * that are no XPath, which fail when they are evaluated.
 */
enum mla_rc machine_load(
    struct machine **out, const xmlDoc *doc, const char *name, struct err *err);
enum mla_rc machine_load_alone(
    struct machine **out, const xmlDoc *doc, const char *name, struct err *err);
void machine_free(struct machine *m);

/* The state of that id, or NULL. */
struct machine_state *machine_state(const struct machine *m, const char *id);

/* The number of the data of that name in m->data, or m->ndata. */
size_t machine_data(const struct machine *m, const char *name);

/* An expression, and where it stands. */
struct machine_place {
	const struct machine_expr *expr;
	const struct machine_state *state;
	const struct machine_transition *transition; /* guard, content; NULL */
};

/* Call visit for each expression: guards, conditions, values of data. */
void machine_each_expr(const struct machine *m,
    void (*visit)(void *arg, const struct machine_place *at), void *arg);

/* The transition of a step of the program, or NULL. */
const struct machine_transition *machine_step(
    const struct machine *m, const char *step);

/* Does a descriptor of the transition match? SCXML 3.12.1. */
bool machine_matches(const struct machine_transition *t, const char *event);

/* Has it no children? A history is no such state. */
bool machine_is_atomic(const struct machine_state *s);

/* Has it children of which one is active at a time? */
bool machine_is_compound(const struct machine_state *s);

/* Is s a proper descendant of ancestor? */
bool machine_is_below(
    const struct machine_state *s, const struct machine_state *ancestor);

/* Can both be active at once? A history stands for all below its parent. */
bool machine_together(
    const struct machine_state *a, const struct machine_state *b);

/*
 * The nearest compound state or root around source that has all targets below
 * it: findLCCA of SCXML Appendix D.
 */
const struct machine_state *machine_lcca(const struct machine_state *source,
    struct machine_state *const *target, size_t n);

/*
 * What the transition leaves at the most, all below it, NULL: nothing; where
 * it goes to a history: the least, whatever was active then.
 */
const struct machine_state *machine_domain(const struct machine_transition *t);

#endif
