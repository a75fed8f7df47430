/* derived.c - do the derived rows of a request say what its journal says? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/derived.h"

#include <stdarg.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/due.h"
#include "core/past.h"
#include "core/tie.h"
#include "store/now.h"

struct check {
	struct dossier *d;
	void (*say)(void *arg, const char *fault);
	void *arg;
};

static void differs(const struct check *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void
differs(const struct check *c, const char *fmt, ...)
{
	char text[1024];
	int len = snprintf(text, sizeof(text), "%s: ", c->d->row.reference);
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text + len, sizeof(text) - (size_t)len, fmt, ap);
	va_end(ap);
	c->say(c->arg, text);
}

static void
compare_now(const struct check *c, const struct store_now *was,
    const struct store_now *is)
{
	const struct {
		const char *name, *was, *is;
	} rows[] = { { "state", was->state, is->state },
		{ "holder", was->holder, is->holder },
		{ "waiting", was->waiting, is->waiting },
		{ "outcome", was->outcome, is->outcome },
		{ "since", was->since, is->since },
		{ "last", was->last, is->last },
		{ "their reference", was->theirs, is->theirs },
		{ "subject", was->subject, is->subject },
		{ "assignee", was->assignee, is->assignee },
		{ "next day", was->next, is->next },
		{ "next action", was->action, is->action },
		{ "closed", was->closed ? "yes" : "no",
		    is->closed ? "yes" : "no" } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!str_eq(rows[i].was, rows[i].is))
			differs(c,
			    "%s: the list says \"%s\", the journal \"%s\"",
			    rows[i].name, rows[i].was, rows[i].is);
	}
}

/* Its row in the list; *found false: it has none. */
static enum mla_rc
check_now(bool *found, const struct check *c, struct err *err)
{
	struct store_now is, was;
	enum mla_rc rc;

	if ((rc = store_now_get(found, &was, c->d->office->store, c->d->row.id,
	         err)) != MLA_OK)
		return rc;
	if (!*found) {
		differs(c, "its row in the list is missing");
		return MLA_OK;
	}
	dossier_now(&is, c->d);
	compare_now(c, &was, &is);
	store_now_free(&is);
	store_now_free(&was);
	return MLA_OK;
}

static bool
has_tie(const struct ties *all, const char *name, int64_t other)
{
	for (size_t i = 0; i < all->n; i++) {
		if (all->at[i].other == other && str_eq(all->at[i].name, name))
			return true;
	}
	return false;
}

/* What is stored, as the journal would have it. */
static enum mla_rc
stored_ties(struct ties *out, const struct check *c, struct err *err)
{
	struct store *store = c->d->office->store;
	struct store_operations ops = { 0 };
	struct store_links links = { 0 };
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = store_operation_of(&ops, store, c->d->row.id, err)) == MLA_OK)
		rc = store_link_of(&links, store, c->d->row.id, err);
	out->at = xcalloc(ops.n + links.n, sizeof(*out->at));
	for (size_t i = 0; i < ops.n; i++)
		out->at[out->n++] =
		    (struct tie){ xstrdup(ops.at[i].reference), 0 };
	for (size_t i = 0; i < links.n; i++) {
		if (!links.at[i].reverse)
			out->at[out->n++] =
			    (struct tie){ xstrdup(links.at[i].relation),
				    links.at[i].other };
	}
	store_operations_free(&ops);
	store_links_free(&links);
	return rc;
}

/* Each of these is among those too. */
static void
check_among(const struct check *c, const struct ties *these,
    const struct ties *those, const char *where)
{
	for (size_t i = 0; i < these->n; i++) {
		const struct tie *t = &these->at[i];

		if (!has_tie(those, t->name, t->other))
			differs(c, "%s \"%s\" stands only in the %s",
			    t->other != 0 ? "link" : "operation", t->name,
			    where);
	}
}

