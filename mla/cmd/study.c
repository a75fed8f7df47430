/* study.c - mla study: figures and requests that may leave the office */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/study.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/release.h"
#include "core/studytable.h"
#include "xml/node.h"

enum {
	KEY_BYTES = 4096, /* of a key file, at most */
	KEY_LEAST = 16,
	FILE_BYTES = 256 << 20, /* of a study file */
	ROUND_LEAST = 3
};

static char *output, *key_path, *anyway, *format;
static long k, base;
static int audit;

static struct poptOption options[] = {
	{ "k", '\0', POPT_ARG_LONG, &k, 0,
	    "how many requests must share what tells of them (default: 5)",
	    "N" },
	{ "key", '\0', POPT_ARG_STRING, &key_path, 0,
	    "of export: the key of the pseudonyms that authorities agreed on",
	    "FILE" },
	{ "audit", '\0', POPT_ARG_NONE, &audit, 0,
	    "of export: try to find the requests in the file, and say how far",
	    NULL },
	{ "round", '\0', POPT_ARG_LONG, &base, 0,
	    "of table: round every count to a multiple, and hide none", "N" },
	{ "anyway", '\0', POPT_ARG_STRING, &anyway, 0,
	    "of export and table: why, in spite of an earlier release",
	    "REASON" },
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "of merge: xml (default) or csv; of table: table, json, xml or csv",
	    "FORMAT" },
	{ "output", 'o', POPT_ARG_STRING, &output, 0,
	    "of export and merge: the file that is written", "FILE" },
	POPT_TABLEEND,
};

static enum mla_rc
check_k(struct err *err)
{
	if (k == 0)
		k = STUDY_K;
	if (k < STUDY_K_LEAST || k > STUDY_K_MOST)
		return err_set(err, MLA_EUSAGE, "--k is from %d to %d",
		    STUDY_K_LEAST, STUDY_K_MOST);
	return MLA_OK;
}

static enum mla_rc
read_key(struct buf *key, struct err *err)
{
	enum mla_rc rc = file_read(key, key_path, KEY_BYTES, err);

	if (rc == MLA_OK && key->len < KEY_LEAST) {
		err_hint(err, "Make one: head -c 32 /dev/urandom > KEY");
		rc = err_set(err, MLA_EUSAGE,
		    "%s is no key: it needs at least %d bytes", key_path,
		    KEY_LEAST);
	}
	return rc;
}

static const struct out_column audit_columns[] = {
	{ "variable", "VARIABLE", false, false },
	{ "tells", "TELLS WHO IT IS", false, false },
	{ "known", "ALL OF A CLASS HAVE ONE VALUE", true, false },
	{ NULL, NULL, false, false },
};

/* What somebody could do with the file, who knows the register's values. */
static void
print_audit(const struct office *office, const struct study *s,
    const struct study *made)
{
	struct out_table t = {
		.name = "audit", .row = "variable", .columns = audit_columns
	};
	struct study_attack a;

	study_attack(&a, s, made);
	(void)printf("%zu requests in %zu classes; the smallest has %zu.\n"
	             "Tried with what the register knows of each request: "
	             "%zu fit at least.\n\n",
	    s->n, a.classes, a.smallest, a.fewest);
	for (size_t i = 0; i < s->nvariables; i++) {
		out_cell2(&t, s->variable[i],
		    words_of(office, "variable", s->variable[i]));
		out_cell(&t, s->telling[i] ? "yes" : "no");
		if (s->telling[i])
			out_cell(&t, "");
		else
			out_cellf(&t, "%zu", a.certain[i]);
	}
	out_print(&t, OUT_TEXT);
	(void)printf("\nOf a class in which all have one value, who knows that "
	             "a request is in it knows the value.\n");
	out_table_free(&t);
	study_attack_free(&a);
}

/* Read what was written, and attack that. */
static enum mla_rc
check_file(struct office *office, const struct buf *text,
    const struct study *made, struct err *err)
{
	struct study *s;
	enum mla_rc rc =
	    study_read(&s, office->res, buf_text(text), text->len, output, err);

	if (rc != MLA_OK)
		return rc;
	if (audit != 0)
		print_audit(office, s, made);
	if (s->n > 0 && study_smallest(s) < (size_t)k)
		rc = err_set(err, MLA_EINTERNAL,
		    "the file has a class of less than %ld", k);
	study_free(s);
	return rc;
}

