/* ends.h - at which events the days of a request begin and end */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_ENDS_H
#define MLA_CORE_ENDS_H

#include "core/past.h"
#include "core/table.h"

/* "@executing" in a list of events: an act that led to this state. */
#define ENDS_STATE '@'

/* From what to what the days of a kind run (list "timing"). */
struct ends_timing {
	char *kind, *side;
	char *from, *to; /* names of events, blanks between; "": none */
	bool answer; /* is one owed? */
	bool flow; /* does it count as a request in yearly figures? */
	int32_t within; /* days in which it should be over; 0: none is set */
	struct ends_timing *next;
};

struct ends {
	struct office *office;
	char **closing; /* how outcomes count (list "closing") */
	size_t nclosing;
	struct ends_timing *timing; /* read so far */
	char
	    *outcome; /* the last one that was asked about, and how it counts */
	size_t counts;
};

void ends_begin(struct ends *e, struct office *office);
void ends_free(struct ends *e);

/* It lasts as long as e. */
const struct ends_timing *ends_of_kind(
    struct ends *e, const char *kind, const char *side);

/*
 * How an outcome counts: number in closing.  The last one is for outcomes that
 * say nothing, the first one for "": what was reached without an outcome.
 */
size_t ends_closing(struct ends *e, const char *outcome);

/* The column of one way of closing, its word in capitals; shown to people? */
void ends_column(struct table *t, const struct office *office,
    const char *closing, bool shown);

/* Is a name one of those of a list with blanks between? */
bool ends_is_one(const char *list, const char *name);

/* The first such event of a part ("": of any) on or after a day, or NULL. */
const struct past_step *ends_step(
    const struct past *p, const char *part, const char *names, int32_t after);

/* From the first of some events to the first of others. */
struct ends_span {
	int32_t from, to; /* days; to >= from */
	bool reached; /* the second one came */
	bool over; /* it did not, but another outcome was decided */
};

/*
 * The span of the request, or of a part; what is still open ends on p->now.
 * false: none of the first events came.
 */
bool ends_between(struct ends_span *out, const struct past *p,
    const struct past_end *end, const char *from, const char *to);

#endif
