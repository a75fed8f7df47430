/* test_rules.c - codes, law, words, kinds and the XPath of all rules */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/alloc.h"
#include "base/date.h"
#include "base/str.h"
#include "core/docvalue.h"
#include "model/channel.h"
#include "model/code.h"
#include "model/country.h"
#include "model/env.h"
#include "model/kind.h"
#include "model/lang.h"
#include "model/language.h"
#include "model/law.h"
#include "xml/init.h"
#include "xml/node.h"
#include "xml/read.h"

static struct res *res;
static struct res_source source;

static int
open_data(void **state)
{
	struct err err = { 0 };

	(void)state;
	xml_init();
	if (res_open(&res, ".", &err) != MLA_OK)
		return 1;
	source = res_as_source(res);
	return 0;
}

static int
close_data(void **state)
{
	(void)state;
	res_free(res);
	return 0;
}

static void
assert_word(const struct lang *lang, const char *group, const char *id)
{
	char *key = xasprintf("%s.%s", group, id);

	if (lang_find(lang, key) == NULL)
		fail_msg("no word for %s", key);
	free(key);
}

static void
every_shipped_file_is_valid_and_has_words(void **state)
{
	static const struct {
		enum res_kind kind;
		const char *schema;
	} kinds[] = { { RES_CODE, "code" }, { RES_LAW, "law" },
		{ RES_KIND, "kind" }, { RES_FORM, "form" },
		{ RES_CALENDAR, "calendar" } };
	struct err err = { 0 };
	struct lang *lang;

	(void)state;
	assert_ok(lang_load(&lang, source, "fr", &err), err);
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		struct file_names names;

		assert_ok(res_list(&names, res, kinds[k].kind, &err), err);
		for (size_t i = 0; i < names.n; i++) {
			struct buf b = { 0 };
			const xmlNode *code;
			xmlDoc *doc;
			char *words;

			assert_ok(
			    res_read(&b, res, kinds[k].kind, names.at[i], &err),
			    err);
			assert_ok(res_parse(&doc, res, buf_text(&b), b.len,
			              names.at[i], kinds[k].schema, &err),
			    err);
			words = xml_attr(xml_root(doc), "words");
			code = kinds[k].kind == RES_CODE
			    ? xml_first(xml_root(doc))
			    : NULL;
			for (; code != NULL; code = xml_after(code)) {
				char *id = xml_attr(code, "id");

				assert_word(lang,
				    words != NULL ? words : names.at[i], id);
				free(id);
			}
			if (kinds[k].kind == RES_KIND)
				assert_word(lang, "kind", names.at[i]);
			free(words);
			xmlFreeDoc(doc);
			buf_free(&b);
		}
		file_names_free(&names);
	}
	lang_free(lang);
}

/* A language may name States and languages that iso-codes fails to name. */
static bool
names_a_code(const char *id)
{
	char *name = NULL;
	bool known;

	if (str_starts(id, "country."))
		return country_exists(id + strlen("country."));
	if (str_starts(id, "language."))
		name = language_name(id + strlen("language."), "en");
	known = name != NULL;
	free(name);
	return known;
}

/* What a sentence has to be filled in with stands in the other one as well. */
static void
assert_gaps(const char *id, const char *text, const char *other)
{
	for (const char *at = strchr(text, '{'); at != NULL;
	     at = strchr(at + 1, '{')) {
		size_t n = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz");
		char *gap = xstrndup(at, n + 2);

		if (n > 0 && str_ends(gap, "}") && strstr(other, gap) == NULL)
			fail_msg("%s: no %s in \"%s\"", id, gap, other);
		free(gap);
	}
}

/* A unit is of the English words as they are now, and has a translation. */
static bool
is_unit_of(const struct lang *english, const char *code, const xmlNode *unit)
{
	char *id = xml_attr(unit, "id");
	char *text = xml_text(xml_first(unit));
	char *target = xml_text(xml_after(xml_first(unit)));
	const char *now = lang_find(english, id);
	bool is_own = names_a_code(id);

	if (now == NULL && !is_own)
		fail_msg("%s: %s is not in en", code, id);
	if (now != NULL && !str_eq(now, text))
		fail_msg("%s: %s is \"%s\", which en says otherwise", code, id,
		    text);
	if (!str_eq(code, "en")) {
		if (*target == '\0')
			fail_msg("%s: %s is empty", code, id);
		assert_gaps(id, text, target);
		assert_gaps(id, target, text);
	}
	free(target);
	free(text);
	free(id);
	return now != NULL;
}

