/* bidi.c - texts that are read from the right among others, and back */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bidi.h"

#include <utf8proc.h>

#include "base/buf.h"
#include "base/str.h"

#define PDF "\xe2\x80\xac" /* POP DIRECTIONAL FORMATTING */
#define FSI "\xe2\x81\xa8" /* FIRST STRONG ISOLATE */
#define PDI "\xe2\x81\xa9" /* POP DIRECTIONAL ISOLATE */

enum {
	MAX_OPEN = 16 /* controls inside one another; UAX #9 allows 125 */
};

static utf8proc_propval_t
class_of(unsigned c)
{
	return utf8proc_get_property((utf8proc_int32_t)c)->bidi_class;
}

static bool
is_right(utf8proc_propval_t class)
{
	return class == UTF8PROC_BIDI_CLASS_R ||
	    class == UTF8PROC_BIDI_CLASS_AL;
}

bool
bidi_is_rtl(const char *text)
{
	while (*text != '\0') {
		utf8proc_propval_t class = class_of(str_next_char(&text));

		if (class == UTF8PROC_BIDI_CLASS_L || is_right(class))
			return is_right(class);
	}
	return false;
}

/* What is open now, from the outside: 'e' an embedding, 'i' an isolate. */
struct tamer {
	struct buf out;
	char open[MAX_OPEN];
	size_t n;
};

static void
close_last(struct tamer *t)
{
	t->n--;
	buf_adds(&t->out, t->open[t->n] == 'i' ? PDI : PDF);
}

/* Does a character that is no directional control act on what shows it? */
static bool
acts(unsigned c)
{
	return (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029;
}

/* Remember a directional control if it may stand here. */
static bool
take(struct tamer *t, unsigned c)
{
	utf8proc_propval_t class = class_of(c);

	switch (class) {
	case UTF8PROC_BIDI_CLASS_LRE:
	case UTF8PROC_BIDI_CLASS_RLE:
	case UTF8PROC_BIDI_CLASS_LRI:
	case UTF8PROC_BIDI_CLASS_RLI:
	case UTF8PROC_BIDI_CLASS_FSI:
		if (t->n == MAX_OPEN)
			return false;
		t->open[t->n++] = class == UTF8PROC_BIDI_CLASS_LRE ||
		        class == UTF8PROC_BIDI_CLASS_RLE
		    ? 'e'
		    : 'i';
		return true;
	case UTF8PROC_BIDI_CLASS_PDF:
		if (t->n == 0 || t->open[t->n - 1] != 'e')
			return false;
		t->n--;
		return true;
	case UTF8PROC_BIDI_CLASS_PDI:
		if (memchr(t->open, 'i', t->n) == NULL)
			return false;
		while (t->open[t->n - 1] != 'i')
			close_last(t);
		t->n--;
		return true;
	case UTF8PROC_BIDI_CLASS_LRO:
	case UTF8PROC_BIDI_CLASS_RLO:
		return false;
	default:
		return true;
	}
}

char *
bidi_tame(const char *text)
{
	struct tamer t = { .n = 0 };

	while (*text != '\0') {
		const char *from = text;
		unsigned c = str_next_char(&text);

		if (c < 0x7f || (!acts(c) && take(&t, c)))
			buf_add(&t.out, from, (size_t)(text - from));
		else
			buf_addf(&t.out, "[U+%04X]", c);
	}
	while (t.n > 0)
		close_last(&t);
	return buf_steal(&t.out);
}

/* Could it change the order of a line that is read from that side? */
static bool
disturbs(const char *text, bool rtl)
{
	while (*text != '\0') {
		utf8proc_propval_t class = class_of(str_next_char(&text));

		switch (class) {
		case UTF8PROC_BIDI_CLASS_L:
		case UTF8PROC_BIDI_CLASS_EN:
		case UTF8PROC_BIDI_CLASS_ES:
		case UTF8PROC_BIDI_CLASS_ET:
		case UTF8PROC_BIDI_CLASS_CS:
		case UTF8PROC_BIDI_CLASS_ON:
			if (rtl)
				return true;
			break;
		case UTF8PROC_BIDI_CLASS_R:
		case UTF8PROC_BIDI_CLASS_AL:
			if (!rtl)
				return true;
			break;
		case UTF8PROC_BIDI_CLASS_WS:
		case UTF8PROC_BIDI_CLASS_NSM:
		case UTF8PROC_BIDI_CLASS_BN:
		case UTF8PROC_BIDI_CLASS_B:
		case UTF8PROC_BIDI_CLASS_S:
			break;
		default: /* controls, and numbers of Arabic */
			return true;
		}
	}
	return false;
}

char *
bidi_isolate(const char *text, bool rtl)
{
	char *tame = bidi_tame(text), *out;
	struct buf b = { 0 };

	if (!disturbs(tame, rtl))
		return tame;
	buf_adds(&b, FSI);
	buf_adds(&b, tame);
	buf_adds(&b, PDI);
	out = buf_steal(&b);
	free(tame);
	return out;
}
