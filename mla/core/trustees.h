/* trustees.h - whom an office trusts: REGISTER/trust */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_TRUSTEES_H
#define MLA_CORE_TRUSTEES_H

#include "bundle/trust.h"
#include "core/office.h"

/*
 * One certificate or revocation list: FINGERPRINT.pem or FINGERPRINT.crl, a
 * PEM file with lines before it that say since when, for whom and why.  What
 * is trusted no more stays as FINGERPRINT.pem.removed.
 */
struct trustee {
	char fingerprint[65];
	char *file; /* its name in trust/ */
	bool list; /* a revocation list */
	struct cert_info cert; /* of a certificate */
	struct trust_list revoked; /* of a list */
	bool authority; /* the certificate may vouch for others */
	char state[3]; /* it speaks for that State alone, or "" */
	bool signs; /* and that State signs all that it sends */
	char *added; /* moment in UTC */
	char *reason; /* "" where none was given */
};

struct trustees {
	struct trustee *at;
	size_t n, cap;
};

/*
 * All of a register's folder (NULL: none), by name, lists behind; the caller
 * frees with trustees_free in any case.
 */
enum mla_rc trustees_read(
    struct trustees *out, const char *reg, struct err *err);
void trustees_free(struct trustees *t);

/*
 * For proofs: all certificates and lists in the trust/ of a register's folder
 * (NULL: none), and of further files or folders (NULL at the end of the list,
 * or no list).  The caller frees *out with trust_free.
 */
enum mla_rc trustees_load(struct trust **out, const char *reg,
    const char *const *more, struct err *err);

/* What is to be trusted. */
struct trustee_want {
	const char *path; /* of the certificate or revocation list */
	const char *state; /* NULL: any */
	bool signs; /* unsigned bundles of that State are held back */
	const char *reason; /* NULL: none */
};

/*
 * What trustee_add would add, for a person to look at.  MLA_EUSAGE: signs
 * without a State, or no such State; as cert_read.  The caller frees with
 * trustee_free in any case.
 */
enum mla_rc trustee_look(
    struct trustee *out, const struct trustee_want *want, struct err *err);
void trustee_free(struct trustee *t);

/*
 * Write what trustee_look found to trust/; the same one again replaces what
 * was said about it.  MLA_EIO.
 */
enum mla_rc trustee_add(const struct office *office,
    const struct trustee_want *want, struct err *err);

/* The one whose fingerprint begins so; MLA_ENOTFOUND: none, or several. */
enum mla_rc trustee_find(const struct trustee **out, const struct trustees *in,
    const char *typed, struct err *err);

/* Trust it no more, with the reason; the file stays. */
enum mla_rc trustee_remove(const struct office *office, const struct trustee *t,
    const char *reason, struct err *err);

/*
 * May whom that certificate vouches for speak for a State? true where it was
 * trusted for any.
 */
bool trustees_speak_for(
    const struct trustees *in, const char *fingerprint, const char *state);

/* Has that State said that it signs all that it sends? */
bool trustees_must_sign(const struct trustees *in, const char *state);

#endif
