/* code.h - lists of codes, read when they are first asked for */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_CODE_H
#define MLA_MODEL_CODE_H

#include <libxml/tree.h>

#include "base/err.h"
#include "res/res.h"

#define CODE_NS "urn:mla:code:1"

struct codes;

/* The source must outlive it; free with codes_free. */
struct codes *codes_new(struct res_source source);
void codes_free(struct codes *codes);

/* The list element, kept by codes; NULL if there is no such list. */
const xmlNode *codes_list(struct codes *codes, const char *list);

/* All codes of a list, with ", " between; the caller frees it. */
char *codes_names(struct codes *codes, const char *list);

/* The code element, kept by codes; NULL if there is none. */
xmlNode *codes_find(struct codes *codes, const char *list, const char *id);

#endif
