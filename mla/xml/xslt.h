/* xslt.h - apply a stylesheet of ours, fenced in */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_XML_XSLT_H
#define MLA_XML_XSLT_H

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/err.h"

#define XSLT_MAX_STEPS 200000000UL /* operations of one transformation */
#define XSLT_MAX_DEPTH 3000 /* templates inside one another */

struct xslt; /* a stylesheet, compiled once */

/*
 * Compile the stylesheet at path.  It is read by xml_read; what it imports
 * must be named literally and lie below folder.  Refused: extension elements,
 * document(), disable-output-escaping.  MLA_OK: the caller frees *out with
 * xslt_free.  MLA_ENOTFOUND, MLA_EDAMAGED with the reason.
 */
enum mla_rc xslt_load(
    struct xslt **out, const char *path, const char *folder, struct err *err);
void xslt_free(struct xslt *x);

/*
 * Append the result for doc.  params: name and plain text in turn, NULL at the
 * end, or NULL.  The stylesheet cannot write, connect or read other files.
 * MLA_EDAMAGED if it fails or takes too much work.
 */
enum mla_rc xslt_apply(struct buf *out, struct xslt *x, xmlDoc *doc,
    const char *const *params, struct err *err);

#endif
