/* past_each.c - the pasts of all requests, and what is asked of one */
/* SPDX-License-Identifier: Apache-2.0 */
#include <strings.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/desk.h"
#include "core/past.h"
#include "store/past.h"
#include "xml/xpath.h"

/* --- what is asked of it --- */

const char *
past_code(size_t *len, const struct past_step *s, const char *list)
{
	const size_t n = strlen(list);

	for (const char *at = s->codes; *at != '\0';) {
		const size_t all = strcspn(at, ";");

		if (all > n && strncmp(at, list, n) == 0 && at[n] == '=') {
			*len = all - n - 1;
			return at + n + 1;
		}
		at += all + (at[all] == ';');
	}
	*len = 0;
	return NULL;
}

/* Those that every request has, whatever its text says. */
static const char *
value_of_row(const struct past *p, const char *grouping)
{
	const struct {
		const char *name, *value;
	} row[] = { { "partner", p->partner }, { "kind", p->kind },
		{ "side", p->side }, { "assignee", p->assignee } };

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		if (str_eq(row[i].name, grouping))
			return row[i].value;
	}
	return NULL;
}

const char *
past_value(const struct past *p, const char *part, const char *grouping)
{
	const char *value = value_of_row(p, grouping);

	part = part != NULL ? part : "";
	for (size_t i = 0; value == NULL && i < p->nends; i++) {
		if (str_eq(grouping, "outcome") && str_eq(p->end[i].part, part))
			value = p->end[i].outcome;
	}
	for (size_t i = 0; value == NULL && i < p->ntraits; i++) {
		if (str_eq(p->trait[i].name, grouping) &&
		    str_eq(p->trait[i].part, part))
			value = p->trait[i].value;
	}
	if (value == NULL && *part != '\0')
		return past_value(p, NULL, grouping);
	return value;
}

char *
past_groupings(const struct office *office)
{
	char *names = codes_names(office->codes, PAST_GROUPING);
	char *all = xasprintf(
	    "partner, kind, side, year, outcome, assignee, %s", names);

	free(names);
	return all;
}

/* Where it was from the i-th turn on; NULL: that turn is not its own. */
static const char *
place_of(const struct past *p, const char *part, bool holders, size_t i,
    int32_t *day)
{
	if (*part == '\0') {
		*day = p->step[i].day;
		return holders ? p->step[i].holder : p->step[i].whole;
	}
	*day = p->stay[i].day;
	if (!str_eq(p->stay[i].part, part))
		return NULL;
	return holders ? p->stay[i].holder : p->stay[i].state;
}

enum mla_rc
past_places(const struct past *p, const struct past_end *end, bool holders,
    enum mla_rc (*visit)(void *arg, const char *place, int32_t from, int32_t to,
        const char *next, struct err *err),
    void *arg, struct err *err)
{
	const size_t n = *end->part == '\0' ? p->nsteps : p->nstays;
	const char *place = NULL;
	int32_t from = 0, day;
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < n; i++) {
		const char *now = place_of(p, end->part, holders, i, &day);

		if (now == NULL || str_eq(now, place))
			continue;
		if (place != NULL)
			rc = visit(arg, place, from, day, now, err);
		place = now;
		from = day;
	}
	if (rc != MLA_OK || end->closed || place == NULL)
		return rc;
	day = p->now > from ? p->now : from;
	return visit(arg, place, from, day, NULL, err);
}

/* --- each of them --- */

struct walk {
	struct office *office;
	const struct past_want *want;
	const char *xpath; /* NULL: the condition asks no text, or none */
	struct past past;
	struct buf text;
	enum mla_rc (*visit)(void *arg, const struct past *p, struct err *err);
	void *arg;
};

/* One of "TR|IT" between at and end? */
static bool
is_one_of(const char *at, const char *end, const char *value)
{
	const size_t n = strlen(value);

	while (at <= end) {
		size_t all = strcspn(at, "|,");

		if (at + all > end)
			all = (size_t)(end - at);
		if (all == n && strncasecmp(at, value, n) == 0)
			return true;
		at += all + 1;
	}
	return false;
}

