/* log.c - mla log: what happened, or what can happen now */
/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "cmd/converse.h"
#include "cmd/entries.h"
#include "cmd/logline.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/act.h"
#include "core/batch.h"
#include "core/cite.h"
#include "core/desk.h"
#include "core/passage.h"
#include "core/view.h"
#include "xml/node.h"

static char *batch, *format;
static int journal;

static struct poptOption options[] = {
	{ NULL, '\0', POPT_ARG_INCLUDE_TABLE, logline_options, 0, NULL, NULL },
	{ "batch", '\0', POPT_ARG_STRING, &batch, 0,
	    "a file of acts, each line: REF EVENT [options]", "FILE" },
	{ "journal", '\0', POPT_ARG_NONE, &journal, 0,
	    "what has happened so far", NULL },
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "of the journal: table, json, xml or csv", "FORMAT" },
	POPT_TABLEEND,
};

enum {
	BASIS_AT = 78 /* column of the legal source */
};

/* One event that can happen: of the request, or of a part of it. */
struct choice {
	char *event, *part;
	const struct machine_transition *transition;
	bool ours;
};

struct choices {
	struct choice *at;
	size_t n, cap;
};

static void
free_choices(struct choices *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->at[i].event);
		free(c->at[i].part);
	}
	free(c->at);
}

