/* custody.h - who had an exhibit, when, why, and what may be done with it */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_CUSTODY_H
#define MLA_CORE_CUSTODY_H

#include "core/act.h"
#include "core/dossier.h"
#include "core/trail.h"

/* Terms under which exhibits are passed on; NULL: nothing said. */
struct custody_terms {
	const char
	    *consent; /* request, or entry of the journal, that gave it */
	const char *ground; /* on which personal data may leave */
	const char *reasons;
	bool in_case; /* it stays within the case for which it was given */
};

/* Something is done with exhibits; NULL texts: nothing said. */
struct custody_act {
	const char *act; /* code of TRAIL_ACTS */
	const char *exhibits; /* their ids with a blank between */
	const char *who; /* does it */
	const char *to; /* to whom */
	const char *state; /* the State it goes to; NULL: ours */
	const char *measure; /* under which it is done: a part of the request */
	const char *message; /* the uid of the bundle with which it goes */
	struct when on;
	struct custody_terms terms;
};

/*
 * May it be done?  Limits of use bind that whoever gave an exhibit set, also
 * where the same file came with another request; what goes back to that State
 * breaks none.  MLA_EREFUSED: a limit forbids it without consent, or data leave
 * an organisation without a ground (both with the article), or we do not have
 * the exhibit any more; MLA_EUSAGE: a code is wrong; MLA_ENOTFOUND: there is no
 * such exhibit, part or consent.
 */
enum mla_rc custody_check(
    struct dossier *d, const struct custody_act *act, struct err *err);

/*
 * Check it and record it in the journal of the request, in one transaction.
 * The caller frees *done.
 */
enum mla_rc custody_record(struct act_done *done, struct office *office,
    int64_t request, const struct custody_act *act, struct err *err);

/*
 * That originals went back; to NULL: to whoever gave them.  MLA_EREFUSED: one
 * is no original and nobody wants it back; and as custody_record.
 */
enum mla_rc custody_return(struct act_done *done, struct office *office,
    int64_t request, const struct custody_act *act, struct err *err);

/*
 * Before a bundle with exhibits of the request is written, and after it: may
 * they go, and that they went, with the message.  Where terms name no ground
 * that of the request counts.  In a write transaction of the caller.
 */
struct envelope;
enum mla_rc custody_may_send(struct dossier *d, const struct envelope *e,
    const struct custody_terms *terms, struct err *err);
enum mla_rc custody_sent(struct dossier *d, const struct envelope *e,
    const struct custody_terms *terms, struct err *err);

#endif
