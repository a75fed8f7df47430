/* tables.h - results of figures for people and for programs */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_TABLES_H
#define MLA_CMD_TABLES_H

#include "cmd/out.h"
#include "core/table.h"

/*
 * Print them to stdout.  For people each has its title, its notes, and a line
 * that says which column was estimated how; what is not defined is a dash.
 * CSV: one after the other with an empty line between, NA where not defined.
 * JSON: one table is an array of rows, several are an object of arrays by id;
 * null where not defined.  XML: as tables_xml.
 */
void tables_print(const struct tables *all, enum out_format form);

#endif
