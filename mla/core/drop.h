/* drop.h - the folder that the file-system plugin of Domibus polls */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_DROP_H
#define MLA_CORE_DROP_H

#include "core/dossier.h"

/*
 * The plugin looks at every folder below OUT: one file metadata.xml (element
 * UserMessage of the core namespace of ebMS 3.0) describes the payloads that
 * lie beside it.  So each message is a folder of its own, made beside OUT and
 * moved into it when it is whole.
 */
#define DROP_METADATA "metadata.xml"

/*
 * Can a message be dropped there, under that name?  MLA_ENOTFOUND: no such
 * folder, or the settings lack something, with its name; MLA_EREFUSED: there
 * is such a message already.
 */
enum mla_rc drop_can(const char *outbox, const char *name,
    const xmlDoc *settings, const struct dossier *d, struct err *err);

/*
 * Put metadata.xml beside the bundle of that media type in the stage, and move
 * that folder to result, for the group of the folder that it comes into.
 * MLA_EIO.
 */
enum mla_rc drop_put(const char *stage, const char *result, const char *media,
    const xmlDoc *settings, const struct dossier *d, struct err *err);

/*
 * The one payload beside a metadata.xml: path of the file in folder, for the
 * caller to free; NULL: folder is no such message.  MLA_EDAMAGED: there is not
 * one payload but none or several; MLA_EIO.
 */
enum mla_rc drop_payload(char **out, const char *folder, struct err *err);

#endif
