/* proofs.h - what can be proved about a workflow with the data beside it */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_PROOFS_H
#define MLA_CORE_PROOFS_H

#include "model/code.h"
#include "model/finding.h"
#include "model/law.h"
#include "res/res.h"

/* All kinds, machines, languages: loaded once, for many workflows. */
struct proofs;

/*
 * codes and law are borrowed, and res as well.  MLA_OK: free *out with
 * proofs_free.  MLA_EDAMAGED: a kind or a language is wrong.  A machine that is
 * wrong is left out: it is found when it is its turn.
 */
enum mla_rc proofs_new(struct proofs **out, struct res *res,
    struct codes *codes, struct law *law, struct err *err);
void proofs_free(struct proofs *proofs);

/* A workflow to be proved. */
struct proofs_in {
	const char *data; /* its bytes */
	size_t len;
	const char *file; /* how it is shown */
	/* Its name in the data folder; NULL: it is a file of somebody. */
	const char *machine;
	bool part; /* it is one of workflows/part */
};

/*
 * Everything, each fault with file and line: the schema, what the loader
 * refuses, model/prove.h; then that code lists, codes, forms, treaties, and
 * the states of the request and of its parts that it names are there, and
 * that each language has the words.  Words that lack, and states of others
 * that are not there, are warnings where the file is somebody's: its words and
 * its request may be elsewhere.
 *
 * MLA_OK also with findings.  MLA_EDAMAGED: it is no XML, or hostile.
 */
enum mla_rc proofs_check(struct findings *out, struct proofs *proofs,
    const struct proofs_in *in, struct err *err);

#endif
