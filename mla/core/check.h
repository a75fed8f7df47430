/* check.h - everything that is to be said about a request before it leaves */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_CHECK_H
#define MLA_CORE_CHECK_H

#include <libxml/tree.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "model/finding.h"
#include "model/lang.h"
#include "res/res.h"

/* What is checked, against what; all borrowed. */
struct check_in {
	xmlDoc *doc;
	struct res *res; /* whose schema is used */
	struct res_source source; /* where rules, codes and law are read */
	const struct lang *lang; /* words of the findings */
	int32_t day; /* on which day the instruments must bind */
};

/*
 * What there is to say beside the findings, for the first line of a check:
 * begin with { 0 }, end with check_sum_free.  A text is NULL where the document
 * does not say it.
 */
struct check_sum {
	char *kind, *from, *to; /* codes of the kind and of the two States */
	size_t demanded; /* sections of the form that demand anything */
	size_t missing; /* of these, in how many a value is missing */
	char *which; /* the names of those, with commas; NULL: none */
};

void check_sum_free(struct check_sum *sum);

/*
 * Check a document: structure and types (request.xsd), codes and instruments
 * that do not exist, completeness and rules of the form of its kind.  All
 * findings are appended to out, errors first, no two the same; *sum (may be
 * NULL) is set.  A document that is no request, or of an unknown kind, is one
 * finding of severity error.
 * MLA_OK also with findings; MLA_EDAMAGED or MLA_ENOTFOUND if the data folder
 * is damaged.  The document is not changed.
 */
enum mla_rc check_document(struct findings *out, struct check_sum *sum,
    const struct check_in *in, struct err *err);

/*
 * The same for bytes: read, then check.  MLA_EDAMAGED where they are not
 * well-formed, or hostile (name is for the message).
 */
enum mla_rc check_bytes(struct findings *out, struct check_sum *sum,
    const struct check_in *in, const char *data, size_t len, const char *name,
    struct err *err);

#endif
