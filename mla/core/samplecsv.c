/* samplecsv.c - rows of a CSV file */
/* SPDX-License-Identifier: Apache-2.0 */
#include <csv.h>
#include <math.h>
#include <stdarg.h>

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/plain.h"
#include "core/sample.h"

enum {
	CHUNK_BYTES = 1 << 18,
	EXACT_DIGITS = 15, /* decimal digits that a double holds */
	EXACT_POWER = 22 /* 10 to this power is a double without rounding */
};

#define MAX_CELL_BYTES 65536 /* of a value that is used */

/* What a column is used for; one may serve several. */
enum role {
	ROLE_TIME = 1,
	ROLE_STATUS = 2,
	ROLE_ENTRY = 4,
	ROLE_GROUP = 8,
	ROLE_STRATA = 16
};

/* A row while its cells come. */
struct cells {
	double time, entry;
	uint8_t cause;
	uint32_t group, stratum; /* numbers of labels */
	const char *missing; /* the first value that is not there, or NULL */
};

struct reading {
	struct sample *sample;
	const struct sample_want *want;
	const char *name;
	struct err *err;
	enum mla_rc rc;
	size_t line; /* on which this row began */
	size_t inside; /* line ends within its quotes so far */
	size_t cell; /* cells of it so far */
	bool headed; /* the first line was read */
	bool quotes; /* there were some: values may hold line ends */
	struct buf head; /* names of the columns, each with its NUL */
	size_t width;
	unsigned char *role; /* of each column */
	struct cells row;
};

