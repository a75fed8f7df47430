/* docvalue.c - how a value of a form is shown in a language */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/docvalue.h"

#include "base/alloc.h"
#include "base/date.h"
#include "base/str.h"
#include "core/say.h"
#include "model/country.h"
#include "model/language.h"
#include "xml/node.h"

enum {
	MONTH_BYTES = 7 /* of "2026-07" */
};

struct title {
	char *id, *text;
};

struct doctitles {
	struct title *at; /* sorted by id */
	size_t n, cap;
};

void
doctitles_free(struct doctitles *titles)
{
	if (titles == NULL)
		return;
	for (size_t i = 0; i < titles->n; i++) {
		free(titles->at[i].id);
		free(titles->at[i].text);
	}
	free(titles->at);
	free(titles);
}

static int
by_id(const void *a, const void *b)
{
	return strcmp(
	    ((const struct title *)a)->id, ((const struct title *)b)->id);
}

/* The nodes of one group; what has no title keeps its id. */
static enum mla_rc
add_titles(struct doctitles *titles, const struct form_item *group,
    struct env *env, struct err *err)
{
	xmlNode **node;
	enum mla_rc rc;
	size_t n;

	rc = env_nodes(&node, &n, env, NULL, group->path, err);
	for (size_t i = 0; rc == MLA_OK && i < n; i++) {
		char *id = xml_attr(node[i], "id"), *text = NULL;

		if (id != NULL)
			rc = env_string(&text, env, node[i], group->title, err);
		if (str_is_blank(text)) {
			free(id);
			free(text);
			continue;
		}
		titles->at = vec_more(
		    titles->at, &titles->cap, titles->n, sizeof(*titles->at));
		titles->at[titles->n].id = id;
		titles->at[titles->n++].text = str_trim(text);
		free(text);
	}
	free(node);
	return rc;
}

enum mla_rc
doctitles_new(
    struct doctitles **out, const struct docmodel_in *in, struct err *err)
{
	struct doctitles *titles = xcalloc(1, sizeof(*titles));
	const struct form_item *section = form_first(in->form);
	enum mla_rc rc = MLA_OK;

	*out = NULL;
	for (; section != NULL; section = section->next) {
		const struct form_item *item = section->child;

		for (; rc == MLA_OK && item != NULL; item = item->next) {
			if (item->what == FORM_GROUP && *item->title != '\0')
				rc = add_titles(titles, item, in->env, err);
		}
	}
	if (rc != MLA_OK) {
		doctitles_free(titles);
		return rc;
	}
	if (titles->n > 0)
		qsort(titles->at, titles->n, sizeof(*titles->at), by_id);
	*out = titles;
	return MLA_OK;
}

/*
 * "17 July 2026"; "July 2026" for a month alone (YYYY-MM), whose name is then
 * another word: some languages inflect it behind a day.
 */
char *
docvalue_date(const struct lang *lang, const char *text)
{
	bool is_month = strlen(text) == MONTH_BYTES;
	char *whole = xasprintf("%s%s", text, is_month ? "-01" : "");
	char *key, *out, number[16], years[16];
	int year, month, mday;
	const char *first = lang_find(lang, "date.first");
	int32_t day;

	if (!date_parse(&day, whole)) {
		free(whole);
		return xstrdup(text);
	}
	date_civil(day, &year, &month, &mday);
	(void)snprintf(number, sizeof(number), "%d", mday);
	(void)snprintf(years, sizeof(years), "%d", year);
	key = xasprintf("month.%s%d", is_month ? "alone." : "", month);
	out = say(lang, is_month ? "date.month" : "date.day", "day",
	    mday == 1 && first != NULL ? first : number, "month",
	    lang_word(lang, key), "year", years, (char *)NULL);
	free(key);
	free(whole);
	return out;
}

/* The word for a code of a list; codes of states and events are words too. */
static char *
code_word(const struct lang *lang, const char *list, const char *code)
{
	char *key = xasprintf("%s.%s", list, code);
	const char *word = lang_find(lang, key);

	free(key);
	return xstrdup(word != NULL ? word : code);
}

/* Our own word where there is one ("country.SY"), else that of iso-codes. */
static char *
name_of(const struct lang *lang, const char *type, const char *code)
{
	char *key = xasprintf("%s.%s", type, code);
	char *name = xstrdup_null(lang_find(lang, key));

	if (name == NULL)
		name = str_eq(type, "country")
		    ? country_name(code, lang_code(lang))
		    : language_name(code, lang_code(lang));
	free(key);
	return name != NULL ? name : xstrdup(code);
}

/* Each of the codes between blanks, by name. */
static char *
names_of(const char *codes, const struct lang *lang, const char *type)
{
	struct buf b = { 0 };

	while (*codes != '\0') {
		size_t len = strcspn(codes, " ");
		char *code = xstrndup(codes, len);
		char *name = name_of(lang, type, code);

		if (len > 0 && b.len > 0)
			buf_addf(&b, "%s ", lang_word(lang, "doc.comma"));
		buf_adds(&b, len > 0 ? name : "");
		free(name);
		free(code);
		codes += len + (codes[len] == ' ' ? 1 : 0);
	}
	return buf_steal(&b);
}

static char *
title_of(const struct doctitles *titles, const char *id)
{
	const struct title *found = NULL;
	char *copy = xstrdup(id);
	struct title key = { .id = copy };

	if (titles->n > 0)
		found = bsearch(
		    &key, titles->at, titles->n, sizeof(*titles->at), by_id);
	free(copy);
	return xstrdup(found != NULL ? found->text : id);
}

char *
docvalue_country(const struct lang *lang, const char *code)
{
	return name_of(lang, "country", code);
}

char *
docvalue_language(const struct lang *lang, const char *code)
{
	return name_of(lang, "language", code);
}

char *
docvalue(const struct docmodel_in *in, const struct doctitles *titles,
    const struct form_item *item, const char *text)
{
	const struct lang *lang = in->lang;

	if (str_eq(item->type, "date"))
		return docvalue_date(lang, text);
	if (str_eq(item->type, "code"))
		return code_word(lang, item->codes, text);
	if (str_eq(item->type, "country") || str_eq(item->type, "language"))
		return names_of(text, lang, item->type);
	if (str_eq(item->type, "treaty"))
		return env_treaty(in->env, text);
	if (str_eq(item->type, "yes-no"))
		return xstrdup(lang_word(lang, text));
	if (str_eq(item->type, "reference"))
		return title_of(titles, text);
	return xstrdup(text);
}
