/* dump.c - every row that is not derived, for an export and back */
/* SPDX-License-Identifier: Apache-2.0 */
#include "store/dump.h"

#include <assert.h>

#include "base/str.h"
#include "store/event.h"

static const struct dump_table in_ruleset = {
	.element = "rule",
	.list = STMT_DUMP_RULE,
	.add = STMT_DUMP_RULE_ADD,
	.of = "$key",
	.column = { { "$kind", DUMP_TEXT, false },
	    { "$name", DUMP_TEXT, false }, { "$hash", DUMP_HASH, false } },
};

static const struct dump_table in_request = {
	.element = "reference",
	.list = STMT_DUMP_REFERENCE,
	.add = STMT_DUMP_REFERENCE_ADD,
	.of = "$uid",
	.column = { { "$owner", DUMP_TEXT, false },
	    { "$value", DUMP_TEXT, false } },
};

static const struct dump_table in_entry = {
	.element = "commitment",
	.list = STMT_COMMITMENT_OF,
	.add = STMT_COUNT,
	.of = "$seq",
	.column = { { "$ord", DUMP_NUMBER, false },
	    { "$what", DUMP_TEXT, false }, { "$hash", DUMP_HASH, false },
	    { "$salt", DUMP_HASH, true }, { "$bytes", DUMP_BYTES, true } },
};

