/* kind.h - a kind of request: its machines, its form, its instruments */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_KIND_H
#define MLA_MODEL_KIND_H

#include <stdbool.h>

#include "base/err.h"
#include "res/res.h"

#define KIND_NS "urn:mla:kind:1"

/* What it is on one side. */
struct kind_side {
	char *machine; /* of the request: workflows/NAME.scxml */
	char *transmission; /* of a transmission: workflows/part/NAME.scxml */
};

/* What it has parts for; all NULL where it has none. */
struct kind_part {
	char *path; /* XPath to its parts in the request */
	char *machine; /* of a part: workflows/part/NAME.scxml */
	char *title; /* XPath from a part to what it is called */
	char *codes; /* list that the title is a code of, or NULL */
	bool compare; /* what one part lacks that another has is a gap */
};

/* What the kind's files call a code list, and which list it is. */
struct kind_list {
	char *name, *codes;
};

struct kind {
	char *id;
	char *form; /* the form that is the request itself */
	struct kind_side out, in;
	struct kind_part part;
	char **instrument; /* treaties of forms/law that it can rest on */
	size_t ninstruments;
	struct kind_list *list;
	size_t nlists;
};

/*
 * Read forms/kind/NAME.xml, checked against its schema.  MLA_OK: free *out
 * with kind_free.  MLA_ENOTFOUND: no such kind, with those that there are.
 */
enum mla_rc kind_load(struct kind **out, struct res *res,
    struct res_source source, const char *name, struct err *err);
void kind_free(struct kind *kind);

/* The list of forms/code behind a name: its own, or the name itself. */
const char *kind_codes(const struct kind *kind, const char *name);

/* Can such a request rest on the treaty? Without any instruments: on all. */
bool kind_rests_on(const struct kind *kind, const char *treaty);

#endif
