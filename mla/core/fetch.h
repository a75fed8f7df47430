/* fetch.h - the bundle in what a channel delivered */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_FETCH_H
#define MLA_CORE_FETCH_H

#include "core/office.h"

/* Where it is; the texts are owned. */
struct fetch {
	char *path; /* of the bundle, for as long as it is fetched */
	char *shown; /* as a person knows it */
	int fd; /* of what was taken out of a mail; or -1 */
};

/*
 * Find the bundle: in a mail, as its attachment, which goes into a file
 * without a name in the register's folder; in a folder that an access point
 * delivered, as the payload beside metadata.xml; else path is the bundle.
 * Errors as mailin_extract and drop_payload.  The caller ends with fetch_end
 * in any case.
 */
enum mla_rc fetch_begin(struct fetch *out, const struct office *office,
    const char *path, struct err *err);

/* What err says of a path it says of what a person knows. */
void fetch_rename(struct err *err, const char *path, const char *shown);

/* Forget it; what err says then names what a person knows. */
void fetch_end(struct fetch *f, struct err *err);

#endif
