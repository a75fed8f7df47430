/* sample.h - durations from elsewhere: rows with group, stratum and end */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_SAMPLE_H
#define MLA_CORE_SAMPLE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "core/labels.h"
#include "stats/tally.h"

#define SAMPLE_ALL "ALL" /* the group of rows without groups */
#define SAMPLE_PLACES 5 /* that are named of rows left out */

/* One row as it is read. */
struct sample_row {
	double time, entry; /* entry 0: watched from the beginning */
	uint8_t cause; /* 0 open, else what ended it */
	uint32_t group, stratum; /* numbers of labels, 0 if not asked for */
};

/* Rows that were left out, and why. */
struct sample_left {
	const char *why; /* "no time": a text that lasts */
	size_t n;
	size_t at[SAMPLE_PLACES]; /* the first of them: lines or traces */
};

struct sample {
	struct tally_rows rows; /* points into the columns */
	double *time, *entry; /* entry NULL: not asked for */
	uint8_t *cause;
	uint16_t *group; /* NULL: not asked for */
	uint32_t *stratum; /* NULL: not asked for */
	size_t n, cap;
	struct labels groups, strata; /* names by number, as rows are read */
	bool has_cause[TALLY_MAX_CAUSES + 1]; /* which ones occur */
	size_t read; /* rows read, those left out too */
	const char *name; /* of the file; borrowed */
	const char *rows_are; /* what its rows are called: "rows", "cases" */
	const char *unit; /* and their places: "line", "trace" */
	struct sample_left *left;
	size_t nleft, cap_left;
	struct buf notes; /* more to be said: lines with their "\n" */
};

/* What to read. */
struct sample_want {
	/* Of a CSV file: names of its columns. */
	const char *time, *status, *entry;
	/* Of a log: activities or attributes (log_read). */
	const char *from, *to;
	const char *group, *strata; /* columns or attributes; NULL: none */
};

/* Begin; all of it is owned: sample_free. */
void sample_begin(struct sample *s, const struct sample_want *want,
    const char *name, const char *rows_are, const char *unit);

/*
 * Keep a row.  MLA_EDAMAGED: too many groups (TALLY_MAX_GROUPS) or rows
 * (TALLY_MAX_ROWS).
 */
enum mla_rc sample_add(
    struct sample *s, const struct sample_row *row, struct err *err);

/* Leave a row out; why lasts as long as the program. */
void sample_leave(struct sample *s, const char *why, size_t at);

/*
 * All rows are there: groups and strata that have rows are sorted (numbers by
 * value, else by bytes), and rows is filled.  MLA_EDAMAGED if no row was kept.
 */
enum mla_rc sample_end(struct sample *s, struct err *err);

/* What was left out, and notes: lines for people. */
void sample_say(struct buf *out, const struct sample *s);
void sample_free(struct sample *s);

/*
 * Rows of a CSV file (RFC 4180; UTF-8 with or without byte order mark; lines
 * may end in CRLF; gzip is unpacked), "-" is standard input.  The first line
 * names the columns.  A row in which a value asked for is missing (nothing, NA
 * or NaN) is left out.  On MLA_OK the caller frees with sample_free.
 * MLA_ENOTFOUND: no such file or column; MLA_EDAMAGED names the line.
 */
enum mla_rc sample_read_csv(struct sample *out, const char *path,
    const struct sample_want *want, struct err *err);

/*
 * Cases of an event log (XES, IEEE 1849; gzip is unpacked), read liberally: by
 * local names, in any order, unknown elements skipped.  from and to are
 * "event:NAME" an activity (concept:name of an event), "case:KEY" a date of
 * the case itself, or a bare name: an activity if the log has one, else a date
 * of the case.  From: the first time; to: the first at or after it.  Time is
 * whole days, floor((to - from) / 86,400 s); a case without its end is open at
 * the last event time of the log.  On MLA_OK the caller frees with
 * sample_free.  MLA_ENOTFOUND: no such file, activity or attribute;
 * MLA_EDAMAGED names the line.
 */
enum mla_rc sample_read_log(struct sample *out, const char *path,
    const struct sample_want *want, struct err *err);

#endif
