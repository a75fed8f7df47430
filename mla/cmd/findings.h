/* findings.h - print what a check has to say */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_FINDINGS_H
#define MLA_CMD_FINDINGS_H

#include "cmd/out.h"
#include "model/finding.h"

/* What differs between checks. */
struct findings_style {
	const char *errors; /* heading of the errors */
	bool files; /* several files are looked at: say which */
};

/* For people with headings by severity and a count; else a table. */
void findings_print(const struct findings *f,
    const struct findings_style *style, enum out_format format);

/* To stderr, as lines: for faults of a file that was not taken. */
void findings_notice(const struct findings *f);

#endif
