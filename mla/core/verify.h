/* verify.h - prove the whole register: chain, hashes, states, exhibits */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_VERIFY_H
#define MLA_CORE_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/office.h"

/* What was checked, and what is wrong. */
struct verify_report {
	int64_t requests;
	int64_t entries; /* of the journal */
	int64_t erased; /* payloads that were erased: no fault */
	int64_t unplayed; /* requests with erased events: not replayed */
	int64_t exhibits;
	int64_t parked; /* bundles that came and wait (store/parked.h) */
	int64_t leftover; /* files that no row names: no fault */
	bool derived; /* derived rows are there to be compared */
	int64_t faults;
	int64_t derived_faults; /* those among them that a rebuild mends */
	char head[65]; /* hash of the last journal entry, hexadecimal */
	/* Called for each fault, with a sentence; may be NULL. */
	void (*say)(void *arg, const char *fault);
	void *arg;
};

/*
 * Recompute the chain and every commitment, the hash of every exhibit, replay
 * every request, and compute again what is due, where it stands and what it
 * is tied to.  request 0: the whole register; otherwise the chain
 * and one request with its exhibits.  MLA_OK: nothing is wrong; MLA_EDAMAGED:
 * report->faults > 0.
 */
enum mla_rc verify_register(struct verify_report *report, struct office *office,
    int64_t request, struct err *err);

#endif
