/* reply.h - put the lines of an answers file into a request */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_REPLY_H
#define MLA_CORE_REPLY_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "core/answers.h"
#include "core/lines.h"
#include "core/question.h"

/*
 * Change doc as the lines say; did any line change it?  Each line that cannot
 * be followed is a finding; with findings doc is half changed and of no
 * further use.
 */
bool reply_apply(xmlDoc *doc, struct findings *faults,
    const struct answers_in *in, struct question *questions,
    const struct lines *lines);

#endif
