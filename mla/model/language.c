/* language.c - names of languages in every language, from iso-codes */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/language.h"

#include <jansson.h>
#include <stdbool.h>

#include "base/alloc.h"
#include "base/str.h"
#include "model/country.h"

/* Where Debian keeps the package iso-codes. */
#define NAMES_FILE "/usr/share/iso-codes/json/iso_639-2.json"
#define NO_BREAK_SPACE "\xc2\xa0" /* before a semicolon in French */

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
	return json_object_get(list, "639-2");
}

static bool
has(const json_t *entry, const char *key, const char *code)
{
	return str_eq(json_string_value(json_object_get(entry, key)), code);
}

/* Only the first of several names, and without the years of its use. */
static char *
shorten(char *name)
{
	size_t n = strcspn(name, ";(");
	bool blank = true;

	while (n > 0 && blank) {
		name[n] = '\0';
		blank = str_ends(name, " ") || str_ends(name, NO_BREAK_SPACE);
		n -= str_ends(name, NO_BREAK_SPACE) ? 2 : 1;
	}
	return name;
}

char *
language_name(const char *code, const char *lang)
{
	const json_t *all = all_names();
	char *tag = xstrndup(code, strcspn(code, "-"));
	const char *name = NULL;
	char *found;

	for (size_t i = 0; name == NULL && i < json_array_size(all); i++) {
		const json_t *entry = json_array_get(all, i);

		if (has(entry, "alpha_2", tag) || has(entry, "alpha_3", tag))
			name =
			    json_string_value(json_object_get(entry, "name"));
	}
	free(tag);
	if (name == NULL)
		return NULL;
	found = iso_translate("iso_639-2", name, lang);
	return shorten(found != NULL ? found : xstrdup(name));
}
