/* cite.c - of the articles that a workflow cites, those that apply */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/cite.h"

#include "base/alloc.h"
#include "base/str.h"

/* Could the instrument that the citation begins with be relied on? */
static bool
applies(const struct dossier *d, const char *citation, int32_t day)
{
	char *treaty = law_cited(d->rules->law, citation);
	enum law_answer answer = LAW_UNKNOWN;
	struct err ignored = { 0 };
	bool does = true;

	if (treaty != NULL) {
		(void)law_between(&answer, d->rules->law, treaty,
		    d->office->info.country, d->row.partner, day, &ignored);
		does =
		    kind_rests_on(d->rules->kind, treaty) && answer != LAW_NO;
	}
	free(treaty);
	return does;
}

char *
cite_of(const struct dossier *d, const char *basis)
{
	return cite_on(d, basis, d->now.day);
}

char *
cite_on(const struct dossier *d, const char *basis, int32_t day)
{
	char *copy = xstrdup(basis), *rest = NULL;
	struct buf b = { 0 };

	for (char *word = strtok_r(copy, ";", &rest); word != NULL;
	     word = strtok_r(NULL, ";", &rest)) {
		char *citation = str_trim(word);

		if (applies(d, citation, day))
			buf_addf(&b, "%s%s", b.len > 0 ? "; " : "", citation);
		free(citation);
	}
	free(copy);
	return buf_steal(&b);
}