/* "partner=TR|IT,kind!=..." of what its row says; every part must hold. */
static bool
holds(const struct past *p, const char *where)
{
	while (where != NULL && *where != '\0') {
		const char *end = where + strcspn(where, ",");
		const char *equals = where + strcspn(where, "=");
		const bool not = equals > where && equals[-1] == '!';
		char *name =
		    xstrndup(where, (size_t)(equals - where) - (not ? 1 : 0));
		const char *value = past_value(p, NULL, name);

		free(name);
		if (is_one_of(equals + 1, end, value != NULL ? value : "") ==
		    not )
			return false;
		where = *end == ',' ? end + 1 : end;
	}
	return true;
}

/* Is it a condition of groupings?  Else it is XPath. */
static bool
is_simple(const struct office *office, const char *where)
{
	char *all = past_groupings(office);
	bool simple = true;

	while (simple && *where != '\0') {
		const size_t n = strcspn(where, "=!,");
		char *name = xstrndup(where, n), *at = strstr(all, name);

		simple = n > 0 && where[n] != '\0' && where[n] != ',' &&
		    at != NULL && (at[n] == ',' || at[n] == '\0') &&
		    (where[n] == '=' || where[n + 1] == '=');
		free(name);
		where += strcspn(where, ",");
		where += *where == ',';
	}
	free(all);
	return simple;
}

static enum mla_rc
visit_text(struct walk *w, const char *text, int32_t now, struct err *err)
{
	struct past *p = &w->past;

	buf_clear(&w->text);
	buf_adds(&w->text, text);
	buf_addch(&w->text, '\0');
	p->text = w->text.data;
	p->now = now;
	past_parse(p);
	if (w->xpath == NULL && !holds(p, w->want->where))
		return MLA_OK;
	return p->nends > 0 ? w->visit(w->arg, p, err) : MLA_OK;
}

static enum mla_rc
visit_row(void *arg, const struct store_past *row, struct err *err)
{
	struct walk *w = arg;
	struct past *p = &w->past;

	if (row->text == NULL)
		return MLA_OK; /* something of it is erased */
	p->request = row->request;
	p->reference = row->reference;
	p->kind = row->kind;
	p->side = row->side;
	p->partner = row->partner;
	p->assignee = row->assignee;
	return visit_text(w, row->text, w->office->now.day, err);
}

static enum mla_rc
visit_dossier(void *arg, struct dossier *d, struct err *err)
{
	struct walk *w = arg;
	struct past *p = &w->past;
	char *text = NULL, *assignee;
	bool wanted = true;
	enum mla_rc rc = MLA_OK;

	if (d->erased || d->nevents == 0)
		return MLA_OK;
	assignee = desk_assignee(d);
	dossier_present(d);
	if (w->xpath != NULL)
		rc = env_bool(&wanted, d->env, NULL, w->xpath, err);
	if (rc == MLA_OK && wanted)
		rc = past_text(&text, d, err);
	p->request = d->row.id;
	p->reference = d->row.reference;
	p->kind = d->row.kind;
	p->side = d->row.side;
	p->partner = d->row.partner;
	p->assignee = assignee;
	if (rc == MLA_OK && wanted)
		rc = visit_text(w, text, d->now.day, err);
	free(text);
	free(assignee);
	return rc;
}

enum mla_rc
past_each(struct office *office, const struct past_want *want,
    enum mla_rc (*visit)(void *arg, const struct past *p, struct err *err),
    void *arg, struct err *err)
{
	struct walk w = {
		.office = office, .want = want, .visit = visit, .arg = arg
	};
	const struct dossier_look *look = want->look;
	const bool now = look == NULL ||
	    (look->as_of == INT32_MAX && look->known_on == INT32_MAX);
	enum mla_rc rc;

	if (want->where != NULL && !is_simple(office, want->where)) {
		struct err ignored = { 0 };

		if (xpath_compile_check(want->where, &ignored) != MLA_OK)
			return err_set(err, MLA_EUSAGE,
			    "\"%s\" is no condition: write partner=TR|IT, by "
			    "what figures are grouped by, or XPath",
			    want->where);
		w.xpath = want->where;
	}
	if (!now || w.xpath != NULL) {
		rc = dossier_each(office, look, visit_dossier, &w, err);
	} else if ((rc = store_begin_read(office->store, err)) == MLA_OK) {
		rc = store_past_each(office->store, visit_row, &w, err);
		store_rollback(office->store);
	}
	free(w.past.step);
	free(w.past.end);
	free(w.past.stay);
	free(w.past.trait);
	buf_free(&w.text);
	return rc;
}
