/* sheet.c - requests from a spreadsheet that an office kept until now */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/sheet.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/act.h"
#include "core/desk.h"
#include "core/intake.h"
#include "core/labels.h"
#include "core/rules.h"
#include "model/country.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/schema.h"

#define SHEET_NS "urn:mla:sheet:1"

enum {
	MAX_ACTS = 64, /* of a row, references too */
	MAX_FIELDS = 8 /* of an act */
};

struct importing {
	struct office *office;
	xmlDoc *map;
	struct sheet_cells cells;
	const char *dates; /* "D.M.Y" */
	size_t row; /* that is read, from 0 */
	bool tried; /* the rows are judged for the second time */
	struct labels seen; /* references of the rows so far */
	struct labels kept; /* kinds and sides whose rules are kept */
};

/* A row as a request. */
struct made {
	char *kind, *side, *partner, *theirs;
	int32_t begins;
	struct act act[MAX_ACTS];
	struct act_field field[MAX_ACTS][MAX_FIELDS];
	size_t n;
	char *text[MAX_ACTS * (2 * MAX_FIELDS + 1)]; /* owned, of the acts */
	size_t ntexts;
};

static void
made_free(struct made *m)
{
	for (size_t i = 0; i < m->ntexts; i++)
		free(m->text[i]);
	free(m->kind);
	free(m->side);
	free(m->partner);
	free(m->theirs);
	memset(m, 0, sizeof(*m));
}

/* The number of a column by its name; all of them were looked for before. */
static size_t
column_of(const struct importing *s, const char *name)
{
	for (size_t i = 0; i < s->cells.columns; i++) {
		if (str_eq(s->cells.name[i], name))
			return i;
	}
	return SIZE_MAX;
}

/* The cell that an attribute of the mapping names, "" without it. */
static const char *
cell_of(const struct importing *s, const xmlNode *node, const char *attribute)
{
	char *name = xml_attr(node, attribute);
	size_t column = name != NULL ? column_of(s, name) : SIZE_MAX;

	free(name);
	if (column == SIZE_MAX)
		return "";
	return s->cells.at[s->row * s->cells.columns + column];
}

/* What a value is in this row; the caller frees it. */
static enum mla_rc
value_of(
    char **out, const struct importing *s, const xmlNode *node, struct err *err)
{
	const xmlNode *means = xml_child(node, SHEET_NS, "means");
	const char *cell = cell_of(s, node, "column");
	char *column;

	if ((*out = xml_attr(node, "value")) != NULL)
		return MLA_OK;
	for (const xmlNode *m = means; m != NULL;
	     m = xml_next(m, SHEET_NS, "means")) {
		if (xml_attr_is(m, "text", cell)) {
			*out = xml_attr(m, "code");
			return MLA_OK;
		}
	}
	if (means == NULL && *cell != '\0') {
		*out = xstrdup(cell);
		return MLA_OK;
	}
	column = xml_attr(node, "column");
	if (*cell == '\0')
		err_set(err, MLA_ENO, "\"%s\" is empty", column);
	else
		err_set(err, MLA_ENO,
		    "the mapping does not say what \"%s\" in \"%s\" means",
		    cell, column);
	free(column);
	return MLA_ENO;
}

/* A date in the order that the mapping names; *there false: an empty cell. */
static enum mla_rc
day_of(int32_t *day, bool *there, const struct importing *s,
    const xmlNode *node, struct err *err)
{
	const char *cell = cell_of(s, node, "column"), *at = cell;
	int number[3] = { 0 };
	char iso[32], *end, *column;

	*there = *cell != '\0';
	if (!*there)
		return MLA_OK;
	for (size_t i = 0; i < 3; i++) {
		long n = *at >= '0' && *at <= '9' ? strtol(at, &end, 10) : -1;
		const char order = s->dates[2 * i];

		if (n < 0 || n > 9999 || *end != (i < 2 ? s->dates[1] : '\0'))
			goto wrong;
		number[order == 'Y' ? 0 : order == 'M' ? 1 : 2] = (int)n;
		at = end + 1;
	}
	(void)snprintf(iso, sizeof(iso), "%04d-%02d-%02d", number[0], number[1],
	    number[2]);
	if (date_parse(day, iso))
		return MLA_OK;
wrong:
	column = xml_attr(node, "column");
	err_set(err, MLA_ENO, "\"%s\" in \"%s\" is no date like %s", cell,
	    column, s->dates);
	free(column);
	return MLA_ENO;
}

