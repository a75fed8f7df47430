/* node.h - small questions to XML elements */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_XML_NODE_H
#define MLA_XML_NODE_H

#include <libxml/tree.h>
#include <stdbool.h>

/* Is it an element of that namespace (NULL: any) and local name? */
bool xml_is(const xmlNode *node, const char *ns, const char *name);

/* The first such child element, and the next such sibling; NULL: none. */
xmlNode *xml_child(const xmlNode *node, const char *ns, const char *name);
xmlNode *xml_next(const xmlNode *node, const char *ns, const char *name);

/* The first child element and the next sibling element of any name. */
xmlNode *xml_first(const xmlNode *node);
xmlNode *xml_after(const xmlNode *node);

/* Value of an attribute without a namespace; the caller frees it; or NULL. */
char *xml_attr(const xmlNode *node, const char *name);

/* Of an attribute with a namespace. */
char *xml_attr_ns(const xmlNode *node, const char *ns, const char *name);

/* Is there such an attribute with exactly this value? */
bool xml_attr_is(const xmlNode *node, const char *name, const char *value);

/* All text inside; the caller frees it; "" where there is none. */
char *xml_text(const xmlNode *node);

/* Line in the file it was read from, 0 where it was not. */
long xml_line(const xmlNode *node);

/* The document element; never NULL for a document of xml_read. */
xmlNode *xml_root(const xmlDoc *doc);

/* Give the element an attribute that it does not have yet. */
void xml_set(xmlNode *node, const char *name, const char *value);

#endif
