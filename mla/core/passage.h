/* passage.h - may a message travel by this channel? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_PASSAGE_H
#define MLA_CORE_PASSAGE_H

#include "core/dossier.h"
#include "model/channel.h"

/*
 * The rule of the law for a message of the request, by the law of today; form:
 * it brings a form of the act.  The proceedings began when the request was
 * issued, or today if it was not.  rule->cite NULL: there is none.  The caller
 * frees it with channel_rule_free.
 */
enum mla_rc passage_rule(struct channel_rule *rule, const struct dossier *d,
    bool form, struct err *err);

/*
 * May it go by that channel (NULL: not said), for that reason (a code of the
 * list channel-reason, NULL: none)?  MLA_EREFUSED with the article and the
 * codes: the law wants another channel and no reason that it allows is given.
 */
enum mla_rc passage_check(const struct dossier *d, bool form,
    const char *channel, const char *reason, struct err *err);

/*
 * Of an entry of the journal that tells how papers of ours went: what
 * passage_check says of it, for the caller to free; NULL: nothing, or it is no
 * such entry.  What happened is recorded, lawful or not.
 */
enum mla_rc passage_logged(char **out, struct office *office, int64_t request,
    int64_t seq, struct err *err);

/* Is it a form of an act of the law, and not one that we worded? */
enum mla_rc passage_is_official(
    bool *out, const struct dossier *d, const char *form, struct err *err);

#endif
