/* out.c - results for people and for programs, from one table */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/out.h"

#include <jansson.h>
#include <libsmartcols.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "cmd/fit.h"
#include "core/pdf.h"

enum {
	WIDTH_DEFAULT = 100,
	WIDTH_LEAST = 40,
	BELOW_INDENT = 6
};

enum mla_rc
out_format_parse(enum out_format *out, const char *name, struct err *err)
{
	static const char *const names[] = { "table", "json", "xml", "csv" };

	*out = OUT_TEXT;
	if (name == NULL)
		return MLA_OK;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (str_eq(name, names[i])) {
			*out = (enum out_format)i;
			return MLA_OK;
		}
	}
	return err_set(err, MLA_EUSAGE,
	    "there is no format \"%s\": write table, json, xml or csv", name);
}

static char *
keep(struct out_table *t, const char *text)
{
	return text != NULL ? pool_text(&t->texts, text) : NULL;
}

void
out_cell2(struct out_table *t, const char *machine, const char *people)
{
	t->cells = vec_more(t->cells, &t->cap, t->n, sizeof(*t->cells));
	t->shown = vec_more(t->shown, &t->cap_shown, t->n, sizeof(*t->shown));
	t->cells[t->n] = keep(t, machine);
	t->shown[t->n] = people == machine ? t->cells[t->n] : keep(t, people);
	t->n++;
}

void
out_cell(struct out_table *t, const char *text)
{
	out_cell2(t, text, text);
}

void
out_cellf(struct out_table *t, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	out_cell(t, text);
}

void
out_table_free(struct out_table *t)
{
	pool_free(&t->texts);
	free(t->cells);
	free(t->shown);
	t->cells = NULL;
	t->shown = NULL;
	t->n = 0;
}

bool
out_colour(void)
{
	const char *no = getenv("NO_COLOR");

	return isatty(STDOUT_FILENO) == 1 && (no == NULL || *no == '\0');
}

int
out_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	long n = columns != NULL ? strtol(columns, NULL, 10) : 0;

	if (n <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		n = size.ws_col;
	if (n <= 0)
		return WIDTH_DEFAULT;
	return n < WIDTH_LEAST ? WIDTH_LEAST : n > 1000 ? 1000 : (int)n;
}

int
out_columns(const char *text)
{
	int columns = 0;

	while (*text != '\0') {
		int w;

		if (*text >= ' ' && *text <= '~') {
			text++;
			columns++;
			continue;
		}
		w = wcwidth((wchar_t)str_next_char(&text));

		columns += w > 0 ? w : 0;
	}
	return columns;
}

void
out_safe(const char *text)
{
	struct buf b = { 0 };

	str_add_safe(&b, text, true);
	(void)fputs(buf_text(&b), stdout);
	buf_free(&b);
}

void
out_fit(const char *text, int columns)
{
	char *safe = str_safe(text);
	bool whole = out_columns(safe) <= columns;
	const char *at = safe;
	int used = 0;

	while (*at != '\0') {
		const char *next = at;
		int w = wcwidth((wchar_t)str_next_char(&next));

		w = w > 0 ? w : 0;
		if (!whole && used + w > columns - 1)
			break;
		(void)printf("%.*s", (int)(next - at), at);
		used += w;
		at = next;
	}
	if (*at != '\0') {
		(void)fputs("…", stdout);
		used++;
	}
	(void)printf("%*s", columns - used, "");
	free(safe);
}

static void
print_indent(int n)
{
	(void)printf("%*s", n, "");
}

/* begun: the cursor stands where the text begins. */
static void
wrap(const char *text, int indent, int width, bool begun)
{
	char *safe = str_safe(text), *rest = NULL;
	int at = 0;

	for (char *word = strtok_r(safe, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest)) {
		int columns = out_columns(word);

		if (at > 0 && indent + at + 1 + columns > width) {
			(void)putchar('\n');
			at = 0;
		}
		if (at == 0 && !begun)
			print_indent(indent);
		else if (at > 0)
			(void)putchar(' ');
		begun = false;
		(void)fputs(word, stdout);
		at += columns + (at > 0);
	}
	(void)putchar('\n');
	free(safe);
}

void
out_wrapped(const char *text, int indent, int width)
{
	wrap(text, indent, width, false);
}

void
out_beside(const char *text, int indent, int width)
{
	wrap(text, indent, width, true);
}

size_t
out_count_columns(const struct out_table *t)
{
	size_t n = 0;

	while (t->columns[n].key != NULL)
		n++;
	return n;
}