static size_t
units_checked(const struct lang *english, const char *code)
{
	struct err err = { 0 };
	struct buf b = { 0 };
	const xmlNode *unit;
	xmlDoc *doc;
	size_t n = 0;

	assert_ok(res_read(&b, res, RES_LANG, code, &err), err);
	assert_ok(xml_read(&doc, buf_text(&b), b.len, "x", &err), err);
	unit = xml_first(xml_first(xml_first(xml_root(doc))));
	for (; unit != NULL; unit = xml_after(unit))
		n += is_unit_of(english, code, unit) ? 1 : 0;
	xmlFreeDoc(doc);
	buf_free(&b);
	return n;
}

static void
languages_have_the_same_words(void **state)
{
	struct file_names names;
	struct err err = { 0 };
	struct lang *english;
	size_t n;

	(void)state;
	assert_ok(lang_load(&english, source, "en", &err), err);
	assert_ok(res_list(&names, res, RES_LANG, &err), err);
	n = units_checked(english, "en");
	for (size_t i = 0; i < names.n; i++) {
		if (units_checked(english, names.at[i]) != n)
			fail_msg("%s lacks words of en", names.at[i]);
	}
	file_names_free(&names);
	assert_string_equal("ltr", lang_dir(english));
	assert_string_equal("no.such.key", lang_word(english, "no.such.key"));
	assert_null(lang_find(english, "no.such.key"));
	lang_free(english);
	assert_int_equal(
	    MLA_ENOTFOUND, lang_load(&english, source, "xx", &err));
	assert_string_equal("there is no language \"xx\"", err.msg);
}

static void
translations_nobody_reviewed_say_so(void **state)
{
	struct err err = { 0 };
	struct lang *en, *fr;

	(void)state;
	assert_ok(lang_load(&en, source, "en", &err), err);
	assert_ok(lang_load(&fr, source, "fr", &err), err);
	assert_int_equal(LANG_REVIEWED, lang_state(en, "event.grant"));
	assert_int_equal(LANG_MACHINE, lang_state(fr, "event.grant"));
	assert_int_equal(LANG_MISSING, lang_state(fr, "event.none"));
	assert_string_equal("accorder", lang_word(fr, "event.grant"));
	lang_free(en);
	lang_free(fr);
}

static void
who_is_bound_depends_on_the_day(void **state)
{
	static const struct {
		const char *treaty, *a, *day;
		enum law_answer want;
	} rows[] = {
		{ "EIO", "FR", "2026-01-01", LAW_YES },
		{ "EIO", "FR", "2017-05-21", LAW_NO },
		{ "EIO", "IE", "2026-01-01", LAW_NO },
		{ "EIO", "DK", "2026-01-01", LAW_NO },
		{ "EIO", "TR", "2026-01-01", LAW_NO }, /* for members only */
		{ "UNTOC", "TR", "2026-01-01", LAW_YES },
		{ "UNTOC", "TR", "2003-01-01", LAW_NO },
		{ "ETS030", "TR", "2026-01-01", LAW_YES },
		{ "ETS182", "RU", "2026-01-01", LAW_YES },
		{ "ETS182", "RU", "2003-12-31", LAW_NO },
		{ "CETS227", "CH", "2026-11-01", LAW_NO },
		{ "CETS224", "HU", "2026-11-01", LAW_NO },
		{ "EU-TRANSFER", "FR", "2026-11-01", LAW_NO },
		{ "EU-TRANSFER", "FR", "2027-02-01", LAW_YES },
		{ "NONE", "FR", "2026-01-01", LAW_UNKNOWN },
	};
	struct law *law = law_new(source);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum law_answer have;
		struct err err = { 0 };
		int32_t day;

		assert_true(date_parse(&day, rows[i].day));
		assert_ok(
		    law_binds(&have, law, rows[i].treaty, rows[i].a, day, &err),
		    err);
		if (have != rows[i].want)
			fail_msg("%s %s %s: %d", rows[i].treaty, rows[i].a,
			    rows[i].day, have);
	}
	law_free(law);
}

