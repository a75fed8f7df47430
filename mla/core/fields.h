/* fields.h - what an event carries: checked, written, coded */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_FIELDS_H
#define MLA_CORE_FIELDS_H

#include "base/buf.h"
#include "core/act.h"
#include "model/machine.h"

/* Can it be the name of a field? Names that every event has are none. */
bool fields_is_name(const char *name);

/* What is wrong with a value of a field, for the caller to free; or NULL. */
char *fields_fault(
    const struct machine_field *f, const char *value, struct dossier *d);

/*
 * Are all fields there that the transition demands, and right?  env of the
 * dossier holds the event.  MLA_EREFUSED with every fault at once.
 */
enum mla_rc fields_check(const struct machine_transition *t,
    const struct act *act, struct dossier *d, struct err *err);

/* Append the fields as attributes, end the tag, then texts and the note. */
void fields_write(
    struct buf *b, const struct machine_transition *t, const struct act *act);

/* Fields of an event as it was written; the texts are owned. */
struct fields_values {
	struct act_field *at;
	size_t n, cap;
	char *note; /* or NULL */
};

/* Attributes, and texts as lines, of an event element. */
void fields_read(struct fields_values *out, const xmlNode *event);
void fields_values_free(struct fields_values *values);

/*
 * Those that are codes, dates, numbers, yes or no, and the entry that it
 * replaces: "name=value\n", sorted.
 */
char *fields_codes(const struct machine_transition *t, const struct act *act);

#endif
