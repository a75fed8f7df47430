/* trail.h - who had an exhibit, when, why, and to whom it went */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_TRAIL_H
#define MLA_CORE_TRAIL_H

#include "core/dossier.h"

#define TRAIL_ACTS "custody-act" /* code list of what is done */

/* Names of what is due. */
#define TRAIL_RETURN "exhibit-return" /* an original goes back */
#define TRAIL_KEEP "exhibit-keep" /* it is kept no longer than that */

/* One line of the trail; the texts are owned, NULL: nothing said. */
struct trail_entry {
	int64_t seq; /* entry of the journal */
	struct when on;
	char *exhibit, *act, *who, *to, *state, *measure, *reasons;
	char *consent, *ground, *message;
	bool in_case;
};

struct trail {
	struct trail_entry *at;
	size_t n, cap;
};

/*
 * What was done with the exhibits of a request, in the order in which it
 * happened; exhibit NULL: with all of them.  exhibits are all of the request.
 * The caller frees *out with trail_free.
 */
struct exhibits;
void trail_of(struct trail *out, const struct dossier *d,
    const struct exhibits *exhibits, const char *exhibit);
void trail_free(struct trail *trail);

/* Where an exhibit stands: lines of the trail. */
struct trail_stand {
	const struct trail_entry *last; /* NULL: none */
	const struct trail_entry *gone; /* we do not have it any more */
	const struct trail_entry *sent; /* it went out with a message */
};

/* That of each of the exhibits; the caller frees the array. */
struct trail_stand *trail_stands(struct office *office,
    const struct trail *trail, const struct exhibits *exhibits);

/* Add elements custody to $desk: a line of the trail each. */
enum mla_rc trail_put(xmlNode *desk, const struct dossier *d, struct err *err);

/*
 * Add to what is due: originals that go back, and days until which exhibits
 * may be kept.  Only those that are still there.
 */
struct store_deadlines;
enum mla_rc trail_due(
    struct store_deadlines *out, const struct dossier *d, struct err *err);

#endif
