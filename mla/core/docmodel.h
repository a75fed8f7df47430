/* docmodel.h - rendering, stage one: from a form and data to a document */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_DOCMODEL_H
#define MLA_CORE_DOCMODEL_H

#include <libxml/tree.h>

#include "base/err.h"
#include "model/code.h"
#include "model/env.h"
#include "model/form.h"
#include "model/lang.h"

#define DOCMODEL_NS "urn:mla:document:1"

/* Did an office confirm the wording?  Else it is a draft, or ours. */
struct docmodel_wording {
	bool confirmed;
	const char *unconfirmed; /* sections that are not; NULL: all */
};

/* What a document is made from; everything is borrowed. */
struct docmodel_in {
	const struct form *form;
	struct env *env; /* request, event and parts are set in it */
	struct codes *codes; /* code lists for labels and ticks */
	const struct lang *lang; /* the language of the document */
	const struct lang *beside; /* a second one, section by section; NULL */
	xmlNode *request; /* the request element, as set in env */
	const char *reference; /* of the request, NULL if it has none yet */
	long revision; /* of the request document, 0 if unknown */
	const char *sha256; /* of that revision, hexadecimal; NULL */
	const char *sender_state; /* who signs: code of the State, NULL */
	/* The name of the authority, for its letterhead; NULL. */
	const char *sender;
	const char *on; /* date of the document, ISO; NULL: not dated */
	struct docmodel_wording wording, wording_beside; /* of each language */
	bool blank; /* the empty form: env and request are not looked at */
};

/*
 * Evaluate the form over the data and resolve every word: a document model
 * in one language.  Values that a person wrote
 * are text and nothing else; control characters that XML cannot hold were
 * refused when the request was read, directional ones stay inside the value
 * (base/bidi.h).
 * In two languages, the document of the second is the last child of the first
 * one's, and has prefix="b-", to begin what must be unique.  Texts are not
 * translated: each is printed once, with its own language, or with the first.
 * MLA_OK: *out is new, the caller frees it with xmlFreeDoc.  MLA_EDAMAGED if
 * an XPath of the form fails on this request; *out is NULL then.
 */
enum mla_rc docmodel_make(
    xmlDoc **out, const struct docmodel_in *in, struct err *err);

#endif