static enum mla_rc
add_choices(struct choices *out, struct dossier *d, struct run *run,
    const char *id, struct err *err)
{
	struct run_choices c;
	enum mla_rc rc;

	if ((rc = act_possible(&c, run, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; i < c.n; i++) {
		struct choice *to;

		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		to = &out->at[out->n++];
		to->event = xstrdup(c.at[i].event);
		to->part = xstrdup_null(id);
		to->transition = c.at[i].transition;
		to->ours = dossier_act_is_ours(d, c.at[i].transition, id, true);
	}
	run_choices_free(&c);
	return MLA_OK;
}

/* Ours first, each in the order of the workflow: as they are numbered. */
static void
sort_choices(struct choices *c)
{
	for (size_t i = 1; i < c->n; i++) {
		struct choice x = c->at[i];
		size_t at = i;

		for (; x.ours && at > 0 && !c->at[at - 1].ours; at--)
			c->at[at] = c->at[at - 1];
		c->at[at] = x;
	}
}

static enum mla_rc
find_choices(struct choices *out, struct dossier *d, struct err *err)
{
	enum mla_rc rc = add_choices(out, d, d->run, NULL, err);

	for (size_t i = 0; rc == MLA_OK && i < d->nparts; i++) {
		if (!run_is_final(d->parts[i].run))
			rc = add_choices(
			    out, d, d->parts[i].run, d->parts[i].id, err);
	}
	sort_choices(out);
	return rc;
}

static void
print_choice(const struct dossier *d, const struct choice *c, size_t number)
{
	char *basis = cite_of(d, c->transition->basis);
	char *name = xasprintf("%s%s%s", c->event, c->part != NULL ? " " : "",
	    c->part != NULL ? c->part : "");
	const char *help = words_tail(d->office, "event", c->event, "help");
	int used = 6 + 22 + 1 + out_columns(help);
	int gap = used < BASIS_AT ? BASIS_AT - used : 1;

	(void)printf("  %2zu  %-22s %s", number, name, help);
	/* Below where it would not fit beside it. */
	if (*basis != '\0' && used + gap + out_columns(basis) > out_width()) {
		(void)putchar('\n');
		out_wrapped(basis, 6 + 22 + 1, out_width());
	} else {
		if (*basis != '\0')
			(void)printf("%*s", gap, "");
		out_safe(basis);
		(void)putchar('\n');
	}
	free(basis);
	free(name);
}

static void
print_choices(struct dossier *d, const struct choices *c)
{
	bool theirs = false;

	(void)printf("You may:\n");
	for (size_t i = 0; i < c->n; i++) {
		if (c->at[i].ours)
			print_choice(d, &c->at[i], i + 1);
		theirs = theirs || !c->at[i].ours;
	}
	if (theirs)
		(void)printf("They may:\n");
	for (size_t i = 0; i < c->n; i++) {
		if (!c->at[i].ours)
			print_choice(d, &c->at[i], i + 1);
	}
}

static void
print_done(struct office *office, const struct logline *l, const char *ref,
    const struct act_done *done)
{
	const char *before = words_of(office, "state", done->before);
	const char *after = words_of(office, "state", done->after);

	(void)printf("%s%s%s: %s", ref, done->part != NULL ? " " : "",
	    done->part != NULL ? done->part : "",
	    words_of(office, "event", done->event));
	if (l->act.replaces != 0)
		(void)printf(" (for %lld)", (long long)l->act.replaces);
	if (*before != '\0' && !str_eq(before, after))
		(void)printf("   %s -> %s", before, after);
	(void)printf("   (journal %lld)\n", (long long)done->seq);
	for (size_t i = 0; i < l->act.nexhibits; i++) {
		(void)printf("  %s  ", l->act.exhibits[i].id);
		out_safe(l->act.exhibits[i].title);
		(void)putchar('\n');
	}
	if (done->whole != NULL)
		(void)printf("  with that, %s: %s\n", ref,
		    words_of(office, "state", done->whole));
	if (done->pending)
		out_notice("It is to be sent:  mla send %s      "
		           "sent already?  mla log %s sent --on DATE",
		    ref, ref);
}

/* What has ended: the outcome of the whole and of each measure. */
static enum mla_rc
print_outcome(struct office *office, int64_t request, struct err *err)
{
	struct store_now now = { 0 };
	struct dossier *d = NULL;
	bool found;
	enum mla_rc rc;

	rc = store_now_get(&found, &now, office->store, request, err);
	if (rc != MLA_OK || !found || !now.closed)
		goto out;
	rc = dossier_open(&d, office, request, err);
	if (rc != MLA_OK || d->erased)
		goto out;
	(void)printf(
	    "  ended: %s", words_of(office, "outcome", run_outcome(d->run)));
	for (size_t i = 0; i < d->nparts; i++) {
		const struct dossier_part *p = &d->parts[i];
		char *title;

		if (p->transmission)
			continue;
		title = words_part(d, p);
		(void)printf(" · %s ", p->id);
		out_safe(title);
		(void)printf(
		    ": %s", words_of(office, "outcome", run_outcome(p->run)));
		free(title);
	}
	(void)putchar('\n');
out:
	store_now_free(&now);
	dossier_free(d);
	return rc;
}

/* Papers that went by another channel than the law wants need a reason. */
static enum mla_rc
ask_why(struct office *office, const struct logline *l, const char *ref,
    const struct batch_entry *entry, struct err *err)
{
	bool channel = false;
	char *text = NULL;
	enum mla_rc rc;

	for (size_t i = 0; i < l->nfields; i++)
		channel = channel || str_eq(l->field[i].name, "channel");
	if (!channel)
		return MLA_OK;
	rc =
	    passage_logged(&text, office, entry->request, entry->done.seq, err);
	if (rc == MLA_OK && text != NULL)
		out_notice("It is recorded; but %s.\nSay why it went "
		           "otherwise: mla log %s --correct %lld --field "
		           "why=CODE   (codes: man mla-send)",
		    text, ref, (long long)entry->done.seq);
	free(text);
	return rc;
}

/* What was done, request by request, and how those ended that did. */
static enum mla_rc
print_all(struct office *office, const struct loglines *lines,
    const struct batch_entry *entry, struct err *err)
{
	struct store_request row = { 0 };
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < lines->n; i++) {
		int64_t request = entry[i].request;

		if (row.id != request) {
			store_request_free(&row);
			rc = store_request_get(
			    &row, office->store, request, err);
		}
		if (rc == MLA_OK)
			print_done(office, &lines->at[i], row.reference,
			    &entry[i].done);
		if (rc == MLA_OK)
			rc = ask_why(office, &lines->at[i], row.reference,
			    &entry[i], err);
		if (rc == MLA_OK &&
		    (i + 1 == lines->n || entry[i + 1].request != request))
			rc = print_outcome(office, request, err);
	}
	store_request_free(&row);
	return rc;
}

/* What went wrong, with the line of the file where it stands. */
static enum mla_rc
at_line(const struct logline *l, const struct err *own, struct err *err)
{
	err_hint(err, "%s", own->hint);
	if (l != NULL && l->line != 0)
		return err_set(
		    err, own->rc, "%s:%zu: %s", batch, l->line, own->msg);
	return err_set(err, own->rc, "%s", own->msg);
}

/* Record all of it, or say which line cannot be. */
static enum mla_rc
record_all(struct office *office, const struct loglines *lines,
    struct batch_entry *entry, struct err *err)
{
	const struct logline *wrong = NULL;
	struct err own = { 0 };

	if (batch_record(entry, lines->n, office, &own) == MLA_OK)
		return MLA_OK;
	for (size_t i = 0; wrong == NULL && i < lines->n; i++) {
		if (entry[i].done.refused)
			wrong = &lines->at[i];
	}
	return at_line(wrong, &own, err);
}

/* The request that a line is about, and its files. */
static enum mla_rc
prepare(struct office *office, struct logline *l, const struct logline *before,
    struct err *err)
{
	struct err own = { 0 };
	enum mla_rc rc = MLA_OK;

	if (before != NULL && l->request == 0 &&
	    str_eq(l->reference, before->reference))
		l->request = before->request;
	else if (l->request == 0)
		rc = cmd_find_request(&l->request, office, l->reference, &own);
	if (rc == MLA_OK)
		rc = logline_act(l, office, &own);
	if (rc == MLA_OK)
		return rc;
	return at_line(l, &own, err);
}

/* Find the requests, take the files, record all of it. */
static enum mla_rc
record(struct office *office, struct loglines *lines, struct err *err)
{
	struct batch_entry *entry = xcalloc(lines->n, sizeof(*entry));
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < lines->n; i++) {
		rc = prepare(office, &lines->at[i],
		    i > 0 ? &lines->at[i - 1] : NULL, err);
		entry[i].request = lines->at[i].request;
		entry[i].act = lines->at[i].act;
	}
	if (rc == MLA_OK)
		rc = record_all(office, lines, entry, err);
	if (rc == MLA_OK)
		rc = print_all(office, lines, entry, err);
	for (size_t i = 0; i < lines->n; i++)
		act_done_free(&entry[i].done);
	free(entry);
	return rc;
}

