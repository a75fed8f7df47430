/* cover.h - the letter that goes with a bundle, with its hashes on paper */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_COVER_H
#define MLA_CORE_COVER_H

#include "core/dossier.h"

/*
 * Can a letter be written in the format that the ending of the name says
 * (.html, .pdf, .fodt, .txt)?  MLA_EUSAGE: there is no such format; MLA_EIO: a
 * converter is not installed.
 */
enum mla_rc cover_can(const char *path, struct err *err);

/*
 * Write the letter (the paper-form of the list of channels) to path, with the
 * hash of its manifest and each file of the bundle, its size and its SHA-256,
 * in the language of the request; of an encrypted bundle the files are not
 * listed.  Errors as bag_verify, papers_render and file_save.
 */
enum mla_rc cover_write(const char *path, const char *bundle, struct dossier *d,
    const char *uid, const char *manifest, struct err *err);

/*
 * A hash in groups of four characters, eight to a line; the caller frees it.
 */
char *cover_groups(const char *hex);

#endif
