/* calendar.c - the public holidays of a State, from rules in a file */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/calendar.h"

#include <ctype.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/str.h"
#include "xml/node.h"

enum rule_kind {
	RULE_DATES, /* those listed and no others */
	RULE_DATE,
	RULE_EASTER,
	RULE_ORTHODOX,
	RULE_WEEKDAY
};

enum {
	SATURDAY = 6,
	SUNDAY = 7,
	EVERY_DAY = 0xfe, /* bits 1 to 7 */
	COMMON_YEAR = 2001
};

struct days {
	int32_t *at;
	size_t n, cap;
};

struct rule {
	struct calendar_day day; /* what others see */
	enum rule_kind kind;
	int month, mday;
	int n; /* days from Easter; or which weekday, before if negative */
	int weekday;
	int32_t from, to; /* first and last day on which it is law */
	struct days dates, moved;
	bool everywhere;
	bool *in; /* for each region; NULL where there are none */
};

struct calendar {
	char *state, *zone, *source, *note;
	bool known, verified;
	unsigned weekend; /* bit 1 to 7 */
	int from, to;
	struct calendar_region *regions;
	size_t nregions, cap_regions;
	struct rule **rules;
	size_t nrules, cap_rules;
};

/* Gregorian computus, the "anonymous" algorithm of Nature (1876). */
int32_t
calendar_easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30;
	int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
	int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;

	return date_day(year, n / 31, n % 31 + 1);
}

/* Julian computus (Meeus), and the days between the two calendars. */
int32_t
calendar_orthodox(int year)
{
	int d = (19 * (year % 19) + 15) % 30;
	int e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
	int n = d + e + 114, behind = year / 100 - year / 400 - 2;

	/* The day of that name in our calendar, and so many days on. */
	return date_day(year, n / 31, n % 31 + 1) + behind;
}

static void
free_region(struct calendar_region *r)
{
	free(r->id);
	free(r->name);
	free(r->zone);
}

static void
free_rule(struct rule *r)
{
	free(r->day.name);
	free(r->day.local);
	free(r->day.note);
	free(r->day.source);
	free(r->dates.at);
	free(r->moved.at);
	free(r->in);
	free(r);
}

void
calendar_free(struct calendar *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->nrules; i++)
		free_rule(c->rules[i]);
	for (size_t i = 0; i < c->nregions; i++)
		free_region(&c->regions[i]);
	free(c->rules);
	free(c->regions);
	free(c->state);
	free(c->zone);
	free(c->source);
	free(c->note);
	free(c);
}

/* The number of a weekday, 1 to 7; the schema knows no other words. */
static int
weekday_of(const char *word)
{
	static const char *const words[] = { "mon", "tue", "wed", "thu", "fri",
		"sat", "sun" };
	int n = 0;

	while (n < SUNDAY - 1 && !str_starts(word, words[n]))
		n++;
	return n + 1;
}

/* "sat sun" as bits. */
static unsigned
read_weekdays(const xmlNode *node, const char *name)
{
	char *text = xml_attr(node, name), *rest = NULL;
	unsigned bits = 0;

	for (char *word = text != NULL ? strtok_r(text, " \t\n", &rest) : NULL;
	     word != NULL; word = strtok_r(NULL, " \t\n", &rest))
		bits |= 1U << weekday_of(word);
	free(text);
	return bits;
}

/* Two digits as the schema has them. */
static int
two_digits(const char *s)
{
	return (s[0] - '0') * 10 + s[1] - '0';
}

/* What is wrong in a line, with the file and its number. */
static enum mla_rc
fault(struct err *err, const char *file, const xmlNode *node, const char *what,
    const char *value)
{
	return err_set(err, MLA_EDAMAGED, "%s:%ld: %s \"%s\"", file,
	    xml_line(node), what, value);
}

/* "MM-DD" of a day that every year has. */
static bool
read_month_day(struct rule *r, const char *s)
{
	r->month = two_digits(s);
	r->mday = two_digits(s + 3);
	return r->month >= 1 && r->month <= 12 && r->mday >= 1 &&
	    r->mday <= date_month_days(COMMON_YEAR, r->month);
}

/* The schema has seen to the form; is it a day? */
static bool
read_rule(struct rule *r, const char *text)
{
	const char *rest = strchr(text, ' ') + 1;

	r->n = (int)strtol(rest, NULL, 10);
	if (str_starts(text, "date ")) {
		r->kind = RULE_DATE;
		return read_month_day(r, rest);
	}
	if (str_starts(text, "weekday ")) {
		r->kind = RULE_WEEKDAY;
		r->weekday = weekday_of(rest + 3);
		return read_month_day(r, rest + 7);
	}
	r->kind = str_starts(text, "easter ") ? RULE_EASTER : RULE_ORTHODOX;
	return true;
}

