/* logline.h - acts as they are typed: options, segments, lines of a file */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_LOGLINE_H
#define MLA_CMD_LOGLINE_H

#include "cmd/cmd.h"
#include "core/act.h"

/* One act as it was typed; what it points to is owned. */
struct logline {
	char *reference; /* as it was typed */
	size_t line; /* of the file, 0: on the command line */
	int64_t request;
	char *event, *part, *by, *note; /* NULL: not given */
	char **files; /* NULL at the end; NULL: none */
	struct act_field *field;
	size_t nfields, cap_fields;
	struct act act; /* filled by logline_act */
};

struct loglines {
	struct logline *at;
	size_t n, cap;
};

/* The options of one act; they fill variables of this file. */
extern struct poptOption logline_options[];

/* An empty one more. */
struct logline *loglines_add(struct loglines *lines);

/*
 * Add what the options say as an act of a request (event NULL: not typed).
 * The variables are empty afterwards.
 */
enum mla_rc loglines_take(struct loglines *lines, const struct office *office,
    const char *reference, const char *event, struct err *err);

/* The segments after a ",", each "EVENT [options]", of the same request. */
enum mla_rc loglines_segments(struct loglines *lines,
    const struct office *office, const char *reference, const char **rest,
    struct err *err);

/* Lines "REF EVENT [options]" of a file; blank ones and # are skipped. */
enum mla_rc loglines_file(struct loglines *lines, const struct office *office,
    const char *path, struct err *err);

/* One more field; copies are kept. */
void logline_set(struct logline *line, const char *name, const char *value);

/* "NAME=VALUE" as a field.  MLA_EUSAGE if it is none. */
enum mla_rc logline_field(
    struct logline *line, const char *text, struct err *err);

/* Take the files into exhibits/ and fill line->act. */
enum mla_rc logline_act(
    struct logline *line, struct office *office, struct err *err);

void loglines_free(struct loglines *lines);

#endif
