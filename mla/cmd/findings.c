/* findings.c - print what a check has to say */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/findings.h"

#include <stdio.h>

#include "base/alloc.h"

enum {
	WHERE_COLUMNS = 16
};

/* Where it is: in the only file, or in which file and line. */
static void
print_place(const struct finding *f)
{
	const int indent = WHERE_COLUMNS + 3;
	char *place = *f->file == '\0' ? xstrdup(f->where)
	    : f->line > 0              ? xasprintf("%s:%ld", f->file, f->line)
	                               : xstrdup(f->file);

	(void)printf("  ");
	out_safe(place);
	if (out_columns(place) > WHERE_COLUMNS)
		(void)printf("\n%*s", indent, "");
	else
		(void)printf("%*s", WHERE_COLUMNS + 1 - out_columns(place), "");
	free(place);
}

static void
print_one(const struct finding *f)
{
	const int indent = WHERE_COLUMNS + 3;
	bool state = *f->file != '\0' && *f->where != '\0';
	bool line = *f->file == '\0' && f->line > 0;
	int width = out_width();
	struct buf text = { 0 }, whole = { 0 };

	buf_addf(
	    &text, "%s%s%s", state ? f->where : "", state ? ": " : "", f->text);
	buf_addf(&whole, "%s%s%s%s", buf_text(&text),
	    *f->basis != '\0' ? "   [" : "", f->basis,
	    *f->basis != '\0' ? "]" : "");
	print_place(f);
	if (indent + out_columns(buf_text(&whole)) <= width) {
		out_safe(buf_text(&whole));
		(void)putchar('\n');
	} else {
		out_beside(buf_text(&text), indent, width);
		if (*f->basis != '\0') {
			buf_clear(&whole);
			buf_addf(&whole, "[%s]", f->basis);
			out_wrapped(buf_text(&whole), indent, width);
		}
	}
	buf_free(&text);
	buf_free(&whole);
	if (line || *f->todo != '\0') {
		struct buf b = { 0 };

		buf_adds(&b, "→");
		if (line)
			buf_addf(&b, " line %ld:", f->line);
		buf_addf(&b, " %s", f->todo);
		out_wrapped(buf_text(&b), indent, width);
		buf_free(&b);
	}
}

static void
print_people(const struct findings *f, const char *title)
{
	const struct {
		enum finding_severity severity;
		const char *title;
	} parts[] = {
		{ FINDING_ERROR, title },
		{ FINDING_WARNING, "WARNINGS" },
		{ FINDING_ADVICE, "ADVICE" },
	};
	size_t errors, warnings;

	for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++) {
		if (findings_count(f, parts[p].severity) == 0)
			continue;
		(void)printf("%s\n", parts[p].title);
		for (size_t i = 0; i < f->n; i++) {
			if (f->at[i].severity == parts[p].severity)
				print_one(&f->at[i]);
		}
	}
	errors = findings_count(f, FINDING_ERROR);
	warnings = findings_count(f, FINDING_WARNING);
	(void)printf("%s%zu error%s, %zu warning%s, %zu advice\n",
	    f->n > 0 ? "\n" : "", errors, errors == 1 ? "" : "s", warnings,
	    warnings == 1 ? "" : "s", findings_count(f, FINDING_ADVICE));
}

void
findings_print(const struct findings *f, const struct findings_style *style,
    enum out_format format)
{
	static const struct out_column columns[] = { { "file", "", false,
		                                         false },
		{ "severity", "", false, false }, { "id", "", false, false },
		{ "where", "", false, false }, { "line", "", true, false },
		{ "text", "", false, false }, { "todo", "", false, false },
		{ "basis", "", false, false }, { NULL, NULL, false, false } };
	struct out_table t = { .name = "findings",
		.row = "finding",
		.columns = style->files ? columns : columns + 1 };

	if (format == OUT_TEXT) {
		print_people(f, style->errors);
		return;
	}
	for (size_t i = 0; i < f->n; i++) {
		const struct finding *x = &f->at[i];

		if (style->files)
			out_cell(&t, x->file);
		out_cell(&t, finding_severity_name(x->severity));
		out_cell(&t, x->id);
		out_cell(&t, x->where);
		if (x->line > 0)
			out_cellf(&t, "%ld", x->line);
		else
			out_cell(&t, NULL);
		out_cell(&t, x->text);
		out_cell(&t, x->todo);
		out_cell(&t, x->basis);
	}
	out_print(&t, format);
	out_table_free(&t);
}

void
findings_notice(const struct findings *f)
{
	for (size_t i = 0; i < f->n; i++)
		out_notice("  line %ld: %s  %s", f->at[i].line, f->at[i].text,
		    f->at[i].todo);
}