/* A column whose cells are of several lines: that costs. */
static void
set_wrapped(struct libscols_table *table, size_t at)
{
	struct libscols_column *column = scols_table_get_column(table, at);
	int flags = scols_column_get_flags(column);

	if ((flags & SCOLS_FL_WRAP) != 0)
		return;
	(void)scols_column_set_flags(column, flags | SCOLS_FL_WRAP);
	(void)scols_column_set_safechars(column, "\n");
	(void)scols_column_set_wrapfunc(
	    column, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL);
}

static size_t
count_lines(const char *text)
{
	size_t n = 1;

	for (; *text != '\0'; text++)
		n += *text == '\n' ? 1 : 0;
	return n;
}

/* One row for people, as wide as the columns are: how many lines it takes. */
static size_t
add_line(struct libscols_table *table, const struct out_table *t, char **cell,
    const size_t *width, size_t n)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	size_t at = 0, lines = 1;

	for (size_t c = 0; line != NULL && c < n; c++) {
		char *text;

		if (width[c] == 0)
			continue;
		if ((size_t)out_columns(cell[c]) <= width[c]) {
			(void)scols_line_set_data(line, at++, cell[c]);
			continue;
		}
		if (!t->columns[c].shrink)
			set_wrapped(table, at);
		text = t->columns[c].shrink ? fit_cut(cell[c], width[c])
		                            : fit_wrap(cell[c], width[c]);
		(void)scols_line_set_data(line, at++, text);
		lines = count_lines(text) > lines ? count_lines(text) : lines;
		free(text);
	}
	return lines;
}

/* Columns of the library: those of ours that have a header and a place. */
static void
add_columns(struct libscols_table *table, const struct out_table *t,
    const size_t *width)
{
	for (size_t i = 0; t->columns[i].key != NULL; i++) {
		int flags = t->columns[i].number ? SCOLS_FL_RIGHT : 0;

		if (width[i] > 0)
			(void)scols_table_new_column(
			    table, t->columns[i].header, 0, flags);
	}
}

/* What stands below a row. */
static void
print_below(const struct out_table *t, char **cell)
{
	for (size_t c = 0; t->columns[c].key != NULL; c++) {
		if (str_eq(t->columns[c].key, t->below) && *cell[c] != '\0')
			out_wrapped(cell[c], BELOW_INDENT, out_width());
	}
}

/* The table, with what stands below each row behind the lines of that row. */
static void
print_lines(struct libscols_table *table, const struct out_table *t,
    char **cell, const size_t *lines)
{
	size_t n = out_count_columns(t), row = 0, left = 1; /* the header */
	char *text = NULL;

	if (scols_print_table_to_string(table, &text) != 0 || text == NULL)
		abort(); /* out of memory */
	for (const char *line = text; *line != '\0';) {
		size_t len = strcspn(line, "\n");

		(void)printf("%.*s\n", (int)len, line);
		line += len + (line[len] == '\n' ? 1 : 0);
		if (--left > 0)
			continue;
		if (t->below != NULL && row > 0)
			print_below(t, cell + (row - 1) * n);
		left = row * n < t->n ? lines[row] : SIZE_MAX;
		row++;
	}
	free(text);
}

static void
print_text(const struct out_table *t)
{
	struct libscols_table *table = scols_new_table();
	size_t n = out_count_columns(t), *width = xcalloc(n, sizeof(*width));
	char **cell = xcalloc(t->n, sizeof(char *));
	size_t *lines = xcalloc(t->n + 1, sizeof(*lines));
	struct pool safe = { 0 };
	struct buf b = { 0 };

	if (table == NULL)
		abort();
	for (size_t i = 0; i < t->n; i++) {
		buf_clear(&b);
		if (t->shown[i] != NULL)
			str_add_safe(&b, t->shown[i], false);
		cell[i] = pool_text(&safe, buf_text(&b));
	}
	buf_free(&b);
	fit_columns(width, t, cell, (size_t)out_width());
	scols_table_enable_colors(table, out_colour());
	/* It fits already, or cannot be made to. */
	(void)scols_table_set_termwidth(table, 1U << 16);
	(void)scols_table_set_termforce(table, SCOLS_TERMFORCE_ALWAYS);
	(void)scols_table_set_column_separator(table, "  ");
	(void)scols_table_enable_minout(table, 1);
	add_columns(table, t, width);
	for (size_t i = 0, row = 0; n > 0 && i + n <= t->n; i += n)
		lines[row++] = add_line(table, t, cell + i, width, n);
	print_lines(table, t, cell, lines);
	pool_free(&safe);
	free(lines);
	free(cell);
	free(width);
	scols_unref_table(table);
}

