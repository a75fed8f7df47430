/* lines.h - the lines of a file of answers, before anybody knows the form */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_LINES_H
#define MLA_CORE_LINES_H

#include <stddef.h>

#include "base/buf.h"
#include "model/finding.h"
#include "model/lang.h"

enum lines_what {
	LINES_SECTION, /* == name */
	LINES_PART, /* [name], [[name]] ... */
	LINES_ANSWER, /* name: text, and the indented lines below it */
};

struct lines_entry {
	enum lines_what what;
	long line; /* from 1 */
	size_t depth; /* of a part: how many brackets */
	char *name; /* white space at its ends is gone */
	struct buf text; /* of an answer: its lines, '\n' between them */
};

/* Start with { 0 }, end with lines_free. */
struct lines {
	struct lines_entry *at;
	size_t n;
	size_t cap;
};

/*
 * Take a file apart.  Lines that are none of the above, and characters that
 * no document can hold, are findings (words of lang) and are left out.
 */
void lines_read(struct lines *out, struct findings *faults,
    const struct lang *lang, const char *text, size_t len);
void lines_free(struct lines *lines);

/* Append a finding about a line: the words of key and of key.todo. */
void lines_fault(struct findings *faults, const struct lang *lang, long line,
    const char *key, const char *what, const char *more);

#endif
