/* fold.c - text without case, accents and width, for comparing and finding */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fold.h"

#include <utf8proc.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/str.h"

/* The same for a text of ASCII alone, which is most of it; NULL: it is not. */
static char *
fold_ascii(const char *text)
{
	char *copy = xstrdup(text);

	for (char *c = copy; *c != '\0'; c++) {
		if ((unsigned char)*c >= 0x80) {
			free(copy);
			return NULL;
		}
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	}
	return copy;
}

static char *
fold_by(const char *text, utf8proc_option_t how)
{
	utf8proc_uint8_t *out = NULL;
	char *copy = fold_ascii(text);

	if (copy != NULL)
		return copy;
	if (utf8proc_map((const utf8proc_uint8_t *)text, 0, &out,
	        UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_CASEFOLD | how) <
	    0)
		return xstrdup(text);
	copy = xstrdup((const char *)out);
	free(out);
	return copy;
}

char *
str_fold(const char *text)
{
	return fold_by(text,
	    UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK |
	        UTF8PROC_IGNORE);
}

char *
str_compose(const char *text)
{
	utf8proc_uint8_t *out = NULL;
	char *copy;

	if (utf8proc_map((const utf8proc_uint8_t *)text, 0, &out,
	        UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE) < 0)
		return xstrdup(text);
	copy = xstrdup((const char *)out);
	free(out);
	return copy;
}

char *
str_fold_case(const char *text)
{
	return fold_by(text, UTF8PROC_COMPOSE);
}

/* Is it of a script without blanks? By the blocks of Unicode. */
static bool
is_dense(unsigned c)
{
	static const unsigned block[][2] = {
		{ 0x0e00, 0x0eff }, /* Thai, Lao */
		{ 0x1000, 0x109f }, /* Myanmar */
		{ 0x1780, 0x17ff }, /* Khmer */
		{ 0x2e80, 0x2fdf }, /* radicals */
		{ 0x3005, 0x3007 },
		{ 0x3040, 0x30ff }, /* Hiragana, Katakana */
		{ 0x31f0, 0x31ff },
		{ 0x3400, 0x9fff }, /* Han */
		{ 0xf900, 0xfaff },
		{ 0x20000, 0x3ffff },
	};

	for (size_t i = 0; i < sizeof(block) / sizeof(block[0]); i++) {
		if (c >= block[i][0] && c <= block[i][1])
			return true;
	}
	return false;
}

char *
str_fold_words(const char *text)
{
	char *folded = str_fold(text);
	const char *at = folded;
	struct buf b = { 0 };

	while (*at != '\0' && (unsigned char)*at < 0x80)
		at++;
	if (*at == '\0')
		return folded;
	at = folded;
	while (*at != '\0') {
		const char *from = at;
		bool dense = is_dense(str_next_char(&at));

		if (dense)
			buf_addch(&b, ' ');
		buf_add(&b, from, (size_t)(at - from));
		if (dense)
			buf_addch(&b, ' ');
	}
	free(folded);
	return buf_steal(&b);
}