static enum mla_rc export(
    struct office *office, const char **args, struct err *err) {
	struct release release = { .anyway = anyway }; struct buf key = { 0 },
	text = { 0 }; struct study *s = NULL; char *what = NULL; enum mla_rc rc;

	    if ((rc = cmd_expect(&cmd_study, args, 0, 0, err)) != MLA_OK ||
	        (rc = check_k(err)) != MLA_OK) return rc;
	    if (output == NULL) return err_set(
	        err, MLA_EUSAGE, "mla study export writes a file: -o FILE");
	    release.what = what = xasprintf("export, k %ld", k); release.k = k;
	    if ((key_path != NULL && (rc = read_key(&key, err)) != MLA_OK) ||
	        (rc = release_check(office, &release, err)) != MLA_OK ||
	        (rc = study_make(&s, office, k, key_path != NULL ? &key : NULL,
	             err)) != MLA_OK) goto out;
	    study_write(&text, s, office);
	    if ((rc = check_file(office, &text, s, err)) != MLA_OK ||
	        (rc = release_record(office, &release, err)) != MLA_OK ||
	        (rc = file_save(output, buf_text(&text), text.len, err)) !=
	            MLA_OK) goto out;
	    out_notice("%s: %zu request%s, at least %zu alike; %zu left out",
	        output, s->n, s->n == 1 ? "" : "s", s->smallest, s->suppressed);
	    out : explicit_bzero(key.data != NULL ? key.data : (char *)&rc,
	              key.data != NULL ? key.len : 0);
	          study_free(s);
	          buf_free(&key);
	          buf_free(&text);
	          free(what);
	          return rc;
}

static enum mla_rc
read_study(struct study **out, struct office *office, const char *path,
    struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc = file_read(&b, path, FILE_BYTES, err);

	if (rc == MLA_OK)
		rc = study_read(
		    out, office->res, buf_text(&b), b.len, path, err);
	buf_free(&b);
	return rc;
}

static void
write_csv(struct buf *b, const struct study *s)
{
	buf_adds(b, "id,from");
	for (size_t i = 0; i < s->nvariables; i++)
		buf_addf(b, ",%s", s->variable[i]);
	buf_addch(b, '\n');
	for (size_t row = 0; row < s->n; row++) {
		buf_addf(b, "%s,%s", s->at[row].id, s->at[row].from);
		for (size_t i = 0; i < s->nvariables; i++) {
			buf_addch(b, ',');
			out_csv_add(b, study_value(s, row, i));
		}
		buf_addch(b, '\n');
	}
}

static void
say_merged(const char *path, const struct study_merged *m)
{
	if (m->same_key)
		out_notice("%s: %zu request%s told of by both sides", path,
		    m->both, m->both == 1 ? "" : "s");
	else
		out_notice("%s: it has another key; %zu request%s may be there "
		           "twice, seen from both sides",
		    path, m->perhaps, m->perhaps == 1 ? "" : "s");
}

static enum mla_rc
write_merged(struct office *office, const struct study *s, struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc;

	if (format == NULL || str_eq(format, "xml"))
		study_write(&b, s, office);
	else
		write_csv(&b, s);
	rc = out_paper(output, &b, err);
	buf_free(&b);
	if (rc == MLA_OK && s->smallest < (size_t)s->k && s->n > 0)
		out_notice("a class has %zu now, fewer than %ld: keep the file "
		           "among those who merge it",
		    s->smallest, s->k);
	return rc;
}

static enum mla_rc
merge(struct office *office, const char **args, struct err *err)
{
	struct study *all = NULL;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_study, args, 1, -1, err)) != MLA_OK)
		return rc;
	if (format != NULL && !str_eq(format, "xml") && !str_eq(format, "csv"))
		return err_set(err, MLA_EUSAGE,
		    "there is no format \"%s\": write xml or csv", format);
	if ((rc = read_study(&all, office, args[0], err)) != MLA_OK)
		return rc;
	for (size_t i = 1; rc == MLA_OK && args[i] != NULL; i++) {
		struct study_merged m;
		struct study *more;

		if ((rc = read_study(&more, office, args[i], err)) != MLA_OK)
			break;
		if ((rc = study_merge(&m, all, more, err)) == MLA_OK)
			say_merged(args[i], &m);
		study_free(more);
	}
	if (rc == MLA_OK)
		rc = write_merged(office, all, err);
	study_free(all);
	return rc;
}

static const struct out_column cells[] = {
	{ "row_variable", NULL, false, false },
	{ "row", NULL, false, false },
	{ "column_variable", NULL, false, false },
	{ "column", NULL, false, false },
	{ "requests", NULL, true, false },
	{ NULL, NULL, false, false },
};

/* The list that has the words of a variable's values, or NULL. */
static char *
list_of(const struct office *office, const char *variable)
{
	xmlNode *code = codes_find(office->codes, "variable", variable);

	return code != NULL ? xml_attr(code, "names") : NULL;
}

static const char *
word(const struct office *office, const char *list, const char *value)
{
	if (*value == '\0')
		return "not said";
	if (str_eq(value, STUDY_ANY))
		return "other";
	return list != NULL ? words_of(office, list, value) : value;
}

static void
print_cells(const struct study_table *st, const char *row, const char *column,
    struct out_table *t)
{
	for (size_t r = 0; r <= st->rows; r++) {
		for (size_t c = 0; c <= st->columns; c++) {
			size_t at = r * (st->columns + 1) + c;

			out_cell(t, row);
			out_cell(t, r < st->rows ? st->row[r] : "all");
			out_cell(t, column);
			out_cell(t, c < st->columns ? st->column[c] : "all");
			if (st->hidden[at])
				out_cell(t, "");
			else
				out_cellf(t, "%lld", (long long)st->count[at]);
		}
	}
}

