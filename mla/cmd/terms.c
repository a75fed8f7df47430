/* terms.c - options that say on which terms exhibits are passed on */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/terms.h"

static char *consent, *ground, *reasons;
static int in_case;

struct poptOption terms_options[] = {
	{ "consent", '\0', POPT_ARG_STRING, &consent, 0,
	    "the request or journal entry by which a limit of use was lifted",
	    "REF" },
	{ "in-case", '\0', POPT_ARG_NONE, &in_case, 0,
	    "exhibits stay within the case for which they were given", NULL },
	{ "ground", '\0', POPT_ARG_STRING, &ground, 0,
	    "on which personal data leave (a code of the list transfer-ground)",
	    "CODE" },
	{ "reasons", '\0', POPT_ARG_STRING, &reasons, 0,
	    "the reasons for the ground, or for what is done", "TEXT" },
	POPT_TABLEEND,
};

struct custody_terms
terms_said(void)
{
	return (struct custody_terms){ .consent = consent,
		.ground = ground,
		.reasons = reasons,
		.in_case = in_case != 0 };
}
