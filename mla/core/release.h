/* release.h - what has left the office already, so that two do not tell more */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_RELEASE_H
#define MLA_CORE_RELEASE_H

#include "core/office.h"

/* What is to leave. */
struct release {
	const char *what; /* which breakdown, the same words for the same one */
	long k; /* threshold, or base of rounding */
	const char *anyway; /* why, in spite of an earlier one; NULL */
};

/*
 * Two releases that differ by a few requests tell of these by their difference;
 * and two breakdowns of the same requests together may tell what each hides.
 * The register keeps a ledger (releases.xml, forms/schema/release.xsd).
 * MLA_EREFUSED: since an earlier release fewer than k requests have changed, or
 * none and the breakdown is another one; not with anyway.  MLA_EDAMAGED: the
 * ledger cannot be read.
 */
enum mla_rc release_check(
    struct office *office, const struct release *release, struct err *err);

/* Enter it, after it was made; office must be open for writing. */
enum mla_rc release_record(
    struct office *office, const struct release *release, struct err *err);

#endif
