/* guard.h - what can be said about an expression without running it */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_GUARD_H
#define MLA_MODEL_GUARD_H

#include <stdbool.h>

#include "base/ban.h"

enum guard_truth {
	GUARD_NEVER,
	GUARD_MAYBE,
	GUARD_ALWAYS,
};

/* What an expression names. */
enum guard_name {
	GUARD_STATE, /* In('name') */
	GUARD_WHOLE, /* whole('name'), $whole/in[@state = 'name'] */
	GUARD_PART, /* $parts[@state = 'name'] */
	GUARD_OUTCOME, /* $parts[@outcome = 'name'] */
	GUARD_LIST, /* code('name', ...) */
	GUARD_CODE, /* code('list', 'name') */
	GUARD_TREATY, /* binds, cite and languages of 'name' */
	GUARD_FIELD, /* $event/@name or $event/name */
	GUARD_FAULT, /* no name, but a sentence: what is wrong */
};

/* Who is asked and told; each gets arg.  NULL: nobody. */
struct guard_look {
	/* list: of GUARD_CODE, NULL otherwise. */
	void (*met)(void *arg, enum guard_name what, const char *name,
	    const char *list);
	/* Is the state active?  NULL: maybe. */
	enum guard_truth (*in)(void *arg, const char *state);
	/* Is there data of that name; is it a number?  NULL: any, and no. */
	bool (*data)(void *arg, const char *name, bool *number);
	void *arg;
};

/*
 * Read an expression of a workflow (XPath 1.0 that compiles), tell of all that
 * it names, and of what would fail when it is run, or be false without a word:
 * unknown functions and variables, a wrong number of arguments, an unknown
 * prefix, "<" and ">" between what is no number.  The value is its truth as
 * far as true(), false(), not(), and, or, and In() decide it.  number may be
 * NULL: is its value a number?
 */
enum guard_truth guard_read(
    bool *number, const char *expr, const struct guard_look *look);

#endif
