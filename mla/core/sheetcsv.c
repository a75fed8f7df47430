/* sheetcsv.c - the cells of a CSV file */
/* SPDX-License-Identifier: Apache-2.0 */
#include <csv.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "core/sheet.h"

struct reading {
	struct sheet_cells *out;
	char **row; /* cells of the row that is read */
	size_t n, cap;
	size_t cells, cap_cells; /* of out->at */
	size_t wide; /* row that has more cells than there are names, or 0 */
	size_t cap_numbers; /* of out->number */
	size_t line; /* rows so far, empty ones too */
	int end; /* what ended the last one */
};

static void
on_cell(void *data, size_t len, void *arg)
{
	struct reading *r = arg;
	char *text = xstrndup(data != NULL ? data : "", len);

	r->row = vec_more(r->row, &r->cap, r->n, sizeof(*r->row));
	r->row[r->n++] = str_trim(text);
	free(text);
}

static bool
is_blank_row(const struct reading *r)
{
	for (size_t i = 0; i < r->n; i++) {
		if (*r->row[i] != '\0')
			return false;
	}
	return true;
}

/* The first row becomes the names; the others get as many cells. */
static void
on_row(int end, void *arg)
{
	struct reading *r = arg;
	struct sheet_cells *out = r->out;

	/* CR and LF are told one by one. */
	if (end == '\n' && r->end == '\r' && r->n == 0) {
		r->end = end;
		return;
	}
	r->end = end;
	r->line++;
	if (out->name == NULL && r->n > 0) {
		out->name = r->row;
		out->columns = r->n;
		r->row = NULL;
		r->cap = 0;
	} else if (r->n > out->columns) {
		r->wide = r->wide == 0 ? r->line : r->wide;
	} else if (!is_blank_row(r)) {
		for (size_t i = 0; i < out->columns; i++) {
			out->at = vec_more(
			    out->at, &r->cap_cells, r->cells, sizeof(*out->at));
			out->at[r->cells++] =
			    i < r->n ? r->row[i] : xstrdup("");
		}
		out->number = vec_more(out->number, &r->cap_numbers, out->rows,
		    sizeof(*out->number));
		out->number[out->rows++] = r->line;
		r->n = 0;
	}
	while (r->row != NULL && r->n > 0)
		free(r->row[--r->n]);
	r->n = 0;
}

static enum mla_rc
parse(struct reading *r, const struct buf *text, char separator,
    const char *path, struct err *err)
{
	const char *data = buf_text(text);
	size_t len = text->len;
	struct csv_parser csv;
	bool good;

	if (!str_is_utf8(data, len) || memchr(data, '\0', len) != NULL) {
		err_hint(err, "Save it from the spreadsheet as CSV in UTF-8.");
		return err_set(err, MLA_EDAMAGED, "%s is not UTF-8", path);
	}
	if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
		data += 3;
		len -= 3;
	}
	if (csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
		abort(); /* out of memory */
	csv_set_delim(&csv, (unsigned char)separator);
	good = csv_parse(&csv, data, len, on_cell, on_row, r) == len &&
	    csv_fini(&csv, on_cell, on_row, r) == 0;
	csv_free(&csv);
	if (!good)
		return err_set(err, MLA_EDAMAGED,
		    "%s: a quote stands where none can be, behind row %zu",
		    path, r->line);
	if (r->out->name == NULL)
		return err_set(err, MLA_EDAMAGED, "%s names no columns", path);
	if (r->wide != 0)
		return err_set(err, MLA_EDAMAGED,
		    "%s: row %zu has more cells than the first one has names",
		    path, r->wide);
	return MLA_OK;
}

enum mla_rc
sheet_read(
    struct sheet_cells *out, const char *path, char separator, struct err *err)
{
	struct reading r = { .out = out };
	struct buf text = { 0 };
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = file_read(&text, path, SHEET_MAX_BYTES, err)) == MLA_OK)
		rc = parse(&r, &text, separator, path, err);
	buf_free(&text);
	while (r.n > 0)
		free(r.row[--r.n]);
	free(r.row);
	if (rc != MLA_OK)
		sheet_cells_free(out);
	return rc;
}

void
sheet_cells_free(struct sheet_cells *cells)
{
	for (size_t i = 0; i < cells->rows * cells->columns; i++)
		free(cells->at[i]);
	for (size_t i = 0; cells->name != NULL && i < cells->columns; i++)
		free(cells->name[i]);
	free(cells->at);
	free(cells->name);
	free(cells->number);
	memset(cells, 0, sizeof(*cells));
}
