/* timeline.h - the steps of a request as dots on a line */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_TIMELINE_H
#define MLA_CMD_TIMELINE_H

#include "core/dossier.h"

/*
 * Print one dot for each step that moved the request, its day above and its
 * name below; where they do not fit the terminal, the latest.
 */
void timeline_print(const struct dossier *d);

#endif
