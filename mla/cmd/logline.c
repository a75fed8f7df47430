/* logline.c - acts as they are typed: options, segments, lines of a file */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/logline.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "core/desk.h"

#define MAX_BATCH_BYTES (64U << 20) /* of a file of acts */

static char *on, *by, *part, *note, **fields, **files;
static long correct, strike;

struct poptOption logline_options[] = {
	{ "on", '\0', POPT_ARG_STRING, &on, 0,
	    "when it happened (default: today)", "DATE" },
	{ "field", '\0', POPT_ARG_ARGV, &fields, 0,
	    "what the event carries; may be repeated", "NAME=VALUE" },
	{ "attach", '\0', POPT_ARG_ARGV, &files, 0,
	    "a file that belongs to it; may be repeated", "FILE" },
	{ "note", '\0', POPT_ARG_STRING, &note, 0, "a remark", "TEXT" },
	{ "part", '\0', POPT_ARG_STRING, &part, 0,
	    "the measure or transmission it happened to", "ID" },
	{ "by", '\0', POPT_ARG_STRING, &by, 0,
	    "whose act, where it can be either's: us, them", "WHO" },
	{ "correct", '\0', POPT_ARG_LONG, &correct, 0,
	    "it stands in the place of this entry of the journal", "NR" },
	{ "strike", '\0', POPT_ARG_LONG, &strike, 0,
	    "this entry of the journal was a mistake", "NR" },
	POPT_TABLEEND,
};

static void
free_words(char **words)
{
	for (size_t i = 0; words != NULL && words[i] != NULL; i++)
		free(words[i]);
	free(words);
}

void
loglines_free(struct loglines *lines)
{
	for (size_t i = 0; i < lines->n; i++) {
		struct logline *l = &lines->at[i];

		for (size_t k = 0; k < l->nfields; k++) {
			free((char *)(uintptr_t)l->field[k].name);
			free((char *)(uintptr_t)l->field[k].value);
		}
		for (size_t k = 0; k < l->act.nexhibits; k++)
			act_exhibit_free(&l->act.exhibits[k]);
		free(l->act.exhibits);
		free(l->field);
		free_words(l->files);
		free(l->reference);
		free(l->event);
		free(l->part);
		free(l->by);
		free(l->note);
	}
	free(lines->at);
	memset(lines, 0, sizeof(*lines));
}

struct logline *
loglines_add(struct loglines *lines)
{
	lines->at =
	    vec_more(lines->at, &lines->cap, lines->n, sizeof(*lines->at));
	memset(&lines->at[lines->n], 0, sizeof(*lines->at));
	return &lines->at[lines->n++];
}

void
logline_set(struct logline *line, const char *name, const char *value)
{
	line->field = vec_more(line->field, &line->cap_fields, line->nfields,
	    sizeof(*line->field));
	line->field[line->nfields].name = xstrdup(name);
	line->field[line->nfields++].value = xstrdup(value);
}

enum mla_rc
logline_field(struct logline *line, const char *text, struct err *err)
{
	const char *equals = strchr(text, '=');
	char *name;

	if (equals == NULL)
		return err_set(
		    err, MLA_EUSAGE, "--field %s: write NAME=VALUE", text);
	name = xstrndup(text, (size_t)(equals - text));
	logline_set(line, name, equals + 1);
	free(name);
	return MLA_OK;
}

/* Move the text of an option. */
static char *
take(char **option)
{
	char *text = *option;

	*option = NULL;
	return text;
}

/* Which entry is corrected or struck, and when it happened. */
static enum mla_rc
take_entry(struct logline *l, const struct office *office, struct err *err)
{
	enum mla_rc rc = MLA_OK;
	char *day = take(&on);

	l->act.on = (struct when){ .day = office->now.day, .second = -1 };
	l->act.dated = day != NULL;
	l->act.replaces = correct != 0 ? correct : strike;
	if (day != NULL)
		rc = when_typed(&l->act.on, day, office->now.day, err);
	if (rc == MLA_OK && strike != 0 && (correct != 0 || l->event != NULL))
		rc = err_set(err, MLA_EUSAGE,
		    "--strike takes an entry away: no event goes with it");
	else if (rc == MLA_OK && strike != 0)
		l->event = xstrdup(DESK_STRIKE);
	correct = 0;
	strike = 0;
	free(day);
	return rc;
}

enum mla_rc
loglines_take(struct loglines *lines, const struct office *office,
    const char *reference, const char *event, struct err *err)
{
	char **given = fields;
	struct logline *l = loglines_add(lines);
	enum mla_rc rc;

	l->reference = xstrdup(reference);
	l->event = xstrdup_null(event);
	l->part = take(&part);
	l->by = take(&by);
	l->note = take(&note);
	l->files = files;
	files = NULL;
	fields = NULL;
	rc = take_entry(l, office, err);
	if (rc == MLA_OK && event != NULL && desk_is(event))
		rc = err_set(err, MLA_EUSAGE,
		    "\"%s\" is no event: a verb of its own writes it", event);
	for (size_t i = 0; given != NULL && given[i] != NULL; i++) {
		if (rc == MLA_OK)
			rc = logline_field(l, given[i], err);
	}
	free_words(given);
	if (rc == MLA_OK && l->by != NULL && !str_eq(l->by, "us") &&
	    !str_eq(l->by, "them"))
		rc = err_set(
		    err, MLA_EUSAGE, "--by %s: write us or them", l->by);
	return rc;
}

