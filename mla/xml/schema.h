/* schema.h - check a document against an XML schema */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_XML_SCHEMA_H
#define MLA_XML_SCHEMA_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "base/err.h"

struct xml_schema; /* compiled once, used often */

struct xml_fault {
	long line; /* in the document, 0 where it is not known */
	char *where; /* the element, as "person" or "@born"; never NULL */
	char *msg; /* what is wrong and what was expected */
};

/* Start with `struct xml_faults f = { 0 };`, end with xml_faults_free. */
struct xml_faults {
	struct xml_fault *at;
	size_t n;
	size_t cap;
};

/*
 * Compile the schema at path; what it includes or imports must lie in the
 * same folder.  MLA_OK: the caller frees *out with xml_schema_free.
 * MLA_ENOTFOUND: no such file; MLA_EDAMAGED: it is no schema.
 */
enum mla_rc xml_schema_load(
    struct xml_schema **out, const char *path, struct err *err);
void xml_schema_free(struct xml_schema *schema);

/* MLA_OK also where there are faults: none means that doc is valid. */
enum mla_rc xml_schema_check(struct xml_faults *faults,
    const struct xml_schema *schema, xmlDoc *doc, struct err *err);

/*
 * libxml2 says of one value which facet fails, and then that it is wrong: is
 * the fault such a repetition of the one before?
 */
bool xml_fault_is_echo(const struct xml_faults *faults, size_t fault);

void xml_faults_free(struct xml_faults *faults);

#endif
