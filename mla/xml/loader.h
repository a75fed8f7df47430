/* loader.h - the one entity loader of the process: it denies */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_XML_LOADER_H
#define MLA_XML_LOADER_H

#include "base/err.h"

/* Put the loader in place: from now on nothing external is loaded. */
void loader_install(void);

/*
 * Until loader_close, files whose real path lies below the folder may be
 * loaded by a schema; each is read by xml_read first.  One folder at a time.
 * MLA_ENOTFOUND if there is no such folder.
 */
enum mla_rc loader_open(const char *folder, struct err *err);

/*
 * Deny everything again.  MLA_OK if nothing was denied in between; else
 * MLA_EDAMAGED, and err names the first thing that was.
 */
enum mla_rc loader_close(struct err *err);

#endif
