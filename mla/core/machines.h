/* machines.h - the workflows that there are: of kinds, of parts, in files */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_MACHINES_H
#define MLA_CORE_MACHINES_H

#include "core/office.h"
#include "model/machine.h"

/* What a machine is for. */
#define MACHINES_WHOLE "request"
#define MACHINES_PART "part"
#define MACHINES_TRANSMISSION "transmission"

/* One machine of the data folder, or of a file; texts are never NULL. */
struct machines_row {
	char *kind; /* ids of all kinds that use it, blanks between; or "" */
	char *side; /* "out" or "in"; "" for both, and for a part */
	char *use; /* one of the above, "" for a file that no kind names */
	char *name; /* of the machine; of a file: without folder and end */
	char *file; /* from the data folder; or the path that was given */
	struct machine *m;
};

struct machines {
	struct machines_row *at;
	size_t n, cap;
};

/*
 * All machines: those of each kind, then the parts.  The caller frees out with
 * machines_free, also after an error.  MLA_EDAMAGED: one of them is wrong, with
 * file and line.
 */
enum mla_rc machines_list(
    struct machines *out, struct office *office, struct err *err);

/*
 * One machine: name is a file that exists, or a kind (of the side "out" or
 * "in", NULL: out), or a machine.  The caller frees out with machines_free.
 * MLA_ENOTFOUND: there is none of these; MLA_EUSAGE: no such side.
 */
enum mla_rc machines_find(struct machines *out, struct office *office,
    const char *name, const char *side, struct err *err);
void machines_free(struct machines *machines);

/* Is it "out", "in", or NULL?  MLA_EUSAGE otherwise. */
enum mla_rc machines_side(const char *side, struct err *err);

/* How many different events are named in it? */
size_t machines_events(const struct machine *m);

#endif