static json_t *
json_cell(const struct out_column *column, const char *text)
{
	json_error_t error;
	json_t *value;

	if (text == NULL || *text == '\0')
		return json_null();
	if (!column->number)
		return json_string(text);
	value = json_loads(text, JSON_DECODE_ANY, &error);
	return value != NULL ? value : json_string(text);
}

static void
print_json(const struct out_table *t)
{
	json_t *rows = json_array();
	size_t width = out_count_columns(t);

	for (size_t i = 0; i + width <= t->n; i += width) {
		json_t *row = json_object();

		for (size_t c = 0; c < width; c++)
			(void)json_object_set_new(row, t->columns[c].key,
			    json_cell(&t->columns[c], t->cells[i + c]));
		(void)json_array_append_new(rows, row);
	}
	(void)json_dumpf(rows, stdout, JSON_INDENT(2));
	(void)putchar('\n');
	json_decref(rows);
}

void
out_xml_text(const char *text)
{
	while (*text != '\0') {
		const char *from = text;
		unsigned c = str_next_char(&text);

		if (c == '<')
			(void)fputs("&lt;", stdout);
		else if (c == '&')
			(void)fputs("&amp;", stdout);
		else if (c == '"')
			(void)fputs("&quot;", stdout);
		else if (c == '\n' || c == '\t' || c == '\r')
			(void)printf("&#%u;", c);
		else if (c < 0x20)
			(void)fputs("\xef\xbf\xbd", stdout);
		else
			(void)fwrite(from, 1, (size_t)(text - from), stdout);
	}
}

static void
print_xml(const struct out_table *t)
{
	size_t width = out_count_columns(t);

	(void)printf(
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%s>\n", t->name);
	for (size_t i = 0; i + width <= t->n; i += width) {
		(void)printf("  <%s", t->row);
		for (size_t c = 0; c < width; c++) {
			const char *cell = t->cells[i + c];

			if (cell == NULL || *cell == '\0')
				continue;
			(void)printf(" %s=\"", t->columns[c].key);
			out_xml_text(cell);
			(void)putchar('"');
		}
		(void)fputs("/>\n", stdout);
	}
	(void)printf("</%s>\n", t->name);
}

void
out_csv_add(struct buf *b, const char *text)
{
	if (strpbrk(text, ",\"\r\n") == NULL) {
		buf_adds(b, text);
		return;
	}
	buf_addch(b, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_addch(b, '"');
		buf_addch(b, *text);
	}
	buf_addch(b, '"');
}

void
out_csv_cell(const char *text)
{
	struct buf b = { 0 };

	out_csv_add(&b, text);
	(void)fwrite(buf_text(&b), 1, b.len, stdout);
	buf_free(&b);
}

static void
print_csv(const struct out_table *t)
{
	size_t width = out_count_columns(t);

	for (size_t c = 0; c < width; c++)
		(void)printf("%s%s", c > 0 ? "," : "", t->columns[c].key);
	(void)putchar('\n');
	for (size_t i = 0; i + width <= t->n; i += width) {
		for (size_t c = 0; c < width; c++) {
			const char *cell = t->cells[i + c];

			if (c > 0)
				(void)putchar(',');
			out_csv_cell(cell != NULL ? cell : "");
		}
		(void)putchar('\n');
	}
}

void
out_print(const struct out_table *t, enum out_format format)
{
	switch (format) {
	case OUT_TEXT:
		print_text(t);
		break;
	case OUT_JSON:
		print_json(t);
		break;
	case OUT_XML:
		print_xml(t);
		break;
	case OUT_CSV:
		print_csv(t);
		break;
	}
}

void
out_notice(const char *fmt, ...)
{
	struct buf b = { 0 };
	char text[2 * ERR_MSG_BYTES];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	str_add_safe(&b, text, true);
	/* In the order in which they were said, also where both are one. */
	(void)fflush(stdout);
	(void)fprintf(stderr, "%s\n", buf_text(&b));
	buf_free(&b);
}

enum mla_rc
out_can_pdf(const char *path, const char *profile, struct err *err)
{
	if (path == NULL && isatty(STDOUT_FILENO) == 1) {
		err_hint(err, "write it to a file: -o FILE");
		return err_set(
		    err, MLA_EUSAGE, "a PDF is nothing for a terminal");
	}
	return pdf_can(profile, err);
}

enum mla_rc
out_paper(const char *path, const struct buf *paper, struct err *err)
{
	enum mla_rc rc;

	if (path == NULL) {
		(void)fwrite(buf_text(paper), 1, paper->len, stdout);
		return MLA_OK;
	}
	if ((rc = file_save(path, buf_text(paper), paper->len, err)) == MLA_OK)
		out_notice("%s: %zu bytes", path, paper->len);
	return rc;
}
