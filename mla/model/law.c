/* law.c - which State is bound by which instrument on which day */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/law.h"

#include <stddef.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/str.h"
#include "xml/node.h"
#include "xml/read.h"

#define LAW_NS "urn:mla:law:1"

struct law {
	struct res_source source;
	xmlDoc *treaties, *parties, *members, *declarations, *languages,
	    *channels;
};

struct law *
law_new(struct res_source source)
{
	struct law *law = xcalloc(1, sizeof(*law));

	law->source = source;
	return law;
}

void
law_free(struct law *law)
{
	if (law == NULL)
		return;
	xmlFreeDoc(law->treaties);
	xmlFreeDoc(law->parties);
	xmlFreeDoc(law->members);
	xmlFreeDoc(law->declarations);
	xmlFreeDoc(law->languages);
	xmlFreeDoc(law->channels);
	free(law);
}

static enum mla_rc
need(xmlDoc **doc, struct law *law, const char *name, struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc = MLA_OK;

	if (*doc == NULL &&
	    (rc = law->source.read(law->source.arg, &b, RES_LAW, name, err)) ==
	        MLA_OK)
		rc = xml_read(doc, buf_text(&b), b.len, name, err);
	buf_free(&b);
	return rc;
}

/* Day in an attribute; false if it is not there or not a whole date. */
static bool
get_day(int32_t *day, const xmlNode *row, const char *name)
{
	char *text = xml_attr(row, name);
	bool is = text != NULL && date_parse(day, text);

	free(text);
	return is;
}

const xmlNode *
law_treaty(struct law *law, const char *treaty)
{
	struct err err = { 0 };
	const xmlNode *row;

	if (need(&law->treaties, law, "treaty", &err) != MLA_OK)
		return NULL;
	row = xml_first(xml_root(law->treaties));
	while (row != NULL && !xml_attr_is(row, "id", treaty))
		row = xml_after(row);
	return row;
}

static enum law_answer
judge(struct law *law, const xmlNode *row, const char *treaty, int32_t day)
{
	const xmlNode *t;
	int32_t from, until;

	if (xml_attr_is(row, "status", "signatory") ||
	    xml_attr_is(row, "status", "ratified") ||
	    xml_attr_is(row, "status", "not-bound"))
		return LAW_NO;
	if (get_day(&until, row, "until") && until < day)
		return LAW_NO;
	if (get_day(&from, row, "in-force"))
		return from <= day ? LAW_YES : LAW_NO;
	t = law_treaty(law, treaty);
	if (t != NULL && get_day(&from, t, "in-force") && from > day)
		return LAW_NO;
	return LAW_YES;
}

char *
law_cited(struct law *law, const char *citation)
{
	struct err err = { 0 };
	const xmlNode *row;
	bool found = false;

	if (need(&law->treaties, law, "treaty", &err) != MLA_OK)
		return NULL;
	row = xml_first(xml_root(law->treaties));
	for (; row != NULL; row = xml_after(row)) {
		char *cite = xml_attr(row, "cite");
		size_t len = strlen(cite);

		found = strncmp(cite, citation, len) == 0 &&
		    (citation[len] == ' ' || citation[len] == '\0');
		free(cite);
		if (found)
			return xml_attr(row, "id");
	}
	return NULL;
}

/* Is the instrument closed to the State, which has no row for it? */
static enum mla_rc
is_closed(enum law_answer *out, struct law *law, const char *treaty,
    const char *state, int32_t day, struct err *err)
{
	const xmlNode *t = law_treaty(law, treaty);
	char *org = t != NULL ? xml_attr(t, "members") : NULL;
	enum mla_rc rc = MLA_OK;
	bool member = true;

	if (org != NULL)
		rc = law_member(&member, law, org, state, day, err);
	if (!member)
		*out = LAW_NO;
	free(org);
	return rc;
}

