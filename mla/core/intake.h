/* intake.h - register what came on paper or by mail, and what never went */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_INTAKE_H
#define MLA_CORE_INTAKE_H

#include "core/act.h"
#include "store/request.h"

#define INTAKE_OWNERS "reference-owner" /* code list: whose a reference is */

/* What is known when a request is registered by hand; all is borrowed. */
struct intake {
	const char *kind;
	const char *partner; /* code of the other State */
	const char *theirs; /* its reference, or NULL */
	struct when on; /* when it came */
	const struct act_field *fields; /* of the event */
	size_t nfields;
	const char *note;
	struct act_exhibit *exhibits; /* the scan */
	size_t nexhibits;
};

/*
 * A request that came in, with or without its text: it may be deficient,
 * misdirected or unread.  *reference is ours, *alike are earlier ones that may
 * be the same; the caller frees both.  Refusals are those of the machine.
 */
enum mla_rc intake_received(char **reference, struct store_matches *alike,
    struct office *office, const struct intake *in, struct err *err);

/* A request of ours that was considered and not sent. */
enum mla_rc intake_forgone(char **reference, struct office *office,
    const struct intake *in, struct err *err);

/* Up to five earlier requests that may be the same as this one. */
enum mla_rc intake_alike(struct store_matches *out, struct office *office,
    int64_t request, struct err *err);

/*
 * Another reference of a request, and whose it is (code of INTAKE_OWNERS).
 * What it has already is not recorded again.
 */
enum mla_rc intake_reference(struct office *office, int64_t request,
    const char *owner, const char *value, struct err *err);

#endif