static bool
read_days(struct days *out, const xmlNode *node, const char *name)
{
	char *text = xml_attr(node, name), *rest = NULL;
	bool is = true;

	for (char *word = text != NULL ? strtok_r(text, " \t\n", &rest) : NULL;
	     word != NULL; word = strtok_r(NULL, " \t\n", &rest)) {
		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		is = date_parse(&out->at[out->n++], word) && is;
	}
	free(text);
	return is;
}

/* A year or a day: its first day, or its last where it ends a rule. */
static bool
read_edge(int32_t *out, const xmlNode *node, const char *name, bool last)
{
	char *text = xml_attr(node, name);
	bool is = true;

	if (text != NULL && strlen(text) == 4) {
		int year = (int)strtol(text, NULL, 10);

		is = year > 0;
		if (is)
			*out = last ? date_day(year, 12, 31)
			            : date_day(year, 1, 1);
	} else if (text != NULL) {
		is = date_parse(out, text);
	}
	free(text);
	return is;
}

static enum mla_rc
read_regions(struct rule *r, const struct calendar *c, const xmlNode *node,
    const char *file, struct err *err)
{
	char *text = xml_attr(node, "regions"), *rest = NULL;
	enum mla_rc rc = MLA_OK;

	r->everywhere = text == NULL;
	if (c->nregions > 0)
		r->in = xcalloc(c->nregions, sizeof(*r->in));
	for (char *word = text != NULL ? strtok_r(text, " \t\n", &rest) : NULL;
	     word != NULL && rc == MLA_OK;
	     word = strtok_r(NULL, " \t\n", &rest)) {
		int at = calendar_region_find(c, word);

		if (at < 0)
			rc = fault(err, file, node, "there is no region", word);
		else
			r->in[at] = true;
	}
	free(text);
	return rc;
}

/* What the schema cannot say of a line. */
static enum mla_rc
read_day(struct rule *r, const struct calendar *c, const xmlNode *node,
    const char *file, struct err *err)
{
	char *rule = xml_attr(node, "rule"), *dates = xml_attr(node, "dates");
	enum mla_rc rc = MLA_OK;

	r->day.name = xml_attr(node, "name");
	r->day.local = xml_attr(node, "local");
	r->day.note = xml_attr(node, "note");
	r->day.source = xml_attr(node, "source");
	r->day.substitute = read_weekdays(node, "substitute");
	r->day.kind = xml_attr_is(node, "kind", "municipal")
	    ? CALENDAR_MUNICIPAL
	    : xml_attr_is(node, "kind", "noted") ? CALENDAR_NOTED
	                                         : CALENDAR_PUBLIC;
	r->from = INT32_MIN;
	r->to = INT32_MAX;
	if ((rule == NULL) == (dates == NULL))
		rc = fault(err, file, node,
		    "either rule or dates says when it is, not both:",
		    r->day.name);
	else if (rule != NULL && !read_rule(r, rule))
		rc = fault(err, file, node, "no day of every year:", rule);
	else if (!read_days(&r->dates, node, "dates") ||
	    !read_days(&r->moved, node, "moved") ||
	    !read_edge(&r->from, node, "from", false) ||
	    !read_edge(&r->to, node, "to", true) || r->from > r->to)
		rc = fault(
		    err, file, node, "a day that does not exist:", r->day.name);
	else if (r->day.kind == CALENDAR_NOTED && r->day.note == NULL)
		rc = fault(err, file, node, "a note is missing:", r->day.name);
	else
		rc = read_regions(r, c, node, file, err);
	free(rule);
	free(dates);
	return rc;
}

static void
add_region(struct calendar *c, const xmlNode *node)
{
	struct calendar_region *r;

	c->regions = vec_more(
	    c->regions, &c->cap_regions, c->nregions, sizeof(*c->regions));
	r = &c->regions[c->nregions++];
	r->id = xml_attr(node, "id");
	r->name = xml_attr(node, "name");
	r->zone = xml_attr(node, "zone");
}

static enum mla_rc
read_lines(
    struct calendar *c, const xmlNode *root, const char *file, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	for (const xmlNode *node = xml_first(root);
	     node != NULL && rc == MLA_OK; node = xml_after(node)) {
		struct rule *r;

		if (xml_is(node, NULL, "region")) {
			add_region(c, node);
			continue;
		}
		r = xcalloc(1, sizeof(*r));
		c->rules = vec_more(
		    c->rules, &c->cap_rules, c->nrules, sizeof(*c->rules));
		c->rules[c->nrules++] = r;
		rc = read_day(r, c, node, file, err);
	}
	return rc;
}

static int
read_year(const xmlNode *node, const char *name)
{
	char *text = xml_attr(node, name);
	int year = (int)strtol(text, NULL, 10);

	free(text);
	return year;
}

