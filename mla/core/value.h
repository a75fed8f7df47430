/* value.h - is what somebody typed a value of that type? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_VALUE_H
#define MLA_CORE_VALUE_H

#include <stdbool.h>

#include "model/code.h"
#include "model/lang.h"

/*
 * Bring a typed value into the form that the schema of requests wants: a code
 * for its word, capitals for a State, spaces for the commas of a list.  type
 * is the name of a simple type of the schema, list a code list or NULL; codes
 * may be NULL.  The caller frees the result.
 */
char *value_fold(const char *typed, const char *type, const char *list,
    struct codes *codes, const struct lang *lang);

/* Is a folded value one of the type, and a code one of the list? */
bool value_is(
    const char *value, const char *type, const char *list, struct codes *codes);

/* The code of the list that is spelt most like it, or NULL; caller frees. */
char *value_near(const char *value, const char *list, struct codes *codes);

#endif
