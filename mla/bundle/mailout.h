/* mailout.h - a file as an attachment of a mail */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_MAILOUT_H
#define MLA_BUNDLE_MAILOUT_H

#include <stdbool.h>

#include "base/date.h"
#include "base/err.h"

#define MAIL_DATE_BYTES 40

/* What a mail says; the texts are UTF-8. */
struct mailout {
	const char *sender; /* name of who sends it */
	const char *from; /* address: local part, "@", domain; ASCII */
	const char *to; /* address, or NULL: to be filled in by the sender */
	const char *subject;
	const char *uid; /* "urn:uuid:..." of the message */
	const struct when *date;
	const char *text; /* lines that end in "\n" */
	const char *file; /* what is attached */
	const char *name, *media; /* of the attachment */
};

/*
 * Write the mail (RFC 5322; MIME by RFC 2045 to 2047, names by RFC 2231): the
 * text in quoted-printable, the file in base64, lines of at most 76
 * characters that end in CRLF.  The same words give the same bytes.  Memory
 * does not grow with the file.  It appears under its name when it is complete.
 * MLA_EUSAGE: an address that is none; MLA_EIO.
 */
enum mla_rc mailout_write(
    const char *path, const struct mailout *mail, struct err *err);

/* Is it an address that a header can hold as it is (RFC 5322 3.4.1)? */
bool mailout_is_address(const char *text);

/* "Thu, 05 Feb 2026 10:00:00 +0100" (RFC 5322 3.3); returns out. */
char *mailout_date(const struct when *when, char out[MAIL_DATE_BYTES]);

#endif
