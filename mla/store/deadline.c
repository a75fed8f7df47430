/* deadline.c - derived rows: what is due, on whom, under which rule */
/* SPDX-License-Identifier: Apache-2.0 */
#include "store/deadline.h"

#include "base/alloc.h"

/* The texts of a row in the order in which the statements have them. */
enum {
	OWN_TEXTS = 13, /* in the table itself, from part to moved */
	ALL_TEXTS = 21
};

static const char **
text_at(struct store_deadline *d, size_t i)
{
	const char **const all[ALL_TEXTS] = { &d->part, &d->name, &d->clock,
		&d->who, &d->due, &d->latest, &d->basis, &d->rule, &d->state,
		&d->within, &d->start, &d->held, &d->moved, &d->reference,
		&d->theirs, &d->kind, &d->side, &d->partner, &d->at,
		&d->assignee, &d->action };

	return all[i];
}

void
store_deadlines_add(struct store_deadlines *all, const struct store_deadline *d)
{
	struct store_deadline *row;

	all->at = vec_more(all->at, &all->cap, all->n, sizeof(*all->at));
	row = &all->at[all->n++];
	*row = *d;
	for (size_t i = 0; i < ALL_TEXTS; i++) {
		const char **text = text_at(row, i);

		*text = pool_text(&all->texts, *text);
	}
}

void
store_deadlines_free(struct store_deadlines *all)
{
	pool_free(&all->texts);
	free(all->at);
	memset(all, 0, sizeof(*all));
}

enum mla_rc
store_deadline_clear(struct store *store, int64_t request, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_DEADLINE_CLEAR, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", request);
	return db_do(stmt, err);
}

enum mla_rc
store_deadline_put(
    struct store *store, const struct store_deadline *d, struct err *err)
{
	static const char *const name[OWN_TEXTS] = { "$part", "$name", "$clock",
		"$who", "$due", "$latest", "$basis", "$rule", "$state",
		"$within", "$start", "$held", "$moved" };
	struct store_deadline copy = *d; /* only its pointers are read */
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_DEADLINE_PUT, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", d->request);
	db_bind_int(stmt, "$verified", d->verified ? 1 : 0);
	for (size_t i = 0; i < OWN_TEXTS; i++) {
		const char *text = *text_at(&copy, i);

		db_bind_text(stmt, name[i], text != NULL ? text : "");
	}
	return db_do(stmt, err);
}

enum mla_rc
store_deadline_move(
    struct store *store, const struct store_deadline *d, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_DEADLINE_MOVE, err)) != MLA_OK)
		return rc;
	db_bind_int(stmt, "$request", d->request);
	db_bind_text(stmt, "$part", d->part);
	db_bind_text(stmt, "$name", d->name);
	db_bind_text(stmt, "$due", d->due);
	db_bind_text(stmt, "$latest", d->latest);
	return db_do(stmt, err);
}

enum mla_rc
store_deadline_list(struct store_deadlines *out, struct store *store,
    const struct store_deadline_want *want, struct err *err)
{
	enum stmt_id id =
	    want->request != 0 ? STMT_DEADLINE_OF : STMT_DEADLINE_LIST;
	/* "U" comes after the "T" of a moment, and after all days. */
	char *before = xasprintf("%sU", want->until != NULL ? want->until : "");
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool row;

	memset(out, 0, sizeof(*out));
	if ((rc = store_stmt(&stmt, store, id, err)) != MLA_OK)
		goto out;
	db_bind_text(stmt, "$before", before);
	db_bind_text(stmt, "$assignee", want->assignee);
	if (want->request != 0)
		db_bind_int(stmt, "$request", want->request);
	while ((rc = db_step(&row, stmt, err)) == MLA_OK && row) {
		struct store_deadline d = { .request = db_int(stmt, 0) };

		for (size_t i = 0; i < ALL_TEXTS; i++)
			*text_at(&d, i) = db_text(stmt, (int)i + 1);
		d.verified = db_int(stmt, ALL_TEXTS + 1) != 0;
		store_deadlines_add(out, &d);
	}
	if (rc != MLA_OK)
		store_deadlines_free(out);
out:
	free(before);
	return rc;
}
