/* crossing.h - acts and texts of both sides that crossed on their way */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_CROSSING_H
#define MLA_CORE_CROSSING_H

#include "core/act.h"
#include "core/dossier.h"

/*
 * How many messages of the other side, from the first one without a gap, were
 * recorded before the entry seq (0: before now).
 */
enum mla_rc crossing_seen(
    int64_t *number, const struct dossier *d, int64_t seq, struct err *err);

/* Entries before which an act can have its turn (0: after all). */
struct crossing_places {
	int64_t *at;
	size_t n, cap;
};

/*
 * Where an act of theirs belongs among those of ours of the same day that they
 * did not know: at[0], by the moments of recording (of one moment, the
 * requesting side is first); then the other places, as far as they must be
 * tried because it is impossible there, the nearest ones first, so that both
 * registers come to the same order.  recorded is the moment at which they
 * recorded it, or NULL; seen, how many of our messages they knew then (below
 * 0: they do not say; then it is 0 alone).  The caller frees out->at.
 */
enum mla_rc crossing_order(struct crossing_places *out, const struct dossier *d,
    const struct act *act, const char *recorded, int64_t seen, struct err *err);

/* What a text of theirs is to ours. */
enum crossing_text {
	CROSSING_KNOWN, /* we have it already */
	CROSSING_NEW, /* ours is the one that they changed */
	CROSSING_THEIRS, /* both changed it, theirs is the later one */
	CROSSING_OURS, /* both changed it, ours is the later one */
};

/* By its hash, when it was written, and what they knew then. */
enum mla_rc crossing_text(enum crossing_text *out, const struct dossier *d,
    const char *sha256, const char *recorded, int64_t seen, struct err *err);

#endif