const struct dump_table dump_tables[] = {
	{ .element = "counter",
	    .list = STMT_DUMP_COUNTER,
	    .add = STMT_COUNTER_RAISE,
	    .column = { { "$direction", DUMP_TEXT, false },
	        { "$year", DUMP_NUMBER, false },
	        { "$last", DUMP_NUMBER, false } } },
	{ .element = DUMP_FILE,
	    .list = STMT_DUMP_RESOURCE,
	    .add = STMT_RESOURCE_PUT,
	    .column = { { "$hash", DUMP_HASH, false },
	        { "$bytes", DUMP_BYTES, false } } },
	{ .element = "rules",
	    .list = STMT_DUMP_RULESET,
	    .add = STMT_RULESET_ADD,
	    .inside = &in_ruleset,
	    .column = { { "$key", DUMP_HASH, false } } },
	{ .element = DUMP_OPERATION,
	    .list = STMT_DUMP_OPERATION,
	    .add = STMT_OPERATION_ADD,
	    .column = { { "$reference", DUMP_TEXT, false },
	        { "$name", DUMP_TEXT, false },
	        { "$made", DUMP_TEXT, false } } },
	{ .element = DUMP_REQUEST,
	    .list = STMT_DUMP_REQUEST,
	    .add = STMT_DUMP_REQUEST_ADD,
	    .inside = &in_request,
	    .column = { { "$uid", DUMP_TEXT, false },
	        { "$reference", DUMP_TEXT, false },
	        { "$kind", DUMP_TEXT, false }, { "$side", DUMP_TEXT, false },
	        { "$partner", DUMP_TEXT, false }, { "$made", DUMP_TEXT, false },
	        { "$rules", DUMP_HASH, true } } },
	{ .element = DUMP_ENTRY,
	    .list = STMT_DUMP_ENTRY,
	    .add = STMT_COUNT,
	    .inside = &in_entry,
	    .column = { { "$seq", DUMP_NUMBER, false },
	        { "$request", DUMP_TEXT, false }, { "$part", DUMP_TEXT, true },
	        { "$name", DUMP_TEXT, false }, { "$side", DUMP_TEXT, false },
	        { "$happened", DUMP_TEXT, false },
	        { "$recorded", DUMP_TEXT, false },
	        { "$codes", DUMP_TEXT, false }, { "$prev", DUMP_HASH, false },
	        { "$hash", DUMP_HASH, false } } },
	{ .element = "document",
	    .list = STMT_DUMP_DOCUMENT,
	    .add = STMT_DUMP_DOCUMENT_ADD,
	    .column = { { "$request", DUMP_TEXT, false },
	        { "$revision", DUMP_NUMBER, false },
	        { "$entry", DUMP_NUMBER, false },
	        { "$ord", DUMP_NUMBER, false } } },
	{ .element = DUMP_EXHIBIT,
	    .list = STMT_DUMP_EXHIBIT,
	    .add = STMT_DUMP_EXHIBIT_ADD,
	    .column = { { "$request", DUMP_TEXT, false },
	        { "$id", DUMP_TEXT, false }, { "$sha256", DUMP_TEXT, false },
	        { "$sha512", DUMP_TEXT, false },
	        { "$size", DUMP_NUMBER, false },
	        { "$entry", DUMP_NUMBER, false },
	        { "$ord", DUMP_NUMBER, false } } },
	{ .element = "message",
	    .list = STMT_DUMP_MESSAGE,
	    .add = STMT_DUMP_MESSAGE_ADD,
	    .column = { { "$uid", DUMP_TEXT, false },
	        { "$request", DUMP_TEXT, false },
	        { "$direction", DUMP_TEXT, false },
	        { "$type", DUMP_TEXT, false },
	        { "$manifest", DUMP_TEXT, false },
	        { "$entry", DUMP_NUMBER, false },
	        { "$number", DUMP_NUMBER, true },
	        { "$instead", DUMP_TEXT, true } } },
	{ .element = DUMP_PARKED,
	    .list = STMT_DUMP_PARKED,
	    .add = STMT_DUMP_PARKED_ADD,
	    .column = { { "$manifest", DUMP_TEXT, false },
	        { "$uid", DUMP_TEXT, false }, { "$about", DUMP_TEXT, false },
	        { "$sender", DUMP_TEXT, false }, { "$type", DUMP_TEXT, false },
	        { "$number", DUMP_NUMBER, false },
	        { "$reached", DUMP_TEXT, false }, { "$why", DUMP_TEXT, false },
	        { "$what", DUMP_TEXT, false } } },
	/* What is derived, of requests whose entries were erased. */
	{ .element = "stands",
	    .list = STMT_DUMP_NOW,
	    .add = STMT_DUMP_NOW_ADD,
	    .column = { { "$request", DUMP_TEXT, false },
	        { "$state", DUMP_TEXT, false }, { "$holder", DUMP_TEXT, false },
	        { "$waiting", DUMP_TEXT, false },
	        { "$outcome", DUMP_TEXT, false },
	        { "$since", DUMP_TEXT, false }, { "$last", DUMP_TEXT, false },
	        { "$theirs", DUMP_TEXT, false },
	        { "$assignee", DUMP_TEXT, false },
	        { "$next", DUMP_TEXT, false }, { "$action", DUMP_TEXT, false },
	        { "$entry", DUMP_NUMBER, false } } },
	{ .element = "belongs",
	    .list = STMT_DUMP_MEMBER,
	    .add = STMT_DUMP_MEMBER_ADD,
	    .column = { { "$request", DUMP_TEXT, false },
	        { "$operation", DUMP_TEXT, false } } },
	{ .element = "link",
	    .list = STMT_DUMP_LINK,
	    .add = STMT_DUMP_LINK_ADD,
	    .column = { { "$request", DUMP_TEXT, false },
	        { "$relation", DUMP_TEXT, false },
	        { "$other", DUMP_TEXT, false } } },
	{ .element = NULL },
};

static void
read_row(struct dump_value *row, const struct dump_table *t,
    const struct db_stmt *stmt)
{
	for (int i = 0; t->column[i].type != DUMP_END; i++) {
		struct dump_value *v = &row[i];

		memset(v, 0, sizeof(*v));
		v->there = !db_is_null(stmt, i);
		if (!v->there)
			continue;
		if (t->column[i].type == DUMP_NUMBER) {
			v->number = db_int(stmt, i);
		} else if (t->column[i].type == DUMP_TEXT) {
			v->data = db_text(stmt, i);
			v->len = strlen(v->data);
		} else {
			v->data = db_blob(&v->len, stmt, i);
		}
	}
}

