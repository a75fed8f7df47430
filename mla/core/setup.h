/* setup.h - make a register */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_SETUP_H
#define MLA_CORE_SETUP_H

#include "base/err.h"

struct office;

/*
 * Make the folder dir a register of an authority.  country is a code of
 * ISO 3166-1, code 2 to 12 letters and digits, upper case.  MLA_EUSAGE for
 * others, MLA_EREFUSED where a register is already, MLA_EIO.
 */
enum mla_rc setup_register(struct office *office, const char *dir,
    const char *authority, const char *country, const char *code,
    struct err *err);

/* The same of a register for practice: its name says that it is not real. */
enum mla_rc setup_practice(struct office *office, const char *dir,
    const char *authority, const char *country, const char *code,
    struct err *err);

#endif