/* Words "[REF] EVENT [options]" as one more act. */
static enum mla_rc
parse_words(struct loglines *lines, const struct office *office,
    const char *reference, int argc, const char **argv, struct err *err)
{
	const char **args;
	poptContext con;
	enum mla_rc rc = MLA_OK;
	int want = reference == NULL ? 2 : 1, got;

	con = poptGetContext(
	    "log", argc, argv, logline_options, POPT_CONTEXT_KEEP_FIRST);
	got = poptGetNextOpt(con);
	if (got < -1) {
		rc = err_set(err, MLA_EUSAGE, "%s: %s",
		    poptBadOption(con, POPT_BADOPTION_NOALIAS),
		    poptStrerror(got));
		goto out;
	}
	args = poptGetArgs(con);
	got = args != NULL ? cmd_count(args) : 0;
	if (got != want && !(got == want - 1 && (correct != 0 || strike != 0)))
		rc = err_set(err, MLA_EUSAGE,
		    got < want ? "an event is missing" : "\"%s\" is too much",
		    got > want ? args[want] : "");
	else if (reference == NULL)
		rc = loglines_take(lines, office, args[0], args[1], err);
	else
		rc = loglines_take(
		    lines, office, reference, got > 0 ? args[0] : NULL, err);
out:
	(void)poptFreeContext(con);
	return rc;
}

enum mla_rc
loglines_segments(struct loglines *lines, const struct office *office,
    const char *reference, const char **rest, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	while (rc == MLA_OK && rest != NULL) {
		const char **next = NULL;
		int n = 0;

		while (rest[n] != NULL && !str_eq(rest[n], ","))
			n++;
		if (rest[n] != NULL)
			next = &rest[n + 1];
		rest[n] = NULL;
		rc = parse_words(lines, office, reference, n, rest, err);
		rest = next;
	}
	return rc;
}

/* Does every quotation mark have its second one? As popt reads them. */
static bool
is_closed(const char *line)
{
	char open = '\0';

	for (; *line != '\0'; line++) {
		if (*line == '\\' && line[1] != '\0')
			line++;
		else if (*line == open)
			open = '\0';
		else if (open == '\0' && (*line == '"' || *line == '\''))
			open = *line;
	}
	return open == '\0';
}

static enum mla_rc
parse_line(struct loglines *lines, const struct office *office,
    const char *line, const char *path, size_t number, struct err *err)
{
	const char **argv = NULL;
	struct err own = { 0 };
	enum mla_rc rc;
	int argc = 0, bad;

	bad = poptParseArgvString(line, &argc, &argv);
	if (bad == 0 && !is_closed(line))
		rc =
		    err_set(&own, MLA_EUSAGE, "a quotation mark is not closed");
	else if (bad != 0)
		rc = err_set(&own, MLA_EUSAGE, "%s", poptStrerror(bad));
	else
		rc = parse_words(lines, office, NULL, argc, argv, &own);
	free(argv);
	if (rc == MLA_OK)
		lines->at[lines->n - 1].line = number;
	if (rc != MLA_OK) {
		err_hint(err,
		    "a line is: REF EVENT [--on DATE] [--field "
		    "NAME=VALUE]...");
		(void)err_set(err, rc, "%s:%zu: %s", path, number, own.msg);
	}
	return rc;
}

enum mla_rc
loglines_file(struct loglines *lines, const struct office *office,
    const char *path, struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc = file_read(&b, path, MAX_BATCH_BYTES, err);
	const char *at = buf_text(&b);
	size_t number = 0;

	while (rc == MLA_OK && *at != '\0') {
		size_t len = strcspn(at, "\n");
		char *line = xstrndup(at, len), *text = str_trim(line);

		number++;
		if (*text != '\0' && *text != '#')
			rc = parse_line(lines, office, text, path, number, err);
		free(text);
		free(line);
		at += len + (at[len] == '\n' ? 1 : 0);
	}
	if (rc == MLA_OK && lines->n == 0)
		rc = err_set(err, MLA_EUSAGE, "%s has no acts in it", path);
	buf_free(&b);
	return rc;
}

enum mla_rc
logline_act(struct logline *l, struct office *office, struct err *err)
{
	enum mla_rc rc = MLA_OK;
	size_t n = 0;

	while (l->files != NULL && l->files[n] != NULL)
		n++;
	l->act.exhibits = xcalloc(n, sizeof(*l->act.exhibits));
	for (size_t i = 0; rc == MLA_OK && i < n; i++) {
		rc = act_take_file(
		    &l->act.exhibits[i], office, l->files[i], NULL, err);
		l->act.nexhibits += rc == MLA_OK;
	}
	l->act.event = l->event;
	l->act.part = l->part;
	l->act.by = l->by;
	l->act.note = l->note;
	l->act.fields = l->field;
	l->act.nfields = l->nfields;
	return rc;
}
