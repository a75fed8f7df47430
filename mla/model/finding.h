/* finding.h - what a check has to say about a request: data, not errors */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_FINDING_H
#define MLA_MODEL_FINDING_H

#include <stddef.h>

#include "base/ban.h"

/* In the order in which findings are shown. */
enum finding_severity {
	FINDING_ERROR, /* mend it before the request leaves */
	FINDING_WARNING, /* look at it before the request leaves */
	FINDING_ADVICE, /* no instrument demands it; it helps */
};

/* One finding; it owns its texts.  A text that does not apply is "". */
struct finding {
	enum finding_severity severity;
	char *id; /* of the rule or field, stable between versions */
	char *where; /* part of the request: "facts", "measures/m2" */
	char *file; /* "" where only one is looked at */
	long line; /* in the file, 0 where there is none */
	char *text; /* what is wrong, a sentence */
	char *todo; /* what to do, a sentence or a command */
	char *basis; /* instrument and article: "UNTOC Art. 18(15)(c)" */
	char *binds; /* code of the instrument that binds, or "" */
};

/* Start with `struct findings f = { 0 };`, end with findings_free. */
struct findings {
	struct finding *at;
	size_t n;
	size_t cap;
};

/* "error", "warning", "advice"; never NULL. */
const char *finding_severity_name(enum finding_severity severity);

/* Append a finding whose texts are all ""; valid until the next one. */
struct finding *findings_new(
    struct findings *f, enum finding_severity severity);

/* Append a finding; texts are copied, NULL counts as "". */
void findings_add(struct findings *f, enum finding_severity severity,
    const char *id, const char *where, long line, const char *text,
    const char *todo, const char *basis);

/* How many are there of one severity? */
size_t findings_count(const struct findings *f, enum finding_severity severity);

/*
 * Errors first, then warnings, then advice; within one severity the order in
 * which they were found is kept, so that two runs print the same.
 */
void findings_sort(struct findings *f);

void findings_free(struct findings *f);

#endif