/* The one with a number of the list, or "EVENT PART" as it stands there. */
static const struct choice *
chosen(const struct choices *c, const char *line)
{
	const struct choice *found = NULL;
	size_t number = line[strspn(line, "0123456789")] == '\0'
	    ? (size_t)strtoul(line, NULL, 10)
	    : 0;

	if (number >= 1 && number <= c->n)
		return &c->at[number - 1];
	for (size_t i = 0; i < c->n && found == NULL; i++) {
		char *name = c->at[i].part != NULL
		    ? xasprintf("%s %s", c->at[i].event, c->at[i].part)
		    : xstrdup(c->at[i].event);

		if (str_eq(name, line))
			found = &c->at[i];
		free(name);
	}
	return found;
}

/* Which of them was it?  Asked until it is one; nothing where none is typed. */
static void
ask_event(struct logline *e, struct dossier *d, const struct choices *c,
    struct converse *talk)
{
	while (e->event == NULL) {
		const struct choice *one;
		struct err err = { 0 };
		char *line;

		(void)printf(
		    "What happened? (a number or a name; empty: nothing)\n");
		line = converse_line(talk);
		if (*line == '\0') {
			free(line);
			return;
		}
		one = chosen(c, line);
		if (one != NULL) {
			e->event = xstrdup(one->event);
			e->part = xstrdup_null(one->part);
		} else if (act_resolve(&e->event, &e->part, d, line, NULL,
		               &err) != MLA_OK) {
			err_hint(&err, "write a number or a name of the list");
			converse_again(&err);
			free(e->event);
			free(e->part);
			e->event = NULL;
			e->part = NULL;
		}
		free(line);
	}
}

/* Ask for an act; without an answer it has no event. */
static void
converse(struct office *office, struct dossier *d, const struct choices *c,
    struct logline *e)
{
	struct converse *talk = converse_new();

	ask_event(e, d, c, talk);
	if (e->event != NULL)
		converse_day(&e->act.on, talk, office->now.day);
	for (size_t i = 0; e->event != NULL && i < c->n; i++) {
		if (str_eq(c->at[i].event, e->event) &&
		    str_eq(c->at[i].part, e->part)) {
			converse_fields(e, talk, d, c->at[i].transition);
			break;
		}
	}
	if (converse_is_over(talk)) {
		free(e->event);
		e->event = NULL;
	}
	converse_free(talk);
}

