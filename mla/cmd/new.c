/* new.c - mla new: begin a request */
/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "cmd/findings.h"
#include "cmd/logline.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/draft.h"
#include "core/intake.h"
#include "model/country.h"
#include "xml/read.h"

static char *to, *from, *on, *received, *theirs, *not_sent, *note;
static char **fields, **files;
static int blank, in;

static struct poptOption options[] = {
	{ "to", '\0', POPT_ARG_STRING, &to, 0,
	    "the State that is asked (two letters)", "CC" },
	{ "from", '\0', POPT_ARG_STRING, &from, 0,
	    "a request document, or an answers file; with --in: the State "
	    "that asks",
	    "FILE|CC" },
	{ "on", '\0', POPT_ARG_STRING, &on, 0,
	    "the day it was drafted (default: today)", "DATE" },
	{ "blank", '\0', POPT_ARG_NONE, &blank, 0,
	    "print the answers file without answers", NULL },
	{ "in", '\0', POPT_ARG_NONE, &in, 0,
	    "it came in, on paper or by mail, read or not", NULL },
	{ "received", '\0', POPT_ARG_STRING, &received, 0,
	    "with --in: the day it came (default: today)", "DATE" },
	{ "their-ref", '\0', POPT_ARG_STRING, &theirs, 0,
	    "with --in: the reference of the other side", "REF" },
	{ "field", '\0', POPT_ARG_ARGV, &fields, 0,
	    "with --in: what else is known, as dated=DATE", "NAME=VALUE" },
	{ "attach", '\0', POPT_ARG_ARGV, &files, 0,
	    "with --in: a scan of it; may be repeated", "FILE" },
	{ "note", '\0', POPT_ARG_STRING, &note, 0,
	    "with --in or --not-sent: a remark", "TEXT" },
	{ "not-sent", '\0', POPT_ARG_STRING, &not_sent, 0,
	    "it was considered and not sent: why (code of not-sent)", "CAUSE" },
	POPT_TABLEEND,
};

static enum mla_rc
print_blank(struct office *office, const char *kind, struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc = draft_blank(&b, office, kind, err);

	if (rc == MLA_OK)
		(void)fputs(buf_text(&b), stdout);
	buf_free(&b);
	return rc;
}

