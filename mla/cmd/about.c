/* about.c - options that say what an exhibit is */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/about.h"

#include "base/alloc.h"
#include "cmd/words.h"
#include "core/exhibit.h"

static char *pages, *languages, *part, *place, *taken, *person, *state;
static char *origin, *confidentiality, *keep, *back, **limits;
static int original, copy;

struct poptOption about_options[] = {
	{ "original", '\0', POPT_ARG_NONE, &original, 0,
	    "it is the original, and not a copy", NULL },
	{ "copy", '\0', POPT_ARG_NONE, &copy, 0, "it is a copy", NULL },
	{ "pages", '\0', POPT_ARG_STRING, &pages, 0, "how many pages it has",
	    "N" },
	{ "languages", '\0', POPT_ARG_STRING, &languages, 0,
	    "languages in it, as \"fr ar\"", "LANGS" },
	{ "part", '\0', POPT_ARG_STRING, &part, 0,
	    "the measure by which it was obtained", "ID" },
	{ "place", '\0', POPT_ARG_STRING, &place, 0,
	    "where it was found or made", "TEXT" },
	{ "taken", '\0', POPT_ARG_STRING, &taken, 0,
	    "the day on which it was found or made", "DAY" },
	{ "person", '\0', POPT_ARG_STRING, &person, 0,
	    "from whom it was taken, or who made it", "TEXT" },
	{ "state", '\0', POPT_ARG_STRING, &state, 0,
	    "the State that gave it: its limits bind us", "CC" },
	{ "origin", '\0', POPT_ARG_STRING, &origin, 0,
	    "of evidence of a team (a code of the list evidence-origin)",
	    "CODE" },
	{ "confidentiality", '\0', POPT_ARG_STRING, &confidentiality, 0,
	    "a code of the list confidentiality", "CODE" },
	{ "limit", '\0', POPT_ARG_ARGV, &limits, 0,
	    "a limit of use (list use-limit), @DAY: until then; or none",
	    "CODE[@DAY][=TEXT]" },
	{ "keep-until", '\0', POPT_ARG_STRING, &keep, 0,
	    "how long we may keep it", "DAY" },
	{ "return-by", '\0', POPT_ARG_STRING, &back, 0,
	    "when the original goes back to whoever gave it", "DAY" },
	POPT_TABLEEND,
};

struct act_field *
about_said(size_t *n)
{
	const struct act_field plain[] = { { "pages", pages },
		{ "languages", languages }, { "part", part },
		{ "place", place }, { "taken", taken }, { "person", person },
		{ "state", state }, { "origin", origin },
		{ "confidentiality", confidentiality }, { "keep-until", keep },
		{ "return-by", back },
		{ "original",
		    copy != 0           ? "no"
		        : original != 0 ? "yes"
		                        : NULL } };
	struct act_field *said = NULL;
	size_t cap = 0;

	*n = 0;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		if (plain[i].value == NULL)
			continue;
		said = vec_more(said, &cap, *n, sizeof(*said));
		said[(*n)++] = plain[i];
	}
	for (size_t i = 0; limits != NULL && limits[i] != NULL; i++) {
		said = vec_more(said, &cap, *n, sizeof(*said));
		said[(*n)++] = (struct act_field){ "limit", limits[i] };
	}
	return said;
}

char *
about_limits(const struct office *office, const xmlNode *exhibit)
{
	char *codes = exhibit_limits(exhibit), *rest = NULL;
	struct buf b = { 0 };

	for (char *code = strtok_r(codes, ", ", &rest); code != NULL;
	     code = strtok_r(NULL, ", ", &rest))
		buf_addf(&b, "%s%s", b.len > 0 ? ", " : "",
		    words_of(office, "use-limit", code));
	free(codes);
	return buf_steal(&b);
}
