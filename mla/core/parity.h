/* parity.h - do two language versions of a request say the same? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_PARITY_H
#define MLA_CORE_PARITY_H

#include <libxml/tree.h>

#include "base/err.h"
#include "model/finding.h"
#include "model/lang.h"
#include "res/res.h"

/* Two requests; all borrowed. */
struct parity_in {
	const xmlDoc *original, *translation;
	struct res *res; /* whose schema of requests is used */
	const struct lang *lang; /* words of the findings */
};

/*
 * Compare a translation with its original, element by element: parts by their
 * id, others by their place among those of the same name.  What is no text
 * (dates, codes, amounts) must be the same; what is there in one only, an
 * annex for instance, is missing or added; languages, directions and the list
 * of translations may differ.  In texts, numbers and dates must be the same
 * (core/quantity.h), and names: where a name is written in Latin script in
 * both, it must be the same, and a text in Latin script has the names that the
 * original has, in another script no word in Latin letters that is not in the
 * original.  Numbers, dates and names that stand in words, or only in one of
 * the two, are warnings; all other findings are errors.  Findings are sorted
 * and name the place in the original, the line in the translation.
 * MLA_OK also with findings; MLA_ENOTFOUND or MLA_EDAMAGED: the data folder.
 */
enum mla_rc parity_check(
    struct findings *out, const struct parity_in *in, struct err *err);

#endif
