/* workflow_open.h - the machine that is meant, and the words for it */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_WORKFLOW_OPEN_H
#define MLA_CMD_WORKFLOW_OPEN_H

#include "cmd/cmd.h"
#include "core/machines.h"
#include "model/draw.h"

/* What was asked for, as it was typed; NULL, 0: nothing. */
struct workflow_want {
	char *side, *format, *to, *path;
	int all;
};

extern struct workflow_want workflow_want;
extern struct poptOption workflow_options[];

/* One machine with its words; start with { 0 }, end with workflow_close. */
struct workflow_machine {
	struct machines found; /* one row */
	const struct machine *m;
	char *title; /* "Letter of request · sent by us" */
	char *subtitle; /* "letter-out · 27 states, 36 events · FILE" */
	struct draw_words words; /* the office's */
};

/* The machine that the one word in args means; workflow_close in any case. */
enum mla_rc workflow_open(struct workflow_machine *out, struct office *office,
    const char **args, struct err *err);
void workflow_close(struct workflow_machine *w);

/* The words of all kinds in ids, which blanks separate; the caller frees it. */
char *workflow_kinds(const struct office *office, const char *ids);

#endif
