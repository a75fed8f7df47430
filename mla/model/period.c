/* period.c - time limits: what a period and a rule are */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/period.h"

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"
#include "xml/read.h"

enum {
	MOST_DIGITS = 4
};

static const struct {
	const char *before, *after, *word;
} units[] = {
	[PERIOD_HOURS] = { "P"
	                   "T",
	    "H", "hour" },
	[PERIOD_DAYS] = { "P", "D", "day" },
	[PERIOD_WORKDAYS] = { "P", "WD", "working day" },
	[PERIOD_WEEKS] = { "P", "W", "week" },
	[PERIOD_MONTHS] = { "P", "M", "month" },
	[PERIOD_YEARS] = { "P", "Y", "year" },
};

/* Digits between the two halves of a unit, and nothing else. */
static bool
read_unit(struct period *out, enum period_unit unit, const char *text)
{
	size_t digits;

	if (!str_starts(text, units[unit].before))
		return false;
	text += strlen(units[unit].before);
	digits = strspn(text, "0123456789");
	if (digits == 0 || digits > MOST_DIGITS ||
	    !str_eq(text + digits, units[unit].after))
		return false;
	out->unit = unit;
	out->n = (int)strtol(text, NULL, 10);
	return out->n > 0;
}

enum mla_rc
period_parse(struct period *out, const char *text, struct err *err)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (read_unit(out, (enum period_unit)i, text))
			return MLA_OK;
	}
	return err_set(err, MLA_EUSAGE,
	    "\"%s\" is no period: write P30D, PT48H (hours), P10WD "
	    "(working days), P2W, P2M or P1Y; 9999 at most",
	    text);
}

char *
period_words(const struct period *p)
{
	return xasprintf(
	    "%d %s%s", p->n, units[p->unit].word, p->n == 1 ? "" : "s");
}

static void
read_says(struct period_rule *rule, const xmlNode *node)
{
	static const char *const names[] = {
		[PERIOD_DAY] = "day",
		[PERIOD_HOUR] = "hour",
		[PERIOD_INSIDE] = "inside",
		[PERIOD_WORKING] = "working",
		[PERIOD_SAME] = "same",
		[PERIOD_ROLL] = "roll",
		[PERIOD_FLOOR] = "floor",
		[PERIOD_HOLIDAYS] = "holidays",
	};
	char *days = xml_attr(node, "days");

	for (size_t i = 0; i < PERIOD_ON; i++) {
		struct period_says *says = &rule->says[i];

		if (!xml_attr_is(node, "on", names[i]) || says->has)
			continue;
		says->has = true;
		says->verified = xml_attr_is(node, "verified", "yes");
		says->article = xml_attr(node, "article");
		says->days = days != NULL ? (int)strtol(days, NULL, 10) : 0;
	}
	free(days);
}

static struct period_rule *
read_rule(const xmlNode *row)
{
	struct period_rule *rule = xcalloc(1, sizeof(*rule));

	rule->id = xml_attr(row, "id");
	rule->cite = xml_attr(row, "cite");
	rule->title = xml_attr(row, "title");
	rule->note = xml_attr(row, "note");
	for (const xmlNode *n = xml_first(row); n != NULL; n = xml_after(n))
		read_says(rule, n);
	return rule;
}

void
period_rule_free(struct period_rule *rule)
{
	if (rule == NULL)
		return;
	for (size_t i = 0; i < PERIOD_ON; i++)
		free(rule->says[i].article);
	free(rule->id);
	free(rule->cite);
	free(rule->title);
	free(rule->note);
	free(rule);
}

enum mla_rc
period_rule_load(struct period_rule **out, struct res_source source,
    const char *id, struct err *err)
{
	struct buf b = { 0 }, names = { 0 };
	xmlDoc *doc = NULL;
	enum mla_rc rc;

	*out = NULL;
	rc = source.read(source.arg, &b, RES_LAW, "period", err);
	if (rc == MLA_OK)
		rc = xml_read(&doc, buf_text(&b), b.len, "period", err);
	if (rc != MLA_OK)
		goto out;
	for (const xmlNode *row = xml_first(xml_root(doc));
	     row != NULL && *out == NULL; row = xml_after(row)) {
		char *name = xml_attr(row, "id");

		if (id != NULL ? str_eq(name, id)
		               : xml_attr_is(row, "default", "yes"))
			*out = read_rule(row);
		buf_addf(&names, "%s%s", names.len > 0 ? ", " : "", name);
		free(name);
	}
	if (*out == NULL) {
		err_hint(err, "rules: %s", buf_text(&names));
		rc = err_set(err, MLA_ENOTFOUND,
		    "there is no rule \"%s\" for counting periods",
		    id != NULL ? id : "");
	}
out:
	xmlFreeDoc(doc);
	buf_free(&names);
	buf_free(&b);
	return rc;
}
