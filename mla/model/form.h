/* form.h - the definition of a standard form: fields, order, rules */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_FORM_H
#define MLA_MODEL_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "model/env.h"
#include "model/finding.h"
#include "model/lang.h"
#include "res/res.h"

/*
 * A form is a tree of items in the order in which they are asked, checked and
 * printed.  Every path is XPath (model/env.h): of a section or of an item
 * right below one, from the request; of an item in a group or table, from the
 * node of the group or row.  The words are keys of forms/lang.
 */
enum form_what {
	FORM_SECTION, /* numbered part with a heading */
	FORM_FIELD, /* label and value: one path, one type */
	FORM_GROUP, /* its fields once for each node of path */
	FORM_TABLE, /* a row for each node of path, a column for each field */
	FORM_TICKS, /* every code of a list, ticked where path has it */
	FORM_NOTE, /* a sentence of the form itself (label) */
	FORM_SIGNATURE, /* where one signs, or each node of path does */
};

/* An instrument that a demand rests on. */
struct form_basis {
	char *treaty; /* code of the instrument, "" for mere guidance */
	char *article; /* "14(2)", or the text to cite where treaty is "" */
	char *binds; /* XPath, "": does treaty bind the two States today? */
};

struct form_item {
	enum form_what what;
	long line; /* in the definition's file */
	char *id; /* unique in the form; of a field: in its parent */
	char *label; /* key of the label; by default FORM.SECTION or field.ID */
	char *help; /* key of the guidance for the drafter, "" if none */
	char *path; /* XPath to the value or to the repeated nodes, or "" */
	char *title; /* XPath (string) that names one node of a group, or "" */
	char *type; /* of a field: string, text, date, code ... (form.xsd) */
	char *codes; /* code list of a code or of ticks, else "" */
	char *ticks; /* XPath: a field is printed as its list, ticked; or "" */
	char *when; /* XPath: is the item part of this document?  "": yes */
	char *required; /* "", "always", or XPath: must there be a value? */
	enum finding_severity severity; /* of a missing value */
	char *say; /* key: what is wrong where it is missing, or "" */
	char *todo; /* key: what to do then, or "" */
	struct form_basis *basis; /* in the order in which they are tried */
	size_t nbasis;
	struct form_item *parent; /* NULL for a section */
	struct form_item *child; /* the first one, or NULL */
	struct form_item *next; /* the next of the same parent, or NULL */
};

/* An assertion about the request that no single field can make. */
struct form_rule {
	long line;
	char *id;
	char *context; /* XPath: checked at each of these nodes; "": request */
	char *test; /* XPath from there; the finding is made where it fails */
	char *when; /* XPath from there: does the rule apply?  "": yes */
	char *where; /* part of the request named by the finding */
	char *what; /* XPath from there: the text for {what}, or "" */
	enum finding_severity severity;
	bool standing; /* shown with the request, as long as it fails */
	char *say; /* key: what is wrong */
	char *todo; /* key: what to do, or "" */
	struct form_basis *basis;
	size_t nbasis;
};

struct form;

/*
 * Read forms/form/NAME.xml from the source and check it against the folder's
 * forms/schema/form.xsd; every XPath in it is compiled once to prove it.
 * MLA_OK: *out is new, the caller frees it with form_free.  MLA_ENOTFOUND: no
 * such form; MLA_EDAMAGED: not well-formed, not valid, or an XPath that does
 * not compile, with file and line; *out is NULL.
 */
enum mla_rc form_load(struct form **out, struct res *res,
    struct res_source source, const char *name, struct err *err);

/* The same from bytes; name is for messages ("forms/form/NAME.xml"). */
enum mla_rc form_parse(struct form **out, struct res *res, const char *data,
    size_t len, const char *name, struct err *err);

void form_free(struct form *form);

const char *form_id(const struct form *form);
const char *form_version(const struct form *form);
const char *form_label(const struct form *form); /* key of the title */
const char *form_source(const struct form *form); /* whose wording it is */
bool form_is_verified(const struct form *form); /* or is the wording ours? */
const char *form_unverified(const struct form *form); /* what is not, or "" */
/* The organisation in whose languages alone it exists, "" if in any. */
const char *form_languages(const struct form *form);
bool form_is_numbered(const struct form *form); /* are its sections? */
bool form_is_one_page(const struct form *form); /* is it made to fit? */
const char *form_signature(const struct form *form); /* key, "" if unsigned */

/* Who signs, where that is not one only; the rest by ->next.  NULL: none. */
const struct form_item *form_first_signature(const struct form *form);

/* The first section; the rest by ->next and ->child.  NULL if there is none. */
const struct form_item *form_first(const struct form *form);

/* An item by its dotted path of ids ("facts.text"); NULL if there is none. */
const struct form_item *form_find(const struct form *form, const char *id);

size_t form_rule_count(const struct form *form);
const struct form_rule *form_rule_at(const struct form *form, size_t i);

/*
 * Does the item belong into this document, and must it have a value there?
 * at is the node of the group or row that it stands in, NULL at the top.
 * MLA_EDAMAGED if an XPath of the form fails on this request.
 */
enum mla_rc form_applies(bool *out, const struct form_item *item,
    struct env *env, xmlNode *at, struct err *err);
enum mla_rc form_demands(bool *out, const struct form_item *item,
    struct env *env, xmlNode *at, struct err *err);

/*
 * The first basis of the list that binds the two States of the request on
 * env's day, or that is mere guidance; NULL if none does.
 */
enum mla_rc form_binding(const struct form_basis **out,
    const struct form_basis *basis, size_t n, struct env *env, struct err *err);

/*
 * Completeness and rules: appends a finding for each demanded value that is
 * missing and for each rule that fails, in the order of the form.  A demand
 * that lists instruments of which none binds the two States on env's day is
 * advice, and cites none of them.  The request must be set in env.
 * MLA_OK also with findings; MLA_EDAMAGED if an XPath fails on this request.
 */
enum mla_rc form_check(struct findings *out, const struct form *form,
    struct env *env, const struct lang *lang, struct err *err);

/* The same for the standing rules alone, which are shown with the request. */
enum mla_rc form_check_standing(struct findings *out, const struct form *form,
    struct env *env, const struct lang *lang, struct err *err);

/*
 * How many sections that demand anything are there, and in how many of them
 * is a value missing?  The names of those are appended to which, with commas.
 * For the first line of a check.
 */
enum mla_rc form_progress(size_t *demanded, size_t *missing, struct buf *which,
    const struct form *form, struct env *env, const struct lang *lang,
    struct err *err);

#endif
