/* place.h - the State and the region that a verb was told */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_PLACE_H
#define MLA_CMD_PLACE_H

#include "core/office.h"
#include "model/holidays.h"

struct place {
	struct calendar *calendar;
	int region; /* in it, or -1 */
	char *name; /* of the State, or "REGION (STATE)", in words */
};

/*
 * The calendar of a State (two letters, small ones too) and one of its
 * regions (or NULL).  MLA_OK also where the State has no calendar; the caller
 * ends it with place_close.  MLA_ENOTFOUND: no such State or region, with the
 * regions that there are.
 */
enum mla_rc place_open(struct place *out, const struct office *office,
    const char *state, const char *region, struct err *err);
void place_close(struct place *p);

/* "Fri 2026-07-17", in the language of the screen; the caller frees it. */
char *place_day(const struct office *office, int32_t day);

#endif
