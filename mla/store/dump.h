/* dump.h - every row that is not derived, for an export and back */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STORE_DUMP_H
#define MLA_STORE_DUMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

#define DUMP_MAX_COLUMNS 14 /* of one table */

enum dump_type {
	DUMP_END, /* behind the last column */
	DUMP_TEXT,
	DUMP_NUMBER,
	DUMP_HASH, /* STORE_HASH_BYTES bytes */
	DUMP_BYTES, /* any bytes: the content of the element */
};

struct dump_column {
	const char *name; /* "$name": of the parameter, and of the attribute */
	enum dump_type type;
	bool may_lack;
};

/* One column of one row; data is borrowed. */
struct dump_value {
	bool there;
	int64_t number;
	const void *data; /* of a text (NUL behind it), a hash, bytes */
	size_t len;
};

/* Rows of one kind; what they refer to comes in tables before. */
struct dump_table {
	const char *element; /* its name where it is written */
	enum stmt_id list;
	enum stmt_id add; /* STMT_COUNT: journal_keep adds them */
	/* Rows inside a row: the first column of that is bound as $of. */
	const struct dump_table *inside; /* or NULL */
	const char *of; /* of one that is inside: name of the parameter */
	struct dump_column column[DUMP_MAX_COLUMNS];
};

/* In the order in which they can be added; element NULL at the end. */
extern const struct dump_table dump_tables[];

#define DUMP_ENTRY "entry" /* of the journal; commitments are inside */
#define DUMP_REQUEST "request"
#define DUMP_OPERATION "operation"
#define DUMP_EXHIBIT "exhibit"
#define DUMP_PARKED "parked"
#define DUMP_FILE "file" /* of rules */

/* Which rows. */
struct dump_want {
	int64_t request; /* of this one, and what it goes by; 0: all */
	bool chain; /* all entries after its first one too */
};

/*
 * Rows in a fixed order that says nothing of this machine; inside: of is the
 * row around.  The visitor's code other than OK ends it.  In a transaction.
 */
enum mla_rc dump_list(struct store *store, const struct dump_table *table,
    const struct dump_want *want, const struct dump_value *of,
    enum mla_rc (*visit)(
        void *arg, const struct dump_value *row, struct err *err),
    void *arg, struct err *err);

/*
 * Add a row.  MLA_EREFUSED: it is there already, refers to what is not there,
 * or breaks another rule of the table.  In a write transaction.
 */
enum mla_rc dump_add(struct store *store, const struct dump_table *table,
    const struct dump_value *row, const struct dump_value *of, struct err *err);

/* The column of that name (without "$") in a row, or NULL. */
const struct dump_value *dump_find(const struct dump_table *table,
    const struct dump_value *row, const char *name);

/* The register is that of somebody: an empty one takes over who. */
enum mla_rc dump_set_office(
    struct store *store, const struct store_info *info, struct err *err);

/* No number given to a reference will be below this one again. */
enum mla_rc dump_raise_counter(struct store *store, char direction, int year,
    int64_t last, struct err *err);

#endif