static void
the_channel_of_the_law_goes_by_treaty_states_day_and_form(void **state)
{
	static const struct {
		const char *treaty, *a, *b, *day;
		bool form, rule, applies;
		const char *reason; /* one that is open */
	} rows[] = {
		{ "EIO", "FR", "IT", "2028-02-29", true, true, false,
		    "same-place" },
		{ "EIO", "FR", "IT", "2028-03-01", true, true, true,
		    "same-place" },
		{ "EIO", "FR", "IT", "2028-03-01", false, true, true,
		    "not-appropriate" },
		{ "EIO", "FR", "DK", "2028-03-01", true, false, false, NULL },
		{ "EIO", "IE", "FR", "2028-03-01", true, false, false, NULL },
		{ "EU-FREEZE", "FR", "DE", "2029-01-01", true, true, true,
		    "disruption" },
		{ "ETS030", "FR", "TR", "2029-01-01", true, false, false,
		    NULL },
	};
	struct law *law = law_new(source);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct channel_ask ask = { .treaty = rows[i].treaty,
			.from = rows[i].a,
			.to = rows[i].b,
			.form = rows[i].form };
		struct channel_rule rule;
		struct err err = { 0 };

		assert_true(date_parse(&ask.day, rows[i].day));
		assert_ok(channel_rule_find(&rule, law, &ask, &err), err);
		assert_int_equal(rows[i].rule, rule.cite != NULL);
		assert_int_equal(rows[i].applies, rule.applies);
		if (rows[i].rule) {
			assert_string_equal(
			    "Reg. (EU) 2023/2844 Art. 3(1)", rule.cite);
			assert_true(channel_among(rule.channels, "e-edes"));
			assert_true(
			    channel_among(rule.reasons, rows[i].reason));
			assert_int_equal(!rows[i].form,
			    channel_among(rule.reasons, "not-appropriate"));
		}
		channel_rule_free(&rule);
	}
	assert_false(channel_among("e-edes post", "edes"));
	assert_false(channel_among("e-edes post", "pos"));
	assert_false(channel_among("e-edes post", ""));
	assert_false(channel_among("e-edes post", NULL));
	assert_true(channel_among("e-edes post", "post"));
	law_free(law);
}

/* What forms/law names of treaties and codes must be there. */
static void
every_rule_about_channels_names_what_there_is(void **state)
{
	static const char *const lists[][2] = { { "channels", "channel" },
		{ "reasons", "channel-reason" } };
	struct law *law = law_new(source);
	struct codes *codes = codes_new(source);
	struct err err = { 0 };
	const xmlNode *row;

	(void)state;
	assert_ok(law_channels(&row, law, &err), err);
	assert_non_null(row);
	for (; row != NULL; row = xml_after(row)) {
		char *treaty = xml_attr(row, "treaty");
		char *under = xml_attr(row, "under");

		assert_non_null(law_treaty(law, treaty));
		assert_non_null(law_treaty(law, under));
		free(treaty);
		free(under);
		for (size_t i = 0; i < 2; i++) {
			char *all = xml_attr(row, lists[i][0]), *rest = NULL;
			char *code = strtok_r(all, " ", &rest);

			for (; code != NULL; code = strtok_r(NULL, " ", &rest))
				assert_non_null(
				    codes_find(codes, lists[i][1], code));
			free(all);
		}
	}
	codes_free(codes);
	law_free(law);
}

static void
two_states_must_both_be_bound(void **state)
{
	struct law *law = law_new(source);
	int32_t day = date_day(2026, 1, 1);
	enum law_answer have;
	struct err err = { 0 };
	bool member;

	(void)state;
	assert_ok(law_between(&have, law, "EIO", "FR", "IT", day, &err), err);
	assert_int_equal(LAW_YES, have);
	assert_ok(law_between(&have, law, "EIO", "FR", "IE", day, &err), err);
	assert_int_equal(LAW_NO, have);
	assert_ok(law_between(&have, law, "UNTOC", "FR", "XX", day, &err), err);
	assert_int_equal(LAW_UNKNOWN, have);
	assert_ok(
	    law_between(&have, law, "CETS227", "CH", "XX", day, &err), err);
	assert_int_equal(LAW_NO, have);
	assert_ok(law_member(&member, law, "EU", "FR", day, &err), err);
	assert_true(member);
	assert_ok(law_member(&member, law, "EU", "GB", day, &err), err);
	assert_false(member);
	assert_ok(
	    law_member(&member, law, "EU", "GB", date_day(2019, 1, 1), &err),
	    err);
	assert_true(member);
	assert_non_null(law_treaty(law, "ETS030"));
	assert_null(law_treaty(law, "ETS999"));
	law_free(law);
}

