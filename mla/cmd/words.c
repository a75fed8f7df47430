/* words.c - the words of the office's language for codes and names */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/words.h"

#include "base/alloc.h"
#include "base/str.h"
#include "model/country.h"

const char *
words_key(const struct office *office, const char *key)
{
	return lang_word(office->lang, key);
}

/* The word for a key made of pieces, or NULL where there is none. */
static const char *
find_word(const struct office *office, const char *group, const char *id,
    const char *tail)
{
	char *key =
	    xasprintf("%s.%s%s%s", group, id, *tail != '\0' ? "." : "", tail);
	const char *word = lang_find(office->lang, key);

	free(key);
	return word;
}

const char *
words_of(const struct office *office, const char *group, const char *id)
{
	const char *word;

	if (str_is_blank(id))
		return "";
	word = find_word(office, group, id, "");
	return word != NULL ? word : id;
}

const char *
words_tail(const struct office *office, const char *group, const char *id,
    const char *tail)
{
	const char *word = find_word(office, group, id, tail);

	return word != NULL ? word : "";
}

char *
words_part(struct dossier *d, const struct dossier_part *part)
{
	const char *codes = d->rules->kind->part.codes;
	char *title = dossier_part_title(d, part), *word;

	if (codes == NULL)
		return title;
	word = xstrdup(words_of(d->office, codes, title));
	free(title);
	return word;
}

char *
words_country(const struct office *office, const char *code)
{
	char *name = country_name(code, lang_code(office->lang));

	return name != NULL ? name : xstrdup(code);
}

char *
words_day(const struct office *office, int32_t day)
{
	int year, month, mday, now, unused;
	char *key, *text;

	date_civil(day, &year, &month, &mday);
	date_civil(office->now.day, &now, &unused, &unused);
	key = xasprintf("month.short.%d", month);
	if (year == now)
		text = xasprintf("%d %s", mday, words_key(office, key));
	else
		text =
		    xasprintf("%d %s %d", mday, words_key(office, key), year);
	free(key);
	return text;
}
