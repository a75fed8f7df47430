/* papers.h - what goes into a bundle: forms, exhibits, a word to the reader */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_PAPERS_H
#define MLA_CORE_PAPERS_H

#include "bundle/pack.h"
#include "core/dossier.h"
#include "core/envelope.h"
#include "store/record.h"

/*
 * Render the form of an event into the envelope, in the language of the
 * request where the form exists in it and there are words, else in English.
 */
enum mla_rc papers_add_form(struct envelope *e, struct dossier *d,
    const struct dossier_event *ev, struct err *err);

/*
 * Render a form of the request: of an event (NULL: the request itself), in a
 * language ("fr") or in two side by side ("fr,ar"), and in a format
 * (core/render.h).  *draft, unless draft is NULL: which form it is, if it
 * carries DRAFT, else NULL; the caller frees it.
 * MLA_ENOTFOUND: no such form, language or format, or no such form in this
 * language.  MLA_EUSAGE: more than two languages, or twice the same.
 */
enum mla_rc papers_render(struct buf *out, char **draft, struct dossier *d,
    const char *form, const struct dossier_event *ev, const char *lang,
    const char *format, struct err *err);

/*
 * Check the document of a request by the rules it was made with; sum may be
 * NULL.
 */
struct findings;
struct check_sum;
enum mla_rc papers_check(struct findings *out, struct check_sum *sum,
    struct dossier *d, struct err *err);

/* Describe an exhibit of a row: title and name come from its payload. */
enum mla_rc papers_exhibit(struct envelope_file *f, const struct dossier *d,
    const struct store_exhibit *row, struct err *err);

/* Is its text common to both sides: may either change it now? */
bool papers_is_shared(const struct dossier *d);

/*
 * Of which State each part is, for papers_keeps_states; the caller frees it.
 * A text that comes from outside may add parts, but must not take one over.
 */
char *papers_states(const struct dossier *d);
bool papers_keeps_states(const struct dossier *d, const char *before);

/*
 * Did we change a common text that no transmission took along but one that did
 * not arrive?  Then it goes with this one (NULL: the next).
 */
bool papers_has_news(const struct dossier *d, const char *transmission);

/* The entry with which a transmission began that took acts along; 0: none. */
int64_t papers_began(const struct dossier *d, const char *transmission);

/* README.txt of a bag: the stock commands that check it. */
enum mla_rc papers_readme(struct pack *pack, const struct dossier *d,
    bool is_signed, struct err *err);

/* Name of the partner's authority and its reference; the caller frees. */
char *papers_partner(const struct dossier *d);
char *papers_their_reference(const struct dossier *d);

#endif
