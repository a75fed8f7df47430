/* official.h - official forms: who confirmed the wording, in which language */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_OFFICIAL_H
#define MLA_CORE_OFFICIAL_H

#include "core/office.h"
#include "model/form.h"

/*
 * A form whose wording is not ours is a draft until an office has confirmed
 * each section in a language.  The register keeps, apart from the data that
 * is shipped:
 *   forms/confirmed.xml        the confirmations (forms/schema/confirmed.xsd)
 *   forms/lang/FORM.LANG.xlf   words of the office's own for one form
 * A confirmation is for one version of the form, and for the very words.
 */
enum official_state {
	OFFICIAL_OPEN, /* nobody confirmed it in this version and language */
	OFFICIAL_CHANGED, /* somebody did, but the words were changed since */
	OFFICIAL_CONFIRMED,
};

struct official_section {
	const struct form_item *section; /* borrowed from the form */
	enum official_state state;
	char *by, *on; /* the last confirmation: who, and when (UTC); or NULL */
};

struct official {
	struct official_section *at; /* in the order of the form */
	size_t n;
	size_t open; /* sections that are not OFFICIAL_CONFIRMED */
};

/*
 * The words of a language with those of the office's own for the form, where
 * the office has a register.  MLA_OK: free *out with lang_free.
 * MLA_ENOTFOUND: there is no such language; MLA_EDAMAGED.
 */
enum mla_rc official_lang(struct lang **out, const struct office *office,
    const char *form, const char *code, struct err *err);

/*
 * What was confirmed of a form in the language of these words (official_lang).
 * The caller frees with official_free, before the form.  MLA_EDAMAGED if the
 * record cannot be read.
 */
enum mla_rc official_read(struct official *out, const struct office *office,
    const struct form *form, const struct lang *words, struct err *err);
void official_free(struct official *official);

/*
 * Headings of the sections that nobody has confirmed, in the language of the
 * words, with commas; *out NULL: all are confirmed, or the wording is ours.
 * The caller frees it.  Errors as official_read.
 */
enum mla_rc official_unconfirmed(char **out, const struct office *office,
    const struct form *form, const struct lang *words, struct err *err);

/*
 * Languages in which the form can exist, as tags with a blank between; "": in
 * any.  The caller frees *out.
 */
enum mla_rc official_languages(char **out, const struct office *office,
    const struct form *form, struct err *err);

/* MLA_ENOTFOUND, with those that are possible, unless it can exist in it. */
enum mla_rc official_offers(const struct office *office,
    const struct form *form, const char *code, struct err *err);

/*
 * Put the words of the section that are in a file of the office's own (XLIFF
 * 1.2 with our unit ids) into words; taken says which, for official_confirm;
 * the caller frees it with file_names_free.  MLA_EREFUSED: a unit that the
 * form does not have, or one without words; MLA_EDAMAGED, MLA_ENOTFOUND.
 */
enum mla_rc official_take(struct file_names *taken, struct lang *words,
    const struct office *office, const struct form *form,
    const struct form_item *section, const char *path, struct err *err);

/*
 * Record that somebody confirms the words of a section, and keep those that
 * were taken.  office must be open for writing.  MLA_EREFUSED: the wording is
 * ours, or a word is missing in the language; nothing is recorded then.
 * MLA_EIO: the words may be kept, and are not confirmed.
 */
enum mla_rc official_confirm(struct office *office, const struct form *form,
    const struct form_item *section, const struct lang *words,
    const struct file_names *taken, const char *by, struct err *err);

/*
 * For mla verify: read the record and every file of words, and say with one
 * line each what cannot be read, is for no form or language, or has other
 * words than those that were confirmed.  MLA_EIO: the folder cannot be read.
 */
enum mla_rc official_check(const struct office *office,
    void (*say)(void *arg, const char *fault), void *arg, struct err *err);

#endif
