/* workflow_show.c - mla workflow show: what can happen in each state */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/words.h"
#include "cmd/workflow.h"
#include "cmd/workflow_open.h"
#include "core/say.h"

enum {
	INDENT = 2, /* for each state around a state */
	EVENT_COLUMNS = 18,
	LABEL_COLUMNS = 24,
	BY_COLUMNS = 11,
	DETAIL_INDENT = 4
};

static const struct out_column columns[] = {
	{ "state", NULL, false, false },
	{ "state_label", NULL, false, false },
	{ "holder", NULL, false, false },
	{ "event", NULL, false, false },
	{ "event_label", NULL, false, false },
	{ "by", NULL, false, false },
	{ "guard", NULL, false, false },
	{ "target", NULL, false, false },
	{ "article", NULL, false, false },
	{ "form", NULL, false, false },
	{ "message", NULL, false, false },
	{ "fields", NULL, false, false },
	{ "outcome", NULL, false, false },
	{ "failure", NULL, false, false },
	{ "step", NULL, false, false },
	{ "line", NULL, true, false },
	{ NULL, NULL, false, false },
};

struct show {
	struct office *office;
	const struct machine *m;
	struct draw_words words;
};

/* --- for programs --- */

static char *
join(const char *const *at, size_t n)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++)
		buf_addf(&b, "%s%s", i > 0 ? " " : "", at[i]);
	return buf_steal(&b);
}

static char *
targets(const struct machine_transition *t)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < t->ntargets; i++)
		buf_addf(&b, "%s%s", i > 0 ? " " : "", t->target[i]->id);
	return buf_steal(&b);
}

/* "ground:code(refusal-letter)! until:date": ! must be given, ? perhaps. */
static char *
fields(const struct machine_transition *t)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < t->nfields; i++) {
		const struct machine_field *f = &t->field[i];
		bool codes = *f->codes != '\0';

		buf_addf(&b, "%s%s:%s%s%s%s%s", i > 0 ? " " : "", f->name,
		    f->type, codes ? "(" : "", f->codes, codes ? ")" : "",
		    str_eq(f->required, "yes") ? "!"
		        : *f->required != '\0' ? "?"
		                               : "");
	}
	return buf_steal(&b);
}

static void
add_row(struct out_table *out, const struct show *s,
    const struct machine_transition *t)
{
	char *event = join((const char *const *)t->event, t->nevents);
	char *label = draw_event(t, &s->words);
	char *to = targets(t), *carried = fields(t);

	out_cell(out, t->source->id);
	out_cell(out, draw_state_word(t->source, &s->words));
	out_cell(out, t->source->holder);
	out_cell(out, event);
	out_cell(out, label);
	out_cell(out, t->by);
	out_cell(out, t->cond);
	out_cell(out, to);
	out_cell(out, t->basis);
	out_cell(out, t->form);
	out_cell(out, t->message);
	out_cell(out, carried);
	out_cell(out, t->outcome);
	out_cell(out, t->failure);
	out_cell(out, t->step);
	out_cellf(out, "%ld", t->line);
	free(event);
	free(label);
	free(to);
	free(carried);
}

static void
print_rows(const struct show *s, enum out_format form)
{
	struct out_table t = {
		.name = "transitions", .row = "transition", .columns = columns
	};

	for (size_t i = 0; i < s->m->nstates; i++) {
		const struct machine_state *state = s->m->state[i];

		for (size_t k = 0; k < state->ntransitions; k++)
			add_row(&t, s, state->transition[k]);
	}
	out_print(&t, form);
	out_table_free(&t);
}

/* --- for people --- */

static void
pad(struct buf *b, int width)
{
	int more = width - out_columns(buf_text(b));

	buf_addf(b, "%*s", more > 1 ? more : 1, "");
}

/* Put a text at the right end of a line, if it fits. */
static bool
add_right(struct buf *b, const char *text)
{
	int room = out_width() - out_columns(buf_text(b)) - out_columns(text);

	if (*text == '\0' || room < 2)
		return *text == '\0';
	buf_addf(b, "%*s%s", room, "", text);
	return true;
}

