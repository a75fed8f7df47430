/* steps.h - the derivation of a due date, in words */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_STEPS_H
#define MLA_CMD_STEPS_H

#include "cmd/out.h"
#include "cmd/place.h"
#include "model/period.h"

struct steps; /* one line for each step */

/*
 * What was asked and found, as lines; whole: with what did not change the
 * result and where the rules stand.  Everything is borrowed until steps_free.
 */
struct steps *steps_new(const struct office *office, const struct term_ask *ask,
    const struct place *place, const struct term *term, bool whole);
void steps_free(struct steps *s);

/* In that region it ends on another day. */
void steps_add_region(struct steps *s, const char *id, int32_t due);

/* For people: the date alone on the first line, then the steps. */
void steps_print(struct steps *s, enum out_format format);

#endif
