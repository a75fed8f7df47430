/* regread.c - the XML of a register, row by row */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/regread.h"

#include <errno.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "core/register.h"
#include "xml/stream.h"

/* A row that is being read; the values point into what it owns. */
struct row {
	const struct dump_table *table;
	struct dump_value value[DUMP_MAX_COLUMNS];
	char *data[DUMP_MAX_COLUMNS]; /* owned */
	int content; /* the column that is the content, or -1 */
	bool hex; /* it is in hexadecimal digits */
	bool told; /* the caller has it */
};

enum level {
	NOTHING,
	IN_ROOT,
	IN_ROW, /* or in office */
	IN_INSIDE,
};

struct reader {
	const struct regread *out;
	struct regread_head head;
	enum level level;
	bool has_office;
	const struct dump_table *at; /* that of the last row */
	struct row outer, inner;
	struct buf content;
};

static enum mla_rc
more(size_t *got, void *arg, void *data, size_t size, struct err *err)
{
	const struct reader *r = arg;

	return r->out->more(got, r->out->arg, data, size, err);
}

static void
clear(struct row *row)
{
	for (int i = 0; i < DUMP_MAX_COLUMNS; i++)
		free(row->data[i]);
	memset(row, 0, sizeof(*row));
	row->content = -1;
}

static char *
text_of(const struct stream_attribute *a, size_t n, const char *name)
{
	const struct stream_attribute *found = stream_find(a, n, name);

	return found != NULL ? xstrndup(found->value, found->len) : NULL;
}

static bool
number_of(int64_t *out, const char *text)
{
	char *end;
	long long n;

	if (text == NULL || *text < '0' || *text > '9')
		return false;
	errno = 0;
	n = strtoll(text, &end, 10);
	*out = n;
	return errno == 0 && *end == '\0';
}

/* Sixty-four digits. */
static bool
hash_of(unsigned char out[STORE_HASH_BYTES], const char *text)
{
	return text != NULL && strlen(text) == (size_t)2 * STORE_HASH_BYTES &&
	    hash_unhex(out, STORE_HASH_BYTES, text);
}

static enum mla_rc
lacks(const char *element, const char *name, struct err *err)
{
	return err_set(err, MLA_EDAMAGED,
	    "an element \"%s\" of the register has no %s, or a wrong one",
	    element, name);
}

/* Newer first: what a newer program writes may be anything. */
static enum mla_rc
read_root(struct reader *r, const char *name, const struct stream_attribute *a,
    size_t n, struct err *err)
{
	char *version = text_of(a, n, "version");
	char *scope = text_of(a, n, "scope");
	char *entries = text_of(a, n, "entries");
	char *head = text_of(a, n, "head");
	enum mla_rc rc = MLA_OK;
	int64_t number;

	if (!str_eq(name, "register") || !number_of(&number, version))
		rc = err_set(
		    err, MLA_EDAMAGED, "it is no register, but a <%s>", name);
	else if (number > REGISTER_VERSION)
		rc = err_set(err, MLA_EREFUSED,
		    "it was written by a newer program (version %lld of the "
		    "file, and this one reads up to %d)",
		    (long long)number, REGISTER_VERSION);
	else if (!str_eq(scope, "all") && !str_eq(scope, "request"))
		rc = lacks(name, "scope", err);
	else if (!number_of(&r->head.entries, entries))
		rc = lacks(name, "entries", err);
	else if (!hash_of(r->head.head, head))
		rc = lacks(name, "head", err);
	r->head.whole = str_eq(scope, "all");
	free(version);
	free(scope);
	free(entries);
	free(head);
	return rc;
}

static enum mla_rc
read_office(struct reader *r, const struct stream_attribute *a, size_t n,
    struct err *err)
{
	struct store_info *us = &r->head.office;

	if (r->has_office)
		return err_set(
		    err, MLA_EDAMAGED, "the register has two offices");
	r->has_office = true;
	us->uid = text_of(a, n, "uid");
	us->authority = text_of(a, n, "authority");
	us->country = text_of(a, n, "country");
	us->code = text_of(a, n, "code");
	us->made = text_of(a, n, "made");
	us->practice = stream_find(a, n, "practice") != NULL;
	if (us->uid == NULL || us->authority == NULL || us->country == NULL ||
	    us->code == NULL || us->made == NULL)
		return lacks("office", "name, code or date", err);
	return r->out->head(r->out->arg, &r->head, err);
}

static enum mla_rc
read_column(struct row *row, int i, const struct stream_attribute *a, size_t n,
    struct err *err)
{
	const struct dump_column *c = &row->table->column[i];
	struct dump_value *v = &row->value[i];
	char *text = text_of(a, n, c->name + 1);
	bool good = text != NULL || c->may_lack;

	v->there = text != NULL;
	if (text != NULL && c->type == DUMP_NUMBER) {
		good = number_of(&v->number, text);
	} else if (text != NULL && c->type == DUMP_HASH) {
		row->data[i] = xmalloc(STORE_HASH_BYTES);
		v->data = row->data[i];
		v->len = STORE_HASH_BYTES;
		good = hash_of((unsigned char *)row->data[i], text);
	} else if (text != NULL) {
		row->data[i] = text;
		v->data = text;
		v->len = strlen(text);
		text = NULL;
	}
	free(text);
	return good ? MLA_OK : lacks(row->table->element, c->name + 1, err);
}

