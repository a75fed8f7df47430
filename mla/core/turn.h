/* turn.h - running numbers of the messages about a request */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_TURN_H
#define MLA_CORE_TURN_H

#include "core/office.h"
#include "store/record.h"

/* Is the number one of those in a list with blanks between? */
bool turn_has(const char *numbers, int64_t number);

/*
 * The first number of the other side's that is missing, from 1: no message has
 * it, none stands in its place, none with it was set aside.  request is 0 where
 * the request (uid about) is not known here; before: only what was recorded
 * before that journal entry (0: all).
 */
enum mla_rc turn_next(int64_t *next, struct office *office, int64_t request,
    const char *about, int64_t before, struct err *err);

/*
 * Is it the turn of a message with that number, which stands in the place of
 * those others, where next is the first one that is missing?
 */
bool turn_is(int64_t next, int64_t number, const char *instead);

/*
 * What the next message tells, beside the pending acts (journal numbers with
 * blanks between), because an earlier one did not arrive: *instead, the numbers
 * of that one and of all after it, in whose place it stands, since what they
 * tell may build on it; *acts, the pending acts with those of these messages,
 * in the order in which they happened.  The caller frees both.
 */
struct dossier;
void turn_again(char **instead, char **acts, const struct dossier *d,
    const struct store_sents *all, const char *pending);

#endif
