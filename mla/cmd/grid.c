/* grid.c - tables of numbers of any length, row by row */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/grid.h"

#include <jansson.h>
#include <math.h>
#include <stdint.h>

#include "base/ban.h"

#define WHOLE_MAX 1e15 /* whole numbers below it are written in full */
#define LEAST_P 1e-300 /* less is not told apart by people */

enum {
	NUMBER_BYTES = 40
};

void
grid_begin(struct grid *g, enum out_format form, int digits, bool several)
{
	memset(g, 0, sizeof(*g));
	g->form = form;
	g->digits = digits;
	g->several = several;
	if (form == OUT_XML)
		(void)fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		            "<figures>\n",
		    stdout);
	if (form == OUT_JSON && several)
		(void)fputs("{\n", stdout);
}

void
grid_end(struct grid *g)
{
	if (g->form == OUT_XML)
		(void)fputs("</figures>\n", stdout);
	if (g->form == OUT_JSON && g->several)
		(void)fputs("\n}", stdout);
	if (g->form == OUT_JSON)
		(void)putchar('\n');
}

void
grid_table(struct grid *g, const char *name, const char *title,
    const struct out_column *columns)
{
	memset(&g->table, 0, sizeof(g->table));
	g->table.name = name;
	g->table.columns = columns;
	g->width = 0;
	g->cell = 0;
	g->rows = 0;
	while (columns[g->width].key != NULL)
		g->width++;
	if (g->tables > 0 && (g->form == OUT_CSV || g->form == OUT_TEXT))
		(void)putchar('\n');
	if (g->form == OUT_TEXT)
		(void)printf("%s\n\n", title);
	if (g->form == OUT_XML)
		(void)printf("  <%s>\n", name);
	if (g->form == OUT_JSON && g->several)
		(void)printf("%s\"%s\": ", g->tables > 0 ? ",\n" : "", name);
	if (g->form == OUT_JSON)
		(void)putchar('[');
	for (size_t c = 0; g->form == OUT_CSV && c < g->width; c++)
		(void)printf(
		    "%s%s", columns[c].key, c + 1 < g->width ? "," : "\n");
	g->tables++;
}

void
grid_close(struct grid *g)
{
	if (g->form == OUT_TEXT)
		out_print(&g->table, OUT_TEXT);
	if (g->form == OUT_XML)
		(void)printf("  </%s>\n", g->table.name);
	if (g->form == OUT_JSON)
		(void)fputs(g->rows > 0 ? "\n]" : "]", stdout);
	out_table_free(&g->table);
}

/* What stands before a cell. */
static void
before_cell(const struct grid *g)
{
	const char *key = g->table.columns[g->cell].key;

	if (g->form == OUT_CSV && g->cell > 0)
		(void)putchar(',');
	if (g->form == OUT_XML && g->cell == 0)
		(void)fputs("    <row", stdout);
	if (g->form == OUT_JSON && g->cell == 0)
		(void)printf("%s\n  {", g->rows > 0 ? "," : "");
	if (g->form == OUT_JSON)
		(void)printf("%s\"%s\": ", g->cell > 0 ? ", " : "", key);
}

static void
after_cell(struct grid *g)
{
	if (++g->cell < g->width)
		return;
	if (g->form == OUT_CSV)
		(void)putchar('\n');
	if (g->form == OUT_XML)
		(void)fputs("/>\n", stdout);
	if (g->form == OUT_JSON)
		(void)putchar('}');
	g->cell = 0;
	g->rows++;
}

static void
print_json_text(const char *text)
{
	json_t *value = json_string(text);

	(void)json_dumpf(value, stdout, JSON_ENCODE_ANY);
	json_decref(value);
}

void
grid_text(struct grid *g, const char *text)
{
	before_cell(g);
	switch (g->form) {
	case OUT_TEXT:
		out_cell(&g->table, text);
		break;
	case OUT_CSV:
		out_csv_cell(text);
		break;
	case OUT_XML:
		(void)printf(" %s=\"", g->table.columns[g->cell].key);
		out_xml_text(text);
		(void)putchar('"');
		break;
	case OUT_JSON:
		print_json_text(text);
		break;
	}
	after_cell(g);
}

/* Whole numbers are written in full, without the price of a conversion. */
static const char *
write_whole(char text[NUMBER_BYTES], int64_t value)
{
	char *at = text + NUMBER_BYTES - 1;
	uint64_t left = value < 0 ? (uint64_t)-value : (uint64_t)value;

	*at = '\0';
	do {
		*--at = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (value < 0)
		*--at = '-';
	return at;
}

/* The number as text, in the room given; NULL: it is not defined. */
static const char *
write_number(char text[NUMBER_BYTES], double value, int digits)
{
	if (!isfinite(value))
		return NULL;
	if (fabs(value) < WHOLE_MAX && value == (double)(int64_t)value)
		return write_whole(text, (int64_t)value);
	(void)snprintf(text, NUMBER_BYTES, "%.*g", digits, value);
	return text;
}

static void
put_number(struct grid *g, const char *text)
{
	before_cell(g);
	if (g->form == OUT_TEXT)
		out_cell(&g->table, text != NULL ? text : "–");
	else if (g->form == OUT_XML && text != NULL)
		(void)printf(" %s=\"%s\"", g->table.columns[g->cell].key, text);
	else if (g->form == OUT_CSV)
		(void)fputs(text != NULL ? text : "NA", stdout);
	else if (g->form == OUT_JSON)
		(void)fputs(text != NULL ? text : "null", stdout);
	after_cell(g);
}

void
grid_number(struct grid *g, double value)
{
	char text[NUMBER_BYTES];

	put_number(g, write_number(text, value, g->digits));
}

void
grid_p(struct grid *g, double p)
{
	if (g->form == OUT_TEXT && p < LEAST_P)
		put_number(g, "< 1e-300");
	else
		grid_number(g, p);
}
