/* machines.h - made-up workflows for the tests of drawings */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_MACHINES_H
#define TESTS_UNIT_MACHINES_H

#include "unit.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "model/machine.h"
#include "xml/read.h"

static inline struct machine *
machine_of(const char *text)
{
	struct err err = { 0 };
	struct machine *m;
	xmlDoc *doc;

	assert_ok(xml_read(&doc, text, strlen(text), "made-up", &err), err);
	assert_ok(machine_load(&m, doc, "made-up", &err), err);
	xmlFreeDoc(doc);
	return m;
}

/* Numbers that are the same in every run. */
struct dice {
	unsigned seed;
};

static inline int
dice(struct dice *d, int n)
{
	d->seed = d->seed * 1103515245U + 12345U;
	return (int)(d->seed >> 16) % n;
}

/* One transition to any of so many states, or to none. */
static inline void
random_transition(struct buf *b, struct dice *d, int states)
{
	bool target = dice(d, 6) > 0;

	buf_adds(b, "<transition");
	if (!target || dice(d, 8) > 0)
		buf_addf(b, " event=\"event-%d\"", dice(d, 12));
	if (dice(d, 4) == 0)
		buf_addf(b, " cond=\"In('s%d') or In('s%d')\"", dice(d, states),
		    dice(d, states));
	if (target)
		buf_addf(b, " target=\"s%d\"", dice(d, states));
	buf_adds(b, "/>");
}

/* A state with others in it, in the order of their numbers. */
static inline void
random_state(struct buf *b, struct dice *d, int *next, int states, int depth)
{
	bool room = depth > 0 && *next + 1 < states;
	int inside = room && dice(d, 3) == 0 ? 1 + dice(d, 4) : 0;
	const char *name = inside > 1 && dice(d, 2) == 0 ? "parallel"
	    : depth == 3 && dice(d, 6) == 0              ? "final"
	                                                 : "state";

	if (strcmp(name, "final") == 0) {
		buf_addf(b, "<final id=\"s%d\"/>", (*next)++);
		return;
	}
	buf_addf(b, "<%s id=\"s%d\"", name, (*next)++);
	if (dice(d, 2) == 0)
		buf_addf(b, " w:holder=\"holder number %d\"", dice(d, 9));
	buf_addch(b, '>');
	for (int i = dice(d, 4); i > 0; i--)
		random_transition(b, d, states);
	for (int i = 0; i < inside && *next < states; i++)
		random_state(b, d, next, states, depth - 1);
	buf_addf(b, "</%s>\n", name);
}

/* The same number gives the same machine; the caller frees it. */
static inline struct machine *
random_machine(unsigned seed, int states)
{
	struct dice d = { seed };
	struct buf b = { 0 };
	struct machine *m;
	int next = 0;

	buf_adds(&b,
	    "<scxml xmlns='" SCXML_NS "' xmlns:w='" WORKFLOW_NS
	    "' version='1.0'>\n");
	while (next < states)
		random_state(&b, &d, &next, states, 3);
	buf_adds(&b, "</scxml>");
	m = machine_of(buf_text(&b));
	buf_free(&b);
	return m;
}

#endif
