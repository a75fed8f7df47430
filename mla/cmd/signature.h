/* signature.h - who signed a bag, for people */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_SIGNATURE_H
#define MLA_CMD_SIGNATURE_H

#include "bundle/signed.h"
#include "core/office.h"

/* Lines on stdout: who, when, by which certificate, and is it trusted. */
void signature_print(const struct signature *s);

/*
 * For a valid bag: say who signed it, asking the trust/ of the register that
 * is here, and the files or folders in more (ends with NULL; or NULL).
 * strict: it must be trusted now as well, by a revocation list of now.
 * MLA_OK: it was trusted when it was signed; or the bag is not signed and
 * nobody asked by whom (more is NULL).  MLA_ENO: not trusted, or not signed;
 * MLA_EDAMAGED: the signature is not sound.
 */
enum mla_rc signature_check(const struct office *office, const char *path,
    const struct bag_report *report, const char *const *more, bool strict,
    struct err *err);

/* A notice that it is signed, and by whom. */
void signature_notice(const char *subject);

/*
 * Was a fingerprint that stands on the screen compared? yes says so, or a
 * person at a terminal; else MLA_EREFUSED.
 */
enum mla_rc signature_confirm(bool yes, struct err *err);

/* One line of a certificate: "LABEL   TEXT", made harmless. */
void signature_line(const char *label, const char *text);
void signature_cert(const struct cert_info *info);

#endif
