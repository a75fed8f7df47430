/* country.c - names of States in every language, from iso-codes */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/country.h"

#include <jansson.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"

/* Where Debian keeps the package iso-codes. */
#define NAMES_FILE "/usr/share/iso-codes/json/iso_3166-1.json"
#define MO_FILE "/usr/share/locale/%s/LC_MESSAGES/%s.mo"
#define MO_MAGIC 0x950412deU

enum {
	MAX_BYTES = 8 * 1024 * 1024,
	LETTERS = 26
};

static uint32_t
get32(const unsigned char *at, bool swapped)
{
	uint32_t v = (uint32_t)at[0] | (uint32_t)at[1] << 8 |
	    (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;

	return swapped ? __builtin_bswap32(v) : v;
}

/* A string of the table at offset, or NULL if it lies outside. */
static const char *
get_string(
    const unsigned char *mo, size_t len, size_t at, bool swapped, size_t *n)
{
	size_t offset;

	if (len < 8 || at > len - 8)
		return NULL;
	*n = get32(mo + at, swapped);
	offset = get32(mo + at + 4, swapped);
	if (offset >= len || *n >= len - offset || mo[offset + *n] != '\0')
		return NULL;
	return (const char *)mo + offset;
}

/* The originals are sorted by bytes. */
char *
country_mo_find(const unsigned char *mo, size_t len, const char *text)
{
	size_t low = 0, high, originals, translations, n;
	bool swapped;

	if (len < 28)
		return NULL;
	swapped = get32(mo, false) != MO_MAGIC;
	if (get32(mo, swapped) != MO_MAGIC)
		return NULL;
	high = get32(mo + 8, swapped);
	originals = get32(mo + 12, swapped);
	translations = get32(mo + 16, swapped);
	if (high > len / 8)
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *s =
		    get_string(mo, len, originals + 8 * middle, swapped, &n);
		int order = s != NULL ? strcmp(text, s) : 0;

		if (s == NULL)
			return NULL;
		if (order == 0) {
			s = get_string(
			    mo, len, translations + 8 * middle, swapped, &n);
			return s != NULL ? xstrdup(s) : NULL;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* Read once and kept until the process ends. */
static const json_t *
all_names(void)
{
	static json_t *list;
	static bool tried;
	json_error_t error;

	if (!tried)
		list = json_load_file(NAMES_FILE, 0, &error);
	tried = true;
	return json_object_get(list, "3166-1");
}

static const json_t *
find_entry(const char *code)
{
	const json_t *all = all_names();

	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *entry = json_array_get(all, i);

		if (str_eq(json_string_value(json_object_get(entry, "alpha_2")),
		        code))
			return entry;
	}
	return NULL;
}

bool
country_exists(const char *code)
{
	return all_names() == NULL || find_entry(code) != NULL;
}

char *
iso_translate(const char *domain, const char *name, const char *lang)
{
	char *path, *found = NULL;
	struct err err = { 0 };
	struct buf b = { 0 };

	if (strspn(lang, "abcdefghijklmnopqrstuvwxyz") != strlen(lang))
		return NULL;
	path = xasprintf(MO_FILE, lang, domain);
	if (file_read(&b, path, MAX_BYTES, &err) == MLA_OK)
		found =
		    country_mo_find((const unsigned char *)b.data, b.len, name);
	buf_free(&b);
	free(path);
	if (str_is_blank(found)) {
		free(found);
		return NULL;
	}
	return found;
}

/* The short name; the long one only where that alone is translated. */
static char *
find_name(const char *code, const char *lang)
{
	static const char *const keys[] = { "common_name", "name" };
	const json_t *entry = find_entry(code);
	const char *english = NULL;
	char *found = NULL;

	for (size_t i = 0; found == NULL && i < 2; i++) {
		const char *name =
		    json_string_value(json_object_get(entry, keys[i]));

		if (name == NULL)
			continue;
		if (english == NULL)
			english = name;
		found = iso_translate("iso_3166-1", name, lang);
	}
	return found != NULL ? found : xstrdup_null(english);
}

/* The names of one language are kept until the process ends. */
char *
country_name(const char *code, const char *lang)
{
	static char *kept[LETTERS * LETTERS], *language;
	char **name;

	if (language == NULL)
		language = xstrdup(lang);
	if (strlen(code) != 2 || code[0] < 'A' || code[0] > 'Z' ||
	    code[1] < 'A' || code[1] > 'Z' || !str_eq(lang, language))
		return find_name(code, lang);
	name = &kept[(code[0] - 'A') * LETTERS + (code[1] - 'A')];
	if (*name == NULL)
		*name = find_name(code, lang);
	return xstrdup_null(*name);
}