static const char *
keep(struct made *m, char *text)
{
	m->text[m->ntexts++] = text;
	return text;
}

static enum mla_rc
add_act(struct made *m, const struct importing *s, const xmlNode *node,
    struct err *err)
{
	char *is = xml_attr(node, "is");
	const bool meant = is == NULL || str_eq(cell_of(s, node, "where"), is);
	struct act *act = &m->act[m->n];
	enum mla_rc rc;
	bool there;

	free(is);
	if (!meant)
		return MLA_OK;
	act->on.second = -1;
	if ((rc = day_of(&act->on.day, &there, s, node, err)) != MLA_OK ||
	    !there)
		return rc;
	act->fields = m->field[m->n];
	act->event = keep(m, xml_attr(node, "event"));
	for (const xmlNode *f = xml_child(node, SHEET_NS, "field");
	     rc == MLA_OK && f != NULL && act->nfields < MAX_FIELDS;
	     f = xml_next(f, SHEET_NS, "field")) {
		char *value;

		if ((rc = value_of(&value, s, f, err)) != MLA_OK)
			break;
		m->field[m->n][act->nfields].name =
		    keep(m, xml_attr(f, "name"));
		m->field[m->n][act->nfields++].value = keep(m, value);
	}
	m->n++;
	return rc;
}

/* Not one that the register, or a row before, has already. */
static enum mla_rc
check_reference(struct importing *s, const char *value, struct err *err)
{
	struct store_matches known = { 0 };
	size_t before = s->seen.n;
	enum mla_rc rc;

	if ((rc = store_request_named(&known, s->office->store, value, err)) !=
	    MLA_OK)
		return rc;
	if (known.n > 0)
		rc = err_set(err, MLA_ENO, "%s is registered already: %s",
		    value, known.at[0].reference);
	else if (!s->tried &&
	    labels_number(&s->seen, value, strlen(value)) < before)
		rc = err_set(
		    err, MLA_ENO, "%s stands in a row before, too", value);
	store_matches_free(&known);
	return rc;
}

/* That of the partner goes with the request, the others are noted behind. */
static enum mla_rc
add_reference(
    struct made *m, struct importing *s, const xmlNode *node, struct err *err)
{
	const char *cell = cell_of(s, node, "column");
	struct act *act = &m->act[m->n];
	char *owner;
	enum mla_rc rc;

	if (*cell == '\0')
		return MLA_OK;
	if ((rc = check_reference(s, cell, err)) != MLA_OK)
		return rc;
	owner = xml_attr(node, "owner");
	if (str_eq(owner, STORE_OWNER_PARTNER) && m->theirs == NULL) {
		m->theirs = xstrdup(cell);
		free(owner);
		return MLA_OK;
	}
	if (codes_find(s->office->codes, INTAKE_OWNERS, owner) == NULL)
		rc = err_set(
		    err, MLA_ENO, "\"%s\" is no owner of references", owner);
	act->event = DESK_REFERENCE;
	act->on = (struct when){ s->office->now.day, -1, 0 };
	m->field[m->n][0] = (struct act_field){ "owner", keep(m, owner) };
	m->field[m->n][1] =
	    (struct act_field){ "value", keep(m, xstrdup(cell)) };
	act->fields = m->field[m->n++];
	act->nfields = 2;
	return rc;
}

static enum mla_rc
check_made(const struct made *m, const struct importing *s, struct err *err)
{
	if (!str_eq(m->side, "out") && !str_eq(m->side, "in"))
		return err_set(err, MLA_ENO,
		    "\"%s\" is no side: it is out (sent) or in (received)",
		    m->side);
	if (!country_exists(m->partner))
		return err_set(
		    err, MLA_ENO, "\"%s\" is no code of a State", m->partner);
	if (str_eq(m->partner, s->office->info.country))
		return err_set(err, MLA_ENO, "%s is our own State", m->partner);
	return MLA_OK;
}

