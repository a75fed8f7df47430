/* terms.h - options that say on which terms exhibits are passed on */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_TERMS_H
#define MLA_CMD_TERMS_H

#include <popt.h>

#include "core/custody.h"

/* To be included in the table of a verb. */
extern struct poptOption terms_options[];

/* What was said with them; the texts are those of the options. */
struct custody_terms terms_said(void);

#endif