/* Add "; " and a sentence of the words about one thing. */
static void
add_said(struct buf *b, const struct show *s, const char *key, const char *name,
    const char *text)
{
	char *said = say(s->office->lang, key, name, text, (char *)NULL);

	buf_addf(b, "%s%s", b->len > 0 ? "; " : "", said);
	free(said);
}

static void
add_field(struct buf *b, const struct show *s, const struct machine_field *f)
{
	bool must = str_eq(f->required, "yes");
	char *said;

	buf_addf(b, "%s%s (%s%s%s", f->name, must ? "*" : "", f->type,
	    *f->codes != '\0' ? " " : "", f->codes);
	if (!must && *f->required != '\0') {
		said = say(s->office->lang, "flow.required-if", "guard",
		    f->required, (char *)NULL);
		buf_addf(b, ", %s", said);
		free(said);
	}
	buf_addch(b, ')');
}

static void
add_fields(
    struct buf *b, const struct show *s, const struct machine_transition *t)
{
	struct buf list = { 0 };

	for (size_t i = 0; i < t->nfields; i++) {
		buf_adds(&list, i > 0 ? ", " : "");
		add_field(&list, s, &t->field[i]);
	}
	if (list.len > 0)
		add_said(b, s, "flow.fields", "fields", buf_text(&list));
	buf_free(&list);
}

/* A list of states by their words; anything else as it is written. */
static char *
guard(const struct show *s, const struct machine_transition *t)
{
	size_t n;
	const struct machine_state **in = draw_guard_states(&n, s->m, t);
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++)
		buf_addf(&b, "%s%s", i > 0 ? ", " : "",
		    draw_state_word(in[i], &s->words));
	if (n == 0)
		buf_adds(&b, t->cond);
	free(in);
	return buf_steal(&b);
}

/* What else there is to say of a transition, in one paragraph. */
static void
print_details(const struct show *s, const struct machine_transition *t,
    bool basis, int indent)
{
	struct buf b = { 0 };

	buf_adds(&b, basis ? t->basis : "");
	if (t->cond != NULL) {
		char *text = guard(s, t);

		add_said(&b, s, str_eq(text, t->cond) ? "flow.if" : "flow.in",
		    "guard", text);
		free(text);
	}
	add_fields(&b, s, t);
	if (*t->form != '\0')
		add_said(&b, s, "flow.form", "form",
		    words_of(s->office, "form", t->form));
	if (*t->message != '\0')
		add_said(&b, s, "flow.message", "message", t->message);
	if (*t->outcome != '\0')
		add_said(&b, s, "flow.outcome", "outcome",
		    words_of(s->office, "outcome", t->outcome));
	if (*t->failure != '\0')
		add_said(&b, s, "flow.failure", "failure",
		    words_of(s->office, "failure", t->failure));
	if (b.len > 0)
		out_wrapped(buf_text(&b), indent, out_width());
	buf_free(&b);
}

static void
print_transition(
    const struct show *s, const struct machine_transition *t, int indent)
{
	char *event = join((const char *const *)t->event, t->nevents);
	char *label = draw_event(t, &s->words);
	struct buf b = { 0 };
	bool fits;

	buf_addf(&b, "%*s%s", indent, "", *event != '\0' ? event : "-");
	pad(&b, indent + EVENT_COLUMNS);
	buf_adds(&b, label);
	pad(&b, indent + EVENT_COLUMNS + LABEL_COLUMNS);
	buf_adds(&b, words_of(s->office, "by", t->by));
	pad(&b, indent + EVENT_COLUMNS + LABEL_COLUMNS + BY_COLUMNS);
	if (t->ntargets == 0)
		buf_addf(&b, "· %s", words_key(s->office, "flow.stays"));
	else
		buf_adds(&b, "→ ");
	for (size_t i = 0; i < t->ntargets; i++)
		buf_addf(&b, "%s%s", i > 0 ? ", " : "",
		    draw_state_word(t->target[i], &s->words));
	fits = add_right(&b, t->basis);
	buf_addch(&b, '\n');
	out_safe(buf_text(&b));
	print_details(s, t, !fits, indent + DETAIL_INDENT);
	buf_free(&b);
	free(event);
	free(label);
}

