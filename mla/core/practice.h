/* practice.h - a register full of made-up requests */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_PRACTICE_H
#define MLA_CORE_PRACTICE_H

#include "core/office.h"

#define PRACTICE_MOST 10000000 /* requests */
#define PRACTICE_FILE "mixture" /* forms/practice/mixture.xml */

/* What is told while they are made, with the number so far; may be NULL. */
struct practice_watch {
	void (*made)(void *arg, size_t n);
	void *arg;
};

/* MLA_EUSAGE: n is 0 or above PRACTICE_MOST. */
enum mla_rc practice_check(unsigned long long n, struct err *err);

/*
 * Fill an empty practice register with n made-up requests of the last years:
 * partners, stories, delays are those of forms/practice (practice.xsd), drawn
 * by the seed.  The same seed, n and day give the same requests (salts of the
 * journal are random all the same).  Each act is judged by its machine as any
 * other; those after the office's now have not happened.  Some hundred at a
 * time in a transaction.  MLA_EDAMAGED: the file, or a story that its machine
 * refuses.
 */
enum mla_rc practice_fill(struct office *office, size_t n, uint64_t seed,
    const struct practice_watch *watch, struct err *err);

#endif
