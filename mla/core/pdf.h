/* pdf.h - a page of HTML as a PDF, by a converter beside us */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_PDF_H
#define MLA_CORE_PDF_H

#include "base/buf.h"
#include "base/err.h"

#define PDF_MAX_BYTES ((size_t)512 << 20) /* of the result */
#define PDF_SECONDS 300 /* that a converter may take */
/*
 * Memory of each process of a converter, by RLIMIT_DATA.  Chromium reserves
 * far more address space than it uses and dies under RLIMIT_AS.
 */
#define PDF_DATA_BYTES ((size_t)4 << 30)

/*
 * Append the PDF of a page that needs nothing but itself: by Chromium where
 * profile is NULL, else by the converter that makes files of the profile
 * ("a-3b": to be archived, ISO 19005-3; "ua-1": accessible, ISO 14289-1).  The
 * page lies meanwhile in a folder that only we can read.  MLA_ENOTFOUND if
 * there is no such profile; MLA_EIO if the converter is not installed (the
 * hint names its Debian package), failed or took too long; out then holds
 * what it held.
 */
enum mla_rc pdf_make(struct buf *out, const struct buf *page,
    const char *profile, struct err *err);

/* MLA_OK, or the error of pdf_make that no page is needed to find. */
enum mla_rc pdf_can(const char *profile, struct err *err);

#endif