/* "30", or "@until 60": when the office looks again. */
static void
add_next(struct buf *b, const struct show *s, const char *next)
{
	const char *days = strchr(next, ' ');
	char *field, *said;

	if (*next != '@' || days == NULL) {
		add_said(b, s, "flow.next", "days", next);
		return;
	}
	field = xstrndup(next + 1, (size_t)(days - next - 1));
	said = say(s->office->lang, "flow.next-on", "field", field, "days",
	    days + 1, (char *)NULL);
	buf_addf(b, "%s%s", b->len > 0 ? "; " : "", said);
	free(said);
	free(field);
}

/* Name and id at the left; at the right, or below, who holds it. */
static void
print_state(const struct show *s, const struct machine_state *state, int indent)
{
	const char *word = draw_state_word(state, &s->words);
	struct buf left = { 0 }, right = { 0 };
	bool fits;

	buf_addf(&left, "%*s%s", indent, "", word);
	if (!str_eq(word, state->id))
		buf_addf(&left, "  (%s)", state->id);
	buf_adds(&right, words_of(s->office, "holder", state->holder));
	if (state->kind == MACHINE_PARALLEL)
		add_said(&right, s, "flow.together", "", "");
	if (state->kind == MACHINE_FINAL)
		add_said(&right, s, "flow.ends", "", "");
	if (*state->outcome != '\0')
		add_said(&right, s, "flow.outcome", "outcome",
		    words_of(s->office, "outcome", state->outcome));
	if (*state->next != '\0')
		add_next(&right, s, state->next);
	fits = add_right(&left, buf_text(&right));
	(void)fputs(out_colour() ? "\033[1m" : "", stdout);
	out_safe(buf_text(&left));
	(void)fputs(out_colour() ? "\033[0m\n" : "\n", stdout);
	if (!fits)
		out_wrapped(
		    buf_text(&right), indent + DETAIL_INDENT, out_width());
	buf_free(&left);
	buf_free(&right);
}

/* Two ends need no empty line between them. */
static bool
is_end(const struct machine_state *s)
{
	return s->kind == MACHINE_FINAL && s->ntransitions == 0;
}

static void
print_states(
    const struct show *s, const struct machine_state *state, int indent)
{
	const struct machine_state *last = NULL;

	for (size_t i = state->order + 1; i < s->m->nstates; i++) {
		const struct machine_state *child = s->m->state[i];

		if (child->parent != state)
			continue;
		if (i > 1 && (last == NULL || !is_end(last) || !is_end(child)))
			(void)putchar('\n');
		print_state(s, child, indent);
		for (size_t t = 0; t < child->ntransitions; t++)
			print_transition(
			    s, child->transition[t], indent + 2 * INDENT);
		print_states(s, child, indent + INDENT);
		last = child;
	}
}

static void
print_people(const struct show *s)
{
	out_safe(s->words.title);
	(void)putchar('\n');
	out_safe(s->words.subtitle);
	(void)printf("\n\n");
	print_states(s, s->m->state[0], 0);
	(void)putchar('\n');
	out_wrapped(words_key(s->office, "flow.note"), 0, out_width());
}

enum mla_rc
workflow_show(struct office *office, const char **args, struct err *err)
{
	struct workflow_machine w = { 0 };
	struct show s = { .office = office };
	enum out_format form;
	enum mla_rc rc;

	if ((rc = out_format_parse(&form, workflow_want.format, err)) !=
	        MLA_OK ||
	    (rc = workflow_open(&w, office, args, err)) != MLA_OK)
		goto out;
	s.m = w.m;
	s.words = w.words;
	if (form == OUT_TEXT)
		print_people(&s);
	else
		print_rows(&s, form);
out:
	workflow_close(&w);
	return rc;
}