static void
print_head(struct dossier *d)
{
	char *partner = words_country(d->office, d->row.partner);
	char *day = words_day(d->office, d->since.day);
	char *head = xasprintf("%s · %s %s %s · %s since %s", d->row.reference,
	    words_of(d->office, "kind", d->row.kind),
	    str_eq(d->row.side, "out") ? "to" : "from", partner,
	    words_of(d->office, "state", run_state(d->run)->id), day);

	out_wrapped(head, 0, out_width());
	free(head);
	free(partner);
	free(day);
}

/* Without an event: what can happen now, and on a terminal a question. */
static enum mla_rc
look(struct office *office, struct dossier *d, struct loglines *lines,
    struct err *err)
{
	struct choices choices = { 0 };
	enum out_format form;
	struct logline *l;
	enum mla_rc rc;

	if (journal != 0) {
		if ((rc = out_format_parse(&form, format, err)) == MLA_OK)
			entries_print(d, form);
		return rc;
	}
	print_head(d);
	if ((rc = find_choices(&choices, d, err)) != MLA_OK)
		goto out;
	print_choices(d, &choices);
	if (isatty(STDIN_FILENO) != 1)
		goto out;
	if ((rc = loglines_take(lines, office, d->row.reference, NULL, err)) !=
	    MLA_OK)
		goto out;
	l = &lines->at[0];
	l->request = d->row.id;
	converse(office, d, &choices, l);
	if (l->event != NULL)
		rc = record(office, lines, err);
out:
	free_choices(&choices);
	return rc;
}

/* One act: its event may be shortened to what is unambiguous. */
static enum mla_rc
one(struct office *office, struct dossier *d, struct loglines *lines,
    struct err *err)
{
	struct logline *l = &lines->at[0];
	enum mla_rc rc = MLA_OK;
	char *event, *part;

	l->request = d->row.id;
	if (l->event != NULL && l->act.replaces == 0) {
		rc = act_resolve(&event, &part, d, l->event, l->part, err);
		if (rc == MLA_OK) {
			free(l->event);
			free(l->part);
			l->event = event;
			l->part = part;
		} else {
			free(event);
			free(part);
		}
	}
	return rc == MLA_OK ? record(office, lines, err) : rc;
}

static enum mla_rc
on_request(struct office *office, const char **args, struct loglines *lines,
    struct err *err)
{
	struct dossier *d = NULL;
	int64_t request;
	enum mla_rc rc;
	bool writes;

	if ((rc = loglines_take(lines, office, args[0], args[1], err)) !=
	        MLA_OK ||
	    (rc = loglines_segments(lines, office, args[0], cmd_rest, err)) !=
	        MLA_OK)
		return rc;
	if (lines->n > 1 && lines->at[0].event == NULL &&
	    lines->at[0].act.replaces == 0)
		return err_set(err, MLA_EUSAGE, "an event is missing");
	if (lines->n > 1)
		return record(office, lines, err);
	writes = lines->at[0].event != NULL || lines->at[0].act.replaces != 0;
	rc = writes ? cmd_find_request(&request, office, args[0], err)
	            : view_find(&request, office, args[0], true, err);
	if (rc == MLA_OK)
		rc = dossier_open(&d, office, request, err);
	if (rc == MLA_OK && writes) {
		rc = one(office, d, lines, err);
	} else if (rc == MLA_OK) {
		loglines_free(lines);
		rc = look(office, d, lines, err);
	}
	dossier_free(d);
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct loglines lines = { 0 };
	enum mla_rc rc;

	if (batch != NULL) {
		if ((rc = cmd_expect(&cmd_log, args, 0, 0, err)) == MLA_OK &&
		    (rc = loglines_file(&lines, office, batch, err)) == MLA_OK)
			rc = record(office, &lines, err);
	} else if ((rc = cmd_expect(&cmd_log, args, 1, 2, err)) == MLA_OK) {
		rc = on_request(office, args, &lines, err);
	}
	loglines_free(&lines);
	return rc;
}

const struct cmd_verb cmd_log = {
	.name = "log",
	.synopsis =
	    "REF [EVENT] [--on DATE] [--field NAME=VALUE]... "
	    "[--attach FILE]... [--note TEXT] [--part ID] "
	    "[--by WHO] [--correct NR | --strike NR] [, EVENT ...]... | "
	    "REF --journal [--format FORMAT] | --batch FILE",
	.summary = "record what happened, or see what can happen now",
	.prepare = CMD_WRITE,
	.segments = true,
	.options = options,
	.run = run,
};
