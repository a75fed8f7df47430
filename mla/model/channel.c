/* channel.c - by which channel the law wants a message to travel */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/channel.h"

#include "base/alloc.h"
#include "base/date.h"
#include "base/str.h"
#include "xml/node.h"

void
channel_rule_free(struct channel_rule *rule)
{
	free(rule->cite);
	free(rule->channels);
	free(rule->reasons);
	free(rule->signature);
	free(rule->exceptions);
	memset(rule, 0, sizeof(*rule));
}

bool
channel_among(const char *codes, const char *code)
{
	size_t len = code != NULL ? strlen(code) : 0;

	for (const char *at = codes; len > 0 && at != NULL; at++) {
		if (strncmp(at, code, len) == 0 &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
		at = strchr(at, ' ');
		if (at == NULL)
			break;
	}
	return false;
}

static void
read_row(struct channel_rule *out, struct law *law, const xmlNode *row,
    const struct channel_ask *ask)
{
	char *under = xml_attr(row, "under");
	char *article = xml_attr(row, "article");
	char *from = xml_attr(row, "from");
	char *signature = xml_attr(row, "signature");
	const xmlNode *treaty = law_treaty(law, under);
	char *name = treaty != NULL ? xml_attr(treaty, "cite") : NULL;

	out->cite = xasprintf("%s %s", name != NULL ? name : under, article);
	if (signature != NULL)
		out->signature =
		    xasprintf("%s %s", name != NULL ? name : under, signature);
	out->channels = xml_attr(row, "channels");
	out->reasons = xml_attr(row, "reasons");
	out->exceptions = xml_attr(row, "exceptions");
	(void)date_parse(&out->from, from);
	out->applies = out->from <= ask->day;
	free(name);
	free(signature);
	free(from);
	free(article);
	free(under);
}

enum mla_rc
channel_rule_find(struct channel_rule *out, struct law *law,
    const struct channel_ask *ask, struct err *err)
{
	const xmlNode *row;
	enum law_answer bound;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = law_channels(&row, law, err)) != MLA_OK)
		return rc;
	while (row != NULL &&
	    (!xml_attr_is(row, "treaty", ask->treaty) ||
	        !xml_attr_is(row, "forms", ask->form ? "yes" : "no")))
		row = xml_after(row);
	if (row == NULL)
		return MLA_OK;
	if ((rc = law_between(&bound, law, ask->treaty, ask->from, ask->to,
	         ask->day, err)) != MLA_OK ||
	    bound == LAW_NO)
		return rc;
	read_row(out, law, row, ask);
	out->sure = bound == LAW_YES && xml_attr_is(row, "verified", "yes");
	return MLA_OK;
}
