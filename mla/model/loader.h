/* loader.h - what the two files that read a machine share */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_LOADER_H
#define MLA_MODEL_LOADER_H

#include "model/machine.h"

/* Add an element to an array in a struct: array, count, capacity. */
#define LOADER_ADD(array, n, cap, item)                                     \
	do {                                                                \
		(array) = vec_more((array), &(cap), (n), sizeof(*(array))); \
		(array)[(n)++] = (item);                                    \
	} while (0)

struct loader {
	struct machine *m;
	struct xpath *xpath; /* for compiling */
	bool null; /* datamodel null: In(id) without quotes */
	bool ecma; /* datamodel ecmascript: In('id') and literals */
	struct err *err;
};

/* MLA_EDAMAGED: file, line, element, and what is wrong with it. */
enum mla_rc loader_bad(
    const struct loader *l, const xmlNode *node, const char *what);

/* Is the word one of those in a list with blanks between? */
bool loader_has(const char *list, const char *word);

/*
 * Is it an element for us?  A foreign one is passed over; one of ours that
 * stands where it means nothing is refused.
 */
enum mla_rc loader_takes(
    bool *ours, const struct loader *l, const xmlNode *node);

/* Are the attributes of an element of SCXML or of ours known here? */
enum mla_rc loader_attributes(const struct loader *l, const xmlNode *node);

/* Compile the text of an expression; MLA_OK also if it fails, but alone. */
enum mla_rc loader_compile(
    struct machine_expr *e, const struct loader *l, const xmlNode *node);

/* Read a condition (attribute cond), or a value (expr, or the content). */
enum mla_rc loader_cond(
    struct machine_expr *out, const struct loader *l, const xmlNode *node);
enum mla_rc loader_value(
    struct machine_expr *out, const struct loader *l, const xmlNode *node);

/* Read executable content: the children of an element. */
enum mla_rc loader_actions(
    struct machine_actions *out, const struct loader *l, const xmlNode *parent);

/* Read one of them; foreign elements are passed over. */
enum mla_rc loader_action(
    struct machine_actions *out, const struct loader *l, const xmlNode *node);

#endif
