/* carry.h - a bundle made ready for its channel */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_CARRY_H
#define MLA_CORE_CARRY_H

#include "core/dossier.h"
#include "core/envelope.h"
#include "core/exchange.h"

/* The attribute carrier of the codes of channels. */
enum carry_how {
	CARRY_FILE, /* as it is */
	CARRY_MAIL, /* attached to a mail */
	CARRY_FOLDER, /* dropped where an access point polls */
	CARRY_PAPER, /* with a letter that has its hashes on paper */
};

struct carry {
	enum carry_how how;
	char *name; /* of the bundle */
	char *bundle; /* where it is to be written */
	char *result; /* the file or folder that is handed over */
	char *cover; /* the letter; NULL: none */
	char *stage; /* a folder for what is not handed over yet; NULL */
	xmlDoc *settings; /* channels.xml of the office; NULL: none */
};

/*
 * Decide by the channel (or want->wrap) how a bundle with that name (root, no
 * extension) travels, and whether it can: what is wrong with the settings or
 * the folders is said before anything is recorded.  MLA_EUSAGE: options that
 * do not go together; MLA_ENOTFOUND: no channels.xml, or what is needed is not
 * in it; MLA_EREFUSED: the drop folder has a folder of that name.  The caller
 * frees with carry_free in any case.
 */
enum mla_rc carry_begin(struct carry *out, const struct dossier *d,
    const struct exchange_want *want, const char *root, struct err *err);

/*
 * The bundle is there: wrap it.  What is handed over appears whole or not at
 * all.  MLA_EREFUSED: too long for a mail; MLA_EIO.
 */
enum mla_rc carry_end(const struct carry *c, struct dossier *d,
    const struct envelope *e, const char *manifest, struct err *err);

void carry_free(struct carry *c);

#endif