static enum mla_rc bad_row(struct reading *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static enum mla_rc
bad_row(struct reading *r, const char *fmt, ...)
{
	char why[512];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	return err_set(
	    r->err, MLA_EDAMAGED, "%s:%zu: %s", r->name, r->line, why);
}

/* --- values --- */

static bool
is_missing(const char *text)
{
	return *text == '\0' ||
	    (*text == 'N' && (str_eq(text, "NA") || str_eq(text, "NaN")));
}

static const char *
skip_digits(const char *s)
{
	while (*s >= '0' && *s <= '9')
		s++;
	return s;
}

/* A decimal number and nothing else: [+-]digits[.digits][e[+-]digits]. */
static bool
is_number(const char *s)
{
	const char *from, *behind;

	s += *s == '+' || *s == '-';
	from = s;
	s = skip_digits(s);
	behind = s;
	if (*s == '.')
		behind = skip_digits(s + 1);
	if (s == from && behind <= s + 1)
		return false;
	if (*behind != 'e' && *behind != 'E')
		return *behind == '\0';
	s = behind + 1;
	s += *s == '+' || *s == '-';
	behind = skip_digits(s);
	return behind > s && *behind == '\0';
}

/*
 * The value of a number of up to 15 digits with or without a point is a whole
 * number over a power of ten, both without rounding: one division rounds once,
 * as it should.  False: it is written in another way.
 */
static bool
read_plain(double *value, const char *s)
{
	static const double power[EXACT_POWER + 1] = { 1e0, 1e1, 1e2, 1e3, 1e4,
		1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
		1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
	uint64_t whole = 0;
	int digits = 0, behind = -1;

	for (; *s != '\0'; s++) {
		if (*s == '.' && behind < 0) {
			behind = 0;
			continue;
		}
		if (*s < '0' || *s > '9' || digits == EXACT_DIGITS)
			return false;
		whole = whole * 10 + (uint64_t)(*s - '0');
		digits++;
		behind += behind >= 0;
	}
	if (digits == 0)
		return false;
	*value = (double)whole / power[behind > 0 ? behind : 0];
	return true;
}

static enum mla_rc
read_number(
    double *value, struct reading *r, const char *text, const char *what)
{
	if (read_plain(value, text))
		return MLA_OK;
	*value = is_number(text) ? strtod(text, NULL) : NAN;
	if (isfinite(*value))
		return MLA_OK;
	if (strchr(text, ',') != NULL)
		err_hint(r->err, "decimals are written with a point: 3.5");
	return bad_row(r, "\"%.40s\" in column %s is no number", text, what);
}

static enum mla_rc
read_time(struct reading *r, const char *text)
{
	enum mla_rc rc = read_number(&r->row.time, r, text, r->want->time);

	if (rc == MLA_OK && r->row.time < 0)
		rc = bad_row(
		    r, "%s in column %s is less than 0", text, r->want->time);
	return rc;
}

static enum mla_rc
read_status(struct reading *r, const char *text)
{
	double value;
	enum mla_rc rc;

	/* The most common ones first. */
	if ((*text == '0' || *text == '1') && text[1] == '\0') {
		r->row.cause = *text == '1';
		return MLA_OK;
	}
	if (str_eq(text, "TRUE") || str_eq(text, "FALSE")) {
		r->row.cause = *text == 'T';
		return MLA_OK;
	}
	if ((rc = read_number(&value, r, text, r->want->status)) != MLA_OK)
		return rc;
	if (value < 0 || value > TALLY_MAX_CAUSES ||
	    value != (double)(int)value)
		return bad_row(r,
		    "%s in column %s is no status: write 0 for open, 1 for the "
		    "event, or 1 to %d for causes",
		    text, r->want->status, TALLY_MAX_CAUSES);
	r->row.cause = (uint8_t)value;
	return MLA_OK;
}

/* --- rows --- */

static enum mla_rc
take_cell(struct reading *r, const char *text, size_t len)
{
	unsigned role = r->cell < r->width ? r->role[r->cell] : 0;
	enum mla_rc rc = MLA_OK;

	if (role == 0)
		return MLA_OK;
	if (len > MAX_CELL_BYTES)
		return bad_row(
		    r, "a value is longer than %d bytes", MAX_CELL_BYTES);
	if (is_missing(text)) {
		if (r->row.missing == NULL)
			r->row.missing = role & ROLE_TIME ? "no time"
			    : role & ROLE_STATUS          ? "no status"
			    : role & ROLE_ENTRY           ? "no entry"
			    : role & ROLE_GROUP           ? "no group"
			                                  : "no stratum";
		return MLA_OK;
	}
	if (role & ROLE_TIME)
		rc = read_time(r, text);
	if (rc == MLA_OK && role & ROLE_STATUS)
		rc = read_status(r, text);
	if (rc == MLA_OK && role & ROLE_ENTRY)
		rc = read_number(&r->row.entry, r, text, r->want->entry);
	if (role & ROLE_GROUP)
		r->row.group = labels_number(&r->sample->groups, text, len);
	if (role & ROLE_STRATA)
		r->row.stratum = labels_number(&r->sample->strata, text, len);
	return rc;
}

static enum mla_rc
end_row(struct reading *r)
{
	struct sample_row row = { r->row.time, r->row.entry, r->row.cause,
		r->row.group, r->row.stratum };

	if (r->cell != r->width) {
		err_hint(r->err,
		    "a value that holds a comma is quoted; decimals are "
		    "written with a point");
		return bad_row(r, "%zu values, but the first line names %zu",
		    r->cell, r->width);
	}
	r->sample->read++;
	if (r->row.missing != NULL)
		sample_leave(r->sample, r->row.missing, r->line);
	else if (r->want->entry != NULL && row.entry > 0 &&
	    row.entry >= row.time)
		sample_leave(
		    r->sample, "an entry that is not before its time", r->line);
	else
		return sample_add(r->sample, &row, r->err);
	return MLA_OK;
}

/* Give the column of that name its role. */
static enum mla_rc
assign(struct reading *r, const char *column, enum role role)
{
	const char *name = buf_text(&r->head);
	struct buf all = { 0 };
	size_t found = 0;
	enum mla_rc rc = MLA_OK;

	if (column == NULL)
		return MLA_OK;
	for (size_t i = 0; i < r->width; i++, name += strlen(name) + 1) {
		buf_addf(&all, "%s%s", i > 0 ? ", " : "", name);
		if (!str_eq(name, column))
			continue;
		r->role[i] |= (unsigned char)role;
		found++;
	}
	if (found > 1)
		rc = err_set(r->err, MLA_EDAMAGED, "%s has %zu columns \"%s\"",
		    r->name, found, column);
	if (found == 0) {
		if (r->width == 1 && strpbrk(buf_text(&all), ";\t") != NULL)
			err_hint(r->err, "columns are separated by commas");
		rc = err_set(r->err, MLA_ENOTFOUND,
		    "%s has no column \"%s\": it has %.1000s", r->name, column,
		    buf_text(&all));
	}
	buf_free(&all);
	return rc;
}

static enum mla_rc
end_head(struct reading *r)
{
	const struct sample_want *w = r->want;
	enum mla_rc rc;

	r->headed = true;
	r->width = r->cell;
	r->role = xcalloc(r->width, sizeof(*r->role));
	if ((rc = assign(r, w->time, ROLE_TIME)) == MLA_OK &&
	    (rc = assign(r, w->status, ROLE_STATUS)) == MLA_OK &&
	    (rc = assign(r, w->entry, ROLE_ENTRY)) == MLA_OK &&
	    (rc = assign(r, w->group, ROLE_GROUP)) == MLA_OK)
		rc = assign(r, w->strata, ROLE_STRATA);
	return rc;
}

/* libcsv calls it for each value; its bytes end in a NUL. */
static void
on_cell(void *data, size_t len, void *arg)
{
	struct reading *r = arg;
	const char *text = data, *at = data;

	if (r->rc != MLA_OK)
		return;
	if (!r->headed) {
		buf_adds(&r->head, text);
		buf_addch(&r->head, '\0');
	} else {
		r->rc = take_cell(r, text, len);
	}
	while (r->quotes &&
	    (at = memchr(at, '\n', len - (size_t)(at - text))) != NULL) {
		r->inside++;
		at++;
	}
	r->cell++;
}

/*
 * ... and at each line end outside of quotes, with the byte that it is; a
 * second one (CRLF, empty lines) ends a row without values.
 */
static void
on_row(int byte, void *arg)
{
	struct reading *r = arg;

	if (r->rc != MLA_OK)
		return;
	if (r->cell > 0)
		r->rc = r->headed ? end_row(r) : end_head(r);
	if (r->cell > 0) {
		r->line += r->inside;
		r->inside = 0;
		r->cell = 0;
		r->row.missing = NULL;
		r->row.entry = 0;
	}
	r->line += byte == '\n';
}

static enum mla_rc
check_bytes(struct reading *r, const char *data, size_t len)
{
	r->quotes = r->quotes || memchr(data, '"', len) != NULL;
	if (len >= 2 &&
	    (memcmp(data, "\xff\xfe", 2) == 0 ||
	        memcmp(data, "\xfe\xff", 2) == 0)) {
		err_hint(r->err, "save it as UTF-8");
		return err_set(
		    r->err, MLA_EDAMAGED, "%s is UTF-16, not UTF-8", r->name);
	}
	if (memchr(data, '\0', len) != NULL)
		return err_set(r->err, MLA_EDAMAGED,
		    "%s is no text: it holds a NUL byte", r->name);
	return MLA_OK;
}

static enum mla_rc
parse(struct reading *r, struct csv_parser *csv, struct plain *file)
{
	char *chunk = xmalloc(CHUNK_BYTES);
	bool first = true;
	size_t len;

	while (r->rc == MLA_OK) {
		size_t skip = 0;

		r->rc = plain_read(&len, file, chunk, CHUNK_BYTES, r->err);
		if (r->rc != MLA_OK || len == 0)
			break;
		r->rc = check_bytes(r, chunk, len);
		if (first && len >= 3 && memcmp(chunk, "\xef\xbb\xbf", 3) == 0)
			skip = 3;
		first = false;
		if (r->rc == MLA_OK &&
		    csv_parse(csv, chunk + skip, len - skip, on_cell, on_row,
		        r) != len - skip &&
		    r->rc == MLA_OK)
			r->rc = bad_row(r,
			    "a quote stands inside a value that is not quoted, "
			    "or text behind the closing quote");
	}
	if (r->rc == MLA_OK && csv_fini(csv, on_cell, on_row, r) != 0)
		r->rc = bad_row(r, "the quotes that open here never close");
	free(chunk);
	return r->rc;
}

enum mla_rc
sample_read_csv(struct sample *out, const char *path,
    const struct sample_want *want, struct err *err)
{
	struct reading r = { .sample = out,
		.want = want,
		.name = str_eq(path, "-") ? "standard input" : path,
		.err = err,
		.line = 1 };
	struct plain *file = NULL;
	struct csv_parser csv;
	enum mla_rc rc;

	sample_begin(out, want, r.name, "rows", "line");
	if (csv_init(&csv,
	        CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL |
	            CSV_APPEND_NULL) != 0)
		abort(); /* out of memory */
	csv_set_blk_size(&csv, MAX_CELL_BYTES);
	if ((rc = plain_open(&file, path, err)) != MLA_OK ||
	    (rc = parse(&r, &csv, file)) != MLA_OK)
		goto out;
	if (!r.headed)
		rc = err_set(err, MLA_EDAMAGED,
		    "%s is empty: the first line names the columns", r.name);
	else
		rc = sample_end(out, err);
out:
	csv_free(&csv);
	plain_close(file);
	buf_free(&r.head);
	free(r.role);
	if (rc != MLA_OK)
		sample_free(out);
	return rc;
}
