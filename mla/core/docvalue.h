/* docvalue.h - how a value of a form is shown in a language */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_DOCVALUE_H
#define MLA_CORE_DOCVALUE_H

#include "core/docmodel.h"

/* What the parts of a request are called: id and title, by the form. */
struct doctitles;

/*
 * The titles that the form's groups give to the nodes that have an id.
 * MLA_OK: free *out with doctitles_free.  MLA_EDAMAGED: an XPath fails.
 */
enum mla_rc doctitles_new(
    struct doctitles **out, const struct docmodel_in *in, struct err *err);
void doctitles_free(struct doctitles *titles);

/*
 * A value as the language writes it, by the type of the field: dates in
 * words, codes by their label, States, languages and instruments by name (each
 * of several codes between blanks), a reference by the title of the part that
 * it refers to.  What is not known is shown as it is.  The caller frees it.
 */
char *docvalue(const struct docmodel_in *in, const struct doctitles *titles,
    const struct form_item *item, const char *text);

/* "17 July 2026" by the words of the language; other texts as they are. */
char *docvalue_date(const struct lang *lang, const char *text);

/* Name of a State or of a language; its code where it is not known. */
char *docvalue_country(const struct lang *lang, const char *code);
char *docvalue_language(const struct lang *lang, const char *code);

#endif