static void
bind(struct db_stmt *stmt, const char *name, enum dump_type type,
    const struct dump_value *v)
{
	if (!v->there)
		db_bind_text(stmt, name, NULL);
	else if (type == DUMP_NUMBER)
		db_bind_int(stmt, name, v->number);
	else if (type == DUMP_TEXT)
		db_bind_text(stmt, name, v->data);
	else
		db_bind_blob(
		    stmt, name, v->data != NULL ? v->data : "", v->len);
}

/* The key of the row around, whose type the name of the parameter tells. */
static void
bind_of(struct db_stmt *stmt, const struct dump_table *t,
    const struct dump_value *of)
{
	if (t->of != NULL)
		bind(stmt, t->of,
		    of->data == NULL                  ? DUMP_NUMBER
		        : of->len == STORE_HASH_BYTES ? DUMP_HASH
		                                      : DUMP_TEXT,
		    of);
}

enum mla_rc
dump_list(struct store *store, const struct dump_table *t,
    const struct dump_want *want, const struct dump_value *of,
    enum mla_rc (*visit)(
        void *arg, const struct dump_value *row, struct err *err),
    void *arg, struct err *err)
{
	struct dump_value row[DUMP_MAX_COLUMNS];
	struct db_stmt *stmt;
	enum mla_rc rc;
	bool more;

	if ((rc = store_stmt(&stmt, store, t->list, err)) != MLA_OK)
		return rc;
	bind_of(stmt, t, of);
	if (t->of == NULL && want->request != 0)
		db_bind_int(stmt, "$request", want->request);
	else if (t->of == NULL)
		db_bind_text(stmt, "$request", NULL);
	if (t->list == STMT_DUMP_ENTRY)
		db_bind_int(stmt, "$chain", want->chain ? 1 : 0);
	while ((rc = db_step(&more, stmt, err)) == MLA_OK && more) {
		read_row(row, t, stmt);
		if ((rc = visit(arg, row, err)) != MLA_OK) {
			db_reset(stmt);
			break;
		}
	}
	return rc;
}

enum mla_rc
dump_add(struct store *store, const struct dump_table *t,
    const struct dump_value *row, const struct dump_value *of, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	assert(t->add != STMT_COUNT);
	if ((rc = store_stmt(&stmt, store, t->add, err)) != MLA_OK)
		return rc;
	bind_of(stmt, t, of);
	for (int i = 0; t->column[i].type != DUMP_END; i++)
		bind(stmt, t->column[i].name, t->column[i].type, &row[i]);
	return db_do(stmt, err);
}

const struct dump_value *
dump_find(
    const struct dump_table *t, const struct dump_value *row, const char *name)
{
	for (int i = 0; t->column[i].type != DUMP_END; i++) {
		if (str_eq(t->column[i].name + 1, name))
			return &row[i];
	}
	return NULL;
}

enum mla_rc
dump_set_office(
    struct store *store, const struct store_info *info, struct err *err)
{
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_OFFICE_SET, err)) != MLA_OK)
		return rc;
	db_bind_text(stmt, "$uid", info->uid);
	db_bind_text(stmt, "$authority", info->authority);
	db_bind_text(stmt, "$made", info->made);
	db_bind_int(stmt, "$practice", info->practice ? 1 : 0);
	return db_do(stmt, err);
}

enum mla_rc
dump_raise_counter(struct store *store, char direction, int year, int64_t last,
    struct err *err)
{
	const char text[] = { direction, '\0' };
	struct db_stmt *stmt;
	enum mla_rc rc;

	if ((rc = store_stmt(&stmt, store, STMT_COUNTER_RAISE, err)) != MLA_OK)
		return rc;
	db_bind_text(stmt, "$direction", text);
	db_bind_int(stmt, "$year", year);
	db_bind_int(stmt, "$last", last);
	return db_do(stmt, err);
}
