/* exhibit.h - what is known of files of evidence, and how it is described */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_EXHIBIT_H
#define MLA_CORE_EXHIBIT_H

#include <libxml/tree.h>

#include "core/act.h"
#include "core/dossier.h"
#include "store/record.h"

/*
 * The description of an exhibit as it stands now: that of the entry that
 * brought it, or of the latest one that describes it anew.  The root is an
 * element exhibit (forms/schema/exhibit.xsd); the caller frees *out.
 * MLA_ENOTFOUND: it is erased.
 */
enum mla_rc exhibit_read(xmlDoc **out, const struct dossier *d,
    const struct store_exhibit *row, struct err *err);

/*
 * Do the exhibits of a journal entry come from us?  What came with a request
 * that we registered is theirs.
 */
bool exhibit_is_ours(const struct dossier *d, int64_t seq);

/*
 * A description from what a person says: fields named as in exhibit.xsd, ""
 * takes one away.  "limit" is CODE, CODE@DAY or CODE=TEXT, several as several
 * fields; they take the place of all that were there, "none" takes them away.
 * before: what was said so far, or NULL; its limits stay where kept is set,
 * for whoever gave it set them.  MLA_OK: the caller frees *out.  MLA_EUSAGE:
 * a value is wrong, with what it may be; MLA_EREFUSED: a limit would go.
 */
enum mla_rc exhibit_describe(xmlDoc **out, struct office *office,
    const xmlNode *before, bool kept, const struct act_field *said, size_t n,
    struct err *err);

/*
 * Record that an exhibit of a request is described so from now on; what was
 * said before stays in the journal.  MLA_ENOTFOUND: there is no such exhibit,
 * or the part that it names is none; and as exhibit_describe.
 */
enum mla_rc exhibit_describe_again(struct act_done *done, struct office *office,
    int64_t request, const char *id, const struct act_field *said, size_t n,
    struct err *err);

/* Does the request have the part that a description names? MLA_ENOTFOUND. */
enum mla_rc exhibit_check_part(struct office *office, int64_t request,
    const xmlDoc *about, struct err *err);

/*
 * Check a description that came from outside: its structure and its codes.
 * NULL is well.  MLA_EDAMAGED with what is wrong.
 */
enum mla_rc exhibit_check(
    struct office *office, xmlDoc *about, struct err *err);

/*
 * What may leave: a copy without our own dates; the caller frees it.  NULL:
 * nothing is said.
 */
xmlDoc *exhibit_outward(const xmlDoc *about);

/* Append the payload of an exhibit: what the file is, and what was said. */
void exhibit_write(struct buf *b, const struct act_exhibit *e);

/* Codes of its limits with ", " between; the caller frees it. */
char *exhibit_limits(const xmlNode *exhibit);

/* One exhibit of a request. */
struct exhibit {
	struct store_exhibit row; /* its id is owned */
	const struct dossier_event *brought; /* by which entry */
	bool ours; /* it came from us */
	xmlDoc *about; /* NULL: what was known is erased */
};

struct exhibits {
	struct exhibit *at;
	size_t n;
};

/*
 * Those of a request by their ids, with those that came after the day from
 * which it is looked at left out; the caller frees *out with exhibits_free,
 * before the dossier.
 */
enum mla_rc exhibits_load(
    struct exhibits *out, const struct dossier *d, struct err *err);
void exhibits_free(struct exhibits *all);

/* The one of that id, or NULL. */
struct exhibit *exhibits_at(const struct exhibits *all, const char *id);

/* The one of that id.  MLA_ENOTFOUND with those that there are. */
enum mla_rc exhibits_find(struct exhibit **out, const struct exhibits *all,
    const struct dossier *d, const char *id, struct err *err);

#endif
