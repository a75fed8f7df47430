/* log.c - mla log: what happened, or what can happen now */
/* SPDX-License-Identifier: Apache-2.0 */
#include <histedit.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/act.h"
#include "core/view.h"

static char *on, *by, *part, *note, **fields, **files;
static int journal;

static struct poptOption options[] = {
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
	{ "journal", '\0', POPT_ARG_NONE, &journal, 0,
	    "what has happened so far", NULL },
	POPT_TABLEEND,
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

	if ((rc = run_possible(&c, run, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; i < c.n; i++) {
		struct choice *to;

		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		to = &out->at[out->n++];
		to->event = xstrdup(c.at[i].event);
		to->part = xstrdup_null(id);
		to->transition = c.at[i].transition;
		to->ours = dossier_is_ours(d, c.at[i].transition->by, true);
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
print_choice(const struct office *office, const struct choice *c, size_t number)
{
	char *name = xasprintf("%s%s%s", c->event, c->part != NULL ? " " : "",
	    c->part != NULL ? c->part : "");

	(void)printf("  %2zu  %-22s ", number, name);
	(void)printf("%-48s ", words_tail(office, "event", c->event, "help"));
	out_safe(c->transition->basis);
	(void)putchar('\n');
	free(name);
}

static void
print_choices(struct dossier *d, const struct choices *c)
{
	bool theirs = false;

	(void)printf("You may:\n");
	for (size_t i = 0; i < c->n; i++) {
		if (c->at[i].ours)
			print_choice(d->office, &c->at[i], i + 1);
		theirs = theirs || !c->at[i].ours;
	}
	if (theirs)
		(void)printf("They may:\n");
	for (size_t i = 0; i < c->n; i++) {
		if (!c->at[i].ours)
			print_choice(d->office, &c->at[i], i + 1);
	}
}

/* Values of the fields while they are collected. */
struct entry {
	struct act act;
	struct act_field *field;
	size_t n, cap;
	char *event, *part;
	char *own[64]; /* texts to free */
	size_t nown;
};

static enum mla_rc
add_field(struct entry *e, const char *text, struct err *err)
{
	const char *equals = strchr(text, '=');

	if (equals == NULL)
		return err_set(
		    err, MLA_EUSAGE, "--field %s: write NAME=VALUE", text);
	if (e->nown + 2 > sizeof(e->own) / sizeof(e->own[0]))
		return err_set(err, MLA_EUSAGE, "too many fields");
	e->own[e->nown++] = xstrndup(text, (size_t)(equals - text));
	e->own[e->nown++] = xstrdup(equals + 1);
	e->field = vec_more(e->field, &e->cap, e->n, sizeof(*e->field));
	e->field[e->n].name = e->own[e->nown - 2];
	e->field[e->n++].value = e->own[e->nown - 1];
	return MLA_OK;
}

static enum mla_rc
take_files(struct entry *e, struct office *office, struct err *err)
{
	enum mla_rc rc = MLA_OK;
	size_t n = 0;

	while (files != NULL && files[n] != NULL)
		n++;
	e->act.exhibits = xcalloc(n, sizeof(*e->act.exhibits));
	for (size_t i = 0; rc == MLA_OK && i < n; i++) {
		rc = act_take_file(
		    &e->act.exhibits[i], office, files[i], NULL, err);
		e->act.nexhibits += rc == MLA_OK;
	}
	return rc;
}

static void
entry_free(struct entry *e)
{
	for (size_t i = 0; i < e->act.nexhibits; i++)
		act_exhibit_free(&e->act.exhibits[i]);
	free(e->act.exhibits);
	for (size_t i = 0; i < e->nown; i++)
		free(e->own[i]);
	free(e->field);
	free(e->event);
	free(e->part);
}

static void
print_done(const struct office *office, const char *ref,
    const struct act_done *done, const struct entry *e)
{
	const char *before = words_of(office, "state", done->before);
	const char *after = words_of(office, "state", done->after);

	(void)printf("%s%s%s: %s", ref, done->part != NULL ? " " : "",
	    done->part != NULL ? done->part : "",
	    words_of(office, "event", done->event));
	if (*before != '\0' && !str_eq(before, after))
		(void)printf("   %s -> %s", before, after);
	(void)printf("   (journal %lld)\n", (long long)done->seq);
	for (size_t i = 0; i < e->act.nexhibits; i++) {
		(void)printf("  %s  ", e->act.exhibits[i].id);
		out_safe(e->act.exhibits[i].title);
		(void)putchar('\n');
	}
	if (done->pending)
		out_notice("It is to be sent:  mla send %s      "
		           "sent already?  mla log %s sent --on DATE",
		    ref, ref);
}

/* By hand: the transmission that a "sent" of paper opens or continues. */
static void
find_transmission(struct entry *e, struct dossier *d)
{
	const struct machine *m = d->transmission;
	bool its = false;
	char *acts;

	for (size_t i = 0; i < m->nstates && e->part == NULL; i++) {
		for (size_t t = 0; t < m->state[i]->ntransitions; t++)
			its = its ||
			    machine_matches(
			        m->state[i]->transition[t], e->event);
	}
	acts = act_pending(d);
	if (its && *acts != '\0' && act_transition(d, NULL, e->event) == NULL) {
		e->part = act_next_transmission(d);
		e->own[e->nown++] = acts;
		e->act.acts = acts;
		return;
	}
	free(acts);
}

static enum mla_rc
record(struct office *office, int64_t request, struct dossier *d,
    struct entry *e, struct err *err)
{
	struct act_done done = { 0 };
	enum mla_rc rc;

	find_transmission(e, d);
	e->act.event = e->event;
	e->act.part = e->part;
	e->act.by = by;
	e->act.note = note;
	e->act.fields = e->field;
	e->act.nfields = e->n;
	rc = act_record(&done, office, request, &e->act, err);
	if (rc == MLA_OK)
		print_done(office, d->row.reference, &done, e);
	act_done_free(&done);
	return rc;
}

static char *
prompt(EditLine *el)
{
	static char text[] = "> ";

	(void)el;
	return text;
}

/* A line from the terminal without its end; NULL at the end of input. */
static char *
ask(EditLine *el)
{
	int n = 0;
	const char *line = el_gets(el, &n);

	return line != NULL && n > 0 ? str_trim(line) : NULL;
}

/* Ask for the fields that the event declares. */
static enum mla_rc
ask_fields(struct entry *e, struct office *office, EditLine *el,
    const struct machine_transition *t, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < t->nfields; i++) {
		const struct machine_field *f = &t->field[i];
		char *line, *pair;

		(void)printf("%s%s%s%s%s:\n",
		    words_of(office, "field", f->name),
		    *f->codes != '\0' ? " (a code of " : "", f->codes,
		    *f->codes != '\0' ? ")" : "",
		    *f->required == '\0' ? " [may stay empty]" : "");
		line = ask(el);
		if (!str_is_blank(line)) {
			pair = xasprintf("%s=%s", f->name, line);
			rc = add_field(e, pair, err);
			free(pair);
		}
		free(line);
	}
	return rc;
}

static enum mla_rc
converse(struct office *office, struct dossier *d, const struct choices *c,
    struct entry *e, struct err *err)
{
	EditLine *el = el_init("mla", stdin, stdout, stderr);
	enum mla_rc rc = MLA_OK;
	size_t chosen = 0;
	char *line;

	(void)el_set(el, EL_PROMPT, prompt);
	(void)printf("What happened? (a number or a name; empty: nothing)\n");
	line = ask(el);
	if (str_is_blank(line))
		goto out;
	chosen = (size_t)strtoul(line, NULL, 10);
	if (chosen >= 1 && chosen <= c->n) {
		e->event = xstrdup(c->at[chosen - 1].event);
		e->part = xstrdup_null(c->at[chosen - 1].part);
	} else if ((rc = act_resolve(
	                &e->event, &e->part, d, line, part, err)) != MLA_OK) {
		goto out;
	}
	free(line);
	(void)printf("When did it happen? [today]\n");
	line = ask(el);
	if (!str_is_blank(line) &&
	    (rc = when_typed(&e->act.on, line, office->now.day, err)) != MLA_OK)
		goto out;
	for (size_t i = 0; i < c->n; i++) {
		if (str_eq(c->at[i].event, e->event) &&
		    str_eq(c->at[i].part, e->part)) {
			rc =
			    ask_fields(e, office, el, c->at[i].transition, err);
			break;
		}
	}
out:
	free(line);
	el_end(el);
	return rc;
}

static void
print_head(struct dossier *d)
{
	char *partner = words_country(d->office, d->row.partner);
	char *day = words_day(d->office, d->since.day);

	(void)printf("%s · %s %s %s · %s since %s\n", d->row.reference,
	    words_of(d->office, "kind", d->row.kind),
	    str_eq(d->row.side, "out") ? "to" : "from", partner,
	    words_of(d->office, "state", run_state(d->run)->id), day);
	free(partner);
	free(day);
}

static void
print_journal(const struct dossier *d)
{
	static const struct out_column columns[] = { { "seq", "NR", true,
		                                         false },
		{ "on", "HAPPENED", false, false },
		{ "recorded", "RECORDED", false, false },
		{ "by", "BY", false, false }, { "part", "PART", false, false },
		{ "event", "EVENT", false, true },
		{ "state", "STOOD THEN", false, true },
		{ NULL, NULL, false, false } };
	struct out_table t = {
		.name = "journal", .row = "entry", .columns = columns
	};

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];
		char day[WHEN_BYTES];

		out_cellf(&t, "%lld", (long long)e->seq);
		out_cell(&t, when_format(&e->on, day));
		out_cellf(&t, "%.10s", e->recorded);
		out_cell(&t, e->ours ? "us" : "them");
		out_cell(&t, e->part);
		out_cell2(&t, e->name, words_of(d->office, "event", e->name));
		out_cell2(&t, e->state, words_of(d->office, "state", e->state));
	}
	out_print(&t, OUT_TEXT);
	out_table_free(&t);
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct entry e = { .act = { .on = office->now } };
	struct choices choices = { 0 };
	struct dossier *d = NULL;
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_log, args, 1, 2, err)) != MLA_OK)
		return rc;
	e.act.on.second = -1;
	e.act.on.offset = 0;
	if (on != NULL &&
	    (rc = when_typed(&e.act.on, on, office->now.day, err)) != MLA_OK)
		goto out;
	if ((rc = view_find(&request, office, args[0], args[1] == NULL, err)) !=
	        MLA_OK ||
	    (rc = dossier_open(&d, office, request, err)) != MLA_OK)
		goto out;
	if (journal != 0) {
		print_journal(d);
		goto out;
	}
	for (size_t i = 0; fields != NULL && fields[i] != NULL; i++) {
		if ((rc = add_field(&e, fields[i], err)) != MLA_OK)
			goto out;
	}
	if (args[1] == NULL) {
		print_head(d);
		if ((rc = find_choices(&choices, d, err)) != MLA_OK)
			goto out;
		print_choices(d, &choices);
		if (isatty(STDIN_FILENO) != 1)
			goto out;
		rc = converse(office, d, &choices, &e, err);
	} else {
		rc = act_resolve(&e.event, &e.part, d, args[1], part, err);
	}
	if (rc != MLA_OK || e.event == NULL)
		goto out;
	if ((rc = take_files(&e, office, err)) == MLA_OK)
		rc = record(office, request, d, &e, err);
out:
	free_choices(&choices);
	entry_free(&e);
	dossier_free(d);
	return rc;
}

const struct cmd_verb cmd_log = {
	.name = "log",
	.synopsis = "REF [EVENT] [--on DATE] [--field NAME=VALUE]... "
	            "[--attach FILE]... [--note TEXT] [--part ID] "
	            "[--by WHO] [--journal]",
	.summary = "record what happened, or see what can happen now",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
