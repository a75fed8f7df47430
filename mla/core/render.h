/* render.h - rendering, stage two: from a document model to html or text */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_RENDER_H
#define MLA_CORE_RENDER_H

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/err.h"
#include "core/docmodel.h"
#include "res/res.h"

#define RENDER_TEXT_COLUMNS 80

/*
 * Append the document model in a format: xslt/FORMAT.xsl is applied, and the
 * plain-text format is then wrapped at 80 columns.  "xml" is the document
 * model itself.  MLA_ENOTFOUND if there is no such format, with those that
 * there are.
 */
enum mla_rc render_document(struct buf *out, struct res *res, xmlDoc *model,
    const char *format, struct err *err);

/*
 * Both stages: the form over the data of in, in a format.  Errors as
 * docmodel_make and render_document.
 */
enum mla_rc render_form(struct buf *out, struct res *res,
    const struct docmodel_in *in, const char *format, struct err *err);

/*
 * Append text with its lines folded at columns (counted in characters, East
 * Asian wide ones as two, combining marks as none), each continuation with
 * the indentation that the line marks: a tabulator in the line stands for
 * "continue under here".  A word that is longer than a line is not broken.
 */
void text_wrap(struct buf *out, const char *text, unsigned columns);

#endif