enum mla_rc
law_binds(enum law_answer *out, struct law *law, const char *treaty,
    const char *state, int32_t day, struct err *err)
{
	const xmlNode *row;
	enum mla_rc rc;

	*out = LAW_UNKNOWN;
	if ((rc = need(&law->parties, law, "party", err)) != MLA_OK)
		return rc;
	row = xml_first(xml_root(law->parties));
	for (; row != NULL; row = xml_after(row)) {
		if (xml_attr_is(row, "treaty", treaty) &&
		    xml_attr_is(row, "state", state))
			*out = judge(law, row, treaty, day);
	}
	if (*out == LAW_UNKNOWN)
		return is_closed(out, law, treaty, state, day, err);
	return MLA_OK;
}

enum mla_rc
law_between(enum law_answer *out, struct law *law, const char *treaty,
    const char *a, const char *b, int32_t day, struct err *err)
{
	enum law_answer first, second;
	enum mla_rc rc;

	*out = LAW_UNKNOWN;
	if ((rc = law_binds(&first, law, treaty, a, day, err)) != MLA_OK)
		return rc;
	if ((rc = law_binds(&second, law, treaty, b, day, err)) != MLA_OK)
		return rc;
	if (first == LAW_YES && second == LAW_YES)
		*out = LAW_YES;
	else if (first == LAW_NO || second == LAW_NO)
		*out = LAW_NO;
	return MLA_OK;
}

enum mla_rc
law_member(bool *out, struct law *law, const char *org, const char *state,
    int32_t day, struct err *err)
{
	const xmlNode *row;
	enum mla_rc rc;

	*out = false;
	if ((rc = need(&law->members, law, "member", err)) != MLA_OK)
		return rc;
	row = xml_first(xml_root(law->members));
	for (; row != NULL; row = xml_after(row)) {
		int32_t edge;

		if (!xml_attr_is(row, "org", org) ||
		    !xml_attr_is(row, "state", state))
			continue;
		if (get_day(&edge, row, "since") && edge > day)
			continue;
		if (get_day(&edge, row, "until") && edge <= day)
			continue;
		*out = true;
	}
	return MLA_OK;
}

enum mla_rc
law_languages(char **out, struct law *law, const char *treaty,
    const char *state, int32_t day, struct err *err)
{
	struct buf b = { 0 };
	const xmlNode *row;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = need(&law->declarations, law, "declaration", err)) != MLA_OK)
		return rc;
	row = xml_first(xml_root(law->declarations));
	for (; row != NULL; row = xml_after(row)) {
		char *languages;
		int32_t from;

		if (!xml_attr_is(row, "treaty", treaty) ||
		    !xml_attr_is(row, "state", state) ||
		    (get_day(&from, row, "date") && from > day))
			continue;
		languages = xml_attr(row, "languages");
		if (languages != NULL)
			buf_addf(&b, "%s%s", b.len > 0 ? " " : "", languages);
		free(languages);
	}
	*out = buf_steal(&b);
	return MLA_OK;
}

enum mla_rc
law_official(char **out, struct law *law, const char *org, struct err *err)
{
	struct buf b = { 0 };
	const xmlNode *row;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = need(&law->languages, law, "language", err)) != MLA_OK)
		return rc;
	row = xml_first(xml_root(law->languages));
	for (; row != NULL; row = xml_after(row)) {
		char *tag = xml_attr(row, "tag");

		if (tag != NULL && xml_attr_is(row, "org", org))
			buf_addf(&b, "%s%s", b.len > 0 ? " " : "", tag);
		free(tag);
	}
	*out = buf_steal(&b);
	return MLA_OK;
}

enum mla_rc
law_channels(const xmlNode **out, struct law *law, struct err *err)
{
	enum mla_rc rc = need(&law->channels, law, "channel-rule", err);

	*out = rc == MLA_OK ? xml_first(xml_root(law->channels)) : NULL;
	return rc;
}