static enum mla_rc
read_row(struct made *m, struct importing *s, struct err *err)
{
	const xmlNode *root = xml_root(s->map), *node;
	enum mla_rc rc;
	bool there;

	memset(m, 0, sizeof(*m));
	if ((rc = value_of(&m->kind, s, xml_child(root, SHEET_NS, "kind"),
	         err)) != MLA_OK ||
	    (rc = value_of(&m->side, s, xml_child(root, SHEET_NS, "side"),
	         err)) != MLA_OK ||
	    (rc = value_of(&m->partner, s, xml_child(root, SHEET_NS, "partner"),
	         err)) != MLA_OK ||
	    (rc = check_made(m, s, err)) != MLA_OK ||
	    (rc = day_of(&m->begins, &there, s,
	         xml_child(root, SHEET_NS, "begins"), err)) != MLA_OK)
		return rc;
	if (!there)
		return err_set(
		    err, MLA_ENO, "it has no day on which it begins");
	for (node = xml_first(root);
	     rc == MLA_OK && node != NULL && m->n < MAX_ACTS;
	     node = xml_after(node)) {
		if (xml_is(node, SHEET_NS, "act"))
			rc = add_act(m, s, node, err);
		else if (xml_is(node, SHEET_NS, "reference"))
			rc = add_reference(m, s, node, err);
	}
	return rc;
}

static enum mla_rc
add_acts(struct dossier *d, struct made *m, struct err *err)
{
	struct act_done done[MAX_ACTS];
	char *part[MAX_ACTS] = { NULL };
	struct act_placing placing;
	enum mla_rc rc = MLA_OK;

	act_placing_begin(&placing, d);
	for (size_t i = 0; rc == MLA_OK && i < m->n; i++) {
		rc = act_place(
		    &part[i], &placing, d, m->act[i].event, NULL, err);
		m->act[i].part = part[i];
	}
	if (rc == MLA_OK && m->n > 0) {
		rc = act_add_all(done, d, m->act, m->n, err);
		for (size_t i = 0; i < m->n; i++)
			act_done_free(&done[i]);
	}
	for (size_t i = 0; i < m->n; i++)
		free(part[i]);
	return rc;
}

/* Inside a transaction: as if it had been typed. */
static enum mla_rc
make_row(struct importing *s, struct made *m, struct err *err)
{
	const bool out = str_eq(m->side, "out");
	const struct act_new one = { .kind = m->kind,
		.side = m->side,
		.partner = m->partner,
		.theirs = m->theirs,
		.step = out ? MACHINE_DRAFT : MACHINE_RECEIVE };
	struct act act = { .on = { .day = m->begins, .second = -1 } };
	struct act_done done = { 0 };
	struct store *store = s->office->store;
	struct dossier *d = NULL;
	enum mla_rc rc;

	rc = act_create(&d, &done, s->office, &one, &act, err);
	for (size_t i = 0; rc == MLA_OK && i < m->n; i++) {
		if (str_eq(m->act[i].event, DESK_REFERENCE))
			rc = store_reference_add(store, d->row.id,
			    m->field[i][0].value, m->field[i][1].value, err);
	}
	if (rc == MLA_OK)
		rc = add_acts(d, m, err);
	act_done_free(&done);
	dossier_free(d);
	return rc;
}

/*
 * The rules of a kind are kept for good before a row is tried: what is loaded
 * of them must not be taken back with it.
 */
static enum mla_rc
keep_rules(struct importing *s, const struct made *m, struct err *err)
{
	char *name = xasprintf("%s/%s", m->kind, m->side);
	const size_t before = s->kept.n;
	struct rules *rules;
	int64_t set;
	enum mla_rc rc = MLA_OK;

	if (labels_number(&s->kept, name, strlen(name)) >= before &&
	    (rc = rules_of(&rules, s->office, 0, m->kind, m->side, err)) ==
	        MLA_OK &&
	    (rc = store_begin(s->office->store, err)) == MLA_OK) {
		if ((rc = rules_keep(&set, NULL, rules, err)) == MLA_OK)
			rc = store_commit(s->office->store, err);
		store_rollback(s->office->store);
	}
	free(name);
	return rc;
}

/* One row by itself, and nothing of it stays. */
static enum mla_rc
try_row(struct importing *s, struct err *err)
{
	struct made m;
	enum mla_rc rc = read_row(&m, s, err);

	if (rc == MLA_OK && (rc = keep_rules(s, &m, err)) == MLA_OK &&
	    (rc = store_begin(s->office->store, err)) == MLA_OK) {
		rc = make_row(s, &m, err);
		store_rollback(s->office->store);
	}
	made_free(&m);
	return rc;
}

/* Of the row: is it a finding, or an error of the register? */
static bool
is_finding(enum mla_rc rc)
{
	return rc == MLA_ENO || rc == MLA_EREFUSED || rc == MLA_ENOTFOUND ||
	    rc == MLA_EUSAGE;
}

