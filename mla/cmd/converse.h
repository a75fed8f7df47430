/* converse.h - questions on a terminal, asked until the answer will do */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_CONVERSE_H
#define MLA_CMD_CONVERSE_H

#include "cmd/logline.h"
#include "core/dossier.h"

struct converse;

/* On the terminal; free with converse_free. */
struct converse *converse_new(void);
void converse_free(struct converse *c);

/* Has the input ended? What was asked then has no answer. */
bool converse_is_over(const struct converse *c);

/* A line without blanks at its ends, "" at the end; the caller frees it. */
char *converse_line(struct converse *c);

/* Say on the terminal what will not do, and how it is written. */
void converse_again(const struct err *err);

/* When did it happen?  Left as it is where nothing is typed. */
void converse_day(struct when *on, struct converse *c, int32_t today);

/* The fields that an event declares; codes are listed with their words. */
void converse_fields(struct logline *line, struct converse *c,
    struct dossier *d, const struct machine_transition *t);

#endif