static enum mla_rc
check_state(
    const struct office *office, char *state, const char *what, struct err *err)
{
	for (char *c = state; c != NULL && *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	if (state == NULL || strlen(state) != 2 || !country_exists(state))
		return err_set(err, MLA_EUSAGE,
		    "say which State %s and the two letters of ISO 3166-1",
		    what);
	if (str_eq(state, office->info.country))
		return err_set(err, MLA_EREFUSED,
		    "%s is the State of this office: a request goes to "
		    "another one, or comes from it",
		    state);
	return MLA_OK;
}

/* Those that may be the same are named; nothing is dropped. */
static enum mla_rc
print_alike(const char *reference, const struct store_matches *alike)
{
	for (size_t i = 0; i < alike->n; i++)
		out_notice("Perhaps the same as %s (reference, date or file in "
		           "common). If it is:\n      mla log %s duplicate "
		           "--field of=%s",
		    alike->at[i].reference, reference, alike->at[i].reference);
	return MLA_OK;
}

/* What the options say of a request that came in, or never went. */
static enum mla_rc
fill_intake(struct intake *in_, struct logline *l, struct office *office,
    struct err *err)
{
	enum mla_rc rc = MLA_OK;

	in_->on = (struct when){ .day = office->now.day, .second = -1 };
	if (received != NULL || on != NULL)
		rc = when_typed(&in_->on, received != NULL ? received : on,
		    office->now.day, err);
	for (size_t i = 0; fields != NULL && fields[i] != NULL; i++) {
		if (rc == MLA_OK)
			rc = logline_field(l, fields[i], err);
	}
	l->files = files;
	if (rc == MLA_OK)
		rc = logline_act(l, office, err);
	in_->theirs = theirs;
	in_->fields = l->field;
	in_->nfields = l->nfields;
	in_->note = note;
	in_->exhibits = l->act.exhibits;
	in_->nexhibits = l->act.nexhibits;
	return rc;
}

static enum mla_rc
new_in(struct office *office, const char *kind, struct err *err)
{
	struct loglines lines = { 0 };
	struct logline *l = loglines_add(&lines);
	struct intake i = { .kind = kind, .partner = from };
	struct store_matches alike = { 0 };
	char *reference = NULL;
	enum mla_rc rc;

	if ((rc = check_state(office, from, "asks: --from", err)) == MLA_OK &&
	    (rc = fill_intake(&i, l, office, err)) == MLA_OK)
		rc = intake_received(&reference, &alike, office, &i, err);
	if (rc == MLA_OK) {
		(void)printf("%s\n", reference);
		rc = print_alike(reference, &alike);
		out_notice("Next:  mla log %s", reference);
	}
	l->files = NULL; /* popt's */
	loglines_free(&lines);
	store_matches_free(&alike);
	free(reference);
	return rc;
}

static enum mla_rc
new_not_sent(struct office *office, const char *kind, struct err *err)
{
	struct loglines lines = { 0 };
	struct logline *l = loglines_add(&lines);
	struct intake i = { .kind = kind, .partner = to };
	char *pair = xasprintf("cause=%s", not_sent);
	char *reference = NULL;
	enum mla_rc rc;

	if ((rc = check_state(office, to, "was thought of: --to", err)) ==
	        MLA_OK &&
	    (rc = logline_field(l, pair, err)) == MLA_OK &&
	    (rc = fill_intake(&i, l, office, err)) == MLA_OK)
		rc = intake_forgone(&reference, office, &i, err);
	if (rc == MLA_OK)
		(void)printf("%s\n", reference);
	l->files = NULL; /* popt's */
	loglines_free(&lines);
	free(reference);
	free(pair);
	return rc;
}

static enum mla_rc
new_out(struct office *office, const char *kind, struct err *err)
{
	struct findings faults = { 0 };
	struct when day = office->now;
	struct buf b = { 0 };
	char *reference = NULL;
	enum mla_rc rc;

	if (on != NULL &&
	    (rc = when_typed(&day, on, office->now.day, err)) != MLA_OK)
		return rc;
	if ((rc = check_state(office, to, "is asked: --to", err)) != MLA_OK)
		return rc;
	if (from != NULL &&
	    (rc = file_read(&b, from, XML_MAX_BYTES, err)) != MLA_OK)
		goto out;
	rc = draft_new(&reference, &faults, office, kind, to, day.day,
	    from != NULL ? buf_text(&b) : NULL, b.len, err);
	findings_notice(&faults);
	if (rc != MLA_OK)
		goto out;
	(void)printf("%s\n", reference);
	out_notice(
	    "Next:  mla edit %s      mla check %s", reference, reference);
out:
	findings_free(&faults);
	free(reference);
	buf_free(&b);
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_new, args, 1, 1, err)) != MLA_OK)
		return rc;
	if (blank != 0)
		return print_blank(office, args[0], err);
	if (office->store == NULL) {
		err_hint(err,
		    "make one: mla init DIR --authority NAME "
		    "--country CC --code OFFICE");
		return err_set(
		    err, MLA_ENOTFOUND, "there is no register here or above");
	}
	if (in != 0 && (to != NULL || on != NULL || not_sent != NULL))
		return err_set(err, MLA_EUSAGE,
		    "--to, --on and --not-sent are for requests of ours: of "
		    "what came in say --from CC and --received DATE");
	if (in == 0 && not_sent == NULL &&
	    (received != NULL || theirs != NULL || fields != NULL ||
	        files != NULL || note != NULL))
		return err_set(err, MLA_EUSAGE,
		    "--received, --their-ref, --field, --attach and --note go "
		    "with --in");
	if (in != 0)
		return new_in(office, args[0], err);
	if (not_sent != NULL)
		return new_not_sent(office, args[0], err);
	return new_out(office, args[0], err);
}

const struct cmd_verb cmd_new = {
	.name = "new",
	.synopsis =
	    "KIND --to CC [--from FILE] [--on DATE] | KIND --in --from CC "
	    "[--received DATE] [--their-ref REF] "
	    "[--field NAME=VALUE]... [--attach FILE]... [--note TEXT] "
	    "| KIND --to CC --not-sent CAUSE | KIND --blank",
	.summary = "begin a request",
	.prepare = CMD_WRITE | CMD_MAYBE,
	.options = options,
	.run = run,
};
