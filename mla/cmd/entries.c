/* entries.c - the journal of a request, for people and for programs */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/entries.h"

#include "base/alloc.h"
#include "base/str.h"
#include "cmd/words.h"
#include "core/act.h"
#include "core/desk.h"
#include "core/fields.h"
#include "core/intake.h"
#include "xml/node.h"

/* The list whose codes a field of an event has; "" if it has none. */
static const char *
list_of(
    const struct dossier *d, const struct dossier_event *e, const char *field)
{
	const struct machine_transition *t = e->taken;

	if (e->desk && str_eq(field, "ground"))
		return "transfer-ground";
	if (e->desk)
		return str_eq(field, "owner") ? INTAKE_OWNERS : "";
	if (t == NULL)
		t = dossier_transition(d, e->part, e->name);
	for (size_t i = 0; t != NULL && i < t->nfields; i++) {
		if (str_eq(t->field[i].name, field))
			return t->field[i].codes;
	}
	return "";
}

/* "Label: words", after what is there already. */
static void
add(struct buf *b, const char *label, const char *words)
{
	char *lines = xstrdup(words);

	for (char *c = lines; *c != '\0'; c++) {
		if (*c == '\n')
			*c = ' ';
	}
	buf_addf(b, "%s%s: %s", b->len > 0 ? " · " : "", label, lines);
	free(lines);
}

char *
entries_detail(const struct dossier *d, const struct dossier_event *e)
{
	const struct office *o = d->office;
	struct fields_values v;
	struct buf b = { 0 };
	const xmlNode *file;

	if (e->element == NULL)
		return xstrdup("erased");
	fields_read(&v, xml_root(e->element));
	for (size_t i = 0; i < v.n; i++) {
		const char *list = list_of(d, e, v.at[i].name);

		add(&b, words_of(o, "field", v.at[i].name),
		    *list != '\0' ? words_of(o, list, v.at[i].value)
		                  : v.at[i].value);
	}
	if (v.note != NULL)
		add(&b, words_of(o, "field", "note"), v.note);
	for (file = xml_first(xml_root(e->element)); file != NULL;
	     file = xml_after(file)) {
		char *id =
		    xml_is(file, NULL, "exhibit") ? xml_attr(file, "id") : NULL;

		if (id != NULL)
			buf_addf(&b, "%s%s", b.len > 0 ? " · " : "", id);
		free(id);
	}
	fields_values_free(&v);
	return buf_steal(&b);
}

/* The event, with what stands in its place, or in whose place it stands. */
static void
add_event(
    struct out_table *t, const struct office *o, const struct dossier_event *e)
{
	const char *word = words_of(o, "event", e->name);
	char *text;

	if (e->replaced_by != 0)
		text =
		    xasprintf("%s (see %lld)", word, (long long)e->replaced_by);
	else if (e->replaces != 0)
		text = xasprintf("%s (for %lld)", word, (long long)e->replaces);
	else
		text = xstrdup(word);
	out_cell2(t, e->name, text);
	free(text);
}

static void
add_number(struct out_table *t, int64_t number)
{
	if (number != 0)
		out_cellf(t, "%lld", (long long)number);
	else
		out_cell(t, "");
}

void
entries_print(const struct dossier *d, enum out_format form)
{
	static const struct out_column columns[] = {
		{ "seq", "NR", true, false },
		{ "on", "HAPPENED", false, false },
		{ "recorded", "RECORDED", false, false },
		{ "by", "BY", false, false },
		{ "part", "PART", false, false },
		{ "event", "EVENT", false, false },
		{ "state", "STOOD THEN", false, false },
		{ "corrects", NULL, true, false },
		{ "corrected_by", NULL, true, false },
		{ "detail", "WITH", false, false },
		{ NULL, NULL, false, false },
	};
	struct out_table t = { .name = "journal",
		.row = "entry",
		.columns = columns,
		.below = "detail" };

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];
		char day[WHEN_BYTES], *detail = entries_detail(d, e);
		char *recorded = xstrndup(e->recorded, DATE_BYTES - 1);

		out_cellf(&t, "%lld", (long long)e->seq);
		out_cell(&t, when_format(&e->on, day));
		out_cell2(&t, e->recorded, recorded);
		free(recorded);
		out_cell(&t, e->ours ? "us" : "them");
		out_cell(&t, e->part);
		add_event(&t, d->office, e);
		out_cell2(&t, e->taken != NULL ? e->state : "",
		    e->taken != NULL ? words_of(d->office, "state", e->state)
		                     : "");
		add_number(&t, e->replaces);
		add_number(&t, e->replaced_by);
		out_cell(&t, detail);
		free(detail);
	}
	out_print(&t, form);
	out_table_free(&t);
}