enum mla_rc
calendar_parse(struct calendar **out, struct res *res, const char *data,
    size_t len, const char *name, struct err *err)
{
	struct calendar *c;
	const xmlNode *root;
	xmlDoc *doc;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = res_parse(&doc, res, data, len, name, "calendar", err)) !=
	    MLA_OK)
		return rc;
	root = xml_root(doc);
	c = xcalloc(1, sizeof(*c));
	c->known = true;
	c->state = xml_attr(root, "country");
	c->zone = xml_attr(root, "zone");
	c->source = xml_attr(root, "source");
	c->note = xml_attr(root, "note");
	c->verified = xml_attr_is(root, "verified", "yes");
	c->weekend = read_weekdays(root, "weekend");
	c->from = read_year(root, "from");
	c->to = read_year(root, "to");
	if (c->weekend == EVERY_DAY)
		rc = fault(
		    err, name, root, "no working day is left in", c->state);
	else
		rc = read_lines(c, root, name, err);
	xmlFreeDoc(doc);
	if (rc == MLA_OK)
		*out = c;
	else
		calendar_free(c);
	return rc;
}

enum mla_rc
calendar_load(
    struct calendar **out, struct res *res, const char *state, struct err *err)
{
	char *name = xstrdup(state), *path;
	struct buf b = { 0 };
	enum mla_rc rc = MLA_OK;

	*out = NULL;
	for (char *s = name; *s != '\0'; s++)
		*s = (char)tolower((unsigned char)*s);
	path = res_path(res, RES_CALENDAR, name);
	if (path == NULL || !file_exists(path)) {
		*out = xcalloc(1, sizeof(**out));
		(*out)->state = xstrdup(state);
		(*out)->weekend = 1U << SATURDAY | 1U << SUNDAY;
	} else if ((rc = res_read(&b, res, RES_CALENDAR, name, err)) ==
	    MLA_OK) {
		rc = calendar_parse(
		    out, res, buf_text(&b), b.len, file_base(path), err);
	}
	buf_free(&b);
	free(path);
	free(name);
	return rc;
}

bool
calendar_is_known(const struct calendar *c)
{
	return c->known;
}

const char *
calendar_state(const struct calendar *c)
{
	return c->state;
}

const char *
calendar_source(const struct calendar *c)
{
	return c->source;
}

const char *
calendar_note(const struct calendar *c)
{
	return c->note != NULL ? c->note : "";
}

bool
calendar_is_verified(const struct calendar *c)
{
	return c->verified;
}

void
calendar_years(const struct calendar *c, int *from, int *to)
{
	*from = c->from;
	*to = c->to;
}

size_t
calendar_region_count(const struct calendar *c)
{
	return c->nregions;
}

const struct calendar_region *
calendar_region_at(const struct calendar *c, size_t i)
{
	return &c->regions[i];
}

int
calendar_region_find(const struct calendar *c, const char *id)
{
	for (size_t i = 0; i < c->nregions; i++) {
		if (str_eq(c->regions[i].id, id))
			return (int)i;
	}
	return -1;
}

const char *
calendar_zone(const struct calendar *c, int region)
{
	if (region >= 0 && c->regions[region].zone != NULL)
		return c->regions[region].zone;
	return c->zone;
}

bool
calendar_is_weekend(const struct calendar *c, int32_t day)
{
	return (c->weekend >> date_weekday(day) & 1U) != 0;
}

/* The Nth such weekday on or after the date, or on or before it. */
static int32_t
weekday_near(const struct rule *r, int year)
{
	int32_t day = date_day(year, r->month, r->mday);
	int have = date_weekday(day);

	if (r->n > 0)
		return day + (r->weekday - have + 7) % 7 + 7 * (r->n - 1);
	return day - (have - r->weekday + 7) % 7 + 7 * (r->n + 1);
}

/* Where the rule alone puts it. */
static int32_t
rule_day(const struct rule *r, int year)
{
	switch (r->kind) {
	case RULE_EASTER:
		return calendar_easter(year) + r->n;
	case RULE_ORTHODOX:
		return calendar_orthodox(year) + r->n;
	case RULE_WEEKDAY:
		return weekday_near(r, year);
	default:
		return date_day(year, r->month, r->mday);
	}
}

static void
add_date(struct calendar_dates *out, const struct rule *r, int32_t day)
{
	if (day < r->from || day > r->to)
		return;
	out->at = vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
	out->at[out->n].day = day;
	out->at[out->n++].of = &r->day;
}

/* Add those of a list that lie in the year; how many? */
static size_t
add_listed(struct calendar_dates *out, const struct rule *r,
    const struct days *list, int year)
{
	size_t found = 0;

	for (size_t i = 0; i < list->n; i++) {
		int y, m, d;

		date_civil(list->at[i], &y, &m, &d);
		if (y == year) {
			add_date(out, r, list->at[i]);
			found++;
		}
	}
	return found;
}

void
calendar_add_year(
    struct calendar_dates *out, const struct calendar *c, int region, int year)
{
	for (size_t i = 0; i < c->nrules; i++) {
		const struct rule *r = c->rules[i];

		if (!r->everywhere && (region < 0 || !r->in[region]))
			continue;
		if (r->kind == RULE_DATES)
			(void)add_listed(out, r, &r->dates, year);
		else if (add_listed(out, r, &r->moved, year) == 0)
			add_date(out, r, rule_day(r, year));
	}
}
