/* office.h - the register, the rules and the clock that a verb works with */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_OFFICE_H
#define MLA_CORE_OFFICE_H

#include <stdbool.h>

#include "base/date.h"
#include "base/err.h"
#include "model/code.h"
#include "model/lang.h"
#include "model/law.h"
#include "res/res.h"
#include "store/store.h"

#define OFFICE_LANG "en" /* words where nothing else is asked for */

/* What to open; NULL texts: look in the usual places. */
struct office_want {
	const char *register_dir; /* else $MLA_REGISTER, else upward from . */
	const char *data_dir; /* else as res_open */
	const char *now; /* else $MLA_NOW, else the system's clock */
	const char *lang; /* else OFFICE_LANG */
	bool store; /* open the register ... */
	bool write; /* ... for writing */
	bool maybe; /* no register is no error: store is NULL */
};

/* Opened together, closed together; the fields are for reading. */
struct office {
	struct store *store; /* NULL where no register was wanted or found */
	char *dir; /* of the register, NULL likewise */
	struct store_info info; /* whose register it is */
	struct res *res; /* forms, workflows, words */
	struct res_source source;
	struct codes *codes;
	struct law *law;
	struct lang *lang;
	struct when now;
	struct rules *rules; /* loaded so far (core/rules.h) */
	struct where *where; /* likewise (core/where.h) */
	struct where_rule *counting;
};

/*
 * MLA_OK: *out is new, the caller closes it with office_close.  Otherwise
 * *out is NULL: MLA_ENOTFOUND without a register (with what to do), and
 * whatever res_open and store_open say.
 */
enum mla_rc office_open(
    struct office **out, const struct office_want *want, struct err *err);
void office_close(struct office *office);

/*
 * The folder of the register that is meant: given, or $MLA_REGISTER, or the
 * one here or above; NULL: none.  It is not opened.  The caller frees it.
 */
char *office_dir(const char *given);

/* A file in the register's folder, e.g. exhibits/HASH; the caller frees it. */
char *office_path(
    const struct office *office, const char *folder, const char *name);

/* A random identifier "urn:uuid:..." (RFC 9562, version 4). */
enum mla_rc office_uid(char **out, struct err *err);

/* The office's now as a moment in UTC, for records; the caller frees it. */
char *office_moment(const struct office *office);

#endif
