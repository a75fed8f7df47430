/* run_inside.h - what the files of the interpreter share */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_RUN_INSIDE_H
#define MLA_MODEL_RUN_INSIDE_H

#include "model/run.h"

/* Eventless transitions and events of the machine itself must come to rest. */
enum {
	RUN_MAX_STEPS = 10000,
	RUN_MAX_TEXT = 65536 /* bytes of one text of the data */
};

/* Names of events, first in first out; the texts are the machine's. */
struct run_queue {
	const char **at;
	size_t n, cap, head;
};

/* A send that waits for its time. */
struct run_delayed {
	const char *event, *id;
	uint64_t due; /* microseconds of the virtual clock */
};

struct run {
	const struct machine *m;
	struct env *env;
	bool *active; /* by order of the state, as all arrays below */
	bool *leave, *enter, *by_default; /* of the microstep at work */
	bool *entered; /* at any time before; NULL unless binding is late */
	bool **past; /* what a history recorded, or NULL */
	/* Default transition of a history, by its parent, in a microstep. */
	const struct machine_transition **with;
	bool running;
	int steps; /* since the last call from outside */
	struct run_queue internal, external;
	struct run_delayed *wait; /* in the order of sending */
	size_t nwait, cap_wait;
	uint64_t clock; /* microseconds */
	xmlXPathObject **data; /* by number of m->data */
	struct run_result *result; /* of the event at work, or NULL */
	const char *outcome; /* the last one set, or "" */
	struct err *err;
	enum mla_rc rc;
};

void run_push(struct run_queue *q, const char *event);

/* The next one, or NULL. */
const char *run_pop(struct run_queue *q);

/*
 * An expression failed: error.execution, if the machine runs alone; else it
 * stops the event.
 */
bool run_passes(struct run *r, const struct machine_expr *cond);

/* Run a block of executable content; an error ends the block. */
void run_do(struct run *r, const struct machine_actions *a);

/* Give data their first values: those of a state, or all (NULL). */
void run_init_data(struct run *r, const struct machine_state *scope);

#endif
