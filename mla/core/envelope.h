/* envelope.h - data/message.xml: what a bundle says about itself */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_ENVELOPE_H
#define MLA_CORE_ENVELOPE_H

#include <libxml/tree.h>

#include "core/act.h"
#include "core/dossier.h"

#define ENVELOPE_NS "urn:mla:message:1"
#define ENVELOPE_PATH "data/message.xml" /* in the bag */

/* A rendered form or an exhibit in a bundle; the texts are owned. */
struct envelope_file {
	char *id, *title, *name, *media;
	char *href; /* below data/ */
	char *source; /* file that it comes from, or NULL */
	struct buf text; /* its bytes where there is no file */
	uint64_t bytes;
	char sha256[65];
	xmlDoc
	    *about; /* what is said of an exhibit (core/exhibit.h), or NULL */
	char *draft; /* which form it is, if it carries DRAFT; NULL */
};

struct envelope {
	char *uid; /* urn:uuid of the message */
	char *type; /* of its last act */
	char *sent; /* moment */
	int64_t number; /* the sender's, from 1; 0: it has none */
	char *instead; /* numbers of those that did not arrive, or NULL */
	char *acts; /* names, for people */
	char *request_uid, *kind;
	char *from_state, *from_authority, *from_code, *from_reference;
	char *to_state, *to_authority, *to_reference;
	struct buf document; /* the request, empty where it is not sent */
	int revision;
	char *written; /* when the text was written, or NULL */
	int64_t seen; /* the recipient's last message before that */
	struct envelope_file *form, *exhibit;
	size_t nforms, cap_forms, nexhibits, cap_exhibits;
	xmlDoc *doc; /* as it was read; NULL where it is being written */
};

void envelope_free(struct envelope *e);

/* Append message.xml for the acts (journal numbers with blanks between). */
enum mla_rc envelope_write(struct buf *out, const struct envelope *e,
    const struct dossier *d, const char *acts, struct err *err);

/*
 * Read message.xml and check it against its schema.  MLA_EDAMAGED if it is
 * none.  The caller frees with envelope_free.
 */
enum mla_rc envelope_read(struct envelope *e, struct res *res, const char *data,
    size_t len, struct err *err);

/* The act elements of a message that was read: first, and next. */
const xmlNode *envelope_act(const struct envelope *e, const xmlNode *after);

#endif
