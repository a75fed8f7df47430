/* say.c - a sentence of the words, with what it is about filled in */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/say.h"

#include <stdarg.h>

#include "base/buf.h"
#include "base/str.h"

/* The text for the name between braces at s; NULL: there is none. */
static const char *
filling(const char *s, size_t len, va_list pairs)
{
	const char *name, *text;

	while ((name = va_arg(pairs, const char *)) != NULL) {
		text = va_arg(pairs, const char *);
		if (strlen(name) == len && memcmp(name, s, len) == 0)
			return text;
	}
	return NULL;
}

char *
say(const struct lang *lang, const char *key, ...)
{
	struct buf b = { 0 };
	const char *s = lang_word(lang, key);

	while (*s != '\0') {
		size_t len = *s == '{' ? strcspn(s + 1, "{}") : 0;
		const char *text = NULL;
		va_list pairs;

		va_start(pairs, key);
		if (len > 0 && s[1 + len] == '}')
			text = filling(s + 1, len, pairs);
		va_end(pairs);
		if (text != NULL) {
			buf_adds(&b, text);
			s += len + 2;
		} else {
			buf_addch(&b, *s++);
		}
	}
	return buf_steal(&b);
}
