/* look.h - an earlier day that is asked about: --as-of and --known-on */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_LOOK_H
#define MLA_CMD_LOOK_H

#include <popt.h>

#include "core/dossier.h"

/* To be included in the options of a verb. */
extern struct poptOption look_options[];

/* What was given, NULL: nothing. */
extern char *look_as_of, *look_known_on;

/* The days, INT32_MAX where nothing was given.  MLA_EREFUSED: still to come. */
enum mla_rc look_at(
    struct dossier_look *look, const struct office *office, struct err *err);

#endif
