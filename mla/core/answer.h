/* answer.h - one answer: lines of a file, and nodes of a request */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_ANSWER_H
#define MLA_CORE_ANSWER_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/question.h"

/*
 * The lines of an answer: the value; or each of several values; or each
 * paragraph.  White space is collapsed.  Start with { 0 }.
 */
struct answer {
	char **at;
	size_t n;
	size_t cap;
};

/* Append a line, a copy with its white space collapsed; not if it is blank. */
void answer_add(struct answer *answer, const char *line);
void answer_free(struct answer *answer);
bool answer_equal(const struct answer *a, const struct answer *b);

/* What the request says there; from is the request or the node of a part. */
void answer_of(struct answer *out, const struct question *q, xmlNode *from);

/*
 * Put it there instead of what was there; no lines take away what was there.
 * The lines must be right (answer_fault).
 */
void answer_put(const struct answer *answer, const struct question *q,
    const struct vocab *vocab, xmlNode *from);

#endif
