/* value.c - is what somebody typed a value of that type? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/value.h"

#include <ctype.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"
#include "core/markup.h"
#include "model/country.h"
#include "xml/node.h"

#define DIGITS "0123456789"
#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define SMALL "abcdefghijklmnopqrstuvwxyz"
#define COUNT_MAX_DIGITS 9 /* as the schema */
#define DECIMAL_MAX_DIGITS 18
#define ID_MAX_BYTES 32
#define LOOSE_MAX_BYTES 128
#define LINE_MAX_CHARS 2000
#define NEAR_MAX 3 /* edits between a typing error and the code meant */

/* Does s consist of at most max characters of a set, and at least one? */
static bool
is_made_of(const char *s, const char *set, size_t max)
{
	size_t len = strspn(s, set);

	return len > 0 && len <= max && s[len] == '\0';
}

static bool
is_date(const char *s)
{
	int32_t day;

	return date_parse(&day, s);
}

/* A day, or a month or a year alone. */
static bool
is_partial_date(const char *s)
{
	size_t len = strlen(s);
	char *whole = xasprintf("%s%s", s,
	    len == 4       ? "-01-01"
	        : len == 7 ? "-01"
	                   : "");
	bool is = is_date(whole);

	free(whole);
	return is;
}

static bool
is_moment(const char *s)
{
	struct when when;

	return strchr(s, 'T') != NULL && when_parse(&when, s);
}

static bool
is_country(const char *s)
{
	return strlen(s) == 2 && is_made_of(s, CAPITALS, 2) &&
	    country_exists(s);
}

static bool
is_currency(const char *s)
{
	return strlen(s) == 3 && is_made_of(s, CAPITALS, 3);
}

static bool
is_yes_no(const char *s)
{
	return str_eq(s, "yes") || str_eq(s, "no");
}

static bool
is_yes_no_unknown(const char *s)
{
	return is_yes_no(s) || str_eq(s, "unknown");
}

static bool
is_decimal(const char *s)
{
	size_t whole, part = 0;

	s += *s == '-' ? 1 : 0;
	whole = strspn(s, DIGITS);
	s += whole;
	if (*s == '.') {
		part = strspn(s + 1, DIGITS);
		s += 1 + part;
	}
	return whole > 0 && whole + part <= DECIMAL_MAX_DIGITS && *s == '\0';
}

static bool
is_count(const char *s)
{
	return is_made_of(s, DIGITS, COUNT_MAX_DIGITS);
}

static bool
is_id(const char *s)
{
	return islower((unsigned char)*s) &&
	    is_made_of(s, SMALL DIGITS "-", ID_MAX_BYTES);
}

static bool
is_loose(const char *s)
{
	return isalnum((unsigned char)*s) &&
	    is_made_of(s, SMALL CAPITALS DIGITS "._-", LOOSE_MAX_BYTES);
}

static bool
is_line(const char *s)
{
	size_t n = 0;

	while (*s != '\0' && n <= LINE_MAX_CHARS) {
		(void)str_next_char(&s);
		n++;
	}
	return n > 0 && n <= LINE_MAX_CHARS;
}

/* Each of the words between spaces. */
static bool
are_all(const char *s, bool (*is)(const char *))
{
	bool all = !str_is_blank(s);

	while (all && *s != '\0') {
		size_t len = strcspn(s, " ");
		char *word = xstrndup(s, len);

		all = is(word);
		free(word);
		s += len + (s[len] == ' ' ? 1 : 0);
	}
	return all;
}

