/* theirs.h - what a message of the other side tells, as acts of the journal */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_THEIRS_H
#define MLA_CORE_THEIRS_H

#include "bundle/verify.h"
#include "core/envelope.h"
#include "core/office.h"

/* A message that was verified; everything is borrowed. */
struct theirs {
	struct office *office;
	const struct envelope *envelope;
	const struct bag_report *report; /* the files of its bag */
	const struct buf *document; /* data/request.xml, empty if none */
	struct when reached; /* the day on which it reached us */
	bool late; /* its acts count from that day, not from their own */
	bool stale; /* another one came that stands in its place */
};

/* What came of it; the texts are owned. */
struct theirs_done {
	int64_t request;
	char *reference; /* ours */
	int64_t seq; /* its last act */
	char *clash; /* a sentence, where both sides changed the text; NULL */
};

void theirs_done_free(struct theirs_done *done);

/*
 * Register the request that a message brings, in a write transaction of the
 * caller.  MLA_EREFUSED: it brings none, or it is impossible.
 */
enum mla_rc theirs_create(
    struct theirs_done *done, const struct theirs *t, struct err *err);

/*
 * Record the acts of a message about a request that is registered, in a write
 * transaction of the caller.  What crossed with acts of ours has its turn among
 * those of its day by the moment at which it was recorded (of one moment the
 * requesting side is first), so that both registers keep the same order; where
 * only the other order is possible, it is that one on both sides.  Where both
 * changed a common text, the one written later stands on both sides, and the
 * other is kept.  MLA_EREFUSED: it is impossible in our history.
 */
enum mla_rc theirs_add(struct theirs_done *done, const struct theirs *t,
    int64_t request, struct err *err);

/* The file of the bag that an exhibit of the envelope names, or NULL. */
const struct bag_entry *theirs_file(
    const struct bag_report *report, const struct envelope_file *f);

#endif
