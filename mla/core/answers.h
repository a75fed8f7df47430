/* answers.h - a request as a file of questions and answers in plain words */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_ANSWERS_H
#define MLA_CORE_ANSWERS_H

#include <libxml/tree.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "model/code.h"
#include "model/finding.h"
#include "model/form.h"
#include "model/lang.h"
#include "model/vocab.h"

/*
 * The file, in short (mla-forms.5 has it in full):
 *
 *     # a line that begins with # explains, and is not read
 *     == Facts                      a section of the form
 *     Name of the file: 24/118      one question, one answer
 *     What happened:
 *         One paragraph, on as many indented lines as it takes.
 *
 *         After an empty line, the next one.
 *     [Person p1]                   a part that may be there several times
 *     Name: ...                       questions about it
 *     [[Document of identity]]        a part of that part
 *
 * A question is known by its words or by its id in the form; without regard
 * to capitals.  A text may begin with [ar] for its language ([ar rtl] with
 * its direction), and have runs {{ar: ...}} in it; a backslash before [ { } \
 * takes its meaning away.  A question that is not there changes nothing; one
 * that is left blank takes the answer away; a part whose answers are all
 * blank is taken away, unless it holds more than the form asks for.
 */
#define ANSWERS_MAX_BYTES (4UL * 1024 * 1024) /* of one file */
#define ANSWERS_MAX_DEPTH 8 /* parts inside one another */

/* What the questions are made from; all borrowed. */
struct answers_in {
	const struct form *form;
	const struct lang *lang;
	const struct vocab *vocab;
	struct codes *codes; /* for the choices */
};

/*
 * Append the file without answers: every question with its help, every part
 * once.  MLA_EREFUSED if the form asks nothing that a request could hold.
 */
enum mla_rc answers_blank(
    struct buf *out, const struct answers_in *in, struct err *err);

/*
 * Append the file with the answers that are in the request (a document that
 * follows the schema).  Sections that are printed only where there is something
 * in them are asked all the same.  Errors as answers_blank.
 */
enum mla_rc answers_write(struct buf *out, const struct answers_in *in,
    xmlDoc *request, struct err *err);

/*
 * Read a file into a copy of base (place_new makes an empty one).
 * MLA_OK: *out is new and the caller frees it with xmlFreeDoc; xml_write gives
 * the same bytes as for base where no line changes anything.
 * MLA_ENO: lines are wrong; each is a finding (line, text, todo), appended to
 * faults, and *out is NULL.  MLA_EDAMAGED: no UTF-8, or too long.
 * What is right about the lines may still be wrong about the law, and about
 * what refers to what: see core/check.h.
 */
enum mla_rc answers_read(xmlDoc **out, struct findings *faults,
    const struct answers_in *in, const char *text, size_t len,
    const xmlDoc *base, struct err *err);

#endif
