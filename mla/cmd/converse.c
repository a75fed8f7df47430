/* converse.c - questions on a terminal, asked until the answer will do */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/converse.h"

#include <histedit.h>

#include "base/alloc.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/words.h"
#include "core/fields.h"
#include "xml/node.h"

struct converse {
	EditLine *el;
	bool over;
};

static char *
prompt(EditLine *el)
{
	static char text[] = "> ";

	(void)el;
	return text;
}

struct converse *
converse_new(void)
{
	struct converse *c = xcalloc(1, sizeof(*c));

	c->el = el_init("mla", stdin, stdout, stderr);
	(void)el_set(c->el, EL_PROMPT, prompt);
	return c;
}

void
converse_free(struct converse *c)
{
	el_end(c->el);
	free(c);
}

bool
converse_is_over(const struct converse *c)
{
	return c->over;
}

char *
converse_line(struct converse *c)
{
	int n = 0;
	const char *line = c->over ? NULL : el_gets(c->el, &n);

	if (line != NULL && n > 0)
		return str_trim(line);
	c->over = true;
	return xstrdup("");
}

void
converse_again(const struct err *err)
{
	out_notice("%s", err->msg);
	if (*err->hint != '\0')
		out_notice("     %s", err->hint);
}

void
converse_day(struct when *on, struct converse *c, int32_t today)
{
	bool done = false;

	while (!done) {
		struct err err = { 0 };
		struct when typed;
		char *line;

		(void)printf("When did it happen? [today]\n");
		line = converse_line(c);
		done = *line == '\0';
		if (!done && when_typed(&typed, line, today, &err) == MLA_OK) {
			*on = typed;
			done = true;
		} else if (!done) {
			converse_again(&err);
		}
		free(line);
	}
}

/* The codes of a field, each with its number, its word and its article. */
static void
list_codes(struct dossier *d, const struct machine_field *f)
{
	const xmlNode *list = codes_list(d->rules->codes, f->codes);
	char *words = list != NULL ? xml_attr(list, "words") : NULL;
	const char *group = words != NULL ? words : f->codes;
	const xmlNode *code = list != NULL ? xml_first(list) : NULL;

	for (int i = 1; code != NULL; code = xml_after(code), i++) {
		char *id = xml_attr(code, "id");
		char *article = xml_attr(code, "article");
		char *line =
		    xasprintf("%s%s%s%s", words_of(d->office, group, id),
		        article != NULL ? " · " : "",
		        article != NULL ? article : "",
		        xml_attr_is(code, "verified", "no") ? " · not verified"
		                                            : "");

		(void)printf("  %2d  %-22s ", i, id);
		out_beside(line, 29, out_width());
		free(line);
		free(article);
		free(id);
	}
	free(words);
}

/* What was typed for a code: its number in the list, or itself. */
static char *
code_typed(struct dossier *d, const struct machine_field *f, char *line)
{
	const xmlNode *list = codes_list(d->rules->codes, f->codes);
	const xmlNode *code = list != NULL ? xml_first(list) : NULL;
	long number = line[strspn(line, "0123456789")] == '\0'
	    ? strtol(line, NULL, 10)
	    : 0;

	while (code != NULL && --number > 0)
		code = xml_after(code);
	if (number != 0 || code == NULL)
		return line;
	free(line);
	return xml_attr(code, "id");
}

/* A day as it is kept, of what people type for one. */
static char *
day_typed(const struct office *office, char *line)
{
	struct err ignored = { 0 };
	char day[DATE_BYTES];
	struct when when;

	if (when_typed(&when, line, office->now.day, &ignored) != MLA_OK)
		return line;
	free(line);
	return xstrdup(date_format(when.day, day));
}

static void
ask_field(struct logline *to, struct converse *c, struct dossier *d,
    const struct machine_field *f)
{
	const bool needed = str_eq(f->required, "yes");
	bool done = false;

	if (*f->codes != '\0')
		list_codes(d, f);
	while (!done) {
		char *line, *fault = NULL;

		(void)printf("%s%s%s:\n", words_of(d->office, "field", f->name),
		    *f->codes != '\0' ? " (a number or a code)" : "",
		    *f->required == '\0' ? " [may stay empty]" : "");
		line = converse_line(c);
		if (*line != '\0' && *f->codes != '\0')
			line = code_typed(d, f, line);
		else if (*line != '\0' && str_eq(f->type, "date"))
			line = day_typed(d->office, line);
		if (*line != '\0')
			fault = fields_fault(f, line, d);
		else if (needed && !c->over)
			fault = xstrdup("It is needed. Ctrl-C ends this, and "
			                "nothing is written.");
		if (fault != NULL)
			out_notice("%s", fault);
		else if (*line != '\0')
			logline_set(to, f->name, line);
		done = fault == NULL || c->over;
		free(fault);
		free(line);
	}
}

void
converse_fields(struct logline *line, struct converse *c, struct dossier *d,
    const struct machine_transition *t)
{
	for (size_t i = 0; i < t->nfields && !c->over; i++)
		ask_field(line, c, d, &t->field[i]);
}
