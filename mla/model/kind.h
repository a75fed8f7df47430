/* kind.h - a kind of request: its machines, its form, its instruments */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_KIND_H
#define MLA_MODEL_KIND_H

#include "base/err.h"
#include "res/res.h"

#define KIND_NS "urn:mla:kind:1"

/* What it is on one side. */
struct kind_side {
	char *machine; /* of the request: workflows/NAME.scxml */
	char *part; /* XPath to its parts in the request */
	char *part_machine; /* of a part: workflows/part/NAME.scxml */
	char *transmission; /* machine of a transmission, likewise */
};

struct kind {
	char *id;
	char *form; /* the form that is the request itself */
	struct kind_side out, in;
};

/*
 * Read forms/kind/NAME.xml, checked against its schema.  MLA_OK: free *out
 * with kind_free.  MLA_ENOTFOUND: no such kind, with those that there are.
 */
enum mla_rc kind_load(struct kind **out, struct res *res,
    struct res_source source, const char *name, struct err *err);
void kind_free(struct kind *kind);

#endif
