/* about.h - options that say what an exhibit is */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_ABOUT_H
#define MLA_CMD_ABOUT_H

#include <popt.h>

#include "core/act.h"

/* To be included in the table of a verb. */
extern struct poptOption about_options[];

/*
 * What was said with them, for exhibit_describe; *n is how much.  The caller
 * frees the array, the texts are those of the options.
 */
struct act_field *about_said(size_t *n);

/* The words of its limits of use with ", " between; the caller frees it. */
char *about_limits(const struct office *office, const xmlNode *exhibit);

#endif
