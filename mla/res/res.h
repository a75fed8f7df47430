/* res.h - find forms/, workflows/ and xslt/, and what is there */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_RES_RES_H
#define MLA_RES_RES_H

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"

/* What there is, and where: RES_KIND is forms/kind/NAME.xml, and so on. */
enum res_kind {
	RES_KIND, /* forms/kind/NAME.xml */
	RES_FORM, /* forms/form/NAME.xml */
	RES_CODE, /* forms/code/NAME.xml */
	RES_LANG, /* forms/lang/NAME.xlf */
	RES_LAW, /* forms/law/NAME.xml */
	RES_COUNTRY, /* forms/country/NAME.xml */
	RES_CALENDAR, /* forms/calendar/NAME.xml */
	RES_SCHEMA, /* forms/schema/NAME.xsd */
	RES_XSLT, /* xslt/NAME.xsl */
	RES_WORKFLOW, /* workflows/NAME.scxml */
	RES_PRACTICE, /* forms/practice/NAME.xml */
	RES_PART, /* workflows/part/NAME.scxml */
};

struct res; /* the data folder in use */

/*
 * Open the data folder: dir; or, if that is NULL, $MLA_DATA; or the folder of
 * the executable and its parent (the checkout), then ../share/mla beside it;
 * or the folder chosen at build time.  MLA_OK: the caller frees *out with
 * res_free.  MLA_ENOTFOUND: no such folder has forms/ in it.
 */
enum mla_rc res_open(struct res **out, const char *dir, struct err *err);
void res_free(struct res *res);

/* The folder; valid as long as res. */
const char *res_dir(const struct res *res);

/*
 * Path of a resource; the caller frees it.  NULL if name is no name (a small
 * letter or digit, then small letters, digits, hyphens; 64 at most).
 */
char *res_path(const struct res *res, enum res_kind kind, const char *name);

/* Append its bytes.  MLA_ENOTFOUND if there is none of that name. */
enum mla_rc res_read(struct buf *out, const struct res *res, enum res_kind kind,
    const char *name, struct err *err);

/* Names without extension, sorted; the caller frees with file_names_free. */
enum mla_rc res_list(struct file_names *names, const struct res *res,
    enum res_kind kind, struct err *err);

/* "kind", "form", ...: for messages and as a key in the register. */
const char *res_kind_name(enum res_kind kind);

/* Where rules read from: the folder, or the bytes a request was made with. */
struct res_source {
	enum mla_rc (*read)(void *arg, struct buf *out, enum res_kind kind,
	    const char *name, struct err *err);
	void *arg;
};

/* The folder as a source; valid as long as res. */
struct res_source res_as_source(const struct res *res);

/*
 * Parse bytes that we ship (name is for messages) and check them against
 * forms/schema/SCHEMA.xsd; schema NULL: well-formed is enough.  Schemas are
 * compiled once.  MLA_OK: the caller frees *out with xmlFreeDoc.
 * MLA_EDAMAGED with file, line and what is wrong.
 */
enum mla_rc res_parse(xmlDoc **out, struct res *res, const char *data,
    size_t len, const char *name, const char *schema, struct err *err);

/*
 * The stylesheet xslt/NAME.xsl, compiled once; *out is valid as long as res.
 * MLA_ENOTFOUND if there is none of that name; MLA_EDAMAGED.
 */
struct xslt;
enum mla_rc res_xslt(
    struct xslt **out, struct res *res, const char *name, struct err *err);

/*
 * Check a document of somebody else against forms/schema/SCHEMA.xsd.
 * MLA_OK also with faults (xml/schema.h).
 */
struct xml_faults;
enum mla_rc res_check(struct xml_faults *faults, struct res *res, xmlDoc *doc,
    const char *schema, struct err *err);

#endif