static void
codes_are_found_in_their_lists(void **state)
{
	struct codes *codes = codes_new(source);

	(void)state;
	assert_non_null(codes_find(codes, "holder", "court"));
	assert_null(codes_find(codes, "holder", "none"));
	assert_null(codes_find(codes, "nolist", "court"));
	assert_null(codes_list(codes, "../kind/letter"));
	assert_true(xml_attr_is(
	    codes_find(codes, "measure", "hearing-witness"), "hearing", "yes"));
	codes_free(codes);
}

static void
states_have_names_in_every_language(void **state)
{
	static const struct {
		const char *code, *lang, *name;
	} rows[] = { { "DE", "en", "Germany" }, { "DE", "fr", "Allemagne" },
		{ "GR", "el",
		    "\xce\x95\xce\xbb\xce\xbb\xce\xac\xce\xb4\xce"
		    "\xb1" },
		{ "TR", "en", "T\xc3\xbcrkiye" }, { "DE", "xx", "Germany" },
		{ "DE", "../x", "Germany" } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *name = country_name(rows[i].code, rows[i].lang);

		assert_string_equal(rows[i].name, name);
		free(name);
	}
	assert_null(country_name("XX", "en"));
	assert_true(country_exists("FR"));
	assert_false(country_exists("EU"));
}

static void
days_and_months_are_written_as_each_language_does(void **state)
{
	static const struct {
		const char *lang, *date, *text;
	} rows[] = { { "en", "2026-07-17", "17 July 2026" },
		{ "en", "2026-07", "July 2026" },
		{ "fr", "2026-07-01", "1er juillet 2026" },
		{ "fr", "2026-07", "juillet 2026" },
		{ "es", "2026-07-17", "17 de julio de 2026" },
		{ "es", "2026-07", "julio de 2026" },
		{ "de", "2026-07-01", "1. Juli 2026" },
		{ "de", "2026-03", "März 2026" },
		{ "it", "2026-07-01", "1º luglio 2026" },
		{ "it", "2026-07-17", "17 luglio 2026" },
		{ "el", "2026-07-01",
		    "1\xce\xb7 "
		    "\xce\x99\xce\xbf\xcf\x85\xce\xbb\xce\xaf\xce"
		    "\xbf\xcf\x85 2026" },
		{ "el", "2026-07",
		    "\xce\x99\xce\xbf\xcf\x8d\xce\xbb\xce\xb9\xce"
		    "\xbf\xcf\x82 2026" },
		{ "en", "1984", "1984" },
		{ "en", "2026-13-01", "2026-13-01" } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = { 0 };
		struct lang *lang;
		char *text;

		assert_ok(lang_load(&lang, source, rows[i].lang, &err), err);
		text = docvalue_date(lang, rows[i].date);
		assert_string_equal(rows[i].text, text);
		free(text);
		lang_free(lang);
	}
}

static void
kinds_name_their_machines(void **state)
{
	struct err err = { 0 };
	struct kind *kind;

	(void)state;
	assert_ok(kind_load(&kind, res, source, "letter", &err), err);
	assert_string_equal("letter-out", kind->out.machine);
	assert_string_equal("letter-in", kind->in.machine);
	assert_string_equal("measure", kind->part.machine);
	assert_string_equal("refusal-letter", kind_codes(kind, "refusal"));
	assert_string_equal("channel", kind_codes(kind, "channel"));
	assert_true(kind_rests_on(kind, "ETS030"));
	assert_false(kind_rests_on(kind, "EIO"));
	kind_free(kind);
	assert_int_equal(
	    MLA_ENOTFOUND, kind_load(&kind, res, source, "nix", &err));
	assert_string_equal("there is no kind \"nix\"", err.msg);
	assert_non_null(strstr(err.hint, "letter"));
}

static bool
only_here(void *arg, const char *name)
{
	(void)arg;
	return str_eq(name, "here");
}

/* What an expression must not ask, and what is said of it. */
static void
expect_refused(struct env *env)
{
	static const struct {
		const char *expr, *say;
	} wrong[] = {
		{ "before('soon', $today)", "a date is not written as" },
		{ "add-days('soon', 1)", "a date is not written as" },
		{ "add-days($today)", "takes a day and a number" },
		{ "add-days('9999-12-30', 1000000000)",
		    "takes a day and a number" },
		{ "nosuch()", "nosuch()" },
		{ "$nosuch", "$nosuch" },
		{ "code('holder')", "too many or too few arguments" },
		{ "any-language('fr', 'fr')", "takes a list and nodes" },
		{ "languages('AL', 'ETS030', 'soon')", "a date is not" },
		{ "1 +", "is no XPath" },
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct err own = { 0 };
		bool is;

		assert_int_equal(MLA_EDAMAGED,
		    env_bool(&is, env, NULL, wrong[i].expr, &own));
		if (strstr(own.msg, wrong[i].say) == NULL)
			fail_msg("%s: %s", wrong[i].expr, own.msg);
	}
}

