/* settings.h - channels.xml: addresses and parties that an office sends to */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_SETTINGS_H
#define MLA_CORE_SETTINGS_H

#include "core/dossier.h"

#define SETTINGS_FILE "channels.xml" /* in the register */
#define SETTINGS_MAIL_MIB 18 /* in base64 a bundle of that has 25 */

/*
 * Read channels.xml of the register, checked against its schema.  The caller
 * frees *out with xmlFreeDoc.  MLA_ENOTFOUND: there is none, with what to do;
 * MLA_EDAMAGED.
 */
enum mla_rc settings_read(
    xmlDoc **out, const struct office *office, struct err *err);

/* An attribute of us, or of the partner of d; the caller frees it; or NULL. */
char *settings_ours(const xmlDoc *settings, const char *name);
char *settings_theirs(
    const xmlDoc *settings, const struct dossier *d, const char *name);

/* For a mail. */
struct settings_mail {
	char *from;
	char *to; /* NULL: not in the settings */
	uint64_t max_mib; /* of a bundle */
};

/* MLA_ENOTFOUND: our address is not there; MLA_EDAMAGED: it is none. */
enum mla_rc settings_mail(struct settings_mail *out, const xmlDoc *settings,
    const struct dossier *d, struct err *err);
void settings_mail_free(struct settings_mail *mail);

#endif
