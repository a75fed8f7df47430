/* regread.h - the XML of a register, row by row */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_REGREAD_H
#define MLA_CORE_REGREAD_H

#include "store/dump.h"
#include "store/event.h"

#define REGREAD_MAX_CONTENT (64UL << 20) /* of one element, unpacked */

/* What the root and the office of a register say; the texts are owned. */
struct regread_head {
	bool whole; /* the register, not one request of it */
	int64_t entries; /* number of the last entry of its journal */
	unsigned char head[STORE_HASH_BYTES]; /* its hash */
	struct store_info office;
};

/* What is called; a code other than MLA_OK ends the reading with it. */
struct regread {
	/* First of all. */
	enum mla_rc (*head)(
	    void *arg, const struct regread_head *head, struct err *err);
	/* A row, in the order of dump_tables; of: the row around, or NULL. */
	enum mla_rc (*row)(void *arg, const struct dump_table *table,
	    const struct dump_value *row, const struct dump_value *of,
	    struct err *err);
	/* Up to size bytes of the document more, *got of them; 0: the end. */
	enum mla_rc (*more)(
	    size_t *got, void *arg, void *data, size_t size, struct err *err);
	void *arg;
};

/*
 * Read the XML that register_export wrote (forms/schema/register.xsd), one row
 * in memory at a time.  name is for messages.  MLA_EREFUSED: its version is
 * newer than this program; MLA_EDAMAGED names what is wrong.
 */
enum mla_rc regread_all(
    const struct regread *reading, const char *name, struct err *err);

#endif
