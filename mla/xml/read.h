/* read.h - read XML that nobody vouches for */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_XML_READ_H
#define MLA_XML_READ_H

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/err.h"

#define XML_MAX_BYTES (16UL * 1024 * 1024) /* of one document */
#define XML_MAX_MADE (1024UL * 1024 * 1024) /* of what is made from one */
#define XML_MAX_DEPTH 256 /* elements inside one another */
#define XML_MAX_ELEMENTS 1000000 /* of one document */
#define XML_MAX_ATTRIBUTES 256 /* of one element, declared prefixes too */
#define XML_MAX_ALL_ATTRIBUTES 500000 /* of one document */
#define XML_MAX_PREFIXES 256 /* declared at one place, and still in force */

/*
 * Parse a document from memory: well-formed with namespaces, UTF-8 or UTF-16
 * with a byte order mark, no DOCTYPE, within the limits above.  Nothing is
 * loaded from elsewhere.  name is for messages ("request.xml").
 * MLA_OK: *out is new, the caller frees it with xmlFreeDoc.  MLA_EDAMAGED:
 * *out is NULL and err names file, line and limit.
 */
enum mla_rc xml_read(xmlDoc **out, const char *data, size_t len,
    const char *name, struct err *err);

/*
 * The same for UTF-8 that this program wrote from a document within those
 * limits, as a document model: it may be up to XML_MAX_MADE bytes large, and
 * have any number of elements and attributes.
 */
enum mla_rc xml_read_made(
    xmlDoc **out, const struct buf *text, const char *name, struct err *err);

/* xml_read for a file; messages name its path.  Also errors of file_read. */
enum mla_rc xml_read_file(xmlDoc **out, const char *path, struct err *err);

#endif
