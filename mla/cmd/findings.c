/* findings.c - print what a check has to say */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/findings.h"

#include <stdio.h>

enum {
	WHERE_COLUMNS = 16
};

static void
print_one(const struct finding *f)
{
	int width = out_width();

	(void)printf("  %-*s ", WHERE_COLUMNS, f->where);
	out_safe(f->text);
	if (*f->basis != '\0') {
		(void)printf("   [");
		out_safe(f->basis);
		(void)printf("]");
	}
	(void)putchar('\n');
	if (f->line > 0 || *f->todo != '\0') {
		struct buf b = { 0 };

		buf_adds(&b, "→");
		if (f->line > 0)
			buf_addf(&b, " line %ld:", f->line);
		buf_addf(&b, " %s", f->todo);
		out_wrapped(buf_text(&b), WHERE_COLUMNS + 3, width);
		buf_free(&b);
	}
}

static void
print_people(const struct findings *f)
{
	static const struct {
		enum finding_severity severity;
		const char *title;
	} parts[] = {
		{ FINDING_ERROR,
		    "ERRORS: mend before it leaves, or send with "
		    "a reason" },
		{ FINDING_WARNING, "WARNINGS" },
		{ FINDING_ADVICE, "ADVICE" },
	};

	for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++) {
		if (findings_count(f, parts[p].severity) == 0)
			continue;
		(void)printf("%s\n", parts[p].title);
		for (size_t i = 0; i < f->n; i++) {
			if (f->at[i].severity == parts[p].severity)
				print_one(&f->at[i]);
		}
	}
	(void)printf("\n%zu errors, %zu warnings, %zu advice\n",
	    findings_count(f, FINDING_ERROR),
	    findings_count(f, FINDING_WARNING),
	    findings_count(f, FINDING_ADVICE));
}

void
findings_print(const struct findings *f, enum out_format format)
{
	static const struct out_column columns[] = {
		{ "severity", "", false, false }, { "id", "", false, false },
		{ "where", "", false, false }, { "line", "", true, false },
		{ "text", "", false, false }, { "todo", "", false, false },
		{ "basis", "", false, false }, { NULL, NULL, false, false }
	};
	struct out_table t = {
		.name = "findings", .row = "finding", .columns = columns
	};

	if (format == OUT_TEXT) {
		print_people(f);
		return;
	}
	for (size_t i = 0; i < f->n; i++) {
		const struct finding *x = &f->at[i];

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
