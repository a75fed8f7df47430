/* units.h - which words a form prints: keys of forms/lang */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_UNITS_H
#define MLA_MODEL_UNITS_H

#include "base/file.h"
#include "model/code.h"
#include "model/form.h"

/*
 * The units of a section (NULL: of all of them) in the order in which they are
 * printed, each once: heading, labels, notes and the words of its code lists.
 * The title of the form goes with its first section, the lines of signatures
 * with its last one.  The caller frees with file_names_free.
 */
void units_printed(struct file_names *out, const struct form *form,
    const struct form_item *section, struct codes *codes);

/*
 * What can be ticked in a field: the units of its code list, in its order, or
 * yes and no; none where it is written in, or the list depends on the kind.
 * The caller frees with file_names_free.
 */
void units_ticks(
    struct file_names *out, const struct form_item *field, struct codes *codes);

/*
 * All of them, and those with which the form is asked and checked as well:
 * guidance, what is wrong, what to do, as far as words has such units.
 */
void units_all(struct file_names *out, const struct form *form,
    struct codes *codes, const struct lang *words);

#endif