static enum mla_rc
try_rows(struct sheet_done *done, struct importing *s, bool *bad,
    void (*say)(void *arg, size_t row, const char *reference, const char *why),
    void *arg, struct err *err)
{
	const xmlNode *key = xml_child(xml_root(s->map), SHEET_NS, "reference");
	enum mla_rc rc = MLA_OK;

	for (s->row = 0; rc == MLA_OK && s->row < s->cells.rows; s->row++) {
		struct err own = { 0 };

		rc = try_row(s, &own);
		if (rc != MLA_OK && is_finding(rc)) {
			bad[s->row] = true;
			done->faulty++;
			say(arg, s->cells.number[s->row],
			    cell_of(s, key, "column"), own.msg);
			rc = MLA_OK;
		} else if (rc != MLA_OK) {
			*err = own;
		}
	}
	return rc;
}

static enum mla_rc
write_rows(struct sheet_done *done, struct importing *s, const bool *bad,
    struct err *err)
{
	struct store *store = s->office->store;
	enum mla_rc rc = store_begin(store, err);

	s->tried = true;
	for (s->row = 0; rc == MLA_OK && s->row < s->cells.rows; s->row++) {
		struct made m;

		if (bad[s->row])
			continue;
		rc = read_row(&m, s, err);
		if (rc == MLA_OK)
			rc = make_row(s, &m, err);
		made_free(&m);
		done->made++;
	}
	if (rc == MLA_OK)
		rc = store_commit(store, err);
	store_rollback(store);
	if (rc != MLA_OK)
		done->made = 0;
	return rc;
}

/* Every column that the mapping names must be there. */
static enum mla_rc
check_columns(const struct importing *s, const xmlNode *in, struct err *err)
{
	static const char *const names[] = { "column", "where" };
	enum mla_rc rc = MLA_OK;

	for (const xmlNode *node = xml_first(in); rc == MLA_OK && node != NULL;
	     node = xml_after(node)) {
		for (size_t i = 0; rc == MLA_OK && i < 2; i++) {
			char *name = xml_attr(node, names[i]);

			if (name != NULL && column_of(s, name) == SIZE_MAX)
				rc = err_set(err, MLA_ENOTFOUND,
				    "the file has no column \"%s\"", name);
			free(name);
		}
		if (rc == MLA_OK)
			rc = check_columns(s, node, err);
	}
	return rc;
}

static enum mla_rc
read_map(struct importing *s, const char *path, struct err *err)
{
	struct xml_faults faults = { 0 };
	enum mla_rc rc = xml_read_file(&s->map, path, err);

	if (rc == MLA_OK)
		rc = res_check(&faults, s->office->res, s->map, "sheet", err);
	if (rc == MLA_OK && faults.n > 0)
		rc = err_set(err, MLA_EDAMAGED, "%s:%ld: %s", path,
		    faults.at[0].line, faults.at[0].msg);
	xml_faults_free(&faults);
	return rc;
}

enum mla_rc
sheet_import(struct sheet_done *done, struct office *office, const char *map,
    const char *path, enum sheet_mode mode,
    void (*say)(void *arg, size_t row, const char *reference, const char *why),
    void *arg, struct err *err)
{
	struct importing s = { .office = office };
	char *dates = NULL, *separator = NULL, mark = ',';
	bool *bad = NULL;
	enum mla_rc rc;

	memset(done, 0, sizeof(*done));
	if ((rc = read_map(&s, map, err)) != MLA_OK)
		goto out;
	dates = xml_attr(xml_root(s.map), "dates");
	separator = xml_attr(xml_root(s.map), "separator");
	if (separator != NULL)
		mark = *separator;
	s.dates = dates != NULL ? dates : "Y-M-D";
	if ((rc = sheet_read(&s.cells, path, mark, err)) != MLA_OK ||
	    (rc = check_columns(&s, xml_root(s.map), err)) != MLA_OK)
		goto out;
	done->rows = s.cells.rows;
	bad = xcalloc(s.cells.rows, sizeof(*bad));
	rc = try_rows(done, &s, bad, say, arg, err);
	if (rc == MLA_OK && mode != SHEET_SKIP && done->faulty > 0)
		rc = err_set(err, MLA_ENO,
		    "%zu of %zu rows cannot be registered; nothing was "
		    "written",
		    done->faulty, done->rows);
	if (rc == MLA_OK && mode != SHEET_TRY)
		rc = write_rows(done, &s, bad, err);
out:
	free(bad);
	free(dates);
	free(separator);
	labels_free(&s.seen);
	labels_free(&s.kept);
	sheet_cells_free(&s.cells);
	xmlFreeDoc(s.map);
	return rc;
}
