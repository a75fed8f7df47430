/* register.h - a register, or one request of it, as one file, and back */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_REGISTER_H
#define MLA_CORE_REGISTER_H

#include "base/buf.h"
#include "core/office.h"

#define REGISTER_NS "urn:mla:register:1"
#define REGISTER_VERSION 1 /* of the XML; newer ones are refused */
#define REGISTER_PATH "data/register.xml" /* in the bag */
#define REGISTER_DATA "data/" /* before exhibits/ and those folders */

/* Folders that the office keeps itself, and that go along; NULL at the end. */
extern const char *const register_folders[];

/* What was written or read. */
struct register_done {
	size_t requests, entries, exhibits;
	char manifest[65]; /* SHA-256 of manifest-sha256.txt */
	char head[65]; /* hash of the last entry of the journal */
	char *reference; /* of the only request, NULL for a register */
};

void register_done_free(struct register_done *done);

/* "1 request, 2 journal entries, 0 exhibits". */
void register_say(struct buf *out, const struct register_done *done);

/* What to write. */
struct register_want {
	int64_t request; /* 0: the whole register */
	bool chain; /* of a request: entries of others after its first, bare */
};

/*
 * Write a bag (bundle/pack.h) with everything that is not derived, as XML
 * (forms/schema/register.xsd) and files; in constant memory.  The same register
 * at the same now gives the same bytes.  MLA_EDAMAGED: an exhibit is not what
 * it was; MLA_EIO.  The caller frees with register_done_free in any case.
 */
enum mla_rc register_export(struct register_done *done, struct office *office,
    const struct register_want *want, const char *path, struct err *err);

/*
 * Read such a bag into a register, in one transaction: everything is proved
 * first, every request is replayed.  A whole register goes into an empty one
 * of the same office.  MLA_EREFUSED: it is not empty, of another office, or
 * the file is newer than this program; MLA_ENO: the bag is not valid (say is
 * called with every reason) or holds no register; MLA_EDAMAGED.  Nothing is
 * changed then.  The caller frees with register_done_free in any case.
 */
enum mla_rc register_import(struct register_done *done, struct office *office,
    const char *path, void (*say)(void *arg, const char *fault), void *arg,
    struct err *err);

#endif