/* The simple types of the schema of requests. */
static const struct value_type {
	const char *name;
	bool (*is)(const char *);
	bool many; /* several, with spaces between them */
	bool capitals;
} types[] = {
	{ "line", is_line, false, false },
	{ "date", is_date, false, false },
	{ "partial-date", is_partial_date, false, false },
	{ "moment", is_moment, false, false },
	{ "country", is_country, false, true },
	{ "countries", is_country, true, true },
	{ "lang", markup_is_lang, false, false },
	{ "languages", markup_is_lang, true, false },
	{ "yes-no", is_yes_no, false, false },
	{ "yes-no-unknown", is_yes_no_unknown, false, false },
	{ "decimal", is_decimal, false, false },
	{ "count", is_count, false, false },
	{ "currency", is_currency, false, true },
	{ "id", is_id, false, false },
	{ "id-loose", is_loose, false, false },
};

static const struct value_type *
find_type(const char *name)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (str_eq(types[i].name, name))
			return &types[i];
	}
	return NULL;
}

/* The code of the list whose word it is, whatever the case. */
static char *
fold_code(const char *typed, const char *list, struct codes *codes,
    const struct lang *lang)
{
	const xmlNode *c = codes != NULL ? codes_list(codes, list) : NULL;
	char *found = NULL;

	for (c = xml_first(c); c != NULL && found == NULL; c = xml_after(c)) {
		char *id = xml_attr(c, "id");
		char *key = xasprintf("%s.%s", list, id != NULL ? id : "");

		if (id != NULL &&
		    (strcasecmp(id, typed) == 0 ||
		        strcasecmp(lang_word(lang, key), typed) == 0))
			found = xstrdup(id);
		free(key);
		free(id);
	}
	return found != NULL ? found : xstrdup(typed);
}

/* yes, no and unknown in the words of the language. */
static char *
fold_yes_no(const char *typed, const struct lang *lang)
{
	static const char *const value[] = { "yes", "no", "unknown" };

	for (size_t i = 0; i < sizeof(value) / sizeof(value[0]); i++) {
		char *key = xasprintf("answers.%s", value[i]);
		bool is = strcasecmp(value[i], typed) == 0 ||
		    strcasecmp(lang_word(lang, key), typed) == 0;

		free(key);
		if (is)
			return xstrdup(value[i]);
	}
	return xstrdup(typed);
}

char *
value_fold(const char *typed, const char *type, const char *list,
    struct codes *codes, const struct lang *lang)
{
	const struct value_type *t = find_type(type);
	struct buf b = { 0 };

	if (list != NULL)
		return fold_code(typed, list, codes, lang);
	if (str_starts(type, "yes-no"))
		return fold_yes_no(typed, lang);
	if (str_eq(type, "moment") && is_moment(typed)) {
		struct when when;
		char text[WHEN_BYTES];

		(void)when_parse(&when, typed);
		return xstrdup(when_format(&when, text));
	}
	for (const char *s = typed; *s != '\0'; s++) {
		char c = *s;

		if (t != NULL && t->many && (c == ',' || c == ';'))
			c = ' ';
		if (t != NULL && t->capitals)
			c = (char)toupper((unsigned char)c);
		if (c == ' ' && b.len > 0 && b.data[b.len - 1] == ' ')
			continue;
		buf_addch(&b, c);
	}
	return buf_steal(&b);
}

bool
value_is(
    const char *value, const char *type, const char *list, struct codes *codes)
{
	const struct value_type *t = find_type(type);

	if (list != NULL)
		return codes == NULL || codes_list(codes, list) == NULL ||
		    codes_find(codes, list, value) != NULL;
	if (t == NULL)
		return true;
	return t->many ? are_all(value, t->is) : t->is(value);
}

char *
value_near(const char *value, const char *list, struct codes *codes)
{
	const xmlNode *c = codes != NULL ? codes_list(codes, list) : NULL;
	size_t best = NEAR_MAX + 1;
	char *near = NULL;

	for (c = xml_first(c); c != NULL; c = xml_after(c)) {
		char *id = xml_attr(c, "id");
		size_t far = id != NULL ? str_distance(id, value) : best;

		if (far < best) {
			free(near);
			near = xstrdup(id);
			best = far;
		}
		free(id);
	}
	return near;
}