static enum mla_rc
read_row(struct row *row, const struct dump_table *table,
    const struct stream_attribute *a, size_t n, struct err *err)
{
	size_t known = 0;
	char *encoding;
	enum mla_rc rc = MLA_OK;

	clear(row);
	row->table = table;
	for (int i = 0; rc == MLA_OK && table->column[i].type != DUMP_END;
	     i++) {
		if (table->column[i].type == DUMP_BYTES) {
			row->content = i;
			continue;
		}
		rc = read_column(row, i, a, n, err);
		known += row->value[i].there ? 1 : 0;
	}
	if (rc != MLA_OK)
		return rc;
	encoding = text_of(a, n, "encoding");
	row->hex = row->content >= 0 && str_eq(encoding, "hex");
	known += row->hex ? 1 : 0;
	free(encoding);
	if (known != n)
		return err_set(err, MLA_EDAMAGED,
		    "an element \"%s\" of the register has an attribute that "
		    "is not known",
		    table->element);
	return MLA_OK;
}

/* The table of a row at the top; they come in their order. */
static enum mla_rc
find_table(struct reader *r, const char *name, struct err *err)
{
	const struct dump_table *t = r->at != NULL ? r->at : dump_tables;

	while (t->element != NULL && !str_eq(t->element, name))
		t++;
	if (t->element == NULL || !r->has_office)
		return err_set(err, MLA_EDAMAGED,
		    "the register has an element \"%s\" where none can be",
		    name);
	r->at = t;
	return MLA_OK;
}

/* Once, before what is inside it. */
static enum mla_rc
tell(struct reader *r, struct row *row, const struct row *around,
    struct err *err)
{
	if (row->told)
		return MLA_OK;
	row->told = true;
	return r->out->row(r->out->arg, row->table, row->value,
	    around != NULL ? &around->value[0] : NULL, err);
}

static enum mla_rc
start(void *arg, const char *name, const struct stream_attribute *a, size_t n,
    struct err *err)
{
	struct reader *r = arg;
	enum mla_rc rc = MLA_OK;

	buf_clear(&r->content);
	switch (r->level) {
	case NOTHING:
		rc = read_root(r, name, a, n, err);
		break;
	case IN_ROOT:
		clear(&r->outer);
		if (str_eq(name, "office"))
			rc = read_office(r, a, n, err);
		else if ((rc = find_table(r, name, err)) == MLA_OK)
			rc = read_row(&r->outer, r->at, a, n, err);
		break;
	case IN_ROW:
		if (r->outer.table == NULL || r->outer.table->inside == NULL ||
		    !str_eq(r->outer.table->inside->element, name))
			return err_set(err, MLA_EDAMAGED,
			    "the register has an element \"%s\" where none "
			    "can be",
			    name);
		rc = tell(r, &r->outer, NULL, err);
		if (rc == MLA_OK)
			rc = read_row(
			    &r->inner, r->outer.table->inside, a, n, err);
		break;
	case IN_INSIDE:
		rc = err_set(err, MLA_EDAMAGED,
		    "the register has an element \"%s\" where none can be",
		    name);
		break;
	}
	r->level++;
	return rc;
}

static enum mla_rc
text(void *arg, const char *data, size_t len, struct err *err)
{
	struct reader *r = arg;
	const struct row *row = r->level == IN_INSIDE ? &r->inner : &r->outer;

	if ((r->level != IN_INSIDE && r->level != IN_ROW) ||
	    row->table == NULL || row->content < 0)
		return MLA_OK; /* line ends between elements */
	if (r->content.len + len > 2 * REGREAD_MAX_CONTENT)
		return err_set(err, MLA_EDAMAGED,
		    "an element of the register is longer than %lu MiB",
		    REGREAD_MAX_CONTENT >> 20);
	buf_add(&r->content, data, len);
	return MLA_OK;
}

/* What came between the tags is a column. */
static enum mla_rc
take_content(struct reader *r, struct row *row, struct err *err)
{
	struct dump_value *v;
	size_t len = r->content.len;

	if (row->content < 0)
		return MLA_OK;
	v = &row->value[row->content];
	/* An erased payload has lost its salt as well. */
	v->there = row->content == 0 || row->value[row->content - 1].there;
	if (!v->there && len > 0)
		return lacks(row->table->element, "salt", err);
	row->data[row->content] = xmalloc(len + 1);
	v->data = row->data[row->content];
	if (!row->hex) {
		memcpy(row->data[row->content], buf_text(&r->content), len);
		row->data[row->content][len] = '\0';
		v->len = len;
		return MLA_OK;
	}
	v->len = len / 2;
	row->data[row->content][v->len] = '\0';
	if (len % 2 != 0 ||
	    !hash_unhex((unsigned char *)row->data[row->content], v->len,
	        buf_text(&r->content)))
		return lacks(row->table->element, "digits", err);
	return MLA_OK;
}

static enum mla_rc
end(void *arg, const char *name, struct err *err)
{
	struct reader *r = arg;
	struct row *row = r->level == IN_INSIDE ? &r->inner : &r->outer;
	enum mla_rc rc = MLA_OK;

	(void)name;
	if ((r->level == IN_INSIDE || r->level == IN_ROW) &&
	    row->table != NULL) {
		if (!row->told)
			rc = take_content(r, row, err);
		if (rc == MLA_OK)
			rc = tell(r, row,
			    r->level == IN_INSIDE ? &r->outer : NULL, err);
	}
	r->level--;
	buf_clear(&r->content);
	return rc;
}

enum mla_rc
regread_all(const struct regread *reading, const char *name, struct err *err)
{
	struct reader r = { .out = reading };
	const struct stream stream = { .start = start,
		.end = end,
		.text = text,
		.more = more,
		.arg = &r };
	enum mla_rc rc;

	clear(&r.outer);
	clear(&r.inner);
	rc = stream_read(&stream, name, err);
	if (rc == MLA_OK && !r.has_office)
		rc = err_set(err, MLA_EDAMAGED, "%s names no office", name);
	clear(&r.outer);
	clear(&r.inner);
	store_info_free(&r.head.office);
	buf_free(&r.content);
	return rc;
}