static enum mla_rc
check_ties(const struct check *c, struct err *err)
{
	struct ties is, was = { 0 };
	enum mla_rc rc;

	if ((rc = ties_of(&is, c->d, err)) != MLA_OK)
		return rc;
	if ((rc = stored_ties(&was, c, err)) == MLA_OK) {
		check_among(c, &was, &is, "list");
		check_among(c, &is, &was, "journal");
	}
	ties_free(&is);
	ties_free(&was);
	return rc;
}

/* "m1 execute-measure", "execute-measure", "next action". */
static char *
limit_of(const struct store_deadline *r)
{
	if (*r->name == '\0')
		return xstrdup("next action");
	return xasprintf(
	    "time limit %s%s%s", r->part, *r->part != '\0' ? " " : "", r->name);
}

static const struct store_deadline *
find(const struct store_deadlines *all, const struct store_deadline *like)
{
	for (size_t i = 0; i < all->n; i++) {
		if (str_eq(all->at[i].part, like->part) &&
		    str_eq(all->at[i].name, like->name))
			return &all->at[i];
	}
	return NULL;
}

/* The later day, where there are two. */
static const char *
later_of(const struct store_deadline *r)
{
	return str_eq(r->latest, r->due) ? "" : r->latest;
}

static void
check_row(const struct check *c, const struct store_deadline *was,
    const struct store_deadline *is)
{
	const struct {
		const char *name, *was, *is;
	} rows[] = { { "due", was->due, is->due },
		{ "latest", later_of(was), later_of(is) },
		{ "clock", was->clock, is->clock },
		{ "who", was->who, is->who },
		{ "basis", was->basis, is->basis },
		{ "verified", was->verified ? "yes" : "no",
		    is->verified ? "yes" : "no" },
		{ "rule", was->rule, is->rule },
		{ "calendar", was->state, is->state },
		{ "period", was->within, is->within },
		{ "from", was->start, is->start },
		{ "held", was->held, is->held },
		{ "extended", was->moved, is->moved } };
	char *limit = limit_of(is);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!str_eq(rows[i].was, rows[i].is))
			differs(c, "%s: stored %s \"%s\", computed \"%s\"",
			    limit, rows[i].name, rows[i].was, rows[i].is);
	}
	free(limit);
}

static enum mla_rc
check_due(const struct check *c, struct err *err)
{
	const struct store_deadline_want want = { .request = c->d->row.id };
	struct store_deadlines is, was;
	enum mla_rc rc;

	if ((rc = due_rows(&is, c->d, err)) != MLA_OK)
		return rc;
	rc = store_deadline_list(&was, c->d->office->store, &want, err);
	for (size_t i = 0; i < is.n; i++) {
		const struct store_deadline *row = find(&was, &is.at[i]);
		char *limit = limit_of(&is.at[i]);

		if (row != NULL)
			check_row(c, row, &is.at[i]);
		else if (rc == MLA_OK)
			differs(c, "%s: it runs until %s, but is not stored",
			    limit, is.at[i].due);
		free(limit);
	}
	for (size_t i = 0; i < was.n; i++) {
		char *limit = limit_of(&was.at[i]);

		if (find(&is, &was.at[i]) == NULL)
			differs(c, "%s: it is stored, but does not run", limit);
		free(limit);
	}
	store_deadlines_free(&is);
	store_deadlines_free(&was);
	return rc;
}

static enum mla_rc
check_past(const struct check *c, struct err *err)
{
	bool same;
	enum mla_rc rc = past_check(&same, c->d, err);

	if (rc == MLA_OK && !same)
		differs(c,
		    "its row for figures does not say what the journal says");
	return rc;
}

enum mla_rc
derived_check(struct dossier *d, void (*say)(void *arg, const char *fault),
    void *arg, struct err *err)
{
	const struct check c = { d, say, arg };
	enum mla_rc rc;
	bool found;

	if ((rc = check_now(&found, &c, err)) != MLA_OK ||
	    (rc = check_ties(&c, err)) != MLA_OK ||
	    (rc = check_past(&c, err)) != MLA_OK)
		return rc;
	return found ? check_due(&c, err) : MLA_OK;
}