static void
rules_see_one_context(void **state)
{
	static const struct {
		const char *expr, *want;
	} rows[] = {
		{ "string(r:requesting/r:state)", "FR" },
		{ "string($event/@ground)", "danger" },
		{ "string($today)", "2026-07-17" },
		{ "count($parts)", "2" },
		{ "string($parts[@final]/@id)", "m2" },
		{ "boolean($whole/in[@state = 'x'])", "true" },
		{ "In('here')", "true" },
		{ "In('there')", "false" },
		{ "string(code('holder', 'court')/@side)", "requested" },
		{ "binds('EIO', 'FR', 'IT', $today)", "true" },
		{ "binds('EIO', 'FR', 'IE', $today)", "false" },
		{ "member('EU', 'FR', $today)", "true" },
		{ "languages('AL', 'ETS030', $today)", "en fr" },
		{ "languages('AL', 'ETS030', '2000-04-03')", "" },
		{ "languages('AL', 'ETS030', '')", "" },
		{ "languages('TR', 'ETS030', $today)", "" },
		{ "any-language('fr', r:requesting/r:state)", "false" },
		{ "any-language('en fr', $event/@tag)", "true" },
		{ "any-language('en frr', $event/@tag)", "false" },
		{ "any-language('', $event/@tag)", "false" },
		{ "any-language('en fr', $event/@no)", "false" },
		{ "cite('ETS030')", "ETS 30" },
		{ "cite('none')", "none" },
		{ "before('2026-01-01', $today)", "true" },
		{ "before($today, '2026-01-01')", "false" },
		{ "before('', $today)", "false" },
		{ "days-between('2026-07-01', $today)", "16" },
		{ "add-days('2026-07-01', 16)", "2026-07-17" },
		{ "add-days('2028-03-01', -1)", "2028-02-29" },
		{ "add-days('', 5)", "" },
	};
	struct codes *codes = codes_new(source);
	struct law *law = law_new(source);
	struct env *env = env_new(codes, law);
	static const char text[] =
	    "<request xmlns='" REQUEST_NS "'><requesting><state>FR</state>"
	    "</requesting><event ground='danger' tag='fr-CH'/>"
	    "<parts><part id='m1'/>"
	    "<part id='m2' final='yes'/></parts><whole><in xmlns='' "
	    "state='x'/></whole></request>";
	struct err err = { 0 };
	xmlNode *root, *node;
	xmlDoc *doc;
	char *citation;

	(void)state;
	assert_ok(xml_read(&doc, text, sizeof(text) - 1, "x", &err), err);
	root = xml_root(doc);
	env_request(env, root);
	node = xml_after(xml_first(root));
	env_event(env, node);
	node = xml_after(node);
	env_parts(env, node);
	env_whole(env, xml_after(node));
	env_today(env, date_day(2026, 7, 17));
	env_in(env, only_here, NULL);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *have;

		assert_ok(
		    env_string(&have, env, NULL, rows[i].expr, &err), err);
		assert_string_equal(rows[i].want, have);
		free(have);
	}
	expect_refused(env);
	citation = env_treaty(env, "ETS030");
	assert_string_equal("ETS 30", citation);
	free(citation);
	env_free(env);
	law_free(law);
	codes_free(codes);
	xmlFreeDoc(doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_shipped_file_is_valid_and_has_words),
		cmocka_unit_test(languages_have_the_same_words),
		cmocka_unit_test(translations_nobody_reviewed_say_so),
		cmocka_unit_test(who_is_bound_depends_on_the_day),
		cmocka_unit_test(two_states_must_both_be_bound),
		cmocka_unit_test(
		    the_channel_of_the_law_goes_by_treaty_states_day_and_form),
		cmocka_unit_test(every_rule_about_channels_names_what_there_is),
		cmocka_unit_test(codes_are_found_in_their_lists),
		cmocka_unit_test(states_have_names_in_every_language),
		cmocka_unit_test(
		    days_and_months_are_written_as_each_language_does),
		cmocka_unit_test(kinds_name_their_machines),
		cmocka_unit_test(rules_see_one_context),
	};

	return cmocka_run_group_tests(tests, open_data, close_data);
}