/* For people: a column for each value, and a mark where nothing is told. */
static void
print_wide(const struct office *office, const struct study_table *st,
    const char *row, const char *column)
{
	struct out_column *columns = xcalloc(st->columns + 3, sizeof(*columns));
	struct out_table t = { .name = "table", .row = "row" };
	char *rows_of = list_of(office, row), *of = list_of(office, column);

	columns[0] = (struct out_column){ "row",
		words_of(office, "variable", row), false, false };
	for (size_t c = 0; c < st->columns; c++)
		columns[c + 1] = (struct out_column){ "column",
			word(office, of, st->column[c]), true, false };
	columns[st->columns + 1] =
	    (struct out_column){ "all", "ALL", true, false };
	t.columns = columns;
	for (size_t r = 0; r <= st->rows; r++) {
		out_cell(&t,
		    r < st->rows ? word(office, rows_of, st->row[r]) : "ALL");
		for (size_t c = 0; c <= st->columns; c++) {
			size_t at = r * (st->columns + 1) + c;

			if (st->hidden[at])
				out_cell(&t, "x");
			else
				out_cellf(&t, "%lld", (long long)st->count[at]);
		}
	}
	(void)printf("Requests: %s by %s\n",
	    words_of(office, "variable", column),
	    words_of(office, "variable", row));
	out_print(&t, OUT_TEXT);
	(void)putchar('\n');
	out_table_free(&t);
	free(columns);
	free(rows_of);
	free(of);
}

static enum mla_rc
make_tables(struct office *office, const struct study *s, const char **args,
    enum out_format form, struct err *err)
{
	struct out_table t = {
		.name = "counts", .row = "count", .columns = cells
	};
	enum mla_rc rc = MLA_OK;

	for (size_t i = 1; rc == MLA_OK && args[i] != NULL; i++) {
		struct study_table st;

		rc = study_tabulate(&st, s, args[i], args[0], base, err);
		if (rc == MLA_OK && form == OUT_TEXT)
			print_wide(office, &st, args[i], args[0]);
		else if (rc == MLA_OK)
			print_cells(&st, args[i], args[0], &t);
		if (rc == MLA_OK)
			study_table_free(&st);
	}
	if (rc == MLA_OK && form != OUT_TEXT)
		out_print(&t, form);
	else if (rc == MLA_OK && base > 0)
		(void)printf("Each count is rounded to a multiple of %ld by "
		             "itself: they need not add up.\n",
		    base);
	else if (rc == MLA_OK)
		(void)printf("x  not told: fewer than %ld, or it would tell "
		             "of one that is.\n",
		    k);
	out_table_free(&t);
	return rc;
}

/* "table outcome by kind, measure; k 5" */
static char *
breakdown(const char **args)
{
	struct buf b = { 0 };

	buf_addf(&b, "table %s by ", args[0]);
	for (size_t i = 1; args[i] != NULL; i++)
		buf_addf(&b, "%s%s", i > 1 ? ", " : "", args[i]);
	if (base > 0)
		buf_addf(&b, "; rounded to %ld", base);
	else
		buf_addf(&b, "; k %ld", k);
	return buf_steal(&b);
}

static enum mla_rc
table(struct office *office, const char **args, struct err *err)
{
	struct release release = { .anyway = anyway };
	enum out_format form;
	struct study *s = NULL;
	char *what = NULL;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_study, args, 2, -1, err)) != MLA_OK ||
	    (rc = check_k(err)) != MLA_OK ||
	    (rc = out_format_parse(&form, format, err)) != MLA_OK)
		return rc;
	if (base != 0 && (base < ROUND_LEAST || base > STUDY_K_MOST))
		return err_set(err, MLA_EUSAGE, "--round is from %d to %d",
		    ROUND_LEAST, STUDY_K_MOST);
	release.what = what = breakdown(args);
	release.k = base > 0 ? base : k;
	if ((rc = release_check(office, &release, err)) == MLA_OK &&
	    (rc = study_make(&s, office, k, NULL, err)) == MLA_OK &&
	    (rc = make_tables(office, s, args, form, err)) == MLA_OK)
		rc = release_record(office, &release, err);
	study_free(s);
	free(what);
	return rc;
}

static const struct cmd_sub subs[] = {
	{ "export", CMD_WRITE, export },
	{ "merge", CMD_DATA, merge },
	{ "table", CMD_WRITE, table },
	{ NULL, 0, NULL },
};

const struct cmd_verb cmd_study = {
	.name = "study",
	.synopsis = "export -o FILE [--k N] [--key FILE] [--audit] "
	            "[--anyway REASON] | merge FILE... [--format FORMAT] "
	            "[-o FILE] | table COLUMN ROW... [--k N | --round N] "
	            "[--anyway REASON] [--format FORMAT]",
	.summary = "figures and requests that may leave the office",
	.options = options,
	.subs = subs,
};
